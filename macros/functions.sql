{#-
    The queries of as_of.sql and questions.sql for people who ask in SQL, where the database can
    keep a query with a parameter, as DuckDB can. What it keeps are those very queries.
-#}
{% macro create_functions() -%}
    {%- set marts = [
        ref('dim_release'), ref('fct_trade_values'), ref('fct_trade_balances'),
        ref('fct_trade_changes'), ref('fct_category_contributions'),
        ref('dim_series'), ref('latest_trade_changes'), ref('monthly_totals'),
        ref('monthly_balance_drivers'),
    ] %}
    {%- set missing = [] %}
    {%- for mart in marts if execute and load_relation(mart) is none %}
    {%- do missing.append(mart) %}
    {%- endfor %}
    {%- if execute and flags.WHICH in ("build", "run") and target.type == "duckdb"
        and not missing %}
    {%- set schema = marts[0].schema %}
    {%- set as_of = "As of a release ('2024-01'), a day (date '2024-03-31', to its "
        ~ "end) or a moment (timestamp, New York, or with an offset). A date names no release." %}
    {%- set month = "A month ('2024-01') or a day in it. " %}
    {%- for name, arguments, query, comment in [
        (
            'balance', 'month_asked', balance_of_month('month_asked'),
            "Three rows: exports, imports and balance of a month, of goods and services, goods, "
            ~ "services, as in monthly_totals. Millions of dollars. " ~ month,
        ),
        (
            'contributions', 'month_asked, flow_asked',
            contributions_to_change('month_asked', 'flow_asked'),
            "One row per component: what it adds to the change of exports, imports or balance "
            ~ "(the second argument) of goods and services from the month before, as in "
            ~ "monthly_balance_drivers, the largest first. They add to the change. Millions of "
            ~ "dollars; percentage points, null for the balance. " ~ month,
        ),
        (
            'series', 'series_asked', months_of_series('series_asked'),
            "One row per month of a series (series_id of dim_series): its newest value held and "
            ~ "the changes in it, as in latest_trade_changes. Millions of dollars, percent.",
        ),
        (
            'trade_values_as_of', 'as_of', trade_values_as_of('as_of'),
            "One row per series and period: the value of fct_trade_values that stood then, "
            ~ "with the first release held that printed it (valid_from_release). " ~ as_of,
        ),
        (
            'trade_balances_as_of', 'as_of', trade_balances_as_of('as_of'),
            "One row per month and category: the row of fct_trade_balances of the newest "
            ~ "release known then that holds it (release_month). " ~ as_of,
        ),
        (
            'headline_trade_as_of', 'as_of', headline_trade_as_of('as_of'),
            "One row per month: total, goods and services of the newest release known then "
            ~ "that holds all of them, else of the newest that holds the total "
            ~ "(release_month). " ~ as_of,
        ),
        (
            'trade_changes_as_of', 'as_of', trade_changes_as_of('as_of'),
            "One row per series and month: the value of the newest release known then that "
            ~ "holds it (release_month), each change of the newest that holds its months. " ~ as_of,
        ),
        (
            'category_contributions_as_of', 'as_of', category_contributions_as_of('as_of'),
            "One row per month, what it is compared with, sum, parent and child: the rows of "
            ~ "fct_category_contributions of the newest release known then that holds the "
            ~ "parent and every child (release_month). " ~ as_of,
        ),
    ] %}
    create or replace macro {{ schema }}.{{ name }}({{ arguments }}) as table (
    {{ query }}
    );
    comment on macro table {{ schema }}.{{ name }} is '{{ comment | replace("'", "''") }}';
    {%- endfor %}
    {%- endif %}
{%- endmacro %}
