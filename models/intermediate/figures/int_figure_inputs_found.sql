-- The inputs of every figure of every release, with the value that release printed.
with releases as (
    select * from {{ ref('releases') }}
),

figure_inputs as (
    select * from {{ ref('figure_inputs') }}
),

printed as (
    select * from {{ ref('int_figures_printed') }}
    where is_preferred and period_kind = 'month'
),

wanted as (
    select
        releases.release_month,
        figure_inputs.figure,
        figure_inputs.variant,
        figure_inputs.input_number,
        figure_inputs.series_id,
        {{ months_before('releases.release_month', 'figure_inputs.months_back') }}
            as month,
        {{ months_before('releases.release_month', 'figure_inputs.releases_back') }}
            as input_release_month,
        figure_inputs.numerator_coefficient,
        figure_inputs.denominator_coefficient
    from releases
    cross join figure_inputs
),

final as (
    select
        wanted.*,
        printed.value as value_musd,
        printed.half_unit as half_unit_musd,
        printed.evidence,
        printed.exhibit,
        printed.seed,
        printed.seed_row,
        printed.source_row
    from wanted
    left join printed
        on
            wanted.series_id = printed.series_id
            and wanted.month = printed.period_start
            and wanted.input_release_month = printed.release_month
)

select * from final
