"""What ADBC, Arrow, Polars and pandas read of a published file, printed as JSON.

Run by an interpreter that has them: `python frames.py published/tradegap.duckdb`. Each way
is written as docs/clients.md shows it. Of every table of the marts it says which column is
not what DuckDB itself gives, and as what type money arrives.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import adbc_driver_duckdb
import adbc_driver_manager.dbapi
import duckdb
import pandas as pd
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

TABLES = "select table_name from duckdb_tables() where schema_name = 'marts' order by all"
Cells = dict[str, list[Any]]


def of_arrow(table: pa.Table) -> tuple[Cells, dict[str, str]]:
    """The columns of an Arrow table, and their types."""
    return table.to_pydict(), {field.name: str(field.type) for field in table.schema}


def of_polars(frame: pl.DataFrame) -> tuple[Cells, dict[str, str]]:
    """The columns of a Polars frame, and their types."""
    types = {name: str(type_) for name, type_ in frame.schema.items()}
    return frame.to_dict(as_series=False), types


def of_pandas(frame: pd.DataFrame) -> tuple[Cells, dict[str, str]]:
    """The columns of a pandas frame, and their types."""
    return frame.to_dict("list"), {name: str(type_) for name, type_ in frame.dtypes.items()}


def is_same(cell: object, wanted: object, *, as_float: bool) -> bool:
    """Whether a cell is what DuckDB gives; pandas has floats, and NaN or NaT for null."""
    if not as_float:
        return cell == wanted
    if wanted is None:
        return bool(pd.isna(cell))
    if isinstance(cell, pd.Timestamp):
        return cell == pd.Timestamp(wanted)
    return cell == (float(wanted) if isinstance(cell, float) else wanted)


def main(path: str) -> None:
    """Print, for each way, the columns that differ and the types of money."""
    connection = duckdb.connect(path, read_only=True)
    adbc = adbc_driver_manager.dbapi.connect(
        driver=adbc_driver_duckdb.driver_path(),
        entrypoint="duckdb_adbc_init",
        db_kwargs={"path": path, "access_mode": "READ_ONLY"},
    )
    cursor = adbc.cursor()

    def by_adbc(query: str) -> pa.Table:
        cursor.execute(query)
        return cursor.fetch_arrow_table()

    ways: dict[str, Callable[[str], tuple[Cells, dict[str, str]]]] = {
        "ADBC": lambda query: of_arrow(by_adbc(query)),
        "Arrow": lambda query: of_arrow(connection.sql(query).to_arrow_table()),
        "Polars": lambda query: of_polars(connection.sql(query).pl()),
        "Polars over ADBC": lambda query: of_polars(pl.read_database(query, adbc)),
        "pandas": lambda query: of_pandas(connection.sql(query).df()),
    }
    result: dict[str, Any] = {way: {"differs": [], "money": set()} for way in ways}
    tables = [name for (name,) in connection.execute(TABLES).fetchall()]
    for name in tables:
        # The first rows: what could differ is how a type arrives.
        query = f"from marts.{name} limit 500"
        relation = connection.execute(query)
        columns = [column for column, *_ in relation.description]
        wanted = dict(zip(columns, zip(*relation.fetchall(), strict=True), strict=True))
        for way, read in ways.items():
            cells, types = read(query)
            result[way]["money"] |= {types[one] for one in columns if one.endswith("_musd")}
            result[way]["differs"] += [
                f"{name}.{column}"
                for column in columns
                if len(cells[column]) != len(wanted[column])
                or not all(
                    is_same(cell, other, as_float=way == "pandas")
                    for cell, other in zip(cells[column], wanted[column], strict=True)
                )
            ]
    json.dump({"tables": tables, "ways": result}, sys.stdout, default=sorted)


if __name__ == "__main__":
    main(sys.argv[1])
