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
    select
        '{{ compared_with }}' as compared_with,
        child_values.month as later_month,
        child_values.value_musd as change_musd,
        child_values.parent_musd as parent_later_musd,
        cast(null as decimal(18, 6)) as parent_previous_musd,
        child_values.*
    from child_values
    where child_values.span = '{{ span }}'
    union all
    select
        '{{ compared_with }}' as compared_with,
        {{ months_before('child_values.month', -months_earlier) }} as later_month,
        -child_values.value_musd as change_musd,
        cast(null as decimal(18, 6)) as parent_later_musd,
        child_values.parent_musd as parent_previous_musd,
        child_values.*
    from child_values
    where child_values.span = '{{ span }}'
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

changes as (
    select
        release_month,
        later_month as month,
        compared_with,
        precedence,
        rollup_id,
        flow,
        parent_series_id,
        child_id,
        category_id,
        area_id,
        max(parent_later_musd) as parent_later_musd,
        max(parent_previous_musd) as parent_previous_musd,
        sum(change_musd) as change_musd
    from ends
    group by
        release_month,
        later_month,
        compared_with,
        precedence,
        rollup_id,
        flow,
        parent_series_id,
        child_id,
        category_id,
        area_id
),

sums as (
    select
        release_month,
        month,
        compared_with,
        rollup_id,
        parent_series_id,
        precedence,
        count(*) as child_count,
        max(parent_previous_musd) as parent_previous_musd,
        max(parent_later_musd) - max(parent_previous_musd) as parent_change_musd,
        row_number() over (
            partition by
                release_month, month, compared_with, rollup_id, parent_series_id
            order by precedence
        ) as source_rank
    from changes
    group by
        release_month,
        month,
        compared_with,
        rollup_id,
        parent_series_id,
        precedence
    having
        count(parent_later_musd) > 0
        and count(parent_previous_musd) > 0
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
        on
            changes.release_month = sums.release_month
            and changes.month = sums.month
            and changes.compared_with = sums.compared_with
            and changes.rollup_id = sums.rollup_id
            and changes.parent_series_id = sums.parent_series_id
            and changes.precedence = sums.precedence
    where sums.source_rank = 1
)

select * from final
