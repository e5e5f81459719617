{#- Whether a percent says anything: not of a zero base, nor where the sign changes. -#}
{% macro has_percent_change(value, base) -%}
    sign({{ value }}) = sign({{ base }}) and {{ base }} <> 0
{%- endmacro %}

{#-
    Percent change of `value` from `base`, or null. Of a balance it is the change in size:
    a growing deficit is positive.
-#}
{% macro percent_change(value, base) -%}
    case
            when {{ has_percent_change(value, base) }}
                then 100 * ({{ value }} - {{ base }}) / {{ base }}
        end
{%- endmacro %}

{#- The changes of a month: name, what has changed, and from what. -#}
{% macro changes_compared() -%}
    {%- do return([
        ('month', 'value_musd', 'previous_month_musd'),
        ('year', 'value_musd', 'year_ago_musd'),
        ('ytd', 'ytd_musd', 'year_ago_ytd_musd'),
        ('avg3_month', 'avg3_musd', 'previous_avg3_musd'),
        ('avg3_year', 'avg3_musd', 'year_ago_avg3_musd'),
        ('avg12_month', 'avg12_musd', 'previous_avg12_musd'),
        ('avg12_year', 'avg12_musd', 'year_ago_avg12_musd'),
    ]) -%}
{%- endmacro %}
