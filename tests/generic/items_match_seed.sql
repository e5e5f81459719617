{#-
    Cells of a seed whose rows are items that staging does not give with the same value,
    and staged figures that stand in no cell: the twin of staging_matches_seed. The cells
    are read from the seed itself, every column that is not one of its keys, so that the
    model under test has no say in them. `parent` is the column that says what an item is
    a part of. A seed may be empty where coverage has no release of its exhibit.
-#}
{% test items_match_seed(model, seed, parent="parent_item", has_blocks=false) %}
{%- set keys = ["release_month", "item", "row_kind", "period_start", "period_end"] %}
{%- set cells = [] %}
{%- set columns = [] %}
{%- if execute %}
    {%- for column in adapter.get_columns_in_relation(seed) %}
        {%- do columns.append(column.name) %}
        {%- if column.name not in keys + [parent, "block", "line", "source_row"] %}
            {%- do cells.append(column.name) %}
        {%- endif %}
    {%- endfor %}
{%- endif %}
with cells as (
    {%- for cell in cells %}
    select
        {{ keys | join(", ") }},
        {{ "block" if has_blocks else "'all'" }} as block,
        coalesce({{ parent }}, '') as parent_item,
        '{{ cell }}' as column_name,
        {{ "source_row" if "source_row" in columns else "null" }} as source_row,
        {{ cell }} as value
    from {{ seed }}
    where {{ cell }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- Counted, so that a doubled row cannot hide behind its twin.
counted as (
    select
        {{ keys | join(", ") }},
        block,
        parent_item,
        column_name,
        source_row,
        value,
        sum(cell_count) as cell_count,
        sum(staged_count) as staged_count
    from (
        select *, 1 as cell_count, 0 as staged_count from cells
        union all
        select
            {{ keys | join(", ") }},
            block,
            parent_item,
            column_name,
            {{ "source_row" if "source_row" in columns else "null" }} as source_row,
            value,
            0 as cell_count,
            1 as staged_count
        from {{ model }}
    ) as both_sides
    group by
        {{ keys | join(", ") }}, block, parent_item, column_name, source_row, value
)

select * from counted
where cell_count <> staged_count
union all
-- The row of the seed is named as it stands there.
select
    {{ keys | join(", ") }},
    block,
    parent_item,
    column_name,
    source_row,
    value,
    0 as cell_count,
    1 as staged_count
from {{ model }}
where
    {{ names_another_seed_row(keys, "column_name") }}
    or seed_row not like '%;{{ parent }}=' || parent_item || ';%'
    {%- if has_blocks %}
    or seed_row not like '%;block=' || block || ';%'
    {%- endif %}
union all
select
    {%- for key in keys %}
    null as {{ key }},
    {%- endfor %}
    null as block,
    null as parent_item,
    'the seed is empty, coverage is not' as column_name,
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
