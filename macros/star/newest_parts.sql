{#-
    What the tables of the star have in common: of each month or year the figures of
    one release, the newest of those that hold most of it, and each change from that
    release, too, or where it does not hold both ends of it, from the newest that does.
-#}

{#- The columns of a change of all `sides` over a month or year. -#}
{% macro changes_of_sides(change, sides=["exports", "imports", "balance"]) -%}
    {%- set columns = [] %}
    {%- for unit in ["musd", "pct"] %}
    {%- for side in sides %}
    {%- do columns.append(side ~ "_" ~ change ~ "_change_" ~ unit) %}
    {%- endfor %}
    {%- endfor %}
    {%- do return(columns) -%}
{%- endmacro %}

{#-
    The columns of a table, by the column that names the release they come from: its
    `levels`, and each change that there is from one month or year to another.
-#}
{% macro parts_of(
    levels, period_kind="month", contributions=[], sides=["exports", "imports", "balance"]
) -%}
    {%- set parts = {"release_month": levels} %}
    {%- for change in ["month", "year"] if change == "year" or period_kind == "month" %}
    {%- set columns = changes_of_sides(change, sides) %}
    {%- for flow in contributions %}
    {%- do columns.append(flow ~ "_" ~ change ~ "_contribution_pp") %}
    {%- endfor %}
    {%- do parts.update({change ~ "_change_release_month": columns}) %}
    {%- endfor %}
    {%- do return(parts) -%}
{%- endmacro %}

{#-
    CTEs of which the last, `newest`, has the rows of several releases (`rows`, with
    `release_month`) as one row per `period` and `key`. Each list of `parts` comes from
    one release, for all keys of a period (the columns of which are `together`). It is
    the newest of those that hold most of its first `needed` columns: a release that has
    imports alone gives way to one that has exports and the balance, too. Of equals the
    changes take the release of the levels, so that they go with them.
-#}
{% macro newest_parts(rows, together, key, parts, needed={}) -%}
    {%- set shown = parts.keys() | first -%}
    {%- set period = listed(together) -%}
held as (
    select
        release_month as row_release,
        {%- for column in together %}
        {{ column }},
        {%- endfor %}
        {%- for part, columns in parts.items() %}
        {%- for column in columns[:needed.get(part, 3)] %}
        {{- " +" if not loop.first }}
        case when count({{ column }}) > 0 then 1 else 0 end
        {%- endfor %} as {{ part }}_held{{ "," if not loop.last }}
        {%- endfor %}
    from {{ rows }}
    group by release_month, {{ period }}
),

leveled as (
    select
        *,
        first_value(row_release) over (
            partition by {{ period }}
            order by {{ shown }}_held desc, row_release desc
        ) as {{ shown }}
    from held
),

ranked as (
    select
        *
        {%- for part in parts if part != shown %},
        case
            when max({{ part }}_held) over (partition by {{ period }}) > 0
                then first_value(row_release) over (
                    partition by {{ period }}
                    order by
                        {{ part }}_held desc,
                        case when row_release = {{ shown }} then 0 else 1 end,
                        row_release desc
                )
        end as {{ part }}
        {%- endfor %}
    from leveled
),

newest as (
    select
        {{ listed(together + key, rows) }},
        {%- for part, columns in parts.items() %}
        max(ranked.{{ part }}) as {{ part }},
        {%- for column in columns %}
        max(
            case when ranked.row_release = ranked.{{ part }} then {{ rows }}.{{ column }} end
        ) as {{ column }}{{ "," if not loop.last }}
        {%- endfor %}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ rows }}
    inner join ranked
        on
            {{ rows }}.release_month = ranked.row_release
            and {{ same(rows, 'ranked', together) }}
    group by {{ listed(together + key, rows) }}
    having count(case when ranked.row_release = ranked.{{ shown }} then 1 end) > 0
)
{%- endmacro %}

{#- The columns of `parts` in the order and types of a contract. -#}
{% macro cast_parts(relation, parts) -%}
    {%- for part, columns in parts.items() %}
        {{- "cast(" if loop.first else ",
        cast(" }}{{ relation }}.{{ part }} as date) as {{ part }}
        {%- for column in columns %},
        cast({{ relation }}.{{ column }} as {{
            "integer" if column.endswith("_rank") else "decimal(18, 6)"
        }}) as {{ column }}
        {%- endfor %}
    {%- endfor %}
{%- endmacro %}
