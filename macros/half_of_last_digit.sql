{#-
    Half of the last digit a value is printed with, of six decimals at most: how far
    rounding may have moved it.
-#}
{% macro half_of_last_digit(value) -%}
    case
                {%- for decimals in range(6) %}
                when {{ value }} = round({{ value }}, {{ decimals }})
                    then 0.{{ "0" * decimals }}5
                {%- endfor %}
                else 0.0000005
            end
{%- endmacro %}
