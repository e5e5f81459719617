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
        cast(area_id as varchar) as area_id,
        cast(area_name as varchar) as area_name,
        cast(area_kind as varchar) as area_kind
    from areas
    union all
    select
        cast(area_id as varchar) as area_id,
        cast(area_name as varchar) as area_name,
        cast('unreviewed' as varchar) as area_kind
    from unreviewed
)

select * from final
