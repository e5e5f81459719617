{#- The first of the month `months` months before `month`; `months` may be a column. -#}
{% macro months_before(month, months) -%}
    cast({{ dbt.dateadd("month", "-1 * (" ~ months ~ ")", month) }} as date)
{%- endmacro %}

{#- A running number of the month, so that windows go by key and not by position. -#}
{% macro month_number(month) -%}
    cast(extract(year from {{ month }}) * 12 + extract(month from {{ month }}) as integer)
{%- endmacro %}

{#- The numbers 1 to 31 as `generated_number`, a query; a shorter month takes its own. -#}
{% macro days_of_a_month() -%}
    {{ dbt.generate_series(31) }}
{%- endmacro %}

{#- The numbers 1 to 12 as `generated_number`, a query. -#}
{% macro months_of_a_year() -%}
    {{ dbt.generate_series(12) }}
{%- endmacro %}
