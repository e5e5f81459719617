with rollups as (
    select * from {{ ref('rollups') }}
),

series as (
    select
        *,
        case when price_basis = 'current' then 'current' else 'chained' end
            as price_kind
    from {{ ref('series') }}
),

-- A roll-up speaks of categories; here it meets every pair of series that differ in
-- nothing but the category, so that one row of the tree serves both flows, balances,
-- seasonally adjusted and unadjusted figures, and every chain year.
edges as (
    select
        rollups.rollup_id,
        rollups.scheme,
        rollups.child_order,
        rollups.role,
        rollups.parent_category_id,
        rollups.parent_basis,
        parents.flow,
        parents.price_basis,
        parents.seasonal_adjustment,
        parents.series_id as parent_series_id,
        children.series_id as child_series_id,
        children.category_id as child_category_id
    from rollups
    inner join series as parents
        on
            rollups.parent_category_id = parents.category_id
            and rollups.parent_basis = parents.basis
            and rollups.price_kind = parents.price_kind
    inner join series as children
        on
            rollups.child_category_id = children.category_id
            and rollups.child_basis = children.basis
            and {{ same_series_but('parents', 'children', ['category_id', 'basis']) }}
),

rollup_sizes as (
    select
        rollup_id,
        parent_category_id,
        parent_basis,
        count(*) as child_count
    from rollups
    group by rollup_id, parent_category_id, parent_basis
),

edge_counts as (
    select
        rollup_id,
        parent_series_id,
        count(*) as child_count
    from edges
    group by rollup_id, parent_series_id
),

-- A roll-up may have several parents, each with children of its own (commodities).
-- A sum with a child that has no series (unadjusted petroleum, say) is no sum.
final as (
    select
        edges.rollup_id,
        edges.scheme,
        edges.child_order,
        edges.role,
        edges.flow,
        edges.price_basis,
        edges.seasonal_adjustment,
        edges.parent_series_id,
        edges.child_series_id,
        edges.child_category_id,
        edge_counts.child_count
    from edges
    inner join edge_counts
        on
            edges.rollup_id = edge_counts.rollup_id
            and edges.parent_series_id = edge_counts.parent_series_id
    inner join rollup_sizes
        on
            edges.rollup_id = rollup_sizes.rollup_id
            and edges.parent_category_id = rollup_sizes.parent_category_id
            and edges.parent_basis = rollup_sizes.parent_basis
            and edge_counts.child_count = rollup_sizes.child_count
)

select * from final
