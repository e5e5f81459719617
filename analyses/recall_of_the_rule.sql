-- Question: how many of the categories that editors named would the rule have named?
-- Answer: one row per release whose picks are known. Only the recall: the changes
-- that a page does not name are not known, so the precision is not, and the rule is
-- tried on the named ones alone.
-- Unit: number of categories; percent.
with items as (
    select * from {{ ref('rpt_highlight_items') }}
)

select
    release_month,
    count(*) as named_count,
    count(*) filter (where is_picked_by_rule) as picked_count,
    cast(
        100.0 * count(*) filter (where is_picked_by_rule) / nullif(count(*), 0)
        as decimal(18, 1)
    ) as recall_pct
from items
where is_picked_by_editors and is_named
group by release_month
order by release_month
