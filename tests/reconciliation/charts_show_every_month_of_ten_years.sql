-- What: the chart of a release with a page runs from January ten years back to its
-- month, and shows what the newest release up to it printed of each month, itself if it
-- did: the deficit, or imports less exports where it printed no balance; a month is
-- missing only where no such release is held. The average is that of three months of
-- the release that printed the month.
-- When it matters: a hole, or a point of a later release, would pass for news.
-- If it fails: look at rpt_release_chart.
with held as (
    select
        release_month,
        period_start as month,
        coalesce(
            -max(case when flow = 'balance' then value_musd end),
            max(case when flow = 'imports' then value_musd end)
            - max(case when flow = 'exports' then value_musd end)
        ) as deficit_musd
    from (
        select
            release_month,
            period_start,
            value as value_musd,
            replace(series_id, '_goods_and_services_bop_sa', '') as flow
        from {{ ref('int_figures_printed') }}
        where
            is_preferred
            and period_kind = 'month'
            and series_id like '%_goods_and_services_bop_sa'
    ) as printed
    group by release_month, period_start
),

three_months as (
    select
        ending.release_month,
        ending.month,
        sum(months.deficit_musd) as deficit_musd
    from held as ending
    inner join held as months
        on
            ending.release_month = months.release_month
            and ending.month >= months.month
            and months.month >= {{ dbt.dateadd('month', -2, 'ending.month') }}
    group by ending.release_month, ending.month
    having count(months.deficit_musd) = 3
),

newest_releases as (
    select
        points.release_month,
        points.month,
        max(held.release_month) as known_release_month
    from {{ ref('rpt_release_chart') }} as points
    inner join held
        on
            points.month = held.month
            and points.release_month >= held.release_month
            and held.deficit_musd is not null
    group by points.release_month, points.month
),

charts as (
    select
        points.release_month,
        count(*) as month_count,
        min(points.month) as first_month,
        max(points.month) as last_month,
        count(points.deficit_musd) as value_count,
        count(*) filter (
            where points.known_release_month
            is distinct from newest_releases.known_release_month
            or points.deficit_musd is distinct from held.deficit_musd
            or 1000 * points.deficit_busd is distinct from held.deficit_musd
            -- Half of the last digit of the millions and of the billions, three times.
            or coalesce(abs(
                3000 * points.avg3_deficit_busd - three_months.deficit_musd
            ) > 0.0016, points.avg3_deficit_busd is not null)
            or (
                points.avg3_deficit_busd is null
                and three_months.deficit_musd is not null
            )
        ) as wrong_count
    from {{ ref('rpt_release_chart') }} as points
    left join newest_releases
        on
            points.release_month = newest_releases.release_month
            and points.month = newest_releases.month
    left join held
        on
            newest_releases.known_release_month = held.release_month
            and points.month = held.month
    left join three_months
        on
            held.release_month = three_months.release_month
            and held.month = three_months.month
    group by points.release_month
),

pages as (
    select * from {{ ref('rpt_release_pages') }}
    where has_page
)

select
    coalesce(pages.release_month, charts.release_month) as release_month,
    charts.first_month,
    charts.last_month,
    charts.month_count,
    charts.value_count,
    charts.wrong_count
from pages
full outer join charts
    on pages.release_month = charts.release_month
where
    pages.release_month is null
    or charts.release_month is null
    or charts.last_month <> pages.release_month
    or charts.month_count <> 120 + extract(month from pages.release_month)
    or charts.wrong_count > 0
