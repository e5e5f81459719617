-- What a figure lacks to be computed: of its variants the one that lacks least.
with inputs as (
    select * from {{ ref('int_figure_inputs_found') }}
),

counted as (
    select
        release_month,
        figure,
        variant,
        count(*) - count(value_musd) as missing_count
    from inputs
    group by release_month, figure, variant
),

ranked as (
    select
        *,
        row_number() over (
            partition by release_month, figure order by missing_count, variant
        ) as place
    from counted
),

final as (
    select
        inputs.release_month,
        inputs.figure,
        {{ dbt.listagg(
            "inputs.series_id || ' of ' || substring(cast(inputs.month as varchar), 1, 7)"
            ~ " || ' in release ' || substring("
            ~ "cast(inputs.input_release_month as varchar), 1, 7)",
            "'; '",
            "order by inputs.input_number"
        ) }} as missing_inputs
    from ranked
    inner join inputs
        on
            ranked.release_month = inputs.release_month
            and ranked.figure = inputs.figure
            and ranked.variant = inputs.variant
    where ranked.place = 1 and inputs.value_musd is null
    group by inputs.release_month, inputs.figure
)

select * from final
