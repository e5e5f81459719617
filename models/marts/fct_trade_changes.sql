with release_values as (
    select
        release_month,
        series_id,
        evidence,
        value_musd,
        period_start as month,
        {{ month_number('period_start') }} as month_number
    from {{ ref('int_release_values') }}
    where period_kind = 'month'
),

series as (
    select * from {{ ref('int_series_listed') }}
),

revision_noise as (
    select * from {{ ref('int_revision_noise') }}
),

records as (
    select * from {{ ref('int_records_judged') }}
),

-- A missing month leaves a null, never a sum or mean over a gap.
running as (
    select
        *,
        case
            when lag(month_number, 2) over series_months = month_number - 2
                then {{ decimal_mean('sum(value_musd) over last_3', 3) }}
        end as avg3_musd,
        case
            when lag(month_number, 11) over series_months = month_number - 11
                then {{ decimal_mean('sum(value_musd) over last_12', 12) }}
        end as avg12_musd,
        case
            when count(*) over year_so_far = extract(month from month)
                then sum(value_musd) over year_so_far
        end as ytd_musd
    from release_values
    window
        series_months as (partition by release_month, series_id order by month_number),
        last_3 as (
            partition by release_month, series_id order by month_number
            rows between 2 preceding and current row
        ),
        last_12 as (
            partition by release_month, series_id order by month_number
            rows between 11 preceding and current row
        ),
        year_so_far as (
            partition by release_month, series_id, extract(year from month)
            order by month_number
            rows between unbounded preceding and current row
        )
),

-- The month, and the year, before in the same release, by key.
compared as (
    select
        running.*,
        months_before.value_musd as previous_month_musd,
        months_before.avg3_musd as previous_avg3_musd,
        months_before.avg12_musd as previous_avg12_musd,
        years_before.value_musd as year_ago_musd,
        years_before.avg3_musd as year_ago_avg3_musd,
        years_before.avg12_musd as year_ago_avg12_musd,
        years_before.ytd_musd as year_ago_ytd_musd
    from running
    left join running as months_before
        on
            running.release_month = months_before.release_month
            and running.series_id = months_before.series_id
            and running.month_number - 1 = months_before.month_number
    left join running as years_before
        on
            running.release_month = years_before.release_month
            and running.series_id = years_before.series_id
            and running.month_number - 12 = years_before.month_number
),

final as (
    select
        cast(compared.release_month as date) as release_month,
        cast(compared.series_id as varchar) as series_id,
        cast(compared.month as date) as month,
        cast(series.flow as varchar) as flow,
        cast(series.category_id as varchar) as category_id,
        cast(series.area_id as varchar) as area_id,
        cast(series.basis as varchar) as basis,
        cast(series.valuation as varchar) as valuation,
        cast(series.export_kind as varchar) as export_kind,
        cast(series.price_basis as varchar) as price_basis,
        cast(series.seasonal_adjustment as varchar) as seasonal_adjustment,
        cast(series.measure as varchar) as measure,
        cast(compared.evidence as varchar) as evidence,
        cast(compared.value_musd as decimal(18, 6)) as value_musd,
        {%- for name, value, base in [
            ('month', 'value_musd', 'previous_month_musd'),
            ('year', 'value_musd', 'year_ago_musd'),
            ('ytd', 'ytd_musd', 'year_ago_ytd_musd'),
            ('avg3_month', 'avg3_musd', 'previous_avg3_musd'),
            ('avg3_year', 'avg3_musd', 'year_ago_avg3_musd'),
            ('avg12_month', 'avg12_musd', 'previous_avg12_musd'),
            ('avg12_year', 'avg12_musd', 'year_ago_avg12_musd'),
        ] %}
        cast(compared.{{ base }} as decimal(18, 6)) as {{ base }},
        cast(
            compared.{{ value }} - compared.{{ base }} as decimal(18, 6)
        ) as {{ name }}_change_musd,
        cast(
            {{ percent_change('compared.' ~ value, 'compared.' ~ base) }}
            as decimal(18, 6)
        ) as {{ name }}_change_pct,
        {%- endfor %}
        cast(compared.avg3_musd as decimal(18, 6)) as avg3_musd,
        cast(compared.avg12_musd as decimal(18, 6)) as avg12_musd,
        cast(compared.ytd_musd as decimal(18, 6)) as ytd_musd,
        cast(records.months_compared as integer) as months_compared,
        cast(records.is_record_high as boolean) as is_record_high,
        cast(records.is_record_low as boolean) as is_record_low,
        cast(records.highest_before_musd as decimal(18, 6)) as highest_before_musd,
        cast(records.highest_before_month as date) as highest_before_month,
        cast(records.lowest_before_musd as decimal(18, 6)) as lowest_before_musd,
        cast(records.lowest_before_month as date) as lowest_before_month,
        cast(
            revision_noise.revision_noise_musd as decimal(18, 6)
        ) as revision_noise_musd,
        cast(
            abs(compared.value_musd - compared.previous_month_musd)
            <= revision_noise.revision_noise_musd as boolean
        ) as is_within_revision_noise
    from compared
    inner join series
        on compared.series_id = series.series_id
    left join records
        on
            compared.series_id = records.series_id
            and compared.release_month = records.release_month
            and compared.month = records.month
    -- Of first prints: a month revised already has less to come.
    left join revision_noise
        on
            compared.series_id = revision_noise.series_id
            and compared.release_month = revision_noise.release_month
            and compared.month = revision_noise.release_month
)

select * from final
