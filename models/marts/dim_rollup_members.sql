with category_edges as (
    select * from {{ ref('int_rollup_edges') }}
),

item_edges as (
    select * from {{ ref('int_item_edges') }}
),

series as (
    select * from {{ ref('int_series_listed') }}
),

edges as (
    select
        rollup_id,
        parent_series_id,
        child_series_id,
        false as is_of_items,
        cast(null as date) as first_release,
        cast(null as date) as last_release
    from category_edges
    union all
    select
        rollup_id,
        parent_series_id,
        child_series_id,
        true as is_of_items,
        min(release_month) as first_release,
        max(release_month) as last_release
    from item_edges
    group by rollup_id, parent_series_id, child_series_id
),

final as (
    select
        cast(edges.rollup_id as varchar) as rollup_id,
        cast(edges.parent_series_id as varchar) as parent_series_id,
        cast(edges.child_series_id as varchar) as child_series_id,
        cast(parents.flow as varchar) as flow,
        cast(parents.category_id as varchar) as parent_category_id,
        cast(parents.area_id as varchar) as parent_area_id,
        cast(children.category_id as varchar) as child_category_id,
        cast(children.area_id as varchar) as child_area_id,
        cast(edges.is_of_items as boolean) as is_of_items,
        cast(edges.first_release as date) as first_release,
        cast(edges.last_release as date) as last_release
    from edges
    inner join series as parents
        on edges.parent_series_id = parents.series_id
    inner join series as children
        on edges.child_series_id = children.series_id
)

select * from final
