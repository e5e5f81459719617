{#-
    Rows of a compressed CSV file below data/. Such a file is too long for a seed: dbt
    itself reads a seed cell by cell before the database does. `columns` are the names
    and types of its columns, in their order.
-#}
{% macro read_data_file(path, columns) -%}
    {{ adapter.dispatch("read_data_file")(path, columns) }}
{%- endmacro %}

{% macro duckdb__read_data_file(path, columns) -%}
    read_csv(
        '{{ project_path("data/" ~ path) }}',
        header = true,
        auto_detect = false,
        columns = {
            {%- for name, type in columns.items() %}
            '{{ name }}': '{{ type }}'{{ "," if not loop.last }}
            {%- endfor %}
        }
    )
{%- endmacro %}

{#- A server cannot read a file of who asks it: a table, which a step of its own fills. -#}
{% macro default__read_data_file(path, columns) -%}
    raw.{{ path.split(".")[0] }}
{%- endmacro %}

{#- A table whose rows stay in the file, which the server opens: it needs the whole path. -#}
{% macro spark__read_data_file(path, columns) -%}
    {%- set table = default__read_data_file(path, columns) %}
    {%- if execute %}
    {%- set definitions = [] %}
    {%- for name, type in columns.items() %}
    {%- do definitions.append(name ~ " " ~ spark_sql(type)) %}
    {%- endfor %}
    {%- do run_query("create schema if not exists raw") %}
    {%- do run_query("drop table if exists " ~ table) %}
    {%- do run_query(
        "create table " ~ table ~ " (" ~ definitions | join(", ") ~ ") using csv "
        ~ "options (header 'true') location '" ~ flags.PROFILES_DIR ~ "/data/" ~ path ~ "'"
    ) %}
    {%- endif %}
    {{- table }}
{%- endmacro %}
