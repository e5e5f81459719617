{#- The first of the month `months` months before `month`; `months` may be a column. -#}
{% macro months_before(month, months) -%}
    cast({{ dbt.dateadd("month", "-1 * (" ~ months ~ ")", month) }} as date)
{%- endmacro %}

{#- A running number of the month, so that windows go by key and not by position. -#}
{% macro month_number(month) -%}
    cast(extract(year from {{ month }}) * 12 + extract(month from {{ month }}) as integer)
{%- endmacro %}

{#- The numbers from 1 on as `generated_number`, a query: days of a month, months of a year. -#}
{% macro numbers_up_to(most) -%}
    {{ dbt.generate_series(most) }}
{%- endmacro %}
