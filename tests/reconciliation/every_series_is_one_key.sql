-- What: a series has one full key and a key one series.
-- When it matters: two names for one thing, or one name for two, would split the
-- ledger.
-- If it fails: mend seeds/reference/series.csv; where two items make one name, say
-- in exhibit_series.csv that they are one series, or rename a category.
with keys as (
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
        measure
    from {{ ref('int_series_listed') }}
    union
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
        measure
    from {{ ref('int_exhibit_series_listed') }}
    where not is_reviewed
)

select
    flow,
    category_id,
    area_id,
    basis,
    valuation,
    export_kind,
    price_basis,
    seasonal_adjustment,
    measure,
    min(series_id) as first_series_id,
    max(series_id) as last_series_id
from keys
group by
    flow,
    category_id,
    area_id,
    basis,
    valuation,
    export_kind,
    price_basis,
    seasonal_adjustment,
    measure
having count(*) > 1
union all
select
    cast(null as varchar) as flow,
    cast(null as varchar) as category_id,
    cast(null as varchar) as area_id,
    cast(null as varchar) as basis,
    cast(null as varchar) as valuation,
    cast(null as varchar) as export_kind,
    cast(null as varchar) as price_basis,
    cast(null as varchar) as seasonal_adjustment,
    cast(null as varchar) as measure,
    series_id as first_series_id,
    series_id as last_series_id
from keys
group by series_id
having count(*) > 1
