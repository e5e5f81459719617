"""dbt v2, the engine written in Rust, builds the project too, with the same marts.

`make test-v2` installs it beside this file's locks: the last version whose package holds
the whole program, and the DuckDB library that it would else download. Seeds, models and
data tests run; dbt's unit tests do not, because this version reads a text such as '05' in
a fixture as the number 5.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import duckdb
import pytest

from rebuilt import copied
from tradegap.database import BUILT

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv-v2"
DBT = ENVIRONMENT / "bin" / "dbt"
LIBRARY = ENVIRONMENT / "node_modules" / "@duckdb" / "node-bindings-linux-x64"
RELATIONS = """
    select table_name
    from information_schema.tables
    where table_catalog = 'tradegap' and table_schema = 'marts'
    order by table_name
"""


RETRIES = 5


def called(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of dbt v2 in a project, as it ended."""
    return subprocess.run(
        [DBT, *arguments],
        cwd=project,
        env={**os.environ, "LD_LIBRARY_PATH": str(LIBRARY)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The databases of both engines: `tradegap` as it is built, `v2` built by dbt v2."""
    assert DBT.exists(), f"{DBT} is not there: run `make test-v2`"
    assert (ROOT / BUILT).exists(), f"{BUILT} is not there: run `dbt build`"
    project = copied(ROOT, tmp_path_factory.mktemp("v2") / "project")
    result = called(project, "build", "--exclude-resource-type", "unit_test")
    # dbt v2 makes tables side by side, whatever `threads` says, and DuckDB refuses two at
    # once whose keys refer to one dimension. What was refused is made again.
    for _ in range(RETRIES):
        if result.returncode and "write-write conflict" in result.stdout + result.stderr:
            result = called(project, "retry")
    assert result.returncode == 0, result.stdout[-10_000:] + result.stderr
    connection = duckdb.connect()
    connection.execute(f"attach '{ROOT / BUILT}' as tradegap (read_only)")
    connection.execute(f"attach '{project / BUILT}' as v2 (read_only)")
    return connection


def test_every_mart_has_the_same_rows(both: duckdb.DuckDBPyConnection) -> None:
    relations = [f"marts.{name}" for (name,) in both.execute(RELATIONS).fetchall()]
    assert relations
    assert {
        name: rows
        for name in relations
        for rows in [
            _rows_less(both, "tradegap", "v2", name),
            _rows_less(both, "v2", "tradegap", name),
        ]
        if rows
    } == {}


def _rows_less(
    both: duckdb.DuckDBPyConnection, one: str, other: str, name: str
) -> list[tuple[object, ...]]:
    """Some rows that one database has in a relation and the other has not."""
    less = f"select * from {one}.{name} except all select * from {other}.{name}"
    return both.execute(f"select '{one}', * from ({less}) limit 5").fetchall()
