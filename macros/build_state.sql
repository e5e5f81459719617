{#-
    What the last dbt command left behind, written into the database itself:
    `tradegap publish` refuses everything but a whole, successful `dbt build`. A build
    that is killed never gets to its end and stays `running`.

    Its comments say what is in it.
-#}
{% macro build_started() -%}
    {%- do refuse_half_written_seeds() %}
    {%- if execute and flags.WHICH in ("build", "run", "seed", "snapshot")
        and target.type != "spark" %}
    create schema if not exists meta;
    drop table if exists meta.build_state;
    create table meta.build_state as
    select
        '{{ invocation_id }}' as invocation_id,
        'dbt {{ flags.WHICH }}' as command,
        'running' as state,
        cast(null as varchar) as problems,
        timestamp '{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as started_at,
        cast(null as timestamp) as finished_at;
    comment on table meta.build_state is 'One row: the dbt command that wrote this file.';
    {%- for column, comment in {
        "invocation_id": "The identifier that dbt gave the command.",
        "command": "The command.",
        "state": "Running, complete, failed, or partial where nodes were left out.",
        "problems": "What failed or was left out; null where complete.",
        "started_at": "When the command began, in UTC.",
        "finished_at": "When the command ended, in UTC; null while it runs.",
    }.items() %}
    comment on column meta.build_state.{{ column }} is '{{ comment }}';
    {%- endfor %}
    {%- endif %}
{%- endmacro %}

{#- A test run alone changes no figure; it only takes a good state back if it fails. -#}
{% macro build_finished(results) -%}
    {%- if execute and flags.WHICH in ("build", "run", "seed", "snapshot", "test")
        and target.type != "spark" %}
    {%- set good = ["success", "pass", "no-op", "reused"] %}
    {%- set bad = results | rejectattr("status", "in", good) | list %}
    {%- set left_out = [] %}
    {%- for node in graph.nodes.values()
        if node.resource_type in ("model", "seed", "snapshot", "test")
        and node.unique_id not in selected_resources %}
        {%- do left_out.append(node.name) %}
    {%- endfor %}
    {%- if bad %}
    update meta.build_state
    set
        state = 'failed',
        problems = '{{ bad | length }} nodes without success, first {{ bad[0].node.name }}',
        finished_at = cast(current_timestamp at time zone 'UTC' as timestamp)
    {%- elif flags.WHICH != "test" %}
    update meta.build_state
    set
        state = '{{ "partial" if left_out else "complete" }}',
        problems = {{
            "'" ~ (left_out | length) ~ " nodes were not selected'" if left_out else "null"
        }},
        finished_at = cast(current_timestamp at time zone 'UTC' as timestamp)
    {%- endif %}
    {%- endif %}
{%- endmacro %}

{#-
    While an ingest has put only some of its seeds in their place, a journal stands beside
    them (scripts/tradegap/journal.py). It is there for milliseconds, or until the next
    `tradegap` command if that ingest was killed. DuckDB looks for it: Jinja cannot.
-#}
{% macro refuse_half_written_seeds() -%}
    {%- if execute and flags.WHICH in ("build", "run", "seed", "snapshot")
        and target.type == "duckdb" %}
    {%- set found = run_query(
        "select file from glob('" ~ project_path("seeds/.journal.json") ~ "')"
    ) %}
    {%- if found.rows | length > 0 %}
    {%- do exceptions.raise_compiler_error(
        "an ingest was broken off, the seeds are a mixture: run `tradegap recover`, "
        ~ "then this again"
    ) %}
    {%- endif %}
    {%- endif %}
{%- endmacro %}

{#-
    A build of all marts begins with none: DuckDB keeps the space of a table it replaces in
    the file, which would be published with it, twice as long.
-#}
{% macro drop_marts() -%}
    {%- if execute and flags.WHICH in ("build", "run") and target.type == "duckdb" %}
    {%- set marts = graph.nodes.values()
        | selectattr("resource_type", "equalto", "model")
        | selectattr("schema", "equalto", "marts")
        | list %}
    {%- set left_out = marts | rejectattr("unique_id", "in", selected_resources) | list %}
    {%- if marts and not left_out %}
    {%- set schema = api.Relation.create(database=target.database, schema="marts") %}
    {%- do adapter.drop_schema(schema) %}
    {%- do adapter.create_schema(schema) %}
    {%- endif %}
    {%- endif %}
{%- endmacro %}
