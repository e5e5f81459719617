-- What the items of an exhibit are parts of, in each release that prints them: items
-- come and go, so a sum has the children that its own release gives it.
with item_figures as (
    select
        exhibit,
        release_month,
        block,
        column_name,
        item_code,
        item,
        part_of,
        rollup_id,
        min(period_start) filter (where row_kind = 'month') as first_month,
        max(period_start) filter (where row_kind = 'month') as last_month,
        min(period_end) filter (where row_kind in ('year', 'year_to_date'))
            as first_month_to_date,
        max(period_end) filter (where row_kind in ('year', 'year_to_date'))
            as last_month_to_date
    from {{ ref('int_items_named') }}
    where item_code is not null
    group by
        exhibit,
        release_month,
        block,
        column_name,
        item_code,
        item,
        part_of,
        rollup_id
),

exhibit_series as (
    select * from {{ ref('int_exhibit_series_listed') }}
),

series as (
    select * from {{ ref('int_series_listed') }}
),

item_series as (
    select
        item_figures.*,
        exhibit_series.series_id,
        series.flow,
        series.category_id,
        series.area_id
    from item_figures
    inner join exhibit_series
        on
            item_figures.exhibit = exhibit_series.exhibit
            and item_figures.item = exhibit_series.item
    inner join series
        on exhibit_series.series_id = series.series_id
),

final as (
    select
        children.release_month,
        children.exhibit,
        children.rollup_id,
        parents.series_id as parent_series_id,
        children.series_id as child_series_id,
        parents.flow,
        children.category_id as child_category_id,
        children.area_id as child_area_id,
        parents.first_month,
        parents.last_month,
        parents.first_month_to_date,
        parents.last_month_to_date,
        count(*) over (
            partition by
                children.release_month,
                children.exhibit,
                children.rollup_id,
                parents.series_id
        ) as child_count
    from item_series as children
    inner join item_series as parents
        on
            children.release_month = parents.release_month
            and children.exhibit = parents.exhibit
            and children.block = parents.block
            and children.column_name = parents.column_name
            and children.part_of = parents.item_code
)

select * from final
