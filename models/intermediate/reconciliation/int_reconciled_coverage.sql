-- What is printed is what coverage lists: every figure it lists is there, and no other.
-- Where rows are items that come and go, coverage says how many figures there are.
with figures as (
    select
        exhibit,
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
    where not is_counted or not is_listed
),

coverage as (
    select * from {{ ref('release_coverage') }}
    where figure_count is not null
),

counted as (
    select
        coverage.exhibit,
        coverage.release_month,
        max(coverage.figure_count) as figure_count,
        count(figures.value) as printed_count
    from coverage
    left join {{ ref('int_figures_checked') }} as figures
        on
            coverage.exhibit = figures.exhibit
            and coverage.release_month = figures.carried_by_release_month
            and figures.is_listed
    group by coverage.exhibit, coverage.release_month
),

averages as (
    select
        exhibit,
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

listed_or_printed as (
    select * from figures
    union all
    select * from averages
),

final as (
    select
        'what is printed is what coverage lists' as identity,
        exhibit,
        carried_by_release_month,
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        case when is_listed then 1 else 0 end as expected_value,
        case when is_printed then 1 else 0 end as actual_value,
        0 as tolerance,
        source_row
    from listed_or_printed
    union all
    select
        'what is printed is what coverage lists' as identity,
        exhibit,
        release_month as carried_by_release_month,
        release_month,
        cast(null as varchar) as series_id,
        'all' as period_kind,
        cast(null as date) as period_start,
        cast(null as date) as period_end,
        figure_count as expected_value,
        printed_count as actual_value,
        0 as tolerance,
        cast(null as integer) as source_row
    from counted
)

select * from final
