{#-
    One row per printed figure of a wide seed: each of `columns` becomes an item. `parts`
    are the columns that say what a row is of: one of flow and seasonal_adjustment, which
    tells the blocks of a sheet apart and then stands before the item (`exports_census`),
    and price_basis, the chain year. Empty cells are figures that the release did not
    print, and give no row.
-#}
{% macro unpivot_columns(seed, exhibit, columns, parts) -%}
    {%- set block = parts | reject('equalto', 'price_basis') | first %}
    {%- for column in columns %}
    select
        '{{ exhibit }}' as exhibit,
        release_month,
        {% if block %}{{ block }} || '_' || {% endif -%}
        '{{ column }}' as item,
        {{ "price_basis" if "price_basis" in parts else "'current'" }} as price_basis,
        row_kind,
        period_start,
        period_end,
        cast({{ column }} as decimal(18, 6)) as value,
        source_row,
        'release_month=' || cast(release_month as varchar)
        {%- if block %} || ';{{ block }}=' || {{ block }}{% endif %}
        || ';row_kind=' || row_kind
        || ';period_start=' || cast(period_start as varchar)
        || ';period_end=' || cast(period_end as varchar)
        || ';column={{ column }}' as seed_row
    from {{ seed }}
    where {{ column }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
