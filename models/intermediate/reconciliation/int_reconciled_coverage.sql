-- What is printed is what coverage lists: one row with the number of figures of each
-- exhibit of a release, and one for each figure that is listed and not printed, or
-- printed and not listed. Where rows are items that come and go, coverage says how many
-- figures there are, not which.
with coverage as (
    select
        exhibit,
        release_month,
        max(figure_count) as figure_count
    from {{ ref('release_coverage') }}
    group by exhibit, release_month
),

figures as (
    select
        exhibit,
        block,
        carried_by_release_month,
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        is_listed,
        is_printed,
        source_row
    from {{ ref('int_figures_checked') }}
    union all
    select
        exhibit,
        'all' as block,
        release_month as carried_by_release_month,
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        is_listed,
        is_printed,
        source_row
    from {{ ref('int_averages_checked') }}
),

exhibit_counts as (
    select
        coverage.exhibit,
        coverage.release_month,
        coalesce(
            max(coverage.figure_count),
            count(*) filter (where figures.is_listed)
        ) as expected_count,
        count(*) filter (where figures.is_listed and figures.is_printed)
            as printed_count
    from coverage
    left join figures
        on
            coverage.exhibit = figures.exhibit
            and coverage.release_month = figures.carried_by_release_month
    group by coverage.exhibit, coverage.release_month
),

final as (
    select
        'what is printed is what coverage lists' as identity_name,
        exhibit,
        cast(null as varchar) as counter_exhibit,
        'all' as block,
        release_month as carried_by_release_month,
        release_month,
        'all' as series_id,
        'all' as period_kind,
        release_month as period_start,
        release_month as period_end,
        -- An exhibit that has no figure at all is not there.
        nullif(expected_count, 0) as expected_value,
        printed_count as actual_value,
        0 as tolerance,
        cast(null as integer) as source_row
    from exhibit_counts
    union all
    select
        'what is printed is what coverage lists' as identity_name,
        exhibit,
        cast(null as varchar) as counter_exhibit,
        block,
        carried_by_release_month,
        release_month,
        coalesce(series_id, 'no series') as series_id,
        period_kind,
        period_start,
        period_end,
        case when is_listed then 1 else 0 end as expected_value,
        case when is_printed then 1 else 0 end as actual_value,
        0 as tolerance,
        source_row
    from figures
    where is_listed <> is_printed
)

select * from final
