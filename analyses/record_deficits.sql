-- Question: which months were a record deficit when their own release came out?
-- Answer: one row per release whose month exceeds every earlier month that it holds,
-- of those that hold months from 1992 on.
-- Unit: billions of U.S. dollars, goods and services, BOP basis, seasonally
-- adjusted; a deficit is positive here.
with changes as (
    select * from {{ ref('fct_trade_changes') }}
    where series_id = 'balance_goods_and_services_bop_sa'
),

holdings as (
    select
        release_month,
        min(month) as first_month,
        count(*) as months_held
    from changes
    group by release_month
)

select
    changes.month,
    cast(-0.001 * changes.value_musd as decimal(18, 1)) as deficit_busd,
    cast(-0.001 * changes.month_change_musd as decimal(18, 1)) as change_busd,
    holdings.months_held
from changes
inner join holdings
    on changes.release_month = holdings.release_month
where
    changes.release_month = changes.month
    and changes.is_record_low
    and holdings.first_month = cast('1992-01-01' as date)
order by changes.month
