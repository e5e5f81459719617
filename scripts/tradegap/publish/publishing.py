"""Publishing: the marts of a completed build, as one file that people open.

`dbt build` writes the marts into a database file of their own, and into the same file, as
`meta.build_state` (`macros/build_state.sql`), whether it completed: a build that was killed,
failed or covered only a part of the project says so there. The file is copied as it is,
looked at, flushed to disk and renamed over the published one. A reader that has the old file
open keeps its snapshot; whoever opens it afterwards sees the new one; whatever goes wrong
before the rename leaves the old file as it was.
"""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from tradegap.database import BUILT, PUBLISHED, first_line, quoted
from tradegap.errors import TradegapError
from tradegap.files import flush, only_user

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "marts"


@dataclass(frozen=True)
class Publication:
    """What was published: the file, its tables with their rows, its views."""

    path: Path
    tables: int
    views: int
    rows: int


def publish(root: Path) -> Publication:
    """Copy the marts of the completed build to the published file.

    Raises:
        TradegapError: There is no completed build, somebody else is building or
            publishing, a mart needs what is not published, or the disk does not take
            the copy. The published file is then still the old one.
    """
    built, published = root / BUILT, root / PUBLISHED
    if not built.exists():
        raise TradegapError(f"there is no {BUILT} to publish: run `dbt build` first")
    try:
        published.parent.mkdir(exist_ok=True)
        with only_user(published.parent, "another `tradegap publish` is running"):
            _remove_leftovers(published)
            new = published.with_name(f".{published.name}.{secrets.token_hex(4)}.tmp")
            try:
                _copy(built, new)
                publication = _looked_at(new, published)
                flush(new)
                new.replace(published)
                flush(published.parent)
            finally:
                _remove_leftovers(published)
    except OSError as error:
        raise TradegapError(f"cannot publish: {first_line(error)}") from error
    return publication


def _remove_leftovers(published: Path) -> None:
    """Remove what this publish or a killed one left unfinished (and its write-ahead log)."""
    for leftover in published.parent.glob(f".{published.name}.*.tmp*"):
        leftover.unlink()


def _copy(built: Path, new: Path) -> None:
    """Copy the file of a completed build, while nobody can write into it."""
    # A write-ahead log is left where a program ended without closing the database: what is
    # in it belongs into the file, before that is copied.
    is_all_in_the_file = not built.with_name(f"{built.name}.wal").exists()
    try:
        with duckdb.connect(str(built), read_only=is_all_in_the_file) as connection:
            _refuse_incomplete_build(connection)
            if not is_all_in_the_file:
                connection.execute("checkpoint")
            shutil.copyfile(built, new)
    except duckdb.IOException as error:
        if "lock" in str(error):
            message = f"{BUILT} is being written: let the dbt build finish, then publish"
        else:
            message = f"{BUILT} cannot be read: {first_line(error)}"
        raise TradegapError(message) from error


def _refuse_incomplete_build(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise unless the last dbt command left a whole, successful build behind."""
    try:
        states = connection.execute(
            "select command, state, problems from meta.build_state"
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


def _looked_at(new: Path, published: Path) -> Publication:
    """What the copy holds, once every view and function of it is known to stand alone."""
    # A name that no view can have inside, so that one that names its database fails here.
    database = f"copy_{secrets.token_hex(4)}"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{quoted(new)}' as {database} (read_only)")
        connection.execute(f"use {database}")
        found = connection.execute(
            """
            select table_name as name, 'table' as kind, 0 as arguments from duckdb_tables()
            where database_name = $database and schema_name = $schema
            union all
            select view_name, 'view', 0 from duckdb_views()
            where database_name = $database and schema_name = $schema
            union all
            select function_name, 'function', len(parameters) from duckdb_functions()
            where database_name = $database and schema_name = $schema
                and function_type = 'table_macro'
            order by kind, name
            """,
            {"database": database, "schema": SCHEMA},
        ).fetchall()
        if not found:
            raise TradegapError(f"{BUILT} has no schema {SCHEMA} to publish: run `dbt build`")
        rows = 0
        for name, kind, arguments in found:
            relation = f'{SCHEMA}."{name}"'
            if kind == "function":
                relation += f"({', '.join(['null'] * arguments)})"
            try:
                if kind == "table":
                    [(count,)] = connection.execute(f"select count(*) from {relation}").fetchall()
                    rows += count
                else:
                    connection.execute(f"explain select * from {relation}")
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                raise TradegapError(
                    f"cannot publish: {SCHEMA}.{name} needs what is not published: "
                    f"{first_line(error)}"
                ) from error
    kinds = [kind for _, kind, _ in found]
    return Publication(published, kinds.count("table"), kinds.count("view"), rows)
