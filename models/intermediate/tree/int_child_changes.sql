{%- set sum_key = [
    'release_month', 'month', 'compared_with', 'rollup_id', 'parent_series_id',
    'precedence',
] %}
-- What each child of a sum changed by, beside its parent. What a list of items does not
-- have in one of the two periods is nothing there, as the list adds to its total. All
-- members of a sum are summed from months, or all are as printed.
with child_values as (
    select * from {{ ref('int_child_values') }}
),

-- Each period twice: as the one that changes lead to, and as the one they are from.
ends as (
    {%- for compared_with, span, months_earlier in [
        ('previous_month', 'month', 1),
        ('year_ago', 'month', 12),
        ('year_ago_ytd', 'year_to_date', 12),
    ] %}
    {%- set union = "union all" if not loop.last %}
    {%- for is_later in [true, false] %}
    select
        child_values.*,
        '{{ compared_with }}' as compared_with,
        {{ is_later | lower }} as is_later,
        {{ "child_values.month" if is_later
            else months_before("child_values.month", -months_earlier) }}
            as later_month
    from child_values
    where child_values.span = '{{ span }}'
    {{ "union all" if is_later else union }}
    {%- endfor %}
    {%- endfor %}
),

changes as (
    select
        release_month,
        later_month as month,
        compared_with,
        rollup_id,
        parent_series_id,
        precedence,
        flow,
        child_id,
        category_id,
        area_id,
        max(case when is_later then parent_musd end) as parent_later_musd,
        max(case when not is_later then parent_musd end) as parent_previous_musd,
        cast(
            sum(case when is_later then value_musd else -value_musd end)
            as decimal(18, 6)
        ) as change_musd
    from ends
    group by
        release_month,
        later_month,
        compared_with,
        rollup_id,
        parent_series_id,
        precedence,
        flow,
        child_id,
        category_id,
        area_id
),

sums as (
    select
        {{ listed(sum_key, 'changes') }},
        count(*) as child_count,
        max(changes.parent_previous_musd) as parent_previous_musd,
        max(changes.parent_later_musd) - max(changes.parent_previous_musd)
            as parent_change_musd,
        row_number() over (
            partition by
                changes.release_month, changes.month, changes.compared_with,
                changes.rollup_id, changes.parent_series_id
            order by changes.precedence
        ) as source_rank
    from changes
    group by
        {{ listed(sum_key, 'changes') }}
    having
        count(changes.parent_later_musd) > 0
        and count(changes.parent_previous_musd) > 0
),

final as (
    select
        changes.release_month,
        changes.month,
        changes.compared_with,
        changes.rollup_id,
        changes.flow,
        changes.parent_series_id,
        changes.child_id,
        changes.category_id,
        changes.area_id,
        sums.child_count,
        sums.parent_previous_musd,
        sums.parent_change_musd,
        changes.change_musd
    from changes
    inner join sums
        on {{ same('changes', 'sums', sum_key) }}
    where sums.source_rank = 1
)

select * from final
