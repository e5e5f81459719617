-- A figure is the sum of its inputs times their coefficients, over the same sum for the
-- denominator where it is a percent, over the divisor (1,000 from millions to billions,
-- 3,000 for the mean of three months). Of its variants the first that is complete
-- counts.
with inputs as (
    select * from {{ ref('int_figure_inputs_found') }}
),

figures as (
    select * from {{ ref('int_figures_listed') }}
),

sums as (
    select
        release_month,
        figure,
        variant,
        sum(numerator_coefficient * value_musd) as numerator_musd,
        sum(denominator_coefficient * value_musd) as denominator_musd,
        row_number() over (
            partition by release_month, figure order by variant
        ) as variant_rank
    from inputs
    group by release_month, figure, variant
    having count(*) = count(value_musd)
),

-- Which way half a unit more on an input moves the figure: the sign of its slope.
slopes as (
    select
        sums.*,
        inputs.numerator_coefficient,
        inputs.denominator_coefficient,
        inputs.half_unit_musd,
        figures.unit,
        figures.divisor,
        case
            when figures.unit = 'percent'
                then
                    sign(
                        inputs.numerator_coefficient * sums.denominator_musd
                        - inputs.denominator_coefficient * sums.numerator_musd
                    )
            else sign(inputs.numerator_coefficient)
        end as slope_sign
    from sums
    inner join inputs
        on {{ same('sums', 'inputs', ['release_month', 'figure', 'variant']) }}
    inner join figures
        on sums.figure = figures.figure
    where sums.variant_rank = 1
),

banded as (
    select
        release_month,
        figure,
        variant,
        unit,
        divisor,
        numerator_musd,
        denominator_musd,
        sum(half_unit_musd * numerator_coefficient * slope_sign) as numerator_band_musd,
        sum(half_unit_musd * denominator_coefficient * slope_sign)
            as denominator_band_musd
    from slopes
    group by
        release_month,
        figure,
        variant,
        unit,
        divisor,
        numerator_musd,
        denominator_musd
),

-- A percent of a base that is zero, or that changed sign, says nothing.
measured as (
    select
        *,
        unit <> 'percent'
        or sign(denominator_musd) * sign(numerator_musd + 100 * denominator_musd) = 1
            as is_meaningful
    from banded
),

final as (
    select
        release_month,
        figure,
        variant,
        unit,
        {{ figure_value(0) }} as computed_value,
        {{ figure_value(-1) }} as lowest_value,
        {{ figure_value(1) }} as highest_value
    from measured
)

select * from final
