"""What the seeds hold, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tradegap.layouts import seeds
from tradegap.layouts.exhibits import EXHIBITS
from tradegap.load.status import MOST, exhibits_read, held, status
from tradegap.texts import listed_some

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

    from standin import Standin

RELEASES = """\
release_month,published_on,published_no_later_than,vintage_first_seen,note
2025-11-01,,,,
2025-10-01,,2025-12-12,2025-12-12,
2025-12-01,2026-02-19,,,
2026-02-01,2026-04-02,,,
"""
COVERED = """\
2025-10-01,bop_totals_vintages,all,1992-01-01
2025-12-01,12,all,2023-01-01
2025-12-01,01,all,2023-01-01
2025-12-01,release_totals,total,1992-01-01
2025-12-01,release_totals,goods,1992-01-01
"""
COVERAGE = "".join(
    f"{line}{',' * (len(seeds.COVERAGE.columns) - 4)}\n" for line in COVERED.splitlines()
)
COVERAGE = f"{','.join(seeds.COVERAGE.columns)}\n{COVERAGE}"
ALL = [layout.exhibit for layout in EXHIBITS]
MISSING = [code for code in ALL if code not in ("01", "12")]


@pytest.fixture
def project(standin: Standin) -> Path:
    """The stand-in project with four releases."""
    folder = standin.root / "seeds" / "reference"
    folder.mkdir(exist_ok=True)
    (folder / "releases.csv").write_text(RELEASES)
    (folder / "release_coverage.csv").write_text(COVERAGE)
    return standin.root


def test_what_is_held_is_said_newest_first(project: Path, standin_tradegap: Command) -> None:
    outcome = standin_tradegap("status")
    assert (outcome.code, outcome.err) == (0, "")
    head, _, table = outcome.out.partition("\n\n")
    assert head.splitlines()[:3] == [
        "newest release loaded  2025-12, published 2026-02-19",
        "newest release known   2026-02, published 2026-04-02: no exhibit of it is held",
        "next release           2026-03, when is not known here (they come at 8:30 Eastern)",
    ]
    assert f"exhibits read          {exhibits_read()}" in head
    rows = [[cell for cell in line.split("  ") if cell] for line in table.splitlines()]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["release", "published", "exhibits held", "missing", "also held"],
        ["2026-02", "2026-04-02", "none", "all"],
        ["2025-12", "2026-02-19", "01, 12", listed_some(MISSING, MOST), "release_totals"],
        ["2025-11", "not known", "none", "all"],
        ["2025-10", "by 2025-12-12", "none", "all", "bop_totals_vintages"],
    ]


def test_only_the_newest_are_listed_unless_all_are_asked_for(project: Path) -> None:
    lines = list(status(project, 2))
    assert lines[-1] == "and 2 older ones: `tradegap status --all`"
    assert lines[-2].startswith("2025-12")
    assert list(status(project, None))[-1].startswith("2025-10")


def test_the_newest_release_loaded_is_the_newest_known(project: Path) -> None:
    path = project / "seeds" / "reference" / "releases.csv"
    path.write_text("\n".join(RELEASES.splitlines()[:-1]) + "\n")
    assert not [line for line in status(project) if line.startswith("newest release known")]


def test_what_is_read_is_named(project: Path) -> None:
    lines = "\n".join(status(project))
    for name in ("IDS-0182", "realexp", "exhibit_history", ".xls", "docs/csv-forms.md"):
        assert name in lines


def test_months_between_those_held_are_named(project: Path) -> None:
    def said() -> str:
        (line,) = [line for line in status(project) if line.startswith("months missing")]
        return line.removeprefix("months missing").strip()

    assert said() == "2025-11"
    path = project / "seeds" / "reference" / "release_coverage.csv"
    path.write_text(COVERAGE.replace("2025-10-01", "2024-09-01"))
    releases = project / "seeds" / "reference" / "releases.csv"
    releases.write_text(RELEASES.replace("2025-10-01", "2024-09-01"))
    assert said().startswith("2025-11, 2025-10, 2025-09, ")
    assert said().endswith(" and 2 more")
    path.write_text(COVERAGE.replace("2025-10-01", "2025-11-01"))
    releases.write_text(RELEASES)
    assert said() == "none between those held"


def test_names_that_nobody_reviewed_are_named(project: Path) -> None:
    def said() -> str:
        (line,) = [line for line in status(project) if line.startswith("names not reviewed")]
        return line.removeprefix("names not reviewed").strip()

    path = project / seeds.ITEMS.path
    lines = ["end_use_exports,foods,Corn,,,corn,foods,,true"]
    path.write_text("\n".join([",".join(seeds.ITEMS.columns), *lines]) + "\n")
    assert said() == "none"
    lines += ["regions,Africa,Ruritania,,,ruritania,africa,,false"]
    path.write_text("\n".join([",".join(seeds.ITEMS.columns), *lines]) + "\n")
    assert said() == "'Ruritania' (regions); look at them in seeds/reference/items.csv"


def test_nothing_held_says_what_to_run(project: Path, standin_tradegap: Command) -> None:
    (project / "seeds" / "reference" / "releases.csv").unlink()
    outcome = standin_tradegap("status")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "tradegap: no release is held: `tradegap update` fetches the current one\n"
    )


def test_a_seed_that_cannot_be_read_is_named(project: Path, standin_tradegap: Command) -> None:
    (project / "seeds" / "reference" / "releases.csv").write_bytes(b"\xff\xfe")
    assert "releases.csv cannot be read" in standin_tradegap("status").err


def test_the_project_itself_has_a_whole_release(root: Path) -> None:
    releases = {release.name: release for release in held(root)}
    assert {"01", "12"} <= set(releases["2025-12"].exhibits)
    assert set(releases["2021-08"].exhibits) >= {"01", "03", "12"}
