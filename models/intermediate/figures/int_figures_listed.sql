-- What figures there are: the reviewed ones, and the value and the change of each
-- series of a commodity or a partner area. Dollars are billions, from millions.
with figures as (
    select * from {{ ref('figures') }}
),

inputs as (
    select * from {{ ref('int_figure_inputs_listed') }}
),

of_series as (
    select
        inputs.figure,
        max(inputs.series_id) as series_id
    from inputs
    left join figures
        on inputs.figure = figures.figure
    where figures.figure is null
    group by inputs.figure
),

final as (
    select
        figure,
        unit,
        divisor,
        page_part,
        formula
    from figures
    union all
    select
        figure,
        'usd_billions' as unit,
        1000 as divisor,
        cast(null as varchar) as page_part,
        'series ' || series_id
        || case when figure = series_id then '' else ' - the month before' end
            as formula
    from of_series
)

select * from final
