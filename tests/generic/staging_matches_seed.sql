{#-
    Cells of a wide seed that staging does not give with the same value, and staged
    figures that stand in no cell. The cells are read from the seed itself, every column
    that is not one of its keys, so that the model under test has no say in them. A seed may be
    empty where coverage has no release of its exhibit.
-#}
{% test staging_matches_seed(model, seed, keys) %}
{#- Columns that tell blocks of rows apart stand before the item. -#}
{%- set parts = ["flow", "seasonal_adjustment"] %}
{%- set cells = [] %}
{%- set has_source_row = [] %}
{%- if execute %}
    {%- for column in adapter.get_columns_in_relation(seed) %}
        {%- if column.name == "source_row" %}
            {%- do has_source_row.append(true) %}
        {%- endif %}
        {%- if column.name not in keys + ["source_row", "goods_source"] %}
            {%- do cells.append(column.name) %}
        {%- endif %}
    {%- endfor %}
{%- endif %}
with cells as (
    {%- for cell in cells %}
    select
        {%- for key in keys %}
        {{ key ~ " || '_'" if key in parts else "cast(" ~ key ~ " as varchar)" }}
            as {{ key }},
        {%- endfor %}
        {%- for part in parts if part in keys %}
        {{ part }} || '_' ||
        {%- endfor %} '{{ cell }}' as item,
        {{ "source_row" if has_source_row else "null" }} as source_row,
        {{ cell }} as value
    from {{ seed }}
    where {{ cell }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

staged as (
    select
        {%- for key in keys %}
        {%- if key in parts %}
        case
            when item like 'exports_%' then 'exports_'
            when item like 'imports_%' then 'imports_'
            when item like 'nsa_%' then 'nsa_'
            when item like 'sa_%' then 'sa_'
        end as {{ key }},
        {%- else %}
        cast({{ key }} as varchar) as {{ key }},
        {%- endif %}
        {%- endfor %}
        item,
        {{ "source_row" if has_source_row else "null" }} as source_row,
        value
    from {{ model }}
),

-- Counted, so that a doubled row cannot hide behind its twin.
counted as (
    select
        {{ keys | join(", ") }},
        item,
        source_row,
        value,
        sum(cell_count) as cell_count,
        sum(staged_count) as staged_count
    from (
        select *, 1 as cell_count, 0 as staged_count from cells
        union all
        select *, 0 as cell_count, 1 as staged_count from staged
    ) as both_sides
    group by {{ keys | join(", ") }}, item, source_row, value
)

select * from counted
where cell_count <> staged_count
union all
-- The row of the seed is named as it stands there; its chain year follows from its
-- place on the sheet.
select
    {%- for key in keys %}
    cast({{ key if key not in parts else "null" }} as varchar) as {{ key }},
    {%- endfor %}
    item,
    {{ "source_row" if has_source_row else "null" }} as source_row,
    value,
    0 as cell_count,
    1 as staged_count
from {{ model }}
where
    {{ names_another_seed_row(
        keys | reject("in", parts + ["price_basis"]) | list, none
    ) }}
    {%- for part in parts if part in keys %}
    or seed_row not like '%;{{ part }}=%'
    or item not like
    split_part(split_part(seed_row, ';{{ part }}=', 2), ';', 1)
    || '_' || split_part(seed_row, ';column=', 2)
    {%- else %}
    or seed_row not like '%;column=' || item
    {%- endfor %}
union all
-- A seed of which nothing is held has nothing to compare; one with rows has.
select
    {%- for key in keys %}
    null as {{ key }},
    {%- endfor %}
    'the seed is empty, coverage is not' as item,
    null as source_row,
    null as value,
    0 as cell_count,
    0 as staged_count
from {{ ref('release_coverage') }} as coverage
inner join {{ ref('exhibits') }} as exhibits
    on coverage.exhibit = exhibits.exhibit
where exhibits.seed like '%/{{ seed.identifier }}.csv'
having count(*) > 0 and (select count(*) from cells) = 0
{% endtest %}
