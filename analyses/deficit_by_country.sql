-- Question: which countries made the goods deficit of January to August 2021?
-- Answer: one row per country among the ten largest deficits, the largest first.
-- Unit: billions of U.S. dollars, Census basis, not seasonally adjusted, as printed by
-- release 2021-08; percent of the deficit with the world. Surpluses with others make
-- up for a part of it, so that shares of deficits add to more than 100.
with balances as (
    select * from {{ ref('fct_bilateral_balances') }}
    where
        release_month = cast('2021-08-01' as date)
        and period_kind = 'year_to_date'
        and period_start = cast('2021-01-01' as date)
        and category_id = 'goods'
        and seasonal_adjustment = 'nsa'
        and measure = 'value'
),

areas as (
    select * from {{ ref('dim_area') }}
)

select
    balances.balance_rank,
    areas.area_name as country,
    cast(0.001 * balances.exports_musd as decimal(18, 1)) as exports_busd,
    cast(0.001 * balances.imports_musd as decimal(18, 1)) as imports_busd,
    cast(0.001 * balances.balance_musd as decimal(18, 1)) as balance_busd,
    cast(0.001 * balances.balance_year_change_musd as decimal(18, 1))
        as balance_year_change_busd,
    cast(balances.balance_share_pct as decimal(18, 1)) as balance_share_pct
from balances
inner join areas
    on balances.area_id = areas.area_id
where balances.balance_rank <= 10
order by balances.balance_rank
