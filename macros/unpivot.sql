{#-
    One row per printed figure of a seed: each of `columns` gives one. `keys` are the
    columns that tell its rows apart, beside release and period; `block` is the one that
    tells the tables of an exhibit apart, none where it has a single one. Called with the
    columns that name a figure. Empty cells were not printed, or do not apply: no row.
-#}
{% macro unpivot(seed, exhibit, columns, keys, block=none) -%}
    {%- for column in columns %}
    select
        '{{ exhibit }}' as exhibit,
        {{ block or "'all'" }} as block,
        release_month,
        {{- caller(column) | trim(chars="\n") }}
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
