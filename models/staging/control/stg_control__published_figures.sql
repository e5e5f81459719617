select
    cast(release_month as date) as release_month,
    cast(published_on as date) as published_on,
    figure,
    unit,
    cast(printed_value as decimal(18, 1)) as printed_value,
    source
from {{ ref('published_figures') }}
