-- Question: from which cells does the change of imports on the page of January 2024
-- come?
-- Answer: one row per input of the formula, with the row and column of its seed.
-- Unit: millions of U.S. dollars; coefficients are plain numbers.
with inputs as (
    select * from {{ ref('fct_release_figure_inputs') }}
)

select
    input_number,
    series_id,
    period_start as month,
    numerator_coefficient,
    cast(value_musd as decimal(18, 0)) as value_musd,
    evidence,
    seed,
    seed_row
from inputs
where
    release_month = cast('2024-01-01' as date)
    and figure = 'imports_change'
order by input_number
