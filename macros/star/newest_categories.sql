{#- The categories of a sum: of each month all of them from one release. -#}
{% macro newest_categories(rollup_id) -%}
    {%- set flows = ["exports", "imports"] %}
    {%- set parts = parts_of([
        "exports_musd", "imports_musd", "balance_musd",
        "exports_share_pct", "imports_share_pct",
    ], contributions=flows) %}
with balances as (
    select * from {{ ref('int_balances_compared') }}
    where period_kind = 'month' and price_basis = 'current'
),

members as (
    select
        sums.child_category_id,
        sums.child_count,
        parents.category_id,
        parents.basis
    from {{ ref('int_rollup_edges') }} as sums
    inner join {{ ref('int_series_listed') }} as parents
        on sums.parent_series_id = parents.series_id
    where
        sums.rollup_id = '{{ rollup_id }}'
        and sums.flow = 'balance'
        and sums.seasonal_adjustment = 'sa'
        and sums.price_basis = 'current'
),

compared as (
    select
        children.*,
        members.child_count,
        count(*) over (
            partition by children.release_month, children.period_start
        ) as found_count,
        {%- for flow in flows %}
        100 * children.{{ flow }}_musd / nullif(parents.{{ flow }}_musd, 0)
            as {{ flow }}_share_pct,
        {%- for change in ["month", "year"] %}
        {%- set moved = flow ~ "_" ~ change ~ "_change_musd" %}
        100 * children.{{ moved }}
        / nullif(parents.{{ flow }}_musd - parents.{{ moved }}, 0)
            as {{ flow }}_{{ change }}_contribution_pp,
        {%- endfor %}
        {%- endfor %}
        children.period_start as month
    from members
    inner join balances as children
        on
            members.child_category_id = children.category_id
            and members.basis = children.basis
    inner join balances as parents
        on
            {{ same('members', 'parents', ['category_id', 'basis']) }}
            and {{ same('children', 'parents', ['release_month', 'period_start']) }}
),

by_release as (
    select * from compared
    where found_count = child_count
),

{{ newest_parts('by_release', ['month'], ['category_id'], parts) }},

final as (
    select
        cast(newest.month as date) as month,
        cast(newest.category_id as varchar) as category_id,
        cast(categories.agency_name as varchar) as category,
        {{ cast_parts("newest", parts) }}
    from newest
    left join {{ ref('dim_category') }} as categories
        on newest.category_id = categories.category_id
)

select * from final
{%- endmacro %}
