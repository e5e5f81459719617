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
