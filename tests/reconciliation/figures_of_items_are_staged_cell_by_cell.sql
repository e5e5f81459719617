-- What: staging gives every cell of every seed whose rows are items once, with its
-- value, its place on the sheet and its row of the seed, and nothing else.
-- When it matters: an exhibit, or a column added to a seed, is lost where the model does
-- not name it. The cells are read from the seeds themselves, every column that does not
-- say what a row is, so that the model has no say in them.
-- If it fails: look at the exhibit shown in stg_exhibits__figures_of_items; one that is
-- new belongs in the list below, too.
{%- set seeds = [
    'exhibit_07', 'exhibit_08', 'exhibit_14', 'exhibit_14a', 'exhibit_15',
    'exhibit_16a', 'exhibit_17a', 'exhibit_18', 'exhibit_19', 'exhibit_20',
    'exhibit_20a', 'exhibit_20b', 'supplement_1s', 'supplement_2s', 'supplement_2as',
    'supplement_4s', 'supplement_4as', 'bea_trade_by_country',
    'census_goods_by_country_sa',
] %}
{%- set keys = [
    'release_month', 'block', 'category', 'parent_item', 'item', 'row_kind',
    'period_start', 'period_end',
] %}
with cells as (
    {%- for seed in seeds %}
    {%- set relation = ref(seed) %}
    {%- set columns = columns_of(relation) %}
    {%- set separator = "union all" if not loop.last %}
    {%- set parent = "category" if "category" in columns else "parent_item" %}
    {%- for cell in columns if cell not in keys + ['line', 'source_row'] %}
    select
        '{{ seed }}.csv' as file_name,
        {{ "block" if "block" in columns else "cast(null as varchar)" }} as block,
        release_month,
        coalesce({{ parent }}, '') as parent_item,
        item,
        '{{ cell }}' as column_name,
        row_kind,
        period_start,
        period_end,
        {{ cell }} as value,
        source_row,
        '{{ parent }}' as parent_column
    from {{ relation }}
    where {{ cell }} is not null
    {{ "union all" if not loop.last else separator }}
    {%- endfor %}
    {%- endfor %}
),

exhibits as (
    select
        exhibit,
        split_part(seed, '/', 3) as file_name
    from {{ ref('exhibits') }}
),

-- Counted, so that a doubled row cannot hide behind its twin.
counted as (
    select
        exhibits.exhibit,
        coalesce(cells.block, 'all') as block,
        cells.release_month,
        cells.parent_item,
        cells.item,
        cells.column_name,
        cells.row_kind,
        cells.period_start,
        cells.period_end,
        cells.value,
        cells.source_row,
        'release_month=' || cast(cells.release_month as varchar)
        -- Only exhibits of several tables name them.
        || coalesce(';block=' || cells.block, '')
        || ';' || cells.parent_column || '=' || cells.parent_item
        || ';item=' || cells.item
        || ';row_kind=' || cells.row_kind
        || ';period_start=' || cast(cells.period_start as varchar)
        || ';period_end=' || cast(cells.period_end as varchar)
        || ';column=' || cells.column_name as seed_row,
        1 as cell_count,
        0 as staged_count
    from cells
    inner join exhibits
        on cells.file_name = exhibits.file_name
    union all
    select
        exhibit,
        block,
        release_month,
        parent_item,
        item,
        column_name,
        row_kind,
        period_start,
        period_end,
        value,
        source_row,
        seed_row,
        0 as cell_count,
        1 as staged_count
    from {{ ref('stg_exhibits__figures_of_items') }}
),

coverage as (
    select * from {{ ref('release_coverage') }}
)

select
    exhibit,
    block,
    release_month,
    parent_item,
    item,
    column_name,
    row_kind,
    period_start,
    period_end,
    value,
    source_row,
    seed_row,
    sum(cell_count) as cell_count,
    sum(staged_count) as staged_count
from counted
group by
    exhibit, block, release_month, parent_item, item, column_name, row_kind,
    period_start, period_end, value, source_row, seed_row
having sum(cell_count) <> sum(staged_count)
union all
-- A seed of which nothing is held has nothing to compare; one with rows has.
select distinct
    exhibits.exhibit,
    null as block,
    null as release_month,
    null as parent_item,
    'the seed is empty, coverage is not' as item,
    null as column_name,
    null as row_kind,
    null as period_start,
    null as period_end,
    null as value,
    null as source_row,
    null as seed_row,
    0 as cell_count,
    0 as staged_count
from coverage
inner join exhibits
    on coverage.exhibit = exhibits.exhibit
where
    exhibits.file_name in ('{{ seeds | join(".csv', '") }}.csv')
    and exhibits.file_name not in (select cells.file_name from cells)
