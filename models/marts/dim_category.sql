select
    cast(category_id as varchar) as category_id,
    cast(scheme as varchar) as scheme,
    cast(end_use_code as varchar) as end_use_code,
    cast(agency_name as varchar) as agency_name,
    cast(page_name as varchar) as page_name,
    cast(sort_order as integer) as sort_order
from {{ ref('categories') }}
