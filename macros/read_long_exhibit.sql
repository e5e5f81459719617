{#-
    The printed figures of a long seed, whose rows are figures already: the twin of
    unpivot_exhibit for exhibits with an item a row.
-#}
{% macro read_long_exhibit(seed, exhibit) -%}
    select
        '{{ exhibit }}' as exhibit,
        release_month,
        item,
        'current' as price_basis,
        row_kind,
        period_start,
        period_end,
        value as value_musd,
        source_row,
        'release_month=' || cast(release_month as varchar)
        || ';category=' || coalesce(category, '')
        || ';item=' || item
        || ';row_kind=' || row_kind
        || ';period_start=' || cast(period_start as varchar)
        || ';period_end=' || cast(period_end as varchar)
        || ';column=value' as seed_row
    from {{ seed }}
{%- endmacro %}
