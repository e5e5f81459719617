{#-
    Percent change of `value` from `base`; null when the base is zero or the sign
    changes. Of a balance it is the change in size: a growing deficit is positive.
-#}
{% macro percent_change(value, base) -%}
    case
            when sign({{ value }}) = sign({{ base }}) and {{ base }} <> 0
                then 100 * ({{ value }} - {{ base }}) / {{ base }}
        end
{%- endmacro %}
