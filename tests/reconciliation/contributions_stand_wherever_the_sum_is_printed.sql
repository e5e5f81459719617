-- What: a release that prints a parent and all its children in two months running has
-- their contributions.
-- When it matters: an empty table adds up, too. (That sums are found at all, the tests
-- of the identities see to.)
-- If it fails: look at the joins of fct_category_contributions.
with sums as (
    select
        sums.release_month,
        sums.series_id as parent_series_id,
        sums.period_start as month,
        replace(sums.identity_name, 'children add to the parent: ', '') as rollup_id
    from {{ ref('int_reconciled_rollups') }} as sums
    -- Barrels have no changes.
    inner join {{ ref('dim_series') }} as series
        on
            sums.series_id = series.series_id
            and series.measure in ('value', 'calculated_duty')
    -- What the vintage ledger contradicts does not speak for the release.
    left join {{ ref('int_figures_recorded') }} as contradicted
        on
            sums.exhibit = contradicted.exhibit
            and sums.carried_by_release_month = contradicted.carried_by_release_month
            and sums.series_id = contradicted.series_id
            and sums.period_kind = contradicted.period_kind
            and sums.period_start = contradicted.period_start
            and contradicted.is_contradicted
    where
        sums.period_kind = 'month'
        and sums.actual_value is not null
        and contradicted.series_id is null
    group by sums.release_month, sums.series_id, sums.period_start, sums.identity_name
),

expected as (
    select sums.*
    from sums
    inner join sums as previous_sums
        on
            sums.release_month = previous_sums.release_month
            and sums.parent_series_id = previous_sums.parent_series_id
            and sums.rollup_id = previous_sums.rollup_id
            and {{ months_before('sums.month', 1) }} = previous_sums.month
),

contributions as (
    select * from {{ ref('fct_category_contributions') }}
    where is_residual
)

select expected.*
from expected
left join contributions
    on
        expected.release_month = contributions.release_month
        and expected.parent_series_id = contributions.parent_series_id
        and expected.rollup_id = contributions.rollup_id
        and expected.month = contributions.month
where contributions.month is null
