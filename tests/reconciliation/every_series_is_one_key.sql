-- What: a series has one full key and a key one series.
-- When it matters: two names for one thing, or one name for two, would split the
-- ledger.
-- If it fails: mend seeds/reference/series.csv.
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
    count(*) as series_count
from {{ ref('int_series_listed') }}
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
