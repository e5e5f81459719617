-- Every series: the reviewed ones, and those that the items of the exhibits make.
with series as (
    select * from {{ ref('series') }}
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
),

-- A row in chained dollars stands for one series of each chain year.
expanded as (
    select
        series.*,
        coalesce(chain_years.price_basis, 'current') as expanded_basis
    from series
    left join chain_years
        on series.price_basis = 'chained'
    where series.price_basis = 'current' or chain_years.price_basis is not null
),

reviewed as (
    select
        replace(series_id, price_basis, expanded_basis) as series_id,
        flow,
        category_id,
        area_id,
        basis,
        valuation,
        export_kind,
        expanded_basis as price_basis,
        seasonal_adjustment,
        measure,
        replace(unit, price_basis, expanded_basis) as unit
    from expanded
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
