{#-
    What PostgreSQL needs to plan well. It takes a join by many columns that go together for
    one of a single row, and then loops over one table for each row of the other; joined by
    hash, such tables take seconds. Of a table just filled it knows nothing until that is
    analyzed.
-#}
{% macro join_by_hash() -%}
    {{ adapter.dispatch("join_by_hash")() }}
{%- endmacro %}

{% macro default__join_by_hash() -%}
{%- endmacro %}

{% macro postgres__join_by_hash() -%}
    set local enable_nestloop = off; set local enable_mergejoin = off;
{%- endmacro %}

{% macro analyzed() -%}
    {{ adapter.dispatch("analyzed")() }}
{%- endmacro %}

{% macro default__analyzed() -%}
{%- endmacro %}

{% macro postgres__analyzed() -%}
    {{ "analyze " ~ this if config.get("materialized") != "view" }}
{%- endmacro %}

{#- A test, to which dbt gives no hooks. -#}
{% macro postgres__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
    {{ join_by_hash() }}
    {{ default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}
