{%- set parts = {"release_month": [
    "exports_musd", "imports_musd", "balance_musd",
    "exports_share_pct", "imports_share_pct",
]} %}
{%- for change in ["month", "year"] %}
{%- do parts.update({change ~ "_change_release_month": changes_of_sides(change)}) %}
{%- endfor %}
with balances as (
    select * from {{ ref('fct_bilateral_balances') }}
),

areas as (
    select * from {{ ref('dim_area') }}
),

-- Adjusted, as that reaches back furthest; of regions and groups countries are part.
by_release as (
    select
        *,
        {%- for side in ["exports", "imports", "balance"] %}
        {%- for unit in ["musd", "pct"] %}
        {{ side }}_period_change_{{ unit }} as {{ side }}_month_change_{{ unit }},
        {%- endfor %}
        {%- endfor %}
        period_start as month
    from balances
    where
        period_kind = 'month'
        and category_id = 'goods'
        and area_kind = 'country'
        and basis = 'census'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

newest as (
    {{ newest_parts('by_release', 'month', ['area_id'], parts) }}
),

final as (
    select
        cast(newest.month as date) as month,
        cast(newest.area_id as varchar) as area_id,
        cast(areas.area_name as varchar) as country,
        {{ cast_parts("newest", parts) }}
    from newest
    left join areas
        on newest.area_id = areas.area_id
)

select * from final
