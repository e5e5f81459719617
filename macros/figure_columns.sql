{#-
    Which figure a check is of, and where it stands: columns of `figures`, where there
    are several relations, to be selected or grouped by.
-#}
{% macro figure_columns(figures=none) -%}
    {%- for column in [
        'exhibit', 'block', 'carried_by_release_month', 'release_month', 'series_id',
        'period_kind', 'period_start', 'period_end', 'source_row',
    ] %}
    {{- "
        " if not loop.first }}{{ figures ~ "." if figures }}{{ column }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
