-- The months and years to date of which the changes of sums are made. A year to date is
-- the sum of its months where the release prints them all, and what is printed:
-- commodities have two months, and their sum to date.
with release_values as (
    select
        release_month,
        series_id,
        period_kind,
        period_end as month,
        value_musd
    from {{ ref('int_release_values') }}
    where
        period_kind in ('month', 'year', 'year_to_date')
        and value_musd is not null
),

sums_of_months as (
    select
        release_month,
        series_id,
        month,
        value_musd as month_musd,
        cast(sum(value_musd) over year_so_far as decimal(18, 6)) as value_musd,
        count(*) over year_so_far as month_count
    from release_values
    where period_kind = 'month'
    window
        year_so_far as (
            partition by release_month, series_id, extract(year from month)
            order by month
            rows between unbounded preceding and current row
        )
),

final as (
    select
        release_month,
        series_id,
        month,
        'month' as span,
        1 as precedence,
        month_musd as value_musd
    from sums_of_months
    union all
    select
        release_month,
        series_id,
        month,
        'year_to_date' as span,
        1 as precedence,
        value_musd
    from sums_of_months
    where month_count = extract(month from month)
    union all
    select
        release_month,
        series_id,
        month,
        'year_to_date' as span,
        2 as precedence,
        value_musd
    from release_values
    where period_kind in ('year', 'year_to_date')
)

select * from final
