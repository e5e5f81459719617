-- What: a computed figure is what its listed inputs and coefficients give, and each
-- input is the value the seeds hold: of the release itself, or of the one before where
-- the figure says so.
-- When it matters: the list of inputs is the proof that a number is not typed.
-- If it fails: look at the variant chosen in int_figures_computed.
with inputs as (
    select
        release_month,
        figure,
        sum(numerator_coefficient * value_musd) as numerator_musd,
        sum(denominator_coefficient * value_musd) as denominator_musd,
        count(*) as input_count,
        count(value_musd) as value_count
    from {{ ref('fct_release_figure_inputs') }}
    group by release_month, figure
),

figures as (
    select * from {{ ref('fct_release_figures') }}
    where computed_value is not null
)

select
    coalesce(figures.release_month, inputs.release_month) as release_month,
    coalesce(figures.figure, inputs.figure) as figure,
    figures.computed_value,
    inputs.numerator_musd,
    inputs.denominator_musd
from figures
inner join {{ ref('int_figures_listed') }} as formulas
    on figures.figure = formulas.figure
full outer join inputs
    on
        figures.release_month = inputs.release_month
        and figures.figure = inputs.figure
where
    inputs.input_count is distinct from inputs.value_count
    or coalesce(
        abs(
            figures.computed_value
            - inputs.numerator_musd
            / case
                when figures.unit = 'percent' then inputs.denominator_musd
                else formulas.divisor
            end
        ) > 0.000001,
        true
    )
