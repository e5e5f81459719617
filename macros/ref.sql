{#-
    Relations of the target's own database are rendered without its name, so that views keep
    working when the file is opened under another name or alias.
-#}
{% macro ref() -%}
    {%- set relation = builtins.ref(*varargs, **kwargs) %}
    {%- set elsewhere = relation.database and relation.database != target.database %}
    {%- do return(relation.include(database=elsewhere)) -%}
{%- endmacro %}
