-- Years of which a release and the one before it that is held both have every month.
with prints as (
    select * from {{ ref('int_prints_in_turn') }}
    where previous_value_musd is not null
),

series as (
    select * from {{ ref('dim_series') }}
),

years as (
    select
        prints.series_id,
        prints.release_month,
        cast(extract(year from prints.month) as integer) as calendar_year,
        max(prints.previous_release_month) as previous_release_month,
        sum(prints.value_musd) as value_musd,
        sum(prints.previous_value_musd) as previous_value_musd,
        count(*) filter (
            where prints.value_musd <> prints.previous_value_musd
        ) as revised_month_count
    from prints
    group by
        prints.series_id,
        prints.release_month,
        extract(year from prints.month)
    having
        count(*) = 12
        and min(prints.previous_release_month) = max(prints.previous_release_month)
        and count(*) filter (
            where prints.value_musd <> prints.previous_value_musd
        ) > 0
),

final as (
    select
        cast(years.release_month as date) as release_month,
        cast(years.series_id as varchar) as series_id,
        cast(years.calendar_year as integer) as calendar_year,
        cast(series.flow as varchar) as flow,
        cast(series.category_id as varchar) as category_id,
        cast(years.previous_release_month as date) as previous_release_month,
        cast(years.value_musd as decimal(18, 6)) as value_musd,
        cast(years.previous_value_musd as decimal(18, 6)) as previous_value_musd,
        cast(years.value_musd - years.previous_value_musd as decimal(18, 6))
            as revision_musd,
        cast(
            {{ percent_change('years.value_musd', 'years.previous_value_musd') }}
            as decimal(18, 6)
        ) as revision_pct,
        cast(years.revised_month_count as integer) as revised_month_count,
        cast(
            count(*) over (partition by years.release_month, years.series_id)
            as integer
        ) as revised_year_count
    from years
    inner join series
        on years.series_id = series.series_id
)

select * from final
