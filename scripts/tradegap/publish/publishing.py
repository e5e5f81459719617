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

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from tradegap.database import BUILT, PUBLISHED, first_line, quoted
from tradegap.errors import TradegapError
from tradegap.files import flush, only_user
from tradegap.publish.copying import refuse_difference, relations_of, write_relations

if TYPE_CHECKING:
    from pathlib import Path


# The one that old clients know; tests/clients/ says which of them read the file.
STORAGE_VERSION = "v1.0.0"


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
            publishing, the copy is not equal to the build, or the disk does not take
            it. The published file is then still the old one.
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
                publication = _copy(built, new, published)
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
        relations = relations_of(connection, source)
        storage = f"storage_version '{STORAGE_VERSION}'"
        connection.execute(f"attach '{quoted(new)}' as {target} ({storage})")
        write_relations(connection, relations, source, target)
        connection.execute(f"detach {target}")
        if new.with_name(f"{new.name}.wal").exists():
            raise TradegapError("the new file was not completed (a write-ahead log is left)")
        connection.execute(f"attach '{quoted(new)}' as {target} (read_only)")
        rows = refuse_difference(connection, relations, source, target)
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
