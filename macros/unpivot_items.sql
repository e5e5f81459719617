{#-
    One row per printed figure of a seed whose rows are items and periods: each of
    `columns` gives a figure. The twin of unpivot_columns. `parent` is the column that
    says what an item is a part of, `block` the one that tells the tables of an exhibit
    apart, none where it has a single one. Empty cells do not apply, and give no row.
-#}
{% macro unpivot_items(seed, exhibit, columns, parent, block) -%}
    {%- for column in columns %}
    select
        '{{ exhibit }}' as exhibit,
        {{ block or "'all'" }} as block,
        release_month,
        coalesce({{ parent }}, '') as parent_item,
        item,
        '{{ column }}' as column_name,
        row_kind,
        period_start,
        period_end,
        cast({{ column }} as decimal(18, 6)) as value,
        source_row,
        'release_month=' || cast(release_month as varchar)
        {%- if block %} || ';block=' || {{ block }}{% endif %}
        || ';{{ parent }}=' || coalesce({{ parent }}, '')
        || ';item=' || item
        || ';row_kind=' || row_kind
        || ';period_start=' || cast(period_start as varchar)
        || ';period_end=' || cast(period_end as varchar)
        || ';column={{ column }}' as seed_row
    from {{ seed }}
    where {{ column }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
