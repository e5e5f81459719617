-- A published balance against published exports less imports, within one exhibit.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and exhibit <> 'bop_totals_vintages'
),

final as (
    select
        'balance is exports less imports' as identity,
        balances.exhibit,
        balances.carried_by_release_month,
        balances.release_month,
        balances.series_id,
        balances.period_kind,
        balances.period_start,
        balances.period_end,
        balances.value_musd as expected_musd,
        exports.value_musd - imports.value_musd as actual_musd,
        -- Two addends and their balance, each rounded to the million on its own.
        cast(1.5 as decimal(18, 6)) as tolerance_musd,
        balances.source_row
    from checked as balances
    inner join checked as exports
        on
            exports.flow = 'exports'
            and balances.exhibit = exports.exhibit
            and balances.carried_by_release_month = exports.carried_by_release_month
            and balances.is_as_published = exports.is_as_published
            and balances.category_id = exports.category_id
            and balances.area_id = exports.area_id
            and balances.basis = exports.basis
            and balances.price_basis = exports.price_basis
            and balances.seasonal_adjustment = exports.seasonal_adjustment
            and balances.period_kind = exports.period_kind
            and balances.period_start = exports.period_start
            and balances.period_end = exports.period_end
    inner join checked as imports
        on
            imports.flow = 'imports'
            and balances.exhibit = imports.exhibit
            and balances.carried_by_release_month = imports.carried_by_release_month
            and balances.is_as_published = imports.is_as_published
            and balances.category_id = imports.category_id
            and balances.area_id = imports.area_id
            and balances.basis = imports.basis
            and balances.price_basis = imports.price_basis
            and balances.seasonal_adjustment = imports.seasonal_adjustment
            and balances.period_kind = imports.period_kind
            and balances.period_start = imports.period_start
            and balances.period_end = imports.period_end
    where balances.flow = 'balance'
)

select * from final
