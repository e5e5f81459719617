with series as (
    select * from {{ ref('int_series_listed') }}
),

printed_values as (
    select
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        value as value_musd,
        half_unit,
        evidence
    from {{ ref('int_figures_printed') }}
    where is_preferred
),

-- Which series give which, met once on the few series and not on the many values.
services_of_totals as (
    select
        totals.series_id as total_series_id,
        goods.series_id as goods_series_id,
        services.series_id as services_series_id
    from series as totals
    inner join series as goods
        on
            {{ same_series_but('totals', 'goods', ['category_id']) }}
    inner join series as services
        on
            {{ same_series_but('totals', 'services', ['category_id']) }}
    where
        totals.category_id = 'goods_and_services'
        and goods.category_id = 'goods'
        and services.category_id = 'services'
        and totals.flow in ('exports', 'imports')
),

balances_of_flows as (
    select
        exports.series_id as exports_series_id,
        imports.series_id as imports_series_id,
        balances.series_id as balance_series_id
    from series as balances
    inner join series as exports
        on {{ is_side_of_balance('balances', 'exports') }}
    inner join series as imports
        on {{ is_side_of_balance('balances', 'imports') }}
    where balances.flow = 'balance'
),

-- With the name of their services, by which totals meet their goods and no others.
totals as (
    select
        printed_values.*,
        services_of_totals.services_series_id
    from printed_values
    inner join services_of_totals
        on printed_values.series_id = services_of_totals.total_series_id
),

goods as (
    select
        printed_values.*,
        services_of_totals.services_series_id
    from printed_values
    inner join services_of_totals
        on printed_values.series_id = services_of_totals.goods_series_id
),

-- Services of a release of which only totals and goods are known.
derived_services as (
    select
        totals.release_month,
        totals.services_series_id as series_id,
        totals.period_kind,
        totals.period_start,
        totals.period_end,
        totals.value_musd - goods.value_musd as value_musd,
        totals.half_unit + goods.half_unit as half_unit,
        'derived' as evidence
    from totals
    inner join goods
        on
            totals.services_series_id = goods.services_series_id
            and {{ same_release_and_period('totals', 'goods') }}
    left join printed_values as services
        on
            totals.services_series_id = services.series_id
            and {{ same_release_and_period('totals', 'services') }}
    where services.series_id is null
),

flow_values as (
    select * from printed_values
    union all
    select * from derived_services
),

-- The balance of a category whose balance the release does not print.
derived_balances as (
    select
        exports.release_month,
        balances_of_flows.balance_series_id as series_id,
        exports.period_kind,
        exports.period_start,
        exports.period_end,
        exports.value_musd - imports.value_musd as value_musd,
        exports.half_unit + imports.half_unit as half_unit,
        'derived' as evidence
    from balances_of_flows
    inner join flow_values as exports
        on balances_of_flows.exports_series_id = exports.series_id
    inner join flow_values as imports
        on
            balances_of_flows.imports_series_id = imports.series_id
            and {{ same_release_and_period('exports', 'imports') }}
    left join printed_values as balances
        on
            balances_of_flows.balance_series_id = balances.series_id
            and {{ same_release_and_period('exports', 'balances') }}
    where balances.series_id is null
),

all_values as (
    select * from flow_values
    union all
    select * from derived_balances
),

final as (
    select
        all_values.*,
        series.flow,
        series.category_id,
        series.area_id,
        series.basis,
        series.valuation,
        series.export_kind,
        series.price_basis,
        series.seasonal_adjustment,
        series.measure
    from all_values
    inner join series
        on all_values.series_id = series.series_id
    -- Barrels and dollars a barrel stay in the ledger; here are millions of dollars.
    where series.measure in {{ dollar_measures() }}
)

select * from final
