{#-
    The queries of as_of.sql for people who ask in SQL, where the database can keep a query with a
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
        ~ "end) or a moment (timestamp, New York, or with an offset). A date names no release." %}
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
            'headline_trade_as_of', headline_trade_as_of('as_of'),
            "One row per month: total, goods and services of the newest release known then "
            ~ "that holds all of them, else of the newest that holds the total "
            ~ "(release_month). ",
        ),
        (
            'trade_changes_as_of', trade_changes_as_of('as_of'),
            "One row per series and month: the value of the newest release known then that "
            ~ "holds it (release_month), each change of the newest that holds its months. ",
        ),
        (
            'category_contributions_as_of', category_contributions_as_of('as_of'),
            "One row per month, what it is compared with, sum, parent and child: the rows of "
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
