"""The published database of the project itself, as a person would use it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import duckdb
import pytest

from tradegap.database import Published

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from tradegap.compiled import CompiledProject

pytestmark = pytest.mark.built

RELEASES = ["2021-08", "2024-01", "2025-03"]


@pytest.fixture(scope="module")
def connection(published: Path, tmp_path_factory: pytest.TempPathFactory):  # noqa: ANN201
    """The published file, opened under another name and alias."""
    other = tmp_path_factory.mktemp("other") / "u.s. trade.db"
    shutil.copy(published, other)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{other}' as figures (read_only)")
        connection.execute("use figures")
        yield connection


def names(connection: duckdb.DuckDBPyConnection, function: str, kind: str) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            f"select {kind}_name from {function}() where schema_name = 'marts' "
            "and database_name = 'figures' order by all"
        ).fetchall()
    ]


def test_every_table_and_view_has_rows_under_another_name(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    tables = names(connection, "duckdb_tables", "table")
    views = names(connection, "duckdb_views", "view")
    assert {"fct_trade_values", "rpt_release_highlights"} <= {*tables, *views}
    for name in (*tables, *views):
        assert connection.execute(f"select count(*) from marts.{name}").fetchone()[0], name


def test_every_table_and_column_has_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    assert (
        connection.execute(
            """
        select table_name, null from duckdb_tables()
        where database_name = 'figures' and comment is null
        union all
        select view_name, null from duckdb_views()
        where database_name = 'figures' and schema_name = 'marts' and comment is null
        union all
        select table_name, column_name from duckdb_columns()
        where database_name = 'figures' and schema_name = 'marts' and comment is null
        """
        ).fetchall()
        == []
    )


def test_every_table_has_a_primary_key(connection: duckdb.DuckDBPyConnection) -> None:
    with_key = connection.execute(
        "select table_name from duckdb_constraints() "
        "where database_name = 'figures' and constraint_type = 'PRIMARY KEY' order by all"
    ).fetchall()
    assert [name for (name,) in with_key] == names(connection, "duckdb_tables", "table")


@pytest.mark.parametrize("release", RELEASES)
def test_every_figure_of_a_whole_release_leads_to_its_seeds(
    tradegap: Command, root: Path, published: Path, release: str
) -> None:
    with Published(root) as database:
        figures = database.rows(
            "select figure, computed_value is not null as is_computed "
            "from marts.fct_release_figures where release_month = cast(? as date)",
            [f"{release}-01"],
        )
    assert len(figures) > 20
    for row in figures:
        outcome = tradegap("explain", release, row["figure"])
        assert (outcome.code, outcome.err) == (0, "")
        assert "not there" not in outcome.out
        if row["is_computed"]:
            # The cell that stands in the seed is the value the mart says it has.
            pairs = re.findall(r"([\d,.-]+) million .*\n +seeds/.*: (\S+)$", outcome.out, re.M)
            assert pairs, row["figure"]
            for value, cell in pairs:
                assert float(value.replace(",", "")) == float(cell)


@pytest.mark.parametrize("release", RELEASES)
def test_the_whole_releases_have_page_and_chart(
    tradegap: Command, tmp_path: Path, release: str
) -> None:
    page = tradegap("release", release)
    assert page.code == 0
    assert "Trade Gap is $" in page.out.splitlines()[0]
    chart = tradegap("chart", release, "--out", str(tmp_path))
    assert (chart.code, chart.err) == (0, "")


def test_the_compiled_sql_gives_what_dbt_built(compiled: CompiledProject, built: Path) -> None:
    query = (
        "select count(*), sum(cast(hash(figures) as hugeint)) "
        "from marts.fct_release_figures as figures"
    )
    compiled.run_models()
    again = compiled.connection.execute(query).fetchall()
    with duckdb.connect(str(built), read_only=True) as connection:
        assert connection.execute(query).fetchall() == again
