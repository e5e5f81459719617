select
    cast(release_month as date) as release_month,
    cast(flow as varchar) as flow,
    cast(block as varchar) as block,
    cast(category_id as varchar) as category_id,
    cast(movement_rank as integer) as movement_rank,
    cast(figure as varchar) as figure,
    cast(change_busd as decimal(18, 1)) as change_busd,
    cast(direction as varchar) as direction,
    cast(is_picked_by_rule as boolean) as is_picked_by_rule,
    cast(is_picked_by_editors as boolean) as is_picked_by_editors,
    cast(is_named as boolean) as is_named
from {{ ref('int_highlight_items') }}
