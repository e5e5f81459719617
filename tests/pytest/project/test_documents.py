"""The documents beside the README: exposures, landing page, changelog, contributing."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import duckdb
import pytest
import yaml

from compiled import open_build
from tradegap.pages.site_pages import TOPICS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.built

# Columns that hold words, with the table of the landing page that explains the words.
WORDS = {
    ("marts", "fct_trade_balances", "evidence"): "evidence",
    ("marts", "fct_trade_values", "evidence"): "evidence",
    ("marts", "fct_release_figure_inputs", "evidence"): "evidence",
    ("marts", "fct_release_figures", "status"): "status",
    ("marts", "fct_identity_checks", "status"): "status",
}


@pytest.fixture(scope="module")
def manifest(root: Path, built: Path) -> dict[str, Any]:
    """What dbt knows of the project that was built."""
    return json.loads((root / "target" / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def marts(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The marts by name."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }


@pytest.fixture(scope="module")
def exposures(manifest: dict[str, Any]) -> dict[str, set[str]]:
    """The exposures by name, with the names of what they depend on."""
    return {
        exposure["name"]: {node.split(".")[-1] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }


def read_by(root: Path, *functions: str) -> set[str]:
    """The marts that modules of the command line read."""
    text = "".join((root / "scripts" / "tradegap" / name).read_text() for name in functions)
    return set(re.findall(r"\bmarts\.(\w+)", text))


def test_exposures_depend_on_marts_that_exist(
    exposures: dict[str, set[str]], marts: dict[str, dict[str, Any]]
) -> None:
    assert set(exposures) == {
        "highlights_page",
        "figure_trace",
        "notes",
        "status",
        "deficit_chart",
        "revision_charts",
        "release_workbook",
        "release_html",
        "web_site",
        "superset_dashboard",
        "published_database",
    }
    for name, depends_on in exposures.items():
        assert depends_on, name
        assert depends_on <= set(marts), name


def test_the_published_database_is_every_mart(
    exposures: dict[str, set[str]], marts: dict[str, dict[str, Any]], published: Path
) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        relations = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()
    assert exposures["published_database"] == set(marts) == {name for (name,) in relations}


def test_what_the_command_line_reads_is_exposed(exposures: dict[str, set[str]], root: Path) -> None:
    pages = read_by(root, "pages/release_page.py", "pages/figures.py", "pages/notes.py")
    chart = read_by(root, "pages/deficit_chart.py")
    assert exposures["highlights_page"] | exposures["figure_trace"] | exposures["notes"] == pages
    assert exposures["status"] == read_by(root, "load/status.py")
    # A chart is of a release that has a page.
    of_a_release = {"dim_release", "rpt_release_pages"}
    assert exposures["deficit_chart"] == chart | of_a_release
    revisions = read_by(root, "pages/revision_charts.py")
    assert exposures["revision_charts"] == revisions | of_a_release
    document = read_by(root, "pages/document.py", "pages/tables.py") | of_a_release
    assert exposures["release_workbook"] == document
    charts = read_by(root, "pages/html.py", "pages/release_charts.py") | {"rpt_revision_chart"}
    assert exposures["release_html"] == document | charts | chart
    topics = {topics.table for topics in TOPICS}
    assert exposures["web_site"] == read_by(root, "pages/site_pages.py") | topics


def test_what_the_dashboard_shows_is_exposed(exposures: dict[str, set[str]], root: Path) -> None:
    folder = root / "scripts" / "superset" / "dashboard"
    [database] = [yaml.safe_load(path.read_text()) for path in folder.glob("databases/*.yaml")]
    shown = {yaml.safe_load(path.read_text())["dataset_uuid"] for path in folder.glob("charts/*")}
    # Datasets are numbered by their names (scripts/superset/bundle.py).
    exposed = {str(uuid5(UUID(database["uuid"]), mart)) for mart in exposures["superset_dashboard"]}
    assert exposed == shown


def explained(landing_page: str, kind: str) -> set[str]:
    """The words that the tables of the landing page with that heading explain."""
    tables = re.findall(rf"^\| {kind} \|.*\n\|[-|]+\n((?:\|.*\n)+)", landing_page, re.MULTILINE)
    return set(re.findall(r"^\| `([^`]+)` \|", "".join(tables), re.MULTILINE))


@pytest.mark.parametrize("column", WORDS, ids=".".join)
def test_the_landing_page_explains_every_word(
    column: tuple[str, str, str], manifest: dict[str, Any], built: Path
) -> None:
    schema, table, name = column
    with open_build(built) as connection:
        words = {
            word
            for (word,) in connection.execute(
                f"select distinct {name} from {schema}.{table}"
            ).fetchall()
        }
    landing_page = manifest["docs"]["doc.tradegap.__overview__"]["block_contents"] + "\n"
    assert words
    assert words <= explained(landing_page, WORDS[column])


def test_the_changelog_has_every_mart_with_its_key(
    root: Path, marts: dict[str, dict[str, Any]]
) -> None:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    keys: dict[str, list[str]] = {}
    # The newest version stands first and wins.
    for name, key in re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE):
        keys.setdefault(name, re.findall(r"`(\w+)`", key))
    built = {
        name: next(
            (
                constraint["columns"]
                for constraint in node["constraints"]
                if constraint["type"] == "primary_key"
            ),
            keys.get(name),  # a view has none
        )
        for name, node in marts.items()
    }
    assert {name: keys.get(name) for name in marts} == built


def test_the_version_is_one(root: Path, manifest: dict[str, Any]) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    project = (root / "dbt_project.yml").read_text()
    assert re.search(r'^version: "(.+)"$', project, re.MULTILINE)[1] == version
    changelog = (root / "CHANGELOG.md").read_text()
    assert re.search(r"^## (\S+)", changelog, re.MULTILINE)[1] == version


@pytest.mark.parametrize("name", ["CHANGELOG.md", "DECISIONS.md"])
def test_every_file_named_exists(root: Path, published: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    paths = {
        *re.findall(r"`((?:seeds|models|tests|scripts|macros|published)/[\w./]+)`", text),
        *re.findall(r"\]\(([^)#:]+)\)", text),
    }
    missing = {path for path in paths if "NN" not in path and not (root / path).exists()}
    assert paths
    assert missing == set()


def test_every_test_and_macro_contributors_are_told_of_exists(
    root: Path, manifest: dict[str, Any]
) -> None:
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    names = {macro["name"] for macro in manifest["macros"].values()}
    names |= {node["name"] for node in manifest["nodes"].values()}
    names |= set(
        re.findall(r"def (test_\w+)", (root / "tests/pytest/sql/test_mutations.py").read_text())
    )
    told = {"figures_of_columns_are_staged_cell_by_cell", "every_identity_holds"}
    told |= {"test_every_test_is_shown_to_fail", "figures_of_items_are_staged_cell_by_cell"}
    assert all(f"`{name}`" in text for name in told)
    assert told <= names
