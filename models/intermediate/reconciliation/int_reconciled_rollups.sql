-- A published parent against the sum of its published children, within one exhibit.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and is_first_in_exhibit and exhibit <> 'bop_totals_vintages'
),

category_edges as (
    select * from {{ ref('int_rollup_edges') }}
),

item_edges as (
    select * from {{ ref('int_item_edges') }}
),

comparable as (
    select
        checked.*,
        coalesce(areas_counted.area_count, 0) as area_count
    from checked
    left join {{ ref('int_areas_counted') }} as areas_counted
        on
            checked.exhibit = areas_counted.exhibit
            and checked.carried_by_release_month
            = areas_counted.carried_by_release_month
            and checked.series_id = areas_counted.series_id
            and checked.period_kind = areas_counted.period_kind
            and checked.period_start = areas_counted.period_start
            and checked.period_end = areas_counted.period_end
),

-- Categories make up the same sums everywhere, items those that their own exhibit gives
-- them in the release.
addends as (
    select
        category_edges.rollup_id,
        category_edges.parent_series_id,
        category_edges.child_count,
        false as is_of_items,
        children.*
    from category_edges
    inner join comparable as children
        on category_edges.child_series_id = children.series_id
    union all
    select
        item_edges.rollup_id,
        item_edges.parent_series_id,
        item_edges.child_count,
        true as is_of_items,
        children.*
    from item_edges
    inner join comparable as children
        on
            item_edges.child_series_id = children.series_id
            and item_edges.release_month = children.carried_by_release_month
            and item_edges.exhibit = children.exhibit
),

final as (
    select
        'children add to the parent: ' || addends.rollup_id as identity_name,
        {{ figure_columns('parents') }},
        -- Exhibit 20 is the total of 20a and 20b.
        max(case when addends.exhibit <> parents.exhibit then addends.exhibit end)
            as counter_exhibit,
        parents.value as expected_value,
        case
            when count(addends.value) = addends.child_count or addends.is_of_items
                then sum(addends.value)
        end as actual_value,
        -- k children and their parent, each rounded on its own: to the million, half a
        -- million each, (k + 1) / 2 together.
        cast(sum(addends.half_unit) + max(parents.half_unit) as decimal(18, 7))
            as tolerance
    from addends
    inner join comparable as parents
        on
            addends.parent_series_id = parents.series_id
            and {{ same_release_and_period('addends', 'parents') }}
            and addends.carried_by_release_month = parents.carried_by_release_month
            and addends.is_as_published = parents.is_as_published
            and addends.family = parents.family
            and (addends.is_of_items or addends.area_count = parents.area_count)
    group by
        addends.rollup_id,
        addends.is_of_items,
        addends.child_count,
        {{ figure_columns('parents') }},
        parents.value
    -- An item without a figure in some period (timing adjustments) is no addend of it;
    -- that none is lost is seen by their number (int_reconciled_coverage).
    having count(*) = addends.child_count or addends.is_of_items
)

select * from final
