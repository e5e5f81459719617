{#- What tells series apart. -#}
{% macro series_columns() -%}
    {%- do return([
        'flow', 'category_id', 'area_id', 'basis', 'valuation', 'export_kind',
        'price_basis', 'seasonal_adjustment', 'measure',
    ]) -%}
{%- endmacro %}

{#- Those columns, of a relation where there are several, to be selected or grouped by. -#}
{% macro all_series_columns(relation=none) -%}
    {%- for column in series_columns() %}
    {{- "
        " if not loop.first }}{{ relation ~ "." if relation }}{{ column }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
