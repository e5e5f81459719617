"""What SQLAlchemy, ADBC, Arrow, Polars and pandas read of the published file.

docs/clients.md shows how they are connected. `make test-clients` installs what reads frames
into an environment of its own, from the lock beside this file.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "published" / "tradegap.duckdb"
PROBE = Path(__file__).with_name("frames.py")
PYTHON = ROOT / ".venv-clients" / "frames" / "bin" / "python"
# As what each way gives money; pandas knows no decimals.
MONEY = {
    "ADBC": "decimal128(18, 6)",
    "Arrow": "decimal128(18, 6)",
    "Polars": "Decimal(precision=18, scale=6)",
    "Polars over ADBC": "Decimal(precision=18, scale=6)",
    "pandas": "float64",
}
# DuckDB's own words for what SQLAlchemy finds out.
TABLES = "select table_name, comment from duckdb_tables() where schema_name = 'marts'"
VIEWS = "select view_name from duckdb_views() where schema_name = 'marts'"
COLUMNS = """
    select column_name, comment, is_nullable from duckdb_columns()
    where schema_name = 'marts' and table_name = ?
    order by column_index
"""
KEY = """
    select constraint_column_names from duckdb_constraints()
    where schema_name = 'marts' and table_name = ? and constraint_type = 'PRIMARY KEY'
"""


def test_frames_hold_what_duckdb_gives() -> None:
    assert PYTHON.exists(), f"{PYTHON} is not there: run `make test-clients`"
    result = subprocess.run(
        [PYTHON, "-I", PROBE, PUBLISHED], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["tables"]
    assert {way: seen["differs"] for way, seen in found["ways"].items()} == {
        way: [] for way in MONEY
    }
    assert {way: seen["money"] for way, seen in found["ways"].items()} == {
        way: [type_] for way, type_ in MONEY.items()
    }


def test_the_guide_says_so() -> None:
    guide = (ROOT / "docs/clients.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w.*) \| `(.*)` \| `(.*)` \|$", guide, re.MULTILINE)
    assert {way: money for way, _, money in rows} == MONEY
    tried = _bare(PROBE.read_text(encoding="utf-8"))
    assert [how for _, how, _ in rows if _bare(how) not in tried] == []


def _bare(code: str) -> str:
    """Code without what a formatter may have put there."""
    return re.sub(r"\s+|,(?=\s*[)}])", "", code)


@pytest.fixture(scope="module")
def engine() -> sqlalchemy.Engine:
    """The published file, opened with SQLAlchemy."""
    return sqlalchemy.create_engine(f"duckdb:///{PUBLISHED}", connect_args={"read_only": True})


@pytest.fixture(scope="module")
def inspector(engine: sqlalchemy.Engine) -> sqlalchemy.Inspector:
    """What SQLAlchemy finds out about it."""
    return sqlalchemy.inspect(engine)


def in_duckdb(engine: sqlalchemy.Engine, query: str, *names: str) -> list[tuple[Any, ...]]:
    """The rows that DuckDB itself gives: a process opens a file in one way only."""
    with engine.connect() as connection:
        return connection.connection.driver_connection.execute(query, names).fetchall()


def test_sqlalchemy_finds_every_table_and_view(
    engine: sqlalchemy.Engine, inspector: sqlalchemy.Inspector
) -> None:
    tables = {name for name, _ in in_duckdb(engine, TABLES)}
    assert tables
    assert set(inspector.get_table_names("marts")) == tables
    views = {name for (name,) in in_duckdb(engine, VIEWS)}
    assert set(inspector.get_view_names("marts")) == views


def test_sqlalchemy_finds_comments_types_and_keys(
    engine: sqlalchemy.Engine, inspector: sqlalchemy.Inspector
) -> None:
    for table, comment in in_duckdb(engine, TABLES):
        assert inspector.get_table_comment(table, "marts")["text"] == comment
        found = inspector.get_columns(table, "marts")
        assert [(one["name"], one["comment"], one["nullable"]) for one in found] == in_duckdb(
            engine, COLUMNS, table
        )
        for one in found:
            if one["name"].endswith("_musd"):
                assert isinstance(one["type"], sqlalchemy.Numeric), f"{table}.{one['name']}"
        [(key,)] = in_duckdb(engine, KEY, table)
        assert inspector.get_pk_constraint(table, "marts")["constrained_columns"] == key


def test_sqlalchemy_reads_reflected_tables_to_the_last_digit(engine: sqlalchemy.Engine) -> None:
    for table in ("dim_release", "monthly_totals", "monthly_goods_by_country"):
        reflected = sqlalchemy.Table(
            table, sqlalchemy.MetaData(), schema="marts", autoload_with=engine
        )
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(sqlalchemy.select(reflected))]
        assert rows == in_duckdb(engine, f"from marts.{table}")
