-- What: children and residual add exactly to the parent's change, which is the one of
-- fct_trade_changes, or of printed years to date where a member of the sum has no
-- months; each child changed by what its release says of both periods; points add to
-- the percent and shares to 100 within the sixth decimal of each part; the residual is
-- at most half of the last digit of all figures of each child and the parent.
-- When it matters: a contribution nobody can add up explains nothing.
-- If it fails: a residual too large is a wrong cell in the exhibit; the rest is the
-- model.
{%- set sum_key = [
    'release_month', 'month', 'compared_with', 'rollup_id', 'parent_series_id',
] %}
{%- set part_key = sum_key + ['child_id', 'is_residual', 'is_of_months'] %}
with months as (
    select
        release_month,
        series_id,
        period_kind,
        period_end as month,
        value_musd,
        half_unit,
        sum(value_musd) over year_so_far as ytd_musd,
        sum(half_unit) over year_so_far as ytd_half_units,
        count(value_musd) over year_so_far as month_count
    from {{ ref('int_release_values') }}
    where period_kind in ('month', 'year', 'year_to_date')
    window
        year_so_far as (
            partition by
                release_month, series_id, period_kind, extract(year from period_end)
            order by period_end
        )
),

-- What changes lead to, and are from.
figures as (
    select
        'month' as span,
        true as is_of_months,
        release_month,
        series_id,
        month,
        value_musd,
        half_unit as half_units
    from months
    where period_kind = 'month' and value_musd is not null
    union all
    select
        'year_to_date' as span,
        true as is_of_months,
        release_month,
        series_id,
        month,
        ytd_musd as value_musd,
        ytd_half_units as half_units
    from months
    where period_kind = 'month' and month_count = extract(month from month)
    union all
    select
        'year_to_date' as span,
        false as is_of_months,
        release_month,
        series_id,
        month,
        value_musd,
        half_unit as half_units
    from months
    where period_kind <> 'month' and value_musd is not null
),

-- The parent stands for the residual.
contributions as (
    select
        *,
        case when is_residual then parent_series_id else child_id end as member_id,
        case compared_with when 'year_ago_ytd' then 'year_to_date' else 'month' end
            as span,
        case compared_with
            when 'previous_month' then {{ months_before('month', 1) }}
            else {{ months_before('month', 12) }}
        end as month_before
    from {{ ref('fct_category_contributions') }}
),

-- What a list does not have is nothing there.
ends as (
    {%- for is_earlier, month in [
        ('false', 'contributions.month'),
        ('true', 'contributions.month_before'),
    ] %}
    select
        {{ listed(sum_key, 'contributions') }},
        contributions.child_id,
        contributions.is_residual,
        contributions.change_musd,
        figures.is_of_months,
        {{ is_earlier }} as is_earlier,
        figures.value_musd,
        figures.half_units
    from contributions
    inner join figures
        on
            contributions.release_month = figures.release_month
            and contributions.member_id = figures.series_id
            and contributions.span = figures.span
            and {{ month }} = figures.month
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

parts as (
    select
        {{ listed(part_key) }},
        max(case when is_earlier then 1 else 0 end) as has_earlier_end,
        max(case when is_earlier then 0 else 1 end) as has_later_end,
        sum(half_units) as half_units,
        sum(value_musd) filter (where is_earlier) as previous_musd,
        sum(case when is_earlier then -value_musd else value_musd end)
            as expected_change_musd,
        max(change_musd) as change_musd
    from ends
    group by {{ listed(part_key) }}
),

members as (
    select
        {{ listed(sum_key) }},
        is_of_months,
        count(*) as member_count,
        sum(half_units) as half_units,
        max(case when is_residual then previous_musd end) as previous_musd,
        max(case when is_residual then expected_change_musd end)
            as expected_change_musd,
        count(*) filter (
            where not is_residual and expected_change_musd <> change_musd
        ) as wrong_count
    from parts
    group by {{ listed(sum_key + ['is_of_months']) }}
    -- Both ends are of this source: of the parent, and of the list of its children.
    having
        min(case when is_residual then has_earlier_end end) = 1
        and min(case when is_residual then has_later_end end) = 1
        and max(case when is_residual then 0 else has_earlier_end end) = 1
        and max(case when is_residual then 0 else has_later_end end) = 1
),

sums as (
    select
        {{ listed(sum_key) }},
        max(child_count) as child_count,
        count(*) as part_count,
        max(parent_change_musd) as parent_change_musd,
        sum(change_musd) as change_musd,
        sum(contribution_pp) as contribution_pp,
        sum(gross_movement_share_pct) as gross_movement_share_pct,
        sum(case when flow = 'imports' then -1 else 1 end * balance_change_musd)
            as unsigned_balance_change_musd,
        max(abs(case when is_residual then change_musd end)) as residual_musd
    from contributions
    group by {{ listed(sum_key) }}
),

-- Of members of the whole sum, those of months go first.
compared as (
    select
        sums.*,
        members.is_of_months,
        members.half_units,
        members.previous_musd,
        members.expected_change_musd,
        members.wrong_count,
        row_number() over (
            partition by {{ listed(sum_key, 'sums') }}
            order by members.is_of_months desc
        ) as source_rank
    from sums
    left join members
        on
            {{ same('sums', 'members', sum_key) }}
            and sums.part_count = members.member_count
),

-- A sum that is published so, and known not to add.
known_breaks as (
    select
        release_month,
        series_id,
        replace(identity_name, 'children add to the parent: ', '') as rollup_id,
        period_start,
        period_end
    from {{ ref('fct_identity_checks') }}
    where status in ('recorded', 'reviewed')
),

-- Changes that a sum which is known not to add is a side of, or is part of one.
known_changes as (
    select distinct
        {{ listed(sum_key, 'compared') }}
    from compared
    inner join known_breaks
        on
            compared.release_month = known_breaks.release_month
            and compared.parent_series_id = known_breaks.series_id
            and compared.rollup_id = known_breaks.rollup_id
            and (
                compared.month = known_breaks.period_end
                or {{ months_before('compared.month', 12) }} = known_breaks.period_end
                or {{ months_before('compared.month', 1) }} = known_breaks.period_end
                and compared.compared_with = 'previous_month'
                or extract(year from compared.month)
                - extract(year from known_breaks.period_end) between 0 and 1
                and compared.month >= known_breaks.period_end
                and compared.compared_with = 'year_ago_ytd'
                and compared.is_of_months
            )
)

select compared.*
from compared
left join {{ ref('fct_trade_changes') }} as trade_changes
    on
        compared.release_month = trade_changes.release_month
        and compared.parent_series_id = trade_changes.series_id
        and compared.month = trade_changes.month
left join known_changes
    on
        {{ same('compared', 'known_changes', sum_key) }}
where
    compared.source_rank = 1
    and (
        compared.part_count <> compared.child_count + 1
        or compared.change_musd <> compared.parent_change_musd
        or compared.unsigned_balance_change_musd <> compared.parent_change_musd
        or compared.wrong_count is distinct from 0
        or compared.parent_change_musd is distinct from compared.expected_change_musd
        or compared.is_of_months
        and compared.parent_change_musd
        is distinct from case compared.compared_with
            when 'previous_month' then trade_changes.month_change_musd
            when 'year_ago' then trade_changes.year_change_musd
            when 'year_ago_ytd' then trade_changes.ytd_change_musd
        end
        or (
            coalesce(compared.residual_musd > compared.half_units, true)
            and known_changes.rollup_id is null
        )
        or abs(
            compared.contribution_pp - 100 * compared.expected_change_musd
            / nullif(compared.previous_musd, 0)
        ) > 0.0000005 * (compared.part_count + 1)
        or (compared.contribution_pp is null)
        <> (
            coalesce(
                sign(compared.previous_musd)
                * sign(compared.previous_musd + compared.expected_change_musd),
                0
            ) <> 1
        )
        or abs(compared.gross_movement_share_pct - 100)
        > 0.0000005 * compared.part_count
    )
