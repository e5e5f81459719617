{#-
    A quotient of amounts, null where the divisor is zero. Spark ends that of two decimals after a few
    digits, where others have it as a float or exactly.
-#}
{% macro quotient(dividend, divisor) -%}
    {{ adapter.dispatch("quotient")(dividend, divisor) }}
{%- endmacro %}

{% macro default__quotient(dividend, divisor) -%}
    {{ dividend }} / nullif({{ divisor }}, 0)
{%- endmacro %}

{% macro spark__quotient(dividend, divisor) -%}
    cast({{ dividend }} as double) / nullif({{ divisor }}, 0)
{%- endmacro %}
