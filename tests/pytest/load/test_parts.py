"""An ingest of several files: one bad file holds back no other, nothing held is lost unsaid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import geography_factory
import workbook_factory as factory
from ingest_project import Project
from tradegap import cli
from tradegap.load import identities
from tradegap.load.identities import NOTHING_FOUND, Checked
from workbook_factory import exhibit, save_csv, save_release, tidy

Found = dict[str, Any]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without any seed; what the identities find is said by the tests."""
    monkeypatch.setattr(identities.Checker, "check", lambda *_: NOTHING_FOUND)
    return Project(tmp_path / "project")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder for input files."""
    return tmp_path / "files"


def numbers(project: Project, release: str = "2021-08-01") -> set[str]:
    """The exhibits of which a release is held."""
    rows = project.rows("reference/release_coverage", release_month=release)
    return {row["exhibit"] for row in rows}


# --- one bad file -------------------------------------------------------------------------


def test_a_damaged_file_is_left_out_and_named(project: Project, files: Path) -> None:
    save_release(files / "2021-08", numbers=("1", "3", "5"))
    (files / "2021-08" / "exh3.xlsx").write_bytes(b"oops")
    said = project.ingest(files)
    assert numbers(project) == {"01", "05"}
    assert said[-2].startswith(f"Left out: {files}/2021-08/exh3.xlsx is not a workbook")
    assert "nothing was written" not in said[-2]
    assert said[-1] == "Loaded 2 exhibits and tables; 1 were left out, for the reasons above."
    assert [refusal.path.name for refusal in project.outcome.refused] == ["exh3.xlsx"]
    assert project.outcome.loaded == 2


def test_a_workbook_of_another_month_is_left_out(project: Project, files: Path) -> None:
    save_release(files / "some", numbers=("1", "3"))
    exhibit("5", (2021, 9)).save(files / "some" / "exh5.xlsx")
    said = project.ingest(files)
    assert numbers(project) == {"01", "03"}
    assert "found September 2021 as the last month with figures, expected August 2021" in said[-2]


def test_where_half_of_a_folder_is_of_another_month_none_is_taken(
    project: Project, files: Path
) -> None:
    exhibit("1").save(files / "some" / "exh1.xlsx")
    exhibit("5", (2021, 9)).save(files / "some" / "exh5.xlsx")
    message = project.refusal(files)
    assert "expected September 2021 as in the other workbooks of its folder" in message
    assert "expected August 2021 as in the other workbooks of its folder" in message


def test_all_or_nothing_is_the_old_way(project: Project, files: Path) -> None:
    save_release(files / "2021-08", numbers=("1", "3"))
    (files / "2021-08" / "exh3.xlsx").write_bytes(b"oops")
    message = project.refusal(files, all_or_nothing=True)
    assert message.endswith("fetch it again; nothing was written")
    assert numbers_or_none(project) == set()


def numbers_or_none(project: Project) -> set[str]:
    """The exhibits held, none where no seed was written."""
    written = (project.root / "seeds" / "reference" / "release_coverage.csv").exists()
    return numbers(project) if written else set()


def test_two_files_that_contradict_each_other_are_both_left_out(
    project: Project, files: Path
) -> None:
    save_release(files / "2021-08", numbers=("1", "3"))
    page = exhibit("1")
    page.rows[page.find("August", 3)][4] += 10
    page.save(files / "2021-08" / "again" / "exh1.xlsx")
    said = project.ingest(files)
    assert numbers(project) == {"03"}
    left_out = [line for line in said if line.startswith("Left out: ")]
    assert len(left_out) == 2
    assert all("found other figures than in" in line for line in left_out)


def test_the_exit_code_says_that_something_was_left_out(
    project: Project, files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    (project.root / "dbt_project.yml").write_text("name: tradegap\n")
    monkeypatch.chdir(project.root)
    save_release(files / "2021-08", numbers=("1", "3"))
    (files / "2021-08" / "exh3.xlsx").write_bytes(b"oops")
    for arguments, code in (
        ([str(files)], 3),
        ([str(files), "--all-or-nothing"], 1),
        ([str(files / "2021-08" / "exh3.xlsx")], 1),
        ([str(files / "2021-08" / "exh1.xlsx")], 0),
    ):
        with pytest.raises(SystemExit) as exit_:
            cli.main(["ingest", *arguments])
        assert exit_.value.code == code, capsys.readouterr()


# --- identities ---------------------------------------------------------------------------


def found(exhibit_code: str, counter: str | None = None, status: str = "broken") -> Found:
    """A check that does not hold."""
    return {
        "identity_name": "children add to the parent: goods_by_sitc",
        "exhibit": exhibit_code,
        "counter_exhibit": counter,
        "block": "all",
        "carried_by_release_month": date(2021, 8, 1),
        "release_month": date(2021, 8, 1),
        "series_id": "exports_goods_census_nsa",
        "period_kind": "month",
        "period_start": date(2021, 8, 1),
        "period_end": date(2021, 8, 1),
        "expected_value": Decimal("1000.000000"),
        "actual_value": Decimal("990.000000"),
        "difference": Decimal("-10.000000"),
        "difference_pct": Decimal("1.000000"),
        "tolerance": Decimal("5.5000000"),
        "status": status,
        "source_row": 9,
    }


def finding(project: Project, monkeypatch: pytest.MonkeyPatch, *checks: Found) -> None:
    """Let the identities find these checks broken, while their exhibits are there."""

    def check(_: object, files: dict[Path, bytes], __: object) -> Checked:
        coverage = files[Path("seeds/reference/release_coverage.csv")].decode()
        held = [
            check
            for check in checks
            if all(
                f",{code},all," in coverage
                for code in (check["exhibit"], check["counter_exhibit"] or check["exhibit"])
            )
        ]
        return Checked(held, [])

    monkeypatch.setattr(identities.Checker, "check", check)


def test_an_exhibit_that_contradicts_itself_is_left_out(
    project: Project, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_release(files / "2021-08", numbers=("1", "3", "4", "5"))
    finding(project, monkeypatch, found("03"), found("03", "01"), found("03", "04"))
    said = project.ingest(files)
    assert numbers(project) == {"01", "04", "05"}
    assert any("(exhibit 03 of release 2021-08)" in line for line in said)


def test_of_exhibits_that_contradict_each_other_the_odd_one_is_left_out(
    project: Project, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_release(files / "2021-08", numbers=("1", "3", "4", "5"))
    finding(project, monkeypatch, found("03", "01"), found("04", "01"), found("05", "01"))
    project.ingest(files)
    assert numbers(project) == {"03", "04", "05"}


def test_where_it_cannot_be_told_both_are_left_out(
    project: Project, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_release(files / "2021-08", numbers=("1", "3", "4"))
    finding(project, monkeypatch, found("03", "01"))
    project.ingest(files)
    assert numbers(project) == {"04"}


def test_what_contradicts_a_held_figure_is_left_out(
    project: Project, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    finding(project, monkeypatch, found("03", "01"))
    message = project.refusal(exhibit("3").save(files / "more" / "exh3.xlsx"))
    assert message.startswith("exh3.xlsx, sheet '3', row 9 (exhibit 03 of release 2021-08 beside ")
    assert numbers(project) == {"01"}


def test_a_difference_beyond_the_limit_needs_a_reason(
    project: Project, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_release(files / "2021-08", numbers=("1", "3"))
    finding(project, monkeypatch, found("03", status="excessive"))
    said = project.ingest(files)
    assert numbers(project) == {"01"}
    assert "That is 1 percent, more than such sums miss each other by" in said[-2]
    assert "take it with --accept and the reason" in said[-2]

    said = project.ingest(files, accept="Printed so: the note on page 3 says why.")
    assert numbers(project) == {"01", "03"}
    [row] = project.rows("control/known_identity_breaks")
    assert row == {
        "identity_name": "children add to the parent: goods_by_sitc",
        "exhibit": "03",
        "series_id": "exports_goods_census_nsa",
        "period_kind": "month",
        "period_start": "2021-08-01",
        "period_end": "2021-08-01",
        "expected_value": "1000",
        "actual_value": "990",
        "reason": "Printed so: the note on page 3 says why.",
    }
    assert any(line.startswith("Accepted 1 differences beyond the limit") for line in said)


def test_what_is_recorded_is_said(
    project: Project, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = [found("15", status="recorded")]
    monkeypatch.setattr(identities.Checker, "check", lambda *_: Checked(recorded, []))
    said = project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    assert (
        "2021-08 exhibit 15: 1 sums do not add as published (children add to the parent: "
        "goods_by_sitc), at most by 1 percent: exports_goods_census_nsa of August 2021, found 990, "
        "expected 1,000 within 5.5 (off by -10). Recorded in fct_identity_checks"
    ) in said


# --- nothing held is lost -----------------------------------------------------------------


def test_a_tidy_file_takes_no_row_of_a_workbook_away(project: Project, files: Path) -> None:
    project.ingest(exhibit("3").save(files / "a" / "exh3.xlsx"))
    before = project.rows("ft900/exhibit_03")
    lines = tidy(numbers=("3",))
    lines[1]["value"] = str(int(lines[1]["value"]) + 500)
    lines[2]["value"] = str(int(lines[2]["value"]) - 500)
    path = save_csv(files / "b" / "some.csv", lines)
    assert "is held with other figures" in project.refusal(path)
    project.ingest(path, replace=True)
    after = project.rows("ft900/exhibit_03")
    assert len(after) == len(before)
    assert {row["row_kind"] for row in after} == {
        "month",
        "year",
        "year_to_date",
        "as_published_last_month",
    }
    [coverage] = project.rows("reference/release_coverage")
    assert coverage["has_year_rows"] == coverage["has_as_published_row"] == "true"
    assert {row["file"] for row in project.rows("reference/source_files")} == {
        "exh3.xlsx",
        "some.csv",
    }


def test_a_row_that_a_new_workbook_lacks_is_a_difference(project: Project, files: Path) -> None:
    page = factory.commodities("7")
    project.ingest(page.save(files / "a" / "exh7.xlsx"))
    page.replace("Corn", "Maize")
    book = page.save(files / "b" / "exh7.xlsx")
    message = project.refusal(book)
    assert "Corn of August 2021 in exhibit 07 of 2021-08 is " in message
    assert "nothing in exh7.xlsx" in message
    said = project.ingest(book, replace=True)
    assert "; 4 rows that it has no longer are removed" in said[0]
    items = {row["item"] for row in project.rows("ft900/exhibit_07")}
    assert "Maize" in items
    assert "Corn" not in items


def test_the_same_bytes_are_the_same_file(project: Project, files: Path) -> None:
    history = factory.history((2021, 8)).save(files / "trad-time-series-0821.xlsx")
    project.ingest(history)
    other = files / "2021-08" / "trad0821-time-series.xlsx"
    other.parent.mkdir()
    other.write_bytes(history.read_bytes())
    assert project.ingest(other)[-1].startswith("No change")


@pytest.mark.usefixtures("project")
def test_the_earliest_day_of_two_files_counts_in_any_order(tmp_path: Path, files: Path) -> None:
    """Two files of one release say when each was last updated: the earlier day is known."""
    history = factory.history((2025, 1))
    for _, rows in history.others[:3]:
        rows[0][0] = "Last updated April 3, 2025"
    later = history.save(files / "later" / "history.xlsx")
    one = geography_factory.history().save(files / "one" / "by_country.xlsx")
    for order in ((one, later), (later, one)):
        project = Project(tmp_path / f"{order[0].parent.name}_first")
        for path in order:
            project.ingest(path)
        [release] = project.rows("reference/releases")
        assert release["published_no_later_than"] == "2025-03-06"
