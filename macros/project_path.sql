{#-
    A file of the project as it stands in a SQL string, wherever dbt was started: the
    database takes a path from the folder that dbt runs in.
-#}
{% macro project_path(path) -%}
    {{ (invocation_args_dict["project_dir"] ~ "/" ~ path) | replace("'", "''") }}
{%- endmacro %}
