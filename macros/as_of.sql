{#-
    The newest release known at `as_of`, as a scalar: a release by its name ('2024-01'),
    or else a day ('2024-03-31' or a date, to its end) or a moment (a timestamp, local
    time in New York) by which it was published. Releases come out in the order of their
    months, so this one release says which all are known. Null where none is.
-#}
{% macro newest_release_known(as_of) -%}
    {%- set words = "cast(" ~ as_of ~ " as varchar)" -%}
    coalesce(
            cast(case when length({{ words }}) = 7 then {{ words }} || '-01' end as date),
            (
                select max(releases.release_month) from {{ ref('dim_release') }} as releases
                where
                    releases.known_at <= cast(
                        case length({{ words }})
                            -- of a release, whose name is no moment
                            when 7 then null
                            when 10 then {{ words }} || ' 23:59:59'
                            else {{ words }}
                        end as timestamp
                    )
            )
        )
{%- endmacro %}

{#-
    The ledger as `as_of` knew it, a query: of every series and period the value that
    stood, with the release it came from (`valid_from_release`). `as_of` is SQL: a
    literal with its quotation marks, a column or a parameter.

    Subqueries instead of CTEs here and below: DuckDB 1.4.0 and 1.4.1 do not find a CTE
    again in a function that a file holds (`create_as_of_functions`).
-#}
{% macro trade_values_as_of(as_of) -%}
    select
        known.as_of_release,
        ledger.*
    from {{ ref('fct_trade_values') }} as ledger
    inner join (select {{ newest_release_known(as_of) }} as as_of_release) as known
        on {{ stood_in('known.as_of_release', 'ledger') }}
{%- endmacro %}

{#-
    The rows of a mart whose rows are each true for one release, of the newest release
    that holds them: per `key`, among all releases or those known at `as_of`, a query.
-#}
{% macro newest_release_rows(facts, key, as_of=none) -%}
    select facts.*
    from {{ facts }} as facts
    inner join
        (
            select
                {%- for column in key %}
                {{ column }},
                {%- endfor %}
                max(release_month) as release_month
            from {{ facts }}
            {%- if as_of %}
            where release_month <= {{ newest_release_known(as_of) }}
            {%- endif %}
            group by
                {%- for column in key %}
                {{ column }}{{ "," if not loop.last }}
                {%- endfor %}
        ) as newest
        on
            facts.release_month = newest.release_month
            {%- for column in key %}
            and facts.{{ column }} = newest.{{ column }}
            {%- endfor %}
{%- endmacro %}

{#- The newest complete balances known: of each category, both flows from one release. -#}
{% macro trade_balances_as_of(as_of=none) -%}
    {{ newest_release_rows(
        ref('fct_trade_balances'),
        [
            'month', 'category_id', 'area_id', 'basis', 'price_basis',
            'seasonal_adjustment', 'measure',
        ],
        as_of,
    ) }}
{%- endmacro %}

{#- The newest bilateral balances known: of each area, both flows from one release. -#}
{% macro bilateral_balances_as_of(as_of=none) -%}
    {{ newest_release_rows(
        ref('fct_bilateral_balances'),
        [
            'period_kind', 'period_start', 'period_end', 'category_id', 'area_id', 'basis',
            'seasonal_adjustment', 'measure',
        ],
        as_of,
    ) }}
{%- endmacro %}

{% macro trade_changes_as_of(as_of=none) -%}
    {{ newest_release_rows(ref('fct_trade_changes'), ['month', 'series_id'], as_of) }}
{%- endmacro %}

{#- The newest complete sums known: the parent and every child from one release. -#}
{% macro category_contributions_as_of(as_of=none) -%}
    {{ newest_release_rows(
        ref('fct_category_contributions'),
        ['month', 'rollup_id', 'parent_series_id'],
        as_of,
    ) }}
{%- endmacro %}

{#-
    The same for people who ask in SQL, where the database can keep a query with a
    parameter, as DuckDB can. What it keeps are those very queries.
-#}
{% macro create_as_of_functions() -%}
    {%- set marts = [
        ref('dim_release'), ref('fct_trade_values'), ref('fct_trade_balances'),
        ref('fct_trade_changes'), ref('fct_category_contributions'),
    ] %}
    {%- set missing = [] %}
    {%- for mart in marts if execute and load_relation(mart) is none %}
    {%- do missing.append(mart) %}
    {%- endfor %}
    {%- if execute and flags.WHICH in ("build", "run") and target.type == "duckdb"
        and not missing %}
    {%- set schema = marts[0].schema %}
    {%- set argument = "As of a release ('2024-01'), a day (date '2024-03-31', to its "
        ~ "end) or a moment (timestamp, New York). A date names no release." %}
    {%- for name, query, comment in [
        (
            'trade_values_as_of', trade_values_as_of('as_of'),
            "One row per series and period: the value of fct_trade_values that stood then, "
            ~ "with the first release held that printed it (valid_from_release). ",
        ),
        (
            'trade_balances_as_of', trade_balances_as_of('as_of'),
            "One row per month and category: the row of fct_trade_balances of the newest "
            ~ "release known then that holds it (release_month). ",
        ),
        (
            'trade_changes_as_of', trade_changes_as_of('as_of'),
            "One row per series and month: the row of fct_trade_changes of the newest "
            ~ "release known then that holds it (release_month). ",
        ),
        (
            'category_contributions_as_of', category_contributions_as_of('as_of'),
            "One row per month, sum, parent and child: the rows of "
            ~ "fct_category_contributions of the newest release known then that holds the "
            ~ "parent and every child (release_month). ",
        ),
    ] %}
    create or replace macro {{ schema }}.{{ name }}(as_of) as table (
    {{ query }}
    );
    comment on macro table {{ schema }}.{{ name }} is '{{ (comment ~ argument) | replace("'", "''") }}';
    {%- endfor %}
    {%- endif %}
{%- endmacro %}
