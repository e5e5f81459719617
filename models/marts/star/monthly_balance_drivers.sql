{#- From the largest sum down; goods and services are themselves made up of others. -#}
{%- set kinds = {
    'total_by_sector': none,
    'goods_by_basis': 'adjustment',
    'goods_by_end_use': 'goods',
    'services_by_category': 'services',
} %}
with changes as (
    select contributions.* from {{ ref('fct_category_contributions') }} as contributions
    inner join {{ ref('dim_series') }} as parents
        on contributions.parent_series_id = parents.series_id
    where
        contributions.rollup_id in (
            {%- for rollup in kinds %}
            '{{ rollup }}'{{ "," if not loop.last }}
            {%- endfor %}
        )
        and contributions.compared_with = 'previous_month'
        and not contributions.is_residual
        and parents.area_id = 'world' and parents.seasonal_adjustment = 'sa'
),

-- The newest release that has every sum, of exports, imports and balance.
newest as (
    select
        month,
        max(release_month) as release_month
    from (
        select
            month,
            release_month
        from changes
        group by month, release_month
        having count(distinct rollup_id || flow) = 3 * {{ kinds | length }}
    ) as whole
    group by month
),

shown as (
    select changes.* from changes
    inner join newest
        on
            changes.month = newest.month
            and changes.release_month = newest.release_month
),

components as (
    select
        month,
        release_month,
        category_id as component_id,
        case rollup_id
            {%- for rollup, kind in kinds.items() if kind %}
            when '{{ rollup }}' then '{{ kind }}'
            {%- endfor %}
        end as component_kind,
        max(change_musd) filter (where flow = 'exports') as exports_musd,
        max(change_musd) filter (where flow = 'imports') as imports_musd,
        max(change_musd) filter (where flow = 'balance') as balance_musd
    from shown
    where rollup_id <> 'total_by_sector' and category_id <> 'goods'
    group by month, release_month, category_id, rollup_id
),

totals as (
    select
        month,
        release_month,
        max(parent_change_musd) filter (where flow = 'exports') as exports_musd,
        max(parent_change_musd) filter (where flow = 'imports') as imports_musd,
        max(parent_change_musd) filter (where flow = 'balance') as balance_musd
    from shown
    where rollup_id = 'total_by_sector'
    group by month, release_month
),

parts as (
    select * from components
    union all
    select
        totals.month,
        totals.release_month,
        'rounding' as component_id,
        'rounding' as component_kind,
        max(totals.exports_musd) - sum(components.exports_musd) as exports_musd,
        max(totals.imports_musd) - sum(components.imports_musd) as imports_musd,
        max(totals.balance_musd) - sum(components.balance_musd) as balance_musd
    from totals
    inner join components
        on totals.month = components.month
    group by totals.month, totals.release_month
),

final as (
    select
        cast(parts.month as date) as month,
        cast(parts.component_id as varchar) as component_id,
        cast(coalesce(categories.agency_name, 'Rounding') as varchar) as component,
        cast(parts.component_kind as varchar) as component_kind,
        cast(parts.release_month as date) as release_month,
        cast(parts.exports_musd as decimal(18, 6)) as exports_change_musd,
        cast(parts.imports_musd as decimal(18, 6)) as imports_change_musd,
        cast(parts.balance_musd as decimal(18, 6)) as balance_change_musd
    from parts
    left join {{ ref('dim_category') }} as categories
        on parts.component_id = categories.category_id
)

select * from final
