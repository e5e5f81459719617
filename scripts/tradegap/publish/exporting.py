"""The published marts in open formats, in a folder beside the published file.

Parquet of every table and view, a data package that describes them, a data dictionary, SDMX,
and a manifest with checksums. Everything is read from the published file, and DuckDB writes
the tables; which columns refer to which table is looked up there, too.

`published/formats` is a link to the folder of the newest export, renamed over the one before
once that folder is whole: who follows it never sees half an export.
"""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from tradegap.database import PUBLISHED, Row, first_line, open_published, quoted, rows_of
from tradegap.errors import TradegapError
from tradegap.files import checksum, flush, only_user
from tradegap.publish import data_package, sdmx

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

FORMATS = PUBLISHED.with_name("formats")

# What the end of a column's name says.
UNITS = {
    "musd": "millions of U.S. dollars",
    "busd": "billions of U.S. dollars",
    "pct": "percent",
    "pp": "percentage points",
    "usd_per_barrel": "U.S. dollars per barrel",
    "thousand_barrels_per_day": "thousands of barrels per day",
    "thousand_barrels": "thousands of barrels",
}

# Everything that is said of a table is said of a view, too.
CATALOGUE = """
create temp table relations as
select table_name, comment as description from duckdb_tables() where schema_name = 'marts'
union all
select view_name, comment from duckdb_views() where schema_name = 'marts';

create temp table keys as
select table_name, constraint_column_names as key_columns
from duckdb_constraints() where schema_name = 'marts' and constraint_type = 'PRIMARY KEY';

-- A column that is called like the key of a dimension refers to it.
create temp table foreign_keys as
select columns.table_name, columns.column_name, keys.table_name as dimension
from duckdb_columns() as columns
inner join keys
    on keys.key_columns = [columns.column_name] and starts_with(keys.table_name, 'dim_')
where columns.schema_name = 'marts' and columns.table_name <> keys.table_name;
"""
# But for residuals and checks of everything, which no dimension has: those do not refer.
REFERS = "select count(*) = 0 from marts.{table} anti join marts.{dimension} using ({column})"
DICTIONARY = f"""
create temp table data_dictionary as
select
    columns.table_name,
    columns.column_name,
    columns.data_type,
    columns.is_nullable,
    case
        when columns.comment like '%millions of chained dollars%' then 'millions of chained dollars'
        else map {UNITS}[regexp_extract(columns.column_name, '_({"|".join(UNITS)})$', 1)]
    end as unit,
    nullif(
        regexp_extract(columns.comment, 'May be summed over ([^.]+)[.]', 1), ''
    ) as summable_over,
    foreign_keys.dimension || '.' || foreign_keys.column_name as refers_to,
    columns.comment as description
from duckdb_columns() as columns
left join foreign_keys using (table_name, column_name)
where columns.schema_name = 'marts'
order by columns.table_name, columns.column_index
"""
COPY_TABLE = """
copy (select * from marts.{table} order by all) to '{path}'
(format parquet, compression zstd, kv_metadata {{description: {description}, columns: {columns}}})
"""


@dataclass(frozen=True)
class Exported:
    """What was exported: the folder, how many tables and views, how many bytes."""

    path: Path
    tables: int
    size: int


def export(root: Path) -> Exported:
    """Write the published marts in open formats.

    Raises:
        TradegapError: Nothing is published, somebody else is publishing or exporting, or the
            disk does not take the folder. The old folder is then still there.
    """
    link = root / FORMATS
    try:
        with (
            only_user(link.parent, "another `tradegap publish` or `tradegap export` is running"),
            open_published(root) as connection,
        ):
            _remove_others(link)
            new = link.with_name(f"{link.name}-{secrets.token_hex(4)}")
            try:
                exported = _written(connection, root / PUBLISHED, new)
                _put_in_place(new, link)
            finally:
                _remove_others(link)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise TradegapError(
            f"{PUBLISHED} was made by another version of the project, "
            f"run `make build`: {first_line(error)}"
        ) from error
    except (OSError, duckdb.IOException) as error:
        raise TradegapError(f"cannot export: {first_line(error)}") from error
    return Exported(link, *exported)


def _remove_others(link: Path) -> None:
    """Remove all that exports left, but for the folder that the link leads to."""
    for other in link.parent.glob(f"{link.name}-*"):
        if other.is_symlink():
            other.unlink()
        elif not link.exists() or not other.samefile(link):
            shutil.rmtree(other)


def _put_in_place(new: Path, link: Path) -> None:
    """Let the link lead to the new folder, at once."""
    for path in [*new.rglob("*"), new]:
        flush(path)
    unnamed = new.with_name(f"{new.name}.link")
    unnamed.symlink_to(new.name)
    unnamed.replace(link)
    flush(link.parent)


def _written(connection: DuckDBPyConnection, published: Path, folder: Path) -> tuple[int, int]:
    """How many tables and bytes were written into a new folder."""
    (folder / "parquet").mkdir(parents=True)
    (folder / "sdmx").mkdir()
    connection.execute(CATALOGUE)
    _refer_where_all_rows_do(connection)
    connection.execute(DICTIONARY)
    connection.execute(f"copy data_dictionary to '{quoted(folder / 'data_dictionary.csv')}'")
    tables = rows_of(connection.execute("from relations order by table_name"))
    for table in tables:
        _write_parquet(connection, folder, table)
    sdmx.write(connection, folder / "sdmx")
    build = _build(connection)
    _write_json(folder / "datapackage.json", data_package.describe(connection, tables, build))
    files = [_file(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    database = _file(published, published.parent)
    _write_json(folder / "manifest.json", {"build": build, "database": database, "files": files})
    return len(tables), sum(file["bytes"] for file in files)


def _refer_where_all_rows_do(connection: DuckDBPyConnection) -> None:
    for table, column, dimension in connection.execute("from foreign_keys").fetchall():
        query = REFERS.format(table=table, column=column, dimension=dimension)
        [(refers,)] = connection.execute(f"{query} where {column} is not null").fetchall()
        if not refers:
            connection.execute(
                "delete from foreign_keys where table_name = ? and column_name = ?", [table, column]
            )


def _write_parquet(connection: DuckDBPyConnection, folder: Path, table: Row) -> None:
    """Write a table, with its comments as metadata of the file."""
    columns = connection.execute(
        "select column_name, description from data_dictionary where table_name = ?",
        [table["table_name"]],
    ).fetchall()
    connection.execute(
        COPY_TABLE.format(
            table=table["table_name"],
            path=quoted(folder / data_package.path_of(table)),
            description=_text(table["description"] or ""),
            columns=_text(json.dumps(dict(columns))),
        )
    )


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _build(connection: DuckDBPyConnection) -> dict[str, Any]:
    """What the published file says of its build."""
    [state] = rows_of(connection.execute("from meta.build_state"))
    versions = connection.execute("from meta.build_versions order by program").fetchall()
    return {
        "invocation_id": state["invocation_id"],
        "finished_at": f"{state['finished_at']:%Y-%m-%dT%H:%M:%SZ}",
        "versions": dict(versions),
        "sources": rows_of(connection.execute("from meta.build_files order by path")),
    }


def _file(path: Path, folder: Path) -> dict[str, Any]:
    content = path.read_bytes()
    name = path.relative_to(folder).as_posix()
    return {"path": name, "bytes": len(content), "sha256": checksum(content)}


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
