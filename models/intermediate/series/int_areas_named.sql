with areas as (
    select * from {{ ref('areas') }}
),

names as (
    select
        item,
        min(printed_name) as printed_name
    from {{ ref('items') }}
    where not is_reviewed
    group by item
),

-- An area that a release brought along and nobody has reviewed goes by its printed
-- name.
unreviewed as (
    select
        series.area_id,
        min(names.printed_name) as area_name
    from {{ ref('int_series_listed') }} as series
    left join areas
        on series.area_id = areas.area_id
    inner join names
        on series.area_id = names.item
    where areas.area_id is null
    group by series.area_id
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
        area_name,
        'unreviewed' as area_kind
    from unreviewed
)

select * from final
