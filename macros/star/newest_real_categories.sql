{#-
    Goods in chained dollars with their implicit prices, in the newest chain year that
    any release has. Dollars of two chain years are not the same unit.
-#}
{% macro newest_real_categories() -%}
    {%- set flows = ["exports", "imports"] %}
    {%- set parts = parts_of([
        "real_exports_musd", "real_imports_musd",
        "exports_price_index", "imports_price_index",
    ], sides=["real_exports", "real_imports"]) %}
with balances as (
    select * from {{ ref('int_balances_compared') }}
    where period_kind = 'month' and basis = 'census'
),

members as (
    select distinct child_category_id as category_id
    from {{ ref('rollups') }}
    where rollup_id = 'real_goods_by_end_use'
),

chained as (
    select balances.* from balances
    inner join members
        on balances.category_id = members.category_id
    where
        balances.price_basis = (
            select max(chains.price_basis) from balances as chains
            where chains.price_basis like 'chained%'
        )
),

by_release as (
    select
        {%- for flow in flows %}
        chained.{{ flow }}_musd as real_{{ flow }}_musd,
        100 * nominal.{{ flow }}_musd / nullif(chained.{{ flow }}_musd, 0)
            as {{ flow }}_price_index,
        {%- for change in ["month", "year"] %}
        {%- for unit in ["musd", "pct"] %}
        {%- set column = flow ~ "_" ~ change ~ "_change_" ~ unit %}
        chained.{{ column }} as real_{{ column }},
        {%- endfor %}
        {%- endfor %}
        {%- endfor %}
        chained.price_basis,
        chained.release_month,
        chained.period_start as month,
        chained.category_id
    from chained
    left join balances as nominal
        on
            {{ same('chained', 'nominal', [
                'release_month', 'period_start', 'category_id'
            ]) }}
            and nominal.price_basis = 'current'
),

{{ newest_parts('by_release', ['month', 'price_basis'], ['category_id'], parts, {
    "release_month": 2, "month_change_release_month": 2, "year_change_release_month": 2,
}) }},

final as (
    select
        cast(newest.month as date) as month,
        cast(newest.category_id as varchar) as category_id,
        cast(categories.agency_name as varchar) as category,
        cast(replace(newest.price_basis, 'chained_', '') as integer) as chain_year,
        {{ cast_parts("newest", parts) }}
    from newest
    left join {{ ref('dim_category') }} as categories
        on newest.category_id = categories.category_id
)

select * from final
{%- endmacro %}
