{#-
    Relations are rendered without the database name, so that views keep working when
    the file is opened under another name or alias.
-#}
{% macro ref() -%}
    {%- do return(builtins.ref(*varargs, **kwargs).include(database=false)) -%}
{%- endmacro %}
