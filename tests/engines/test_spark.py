"""Sail, which answers as Spark does, builds the marts that DuckDB builds.

`make test-engines` runs it after `dbt build`: all seeds, models and data tests on a server of its
own (build_on_sail.py); then the rows, types and comments are compared.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tradegap.database import BUILT, quoted

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-sail" / "bin" / "python"
# Spark's names of types, where DuckDB has others.
TYPES = {"VARCHAR": "string", "INTEGER": "int", "TIMESTAMP": "timestamp_ntz"}


@dataclass(frozen=True)
class Both:
    """What DuckDB built, attached as `built`, and the folder of what Sail built."""

    duck: duckdb.DuckDBPyConnection
    folder: Path


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    assert PYTHON.exists(), f"{PYTHON} is not there: run `make test-engines`"
    assert (ROOT / BUILT).exists(), f"{BUILT} is not there: run `dbt build`"
    folder = tmp_path_factory.mktemp("sail")
    result = subprocess.run(
        [PYTHON, Path(__file__).with_name("build_on_sail.py"), ROOT, folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-10_000:] + result.stderr
    with duckdb.connect() as duck:
        duck.execute(f"attach '{quoted(ROOT / BUILT)}' as built (read_only)")
        yield Both(duck, folder)


def columns(both: Both) -> list[tuple[str, str, str, str]]:
    """Mart, name, type and comment of each column, as DuckDB has them, in their order."""
    return both.duck.execute("""
        select table_name, column_name, data_type, comment
        from duckdb_columns()
        where database_name = 'built' and schema_name = 'marts'
        order by table_name, column_index
    """).fetchall()


def test_columns_have_the_same_types_and_comments(both: Both) -> None:
    expected = [
        [mart, name, TYPES.get(kind, kind.lower()), comment]
        for mart, name, kind, comment in columns(both)
    ]
    assert expected
    found = json.loads((both.folder / "columns.json").read_text())
    # Sorted by mart only: columns stand in their order.
    assert sorted(found, key=lambda column: column[0]) == expected


def test_every_mart_has_the_same_rows(both: Both) -> None:
    marts = sorted({mart for mart, *_ in columns(both)})
    assert marts == sorted(path.stem for path in both.folder.glob("*.parquet"))
    different = {mart: rows for mart in marts if (rows := different_rows(both, mart))}
    assert different == {}


def different_rows(both: Both, mart: str) -> list[tuple[object, ...]]:
    """Some rows that one engine has and the other has not, or not as often."""
    # Which engine has a row is what is left of the rows of both.
    names = [name for found, name, *_ in columns(both) if found == mart]
    kinds = {name: kind for found, name, kind, _ in columns(both) if found == mart}
    cast = ", ".join(f"cast({name} as {kinds[name]}) as {name}" for name in names)
    return both.duck.execute(
        f"""
        select any_value(engine), count(*), {", ".join(names)}
        from (
            select 'duckdb' as engine, 1 as present, * from built.marts.{mart}
            union all
            select 'sail' as engine, -1 as present, {cast} from read_parquet(?)
        )
        group by {", ".join(names)}
        having sum(present) <> 0
        limit 5
        """,
        [str(both.folder / f"{mart}.parquet")],
    ).fetchall()
