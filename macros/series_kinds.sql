{#- Whether a series is of all exports, or of imports at customs value. -#}
{% macro is_usual_series(series=none) -%}
    {%- set prefix = series ~ "." if series -%}
    {{ prefix }}valuation in ('fas', 'customs', 'not_applicable')
    and {{ prefix }}export_kind in ('total', 'not_applicable')
{%- endmacro %}

{#- The measures whose unit is a million dollars, current or chained. -#}
{% macro dollar_measures() -%}
    ('value', 'calculated_duty')
{%- endmacro %}
