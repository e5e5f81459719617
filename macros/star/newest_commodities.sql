{#-
    The commodities of exports and those of imports, which differ: of each month and flow
    all of them from one release.
-#}
{% macro newest_commodities() -%}
    {%- set flows = ["exports", "imports"] %}
    {%- set parts = {"release_month": ["value_musd", "share_pct"]} %}
    {%- for change in ["month", "year"] %}
    {%- do parts.update({change ~ "_change_release_month": [
        change ~ "_change_musd", change ~ "_change_pct", change ~ "_contribution_pp",
    ]}) %}
    {%- endfor %}
with balances as (
    select * from {{ ref('int_balances_compared') }}
    where period_kind = 'month' and basis = 'census' and price_basis = 'current'
),

-- By the list of reviewed ones or, not reviewed yet, by the exhibit that prints it.
commodities as (
    select
        *,
        case
            when scheme in ('export_commodity', 'end_use_exports') then 'exports'
            when scheme in ('import_commodity', 'end_use_imports') then 'imports'
        end as flow
    from {{ ref('dim_category') }}
),

by_release as (
    {%- for flow in flows %}
    select
        '{{ flow }}' as flow,
        children.{{ flow }}_musd as value_musd,
        100 * children.{{ flow }}_musd / nullif(parents.{{ flow }}_musd, 0) as share_pct,
        {%- for change in ["month", "year"] %}
        {%- set moved = flow ~ "_" ~ change ~ "_change_musd" %}
        children.{{ moved }} as {{ change }}_change_musd,
        children.{{ flow }}_{{ change }}_change_pct as {{ change }}_change_pct,
        100 * children.{{ moved }}
        / nullif(parents.{{ flow }}_musd - parents.{{ moved }}, 0)
            as {{ change }}_contribution_pp,
        {%- endfor %}
        children.release_month,
        children.period_start as month,
        children.category_id as commodity_id
    from balances as children
    inner join commodities
        on
            children.category_id = commodities.category_id
            and commodities.flow = '{{ flow }}'
    left join balances as parents
        on
            {{ same('children', 'parents', ['release_month', 'period_start']) }}
            and parents.category_id = 'goods'
    where children.{{ flow }}_musd is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

{{ newest_parts('by_release', ['month', 'flow'], ['commodity_id'], parts) }},

final as (
    select
        cast(newest.month as date) as month,
        cast(newest.flow as varchar) as flow,
        cast(newest.commodity_id as varchar) as commodity_id,
        cast(commodities.agency_name as varchar) as commodity,
        cast(commodities.end_use_code as varchar) as end_use_code,
        cast(commodities.parent_category_id as varchar) as category_id,
        cast(categories.agency_name as varchar) as category,
        {{ cast_parts("newest", parts) }}
    from newest
    inner join commodities
        on newest.commodity_id = commodities.category_id
    left join {{ ref('dim_category') }} as categories
        on commodities.parent_category_id = categories.category_id
)

select * from final
{%- endmacro %}
