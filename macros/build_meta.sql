{#-
    What a build was made of, beside meta.build_state: programs, files and tests, a table
    each, whose comments say what is in it. It comes before build_finished, so that a build
    that cannot say it does not count as complete.
-#}
{% macro describe_build(results) -%}
    {%- if execute and flags.WHICH == "build" and target.type != "spark" %}
    {{ table_of_meta(
        "build_versions",
        "One row per program that made this file.",
        {"program": "Its name.", "version": "Its version, as it says it."},
        versions_of_build()
    ) }}
    {{ table_of_meta(
        "build_files",
        "One row per file of the project whose figures or names are in this one. "
        ~ "Which releases they hold is in marts.dim_release.",
        {
            "path": "The file, seen from the folder of the project.",
            "row_count": "Rows that were read from it.",
            "byte_count": "Its size in bytes; null where the database opens no files.",
            "sha256": "Its SHA-256; null where the database opens no files.",
        },
        files_of_build(results)
    ) }}
    {{ table_of_meta(
        "build_tests",
        "One row per kind and name of the tests that the build ran.",
        {
            "test_kind": "Data test (of rows) or unit test (of a rule).",
            "test_name": "A generic data test by its name; singular for data tests that the "
            ~ "project has once; unit for unit tests.",
            "tests_run": "How many ran.",
            "tests_passed": "How many passed.",
        },
        tests_of_build(results)
    ) }}
    {%- endif %}
{%- endmacro %}

{% macro table_of_meta(name, comment, columns, query) -%}
    drop table if exists meta.{{ name }};
    create table meta.{{ name }} as
    {{ query }};
    comment on table meta.{{ name }} is '{{ comment }}';
    {%- for column, text in columns.items() %}
    comment on column meta.{{ name }}.{{ column }} is '{{ text }}';
    {%- endfor %}
{%- endmacro %}

{% macro versions_of_build() -%}
    {%- do return(adapter.dispatch("versions_of_build", "tradegap")()) -%}
{%- endmacro %}

{% macro default__versions_of_build() -%}
    select 'dbt' as program, '{{ dbt_version }}' as version
    union all
    select '{{ target.type }}', cast(version() as {{ dbt.type_string() }})
{%- endmacro %}

{#- Jinja does not know the version of the project; its file says it. -#}
{% macro duckdb__versions_of_build() -%}
    {{ default__versions_of_build() }}
    union all
    select 'tradegap', regexp_extract(content, '(?m)^version: "?([^"\n]+)', 1)
    from read_text('{{ project_path("dbt_project.yml") }}')
{%- endmacro %}

{% macro files_of_build(results) -%}
    {%- do return(adapter.dispatch("files_of_build", "tradegap")(results)) -%}
{%- endmacro %}

{% macro default__files_of_build(results) -%}
    select
        path,
        row_count,
        cast(null as {{ dbt.type_bigint() }}) as byte_count,
        cast(null as {{ dbt.type_string() }}) as sha256
    from ({{ rows_of_seeds(results) }}) as counted
{%- endmacro %}

{% macro duckdb__files_of_build(results) -%}
    {%- set found = run_query("select file from glob('" ~ project_path("data/*.gz") ~ "')") %}
    {%- set packed = [] %}
    {%- for row in found.rows %}
    {%- do packed.append("data/" ~ row[0].split("/")[-1]) %}
    {%- endfor %}
    select
        counted.path,
        counted.row_count,
        files.size as byte_count,
        sha256(files.content) as sha256
    from (
        {{ rows_of_seeds(results) }}
        {%- for path in packed %}
        union all
        select
            '{{ path }}',
            (
                select count(*)
                from read_csv('{{ project_path(path) }}', header = true, all_varchar = true)
            )
        {%- endfor %}
    ) as counted
    left join
        read_blob([
            '{{ project_path("seeds/**/*.csv") }}'
            {%- for path in packed %}, '{{ project_path(path) }}'{% endfor %}
        ]) as files
        on '{{ project_path("") }}' || counted.path = files.filename
{%- endmacro %}

{#- Of the seeds that this build loaded. -#}
{% macro rows_of_seeds(results) -%}
    select
        cast(null as {{ dbt.type_string() }}) as path,
        cast(null as {{ dbt.type_bigint() }}) as row_count
    where 1 = 0
    {%- for result in results
        if result.node.resource_type == "seed" and result.status == "success" %}
    union all
    select
        '{{ result.node.original_file_path }}',
        (select count(*) from {{ result.node.relation_name }})
    {%- endfor %}
{%- endmacro %}

{% macro tests_of_build(results) -%}
    select
        test_kind,
        test_name,
        count(*) as tests_run,
        count(case when passed = 1 then 1 end) as tests_passed
    from (
        select
            cast(null as {{ dbt.type_string() }}) as test_kind,
            cast(null as {{ dbt.type_string() }}) as test_name,
            0 as passed
        where 1 = 0
        {%- for result in results if result.node.resource_type in ("test", "unit_test") %}
        {%- set metadata = result.node.test_metadata %}
        union all
        select
        {%- if result.node.resource_type == "unit_test" %}
            'unit test',
            'unit',
        {%- else %}
            'data test',
            '{{ metadata.name if metadata else "singular" }}',
        {%- endif %}
            {{ 1 if result.status == "pass" else 0 }}
        {%- endfor %}
    ) as ran
    group by test_kind, test_name
{%- endmacro %}
