-- Question: which commodities have no five-digit end-use code?
-- Answer: one row per commodity of exhibits 7 and 8 without one: of exports all,
-- because the list of codes that is held is that of imports.
-- Unit: none; names as the newest release held prints them.
with commodities as (
    select * from {{ ref('dim_category') }}
    where scheme in ('export_commodity', 'import_commodity')
)

select
    scheme,
    sort_order,
    agency_name as commodity
from commodities
where end_use_code is null
order by scheme, sort_order
