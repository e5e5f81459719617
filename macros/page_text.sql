{#-
    Words of a release page. Amounts are billions of dollars to one decimal. The figures
    of a page stand in columns of their names.
-#}

{#- A number as a Markdown link to the row of its figure in fct_release_figures. -#}
{% macro linked(number, figure) -%}
    '[' || {{ number }} || '](#' || {{ figure }} || ')'
{%- endmacro %}

{#- The text with the words of its links alone. -#}
{% macro without_links(text) -%}
    {{ return(adapter.dispatch("without_links", "tradegap")(text)) }}
{%- endmacro %}

{% macro default__without_links(text) -%}
    regexp_replace({{ text }}, '\[([^]]*)\]\(#[^)]+\)', '\1', 'g')
{%- endmacro %}

{#- The columns of a relation, and each `_linked` one as `_text`, too: without links. -#}
{% macro with_plain_texts(relation, names) -%}
    select
        *
        {%- for name in names %},
        {{ without_links(name ~ "_linked") }} as {{ name }}_text
        {%- endfor %}
    from {{ relation }}
{%- endmacro %}

{#- The amount of a figure, "$1.4 billion" or "1.1 percent", as its unit says. -#}
{% macro number_text(unit, value) -%}
    case {{ unit }}
            when 'percent' then {{ percent(value) }}
            else {{ money(value) }}
        end
{%- endmacro %}

{#- "$1.4 billion" of a figure, linked to it. -#}
{% macro linked_money(figure) -%}
    {{ linked(money(figure), "'" ~ figure ~ "'") }}
{%- endmacro %}

{#- "1.1 percent" of a figure, linked to it. -#}
{% macro linked_percent(figure) -%}
    {{ linked(percent(figure), "'" ~ figure ~ "'") }}
{%- endmacro %}

{#- "$1.4 billion", unsigned; what rounds to zero is "less than $0.1 billion". -#}
{% macro money(amount) -%}
    case
        when abs({{ amount }}) < 0.05 then 'less than $0.1 billion'
        else
            '$' || cast(cast(abs({{ amount }}) as decimal(18, 1)) as varchar)
            || ' billion'
    end
{%- endmacro %}

{#- "$1.4 Billion" of a figure, or "Less Than $0.1 Billion", linked to it. -#}
{% macro money_in_title(figure) -%}
    {{ linked(
        "replace(replace(" ~ money(figure)
        ~ ", 'less than', 'Less Than'), 'billion', 'Billion')",
        "'" ~ figure ~ "'"
    ) }}
{%- endmacro %}

{#- "1.1 percent", unsigned; what rounds to zero is "less than 0.1 percent". -#}
{% macro percent(value) -%}
    case
        when abs({{ value }}) < 0.05 then 'less than 0.1 percent'
        else cast(cast(abs({{ value }}) as decimal(18, 1)) as varchar) || ' percent'
    end
{%- endmacro %}

{#-
    "a 3.1 percent increase", "an 8.0 percent decrease", "an increase of less than 0.1
    percent", "no change"; the sign is of the unrounded.
-#}
{% macro percent_noun(value, sign) -%}
    case
        when {{ sign }} = 0 then 'no change'
        when abs({{ value }}) < 0.05
            then {{ a_movement(sign) }} || ' of ' || {{ linked_percent(value) }}
        when
            abs({{ value }}) between 8 and 8.9
            or abs({{ value }}) between 11 and 11.9
            or abs({{ value }}) between 18 and 18.9
            or abs({{ value }}) between 80 and 89.9
            then 'an ' || {{ linked_percent(value) }} || ' ' || {{ movement_noun(sign) }}
        else 'a ' || {{ linked_percent(value) }} || ' ' || {{ movement_noun(sign) }}
    end
{%- endmacro %}

{% macro movement_noun(sign) -%}
    case when {{ sign }} > 0 then 'increase' else 'decrease' end
{%- endmacro %}

{% macro a_movement(sign) -%}
    case when {{ sign }} > 0 then 'an increase' else 'a decrease' end
{%- endmacro %}

{% macro movement_verb(sign) -%}
    case when {{ sign }} > 0 then 'increased' else 'decreased' end
{%- endmacro %}

{#- "increased", or "were unchanged". -#}
{% macro movement_or_none(sign) -%}
    case when {{ sign }} = 0 then 'were unchanged' else {{ movement_verb(sign) }} end
{%- endmacro %}

{#- "increased $0.3 billion", or "were unchanged". -#}
{% macro movement(change, sign, unchanged) -%}
    case
        when {{ sign }} = 0 then '{{ unchanged }}'
        else {{ movement_verb(sign) }} || ' ' || {{ linked_money(change) }}
    end
{%- endmacro %}

{#-
    "goods deficit increased $3.0 billion to $91.6 billion"; when the balance changes
    side, "goods balance shifted from a deficit of $1.0 billion to a surplus of $0.5
    billion". The sides are those of the unrounded balances, a surplus positive: `sign`,
    `change_sign`, and `prior`, which is itself unrounded. `balance` and `change` are as
    the page prints them, whatever their sign.
-#}
{% macro balance_movement(name, balance, prior, sign, change, change_sign) -%}
    case
        when {{ sign }} * sign({{ prior }}) = -1
            then
                '{{ name }} balance shifted from '
                || {{ balance_noun(prior) }} || ' of ' || {{ linked_money('prior_' ~ balance) }}
                || ' to ' || {{ balance_noun(sign) }} || ' of ' || {{ linked_money(balance) }}
        when {{ sign }} = -1
            then
                '{{ name }} deficit '
                || {{ movement(change, "(-" ~ change_sign ~ ")", "was unchanged") }}
                || case when {{ change_sign }} = 0 then ' at ' else ' to ' end
                || {{ linked_money(balance) }}
        else
            '{{ name }} surplus '
            || {{ movement(change, change_sign, "was unchanged") }}
            || case when {{ change_sign }} = 0 then ' at ' else ' to ' end
            || {{ linked_money(balance) }}
    end
{%- endmacro %}

{% macro balance_noun(surplus) -%}
    case when {{ surplus }} < 0 then 'a deficit' else 'a surplus' end
{%- endmacro %}

{#- Where the page says that there is more. -#}
{% macro closing_line(month_and_year) -%}
    'For more detailed information on trade by type of good or service and with '
        || 'major trading partners, see [“U.S. International Trade in Goods and '
        || 'Services, ' || {{ month_and_year }} || '.”](#)'
{%- endmacro %}

{#- How often one text stands in another. -#}
{% macro occurrences(text, part) -%}
    (length({{ text }}) - length(replace({{ text }}, {{ part }}, '')))
    / length({{ part }})
{%- endmacro %}
