{%- set of_one_series = series_columns() | reject('equalto', 'seasonal_adjustment')
    | list %}
with series as (
    select * from {{ ref('int_series_listed') }}
    where measure = 'value'
),

-- Met once on the few series and not on the many values.
pairs as (
    select
        {{ listed(of_one_series, 'adjusted') }},
        adjusted.series_id as adjusted_series_id,
        unadjusted.series_id as unadjusted_series_id
    from series as adjusted
    inner join series as unadjusted
        on
            {{ same('adjusted', 'unadjusted', of_one_series) }}
            and unadjusted.seasonal_adjustment = 'nsa'
    where adjusted.seasonal_adjustment = 'sa'
),

changes as (
    select * from {{ ref('fct_trade_changes') }}
),

final as (
    select
        cast(adjusted.release_month as date) as release_month,
        cast(adjusted.month as date) as month,
        cast(pairs.adjusted_series_id as varchar) as adjusted_series_id,
        {%- for column in of_one_series %}
        cast(pairs.{{ column }} as varchar) as {{ column }},
        {%- endfor %}
        cast(adjusted.value_musd as decimal(18, 6)) as adjusted_musd,
        cast(unadjusted.value_musd as decimal(18, 6)) as unadjusted_musd,
        cast(unadjusted.value_musd - adjusted.value_musd as decimal(18, 6))
            as adjustment_musd,
        -- What a balance is multiplied by says nothing: its sides have factors.
        cast(
            case
                when pairs.flow <> 'balance' and adjusted.value_musd > 0
                    then unadjusted.value_musd / adjusted.value_musd
            end as decimal(18, 6)
        ) as implied_factor,
        cast(adjusted.month_change_musd as decimal(18, 6))
            as adjusted_month_change_musd,
        cast(adjusted.month_change_pct as decimal(18, 6))
            as adjusted_month_change_pct,
        cast(unadjusted.month_change_pct as decimal(18, 6))
            as unadjusted_month_change_pct,
        cast(unadjusted.year_change_musd as decimal(18, 6))
            as unadjusted_year_change_musd,
        cast(unadjusted.year_change_pct as decimal(18, 6))
            as unadjusted_year_change_pct,
        cast(adjusted.year_change_pct as decimal(18, 6)) as adjusted_year_change_pct
    from pairs
    inner join changes as adjusted
        on pairs.adjusted_series_id = adjusted.series_id
    inner join changes as unadjusted
        on
            pairs.unadjusted_series_id = unadjusted.series_id
            and {{ same('adjusted', 'unadjusted', ['release_month', 'month']) }}
)

select * from final
