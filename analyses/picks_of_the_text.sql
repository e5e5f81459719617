-- Question: where the full text of a release is known, how many of the categories and
-- commodities does the rule name that its editors named, too?
-- Answer: one row per release whose full text is known and level of its items.
-- Precision is the part of the rule's names that the editors named, recall the part of
-- theirs that the rule named.
-- Unit: number of categories or commodities; percent.
with items as (
    select
        items.*,
        case when items.parent_category_id is null then 'category' else 'commodity' end
            as item_level,
        figures.printed_value is not null as is_printed
    from {{ ref('rpt_release_items') }} as items
    inner join {{ ref('fct_release_figures') }} as figures
        on
            items.release_month = figures.release_month
            and items.figure = figures.figure
),

-- A text that names commodities is known as a whole.
known as (
    select distinct release_month from items
    where is_printed and item_level = 'commodity'
),

counted as (
    select
        items.release_month,
        items.item_level,
        count(*) filter (where items.is_printed) as editors_count,
        count(*) filter (where items.is_named) as rule_count,
        count(*) filter (where items.is_printed and items.is_named) as both_count
    from items
    inner join known
        on items.release_month = known.release_month
    group by items.release_month, items.item_level
)

select
    *,
    cast(100.0 * both_count / nullif(rule_count, 0) as decimal(18, 1))
        as precision_pct,
    cast(100.0 * both_count / nullif(editors_count, 0) as decimal(18, 1)) as recall_pct
from counted
order by release_month, item_level
