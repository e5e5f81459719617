{#- What the agencies print first, of each month or year: total, goods and services. -#}
{% macro newest_totals(period_kind) -%}
    {%- set sides = ["exports", "imports", "balance"] %}
    {%- set levels = [] %}
    {%- for suffix in ["", "_goods", "_services"] %}
    {%- for side in sides %}
    {%- do levels.append(side ~ suffix ~ "_musd") %}
    {%- endfor %}
    {%- endfor %}
    {%- set parts = parts_of(levels, period_kind) %}
with balances as (
    select * from {{ ref('int_balances_compared') }}
    where
        period_kind = '{{ period_kind }}'
        and basis = 'bop'
        and price_basis = 'current'
),

by_release as (
    select
        {%- for side in sides %}
        totals.{{ side }}_musd,
        goods.{{ side }}_musd as {{ side }}_goods_musd,
        services.{{ side }}_musd as {{ side }}_services_musd,
        {%- endfor %}
        {%- for column in changes_of_sides("month") + changes_of_sides("year") %}
        totals.{{ column }},
        {%- endfor %}
        totals.release_month,
        totals.period_start
    from balances as totals
    {%- for sector in ["goods", "services"] %}
    left join balances as {{ sector }}
        on
            {{ same('totals', sector, ['release_month', 'period_start']) }}
            and {{ sector }}.category_id = '{{ sector }}'
    {%- endfor %}
    where totals.category_id = 'goods_and_services'
),

{{ newest_parts('by_release', ['period_start'], [], parts, {"release_month": 9}) }},

final as (
    select
        {%- if period_kind == "year" %}
        cast(extract(year from period_start) as integer) as year,
        {%- else %}
        cast(period_start as date) as month,
        {%- endif %}
        {{ cast_parts("newest", parts) }}
    from newest
)

select * from final
{%- endmacro %}
