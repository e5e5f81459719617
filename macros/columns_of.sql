{#- The names of the columns of a relation: none while dbt only looks for `ref`. -#}
{% macro columns_of(relation) -%}
    {%- if execute -%}
    {%- do return(
        adapter.get_columns_in_relation(relation) | map(attribute="name") | list
    ) -%}
    {%- endif -%}
    {%- do return([]) -%}
{%- endmacro %}
