-- Which series each figure of an exhibit belongs to. Where columns are fixed a reviewed
-- row says it. Where rows are items, the exhibit's column and the item give the series
-- between them, unless a reviewed row names a series that another exhibit prints, too.
{%- set made_columns = series_columns() | reject("eq", "price_basis") | list %}
with reviewed as (
    select * from {{ ref('int_exhibit_series_reviewed') }}
),

exhibit_columns as (
    select * from {{ ref('exhibit_columns') }}
),

-- Each item once, however many periods and releases it is printed for.
printed_items as (
    select distinct
        exhibit,
        block,
        column_name,
        dimension,
        item_code,
        export_kind,
        item,
        price_basis
    from {{ ref('int_items_named') }}
    where item_code is not null
),

keyed as (
    select
        printed_items.exhibit,
        printed_items.block,
        printed_items.item,
        printed_items.price_basis,
        exhibit_columns.flow,
        case
            when printed_items.dimension = 'category' then printed_items.item_code
            else exhibit_columns.category_id
        end as category_id,
        case
            when printed_items.dimension = 'area' then printed_items.item_code
            else exhibit_columns.area_id
        end as area_id,
        exhibit_columns.basis,
        exhibit_columns.valuation,
        case
            when exhibit_columns.flow = 'exports'
                then coalesce(printed_items.export_kind, exhibit_columns.export_kind)
            else exhibit_columns.export_kind
        end as export_kind,
        exhibit_columns.seasonal_adjustment,
        exhibit_columns.measure,
        exhibit_columns.unit,
        exhibit_columns.multiplier,
        exhibit_columns.half_unit,
        exhibit_columns.zero_half_unit
    from printed_items
    inner join exhibit_columns
        on {{ same(
            'printed_items', 'exhibit_columns', ['exhibit', 'block', 'column_name'],
        ) }}
    left join reviewed
        on {{ same('printed_items', 'reviewed', ['exhibit', 'item']) }}
    where reviewed.series_id is null
),

-- A series is named by what sets it apart: the world, and the valuation, kind and
-- measure that are usual, go without saying.
named as (
    select
        *,
        flow
        || '_' || replace(category_id, substr(flow, 1, 6) || '_', '')
        || case when area_id = 'world' then '' else '_' || area_id end
        || '_' || basis
        || case
            when valuation in ('fas', 'customs', 'not_applicable') then ''
            else '_' || valuation
        end
        || case
            when export_kind in ('total', 'not_applicable') then ''
            else '_' || export_kind
        end
        || case when measure = 'value' then '' else '_' || measure end
        || '_' || seasonal_adjustment as series_id
    from keyed
),

final as (
    {%- for source in ['reviewed', 'named'] %}
    select
        exhibit,
        block,
        item,
        price_basis,
        series_id,
        multiplier,
        half_unit,
        zero_half_unit,
        {%- for column in made_columns + ['unit'] %}
        {{ "cast(null as varchar) as " if source == "reviewed" }}{{ column }},
        {%- endfor %}
        {{ "true" if source == "reviewed" else "false" }} as is_reviewed
    from {{ source }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select * from final
