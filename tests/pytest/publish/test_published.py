"""The published database of the project itself, as a person would use it."""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
import time
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pytest

from compiled import open_build
from tradegap.database import Published
from tradegap.files import checksum
from tradegap.layouts.seeds import KNOWN_BREAKS
from tradegap.project import find_root
from tradegap.store.seed_files import load

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

    from compiled import CompiledProject

pytestmark = pytest.mark.built

# What meta.build_tests calls dbt's kinds of tests, and those that have no name of a macro.
KINDS_OF_TESTS = {"test": ("data test", "singular"), "unit_test": ("unit test", "unit")}

RELEASES = [
    "2024-01",
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("2021-08", "2023-04", "2025-03")),
]


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
        where database_name = 'figures' and schema_name in ('marts', 'meta')
            and comment is null
        """
        ).fetchall()
        == []
    )


def test_every_reviewed_break_explains_a_check(connection: duckdb.DuckDBPyConnection) -> None:
    """What nothing prints any more is no reviewed fact about the figures held."""
    rows = load(find_root())[KNOWN_BREAKS.name].values()
    assert rows
    query = """
        select 1 from marts.fct_identity_checks
        where
            identity_name = $identity_name and exhibit = $exhibit and series_id = $series_id
            and period_kind = $period_kind and period_start = $period_start
            and period_end = $period_end and status = 'reviewed' and reason = $reason
            and expected_value = $expected_value and actual_value = $actual_value
    """
    unmet = [row for row in rows if not connection.execute(query, row).fetchall()]
    assert not unmet


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
            pairs = re.findall(
                r"([\d,.-]+) million .*\n +(?:seeds|data)/.*: (\S+)$", outcome.out, re.M
            )
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


@pytest.mark.slow
def test_the_compiled_sql_gives_what_dbt_built(compiled: CompiledProject, built: Path) -> None:
    query = (
        "select count(*), sum(cast(hash(figures) as hugeint)) "
        "from marts.fct_release_figures as figures"
    )
    compiled.run_models()
    again = compiled.connection.execute(query).fetchall()
    with open_build(built) as connection:
        assert connection.execute(query).fetchall() == again


# As of ------------------------------------------------------------------------------------

# What an as-of query of 33 years of totals may take, in seconds.
AS_OF_LIMIT = 0.05
FUNCTIONS = {
    "category_contributions_as_of": "latest_category_contributions",
    "headline_trade_as_of": "latest_headline_trade",
    "trade_balances_as_of": "latest_trade_balances",
    "trade_changes_as_of": "latest_trade_changes",
    "trade_values_as_of": "latest_trade_values",
}


# Of the others, with arguments that each of them knows.
QUESTIONS = {
    "balance": ("month_asked", "'2024-01'"),
    "contributions": ("month_asked, flow_asked", "'2025-03', 'imports'"),
    "series": ("series_asked", "'balance_goods_and_services_bop_sa'"),
}


def test_every_function_answers_and_has_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select function_name, parameters, comment from duckdb_functions() "
        "where database_name = 'figures' and schema_name = 'marts' order by all"
    ).fetchall()
    expected = dict.fromkeys(FUNCTIONS, ("as_of", "'2024-01'")) | QUESTIONS
    assert sorted(name for name, _, _ in found) == sorted(expected)
    for name, parameters, comment in found:
        assert ", ".join(parameters) == expected[name][0]
        assert re.match("One row per |Three rows: ", comment)
        query = f"select count(*) from marts.{name}({expected[name][1]})"
        assert connection.execute(query).fetchone()[0]


def test_the_balance_of_a_month_is_that_of_the_totals(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    for month in ("'2024-01'", "date '2024-01-31'", "'2024-01-07'"):
        found = connection.execute(f"select * from marts.balance({month})").fetchall()
        [totals] = connection.execute(
            "select exports_musd, imports_musd, balance_musd, exports_goods_musd, "
            "imports_goods_musd, balance_goods_musd, exports_services_musd, "
            "imports_services_musd, balance_services_musd "
            "from marts.monthly_totals where month = '2024-01-01'"
        ).fetchall()
        assert [row[0] for row in found] == ["goods and services", "goods", "services"]
        assert tuple(value for row in found for value in row[3:]) == totals


@pytest.mark.parametrize("flow", ["exports", "imports", "balance"])
def test_contributions_add_to_the_change_of_the_month(
    connection: duckdb.DuckDBPyConnection, flow: str
) -> None:
    months = connection.execute("select distinct month from marts.monthly_balance_drivers")
    for (month,) in months.fetchall():
        [(added, points, parts, change, percent)] = connection.execute(
            "select sum(parts.change_musd), sum(contribution_pp), count(*), "
            "max(totals.month_change_musd), max(totals.month_change_pct) "
            f"from marts.contributions(?, '{flow}') as parts "
            "inner join marts.fct_trade_changes as totals "
            "on parts.release_month = totals.release_month "
            f"where totals.series_id = '{flow}_goods_and_services_bop_sa' and totals.month = ?",
            [month, month],
        ).fetchall()
        assert added == change
        assert (points is None) == (flow == "balance")
        # Each part and the percent are rounded to a millionth.
        assert points is None or abs(points - percent) <= (parts + 1) * Decimal("0.0000005")


def test_a_series_has_every_month_held(connection: duckdb.DuckDBPyConnection) -> None:
    series = "imports_capital_goods_census_sa"
    found, expected = (
        connection.execute(
            "select month, release_month, value_musd, month_change_musd, year_change_pct "
            f"from {rows} order by month"
        ).fetchall()
        for rows in (
            f"marts.series('{series}')",
            f"marts.latest_trade_changes where series_id = '{series}'",
        )
    )
    assert found == expected
    assert found


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("balance('2024-1')", "month: found 2024-1, expected a month"),
        ("balance(null)", "month: found null, expected a month"),
        ("contributions('2025', 'imports')", "month: found 2025, expected a month"),
        ("contributions('2025-03', 'import')", "flow: found import, expected exports, imports or"),
        ("series('exports')", "series: found exports, expected a series_id of dim_series"),
    ],
)
def test_a_wrong_argument_is_named(
    connection: duckdb.DuckDBPyConnection, query: str, message: str
) -> None:
    with pytest.raises(duckdb.InvalidInputException, match=message):
        connection.execute(f"from marts.{query}").fetchall()


@pytest.mark.parametrize(
    ("as_of", "release", "deficit"),
    [
        ("'2024-01'", "2024-01", 67434),
        ("'2024-02'", "2024-02", 67601),
        ("date '2024-03-07'", "2024-01", 67434),
        ("timestamp '2024-03-07 08:30:00'", "2024-01", 67434),
        # The month of a date names no release: nobody knew January on its first day.
        ("date '2024-01-01'", None, None),
        ("'2024-03-06'", None, None),
        ("timestamp '2024-03-07 08:29:59'", None, None),
        # A day after all releases held.
        ("date '2100-01-01'", "2026-01", 67077),
        # 8:30 in New York is 13:30 in Greenwich, in winter.
        ("timestamptz '2024-03-07 13:30:00+00'", "2024-01", 67434),
        ("timestamptz '2024-03-07 13:29:59+00'", None, None),
        ("timestamptz '2024-03-07 14:30:00+01'", "2024-01", 67434),
        ("'2024-03-07 14:29:59+01'", None, None),
        ("timestamptz '2024-04-04 12:30:00+00'", "2024-02", 67601),
        ("timestamptz '2024-04-04 12:29:59+00'", "2024-01", 67434),
    ],
)
def test_the_deficit_of_january_2024_is_what_was_known(
    connection: duckdb.DuckDBPyConnection, as_of: str, release: str | None, deficit: int | None
) -> None:
    condition = (
        "month = '2024-01-01' and category_id = 'goods_and_services' and seasonal_adjustment = 'sa'"
    )
    found = connection.execute(
        "select strftime(release_month, '%Y-%m'), -balance_musd "
        f"from marts.trade_balances_as_of({as_of}) where {condition}"
    ).fetchall()
    assert found == ([(release, deficit)] if release else [])
    values = connection.execute(
        f"select flow, value_musd from marts.trade_values_as_of({as_of}) where "
        f"{condition.replace('month', 'period_start')} and period_kind = 'month'"
    ).fetchall()
    if not release:
        assert values == []
    else:
        assert dict(values)["imports"] - dict(values)["exports"] == deficit


@pytest.mark.parametrize(
    "as_of",
    [
        "'January 2024'",
        "'2024-13'",
        "'2024-1'",
        "'2024'",
        "''",
        "2024",
        "null",
        # No day, no time of day and no offset.
        "'2024-02-30'",
        "'2024-03-07 24:30:00'",
        "'2024-03-07 08:30:00+99:99'",
        "date 'infinity'",
    ],
)
def test_what_is_neither_release_nor_date_is_refused(
    connection: duckdb.DuckDBPyConnection, as_of: str
) -> None:
    found = re.escape(as_of.removeprefix("date ").strip("'"))
    message = rf"as_of: found {found}, expected a release \('2024-01'\)"
    for function in FUNCTIONS:
        with pytest.raises(duckdb.InvalidInputException, match=message):
            connection.execute(f"from marts.{function}({as_of})").fetchall()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_latest_is_what_is_known_at_the_end(
    connection: duckdb.DuckDBPyConnection, function: str
) -> None:
    view = FUNCTIONS[function]
    # What only the one of them says: as of when, and whether a year stood with its months.
    only = ["as_of_release"] + ["is_of_one_release"] * (function == "trade_values_as_of")
    columns = f"columns(lambda name: not list_contains({only}, name))"
    found, expected = (
        connection.execute(
            "select count(*), sum(cast(hash(rows) as hugeint)) "
            f"from (select {columns} from {rows}) as rows"
        ).fetchall()
        for rows in (f"marts.{function}('2100-01')", f"marts.{view}")
    )
    assert found == expected


def test_33_years_of_totals_as_of_a_date_take_less_than_50_ms(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    # On one thread and by its own clock: what else the machine does is not counted.
    connection.execute("set threads = 1")
    seconds = []
    for _ in range(5):
        start = time.thread_time()
        rows = connection.execute(
            "from marts.trade_values_as_of(date '2025-06-30') "
            "where category_id = 'goods_and_services' and seasonal_adjustment = 'sa' "
            "and period_kind = 'month' and flow <> 'balance'"
        ).fetchall()
        seconds.append(time.thread_time() - start)
    connection.execute("reset threads")
    assert len(rows) == 2 * (33 * 12 + 4)
    assert min(seconds) < AS_OF_LIMIT


# Older clients ----------------------------------------------------------------------------

# `make test-clients` reads the file with them; these are what they are known to stumble on.


def stumbling_blocks(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    """What a query has that an older DuckDB does not read, as its parse tree says."""
    [(tree,)] = connection.execute("select json_serialize_sql(?)", [query]).fetchall()
    found = set()

    def look(node: object) -> None:
        if isinstance(node, dict):
            if node.get("cte_map", {}).get("map"):
                found.add("with")
            if node.get("rename_list"):
                found.add("rename")
            if node.get("type") == "OPERATOR_TRY":
                found.add("try")
        if isinstance(node, dict | list):
            for part in node.values() if isinstance(node, dict) else node:
                look(part)

    look(json.loads(tree)["statements"])
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select 'with one as (select 1)' as one", set()),
        ("with ones as (select 1 as one) from ones", {"with"}),
        ("select one from (with ones as (select 1 as one) from ones) as others", {"with"}),
        ("select (with ones as (select 1 as one) from ones) as one", {"with"}),
        ("select * rename (one as two) from (select 1 as one)", {"rename"}),
        ("select 1 + try(1 / 0) as one", {"try"}),
    ],
)
def test_a_stumbling_block_is_found_at_any_depth(
    connection: duckdb.DuckDBPyConnection, query: str, expected: set[str]
) -> None:
    assert stumbling_blocks(connection, query) == expected


def test_functions_have_nothing_that_older_clients_stumble_on(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """1.4.0 and 1.4.1 lose a `with` there, 1.2 fails at `try`, 1.1 cannot open `rename`."""
    functions = connection.execute(
        "select function_name, macro_definition from duckdb_functions() "
        "where database_name = 'figures' and schema_name = 'marts'"
    ).fetchall()
    found = {name: stumbling_blocks(connection, query) for name, query in functions}
    assert found == {name: set() for name in (*FUNCTIONS, *QUESTIONS)}


def test_views_have_nothing_that_older_clients_stumble_on(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """A `with` is well there."""
    views = connection.execute(
        "select view_name, sql from duckdb_views() "
        "where database_name = 'figures' and schema_name = 'marts'"
    ).fetchall()
    assert views
    for name, sql in views:
        query = re.fullmatch(r"CREATE VIEW .*? AS (.*)", sql, re.DOTALL)[1]
        assert stumbling_blocks(connection, query) <= {"with"}, name


def test_columns_are_of_types_that_every_duckdb_has(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = connection.execute(
        "select distinct regexp_replace(data_type, '\\(.*', '') from duckdb_columns() "
        "where database_name = 'figures' and schema_name = 'marts'"
    ).fetchall()
    usual = {"BOOLEAN", "INTEGER", "BIGINT", "DECIMAL", "DOUBLE", "DATE", "TIMESTAMP", "VARCHAR"}
    assert {name for (name,) in found} <= usual
    assert found


# What the build was made of ---------------------------------------------------------------


def test_what_the_build_was_made_of_is_what_is_there(
    connection: duckdb.DuckDBPyConnection, root: Path
) -> None:
    files = dict(connection.execute("select path, sha256 from meta.build_files").fetchall())
    assert files == {
        str(path.relative_to(root)): checksum(path.read_bytes())
        for path in [*root.glob("seeds/**/*.csv"), *root.glob("data/*.gz")]
    }
    rows = connection.execute("select path, row_count from meta.build_files").fetchall()
    for path, count in rows:
        with (gzip.open if path.endswith(".gz") else open)(root / path, "rt") as file:
            assert sum(1 for _ in csv.reader(file)) - 1 == count, path


def test_the_build_counts_its_tests_by_kind(
    connection: duckdb.DuckDBPyConnection, root: Path
) -> None:
    manifest = json.loads((root / "target" / "manifest.json").read_text(encoding="utf-8"))
    nodes = [*manifest["nodes"].values(), *manifest["unit_tests"].values()]
    expected = Counter(
        (kind, (node.get("test_metadata") or {"name": otherwise})["name"])
        for node in nodes
        for kind, otherwise in [KINDS_OF_TESTS.get(node["resource_type"], (None, None))]
        if kind
    )
    found = connection.execute("from meta.build_tests").fetchall()
    assert {(kind, name): run for kind, name, run, _ in found} == expected
    assert all(passed == run for _, _, run, passed in found)
