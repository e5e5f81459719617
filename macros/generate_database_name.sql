{#-
    DuckDB keeps the marts in a database file of their own, which `tradegap publish` copies as
    it is; seeds, staging and intermediate models stand in the one attached as `work`. A
    profile whose database is itself called `work` has everything in one file. Elsewhere all
    relations are in the database of the target.
-#}
{% macro duckdb__generate_database_name(custom_database_name=none, node=none) -%}
    {%- do return(
        target.database
        if node.resource_type == "model" and node.fqn[1] == "marts"
        else "work"
    ) %}
{%- endmacro %}
