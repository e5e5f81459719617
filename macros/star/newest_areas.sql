{#-
    Goods with partner areas of some `kinds`, of each month or year those of one release.
    In a year the countries of a list and its residual are all there is; months are
    adjusted country by country, and add to nothing.
-#}
{% macro newest_areas(period_kind, basis, kinds, name) -%}
    {%- set sides = ["exports", "imports", "balance"] %}
    {%- set flows = ["exports", "imports"] %}
    {%- set levels = [
        "exports_musd", "imports_musd", "balance_musd",
        "exports_share_pct", "imports_share_pct",
    ] %}
    {%- for side in sides if "country" in kinds %}
    {%- do levels.append(side ~ "_rank") %}
    {%- endfor %}
    {%- set parts = parts_of(levels, period_kind) %}
with balances as (
    select * from {{ ref('fct_bilateral_balances') }}
    where
        period_kind = '{{ period_kind }}'
        and category_id = 'goods'
        and basis = '{{ basis }}'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

lists as (
    select
        release_month,
        period_start,
        sum(exports_musd) as exports_musd,
        sum(imports_musd) as imports_musd
    from balances
    where period_kind = 'year' and area_kind in ('country', 'residual')
    group by release_month, period_start
    having count(case when area_kind = 'residual' then 1 end) = 1
),

by_release as (
    select
        {%- for side in sides %}
        balances.{{ side }}_musd,
        balances.{{ side }}_rank,
        {%- for unit in ["musd", "pct"] %}
        balances.{{ side }}_period_change_{{ unit }} as {{ side }}_month_change_{{ unit }},
        balances.{{ side }}_year_change_{{ unit }},
        {%- endfor %}
        {%- endfor %}
        {%- for flow in flows %}
        coalesce(
            balances.{{ flow }}_share_pct,
            100 * balances.{{ flow }}_musd / nullif(lists.{{ flow }}_musd, 0)
        ) as {{ flow }}_share_pct,
        {%- endfor %}
        balances.release_month,
        balances.period_start,
        balances.area_id
    from balances
    left join lists
        on
            {{ same('balances', 'lists', ['release_month', 'period_start']) }}
    where balances.area_kind in ('{{ kinds | join("', '") }}')
),

{{ newest_parts('by_release', ['period_start'], ['area_id'], parts) }},

final as (
    select
        {%- if period_kind == "year" %}
        cast(extract(year from newest.period_start) as integer) as year,
        {%- else %}
        cast(newest.period_start as date) as month,
        {%- endif %}
        cast(newest.area_id as varchar) as area_id,
        cast(areas.area_name as varchar) as {{ name }},
        {{ cast_parts("newest", parts) }}
    from newest
    left join {{ ref('dim_area') }} as areas
        on newest.area_id = areas.area_id
)

select * from final
{%- endmacro %}
