"""What a DuckDB client reads of a published file, printed as JSON.

Run by an interpreter that has one version of `duckdb` and nothing else:
`python probe.py published/tradegap.duckdb`. `test_clients.py` compares what the versions
print. What cannot be read is an error's first line instead.

Of the file opened as it is every cell is read; in the other ways rows are counted, because
what differs there is how names are looked up, not what stands in the file.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = "marts"
# What a function is asked with, by its parameters.
ARGUMENTS = {
    "as_of": ("'2024-01'", "date '2024-03-31'", "timestamp '2024-03-07 08:30:00'"),
    "month_asked": ("'2024-01'", "date '2024-03-31'"),
    "month_asked, flow_asked": ("'2024-01', 'balance'", "date '2024-03-31', 'exports'"),
    "series_asked": ("'balance_goods_and_services_bop_sa'",),
}
NAMES = {
    "tables": "select table_name from duckdb_tables() where {here}",
    "views": "select view_name from duckdb_views() where {here}",
    "functions": "select distinct function_name from duckdb_functions() where {here}",
}
OF_COLUMNS = (
    "select table_name, column_name, data_type, comment from duckdb_columns() where {here} "
    "and table_name in "
)
COMMENTS = {
    "tables": "select table_name, comment from duckdb_tables() where {here}",
    "columns of tables": f"{OF_COLUMNS} ({NAMES['tables']})",
    "views": "select view_name, comment from duckdb_views() where {here}",
    "columns of views": f"{OF_COLUMNS} ({NAMES['views']})",
    "functions": "select function_name, comment from duckdb_functions() where {here}",
}
PARAMETERS = (
    "select function_name, array_to_string(parameters, ', ') from duckdb_functions() where {here}"
)
KEYS = (
    "select table_name, cast(constraint_column_names as varchar) from duckdb_constraints() "
    "where {here} and constraint_type = 'PRIMARY KEY'"
)


def attempt(read: Callable[[], object]) -> object:
    """What is read, or the first line of the error."""
    try:
        return read()
    except duckdb.Error as error:
        return f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"


def counted(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    """How many rows a relation has."""
    [(rows,)] = connection.execute(f"select count(*) from {relation}").fetchall()
    return f"{rows} rows"


def summed(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    """A number that all cells of a relation make, whatever the order of its rows."""
    columns = [name for name, *_ in connection.execute(f"from {relation} limit 0").description]
    cells = ", ".join(f"""coalesce(cast("{column}" as varchar), '~')""" for column in columns)
    [(total,)] = connection.execute(
        f"select sum(md5_number_lower(concat_ws('|', {cells}))) from {relation}"
    ).fetchall()
    return f"{len(columns)} columns, cells {total}"


def found(
    connection: duckdb.DuckDBPyConnection, database: str | None, *, every_cell: bool
) -> dict[str, object]:
    """All that is read of a database, by what it is: `tables: rows of dim_area`.

    Args:
        connection: The connection that has it.
        database: Its name, which every query then writes out; the one in use by default.
        every_cell: Whether cells are read or only rows counted.
    """
    name_of_it = f"'{database}'" if database else "current_database()"
    here = f"database_name = {name_of_it} and schema_name = '{SCHEMA}'"
    schema = f"{database}.{SCHEMA}" if database else SCHEMA

    def rows(query: str) -> list[list[object]]:
        asked = connection.execute(query.format(here=here)).fetchall()
        return sorted(([*row] for row in asked), key=str)

    parts: dict[str, object] = {"tables: keys": attempt(lambda: rows(KEYS))}
    for what, query in COMMENTS.items():
        parts[f"{what.split()[-1]}: comments of {what}"] = attempt(lambda query=query: rows(query))
    parameters = attempt(lambda: dict(rows(PARAMETERS)))
    for kind, query in NAMES.items():
        names = attempt(lambda query=query: rows(query))
        parts[f"{kind}: names"] = names
        for [name] in names if isinstance(names, list) else []:
            calls = [str(name)]
            if kind == "functions":
                calls = [f"{name}({arguments})" for arguments in ARGUMENTS[parameters[name]]]
            for call in calls:
                relation = f"{schema}.{call}"
                parts[f"{kind}: rows of {call}"] = attempt(
                    lambda relation=relation: counted(connection, relation)
                )
                if every_cell and call == calls[0]:
                    parts[f"{kind}: cells of {call}"] = attempt(
                        lambda relation=relation: summed(connection, relation)
                    )
    return parts


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    """The file opened by its path."""
    return duckdb.connect(str(path), read_only=True)


def attached(path: Path, *then: str) -> duckdb.DuckDBPyConnection:
    """The file attached as `figures`."""
    connection = duckdb.connect()
    for statement in (f"attach '{path}' as figures (read_only)", *then):
        connection.execute(statement)
    return connection


def main(path: Path) -> None:
    """Print what this version of DuckDB reads of the file in every way."""
    result: dict[str, object] = {"version": duckdb.__version__}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, Path(folder, "u.s. trade.db")))
        for way, connect, database in (
            ("opened", lambda: opened(path), None),
            ("copied", lambda: opened(copy), None),
            ("attached, in use", lambda: attached(path, "use figures"), None),
            ("attached", lambda: attached(path), "figures"),
        ):
            connection = attempt(connect)
            if isinstance(connection, str):
                result[way] = {"error": connection}
                continue
            with closing(connection):
                result[way] = found(connection, database, every_cell=way == "opened")
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
