-- Question: which months were a record deficit when their own release came out?
-- Answer: one row per release held whose month exceeded every earlier month as it was
-- known then, with the month that held the record before.
-- Unit: billions of U.S. dollars, goods and services, BOP basis, seasonally
-- adjusted; a deficit is positive here.
with changes as (
    select * from {{ ref('fct_trade_changes') }}
)

select
    month,
    cast(-0.001 * value_musd as decimal(18, 1)) as deficit_busd,
    lowest_before_month as record_before,
    cast(-0.001 * lowest_before_musd as decimal(18, 1)) as record_before_busd,
    months_compared
from changes
where
    series_id = 'balance_goods_and_services_bop_sa'
    and release_month = month
    and is_record_low
order by month
