{#-
    One row per printed figure of a seed: each of `columns` gives one. `keys` are the
    columns that tell its rows apart, beside release and period; `block` is the one that
    tells the tables of an exhibit apart, none where it has a single one. `names` are the
    columns that name a figure, each with its SQL, in which `<column>` is the column of the
    seed. (A call block would be shorter; dbt v2 cannot render one in a loop.) Empty cells
    were not printed, or do not apply: no row.
-#}
{% macro unpivot(seed, exhibit, columns, keys, names, block=none) -%}
    {%- for column in columns %}
    select
        '{{ exhibit }}' as exhibit,
        {{ block or "'all'" }} as block,
        release_month,
        {%- for name, sql in names.items() %}
        {{ sql | replace("<column>", column) }}{{ "" if sql == name else " as " ~ name }},
        {%- endfor %}
        row_kind,
        period_start,
        period_end,
        cast({{ column }} as decimal(18, 6)) as value,
        source_row,
        'release_month=' || cast(release_month as varchar)
        {%- for key in keys %}
        || ';{{ key }}=' || coalesce({{ key }}, '')
        {%- endfor %}
        || ';row_kind=' || row_kind
        || ';period_start=' || cast(period_start as varchar)
        || ';period_end=' || cast(period_end as varchar)
        || ';column={{ column }}' as seed_row
    from {{ seed }}
    where {{ column }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
