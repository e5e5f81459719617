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
        cast(series.flow as varchar) as flow,
        cast(series.category_id as varchar) as category_id,
        cast(series.area_id as varchar) as area_id,
        cast(series.basis as varchar) as basis,
        cast(series.valuation as varchar) as valuation,
        cast(series.export_kind as varchar) as export_kind,
        cast(series.price_basis as varchar) as price_basis,
        cast(series.seasonal_adjustment as varchar) as seasonal_adjustment,
        cast(series.measure as varchar) as measure,
        cast(series.unit as varchar) as unit,
        -- Null for a balance that no exhibit prints and the marts derive.
        cast(exhibit_lists.exhibits as varchar) as exhibits
    from series
    left join exhibit_lists
        on series.series_id = exhibit_lists.series_id
)

select * from final
