-- Question: what was known on 31 March 2024 of the deficits since January 2023, and
-- what is known of them now? (For the figures of one release, filter by
-- release_month alone.)
-- Answer: one row per month.
-- Unit: billions of U.S. dollars, goods and services, BOP basis, seasonally
-- adjusted; a deficit is positive here.
with releases as (
    select * from {{ ref('dim_release') }}
),

balances as (
    select * from {{ ref('fct_trade_balances') }}
    where
        category_id = 'goods_and_services'
        and seasonal_adjustment = 'sa'
        and month >= cast('2023-01-01' as date)
),

latest as (
    select * from {{ ref('latest_trade_balances') }}
),

-- Where the day of publication is not known, the day by which the release was seen.
known_releases as (
    select release_month
    from releases
    where coalesce(published_on, published_no_later_than) <= cast('2024-03-31' as date)
),

known_balances as (
    select
        balances.*,
        row_number() over (
            partition by balances.month order by balances.release_month desc
        ) as age_rank
    from balances
    inner join known_releases
        on balances.release_month = known_releases.release_month
)

select
    known.month,
    known.release_month,
    cast(-0.001 * known.balance_musd as decimal(18, 1)) as deficit_busd,
    latest.release_month as latest_release_month,
    cast(-0.001 * latest.balance_musd as decimal(18, 1)) as latest_deficit_busd
from known_balances as known
inner join latest
    on
        known.month = latest.month
        and known.category_id = latest.category_id
        and known.area_id = latest.area_id
        and known.basis = latest.basis
        and known.price_basis = latest.price_basis
        and known.seasonal_adjustment = latest.seasonal_adjustment
where known.age_rank = 1
order by known.month
