-- What: count, mean and mean size of the revisions of total exports and imports are
-- those of the figures that the month's own release and the one of the horizon printed;
-- the mean revision of the balance is that of exports less that of imports.
-- When it matters: a first print taken from a later release, or a horizon from a
-- neighbour, makes revisions look small.
-- If it fails: look at int_revision_horizons.
with printed as (
    select * from {{ ref('int_figures_printed') }}
    where
        is_preferred
        and period_kind = 'month'
        and series_id in (
            'exports_goods_and_services_bop_sa', 'imports_goods_and_services_bop_sa'
        )
),

expected as (
    select
        first_prints.series_id,
        {{ month_number('later.release_month') }}
        - {{ month_number('first_prints.release_month') }}
            as horizon_months,
        count(*) as observation_count,
        sum(later.value - first_prints.value) as revision_musd,
        sum(abs(later.value - first_prints.value)) as absolute_revision_musd,
        max(abs(later.value - first_prints.value)) as largest_musd
    from printed as first_prints
    inner join printed as later
        on
            first_prints.series_id = later.series_id
            and first_prints.period_start = later.period_start
    where first_prints.release_month = first_prints.period_start
    group by
        first_prints.series_id,
        {{ month_number('later.release_month') }}
        - {{ month_number('first_prints.release_month') }}
),

expected_statistics as (
    select * from expected
    where horizon_months in (1, 2, 3, 6, 12)
),

statistics as (
    select * from {{ ref('fct_revision_statistics') }}
    where
        series_id in (
            'exports_goods_and_services_bop_sa',
            'imports_goods_and_services_bop_sa',
            'balance_goods_and_services_bop_sa'
        )
        and month_kind = 'all'
        and month_period = 'all'
),

wrong_flows as (
    select
        coalesce(expected.series_id, found.series_id) as series_id,
        coalesce(expected.horizon_months, found.horizon_months) as horizon_months,
        expected.observation_count as expected_count,
        found.observation_count,
        expected.revision_musd / expected.observation_count as expected_mean_musd,
        found.mean_revision_musd
    from expected_statistics as expected
    full outer join statistics as found
        on
            expected.series_id = found.series_id
            and expected.horizon_months = found.horizon_months
    where
        coalesce(found.flow, '') <> 'balance'
        and coalesce(found.horizon, '') <> 'latest'
        and (
            expected.observation_count is distinct from found.observation_count
            or abs(
                expected.revision_musd
                - found.mean_revision_musd * found.observation_count
            ) > 0.001
            or abs(
                expected.absolute_revision_musd
                - found.mean_absolute_revision_musd * found.observation_count
            ) > 0.001
            or expected.largest_musd <> found.largest_absolute_revision_musd
        )
),

flows as (
    select
        horizon,
        max(horizon_months) as horizon_months,
        count(*) as series_count,
        max(observation_count) as largest_count,
        min(observation_count) as smallest_count,
        sum(
            case flow
                when 'exports' then mean_revision_musd
                when 'imports' then -mean_revision_musd
            end
        ) as flows_musd,
        sum(case when flow = 'balance' then mean_revision_musd end) as balance_musd
    from statistics
    group by horizon
),

-- A printed balance may be off by half of the last digit of the three, in either
-- release; a mean has six decimals.
half_units as (
    select
        series_id,
        max(half_unit) as half_unit
    from {{ ref('int_release_values') }}
    where
        period_kind = 'month'
        and series_id in (
            'exports_goods_and_services_bop_sa',
            'imports_goods_and_services_bop_sa',
            'balance_goods_and_services_bop_sa'
        )
        and evidence <> 'derived'
    group by series_id
),

roundings as (
    select 2 * sum(half_unit) + 3 * 0.0000005 as largest_difference_musd
    from half_units
),

wrong_balances as (
    select
        'balance_goods_and_services_bop_sa' as series_id,
        flows.horizon_months,
        flows.largest_count as expected_count,
        flows.smallest_count as observation_count,
        flows.flows_musd as expected_mean_musd,
        flows.balance_musd as mean_revision_musd
    from flows
    cross join roundings
    where
        flows.series_count <> 3
        or flows.largest_count <> flows.smallest_count
        or coalesce(
            abs(flows.flows_musd - flows.balance_musd)
            > roundings.largest_difference_musd,
            true
        )
),

-- Those that some first print has, and the newest release where one came later.
horizons_printed as (
    select
        count(
            distinct case
                when horizon_months in (1, 2, 3, 6, 12) then horizon_months
            end
        )
        + coalesce(max(case when horizon_months > 0 then 1 else 0 end), 0)
            as horizon_count
    from expected
),

too_few_horizons as (
    select
        'horizons are missing' as series_id,
        cast(null as integer) as horizon_months,
        horizon_count as expected_count,
        (select count(*) from flows) as observation_count,
        cast(null as decimal(18, 6)) as expected_mean_musd,
        cast(null as decimal(18, 6)) as mean_revision_musd
    from horizons_printed
    where horizon_count <> (select count(*) from flows)
)

select * from wrong_flows
union all
select * from wrong_balances
union all
select * from too_few_horizons
