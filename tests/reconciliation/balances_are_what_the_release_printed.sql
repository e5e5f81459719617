-- What: a row of fct_trade_balances stands for every release and month of which both
-- flows are printed, with those values, the printed balance where there is one, and a
-- rounding of at most half of the last digit of each (two addends and their balance).
-- When it matters: every balance, change and contribution is read from here.
-- If it fails: compare with int_figures_printed of the release and series.
with printed as (
    select
        figures.release_month,
        figures.period_start as month,
        series.flow,
        series.category_id,
        series.area_id,
        series.basis,
        series.price_basis,
        series.seasonal_adjustment,
        series.measure,
        figures.value as value_musd,
        figures.half_unit
    from {{ ref('int_figures_printed') }} as figures
    inner join {{ ref('int_series_listed') }} as series
        on figures.series_id = series.series_id
    where
        figures.is_preferred
        and figures.period_kind = 'month'
        and series.measure = 'value'
        and series.valuation in ('fas', 'customs', 'not_applicable')
        and series.export_kind in ('total', 'not_applicable')
),

pairs as (
    select
        release_month,
        month,
        category_id,
        area_id,
        basis,
        price_basis,
        seasonal_adjustment,
        measure,
        max(case when flow = 'exports' then value_musd end) as exports_musd,
        max(case when flow = 'imports' then value_musd end) as imports_musd,
        max(case when flow = 'balance' then value_musd end) as balance_musd,
        sum(half_unit) as half_units
    from printed
    group by
        release_month,
        month,
        category_id,
        area_id,
        basis,
        price_basis,
        seasonal_adjustment,
        measure
    having count(*) filter (where flow <> 'balance') = 2
),

balances as (
    select * from {{ ref('fct_trade_balances') }}
    where evidence <> 'derived'
)

select
    coalesce(pairs.release_month, balances.release_month) as release_month,
    coalesce(pairs.month, balances.month) as month,
    coalesce(pairs.category_id, balances.category_id) as category_id,
    pairs.exports_musd as printed_exports_musd,
    pairs.imports_musd as printed_imports_musd,
    pairs.balance_musd as printed_balance_musd,
    balances.exports_musd,
    balances.imports_musd,
    balances.balance_musd,
    balances.rounding_musd
from pairs
full outer join balances
    on
        pairs.release_month = balances.release_month
        and pairs.month = balances.month
        and pairs.category_id = balances.category_id
        and pairs.area_id = balances.area_id
        and pairs.basis = balances.basis
        and pairs.price_basis = balances.price_basis
        and pairs.seasonal_adjustment = balances.seasonal_adjustment
        and pairs.measure = balances.measure
where
    pairs.exports_musd is distinct from balances.exports_musd
    or pairs.imports_musd is distinct from balances.imports_musd
    or balances.balance_musd is distinct from coalesce(
        pairs.balance_musd, pairs.exports_musd - pairs.imports_musd
    )
    or balances.is_balance_published <> (pairs.balance_musd is not null)
    -- The break of a figure as published is a matter of the identity, not of the mart.
    or abs(balances.rounding_musd) > pairs.half_units
