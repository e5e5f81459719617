{#-
    What a release brought along and nobody has reviewed, a query: the categories, or the
    areas, of series that are not among the reviewed ones, by the name they are printed
    under. `key` is their column.
-#}
{% macro unreviewed_names(key, reviewed) -%}
    select
        series.{{ key }},
        min(items.scheme) as scheme,
        min(items.printed_name) as printed_name
    from {{ ref('int_series_listed') }} as series
    left join {{ reviewed }} as reviewed
        on series.{{ key }} = reviewed.{{ key }}
    inner join {{ ref('items') }} as items
        on series.{{ key }} = items.item
    where
        reviewed.{{ key }} is null
        and not items.is_reviewed
    group by series.{{ key }}
{%- endmacro %}
