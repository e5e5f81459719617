{#- What tells series apart. -#}
{% macro series_columns() -%}
    {%- do return([
        'flow', 'category_id', 'area_id', 'basis', 'valuation', 'export_kind',
        'price_basis', 'seasonal_adjustment', 'measure',
    ]) -%}
{%- endmacro %}

{#- Those columns, as `listed`. -#}
{% macro all_series_columns(relation=none) -%}
    {{ listed(series_columns(), relation) }}
{%- endmacro %}
