{#-
    Rows of a compressed CSV file below data/. Such a file is too long for a seed: dbt
    itself reads a seed cell by cell before the database does. `columns` are the names
    and types of its columns, in their order.
-#}
{% macro read_data_file(path, columns) -%}
    {%- if target.type != "duckdb" %}
    {%- do exceptions.raise_compiler_error(
        "no way is known to read " ~ path ~ " with " ~ target.type
        ~ ": load it and name it here"
    ) %}
    {%- endif %}
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
