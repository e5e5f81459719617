-- What: staging gives every cell of every seed whose columns are items once, with its
-- value, its place on the sheet and its row of the seed, and nothing else.
-- When it matters: an exhibit, or a column added to a seed, is lost where the model does
-- not name it. The cells are read from the seeds themselves, every column that does not
-- say what a row is, so that the model has no say in them.
-- If it fails: look at the exhibit shown in stg_exhibits__figures_of_columns; one that
-- is new belongs in the list below, too.
{%- set seeds = [
    'exhibit_01', 'exhibit_02', 'exhibit_03', 'exhibit_04', 'exhibit_05',
    'exhibit_06', 'exhibit_09', 'exhibit_10', 'exhibit_11', 'exhibit_12',
    'exhibit_13', 'exhibit_16', 'exhibit_17', 'supplement_3s',
    'bea_goods_and_services', 'bea_services_exports', 'bea_services_imports',
    'census_goods_and_services', 'census_real_goods',
] %}
{%- set keys = [
    'release_month', 'flow', 'seasonal_adjustment', 'row_kind', 'period_start',
    'period_end',
] %}
{%- set parts = ['flow', 'seasonal_adjustment'] %}
with cells as (
    {%- for seed in seeds %}
    {%- set relation = ref(seed) %}
    {%- set columns = columns_of(relation) %}
    {%- set separator = "union all" if not loop.last %}
    {%- for cell in columns if cell not in keys + ['price_basis', 'source_row'] %}
    select
        '{{ seed }}.csv' as file_name,
        release_month,
        {% for part in parts if part in columns %}{{ part }} || '_' || {% endfor -%}
        '{{ cell }}' as item,
        {{ "price_basis" if "price_basis" in columns else "'current'" }} as price_basis,
        row_kind,
        period_start,
        period_end,
        {{ cell }} as value,
        source_row,
        {%- for key in keys if key in columns %}
        '{{ key }}=' || cast({{ key }} as varchar) || ';' ||
        {%- endfor %} 'column={{ cell }}' as seed_row
    from {{ relation }}
    where {{ cell }} is not null
    {{ "union all" if not loop.last else separator }}
    {%- endfor %}
    {%- endfor %}
),

{{ cells_not_staged(
    seeds,
    ref('stg_exhibits__figures_of_columns'),
    [
        'release_month', 'item', 'price_basis', 'row_kind', 'period_start', 'period_end',
        'value', 'source_row', 'seed_row',
    ],
) }}
