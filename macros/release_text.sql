{#- Words of a sentence of the full release; the words of amounts are in page_text.sql. -#}

{#-
    What stands in a sentence for a figure. `form` is the column that says how, `number`
    the figure's words, `sign` that of the unrounded figure, from a deficit its surplus
    has the sign -1. Null where the form does not fit: a deficit that is none.
-#}
{% macro figure_in_words(form, number, sign) -%}
    case {{ form }}
        when 'amount' then {{ number }}
        when 'above_zero' then case when {{ sign }} = 1 then {{ number }} end
        when 'percent' then case when {{ sign }} <> 0 then {{ number }} end
        when 'noun' then case when {{ sign }} <> 0 then {{ movement_noun(sign) }} end
        when 'a_movement'
            then case when {{ sign }} <> 0 then {{ a_movement(sign) }} end
        when 'a_percent_movement'
            then
                case
                    when {{ sign }} = 0 then 'no change'
                    else {{ a_movement(sign) }} || ' of ' || {{ number }}
                end
        when 'side_of_deficit'
            then {{ balance_noun("-1 * " ~ sign) }} || ' of ' || {{ number }}
        when 'side_of_surplus' then {{ balance_noun(sign) }} || ' of ' || {{ number }}
        when 'up_or_down' then {{ moved(sign, number, "up", "down", "unchanged") }}
        when 'more_or_less'
            then
                case {{ sign }}
                    when 0 then 'unchanged from'
                    when 1 then {{ number }} || ' more than'
                    when -1 then {{ number }} || ' less than'
                end
        when 'revised'
            then {{ moved(sign, number, "revised up", "revised down", "not revised") }}
        when 'movement'
            then {{ moved(sign, number, "increased", "decreased", "was unchanged") }}
        when 'movement_plural'
            then {{ moved(sign, number, "increased", "decreased", "were unchanged") }}
        when 'movement_to'
            then
                {{ moved(sign, number, "increased", "decreased", "was unchanged") }}
                || case when {{ sign }} = 0 then ' at' else ' to' end
        when 'movement_plural_to'
            then
                {{ moved(sign, number, "increased", "decreased", "were unchanged") }}
                || case when {{ sign }} = 0 then ' at' else ' to' end
    end
{%- endmacro %}

{#- "up $0.3 billion", "down $0.3 billion", or "unchanged". -#}
{% macro moved(sign, number, up, down, unchanged) -%}
    case {{ sign }}
            when 0 then '{{ unchanged }}'
            when 1 then '{{ up }} ' || {{ number }}
            when -1 then '{{ down }} ' || {{ number }}
        end
{%- endmacro %}

{#- "The deficit with Ireland increased $15.3 billion to $29.3 billion in March." -#}
{% macro country_movement(balance) -%}
    case
        when {{ balance }}.level_sign * {{ balance }}.prior_sign = -1
            then
                'The balance with ' || {{ balance }}.area_name || ' shifted to '
                || {{ balance_noun(balance ~ ".level_sign") }}
                || ' of ' || {{ balance }}.linked_level || ' in {month}.'
        else
            'The '
            || case {{ balance }}.level_sign
                when -1 then 'deficit with ' else 'surplus with '
            end
            || {{ balance }}.area_name || ' '
            || case {{ balance }}.level_sign * {{ balance }}.change_sign
                when 1 then 'increased ' else 'decreased '
            end
            || {{ balance }}.linked_change || ' to ' || {{ balance }}.linked_level
            || ' in {month}.'
    end
{%- endmacro %}

{#- "increased $1.2 billion to $7.0 billion"; null where the change is not known. -#}
{% macro flow_movement(flow) -%}
    {{ moved(
        flow ~ ".change_sign", flow ~ ".linked_change",
        "increased", "decreased", "were unchanged"
    ) }}
    || case {{ flow }}.change_sign when 0 then ' at ' else ' to ' end
    || {{ flow }}.linked_level
{%- endmacro %}

{#- The text with the names of its months and years, from `month_words`. -#}
{% macro in_month_words(text) -%}
    {%- set words = {
        'month': 'month_name', 'prior_month': 'prior_month_name',
        'year': 'year_name', 'prior_year': 'prior_year_name',
        'year_opening': 'year_opening', 'year_base': 'year_base',
        'chain_year': 'chain_year',
    } -%}
    {%- for word in words %}replace({% endfor -%}
    {{ text }}
    {%- for word, column in words.items() %}, '{{ "{" ~ word ~ "}" }}', month_words.{{ column }}){% endfor %}
{%- endmacro %}

{#- "Korea, South" of a table is South Korea in a sentence. -#}
{% macro name_in_a_sentence(name) -%}
    case
            when {{ name }} like '%, %'
                then
                    {{ dbt.split_part(name, "', '", 2) }} || ' '
                    || {{ dbt.split_part(name, "', '", 1) }}
            else {{ name }}
        end
{%- endmacro %}
