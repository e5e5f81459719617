{#- Which figure a check is of, and where it stands, as `listed`. -#}
{% macro figure_columns(figures=none) -%}
    {{ listed([
        'exhibit', 'block', 'carried_by_release_month', 'release_month', 'series_id',
        'period_kind', 'period_start', 'period_end', 'source_row',
    ], figures) }}
{%- endmacro %}
