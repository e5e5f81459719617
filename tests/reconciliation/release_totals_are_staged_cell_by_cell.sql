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
        release_month,
        month,
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

-- Counted, so that a doubled row cannot hide behind its twin.
counted as (
    select
        *,
        1 as cell_count,
        0 as staged_count
    from cells
    union all
    select
        release_month,
        month,
        item,
        value,
        seed_row,
        0 as cell_count,
        1 as staged_count
    from {{ ref('stg_history__release_totals_figures') }}
)

select
    release_month,
    month,
    item,
    value,
    seed_row,
    sum(cell_count) as cell_count,
    sum(staged_count) as staged_count
from counted
group by release_month, month, item, value, seed_row
having sum(cell_count) <> sum(staged_count)
union all
-- A seed of which nothing is held has nothing to compare; one with rows has.
select
    null as release_month,
    null as month,
    'the seed is empty, coverage is not' as item,
    null as value,
    null as seed_row,
    0 as cell_count,
    0 as staged_count
from {{ ref('release_coverage') }}
where exhibit = 'release_totals'
having count(*) > 0 and (select count(*) from cells) = 0
