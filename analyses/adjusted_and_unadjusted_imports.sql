-- Question: how do goods imports compare with the month before, seasonally adjusted,
-- and with the year before, not adjusted, and how much of a month is season?
-- Answer: one row per release and month that it is named for.
-- Unit: percent, and the unadjusted by the adjusted value; all goods, Census basis.
select
    release_month,
    adjusted_month_change_pct,
    unadjusted_month_change_pct,
    unadjusted_year_change_pct,
    implied_factor
from {{ ref('fct_seasonal_comparisons') }}
where adjusted_series_id = 'imports_goods_census_sa' and month = release_month
order by release_month
