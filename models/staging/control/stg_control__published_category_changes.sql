select
    cast(release_month as date) as release_month,
    cast(published_on as date) as published_on,
    flow,
    block,
    lower(category) as printed_name,
    cast(order_on_page as integer) as order_on_page,
    cast(printed_change_busd as decimal(18, 1)) as printed_value,
    'release_month=' || cast(release_month as varchar)
    || ';flow=' || flow
    || ';block=' || block
    || ';order_on_page=' || cast(order_on_page as varchar)
    || ';column=printed_change_busd' as seed_row
from {{ ref('published_category_changes') }}
