{#-
    Whether the `seed_row` of a staged row names other keys than the row has, or another
    column than `column` gives, where it is given. A row without one names none.
-#}
{% macro names_another_seed_row(keys, column) -%}
    seed_row is null
    {%- for key in keys %}
    or ';' || seed_row not like
    '%;{{ key }}=' || cast({{ key }} as varchar) || ';%'
    {%- endfor %}
    {%- if column %}
    or seed_row not like '%;column=' || {{ column }}
    {%- endif %}
{%- endmacro %}
