select
    series_id as item,
    cast(month as date) as month,
    cast(first_seen as date) as first_seen,
    cast(superseded as date) as superseded,
    cast(value_musd as decimal(18, 6)) as value,
    'series_id=' || series_id
    || ';month=' || cast(month as varchar)
    || ';first_seen=' || cast(first_seen as varchar)
    || ';column=value_musd' as seed_row
from {{ ref('bop_totals_vintages') }}
