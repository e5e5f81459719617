{#- Whether two series have the same key but for the parts in `but`. -#}
{% macro same_series_but(left, right, but) -%}
    {%- set parts = [
        'flow', 'category_id', 'area_id', 'basis', 'price_basis',
        'seasonal_adjustment', 'measure',
    ] %}
    {%- for part in parts if part not in but %}
    {{- "
            and " if not loop.first }}{{ left }}.{{ part }} = {{ right }}.{{ part }}
    {%- endfor %}
{%- endmacro %}

{#- Whether two values are of one release and period. -#}
{% macro same_release_and_period(left, right) -%}
    {%- for part in ['release_month', 'period_kind', 'period_start', 'period_end'] %}
    {{- "
            and " if not loop.first }}{{ left }}.{{ part }} = {{ right }}.{{ part }}
    {%- endfor %}
{%- endmacro %}
