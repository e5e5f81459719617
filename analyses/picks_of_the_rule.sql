-- Question: which categories does the rule name where the picks of the editors are
-- not known?
-- Answer: one row per release, flow and category picked, in the order of size.
-- Unit: billions of U.S. dollars, change from the month before; goods on Census
-- basis, services on BOP basis, seasonally adjusted.
with items as (
    select * from {{ ref('rpt_highlight_items') }}
),

categories as (
    select * from {{ ref('dim_category') }}
)

select
    items.release_month,
    items.flow,
    items.block,
    items.movement_rank,
    categories.page_name as category,
    items.change_busd,
    items.direction
from items
inner join categories
    on items.category_id = categories.category_id
where items.is_picked_by_rule and not items.is_picked_by_editors
order by items.release_month, items.flow, items.block, items.movement_rank
