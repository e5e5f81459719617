with series as (
    select * from {{ ref('int_series_listed') }}
),

exhibit_series as (
    select * from {{ ref('int_exhibit_series_listed') }}
),

exhibit_lists as (
    select
        series_id,
        {{ dbt.listagg("exhibit", "', '", "order by exhibit") }} as exhibits
    from exhibit_series
    group by series_id
),

final as (
    select
        cast(series.series_id as varchar) as series_id,
        {%- for column in series_columns() + ['unit'] %}
        cast(series.{{ column }} as varchar) as {{ column }},
        {%- endfor %}
        -- Null for a balance that no exhibit prints and the marts derive.
        cast(exhibit_lists.exhibits as varchar) as exhibits
    from series
    left join exhibit_lists
        on series.series_id = exhibit_lists.series_id
)

select * from final
