{#- Words of a release page. Amounts are billions of dollars to one decimal. -#}

{#- "$1.4 billion", unsigned; what rounds to zero is "less than $0.1 billion". -#}
{% macro money(amount) -%}
    case
        when abs({{ amount }}) < 0.05 then 'less than $0.1 billion'
        else '$' || cast(cast(abs({{ amount }}) as decimal(18, 1)) as varchar) || ' billion'
    end
{%- endmacro %}

{#- "1.1 percent", unsigned; what rounds to zero is "less than 0.1 percent". -#}
{% macro percent(value) -%}
    case
        when abs({{ value }}) < 0.05 then 'less than 0.1 percent'
        else cast(cast(abs({{ value }}) as decimal(18, 1)) as varchar) || ' percent'
    end
{%- endmacro %}

{#- "a 3.1 percent increase", "an 8.0 percent decrease"; the sign is of the unrounded. -#}
{% macro percent_noun(value, sign) -%}
    case
        when {{ sign }} = 0 then 'no change'
        when abs({{ value }}) < 0.05
            then {{ movement_noun(sign) }} || ' of less than 0.1 percent'
        when
            abs({{ value }}) between 8 and 8.9
            or abs({{ value }}) between 11 and 11.9
            or abs({{ value }}) between 18 and 18.9
            or abs({{ value }}) between 80 and 89.9
            then 'an ' || {{ percent(value) }} || ' ' || {{ movement_noun(sign) }}
        else 'a ' || {{ percent(value) }} || ' ' || {{ movement_noun(sign) }}
    end
{%- endmacro %}

{% macro movement_noun(sign) -%}
    case when {{ sign }} > 0 then 'increase' else 'decrease' end
{%- endmacro %}

{% macro movement_verb(sign) -%}
    case when {{ sign }} > 0 then 'increased' else 'decreased' end
{%- endmacro %}

{#- "increased $0.3 billion", or "were unchanged". -#}
{% macro movement(change, sign, unchanged) -%}
    case
        when {{ sign }} = 0 then '{{ unchanged }}'
        else {{ movement_verb(sign) }} || ' ' || {{ money(change) }}
    end
{%- endmacro %}

{#-
    "goods deficit increased $3.0 billion to $91.6 billion" of a balance written as a
    `surplus` (a deficit is negative); when it changes side, "goods balance shifted from
    a deficit of $1.0 billion to a surplus of $0.5 billion".
-#}
{% macro balance_movement(name, surplus, change, change_sign) -%}
    case
        when ({{ surplus }}) * ({{ surplus }} - {{ change }}) < 0
            then
                '{{ name }} balance shifted from '
                || {{ balance_noun(surplus ~ " - " ~ change) }}
                || ' of ' || {{ money(surplus ~ " - " ~ change) }}
                || ' to ' || {{ balance_noun(surplus) }}
                || ' of ' || {{ money(surplus) }}
        when {{ surplus }} < 0
            then
                '{{ name }} deficit '
                || {{ movement("(" ~ change ~ ")", "(-" ~ change_sign ~ ")", "was unchanged") }}
                || case when {{ change_sign }} = 0 then ' at ' else ' to ' end
                || {{ money(surplus) }}
        else
            '{{ name }} surplus '
            || {{ movement("(" ~ change ~ ")", change_sign, "was unchanged") }}
            || case when {{ change_sign }} = 0 then ' at ' else ' to ' end
            || {{ money(surplus) }}
    end
{%- endmacro %}

{% macro balance_noun(surplus) -%}
    case when {{ surplus }} < 0 then 'a deficit' else 'a surplus' end
{%- endmacro %}
