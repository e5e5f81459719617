{#-
    One row per printed figure of a wide seed: each column named in `items` becomes an
    item. `flow_from_row` says that the seed has a block per flow, which then prefixes
    the item (`exports_census`); `price_basis_from_row` that it says its chain year.
    `has_source_row` is false where the seed does not come from a sheet. Empty cells
    are figures that the release did not print, and give no row.
-#}
{% macro unpivot_exhibit(
    seed, exhibit, items, flow_from_row=false, price_basis_from_row=false
) -%}
    {%- for item in items %}
    select
        '{{ exhibit }}' as exhibit,
        release_month,
        {% if flow_from_row %}flow || '_' || {% endif -%}
        '{{ item }}' as item,
        {{ "price_basis" if price_basis_from_row else "'current'" }} as price_basis,
        row_kind,
        period_start,
        period_end,
        cast({{ item }} as decimal(18, 6)) as value,
        source_row,
        'release_month=' || cast(release_month as varchar)
        {%- if flow_from_row %} || ';flow=' || flow{% endif %}
        || ';row_kind=' || row_kind
        || ';period_start=' || cast(period_start as varchar)
        || ';period_end=' || cast(period_end as varchar)
        || ';column={{ item }}' as seed_row
    from {{ seed }}
    where {{ item }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
