"""What `tradegap export` wrote is read by programs that know nothing of the project.

`make test-formats` exports and installs them: frictionless for the data package, pysdmx and
sdmx1 for SDMX. DuckDB compares Parquet with the published file, cell by cell.
"""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tradegap.database import PUBLISHED
from tradegap.project import find_root
from tradegap.publish.exporting import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = find_root()
EXPORTED = ROOT / FORMATS
PYTHON = ROOT / ".venv-formats" / "bin" / "python"
CELLS = "select count(*), sum(cast(hash(cells) as hugeint)) from {} as cells"
# The category whose rows sdmx1 is given.
CATEGORY = "goods_and_services"


@cache
def probed(name: str, *words: str) -> Any:  # noqa: ANN401 - what JSON holds
    """What a probe prints."""
    assert PYTHON.exists(), f"{PYTHON} is not there: run `make test-formats`"
    program = ROOT / "tests" / "formats" / name
    result = subprocess.run([PYTHON, program, *words], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def published() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(ROOT / PUBLISHED), read_only=True) as connection:
        yield connection


def package() -> dict[str, Any]:
    return json.loads((EXPORTED / "datapackage.json").read_text(encoding="utf-8"))


def test_parquet_has_every_cell_type_and_comment(published: duckdb.DuckDBPyConnection) -> None:
    names = published.execute(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    ).fetchall()
    assert {f"{name}.parquet" for (name,) in names} == {
        path.name for path in (EXPORTED / "parquet").iterdir()
    }
    for (name,) in names:
        file = f"'{EXPORTED}/parquet/{name}.parquet'"
        table = f"marts.{name}"
        types = [
            [row[:2] for row in published.execute(f"describe {relation}").fetchall()]
            for relation in (f"from {file}", f"from {table}")
        ]
        assert types[0] == types[1], name
        cells = [published.execute(CELLS.format(relation)).fetchall() for relation in (file, table)]
        assert cells[0] == cells[1], name
        metadata = dict(
            published.execute(
                f"select decode(key), decode(value) from parquet_kv_metadata({file})"
            ).fetchall()
        )
        comments = published.execute(
            "select column_name, comment from duckdb_columns() "
            "where schema_name = 'marts' and table_name = ?",
            [name],
        ).fetchall()
        assert metadata["description"].startswith("One row")
        assert json.loads(metadata["columns"]) == dict(comments)


def test_frictionless_finds_no_error_in_the_data_package() -> None:
    found = probed("probe_package.py", str(EXPORTED / "datapackage.json"))
    assert found["errors"] == []
    assert {"dim_series", "monthly_totals", "monthly_goods_by_category"} <= set(found["looked_at"])


def test_foreign_keys_hold(published: duckdb.DuckDBPyConnection) -> None:
    keys = [
        (resource["name"], key["fields"][0], key["reference"])
        for resource in package()["resources"]
        for key in resource["schema"]["foreignKeys"]
    ]
    assert {"dim_series", "dim_month", "dim_release"} <= {key["resource"] for *_, key in keys}
    for table, column, reference in keys:
        missing = published.execute(
            f"select count(*) from marts.{table} as here anti join marts.{reference['resource']} "
            f"as there on here.{column} = there.{reference['fields'][0]} "
            f"where here.{column} is not null"
        ).fetchall()
        assert missing == [(0,)], (table, column)


def rows_of_sdmx(rows: list[list[str]]) -> set[tuple[object, ...]]:
    """Rows whose ninth cell is a number, however it is written."""
    return {(*row[:8], Decimal(row[8]), *row[9:]) for row in rows}


@pytest.mark.parametrize("library", ["pysdmx", "sdmx1"])
def test_an_sdmx_library_reads_what_is_published(
    published: duckdb.DuckDBPyConnection, library: str
) -> None:
    found = probed("probe_sdmx.py", str(EXPORTED / "sdmx"), CATEGORY)[library]
    expected = published.execute(
        """
        select
            'M', flow, category_id, area_id, basis, price_basis, seasonal_adjustment,
            strftime(month, '%Y-%m'), value, 'USD', '6', strftime(release_month, '%Y-%m')
        from (
            select *, 'exports' as flow, exports_musd as value from marts.latest_trade_balances
            union all
            select *, 'imports', imports_musd from marts.latest_trade_balances
            union all
            select *, 'balance', balance_musd from marts.latest_trade_balances
        ) as values_of_flows
        where value is not null and ($category is null or category_id = $category)
        """,
        {"category": CATEGORY if library == "sdmx1" else None},
    ).fetchall()
    assert expected
    assert len(found["rows"]) == len(expected)
    assert rows_of_sdmx(found["rows"]) == set(expected)


def test_both_sdmx_libraries_read_the_same_structure(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = probed("probe_sdmx.py", str(EXPORTED / "sdmx"), CATEGORY)
    assert found["pysdmx"]["components"] == found["sdmx1"]["components"]
    assert found["pysdmx"]["codes"] == found["sdmx1"]["codes"]
    areas = published.execute(
        "select area_id, area_name from marts.dim_area "
        "semi join marts.latest_trade_balances using (area_id)"
    ).fetchall()
    assert found["sdmx1"]["codes"]["CL_AREA"] == dict(areas)
