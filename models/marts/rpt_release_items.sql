with figures as (
    select * from {{ ref('fct_release_figures') }}
    where value_used is not null
),

-- Categories, and the commodities that are parts of those of goods.
items as (
    select
        release_month,
        flow,
        block,
        category_id,
        cast(null as varchar) as parent_category_id,
        figure
    from {{ ref('rpt_highlight_items') }}
    union all
    select
        release_month,
        flow,
        'goods' as block,
        category_id,
        parent_category_id,
        series_id || '_change' as figure
    from {{ ref('fct_commodity_changes') }}
),

measured as (
    select
        items.*,
        categories.page_name,
        figures.value_used,
        coalesce(figures.computed_value, figures.printed_value) as change_busd,
        sign(coalesce(totals.computed_value, totals.printed_value)) as total_sign,
        case
            when items.parent_category_id is not null
                then {{ var('text_smallest_commodity_busd') }}
            when items.block = 'goods' then {{ var('page_smallest_goods_busd') }}
            else {{ var('page_smallest_services_busd') }}
        end as smallest_busd
    from items
    inner join figures
        on
            items.release_month = figures.release_month
            and items.figure = figures.figure
    inner join {{ ref('dim_category') }} as categories
        on items.category_id = categories.category_id
    left join figures as totals
        on
            items.release_month = totals.release_month
            and items.flow || '_' || items.block || '_change' = totals.figure
),

ranked as (
    select
        *,
        max(abs(change_busd)) over (
            partition by release_month, flow, block, parent_category_id is null
        ) as largest_busd,
        row_number() over (
            partition by release_month, flow, block, parent_category_id
            order by abs(change_busd) desc, category_id
        ) as movement_rank
    from measured
),

large as (
    select
        *,
        movement_rank <= {{ var('page_most_items') }}
        and abs(change_busd) >= smallest_busd
        and (
            parent_category_id is null
            or abs(change_busd)
            >= {{ var('text_smallest_share_of_largest') }} * largest_busd
        ) as is_large
    from ranked
),

final as (
    select
        cast(large.release_month as date) as release_month,
        cast(large.flow as varchar) as flow,
        cast(large.block as varchar) as block,
        cast(large.category_id as varchar) as category_id,
        cast(large.parent_category_id as varchar) as parent_category_id,
        cast(large.figure as varchar) as figure,
        cast(large.page_name as varchar) as item_name,
        cast(large.value_used as decimal(18, 1)) as change_busd,
        cast(large.movement_rank as integer) as movement_rank,
        cast(
            case sign(large.change_busd) * large.total_sign
                when 1 then 'with'
                when -1 then 'against'
                else 'neither'
            end as varchar
        ) as direction,
        cast(
            large.is_large and coalesce(parents.is_large, true) as boolean
        ) as is_named
    from large
    left join large as parents
        on
            large.release_month = parents.release_month
            and large.flow = parents.flow
            and large.parent_category_id = parents.category_id
)

select * from final
