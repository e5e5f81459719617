-- Question: which services brought the surplus of 2024?
-- Answer: one row per services category, the largest surplus first.
-- Unit: billions of U.S. dollars, sum of twelve months, BOP basis, seasonally
-- adjusted, as printed by release 2025-03.
with balances as (
    select * from {{ ref('fct_trade_balances') }}
),

months as (
    select * from {{ ref('dim_month') }}
),

categories as (
    select * from {{ ref('dim_category') }}
)

select
    categories.agency_name as category,
    cast(0.001 * sum(balances.exports_musd) as decimal(18, 1)) as exports_busd,
    cast(0.001 * sum(balances.imports_musd) as decimal(18, 1)) as imports_busd,
    cast(0.001 * sum(balances.balance_musd) as decimal(18, 1)) as surplus_busd
from balances
inner join months
    on balances.month = months.month
inner join categories
    on balances.category_id = categories.category_id
where
    balances.release_month = cast('2025-03-01' as date)
    and balances.seasonal_adjustment = 'sa'
    and months.year_number = 2024
    and categories.scheme = 'services'
group by categories.agency_name
-- A sum over a missing month would pass for a year.
having count(*) = 12
order by sum(balances.balance_musd) desc
