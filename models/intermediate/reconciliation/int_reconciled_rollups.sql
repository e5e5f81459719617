-- A published parent against the sum of its published children, within one exhibit.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and exhibit <> 'bop_totals_vintages'
),

edges as (
    select * from {{ ref('int_rollup_edges') }}
),

-- How many areas a table lists in a period: BEA gives some countries in goods from
-- earlier on than in services, so what "All other countries" leaves over differs.
listed_areas as (
    select
        exhibit,
        carried_by_release_month,
        flow,
        category_id,
        period_kind,
        period_start,
        period_end,
        count(*) as area_count
    from checked
    where area_id <> 'world'
    group by
        exhibit,
        carried_by_release_month,
        flow,
        category_id,
        period_kind,
        period_start,
        period_end
),

residual_areas as (
    select * from {{ ref('areas') }}
    where area_kind = 'residual'
),

comparable as (
    select
        checked.*,
        case
            when residual_areas.area_id is null then 0
            else listed_areas.area_count
        end as area_count
    from checked
    left join residual_areas
        on checked.area_id = residual_areas.area_id
    left join listed_areas
        on
            checked.exhibit = listed_areas.exhibit
            and checked.carried_by_release_month
            = listed_areas.carried_by_release_month
            and checked.flow = listed_areas.flow
            and checked.category_id = listed_areas.category_id
            and checked.period_kind = listed_areas.period_kind
            and checked.period_start = listed_areas.period_start
            and checked.period_end = listed_areas.period_end
),

final as (
    select
        'children add to the parent: ' || edges.rollup_id as identity,
        parents.exhibit,
        parents.carried_by_release_month,
        parents.release_month,
        parents.series_id,
        parents.period_kind,
        parents.period_start,
        parents.period_end,
        parents.value as expected_value,
        case
            when
                count(children.value) = edges.child_count or edges.exhibit <> 'all'
                then sum(children.value)
        end as actual_value,
        -- k children and their parent, each rounded on its own: to the million, half a
        -- million each, (k + 1) / 2 together.
        cast(sum(children.half_unit) + max(parents.half_unit) as decimal(18, 7))
            as tolerance,
        parents.source_row
    from edges
    inner join comparable as parents
        on
            edges.parent_series_id = parents.series_id
            and edges.release_month = parents.carried_by_release_month
            and edges.exhibit in ('all', parents.exhibit)
    inner join comparable as children
        on
            edges.child_series_id = children.series_id
            and parents.family = children.family
            and (
                edges.exhibit <> 'all' or parents.area_count = children.area_count
            )
            and parents.carried_by_release_month = children.carried_by_release_month
            and parents.is_as_published = children.is_as_published
            and parents.period_kind = children.period_kind
            and parents.period_start = children.period_start
            and parents.period_end = children.period_end
    group by
        edges.rollup_id,
        edges.exhibit,
        edges.child_count,
        parents.exhibit,
        parents.block,
        parents.carried_by_release_month,
        parents.release_month,
        parents.series_id,
        parents.period_kind,
        parents.period_start,
        parents.period_end,
        parents.value,
        parents.source_row
    -- An item without a figure in some period (timing adjustments) is no addend of it;
    -- that none is lost is seen by their number (int_reconciled_coverage).
    having count(*) = edges.child_count or edges.exhibit <> 'all'
)

select * from final
