-- The inputs of every figure of every release, with the value that release printed.
with wanted as (
    select * from {{ ref('int_figure_inputs_listed') }}
),

printed as (
    select * from {{ ref('int_figures_printed') }}
    where is_preferred and period_kind = 'month'
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
