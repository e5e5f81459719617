-- What: staging gives every cell of the totals of releases once, with its value and its
-- row of the seed, and nothing else.
-- When it matters: a column added to the seed is lost where the model does not name it.
-- The cells are read from the seed itself, so that the model has no say in them.
-- If it fails: look at stg_history__release_totals_figures.
{%- set seed = ref('release_totals') %}
{%- set keys = ['release_month', 'month', 'goods_source'] %}
with cells as (
    {%- for cell in columns_of(seed) if cell not in keys %}
    select
        'release_totals.csv' as file_name,
        release_month,
        month as period_start,
        '{{ cell }}' as item,
        {{ cell }} as value,
        'release_month=' || cast(release_month as varchar)
        || ';month=' || cast(month as varchar)
        || ';column={{ cell }}' as seed_row
    from {{ seed }}
    where {{ cell }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

{{ cells_not_staged(
    ['release_totals'],
    ref('stg_history__release_totals_figures'),
    ['release_month', 'period_start', 'item', 'value', 'seed_row'],
) }}
