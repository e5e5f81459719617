-- What each child of a sum changed by, beside its parent.
with changes as (
    select
        release_month,
        month,
        series_id,
        previous_month_musd,
        month_change_musd
    from {{ ref('fct_trade_changes') }}
    where month_change_musd is not null
),

category_edges as (
    select * from {{ ref('int_rollup_edges') }}
),

item_edges as (
    select * from {{ ref('int_item_edges') }}
),

-- Categories make up the same sums everywhere, items those that their own exhibit gives
-- them in the release and its months.
children as (
    select
        changes.*,
        category_edges.rollup_id,
        category_edges.flow as parent_flow,
        category_edges.parent_series_id,
        category_edges.child_category_id,
        category_edges.child_area_id,
        category_edges.child_count
    from category_edges
    inner join changes
        on category_edges.child_series_id = changes.series_id
    union all
    select
        changes.*,
        item_edges.rollup_id,
        item_edges.flow as parent_flow,
        item_edges.parent_series_id,
        item_edges.child_category_id,
        item_edges.child_area_id,
        item_edges.child_count
    from item_edges
    inner join changes
        on
            item_edges.child_series_id = changes.series_id
            and item_edges.release_month = changes.release_month
            and changes.month between item_edges.first_month and item_edges.last_month
),

final as (
    select
        children.release_month,
        children.month,
        children.rollup_id,
        children.parent_flow as flow,
        children.parent_series_id,
        children.series_id as child_id,
        children.child_category_id as category_id,
        children.child_area_id as area_id,
        children.child_count,
        parents.previous_month_musd as parent_previous_musd,
        parents.month_change_musd as parent_change_musd,
        children.month_change_musd as change_musd,
        count(*) over (
            partition by
                children.release_month,
                children.month,
                children.rollup_id,
                children.parent_series_id
        ) as found_count
    from children
    inner join changes as parents
        on
            children.parent_series_id = parents.series_id
            and children.release_month = parents.release_month
            and children.month = parents.month
)

select * from final
