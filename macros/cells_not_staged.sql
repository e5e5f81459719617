{#-
    Ends a test of staging: the cells that a model has not, or that no seed has. `cells`
    is a CTE with the `columns` of the model and the seed each cell was read from
    (`exhibit_03.csv`), one of `seeds`.
-#}
{% macro cells_not_staged(seeds, model, columns) -%}
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
        {%- for column in columns %}
        cells.{{ column }},
        {%- endfor %}
        1 as cell_count,
        0 as staged_count
    from cells
    inner join exhibits
        on cells.file_name = exhibits.file_name
    union all
    select
        exhibit,
        {{ columns | join(', ') }},
        0 as cell_count,
        1 as staged_count
    from {{ model }}
),

coverage as (
    select * from {{ ref('release_coverage') }}
)

select
    exhibit,
    {{ columns | join(', ') }},
    sum(cell_count) as cell_count,
    sum(staged_count) as staged_count
from counted
group by exhibit, {{ columns | join(', ') }}
having sum(counted.cell_count) <> sum(counted.staged_count)
union all
-- A seed of which nothing is held has nothing to compare; one with rows has.
select
    exhibits.exhibit,
    {%- for column in columns %}
    {{ "'the seed is empty, coverage is not'" if column == 'item' else 'null' }}
        as {{ column }},
    {%- endfor %}
    0 as cell_count,
    0 as staged_count
from exhibits
where
    exhibits.exhibit in (select coverage.exhibit from coverage)
    and exhibits.file_name in ('{{ seeds | join(".csv', '") }}.csv')
    and exhibits.file_name not in (select cells.file_name from cells)
{%- endmacro %}
