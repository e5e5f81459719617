select
    cast(area_id as varchar) as area_id,
    cast(area_name as varchar) as area_name,
    cast(area_kind as varchar) as area_kind
from {{ ref('areas') }}
