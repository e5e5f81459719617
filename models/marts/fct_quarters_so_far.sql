{%- set of_one_series = ['release_month', 'price_basis', 'flow', 'exclusion_set_id'] %}
with monthly_values as (
    select * from {{ ref('int_release_values') }}
    where
        period_kind = 'month'
        and category_id = 'goods'
        and area_id = 'world'
        and basis = 'census'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
        and {{ is_usual_series() }}
),

measured as (
    select
        release_month,
        price_basis,
        flow,
        'none' as exclusion_set_id,
        period_start as month,
        value_musd
    from monthly_values
    union all
    select
        release_month,
        'current' as price_basis,
        flow,
        exclusion_set_id,
        month,
        without_set_musd as value_musd
    from {{ ref('fct_adjusted_balances') }}
),

quarters as (
    select
        {{ listed(of_one_series) }},
        max(month) as newest_month,
        cast({{ dbt.date_trunc('quarter', 'max(month)') }} as date) as quarter_start
    from measured
    group by {{ listed(of_one_series) }}
),

summed as (
    select
        {{ listed(of_one_series, 'quarters') }},
        quarters.quarter_start,
        quarters.newest_month,
        count(measured.value_musd) filter (
            where measured.month >= quarters.quarter_start
        ) as months_in_hand,
        sum(measured.value_musd) filter (
            where measured.month >= quarters.quarter_start
        ) as quarter_musd,
        count(measured.value_musd) filter (
            where measured.month < quarters.quarter_start
        ) as months_before,
        sum(measured.value_musd) filter (
            where measured.month < quarters.quarter_start
        ) as quarter_before_musd
    from quarters
    inner join measured
        on
            {{ same('quarters', 'measured', of_one_series) }}
            and measured.month >= {{ months_before('quarters.quarter_start', 3) }}
    group by
        {{ listed(of_one_series, 'quarters') }},
        quarters.quarter_start,
        quarters.newest_month
),

-- A mean of some months of a quarter is not the quarter so far.
annual_rates as (
    select
        *,
        case
            when
                {{ month_number('newest_month') }} - {{ month_number('quarter_start') }}
                = months_in_hand - 1
                then cast(12 / months_in_hand as integer) * quarter_musd
        end as annual_rate_musd,
        case when months_before = 3 then 4 * quarter_before_musd end
            as annual_rate_before_musd
    from summed
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(price_basis as varchar) as price_basis,
        cast(flow as varchar) as flow,
        cast(exclusion_set_id as varchar) as exclusion_set_id,
        cast(quarter_start as date) as quarter_start,
        cast(newest_month as date) as newest_month,
        cast(months_in_hand as integer) as months_in_hand,
        cast(annual_rate_musd as decimal(18, 6)) as annual_rate_musd,
        cast(annual_rate_before_musd as decimal(18, 6)) as annual_rate_before_musd,
        cast(annual_rate_musd - annual_rate_before_musd as decimal(18, 6))
            as annual_rate_change_musd,
        cast(
            {{ percent_change('annual_rate_musd', 'annual_rate_before_musd') }}
            as decimal(18, 6)
        ) as annual_rate_change_pct
    from annual_rates
)

select * from final
