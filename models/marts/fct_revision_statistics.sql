with horizons as (
    select * from {{ ref('int_revision_horizons') }}
),

-- Each observation counts among all months and among those of its place in the
-- quarter, on which the distance to the next revision of a quarter depends.
by_month_kind as (
    select
        *,
        'all' as month_kind
    from horizons
    union all
    select
        *,
        case mod(cast(extract(month from month) as integer), 3)
            when 1 then 'first_of_quarter'
            when 2 then 'second_of_quarter'
            else 'third_of_quarter'
        end as month_kind
    from horizons
),

by_period as (
    select
        *,
        'all' as month_period
    from by_month_kind
    union all
    select
        *,
        case
            when month < cast('2020-01-01' as date) then 'before_2020'
            else 'since_2020'
        end as month_period
    from by_month_kind
),

measured as (
    select
        series_id,
        horizon,
        month_kind,
        month_period,
        max(horizon_months) as horizon_months,
        min(month) as first_month,
        max(month) as last_month,
        count(*) as observation_count,
        {{ decimal_mean("sum(revision_musd)", "count(*)") }} as mean_revision_musd,
        {{ decimal_mean("sum(abs(revision_musd))", "count(*)") }}
            as mean_absolute_revision_musd,
        avg(abs(revision_pct)) as mean_absolute_revision_pct,
        stddev_samp(revision_musd) as standard_deviation_musd,
        max(abs(revision_musd)) as largest_absolute_revision_musd,
        count(change_revision_musd) as change_count,
        {{ decimal_mean(
            "sum(abs(change_revision_musd))", "nullif(count(change_revision_musd), 0)"
        ) }} as change_mean_absolute_revision_musd,
        stddev_samp(change_revision_musd) as change_standard_deviation_musd,
        sum(case when is_sign_changed then 1 else 0 end) as sign_change_count
    from by_period
    group by series_id, horizon, month_kind, month_period
),

final as (
    select
        cast(measured.series_id as varchar) as series_id,
        cast(measured.horizon as varchar) as horizon,
        cast(measured.month_kind as varchar) as month_kind,
        cast(measured.month_period as varchar) as month_period,
        cast(dim_series.flow as varchar) as flow,
        cast(dim_series.category_id as varchar) as category_id,
        cast(measured.horizon_months as integer) as horizon_months,
        cast(measured.first_month as date) as first_month,
        cast(measured.last_month as date) as last_month,
        cast(measured.observation_count as integer) as observation_count,
        cast(
            measured.observation_count < {{ var('statistics_least_observations') }}
            as boolean
        ) as has_few_observations,
        {%- for measure in [
            'mean_revision_musd', 'mean_absolute_revision_musd',
            'mean_absolute_revision_pct', 'standard_deviation_musd',
            'largest_absolute_revision_musd',
        ] %}
        cast(measured.{{ measure }} as decimal(18, 6)) as {{ measure }},
        {%- endfor %}
        -- The mean over its standard error. Revisions of neighbouring months come from
        -- the same release and are alike, so it says rather too much than too little.
        cast(
            measured.mean_revision_musd * sqrt(measured.observation_count)
            / nullif(measured.standard_deviation_musd, 0) as decimal(18, 6)
        ) as bias_t_statistic,
        cast(measured.change_count as integer) as change_count,
        cast(measured.change_mean_absolute_revision_musd as decimal(18, 6))
            as change_mean_absolute_revision_musd,
        cast(measured.change_standard_deviation_musd as decimal(18, 6))
            as change_standard_deviation_musd,
        cast(
            {{ quotient(
                '100.0 * measured.sign_change_count', 'measured.change_count'
            ) }} as decimal(18, 6)
        ) as sign_change_share_pct
    from measured
    inner join {{ ref('dim_series') }} as dim_series
        on measured.series_id = dim_series.series_id
)

select * from final
