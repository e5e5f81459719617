{#-
    The mean of `count` amounts from their sum, rounded to the sixth decimal, exactly: the
    sum in millionths is a whole number, whose quotient is exact where it ends in a half.
-#}
{% macro decimal_mean(total, count) -%}
    0.000001 * cast(
                round(1000000 * cast({{ total }} as decimal(30, 6)) / {{ count }}, 0)
                as decimal(18, 0)
            )
{%- endmacro %}
