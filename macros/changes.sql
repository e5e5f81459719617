{#- The value of the same release and series `months` months before, null if missing. -#}
{% macro months_ago(column, months) -%}
    max({{ column }}) over (
            partition by release_month, series_id
            order by month_number
            range between {{ months }} preceding and {{ months }} preceding
        )
{%- endmacro %}

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
