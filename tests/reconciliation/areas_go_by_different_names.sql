-- What: no two areas have the same name.
-- When it matters: people read and filter names; Georgia is a country and a state.
-- If it fails: give one of them a name in seeds/reference/areas.csv that tells them
-- apart.
with areas as (
    select * from {{ ref('dim_area') }}
)

select
    area_name,
    min(area_id) as one_area_id,
    max(area_id) as other_area_id
from areas
group by area_name
having count(*) > 1
