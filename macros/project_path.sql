{#-
    A file of the project as it stands in a SQL string, wherever dbt was started: the
    database takes a path from the folder that dbt runs in. dbt v2 names the project's
    folder only where it is another one.
-#}
{% macro project_path(path) -%}
    {{ ((invocation_args_dict["project_dir"] or ".") ~ "/" ~ path) | replace("'", "''") }}
{%- endmacro %}
