-- Every series: the reviewed ones, and those that the items of the exhibits make.
with series as (
    select * from {{ ref('series') }}
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
),

-- A row in chained dollars stands for one series of each chain year.
reviewed as (
    select
        series_id,
        flow,
        category_id,
        area_id,
        basis,
        valuation,
        export_kind,
        price_basis,
        seasonal_adjustment,
        measure,
        unit
    from series
    where price_basis = 'current'
    union all
    select
        replace(series.series_id, 'chained', chain_years.price_basis) as series_id,
        series.flow,
        series.category_id,
        series.area_id,
        series.basis,
        series.valuation,
        series.export_kind,
        chain_years.price_basis,
        series.seasonal_adjustment,
        series.measure,
        replace(series.unit, 'chained', chain_years.price_basis) as unit
    from series
    inner join chain_years
        on series.price_basis = 'chained'
),

made_of_items as (
    select
        series_id,
        flow,
        category_id,
        area_id,
        basis,
        valuation,
        export_kind,
        price_basis,
        seasonal_adjustment,
        measure,
        unit
    from {{ ref('int_exhibit_series_listed') }}
    where not is_reviewed
    -- Several exhibits print one series.
    group by
        series_id,
        flow,
        category_id,
        area_id,
        basis,
        valuation,
        export_kind,
        price_basis,
        seasonal_adjustment,
        measure,
        unit
),

final as (
    select
        made_of_items.series_id,
        made_of_items.flow,
        made_of_items.category_id,
        made_of_items.area_id,
        made_of_items.basis,
        made_of_items.valuation,
        made_of_items.export_kind,
        made_of_items.price_basis,
        made_of_items.seasonal_adjustment,
        made_of_items.measure,
        made_of_items.unit
    from made_of_items
    left join reviewed
        on made_of_items.series_id = reviewed.series_id
    where reviewed.series_id is null
    union all
    select
        series_id,
        flow,
        category_id,
        area_id,
        basis,
        valuation,
        export_kind,
        price_basis,
        seasonal_adjustment,
        measure,
        unit
    from reviewed
)

select * from final
