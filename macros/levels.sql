{#-
    How many sums stand above each category: `listed` has all, `parents` the one sum directly above.
    It belongs into a CTE `levels` of a `with recursive`.
-#}
{% macro levels_of_a_tree(listed, parents) -%}
    {{ adapter.dispatch("levels_of_a_tree")(listed, parents) }}
{%- endmacro %}

{% macro default__levels_of_a_tree(listed, parents) -%}
    select
        {{ listed }}.category_id,
        0 as category_level
    from {{ listed }}
    left join {{ parents }}
        on {{ listed }}.category_id = {{ parents }}.category_id
    where {{ parents }}.category_id is null
    union all
    select
        {{ parents }}.category_id,
        levels.category_level + 1 as category_level
    from levels
    inner join {{ parents }}
        on levels.category_id = {{ parents }}.parent_category_id
{%- endmacro %}

{#-
    Sail knows no recursion. A category below more than eight others has no level, which the
    table refuses or its test finds.
-#}
{% macro spark__levels_of_a_tree(listed, parents) -%}
    select
        {{ listed }}.category_id,
        case
            {%- for level in range(9) %}
            when above_{{ level }}.category_id is null then {{ level }}
            {%- endfor %}
        end as category_level
    from {{ listed }}
    {%- for level in range(9) %}
    left join {{ parents }} as above_{{ level }}
        on
            {{ "above_" ~ (level - 1) ~ ".parent_category_id" if level else listed ~ ".category_id" }}
            = above_{{ level }}.category_id
    {%- endfor %}
{%- endmacro %}
