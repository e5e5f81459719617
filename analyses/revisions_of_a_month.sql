-- Question: how was the deficit of January 2024 revised?
-- Answer: one row per release held that printed other exports or imports than the
-- one before it.
-- Unit: millions of U.S. dollars, goods and services, BOP basis, seasonally
-- adjusted; a deficit is positive here, and a revision upwards makes it larger.
with balances as (
    select * from {{ ref('fct_trade_balances') }}
),

releases as (
    select * from {{ ref('dim_release') }}
),

compared as (
    select
        release_month,
        exports_musd,
        imports_musd,
        balance_musd,
        lag(exports_musd) over (order by release_month) as previous_exports_musd,
        lag(imports_musd) over (order by release_month) as previous_imports_musd,
        lag(balance_musd) over (order by release_month) as previous_balance_musd
    from balances
    where
        month = cast('2024-01-01' as date)
        and category_id = 'goods_and_services'
        and seasonal_adjustment = 'sa'
)

select
    releases.release_name,
    coalesce(releases.published_on, releases.published_no_later_than) as known_by,
    cast(compared.exports_musd as decimal(18, 0)) as exports_musd,
    cast(compared.imports_musd as decimal(18, 0)) as imports_musd,
    cast(-compared.balance_musd as decimal(18, 0)) as deficit_musd,
    cast(
        compared.previous_balance_musd - compared.balance_musd as decimal(18, 0)
    ) as revision_musd
from compared
inner join releases
    on compared.release_month = releases.release_month
where
    compared.exports_musd is distinct from compared.previous_exports_musd
    or compared.imports_musd is distinct from compared.previous_imports_musd
order by compared.release_month
