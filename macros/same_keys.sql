{#- Whether two rows are equal in every one of `columns`. -#}
{% macro same(left, right, columns) -%}
    {%- for column in columns %}
    {{- "
            and " if not loop.first }}{{ left }}.{{ column }} = {{ right }}.{{ column }}
    {%- endfor %}
{%- endmacro %}

{#- Whether two series have the same key but for the parts in `but`. -#}
{% macro same_series_but(left, right, but) -%}
    {%- set parts = [
        'flow', 'category_id', 'area_id', 'basis', 'price_basis',
        'seasonal_adjustment', 'measure',
    ] %}
    {{- same(left, right, parts | reject('in', but)) }}
{%- endmacro %}

{#- Whether two values are of one release and period. -#}
{% macro same_release_and_period(left, right) -%}
    {{ same(left, right, [
        'release_month', 'period_kind', 'period_start', 'period_end',
    ]) }}
{%- endmacro %}

{#-
    Whether a series is the exports, or the imports, that a series of balances is made
    of. Exports are f.a.s. whatever the balance; the valuation of its imports (c.i.f.,
    for consumption) is said by the balance where it is not the usual customs value.
-#}
{% macro is_side_of_balance(balances, side) -%}
    {{ side }}.flow = '{{ side }}'
            and {{ same_series_but(balances, side, ['flow']) }}
            and {{ side }}.export_kind in ('total', 'not_applicable')
            {%- if side == 'imports' %}
            and {{ balances }}.valuation = case {{ side }}.valuation
                when 'customs' then 'not_applicable' else {{ side }}.valuation
            end
            {%- endif %}
{%- endmacro %}

{#- Whether two balances are of one category, basis, adjustment and measure. -#}
{% macro same_balance_but_area(left, right) -%}
    {{ same(left, right, ['category_id', 'basis', 'seasonal_adjustment', 'measure']) }}
{%- endmacro %}

{#- Whether two values are of one series and period. -#}
{% macro same_series_and_period(left, right) -%}
    {{ same(left, right, ['series_id', 'period_kind', 'period_start', 'period_end']) }}
{%- endmacro %}
