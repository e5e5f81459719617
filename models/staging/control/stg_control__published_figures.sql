select
    cast(release_month as date) as release_month,
    cast(published_on as date) as published_on,
    figure,
    unit,
    cast(printed_value as decimal(18, 1)) as printed_value,
    source,
    'release_month=' || cast(release_month as varchar)
    || ';figure=' || figure
    || ';column=printed_value' as seed_row
from {{ ref('published_figures') }}
