with areas as (
    select * from {{ ref('areas') }}
),

unreviewed as (
    {{ unreviewed_names('area_id', 'areas') }}
),

final as (
    select
        area_id,
        area_name,
        area_kind
    from areas
    union all
    select
        area_id,
        printed_name as area_name,
        'unreviewed' as area_kind
    from unreviewed
)

select * from final
