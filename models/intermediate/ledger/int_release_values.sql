with printed as (
    select * from {{ ref('int_figures_printed') }}
),

series as (
    select * from {{ ref('series') }}
),

printed_values as (
    select
        printed.release_month,
        printed.series_id,
        printed.period_kind,
        printed.period_start,
        printed.period_end,
        printed.value_musd,
        printed.evidence,
        series.flow,
        series.category_id,
        series.area_id,
        series.basis,
        series.price_basis,
        series.seasonal_adjustment,
        series.measure
    from printed
    inner join series
        on printed.series_id = series.series_id
    where printed.is_preferred
),

-- Services of a release of which only totals and goods are known.
derived_services as (
    select
        totals.release_month,
        services_series.series_id,
        totals.period_kind,
        totals.period_start,
        totals.period_end,
        totals.value_musd - goods.value_musd as value_musd,
        'derived' as evidence,
        services_series.flow,
        services_series.category_id,
        services_series.area_id,
        services_series.basis,
        services_series.price_basis,
        services_series.seasonal_adjustment,
        services_series.measure
    from printed_values as totals
    inner join printed_values as goods
        on
            totals.release_month = goods.release_month
            and totals.flow = goods.flow
            and totals.area_id = goods.area_id
            and totals.basis = goods.basis
            and totals.price_basis = goods.price_basis
            and totals.seasonal_adjustment = goods.seasonal_adjustment
            and totals.measure = goods.measure
            and totals.period_kind = goods.period_kind
            and totals.period_start = goods.period_start
            and totals.period_end = goods.period_end
    inner join series as services_series
        on
            totals.flow = services_series.flow
            and totals.area_id = services_series.area_id
            and totals.basis = services_series.basis
            and totals.price_basis = services_series.price_basis
            and totals.seasonal_adjustment = services_series.seasonal_adjustment
            and totals.measure = services_series.measure
            and services_series.category_id = 'services'
    left join printed_values as services
        on
            totals.release_month = services.release_month
            and services_series.series_id = services.series_id
            and totals.period_kind = services.period_kind
            and totals.period_start = services.period_start
            and totals.period_end = services.period_end
    where
        totals.category_id = 'goods_and_services'
        and totals.flow in ('exports', 'imports')
        and goods.category_id = 'goods'
        and services.series_id is null
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
        balance_series.series_id,
        exports.period_kind,
        exports.period_start,
        exports.period_end,
        exports.value_musd - imports.value_musd as value_musd,
        'derived' as evidence,
        balance_series.flow,
        balance_series.category_id,
        balance_series.area_id,
        balance_series.basis,
        balance_series.price_basis,
        balance_series.seasonal_adjustment,
        balance_series.measure
    from flow_values as exports
    inner join flow_values as imports
        on
            exports.release_month = imports.release_month
            and exports.category_id = imports.category_id
            and exports.area_id = imports.area_id
            and exports.basis = imports.basis
            and exports.price_basis = imports.price_basis
            and exports.seasonal_adjustment = imports.seasonal_adjustment
            and exports.measure = imports.measure
            and exports.period_kind = imports.period_kind
            and exports.period_start = imports.period_start
            and exports.period_end = imports.period_end
    inner join series as balance_series
        on
            exports.category_id = balance_series.category_id
            and exports.area_id = balance_series.area_id
            and exports.basis = balance_series.basis
            and exports.price_basis = balance_series.price_basis
            and exports.seasonal_adjustment = balance_series.seasonal_adjustment
            and exports.measure = balance_series.measure
            and balance_series.flow = 'balance'
    left join printed_values as balances
        on
            exports.release_month = balances.release_month
            and balance_series.series_id = balances.series_id
            and exports.period_kind = balances.period_kind
            and exports.period_start = balances.period_start
            and exports.period_end = balances.period_end
    where
        exports.flow = 'exports'
        and imports.flow = 'imports'
        and balances.series_id is null
),

final as (
    select * from flow_values
    union all
    select * from derived_balances
)

select * from final
