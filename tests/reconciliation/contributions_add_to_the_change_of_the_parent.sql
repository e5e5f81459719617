-- What: children and residual add exactly to the parent's change, which is the one of
-- fct_trade_changes; points add to its percent and shares to 100 within the sixth
-- decimal of each part; and the residual is at most half of the last digit of each
-- child and the parent, in both months.
-- When it matters: a contribution nobody can add up explains nothing.
-- If it fails: a residual too large is a wrong cell in the exhibit; the rest is the
-- model.
with changes as (
    select
        month_values.release_month,
        month_values.series_id,
        month_values.period_start as month,
        month_values.half_unit + months_before.half_unit as half_units
    from {{ ref('int_release_values') }} as month_values
    inner join {{ ref('int_release_values') }} as months_before
        on
            month_values.release_month = months_before.release_month
            and month_values.series_id = months_before.series_id
            and {{ months_before('month_values.period_start', 1) }}
            = months_before.period_start
    where
        month_values.period_kind = 'month'
        and months_before.period_kind = 'month'
),

-- A residual has no half unit of its own.
parts as (
    select
        contributions.*,
        changes.half_units
    from {{ ref('fct_category_contributions') }} as contributions
    left join changes
        on
            contributions.release_month = changes.release_month
            and contributions.child_id = changes.series_id
            and contributions.month = changes.month
),

contributions as (
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
        max(abs(case when is_residual then change_musd end)) as residual_musd,
        sum(half_units) as half_units
    from parts
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
    trade_changes.month_change_musd,
    trade_changes.month_change_pct
from contributions
left join {{ ref('fct_trade_changes') }} as trade_changes
    on
        contributions.release_month = trade_changes.release_month
        and contributions.parent_series_id = trade_changes.series_id
        and contributions.month = trade_changes.month
left join changes as parents
    on
        contributions.release_month = parents.release_month
        and contributions.parent_series_id = parents.series_id
        and contributions.month = parents.month
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
    or contributions.parent_change_musd is distinct from trade_changes.month_change_musd
    or (
        coalesce(
            contributions.residual_musd
            > contributions.half_units + parents.half_units,
            true
        )
        and known_breaks.rollup_id is null
    )
    or abs(
        contributions.contribution_pp - 100 * trade_changes.month_change_musd
        / nullif(trade_changes.previous_month_musd, 0)
    ) > 0.0000005 * (contributions.part_count + 1)
    or (contributions.contribution_pp is null)
    <> (trade_changes.month_change_pct is null)
    or abs(contributions.gross_movement_share_pct - 100)
    > 0.0000005 * contributions.part_count
