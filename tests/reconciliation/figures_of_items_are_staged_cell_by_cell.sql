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
-- Only exhibits of several tables name their block in a row of the seed.
with cells as (
    {%- for seed in seeds %}
    {%- set relation = ref(seed) %}
    {%- set columns = columns_of(relation) %}
    {%- set separator = "union all" if not loop.last %}
    {%- set parent = "category" if "category" in columns else "parent_item" %}
    {%- for cell in columns if cell not in keys + ['line', 'source_row'] %}
    select
        '{{ seed }}.csv' as file_name,
        {{ "coalesce(block, 'all')" if "block" in columns else "'all'" }} as block,
        release_month,
        coalesce({{ parent }}, '') as parent_item,
        item,
        '{{ cell }}' as column_name,
        row_kind,
        period_start,
        period_end,
        {{ cell }} as value,
        source_row,
        'release_month=' || cast(release_month as varchar)
        {%- if "block" in columns %} || coalesce(';block=' || block, ''){% endif %}
        || ';{{ parent }}=' || coalesce({{ parent }}, '')
        || ';item=' || item
        || ';row_kind=' || row_kind
        || ';period_start=' || cast(period_start as varchar)
        || ';period_end=' || cast(period_end as varchar)
        || ';column={{ cell }}' as seed_row
    from {{ relation }}
    where {{ cell }} is not null
    {{ "union all" if not loop.last else separator }}
    {%- endfor %}
    {%- endfor %}
),

{{ cells_not_staged(
    seeds,
    ref('stg_exhibits__figures_of_items'),
    [
        'block', 'release_month', 'parent_item', 'item', 'column_name', 'row_kind',
        'period_start', 'period_end', 'value', 'source_row', 'seed_row',
    ],
) }}
