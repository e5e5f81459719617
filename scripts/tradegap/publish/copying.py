"""Copies the published schema into a new file, and compares the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from tradegap.database import BUILT, first_line
from tradegap.errors import TradegapError

if TYPE_CHECKING:
    from collections.abc import Iterator


SCHEMA = "marts"

# Everything about the schema that the copy has to keep, as comparable rows.
CATALOGUE = """
    select 'table', table_name, '', '', comment from duckdb_tables()
    where database_name = $database and schema_name = $schema
    union all
    select 'view', view_name, '', sql, comment from duckdb_views()
    where database_name = $database and schema_name = $schema
    union all
    select
        'column', table_name, column_name,
        concat_ws(' ', column_index, data_type, is_nullable, column_default), comment
    from duckdb_columns() where database_name = $database and schema_name = $schema
    union all
    select 'constraint', table_name, constraint_text, '', null from duckdb_constraints()
    where database_name = $database and schema_name = $schema
    union all
    select
        'function', function_name, array_to_string(parameters, ', '), macro_definition,
        comment
    from duckdb_functions()
    where database_name = $database and schema_name = $schema
"""
# The functions that give a table for an argument, as in `trade_values_as_of('2024-01')`.
FUNCTIONS = """
    select
        function_name, array_to_string(parameters, ', ') as parameters, macro_definition,
        comment
    from duckdb_functions()
    where database_name = $database and schema_name = $schema
        and function_type = 'table_macro'
    order by function_name
"""


@dataclass(frozen=True)
class _Relation:
    """A table or view of the schema: its name, the SQL that creates it, its comment."""

    name: str
    kind: str
    sql: str
    comment: str | None


def relations_of(connection: duckdb.DuckDBPyConnection, source: str) -> list[_Relation]:
    """The tables, then the views of the schema."""
    found = connection.execute(
        """
        select table_name, 'table' as kind, sql, comment from duckdb_tables()
        where database_name = $database and schema_name = $schema
        union all
        select view_name, 'view', sql, comment from duckdb_views()
        where database_name = $database and schema_name = $schema
        order by kind, table_name
        """,
        {"database": source, "schema": SCHEMA},
    ).fetchall()
    if not found:
        raise TradegapError(f"{BUILT} has no schema {SCHEMA} to publish: run `dbt build`")
    return [_Relation(*row) for row in found]


def write_relations(
    connection: duckdb.DuckDBPyConnection, relations: list[_Relation], source: str, target: str
) -> None:
    """Create the relations in the target with their constraints, rows and comments."""
    connection.execute(f"create schema {target}.{SCHEMA}")
    connection.execute(f"use {target}")
    for relation in _create(connection, relations):
        name = f'{SCHEMA}."{relation.name}"'
        if relation.kind == "table":
            connection.execute(f"insert into {name} select * from {source}.{name}")
        _comment(connection, f"{relation.kind} {name}", relation.comment)
    columns = connection.execute(
        "select table_name, column_name, comment from duckdb_columns() "
        "where database_name = $database and schema_name = $schema",
        {"database": source, "schema": SCHEMA},
    ).fetchall()
    for relation_name, column, comment in columns:
        _comment(connection, f'column {SCHEMA}."{relation_name}"."{column}"', comment)
    _write_functions(connection, source)
    connection.execute("use memory")


def _write_functions(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Create the functions of the schema in the database in use."""
    found = connection.execute(FUNCTIONS, {"database": source, "schema": SCHEMA}).fetchall()
    for name, parameters, definition, comment in found:
        function = f'{SCHEMA}."{name}"'
        try:
            connection.execute(f"create macro {function}({parameters}) as table {definition}")
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise TradegapError(
                f"cannot publish: {SCHEMA}.{name} needs what is not published: {first_line(error)}"
            ) from error
        _comment(connection, f"macro table {function}", comment)


def _create(
    connection: duckdb.DuckDBPyConnection, relations: list[_Relation]
) -> Iterator[_Relation]:
    """Create each relation after those it needs, which are found by trying."""
    waiting = relations
    while waiting:
        refused: list[_Relation] = []
        for relation in waiting:
            try:
                connection.execute(relation.sql)
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                refused.append(relation)
                reason = first_line(error)
            else:
                yield relation
        if len(refused) == len(waiting):
            raise TradegapError(
                f"cannot publish: {SCHEMA}.{refused[-1].name} needs what is not published: {reason}"
            )
        waiting = refused


def _comment(connection: duckdb.DuckDBPyConnection, what: str, comment: str | None) -> None:
    if comment is not None:
        text = comment.replace("'", "''")
        connection.execute(f"comment on {what} is '{text}'")


def refuse_difference(
    connection: duckdb.DuckDBPyConnection, relations: list[_Relation], source: str, target: str
) -> int:
    """The rows of all tables, once every relation is known to be the same on both sides.

    Compared are columns, constraints, functions, comments and, for views too, the rows:
    their number and the sum of their hashes.
    """
    catalogues = [
        set(connection.execute(CATALOGUE, {"database": name, "schema": SCHEMA}).fetchall())
        for name in (source, target)
    ]
    different = sorted({row[1] for row in catalogues[0] ^ catalogues[1]})
    if different:
        raise TradegapError(
            "cannot publish: the copy differs from the build in the columns, constraints or "
            f"comments of {', '.join(different)}"
        )
    rows = 0
    for relation in relations:
        counted, published = (
            connection.execute(
                "select count(*), sum(cast(hash(relation) as hugeint)) "
                f'from {database}.{SCHEMA}."{relation.name}" as relation'
            ).fetchall()
            for database in (source, target)
        )
        if counted != published:
            raise TradegapError(
                f"cannot publish: {SCHEMA}.{relation.name} has {counted[0][0]} rows in the build "
                f"and {published[0][0]} in the copy, or not the same ones"
            )
        if relation.kind == "table":
            rows += counted[0][0]
    return rows
