-- Question: what was known on 31 March 2024 of the deficits since January 2023, and
-- what is known of them now? (In the published file: marts.trade_balances_as_of.)
-- Answer: one row per month.
-- Unit: billions of U.S. dollars, goods and services, BOP basis, seasonally
-- adjusted; a deficit is positive here.
with known as (
    {{ trade_balances_as_of("cast('2024-03-31' as date)") }}
),

latest as (
    select * from {{ ref('latest_trade_balances') }}
)

select
    known.month,
    known.release_month,
    cast(-0.001 * known.balance_musd as decimal(18, 1)) as deficit_busd,
    latest.release_month as latest_release_month,
    cast(-0.001 * latest.balance_musd as decimal(18, 1)) as latest_deficit_busd
from known
inner join latest
    on
        known.month = latest.month
        and known.category_id = latest.category_id
        and known.area_id = latest.area_id
        and known.basis = latest.basis
        and known.price_basis = latest.price_basis
        and known.seasonal_adjustment = latest.seasonal_adjustment
where
    known.category_id = 'goods_and_services'
    and known.seasonal_adjustment = 'sa'
    and known.month >= cast('2023-01-01' as date)
order by known.month
