-- What: a change is the value less that of the month, or year, before in the same
-- release, and null exactly where that month is not held.
-- When it matters: a change over a gap, or across releases, looks like news.
-- If it fails: look at the frames of fct_trade_changes.
with release_values as (
    select * from {{ ref('int_release_values') }}
    where period_kind = 'month'
),

changes as (
    select * from {{ ref('fct_trade_changes') }}
)

select
    release_values.release_month,
    release_values.series_id,
    release_values.period_start as month,
    release_values.value_musd - months_before.value_musd as expected_month_change_musd,
    changes.month_change_musd,
    release_values.value_musd - years_before.value_musd as expected_year_change_musd,
    changes.year_change_musd
from release_values
left join release_values as months_before
    on
        release_values.release_month = months_before.release_month
        and release_values.series_id = months_before.series_id
        and {{ months_before('release_values.period_start', 1) }}
        = months_before.period_start
left join release_values as years_before
    on
        release_values.release_month = years_before.release_month
        and release_values.series_id = years_before.series_id
        and {{ months_before('release_values.period_start', 12) }}
        = years_before.period_start
full outer join changes
    on
        release_values.release_month = changes.release_month
        and release_values.series_id = changes.series_id
        and release_values.period_start = changes.month
where
    release_values.value_musd is distinct from changes.value_musd
    or release_values.value_musd - months_before.value_musd
    is distinct from changes.month_change_musd
    or release_values.value_musd - years_before.value_musd
    is distinct from changes.year_change_musd
