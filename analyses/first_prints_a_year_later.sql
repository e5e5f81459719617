-- Question: how far is the first print of the deficit from what is known a year later,
-- and has that changed since 2020?
-- Answer: one row per horizon (a year, or the newest release held) and period of the
-- months.
-- Unit: billions of U.S. dollars, goods and services, BOP basis, seasonally
-- adjusted; a deficit is positive here, so a revision upwards makes it larger.
with revision_statistics as (
    select * from {{ ref('fct_revision_statistics') }}
    where
        series_id = 'balance_goods_and_services_bop_sa'
        and month_kind = 'all'
        and horizon in ('12', 'latest')
)

select
    horizon,
    month_period,
    observation_count as months,
    first_month,
    last_month,
    cast(-0.001 * mean_revision_musd as decimal(18, 2)) as mean_revision_busd,
    cast(-bias_t_statistic as decimal(18, 1)) as bias_t_statistic,
    cast(0.001 * mean_absolute_revision_musd as decimal(18, 2)) as mean_size_busd,
    cast(mean_absolute_revision_pct as decimal(18, 1)) as mean_size_pct,
    cast(0.001 * standard_deviation_musd as decimal(18, 2)) as standard_deviation_busd,
    cast(0.001 * largest_absolute_revision_musd as decimal(18, 2)) as largest_size_busd,
    cast(sign_change_share_pct as decimal(18, 1)) as changes_turned_pct
from revision_statistics
order by horizon, month_period
