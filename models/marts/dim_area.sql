with areas as (
    select * from {{ ref('int_areas_named') }}
),

final as (
    select
        cast(area_id as varchar) as area_id,
        cast(area_name as varchar) as area_name,
        cast(area_kind as varchar) as area_kind
    from areas
)

select * from final
