-- Of the world, adjusted: what the star has side by side, release by release.
{%- set sides = ['exports', 'imports', 'balance'] %}
{%- set key = [
    'release_month', 'period_kind', 'period_start', 'category_id', 'basis', 'price_basis',
] %}
{%- set unmoved = key | reject('equalto', 'period_start') | list %}
with adjusted as (
    select * from {{ ref('int_release_values') }}
    where
        period_kind in ('month', 'year')
        and area_id = 'world'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

release_values as (
    select * from adjusted
    where {{ is_usual_series('adjusted') }}
),

balances as (
    select
        {{ listed(key) }},
        max(value_musd) filter (where flow = 'exports') as exports_musd,
        max(value_musd) filter (where flow = 'imports') as imports_musd,
        max(value_musd) filter (where flow = 'balance') as balance_musd
    from release_values
    group by
        {{ listed(key) }}
),

final as (
    select
        {%- for change in ['month', 'year'] %}
        {%- for side in sides %}
        {%- set value = "balances." ~ side ~ "_musd" %}
        {%- set before = change ~ "s_before." ~ side ~ "_musd" %}
        {{ value }} - {{ before }} as {{ side }}_{{ change }}_change_musd,
        {{ percent_change(value, before) }} as {{ side }}_{{ change }}_change_pct,
        {%- endfor %}
        {%- endfor %}
        balances.*
    from balances
    left join balances as months_before
        on
            {{ same('balances', 'months_before', unmoved) }}
            and {{ months_before('balances.period_start', 1) }}
            = months_before.period_start
    left join balances as years_before
        on
            {{ same('balances', 'years_before', unmoved) }}
            and {{ months_before('balances.period_start', 12) }}
            = years_before.period_start
)

select * from final
