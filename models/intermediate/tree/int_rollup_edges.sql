with rollups as (
    select * from {{ ref('rollups') }}
),

series as (
    select
        *,
        case when price_basis = 'current' then 'current' else 'chained' end
            as price_kind
    from {{ ref('int_series_listed') }}
),

-- Categories add up over all exports, and imports at customs value.
usual_series as (
    select * from series
    where {{ is_usual_series('series') }}
),

-- A roll-up speaks of categories; here it meets every pair of series that differ in
-- nothing but the category, so that one row of the tree serves both flows, balances,
-- countries, seasonally adjusted and unadjusted figures, and every chain year.
category_edges as (
    select
        rollups.rollup_id,
        rollups.parent_category_id,
        rollups.parent_basis,
        parents.series_id as parent_series_id,
        children.series_id as child_series_id
    from rollups
    inner join usual_series as parents
        on
            rollups.parent_category_id = parents.category_id
            and rollups.parent_basis = parents.basis
            and rollups.price_kind = parents.price_kind
    inner join usual_series as children
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
    from category_edges
    group by rollup_id, parent_series_id
),

-- A sum with a child that has no series (unadjusted petroleum, say) is no sum.
whole_edges as (
    select
        category_edges.rollup_id,
        category_edges.parent_series_id,
        category_edges.child_series_id,
        edge_counts.child_count
    from category_edges
    inner join edge_counts
        on
            category_edges.rollup_id = edge_counts.rollup_id
            and category_edges.parent_series_id = edge_counts.parent_series_id
    inner join rollup_sizes
        on
            category_edges.rollup_id = rollup_sizes.rollup_id
            and category_edges.parent_category_id = rollup_sizes.parent_category_id
            and category_edges.parent_basis = rollup_sizes.parent_basis
            and edge_counts.child_count = rollup_sizes.child_count
),

final as (
    select
        whole_edges.*,
        parents.flow,
        parents.price_basis,
        parents.seasonal_adjustment,
        children.category_id as child_category_id,
        children.area_id as child_area_id
    from whole_edges
    inner join series as parents
        on whole_edges.parent_series_id = parents.series_id
    inner join series as children
        on whole_edges.child_series_id = children.series_id
)

select * from final
