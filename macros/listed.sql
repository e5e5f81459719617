{#- Columns, of a relation where there are several, to be selected or grouped by. -#}
{% macro listed(columns, relation=none) -%}
    {%- for column in columns %}
    {{- "
        " if not loop.first }}{{ relation ~ "." if relation }}{{ column }}
    {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
