{#-
    What Spark wants otherwise, and Sail, which answers as Spark does; in the SQL that dbt has put
    together. A text without a length is `varchar` everywhere else and only `string` there, and a
    timestamp is a moment in a time zone. Sail 0.7.2 does not find the type of `-value` where
    that is a decimal. No text or name in the project has these words, or a hyphen between a
    blank and a letter.
-#}
{% macro spark_sql(sql) -%}
    {%- set sql = sql | replace("double precision", "double") %}
    {%- set sql = modules.re.sub("(?i)\\bvarchar\\b(?! *[(])", "string", sql) %}
    {%- set sql = modules.re.sub("(?i)\\btimestamp\\b", "timestamp_ntz", sql) %}
    {%- do return(modules.re.sub("(?<=[ (])-(?=[a-z(])", "-1 * ", sql)) %}
{%- endmacro %}

{% macro spark__create_view_as(relation, sql) -%}
    {{ dbt.spark__create_view_as(relation, spark_sql(sql)) }}
{%- endmacro %}

{#-
    A table of its columns and their comments, then filled: Sail refuses a comment in
    `create table ... as`, and neither it nor Spark takes those of columns there.
-#}
{% macro spark__create_table_as(temporary, relation, compiled_code, language="sql") -%}
    {%- set query = spark_sql(compiled_code) %}
    {%- if temporary %}
    {{ create_temporary_view(relation, query) }}
    {%- elif config.get("contract").enforced %}
    {{ get_assert_columns_equivalent(query) }}
    {%- set names = model.columns.values() | map(attribute="name") | join(", ") %}
    {%- set definitions = [] %}
    {%- for column in model.columns.values() %}
    {%- do definitions.append(
        column.name ~ " " ~ spark_sql(column.data_type)
        ~ " comment '" ~ escape_single_quotes(column.description) ~ "'"
    ) %}
    {%- endfor %}
    {%- do run_query(
        "create table " ~ relation ~ " (" ~ definitions | join(", ") ~ ") "
        ~ file_format_clause() ~ " " ~ comment_clause()
    ) %}
    insert into {{ relation }}
    select {{ names }} from (
    {{ query }}
    ) as filled
    {%- else %}
    create table {{ relation }} {{ file_format_clause() }} as
    {{ query }}
    {%- endif %}
{%- endmacro %}

{#- Spark keeps no keys; the tests of the project look at them. -#}
{% macro spark__persist_constraints(relation, model) -%}
{%- endmacro %}

{#- Both sides of a contract: the types of the model's query, and those it promises. -#}
{% macro spark__get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
    {{ default__get_empty_subquery_sql(spark_sql(select_sql), select_sql_header) }}
{%- endmacro %}

{% macro spark__get_empty_schema_sql(columns) -%}
    {{ spark_sql(default__get_empty_schema_sql(columns)) }}
{%- endmacro %}

{% macro spark__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
    {{ default__get_test_sql(spark_sql(main_sql), fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}

{#- Floats to the twelfth decimal, as those of other engines (unit_tests.sql). -#}
{% macro spark__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
    {%- for side, rows in {"actual": main_sql, "expected": expected_fixture_sql}.items() %}
    select
        {%- for column in expected_column_names %}
        case
            when typeof({{ column }}) = 'double'
                then cast(round(try_cast({{ column }} as double), 12) as string)
            else cast({{ column }} as string)
        end as {{ column }},
        {%- endfor %}
        '{{ side }}' as actual_or_expected
    from ({{ spark_sql(rows) }}) as {{ side }}_rows
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- dbt's own leaves out the order. -#}
{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    listagg({{ measure }}, {{ delimiter_text }}) within group ({{ order_by_clause }})
{%- endmacro %}

{#- Dates; dbt's own goes by the seconds since 1970. -#}
{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    {{ {"month": "add_months", "day": "date_add"}[datepart] }}(
        {{ from_date_or_timestamp }}, cast({{ interval }} as integer)
    )
{%- endmacro %}

{#- The rows of a seed as texts, which the server casts. -#}
{% macro spark__create_csv_table(model, agate_table) -%}
    {%- set types = model.config.column_types %}
    {%- set sql %}
    create table {{ this }} (
        {%- for column in agate_table.column_names %}
        {{ column }} {{ spark_sql(types[column]) }}{{ "," if not loop.last }}
        {%- endfor %}
    )
    {{ file_format_clause() }}
    {{ comment_clause() }}
    {%- endset %}
    {%- do run_query(sql) %}
    {%- do return(sql) %}
{%- endmacro %}

{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model.config.column_types %}
    {%- set statements = [] %}
    {%- for rows in agate_table.rows | batch(get_batch_size()) %}
    {%- set sql %}
    insert into {{ this }}
    select
        {%- for column in agate_table.column_names %}
        cast({{ column }} as {{ spark_sql(types[column]) }}){{ "," if not loop.last }}
        {%- endfor %}
    from values
        {%- for row in rows %}
        {% for cell in row -%}
            {{ "(" if loop.first else ", " }}
            {{- "null" if cell is none else "'" ~ (
                cell | replace("\\", "\\\\") | replace("'", "\\'")
            ) ~ "'" }}
        {%- endfor %}){{ "," if not loop.last }}
        {%- endfor %}
        as seed ({{ agate_table.column_names | join(", ") }})
    {%- endset %}
    {%- do adapter.add_query(sql, abridge_sql_log=True) %}
    {%- do statements.append(sql) %}
    {%- endfor %}
    {%- do return(statements | first) %}
{%- endmacro %}
