{%- set series_window = "partition by release_month, series_id order by month_number" %}
with release_values as (
    select
        *,
        period_start as month,
        {{ month_number('period_start') }} as month_number
    from {{ ref('int_release_values') }}
    where period_kind = 'month'
),

-- Frames go by the running number of the month and not by position: a missing month
-- leaves a null, never a change over two months or a mean over a gap.
windowed as (
    select
        *,
        {{ months_ago('value_musd', 1) }} as previous_month_musd,
        {{ months_ago('value_musd', 12) }} as year_ago_musd,
        case
            when count(value_musd) over rolling_3 = 3
                then sum(value_musd) over rolling_3 / 3
        end as avg3_musd,
        case
            when count(value_musd) over rolling_12 = 12
                then sum(value_musd) over rolling_12 / 12
        end as avg12_musd,
        case
            when
                count(value_musd) over year_so_far
                = extract(month from month)
                then sum(value_musd) over year_so_far
        end as ytd_musd,
        max(value_musd) over history as highest_before_musd,
        min(value_musd) over history as lowest_before_musd
    from release_values
    window
        rolling_3 as (
            {{ series_window }} range between 2 preceding and current row
        ),
        rolling_12 as (
            {{ series_window }} range between 11 preceding and current row
        ),
        year_so_far as (
            partition by release_month, series_id, extract(year from month)
            order by month_number
            range between unbounded preceding and current row
        ),
        history as (
            {{ series_window }} range between unbounded preceding and 1 preceding
        )
),

compared as (
    select
        *,
        {{ months_ago('avg3_musd', 1) }} as previous_avg3_musd,
        {{ months_ago('avg3_musd', 12) }} as year_ago_avg3_musd,
        {{ months_ago('avg12_musd', 1) }} as previous_avg12_musd,
        {{ months_ago('avg12_musd', 12) }} as year_ago_avg12_musd,
        {{ months_ago('ytd_musd', 12) }} as year_ago_ytd_musd
    from windowed
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(series_id as varchar) as series_id,
        cast(month as date) as month,
        cast(flow as varchar) as flow,
        cast(category_id as varchar) as category_id,
        cast(area_id as varchar) as area_id,
        cast(basis as varchar) as basis,
        cast(price_basis as varchar) as price_basis,
        cast(seasonal_adjustment as varchar) as seasonal_adjustment,
        cast(evidence as varchar) as evidence,
        cast(value_musd as decimal(18, 6)) as value_musd,
        {%- for name, value, base in [
            ('month', 'value_musd', 'previous_month_musd'),
            ('year', 'value_musd', 'year_ago_musd'),
            ('ytd', 'ytd_musd', 'year_ago_ytd_musd'),
            ('avg3_month', 'avg3_musd', 'previous_avg3_musd'),
            ('avg3_year', 'avg3_musd', 'year_ago_avg3_musd'),
            ('avg12_month', 'avg12_musd', 'previous_avg12_musd'),
            ('avg12_year', 'avg12_musd', 'year_ago_avg12_musd'),
        ] %}
        cast({{ base }} as decimal(18, 6)) as {{ base }},
        cast({{ value }} - {{ base }} as decimal(18, 6)) as {{ name }}_change_musd,
        cast({{ percent_change(value, base) }} as decimal(18, 6))
            as {{ name }}_change_pct,
        {%- endfor %}
        cast(avg3_musd as decimal(18, 6)) as avg3_musd,
        cast(avg12_musd as decimal(18, 6)) as avg12_musd,
        cast(ytd_musd as decimal(18, 6)) as ytd_musd,
        cast(value_musd > highest_before_musd as boolean) as is_record_high,
        cast(value_musd < lowest_before_musd as boolean) as is_record_low
    from compared
)

select * from final
