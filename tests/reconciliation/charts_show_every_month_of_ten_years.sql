-- What: the chart of a release runs from January ten years back to its month, and shows
-- what the ledger holds for that release.
-- When it matters: a hole, or a point of another release, would pass for news.
-- If it fails: look at rpt_release_chart.
with charts as (
    select
        release_month,
        count(*) as month_count,
        min(month) as first_month,
        max(month) as last_month,
        count(deficit_musd) as value_count
    from {{ ref('rpt_release_chart') }}
    group by release_month
),

held as (
    select
        figures.release_month,
        count(*) as value_count
    from {{ ref('int_figures_printed') }} as figures
    where
        figures.is_preferred
        and figures.period_kind = 'month'
        and figures.series_id = 'exports_goods_and_services_bop_sa'
        and extract(year from figures.period_start)
        >= extract(year from figures.release_month) - 10
    group by figures.release_month
),

pages as (
    select * from {{ ref('rpt_release_pages') }}
    where has_page
)

select
    pages.release_month,
    charts.first_month,
    charts.last_month,
    charts.month_count,
    charts.value_count,
    held.value_count as held_count
from pages
left join charts
    on pages.release_month = charts.release_month
left join held
    on pages.release_month = held.release_month
where
    coalesce(charts.last_month <> pages.release_month, true)
    or charts.month_count <> 120 + extract(month from pages.release_month)
    or charts.value_count <> coalesce(held.value_count, 0)
