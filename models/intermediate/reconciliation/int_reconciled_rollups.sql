-- A published parent against the sum of its published children, within one exhibit.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and exhibit <> 'bop_totals_vintages'
),

edges as (
    select * from {{ ref('int_rollup_edges') }}
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
        parents.value_musd as expected_musd,
        case
            when count(children.value_musd) = edges.child_count
                then sum(children.value_musd)
        end as actual_musd,
        -- k children and their parent, each rounded to the million on its own.
        cast(0.5 * (edges.child_count + 1) as decimal(18, 6)) as tolerance_musd,
        parents.source_row
    from edges
    inner join checked as parents
        on edges.parent_series_id = parents.series_id
    inner join checked as children
        on
            edges.child_series_id = children.series_id
            and parents.exhibit = children.exhibit
            and parents.carried_by_release_month = children.carried_by_release_month
            and parents.is_as_published = children.is_as_published
            and parents.period_kind = children.period_kind
            and parents.period_start = children.period_start
            and parents.period_end = children.period_end
    group by
        edges.rollup_id,
        edges.child_count,
        parents.exhibit,
        parents.carried_by_release_month,
        parents.release_month,
        parents.series_id,
        parents.period_kind,
        parents.period_start,
        parents.period_end,
        parents.value_musd,
        parents.source_row
    having count(*) = edges.child_count
)

select * from final
