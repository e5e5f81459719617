"""Publishing: the marts of a completed build, as one file that people open.

The file is written under another name in the same folder, checked against the build,
flushed to disk and renamed over the published one. A reader that has the old file open
keeps its snapshot; whoever opens it afterwards sees the new one; whatever goes wrong
before the rename leaves the old file as it was.

What a build leaves behind that says it completed is the table `main.build_state`,
written by the project's dbt hooks (`macros/build_state.sql`) into the database itself:
a build that was killed, failed or covered only a part of the project says so there.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from tradegap.database import BUILT, PUBLISHED, first_line, quoted
from tradegap.errors import TradegapError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The one that old clients know; tests/clients/ says which of them read the file.
STORAGE_VERSION = "v1.0.0"
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
class Publication:
    """What was published: the file, its tables with their rows, its views."""

    path: Path
    tables: int
    views: int
    rows: int


@dataclass(frozen=True)
class _Relation:
    """A table or view of the schema: its name, the SQL that creates it, its comment."""

    name: str
    kind: str
    sql: str
    comment: str | None


def publish(root: Path) -> Publication:
    """Copy the marts of the completed build to the published file.

    Args:
        root: The project's root folder.

    Raises:
        TradegapError: There is no completed build, somebody else is building or
            publishing, the copy is not equal to the build, or the disk does not take
            it. The published file is then still the old one.
    """
    built, published = root / BUILT, root / PUBLISHED
    if not built.exists():
        raise TradegapError(f"there is no {BUILT} to publish: run `dbt build` first")
    try:
        published.parent.mkdir(exist_ok=True)
        with _only_publisher(published.parent) as folder:
            _remove_leftovers(published)
            new = published.with_name(f".{published.name}.{secrets.token_hex(4)}.tmp")
            try:
                publication = _copy(built, new, published)
                _flush(new)
                new.replace(published)
                os.fsync(folder)
            finally:
                _remove_leftovers(published)
    except OSError as error:
        raise TradegapError(f"cannot publish: {first_line(error)}") from error
    return publication


@contextmanager
def _only_publisher(folder: Path) -> Iterator[int]:
    """A lock on the folder that the system takes back even from a killed process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TradegapError("another `tradegap publish` is running: let it finish") from error
        yield handle
    finally:
        os.close(handle)


def _remove_leftovers(published: Path) -> None:
    """Remove what this publish or a killed one left unfinished (and its write-ahead log)."""
    for leftover in published.parent.glob(f".{published.name}.*.tmp*"):
        leftover.unlink()


def _flush(path: Path) -> None:
    """Wait until the file is on the disk: a rename must not overtake its content."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(built: Path, new: Path, published: Path) -> Publication:
    """Write the schema to the new file and check it, opened afresh, against the build."""
    # Names that no view can have inside, so that one that names its database fails here.
    source, target = (f"{name}_{secrets.token_hex(4)}" for name in ("source", "target"))
    connection = duckdb.connect()
    try:
        try:
            connection.execute(f"attach '{quoted(built)}' as {source} (read_only)")
        except duckdb.IOException as error:
            if "lock" in str(error):
                message = f"{BUILT} is being written: let the dbt build finish, then publish"
            else:
                message = f"{BUILT} cannot be read: {first_line(error)}"
            raise TradegapError(message) from error
        _refuse_incomplete_build(connection, source)
        relations = _relations(connection, source)
        storage = f"storage_version '{STORAGE_VERSION}'"
        connection.execute(f"attach '{quoted(new)}' as {target} ({storage})")
        _write(connection, relations, source, target)
        connection.execute(f"detach {target}")
        if new.with_name(f"{new.name}.wal").exists():
            raise TradegapError("the new file was not completed (a write-ahead log is left)")
        connection.execute(f"attach '{quoted(new)}' as {target} (read_only)")
        rows = _refuse_difference(connection, relations, source, target)
    except duckdb.Error as error:
        raise TradegapError(f"cannot publish: {first_line(error)}") from error
    finally:
        connection.close()
    kinds = [relation.kind for relation in relations]
    return Publication(published, kinds.count("table"), kinds.count("view"), rows)


def _refuse_incomplete_build(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Raise unless the last dbt command left a whole, successful build behind."""
    try:
        states = connection.execute(
            f"select command, state, problems from {source}.main.build_state"
        ).fetchall()
    except duckdb.CatalogException as error:
        raise TradegapError(
            f"{BUILT} does not say that a build completed: run `dbt build`"
        ) from error
    if len(states) != 1:
        raise TradegapError(f"{BUILT} does not say whether its build completed: run `dbt build`")
    [(command, state, problems)] = states
    if state == "running":
        raise TradegapError(f"the last `{command}` was broken off: run `dbt build`")
    if state != "complete":
        raise TradegapError(
            f"the last `{command}` is not a completed build ({problems}): run `dbt build`"
        )


def _relations(connection: duckdb.DuckDBPyConnection, source: str) -> list[_Relation]:
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


def _write(
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


def _refuse_difference(
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
