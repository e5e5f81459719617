"""The ad hoc questions of analyses/: they run, they answer, and they say what they answer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from compiled import open_build
from tradegap.project import find_root

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.built

NAMES = sorted(path.stem for path in (find_root() / "analyses").glob("*.sql"))

# A database of its own: dbt would lock the built one for writing.
PROFILE = """\
tradegap:
  target: compile
  outputs:
    compile: {type: duckdb, path: ':memory:', schema: main}
"""
# What anybody may ask of the published file: each in few lines, answered at once.
SHORT = (
    *("adjusted_and_unadjusted_imports", "car_imports_from_mexico", "crude_oil_imports"),
    *("countries_in_the_change_of_the_deficit", "deficit_first_printed_and_now"),
    *("deficit_so_far_this_year", "deficits_since_1960", "drivers_of_import_growth"),
    *("drivers_of_the_deficit", "exports_by_state", "figures_that_do_not_add"),
    *("goods_deficit_with_china", "goods_without_each_set", "imports_without_gold"),
    *("imports_in_the_quarter_so_far", "index_of_real_exports"),
    *("known_on_a_date", "largest_changes_by_country", "largest_partners"),
    *("largest_revisions", "quarterly_deficits", "record_deficits_then_and_now"),
    *("services_surplus_by_category", "share_of_capital_goods"),
    *("share_of_the_european_union", "standing_of_the_deficit", "totals_for_a_dashboard"),
)
UNITS = ("_musd", "_busd", "_pct", "_pp")
# What only DuckDB understands; the rest of the SQL runs on PostgreSQL and Spark, too.
DUCKDB_ONLY = (
    r"\barg_max\b|\barg_min\b|\bstrftime\b|\bgenerate_series\b|\bexclude\b|\breplace \(|"
    r"\basof\b|\bpivot\b|\bqualify\b|\bstring_agg\b|\blist\w*\(|//|\bgroup by all\b|"
    r"\border by all\b|\A\s*from\b|\[|->"
)


@dataclass(frozen=True)
class Analysis:
    """One analysis as dbt compiled it: its SQL and what its documentation says."""

    sql: str
    head: str
    description: str
    columns: dict[str, str]
    of_marts_only: bool


@pytest.fixture(scope="module")
def analyses(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Analysis]:
    """All analyses, compiled by dbt."""
    folder = tmp_path_factory.mktemp("compiled")
    (folder / "profiles.yml").write_text(PROFILE)
    command = [
        *(sys.executable, "-c", "from dbt.cli.main import cli; cli()"),
        *("compile", "--quiet", "--select", "path:analyses", "--no-introspect"),
        *("--no-populate-cache", "--no-partial-parse", "--project-dir", root),
        *("--profiles-dir", folder, "--target-path", folder / "target", "--log-path", folder),
    ]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    manifest = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    return {
        node["name"]: Analysis(
            sql=node["compiled_code"],
            head=re.match(r"(?:--.*\n)+", node["raw_code"] + "\n")[0],
            description=node["description"],
            columns={name: column["description"] for name, column in node["columns"].items()},
            of_marts_only=all(
                manifest["nodes"][parent]["schema"] == "marts"
                for parent in node["depends_on"]["nodes"]
            ),
        )
        for node in manifest["nodes"].values()
        if node["resource_type"] == "analysis"
    }


def answer(
    analysis: Analysis, built: Path, published: Path
) -> tuple[list[tuple[str, str]], list[tuple]]:
    """Columns with their types, and rows; of the published database where it holds them."""
    with (
        duckdb.connect(str(published), read_only=True)
        if analysis.of_marts_only
        else open_build(built)
    ) as connection:
        found = connection.execute(analysis.sql)
        columns = [(column[0], str(column[1])) for column in found.description]
        return columns, found.fetchall()


@pytest.fixture(scope="module")
def rows(
    analyses: dict[str, Analysis], built: Path, published: Path
) -> dict[str, list[dict[str, Any]]]:
    """The answers of all analyses, as dictionaries."""
    answers = {}
    for name, analysis in analyses.items():
        columns, found = answer(analysis, built, published)
        names = [column for column, _ in columns]
        answers[name] = [dict(zip(names, row, strict=True)) for row in found]
    return answers


def test_every_analysis_is_compiled(analyses: dict[str, Analysis]) -> None:
    assert len(NAMES) >= 8
    assert sorted(analyses) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_answers_in_the_documented_columns(
    name: str, analyses: dict[str, Analysis], built: Path, published: Path
) -> None:
    columns, found = answer(analyses[name], built, published)
    assert found
    assert [column for column, _ in columns] == list(analyses[name].columns)
    assert all(analyses[name].columns.values())
    for column, kind in columns:
        if column.endswith(UNITS):
            assert kind.startswith("DECIMAL"), column
        if column == "month" or column.endswith("_month"):
            assert kind == "DATE", column


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_says_question_answer_and_unit(
    name: str, analyses: dict[str, Analysis]
) -> None:
    head = " ".join(line.removeprefix("-- ") for line in analyses[name].head.splitlines())
    said = re.fullmatch(r"Question: (.+\?.*) Answer: (one row per .+\.) Unit: (.+\.)", head)
    assert said, head
    grain, documented = said[2].split(". ")[0], analyses[name].description.split(". ")[0]
    assert grain.rstrip(".") == documented.rstrip(".").replace("One", "one", 1)


@pytest.mark.parametrize("name", SHORT)
def test_what_anybody_asks_is_asked_in_twelve_lines_of_the_published_file(
    name: str, root: Path, analyses: dict[str, Analysis]
) -> None:
    text = (root / "analyses" / f"{name}.sql").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("--")]
    assert len(lines) <= 12
    assert analyses[name].of_marts_only


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_is_portable_sql(name: str, analyses: dict[str, Analysis]) -> None:
    # What stands in a comment or in quotation marks is no SQL.
    sql = re.sub(r"--.*|'[^']*'", "", analyses[name].sql)
    assert re.findall(DUCKDB_ONLY, sql, re.IGNORECASE | re.MULTILINE) == []


@pytest.mark.parametrize(
    "sql",
    ["select * exclude (a) from b", "from b", "select a from b qualify true", "a // b", "a[1]"],
)
def test_what_only_duckdb_understands_would_be_seen(sql: str) -> None:
    assert re.search(DUCKDB_ONLY, sql, re.IGNORECASE | re.MULTILINE)


# The answers, where an official text gives them -------------------------------------------


def test_the_year_to_date_is_as_the_release_of_march_2025_prints_it(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    found = {
        row["flow"]: (row["ytd_change_busd"], row["ytd_change_pct"])
        for row in rows["year_to_date_comparison"]
        if row["sector"] == "Total"
    }
    assert found == {
        "balance": (Decimal("-189.6"), Decimal("92.6")),
        "exports": (Decimal("41.1"), Decimal("5.2")),
        "imports": (Decimal("230.7"), Decimal("23.3")),
    }


def test_real_and_nominal_changes_are_as_the_release_of_march_2025_prints_them(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    found = {
        row["flow"]: (row["nominal_change_pct"], row["real_change_pct"])
        for row in rows["real_and_nominal_goods"]
        if f"{row['release_month']:%Y-%m}" == "2025-03"
    }
    assert found == {
        "balance": (Decimal("10.3"), Decimal("10.2")),
        "exports": (Decimal("1.4"), Decimal("1.6")),
        "imports": (Decimal("5.5"), Decimal("5.8")),
    }


def test_the_drivers_add_to_the_change_of_goods_imports(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    # Of the release's text: +17.8 billion, of it consumer goods +22.5, capital goods +3.7,
    # automotive +2.6 and industrial supplies -10.7.
    changes = {row["category"]: row["change_musd"] for row in rows["drivers_of_a_change"]}
    assert round(sum(changes.values()) / 1000, 1) == Decimal("17.8")
    assert round(changes["Consumer Goods"] / 1000, 1) == Decimal("22.5")
    assert round(changes["Capital Goods"] / 1000, 1) == Decimal("3.7")
    assert round(changes["Automotive Vehicles, etc."] / 1000, 1) == Decimal("2.6")
    assert round(changes["Industrial Supplies"] / 1000, 1) == Decimal("-10.7")


def test_china_makes_a_third_of_the_goods_deficit_of_2021(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    # Supplement 4s of August 2021: exports 94,065.6, imports 313,001.0, a balance of
    # -218,935.5 with China and of -687,784.2 in all; with China -192,637.2 a year before.
    # The ranks are printed: 2 Mexico, 3 Vietnam, 6 Ireland.
    [first, *others] = rows["deficit_by_country"]
    assert first == {
        "balance_rank": 1,
        "country": "China",
        "exports_busd": Decimal("94.1"),
        "imports_busd": Decimal("313.0"),
        "balance_busd": Decimal("-218.9"),
        "balance_year_change_busd": Decimal("-26.3"),
        "balance_share_pct": Decimal("31.8"),
    }
    ranks = {row["country"]: row["balance_rank"] for row in others}
    assert (ranks["Mexico"], ranks["Vietnam"], ranks["Ireland"]) == (2, 3, 6)


def test_crude_oil_of_august_2021_rose_by_quantity(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    # Exhibit 17: 189,805 thousand barrels for 12,382,900 thousand dollars in July, 194,749
    # for 12,669,425 in August, 6,282 a day at 65.06 dollars each.
    found = rows["crude_oil_price_and_quantity"][-1]
    parts = [found["price_effect_musd"], found["quantity_effect_musd"], found["interaction_musd"]]
    assert (found["thousand_barrels_per_day"], found["usd_per_barrel"]) == (6282, Decimal("65.06"))
    assert found["change_musd"] == 287
    assert parts == [-35, 323, -1]


def test_volume_and_price_add_to_the_nominal_change(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    found = {(row["flow"], row["category"]): row for row in rows["volume_and_price_of_goods"]}
    assert len(found) == 18
    for row in found.values():
        parts = row["volume_effect_musd"] + row["price_effect_musd"] + row["interaction_musd"]
        # Each is rounded to the million.
        assert abs(parts - row["nominal_change_musd"]) <= 2
    # As the release's text prints the real changes of March 2025.
    assert found["exports", "Goods"]["real_change_pct"] == Decimal("1.6")
    assert found["imports", "Goods"]["real_change_pct"] == Decimal("5.8")


def test_january_2024_begins_at_67_4_billion_and_is_66_9_in_the_workbook_of_may_2025(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    prints = {row["release_name"]: row["deficit_musd"] for row in rows["revisions_of_a_month"]}
    assert prints["2024-01"] == 67434
    assert prints["2024-02"] == 67601
    assert prints["2025-01"] == 66859
    [then] = [
        row for row in rows["deficit_as_known_on_a_date"] if f"{row['month']:%Y-%m}" == "2024-01"
    ]
    assert then["deficit_busd"] == Decimal("67.4")
    assert f"{then['release_month']:%Y-%m}" == "2024-01"


def test_the_figures_known_to_differ_are_found(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    found = {
        (f"{row['release_month']:%Y-%m}", row["figure"], row["printed_value"], row["status"])
        for row in rows["printed_and_computed_differ"]
    }
    assert found >= {
        ("2020-02", "deficit_change", Decimal("-5.5"), "tie"),
        ("2022-07", "deficit", Decimal("70.6"), "tie"),
        ("2023-06", "exports_change", Decimal("-0.3"), "tie"),
        ("2024-11", "exports_pct", Decimal("2.7"), "tie"),
        ("2023-02", "prior_deficit_revised", Decimal("68.3"), "misquoted"),
        ("2023-02", "deficit_change", Decimal("2.2"), "misquoted"),
        ("2023-02", "avg3_deficit_change", Decimal("-3.3"), "misquoted"),
    }
    assert all(row["reason"] for row in rows["printed_and_computed_differ"])


def test_the_rule_is_judged_only_where_picks_are_known(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    judged = {f"{row['release_month']:%Y-%m}" for row in rows["recall_of_the_rule"]}
    ruled = {f"{row['release_month']:%Y-%m}" for row in rows["picks_of_the_rule"]}
    assert "2024-01" in judged
    assert {"2021-08", "2025-03"} <= ruled
    assert judged.isdisjoint(ruled)


def test_no_identity_is_broken_or_without_an_instance(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    assert rows["identities"]
    assert all(row["checks"] for row in rows["identities"])
    assert [row for row in rows["identities"] if row["broken_or_missing"]] == []
