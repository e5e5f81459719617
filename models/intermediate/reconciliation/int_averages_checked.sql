-- The three-month averages that coverage lists beside those that exhibit 2 prints, as
-- int_figures_checked has it of values: the average is null where it is missing.
with coverage as (
    select * from {{ ref('release_coverage') }}
    where exhibit = '02'
),

averages as (
    select * from {{ ref('stg_exhibits__figures_of_columns') }}
    where row_kind = 'three_month_average'
),

-- Exhibit 2 averages the columns of exhibit 1, under the same names.
exhibit_series as (
    select * from {{ ref('int_exhibit_series_listed') }}
    where exhibit = '01'
),

months as (
    select * from {{ ref('int_months_listed') }}
),

listed as (
    select
        coverage.release_month,
        exhibit_series.series_id,
        {{ months_before('months.month', 2) }} as period_start,
        months.month as period_end
    from coverage
    inner join months
        on months.month between coverage.first_month and coverage.last_month
    cross join exhibit_series
),

printed as (
    select
        averages.release_month,
        exhibit_series.series_id,
        averages.period_start,
        averages.period_end,
        averages.value,
        averages.source_row
    from averages
    -- A left join: an average without a series must fail a test, not vanish.
    left join exhibit_series
        on averages.item = exhibit_series.item
),

final as (
    select
        '02' as exhibit,
        coalesce(listed.release_month, printed.release_month) as release_month,
        coalesce(listed.series_id, printed.series_id) as series_id,
        'three_month_average' as period_kind,
        coalesce(listed.period_start, printed.period_start) as period_start,
        coalesce(listed.period_end, printed.period_end) as period_end,
        listed.release_month is not null as is_listed,
        printed.release_month is not null as is_printed,
        printed.value,
        printed.source_row
    from listed
    full outer join printed
        on
            listed.release_month = printed.release_month
            and listed.series_id = printed.series_id
            and listed.period_start = printed.period_start
            and listed.period_end = printed.period_end
)

select * from final
