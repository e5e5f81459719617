with categories as (
    select * from {{ ref('categories') }}
),

names as (
    select
        item,
        min(scheme) as scheme,
        min(printed_name) as printed_name
    from {{ ref('items') }}
    where not is_reviewed
    group by item
),

-- A category that a release brought along and nobody has reviewed goes by its printed
-- name and has no code.
unreviewed as (
    select
        series.category_id,
        min(names.scheme) as scheme,
        min(names.printed_name) as agency_name
    from {{ ref('int_series_listed') }} as series
    left join categories
        on series.category_id = categories.category_id
    inner join names
        on series.category_id = names.item
    where categories.category_id is null
    group by series.category_id
),

final as (
    select
        cast(category_id as varchar) as category_id,
        cast(scheme as varchar) as scheme,
        cast(end_use_code as varchar) as end_use_code,
        cast(agency_name as varchar) as agency_name,
        cast(page_name as varchar) as page_name,
        cast(sort_order as integer) as sort_order,
        cast(true as boolean) as is_reviewed
    from categories
    union all
    select
        cast(category_id as varchar) as category_id,
        cast(scheme as varchar) as scheme,
        cast(null as varchar) as end_use_code,
        cast(agency_name as varchar) as agency_name,
        cast(lower(agency_name) as varchar) as page_name,
        cast(null as integer) as sort_order,
        cast(false as boolean) as is_reviewed
    from unreviewed
)

select * from final
