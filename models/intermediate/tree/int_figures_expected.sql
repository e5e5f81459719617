with coverage as (
    select * from {{ ref('release_coverage') }}
),

exhibit_series as (
    select * from {{ ref('int_exhibit_series_reviewed') }}
),

months as (
    select * from {{ ref('int_months_listed') }}
),

covered_months as (
    select
        coverage.exhibit,
        coverage.block,
        coverage.release_month as carried_by_release_month,
        coverage.release_month,
        false as is_as_published,
        'month' as period_kind,
        months.month as period_start,
        months.month as period_end
    from coverage
    inner join months
        on months.month between coverage.first_month and coverage.last_month
),

-- A year row stands for every year whose December the exhibit covers.
covered_years as (
    select
        coverage.exhibit,
        coverage.block,
        coverage.release_month as carried_by_release_month,
        coverage.release_month,
        false as is_as_published,
        'year' as period_kind,
        {{ months_before('months.month', 11) }} as period_start,
        months.month as period_end
    from coverage
    inner join months
        on
            months.month between coverage.first_year and coverage.last_month
            and months.month_of_year = 12
    where coverage.has_year_rows
),

-- Year-to-date rows compare the same months of every year the exhibit covers.
covered_years_to_date as (
    select
        coverage.exhibit,
        coverage.block,
        coverage.release_month as carried_by_release_month,
        coverage.release_month,
        false as is_as_published,
        'year_to_date' as period_kind,
        {{ months_before('months.month', 'months.month_of_year - 1') }} as period_start,
        months.month as period_end
    from coverage
    inner join months
        on
            months.month between coverage.first_year and coverage.last_month
            and months.month_of_year = extract(month from coverage.release_month)
    where coverage.has_year_to_date_rows
),

covered_as_published as (
    select
        coverage.exhibit,
        coverage.block,
        coverage.release_month as carried_by_release_month,
        months.month as release_month,
        true as is_as_published,
        'month' as period_kind,
        months.month as period_start,
        months.month as period_end
    from coverage
    inner join months
        on months.month = {{ months_before('coverage.release_month', 1) }}
    where coverage.has_as_published_row
),

covered_periods as (
    select * from covered_months
    union all
    select * from covered_years
    union all
    select * from covered_years_to_date
    union all
    select * from covered_as_published
),

final as (
    select
        covered_periods.release_month,
        exhibit_series.series_id,
        covered_periods.period_kind,
        covered_periods.period_start,
        covered_periods.period_end,
        covered_periods.exhibit,
        covered_periods.carried_by_release_month,
        covered_periods.is_as_published
    from covered_periods
    inner join exhibit_series
        on
            covered_periods.exhibit = exhibit_series.exhibit
            and covered_periods.block = exhibit_series.block
)

select * from final
