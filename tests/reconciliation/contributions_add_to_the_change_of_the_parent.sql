-- What: children and residual add exactly to the parent's change, which is the one of
-- fct_trade_changes; points add to its percent and shares to 100 within the sixth
-- decimal of each part; and the residual is at most k + 1 for k children.
-- When it matters: a contribution nobody can add up explains nothing.
-- If it fails: a residual too large is a wrong cell in the exhibit; the rest is the
-- model.
with contributions as (
    select
        release_month,
        month,
        rollup_id,
        parent_series_id,
        max(child_count) as child_count,
        count(*) as part_count,
        max(parent_change_musd) as parent_change_musd,
        sum(change_musd) as change_musd,
        sum(contribution_pp) as contribution_pp,
        sum(gross_movement_share_pct) as gross_movement_share_pct,
        sum(case when flow = 'imports' then -1 else 1 end * balance_change_musd)
            as unsigned_balance_change_musd,
        max(abs(case when is_residual then change_musd end)) as residual_musd
    from {{ ref('fct_category_contributions') }}
    group by release_month, month, rollup_id, parent_series_id
),

-- A sum that is published so, and known not to add.
known_breaks as (
    select
        release_month,
        series_id,
        replace(identity_name, 'children add to the parent: ', '') as rollup_id,
        period_start as month,
        cast({{ dbt.dateadd('month', 1, 'period_start') }} as date) as month_after
    from {{ ref('fct_identity_checks') }}
    where status in ('recorded', 'reviewed') and period_kind = 'month'
)

select
    contributions.*,
    changes.month_change_musd,
    changes.month_change_pct
from contributions
left join {{ ref('fct_trade_changes') }} as changes
    on
        contributions.release_month = changes.release_month
        and contributions.parent_series_id = changes.series_id
        and contributions.month = changes.month
left join known_breaks
    on
        contributions.release_month = known_breaks.release_month
        and contributions.parent_series_id = known_breaks.series_id
        and contributions.rollup_id = known_breaks.rollup_id
        and contributions.month in (
            known_breaks.month, known_breaks.month_after
        )
where
    contributions.part_count <> contributions.child_count + 1
    or contributions.change_musd <> contributions.parent_change_musd
    or contributions.unsigned_balance_change_musd <> contributions.parent_change_musd
    or contributions.parent_change_musd is distinct from changes.month_change_musd
    or (
        coalesce(contributions.residual_musd > contributions.child_count + 1, true)
        and known_breaks.rollup_id is null
    )
    or abs(
        contributions.contribution_pp - 100 * changes.month_change_musd
        / nullif(changes.previous_month_musd, 0)
    ) > 0.0000005 * (contributions.part_count + 1)
    or (contributions.contribution_pp is null) <> (changes.month_change_pct is null)
    or abs(contributions.gross_movement_share_pct - 100)
    > 0.0000005 * contributions.part_count
