"""What Superset imports: the dashboard beside this file, and a dataset for each table.

A dataset repeats what the published file says of a table: its comment, its columns with
theirs, and metrics that add up nothing but what the comment of the column lets be added.
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import duckdb
import yaml

DASHBOARD = Path(__file__).parent / "dashboard"
# The star, its dimensions, and what the dashboard shows of the ledger.
TABLES = """
    select table_name, comment from duckdb_tables()
    where
        schema_name = 'marts'
        and (
            regexp_matches(table_name, '^(monthly|yearly|dim)_')
            or table_name in ('fct_identity_checks', 'fct_revisions', 'rpt_revision_chart')
        )
    order by table_name
"""
COLUMNS = """
    select column_name, data_type, comment from duckdb_columns()
    where schema_name = 'marts' and table_name = $table
    order by column_index
"""
# The first of them that a table has is the date its charts go by.
DATES = ("date_day", "month", "year_start", "period_start", "release_month")
# Superset 6.1 has no filter by a list of dates on DuckDB, and no charts by a year's number.
MADE_COLUMNS = (
    ("month", "year_month", "VARCHAR", "strftime(month, '%Y-%m')", "2024-01, for filters."),
    (
        *("release_month", "release_name", "VARCHAR", "strftime(release_month, '%Y-%m')"),
        "the name of the release, for filters.",
    ),
    ("year", "year_start", "DATE", "make_date(year, 1, 1)", "its first day, for charts."),
)
# What a comment calls the rows it does not let be added, and the column that tells them apart.
KINDS_OF_ROWS = {"months": "month", "years": "year", "groups": "area_id"}
FORMATS = {"_musd": ",.0f", "_busd": ",.1f", "_pct": ",.1f", "_pp": ",.2f"}


def contents(published: Path) -> dict[str, str]:
    """The files of an import by their names, for one published file.

    Raises:
        duckdb.Error: The file cannot be read.
    """
    files = {
        path.relative_to(DASHBOARD).as_posix(): path.read_text()
        for path in sorted(DASHBOARD.rglob("*.yaml"))
    }
    database = yaml.safe_load(files["databases/tradegap.yaml"])
    database["sqlalchemy_uri"] = f"duckdb:///{published.resolve()}"
    files["databases/tradegap.yaml"] = yaml.safe_dump(database)
    with duckdb.connect(str(published), read_only=True) as connection:
        for table, comment in connection.execute(TABLES).fetchall():
            columns = connection.execute(COLUMNS, {"table": table}).fetchall()
            dataset = _dataset(uuid.UUID(database["uuid"]), table, comment, columns)
            files[f"datasets/tradegap/{table}.yaml"] = yaml.safe_dump(dataset)
    return files


def write(files: dict[str, str], path: Path, comment: str) -> None:
    """Write the files as the ZIP that Superset's own import takes."""
    with ZipFile(path, "w") as archive:
        archive.comment = comment.encode()
        for name, text in files.items():
            # Without a time: the same files make the same ZIP.
            archive.writestr(ZipInfo(f"tradegap/{name}"), text)


def _dataset(
    database: uuid.UUID, table: str, comment: str, columns: list[tuple[str, str, str]]
) -> dict[str, Any]:
    """One table as Superset describes a dataset."""
    names = {name for name, _, _ in columns}
    described = [
        {
            "column_name": name,
            "type": data_type,
            "description": comment_of_column,
            "is_dttm": data_type in ("DATE", "TIMESTAMP"),
            # Money and percentages are measured, all else is grouped and filtered by.
            "groupby": _unit(name) is None,
            "filterable": True,
        }
        for name, data_type, comment_of_column in columns
    ]
    described += [
        {
            "column_name": name,
            "type": data_type,
            "expression": expression,
            "description": f"Made from {of}: {meaning}",
            "is_dttm": data_type == "DATE",
            "groupby": True,
            "filterable": True,
        }
        for of, name, data_type, expression, meaning in MADE_COLUMNS
        if of in names and name not in names
    ]
    has = {column["column_name"] for column in described}
    metrics = [
        {
            "metric_name": "rows",
            "expression": "count(*)",
            "description": "Number of rows.",
            "d3format": ",d",
        },
        *(_metric(name, comment, names) for name, _, comment in columns if _unit(name)),
    ]
    return {
        "table_name": table,
        "schema": "marts",
        "description": comment,
        "main_dttm_col": next((date for date in DATES if date in has), None),
        "columns": described,
        "metrics": metrics,
        "uuid": str(uuid.uuid5(database, table)),
        "database_uuid": str(database),
        "version": "1.0.0",
    }


def _metric(column: str, comment: str, names: set[str]) -> dict[str, str]:
    """The metric of a measure: its sum where the comment allows one, else its one value."""
    metric = {"description": comment, "d3format": FORMATS[_unit(column) or ""]}
    if "May be summed over" not in comment:
        return metric | {
            "metric_name": f"one_{column}",
            "expression": f"case when count(*) = 1 then max({column}) end",
            "warning_text": "Empty where more than one row is left: it must not be added up.",
        }
    metric |= {"metric_name": f"sum_{column}", "expression": f"sum({column})"}
    forbidden = re.search(r", (?:not|never) over ([^.;:]+)", comment)
    apart = [
        KINDS_OF_ROWS[kind]
        for kind in re.findall(r"\w+s\b", forbidden[1] if forbidden else "")
        if KINDS_OF_ROWS[kind] in names
    ]
    if apart:
        one_each = " and ".join(f"count(distinct {name}) = 1" for name in apart)
        metric |= {
            "expression": f"case when {one_each} then sum({column}) end",
            "warning_text": f"Empty unless one {' and one '.join(apart)} is left.",
        }
    return metric


def _unit(column: str) -> str | None:
    """The unit in which a column's name ends."""
    return next((unit for unit in FORMATS if column.endswith(unit)), None)
