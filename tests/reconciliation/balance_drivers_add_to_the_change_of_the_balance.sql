-- What: each month of which a release holds the balance and every component of it, in
-- that month and the one before, has a row per component with its change in the newest
-- such release, and a row of what rounding leaves, so that they add exactly.
-- When it matters: that is the answer to what moved the deficit.
-- If it fails: look at monthly_balance_drivers for the month shown.
with ledger as (
    select * from {{ ref('int_release_values') }}
    where
        period_kind = 'month'
        and area_id = 'world'
        and price_basis = 'current'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

release_values as (
    select * from ledger
    where {{ is_usual_series('ledger') }}
),

members as (
    select
        child_category_id as category_id,
        child_basis as basis
    from {{ ref('rollups') }}
    where
        rollup_id in ('goods_by_end_use', 'services_by_category')
        or rollup_id = 'goods_by_basis' and child_category_id = 'net_adjustments'
    union all
    select
        'goods_and_services' as category_id,
        'bop' as basis
    union all
    -- The sums between, without which it is not known that the others are all.
    select
        'goods' as category_id,
        'bop' as basis
    union all
    select
        'goods' as category_id,
        'census' as basis
    union all
    select
        'services' as category_id,
        'bop' as basis
),

moves as (
    select
        months.release_month,
        months.period_start as month,
        months.flow,
        months.category_id,
        months.basis,
        months.value_musd - befores.value_musd as change_musd
    from release_values as months
    inner join release_values as befores
        on
            months.series_id = befores.series_id
            and months.release_month = befores.release_month
            and {{ months_before('months.period_start', 1) }} = befores.period_start
    inner join members
        on
            months.category_id = members.category_id
            and months.basis = members.basis
),

newest as (
    select
        month,
        max(release_month) as release_month
    from (
        select
            month,
            release_month
        from moves
        group by month, release_month
        having count(*) = 3 * (select count(*) from members)
    ) as whole
    group by month
),

expected as (
    select
        moves.month,
        moves.release_month,
        moves.flow,
        moves.category_id as component_id,
        moves.change_musd
    from moves
    inner join newest
        on moves.month = newest.month and moves.release_month = newest.release_month
    where moves.category_id not in ('goods', 'services')
),

shown as (
    {%- for flow in ['exports', 'imports', 'balance'] %}
    select
        month,
        release_month,
        '{{ flow }}' as flow,
        component_id,
        {{ flow }}_change_musd as change_musd
    from {{ ref('monthly_balance_drivers') }}
    where component_id <> 'rounding'
    union all
    -- All of them are the total.
    select
        month,
        max(release_month) as release_month,
        '{{ flow }}' as flow,
        'goods_and_services' as component_id,
        sum({{ flow }}_change_musd) as change_musd
    from {{ ref('monthly_balance_drivers') }}
    group by month
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    coalesce(shown.month, expected.month) as month,
    coalesce(shown.flow, expected.flow) as flow,
    coalesce(shown.component_id, expected.component_id) as component_id,
    shown.release_month as shown_release,
    expected.release_month as expected_release,
    shown.change_musd as shown_musd,
    expected.change_musd as expected_musd
from shown
full outer join expected
    on
        shown.month = expected.month
        and shown.flow = expected.flow
        and shown.component_id = expected.component_id
where
    shown.release_month is distinct from expected.release_month
    or shown.change_musd is distinct from expected.change_musd
