with inputs as (
    select * from {{ ref('int_figure_inputs_found') }}
),

computed as (
    select * from {{ ref('int_figures_computed') }}
),

final as (
    select
        cast(inputs.release_month as date) as release_month,
        cast(inputs.figure as varchar) as figure,
        cast(inputs.input_number as integer) as input_number,
        cast(inputs.series_id as varchar) as series_id,
        cast('month' as varchar) as period_kind,
        cast(inputs.month as date) as period_start,
        cast(inputs.month as date) as period_end,
        cast(inputs.input_release_month as date) as input_release_month,
        cast(inputs.value_musd as decimal(18, 6)) as value_musd,
        cast(inputs.numerator_coefficient as integer) as numerator_coefficient,
        cast(inputs.denominator_coefficient as integer) as denominator_coefficient,
        cast(inputs.evidence as varchar) as evidence,
        cast(inputs.exhibit as varchar) as exhibit,
        cast(inputs.seed as varchar) as seed,
        cast(inputs.seed_row as varchar) as seed_row,
        cast(inputs.source_row as integer) as source_row
    from inputs
    inner join computed
        on
            inputs.release_month = computed.release_month
            and inputs.figure = computed.figure
            and inputs.variant = computed.variant
)

select * from final
