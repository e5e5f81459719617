-- Exhibit 7: exports of goods by commodity; a row of the seed is a figure already.
select
    '07' as exhibit,
    release_month,
    item,
    'current' as price_basis,
    row_kind,
    period_start,
    period_end,
    value as value_musd,
    source_row,
    'release_month=' || cast(release_month as varchar)
    || ';category=' || coalesce(category, '')
    || ';item=' || item
    || ';row_kind=' || row_kind
    || ';period_start=' || cast(period_start as varchar)
    || ';period_end=' || cast(period_end as varchar)
    || ';column=value' as seed_row
from {{ ref('exhibit_07') }}
