{#-
    dbt compares what a unit test expects with what it finds as texts. On PostgreSQL a number
    keeps the digits of the arithmetic it comes from: 99 would not be 99.000000, nor a quotient
    the same quotient of longer numbers. So all are compared to the twelfth decimal.
-#}
{% macro postgres__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
    {%- for side, rows in {"actual": main_sql, "expected": expected_fixture_sql}.items() %}
    select
        {%- for column in expected_column_names %}
        {%- set text = "cast(" ~ column ~ " as text)" %}
        case
            when cast(pg_typeof({{ column }}) as text) in ('numeric', 'double precision')
                -- a constant is cast before the question is asked
                then cast(trim_scale(round(
                    cast(substring({{ text }} from '^-?[0-9.]+(?:e-?[0-9]+)?$') as numeric), 12
                )) as text)
            else {{ text }}
        end as {{ column }},
        {%- endfor %}
        '{{ side }}' as actual_or_expected
    from ({{ rows }}) as {{ side }}_rows
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
