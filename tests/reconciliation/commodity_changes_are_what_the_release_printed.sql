-- What: every commodity of exhibits 7 and 8 has its row, with the values the seed has,
-- their differences, and the category the seed has it under; and there is no other row.
-- When it matters: the commodities are read from this mart alone.
-- If it fails: look at the joins of fct_commodity_changes, and at the row of the seed.
with figures as (
    {%- for number, flow in [('07', 'exports'), ('08', 'imports')] %}
    select
        '{{ flow }}' as flow,
        figures.release_month,
        figures.category,
        items.item,
        figures.period_end,
        figures.row_kind = 'month' as is_month,
        figures.value
    from {{ ref('exhibit_' ~ number) }} as figures
    inner join {{ ref('items') }} as items
        on
            items.scheme = 'end_use_{{ flow }}'
            and figures.category = items.parent_item
            and figures.item = items.printed_name
    where items.item <> figures.category
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

printed as (
    select
        release_month,
        flow,
        item,
        max(category) as category,
        max(value) filter (where is_month and period_end = release_month)
            as value_musd,
        max(value) filter (where is_month and period_end < release_month)
            as previous_month_musd,
        max(value) filter (where not is_month and period_end = release_month)
            as ytd_musd,
        max(value) filter (where not is_month and period_end < release_month)
            as previous_ytd_musd
    from figures
    group by release_month, flow, item
),

changes as (
    select * from {{ ref('fct_commodity_changes') }}
),

contributions as (
    select * from {{ ref('fct_category_contributions') }}
    where
        rollup_id in ('goods_exports_by_commodity', 'goods_imports_by_commodity')
        and compared_with = 'previous_month'
)

select
    coalesce(printed.release_month, changes.release_month) as release_month,
    coalesce(printed.flow, changes.flow) as flow,
    coalesce(printed.item, changes.category_id) as category_id,
    printed.value_musd,
    printed.previous_month_musd,
    changes.month_change_musd,
    printed.ytd_musd,
    printed.previous_ytd_musd,
    changes.ytd_change_musd
from printed
full outer join changes
    on
        printed.release_month = changes.release_month
        and printed.flow = changes.flow
        and printed.item = changes.category_id
left join contributions
    on
        printed.release_month = contributions.release_month
        and printed.release_month = contributions.month
        and printed.flow = contributions.flow
        and printed.item = contributions.category_id
where
    printed.item is null
    or changes.category_id is null
    or printed.category is distinct from changes.parent_category_id
    or printed.value_musd is distinct from changes.value_musd
    or printed.previous_month_musd is distinct from changes.previous_month_musd
    or printed.value_musd - printed.previous_month_musd
    is distinct from changes.month_change_musd
    or printed.ytd_musd is distinct from changes.ytd_musd
    or printed.previous_ytd_musd is distinct from changes.previous_ytd_musd
    or printed.ytd_musd - printed.previous_ytd_musd
    is distinct from changes.ytd_change_musd
    or changes.movement_rank is distinct from contributions.movement_rank
    or changes.gross_movement_share_pct
    is distinct from contributions.gross_movement_share_pct
    -- Percents from the printed values, to the sixth decimal; null where there is none.
    or abs(
        changes.month_change_pct
        - 100 * (printed.value_musd - printed.previous_month_musd)
        / nullif(printed.previous_month_musd, 0)
    ) > 0.000001
    or (changes.month_change_pct is null)
    <> (coalesce(sign(printed.value_musd) * sign(printed.previous_month_musd), 0) <> 1)
    or abs(
        changes.ytd_change_pct
        - 100 * (printed.ytd_musd - printed.previous_ytd_musd)
        / nullif(printed.previous_ytd_musd, 0)
    ) > 0.000001
    or (changes.ytd_change_pct is null)
    <> (coalesce(sign(printed.ytd_musd) * sign(printed.previous_ytd_musd), 0) <> 1)
    or abs(
        changes.category_change_share_pct
        - 100 * (printed.value_musd - printed.previous_month_musd)
        / nullif(contributions.parent_change_musd, 0)
    ) > 0.000001
    or (changes.category_change_share_pct is null)
    <> (contributions.parent_change_musd = 0)
