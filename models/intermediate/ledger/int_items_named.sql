-- The figures of exhibits whose rows are items, under the codes of their items: a name
-- is spelled differently between releases, and "Other" is another item in each region.
with item_figures as (
    select * from {{ ref('stg_exhibits__figures_of_items') }}
    union all
    select * from {{ ref('stg_history__goods_by_end_use_code_figures') }}
),

item_schemes as (
    select * from {{ ref('item_schemes') }}
),

items as (
    select
        scheme,
        coalesce(parent_item, '') as parent_item,
        printed_name,
        item,
        part_of,
        export_kind,
        -- What "All other countries" leaves over depends on the list of its time.
        coalesce(first_release, cast('1900-01-01' as date)) as first_release,
        coalesce(last_release, cast('9999-12-01' as date)) as last_release
    from {{ ref('items') }}
),

final as (
    select
        item_figures.exhibit,
        item_figures.block,
        item_figures.release_month,
        item_figures.column_name,
        item_schemes.scheme,
        item_schemes.dimension,
        item_schemes.rollup_id,
        items.item as item_code,
        -- Null where an item is part of no sum, and where nobody has named it.
        items.part_of,
        items.export_kind,
        -- What exhibit_series calls the figure: table, column and item. A name that has
        -- no row keeps its figures; without a series they fail a test.
        case
            when item_figures.block = 'all' then '' else item_figures.block || '_'
        end
        || case
            when item_figures.column_name = 'value' then ''
            else item_figures.column_name || '_'
        end
        || coalesce(items.item, item_figures.item) as item,
        'current' as price_basis,
        item_figures.row_kind,
        item_figures.period_start,
        item_figures.period_end,
        item_figures.value,
        item_figures.source_row,
        item_figures.seed_row
    from item_figures
    left join item_schemes
        on
            item_figures.exhibit = item_schemes.exhibit
            and item_figures.block = item_schemes.block
    left join items
        on
            item_schemes.scheme = items.scheme
            and item_figures.parent_item = items.parent_item
            and item_figures.item = items.printed_name
            and item_figures.release_month
            between items.first_release and items.last_release
)

select * from final
