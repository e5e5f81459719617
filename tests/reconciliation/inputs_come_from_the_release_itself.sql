-- What: the inputs of a figure are printed by its release, or by the one before where
-- the formula says so, and the ledger holds the value for that release.
-- When it matters: releases never mix.
-- If it fails: look at the joins of int_figure_inputs_found.
select
    inputs.*,
    formulas.releases_back,
    ledger.value_musd as ledger_value_musd
from {{ ref('fct_release_figure_inputs') }} as inputs
left join {{ ref('figure_inputs') }} as formulas
    on
        inputs.figure = formulas.figure
        and inputs.input_number = formulas.input_number
        and inputs.series_id = formulas.series_id
left join {{ ref('fct_trade_values') }} as ledger
    on
        inputs.series_id = ledger.series_id
        and inputs.period_kind = ledger.period_kind
        and inputs.period_start = ledger.period_start
        and {{ stood_in('inputs.input_release_month', 'ledger') }}
where
    formulas.figure is null
    or inputs.input_release_month
    <> {{ months_before('inputs.release_month', 'formulas.releases_back') }}
    or inputs.period_start
    <> {{ months_before('inputs.release_month', 'formulas.months_back') }}
    or inputs.value_musd is distinct from ledger.value_musd
