with running as (
    select * from {{ ref('int_values_running') }}
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
        {%- for column in series_columns() %}
        cast(series.{{ column }} as varchar) as {{ column }},
        {%- endfor %}
        cast(compared.evidence as varchar) as evidence,
        cast(compared.value_musd as decimal(18, 6)) as value_musd,
        {%- for name, value, base in changes_compared() %}
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
