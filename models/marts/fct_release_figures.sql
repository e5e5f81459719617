with judged as (
    select * from {{ ref('int_figures_judged') }}
),

figures as (
    select * from {{ ref('int_figures_listed') }}
),

figure_inputs as (
    select * from {{ ref('fct_release_figure_inputs') }}
),

inputs_missing as (
    select * from {{ ref('int_figure_inputs_missing') }}
),

input_lists as (
    select
        release_month,
        figure,
        {{ dbt.listagg(
            "series_id || ' of ' || cast(period_start as varchar)"
            ~ " || ' in release ' || cast(input_release_month as varchar)"
            ~ " || ', exhibit ' || exhibit",
            "'; '",
            "order by input_number"
        ) }} as inputs
    from figure_inputs
    group by release_month, figure
),

final as (
    select
        cast(judged.release_month as date) as release_month,
        cast(judged.figure as varchar) as figure,
        cast(figures.unit as varchar) as unit,
        cast(judged.computed_value as decimal(18, 6)) as computed_value,
        cast(judged.lowest_value as decimal(18, 6)) as lowest_value,
        cast(judged.highest_value as decimal(18, 6)) as highest_value,
        cast(judged.rounded_value as decimal(18, 1)) as rounded_value,
        cast(judged.printed_value as decimal(18, 1)) as printed_value,
        cast(judged.status as varchar) as status,
        cast(judged.value_used as decimal(18, 1)) as value_used,
        cast(figures.formula as varchar) as formula,
        cast(input_lists.inputs as varchar) as inputs,
        cast(judged.reason as varchar) as reason,
        cast(
            case
                when judged.computed_value is null then inputs_missing.missing_inputs
            end as varchar
        ) as missing_inputs,
        cast(figures.page_part as varchar) as page_part,
        cast(judged.printed_seed as varchar) as printed_seed,
        cast(judged.printed_seed_row as varchar) as printed_seed_row
    from judged
    left join figures
        on judged.figure = figures.figure
    left join input_lists
        on
            judged.release_month = input_lists.release_month
            and judged.figure = input_lists.figure
    left join inputs_missing
        on
            judged.release_month = inputs_missing.release_month
            and judged.figure = inputs_missing.figure
)

select * from final
