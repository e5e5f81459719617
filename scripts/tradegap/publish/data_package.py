"""The description of exported tables as a Frictionless data package.

Checksums are in the manifest: frictionless counts no bytes of a Parquet file, so that each
would look broken that has them here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradegap.database import Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

# DuckDB's types, without their arguments, as the data package calls them.
TYPES = {
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DECIMAL": "number",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "TIMESTAMP": "datetime",
    "VARCHAR": "string",
}


def path_of(table: Row) -> str:
    """Where the export of a table stands, from the folder of the export."""
    return f"parquet/{table['table_name']}.parquet"


def describe(
    connection: DuckDBPyConnection, tables: Sequence[Row], build: dict[str, Any]
) -> dict[str, Any]:
    """The content of datapackage.json.

    Args:
        connection: The database, with the tables that the export makes of its catalogue.
        tables: The tables, with their descriptions.
        build: What the database says of its build.
    """
    return {
        "name": "tradegap",
        "title": "U.S. international trade in goods and services",
        "description": "The figures of the report FT-900, with the release that printed each.",
        "version": build["versions"]["tradegap"],
        "created": build["finished_at"],
        "licenses": [{"name": "other-pd", "title": "Works of the U.S. government"}],
        "contributors": [
            {"title": "U.S. Census Bureau", "role": "author"},
            {"title": "U.S. Bureau of Economic Analysis", "role": "author"},
        ],
        "resources": [_resource(connection, table) for table in tables],
    }


def _resource(connection: DuckDBPyConnection, table: Row) -> dict[str, Any]:
    return {
        "name": table["table_name"],
        "type": "table",
        "description": table["description"],
        "path": path_of(table),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": _schema(connection, table["table_name"]),
    }


def _schema(connection: DuckDBPyConnection, name: str) -> dict[str, Any]:
    columns = rows_of(
        connection.execute("select * from data_dictionary where table_name = ?", [name])
    )
    keys = connection.execute(
        "select key_columns from keys where table_name = ?", [name]
    ).fetchall()
    return {
        "fields": [_field(column) for column in columns],
        **({"primaryKey": keys[0][0]} if keys else {}),
        "foreignKeys": [
            {"fields": [column["column_name"]], "reference": _reference(column["refers_to"])}
            for column in columns
            if column["refers_to"]
        ],
    }


def _field(column: Row) -> dict[str, Any]:
    field = {
        "name": column["column_name"],
        "type": TYPES[column["data_type"].partition("(")[0]],
        "description": column["description"],
        "unit": column["unit"],
        "constraints": None if column["is_nullable"] else {"required": True},
    }
    return {name: value for name, value in field.items() if value is not None}


def _reference(refers_to: str) -> dict[str, Any]:
    table, _, column = refers_to.partition(".")
    return {"resource": table, "fields": [column]}
