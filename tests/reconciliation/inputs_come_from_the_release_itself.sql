-- What: the inputs of a figure are printed by its release, or by the one before where
-- the formula says so, and the ledger holds the value for that release.
-- When it matters: releases never mix.
-- If it fails: look at the joins of int_figure_inputs_found.
with numbers as (
    {{ numbers_up_to(12) }}
),

-- The year to date is every month from January on.
formulas as (
    select
        figure_inputs.figure,
        figure_inputs.series_id,
        figure_inputs.releases_back,
        figure_inputs.months_back
        + cast(numbers.generated_number as integer) - 1 as months_back,
        case figure_inputs.months
            when 'year_to_date' then cast(numbers.generated_number as integer)
            else 1
        end as month_of_year_at_least
    from {{ ref('figure_inputs') }} as figure_inputs
    inner join numbers
        on
            figure_inputs.months = 'year_to_date'
            or numbers.generated_number = 1
    union all
    select
        series.series_id
        || case numbers.generated_number when 1 then '' else '_change' end as figure,
        series.series_id,
        0 as releases_back,
        months_back.generated_number - 1 as months_back,
        1 as month_of_year_at_least
    from {{ ref('dim_series') }} as series
    inner join numbers
        on numbers.generated_number <= 2
    inner join numbers as months_back
        on numbers.generated_number >= months_back.generated_number
)

select
    inputs.*,
    formulas.figure as formula,
    ledger.value_musd as ledger_value_musd
from {{ ref('fct_release_figure_inputs') }} as inputs
left join formulas
    on
        inputs.figure = formulas.figure
        and inputs.series_id = formulas.series_id
        and inputs.input_release_month
        = {{ months_before('inputs.release_month', 'formulas.releases_back') }}
        and inputs.period_start
        = {{ months_before('inputs.release_month', 'formulas.months_back') }}
        and extract(month from inputs.release_month)
        >= formulas.month_of_year_at_least
left join {{ ref('fct_trade_values') }} as ledger
    on
        inputs.series_id = ledger.series_id
        and inputs.period_kind = ledger.period_kind
        and inputs.period_start = ledger.period_start
        and {{ stood_in('inputs.input_release_month', 'ledger') }}
where
    formulas.figure is null
    or inputs.value_musd is distinct from ledger.value_musd
