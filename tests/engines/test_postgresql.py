"""PostgreSQL builds the marts that DuckDB builds: the same rows, types, keys and comments.

`make test-engines` runs it after `dbt build`, by the steps of docs/postgresql.md, on a server
of its own. All seeds, models, data tests and unit tests run there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psycopg2
import pytest
from postgres_server import running_server

from tradegap.database import BUILT, quoted

ROOT = Path(__file__).resolve().parents[2]
READER = "tradegap_reader"

Relations = dict[str, object]

COLUMNS = """
    select table_name, column_name, data_type, comment
    from duckdb_columns()
    where database_name = 'built' and schema_name = 'marts'
    order by table_name, column_index
"""
KEYS = """
    select table_name, constraint_type, cast(constraint_column_names as varchar)
    from duckdb_constraints()
    where database_name = 'built' and schema_name = 'marts'
"""
COMMENTS = """
    select table_name, comment from duckdb_tables()
    where database_name = 'built' and schema_name = 'marts'
    union all
    select view_name, comment from duckdb_views()
    where database_name = 'built' and schema_name = 'marts'
"""
# Types by the names that DuckDB has for them.
POSTGRES_COLUMNS = """
    select
        relations.relname,
        columns.attname,
        case
            when columns.atttypid in (cast('text' as regtype), cast('varchar' as regtype))
                then 'VARCHAR'
            when columns.atttypid = cast('timestamp' as regtype) then 'TIMESTAMP'
            else replace(
                upper(format_type(columns.atttypid, columns.atttypmod)), 'NUMERIC', 'DECIMAL'
            )
        end,
        col_description(relations.oid, columns.attnum)
    from pg_class as relations
    join pg_attribute as columns on relations.oid = columns.attrelid
    where
        relations.relnamespace = cast('marts' as regnamespace)
        and relations.relkind in ('r', 'v')
        and columns.attnum > 0
        and not columns.attisdropped
    order by relations.relname, columns.attnum
"""
POSTGRES_KEYS = """
    select
        relations.relname,
        case constraints.contype when 'p' then 'PRIMARY KEY' else 'FOREIGN KEY' end,
        '[' || string_agg(columns.attname, ', ' order by keys.place) || ']'
    from pg_constraint as constraints
    join pg_class as relations on constraints.conrelid = relations.oid
    cross join unnest(constraints.conkey) with ordinality as keys (attnum, place)
    join pg_attribute as columns
        on relations.oid = columns.attrelid and keys.attnum = columns.attnum
    where
        relations.relnamespace = cast('marts' as regnamespace)
        and constraints.contype in ('p', 'f')
    group by relations.relname, constraints.oid, constraints.contype
    union all
    select relations.relname, 'NOT NULL', '[' || columns.attname || ']'
    from pg_class as relations
    join pg_attribute as columns on relations.oid = columns.attrelid
    where
        relations.relnamespace = cast('marts' as regnamespace)
        and relations.relkind = 'r'
        and columns.attnum > 0
        and columns.attnotnull
"""
POSTGRES_COMMENTS = """
    select relname, obj_description(oid) from pg_class
    where relnamespace = cast('marts' as regnamespace) and relkind in ('r', 'v')
"""


@dataclass(frozen=True)
class Both:
    """What DuckDB built, attached as `built`, and how the server's clients find the other."""

    duck: duckdb.DuckDBPyConnection
    server: dict[str, str]

    def ask(self, query: str, user: str | None = None) -> list[tuple[object, ...]]:
        """The rows of a query that PostgreSQL answers to a user, to who builds by default."""
        with closing(self.connection(user)) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def connection(self, user: str | None = None) -> psycopg2.extensions.connection:
        """A connection to the server."""
        return psycopg2.connect(
            host=self.server["PGHOST"],
            user=user or self.server["PGUSER"],
            dbname=self.server["PGDATABASE"],
        )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The databases of both engines, after the steps of docs/postgresql.md."""
    assert (ROOT / BUILT).exists(), f"{BUILT} is not there: run `dbt build`"
    target = tmp_path_factory.mktemp("target")
    options = ("--target-path", target, "--log-path", target)
    with running_server() as server, duckdb.connect() as duck:
        for command in (
            ("psql", "--file", "scripts/postgres/load_data_files.sql"),
            ("psql", "--set", f"reader={READER}", "--file", "scripts/postgres/create_reader.sql"),
            (Path(sys.executable).with_name("dbt"), "build", "--target", "postgres", *options),
        ):
            result = subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | server,
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 0, result.stdout[-10_000:] + result.stderr
        duck.execute(f"attach '{quoted(ROOT / BUILT)}' as built (read_only)")
        yield Both(duck, server)


def relations(both: Both) -> list[str]:
    """The names of all marts, as DuckDB has them."""
    return sorted(name for name, _ in both.duck.execute(COMMENTS).fetchall())


def test_columns_have_the_same_types_and_comments(both: Both) -> None:
    columns = both.duck.execute(COLUMNS).fetchall()
    assert columns
    assert both.ask(POSTGRES_COLUMNS) == columns


def test_relations_have_the_same_comments(both: Both) -> None:
    assert sorted(both.ask(POSTGRES_COMMENTS)) == sorted(both.duck.execute(COMMENTS).fetchall())


def test_keys_and_required_columns_are_the_same(both: Both) -> None:
    assert sorted(both.ask(POSTGRES_KEYS)) == sorted(both.duck.execute(KEYS).fetchall())


def test_every_mart_has_the_same_rows(both: Both, tmp_path: Path) -> None:
    names = relations(both)
    assert names
    different = {name: rows for name in names if (rows := different_rows(both, name, tmp_path))}
    assert different == {}


def different_rows(both: Both, name: str, folder: Path) -> list[tuple[object, ...]]:
    """Some rows that one engine has and the other has not, or not as often."""
    path = folder / f"{name}.csv"
    with closing(both.connection()) as connection, path.open("wb") as file:
        connection.cursor().copy_expert(
            f"copy (select * from marts.{name}) to stdout (format csv, force_quote *)", file
        )
    described = both.duck.execute(f"describe built.marts.{name}").fetchall()
    types = {column: kind for column, kind, *_ in described}
    rows = both.duck.execute(
        f"""
        select any_value(engine), count(*), {", ".join(types)}
        from (
            select 'duckdb' as engine, 1 as present, * from built.marts.{name}
            union all
            select 'postgresql' as engine, -1 as present, *
            from read_csv(
                ?, columns = ?, header = false, auto_detect = false, nullstr = '',
                allow_quoted_nulls = false
            )
        )
        group by {", ".join(types)}
        having sum(present) <> 0
        limit 5
        """,
        [str(path), types],
    ).fetchall()
    path.unlink()
    return rows


# --- who only reads -----------------------------------------------------------------------


def test_a_reader_sees_every_mart_and_its_comments(both: Both) -> None:
    for name in relations(both):
        assert both.ask(f"select exists (select from {name})", READER) == [(True,)]
    assert sorted(both.ask(POSTGRES_COMMENTS, READER)) == sorted(both.ask(POSTGRES_COMMENTS))


@pytest.mark.parametrize(
    "statement",
    [
        "delete from marts.dim_month",
        "insert into marts.dim_month default values",
        "update marts.dim_month set month = null",
        "truncate marts.dim_month",
        "drop table marts.dim_month",
        "comment on table marts.dim_month is null",
        "create table marts.mine (i integer)",
        "create table public.mine (i integer)",
        "create schema mine",
        "select * from seeds.releases",
        "select * from meta.build_state",
    ],
)
def test_a_reader_changes_nothing(both: Both, statement: str) -> None:
    with closing(both.connection(READER)) as connection, connection.cursor() as cursor:
        # What every client may set back; the rights of the role are what counts.
        cursor.execute("set session characteristics as transaction read write")
        connection.commit()
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(statement)
