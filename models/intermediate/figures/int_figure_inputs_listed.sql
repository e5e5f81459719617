-- The inputs of each figure of each release: those of the reviewed formulas, and for
-- each commodity (exhibits 7 and 8) and partner area (exhibit 19) its value, under the
-- name of its series, and its change. The year to date is every month from January on.
with releases as (
    select
        release_month,
        cast(extract(month from release_month) as integer) as month_of_year
    from {{ ref('releases') }}
),

figure_inputs as (
    select * from {{ ref('figure_inputs') }}
),

numbers as (
    {{ numbers_up_to(12) }}
),

-- Those that the text of a release prints are asked for, its exhibits held or not.
series as (
    select
        release_month,
        series_id
    from {{ ref('int_figures_printed') }}
    where
        is_preferred
        and period_kind = 'month'
        and release_month = period_start
        and exhibit in ('07', '08', '19', 'census_goods_by_country_sa')
    union distinct
    select
        printed.release_month,
        replace(printed.figure, '_change', '') as series_id
    from {{ ref('printed_text_figures') }} as printed
    inner join releases
        on printed.release_month = releases.release_month
    left join figure_inputs
        on printed.figure = figure_inputs.figure
    where figure_inputs.figure is null
),

of_formulas as (
    select
        releases.release_month,
        figure_inputs.figure,
        figure_inputs.variant,
        12 * figure_inputs.input_number
        + cast(numbers.generated_number as integer) as input_order,
        figure_inputs.series_id,
        figure_inputs.months_back
        + cast(numbers.generated_number as integer) - 1 as months_back,
        figure_inputs.releases_back,
        figure_inputs.numerator_coefficient,
        figure_inputs.denominator_coefficient
    from releases
    cross join figure_inputs
    inner join numbers
        on
            case figure_inputs.months
                when 'year_to_date' then releases.month_of_year
                else 1
            end >= numbers.generated_number
),

-- 1 the value itself; 2 and 3 what its change is made of.
of_series as (
    select
        series.release_month,
        series.series_id
        || case numbers.generated_number when 1 then '' else '_change' end as figure,
        1 as variant,
        cast(numbers.generated_number as integer) as input_order,
        series.series_id,
        case numbers.generated_number when 3 then 1 else 0 end as months_back,
        0 as releases_back,
        case numbers.generated_number when 3 then -1 else 1 end
            as numerator_coefficient,
        0 as denominator_coefficient
    from series
    inner join numbers
        on numbers.generated_number <= 3
),

inputs as (
    select * from of_formulas
    union all
    select * from of_series
),

final as (
    select
        release_month,
        figure,
        variant,
        cast(
            row_number() over (
                partition by release_month, figure, variant order by input_order
            ) as integer
        ) as input_number,
        series_id,
        {{ months_before('release_month', 'months_back') }} as month,
        {{ months_before('release_month', 'releases_back') }} as input_release_month,
        numerator_coefficient,
        denominator_coefficient
    from inputs
)

select * from final
