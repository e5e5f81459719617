-- What: a release that prints a parent and all its children in two months running, or
-- in two of the same name or years to date a year apart, has their contributions.
-- When it matters: an empty table adds up, too. (That sums are found at all, the tests
-- of the identities see to.)
-- If it fails: look at the joins of fct_category_contributions.
with remainders as (
    select distinct areas.area_id
    from {{ ref('areas') }} as areas
    inner join {{ ref('items') }} as items
        on areas.area_id = items.item
    where areas.area_kind = 'residual' and items.scheme = 'selected_areas'
),

sums as (
    select
        sums.release_month,
        sums.series_id as parent_series_id,
        sums.period_kind = 'month' as is_month,
        sums.period_end as month,
        replace(sums.identity_name, 'children add to the parent: ', '') as rollup_id
    from {{ ref('int_reconciled_rollups') }} as sums
    -- Barrels have no changes.
    inner join {{ ref('dim_series') }} as series
        on
            sums.series_id = series.series_id
            and series.measure in ('value', 'calculated_duty')
    -- Lists of countries differ between goods and services.
    left join remainders
        on series.area_id = remainders.area_id
    -- What the vintage ledger contradicts does not speak for the release.
    left join {{ ref('int_figures_recorded') }} as contradicted
        on
            sums.exhibit = contradicted.exhibit
            and sums.carried_by_release_month = contradicted.carried_by_release_month
            and sums.series_id = contradicted.series_id
            and sums.period_kind = contradicted.period_kind
            and sums.period_end = contradicted.period_end
            and contradicted.is_contradicted
    where
        sums.period_kind in ('month', 'year', 'year_to_date')
        and sums.actual_value is not null
        and remainders.area_id is null
        and contradicted.series_id is null
    group by
        sums.release_month,
        sums.series_id,
        sums.period_kind = 'month',
        sums.period_end,
        sums.identity_name
),

expected as (
    {%- for compared_with, is_month, months_earlier in [
        ('previous_month', 'true', 1),
        ('year_ago', 'true', 12),
        ('year_ago_ytd', 'false', 12),
    ] %}
    select
        sums.*,
        '{{ compared_with }}' as compared_with
    from sums
    inner join sums as sums_before
        on
            sums.release_month = sums_before.release_month
            and sums.parent_series_id = sums_before.parent_series_id
            and sums.rollup_id = sums_before.rollup_id
            and sums.is_month = sums_before.is_month
            and {{ months_before('sums.month', months_earlier) }} = sums_before.month
    where sums.is_month = {{ is_month }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
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
        and expected.compared_with = contributions.compared_with
where contributions.month is null
