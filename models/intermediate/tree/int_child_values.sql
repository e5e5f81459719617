-- Each child of a sum beside its parent, where the release prints every child.
with period_values as (
    select * from {{ ref('int_period_values') }}
),

-- What the tables of selected areas leave over: those list countries in goods that they
-- do not list in services, and in one year that they do not list in another.
remainders as (
    select areas.area_id
    from {{ ref('areas') }} as areas
    inner join {{ ref('items') }} as items
        on areas.area_id = items.item
    where areas.area_kind = 'residual' and items.scheme = 'selected_areas'
),

category_edges as (
    select * from {{ ref('int_rollup_edges') }}
    where child_area_id not in (select areas.area_id from remainders as areas)
),

item_edges as (
    select * from {{ ref('int_item_edges') }}
),

-- Categories make up the same sums everywhere, items those that their own exhibit gives
-- them in the release and its months.
children as (
    select
        period_values.*,
        category_edges.rollup_id,
        category_edges.flow as parent_flow,
        category_edges.parent_series_id,
        category_edges.child_category_id,
        category_edges.child_area_id,
        category_edges.child_count
    from category_edges
    inner join period_values
        on category_edges.child_series_id = period_values.series_id
    union all
    select
        period_values.*,
        item_edges.rollup_id,
        item_edges.flow as parent_flow,
        item_edges.parent_series_id,
        item_edges.child_category_id,
        item_edges.child_area_id,
        item_edges.child_count
    from item_edges
    inner join period_values
        on
            item_edges.child_series_id = period_values.series_id
            and item_edges.release_month = period_values.release_month
            and (
                period_values.precedence = 1
                and period_values.month
                between item_edges.first_month and item_edges.last_month
                or period_values.precedence = 2
                and period_values.month
                between item_edges.first_month_to_date
                and item_edges.last_month_to_date
            )
),

met as (
    select
        children.*,
        parents.value_musd as parent_musd,
        count(*) over (
            partition by
                children.release_month,
                children.month,
                children.span,
                children.precedence,
                children.rollup_id,
                children.parent_series_id
        ) as found_count
    from children
    inner join period_values as parents
        on
            children.parent_series_id = parents.series_id
            and children.release_month = parents.release_month
            and children.month = parents.month
            and children.span = parents.span
            and children.precedence = parents.precedence
),

final as (
    select
        release_month,
        month,
        span,
        precedence,
        rollup_id,
        parent_flow as flow,
        parent_series_id,
        series_id as child_id,
        child_category_id as category_id,
        child_area_id as area_id,
        parent_musd,
        value_musd
    from met
    where found_count = child_count
)

select * from final
