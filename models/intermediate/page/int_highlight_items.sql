-- The categories a page may name: their changes, which way they move beside the total,
-- and whether the page names them, by its editors where known and else by the rule.
with figures as (
    select * from {{ ref('int_figures_judged') }}
),

categories as (
    select * from {{ ref('categories') }}
    where scheme in ('end_use', 'services') and category_id not like '%_residual'
),

published as (
    select * from {{ ref('int_figures_published') }}
),

picked_releases as (
    select
        release_month,
        count(*) as pick_count
    from published
    where order_on_page is not null
    group by release_month
),

flows as (
    select 'exports' as flow
    union all
    select 'imports' as flow
),

changes as (
    select
        figures.release_month,
        flows.flow,
        case categories.scheme when 'end_use' then 'goods' else 'services' end
            as block,
        categories.category_id,
        categories.page_name,
        figures.figure,
        figures.value_used as change_busd,
        figures.computed_value as unrounded_change_busd,
        figures.status = 'printed only' as is_printed_only,
        sign(coalesce(figures.computed_value, figures.printed_value)) as change_sign,
        abs(coalesce(figures.computed_value, figures.printed_value)) as change_size
    from figures
    cross join flows
    inner join categories
        on figures.figure = flows.flow || '_' || categories.category_id || '_change'
),

compared as (
    select
        changes.*,
        sign(coalesce(totals.computed_value, totals.printed_value)) as total_sign,
        published.order_on_page,
        coalesce(picked_releases.pick_count > 0, false) as is_picked_by_editors,
        row_number() over (
            partition by changes.release_month, changes.flow, changes.block
            order by
                changes.change_size desc,
                published.order_on_page asc,
                changes.category_id asc
        ) as movement_rank,
        max(abs(changes.change_busd)) over (
            partition by changes.release_month, changes.flow, changes.block
        ) as largest_busd
    from changes
    -- The direction is that of the total on BOP basis.
    left join figures as totals
        on
            changes.release_month = totals.release_month
            and changes.flow || '_' || changes.block || '_change' = totals.figure
    left join published
        on
            changes.release_month = published.release_month
            and changes.figure = published.figure
    left join picked_releases
        on changes.release_month = picked_releases.release_month
),

ruled as (
    select
        *,
        abs(change_busd) >= case block
            when 'goods' then {{ var('page_smallest_goods_busd') }}
            else {{ var('page_smallest_services_busd') }}
        end
        and abs(change_busd)
        >= {{ var('page_smallest_share_of_largest') }} * largest_busd
        and movement_rank <= {{ var('page_most_items') }} as is_picked_by_rule
    from compared
),

final as (
    select
        *,
        case
            when is_picked_by_editors then order_on_page is not null
            else is_picked_by_rule
        end as is_named,
        case
            when change_sign * total_sign = 1 then 'with'
            when change_sign * total_sign = -1 then 'against'
            else 'neither'
        end as direction
    from ruled
)

select * from final
