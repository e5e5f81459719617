{#-
    One row per printed figure of a wide seed: each column named in `items` becomes an
    item. `part` is the column that tells the blocks of rows apart, where the sheet has
    them (flow, seasonal_adjustment); it then stands before the item (`exports_census`);
    `price_basis_from_row` that it says its chain year.
    `has_source_row` is false where the seed does not come from a sheet. Empty cells
    are figures that the release did not print, and give no row.
-#}
{% macro unpivot_exhibit(
    seed, exhibit, items, part=none, price_basis_from_row=false
) -%}
    {%- for item in items %}
    select
        '{{ exhibit }}' as exhibit,
        release_month,
        {% if part %}{{ part }} || '_' || {% endif -%}
        '{{ item }}' as item,
        {{ "price_basis" if price_basis_from_row else "'current'" }} as price_basis,
        row_kind,
        period_start,
        period_end,
        cast({{ item }} as decimal(18, 6)) as value,
        source_row,
        'release_month=' || cast(release_month as varchar)
        {%- if part %} || ';{{ part }}=' || {{ part }}{% endif %}
        || ';row_kind=' || row_kind
        || ';period_start=' || cast(period_start as varchar)
        || ';period_end=' || cast(period_end as varchar)
        || ';column={{ item }}' as seed_row
    from {{ seed }}
    where {{ item }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
