{#-
    Rows of a compressed CSV file below data/. Such a file is too long for a seed: dbt
    itself reads a seed cell by cell before the database does. `columns` are the names
    and types of its columns, in their order.
-#}
{% macro read_data_file(path, columns) -%}
    {{ return(adapter.dispatch("read_data_file")(path, columns)) }}
{%- endmacro %}

{% macro default__read_data_file(path, columns) -%}
    {%- do exceptions.raise_compiler_error(
        "no way is known to read " ~ path ~ " with " ~ target.type
        ~ ": load it and name it here"
    ) %}
{%- endmacro %}

{% macro duckdb__read_data_file(path, columns) -%}
    read_csv(
        'data/{{ path }}',
        header = true,
        auto_detect = false,
        columns = {
            {%- for name, type in columns.items() %}
            '{{ name }}': '{{ type }}'{{ "," if not loop.last }}
            {%- endfor %}
        }
    )
{%- endmacro %}
