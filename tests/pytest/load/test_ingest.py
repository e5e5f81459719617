"""Ingesting: what is new, unchanged or revised, what is refused, and how seeds are written."""

from __future__ import annotations

import csv
import gzip
import itertools
import os
from pathlib import Path

import pytest
from filelock import FileLock

import workbook_factory as factory
from ingest_project import Project
from tradegap.errors import TradegapError
from tradegap.files import lock_of
from tradegap.layouts import seeds
from tradegap.layouts.seeds import ALL_SEEDS
from tradegap.load import identities
from workbook_factory import exhibit, save_csv, save_release, tidy


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without any seed; identities, which need dbt, are tested elsewhere."""
    monkeypatch.setattr(identities.Checker, "check", lambda *_: identities.NOTHING_FOUND)
    return Project(tmp_path / "project")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder for input files."""
    return tmp_path / "files"


def changed_book(folder: Path, number: str = "1", by: int = 10) -> Path:
    """An exhibit of 2021-08 with a few figures moved, the most in exports of August 2021."""
    page = exhibit(number)
    for row, column, move in (("August", 4, by), ("July (R)", 7, -1)):
        page.rows[page.find(row, 3 if row == "August" else 1)][column] += move
    return page.save(folder / f"exh{number}.xlsx")


# --- new, unchanged -----------------------------------------------------------------------


def test_from_nothing_every_seed_is_there_with_its_header(project: Project, files: Path) -> None:
    said = project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    assert said[0].startswith("2021-08 exhibit 01: new (")
    assert said[-1].startswith("Wrote data/goods_by_end_use_code.csv.gz, seeds/control/")
    for seed in ALL_SEEDS.values():
        header = ",".join(seed.columns)
        content = (project.root / seed.path).read_bytes()
        text = (gzip.decompress(content) if seed.packed else content).decode()
        assert text.startswith(f"{header}\n")
    assert len(project.rows("ft900/exhibit_01")) == 38
    assert project.rows("ft900/exhibit_03") == []


def test_seeds_are_sorted_plain_text(project: Project, files: Path) -> None:
    save_release(files / "2021-08")
    project.ingest(files)
    for name, text in project.texts().items():
        seed = ALL_SEEDS[name.removesuffix(".csv")]
        rows = list(csv.DictReader(text.decode().splitlines()))
        keys = [seed.key_of(row) for row in rows]
        assert keys == sorted(set(keys))
        assert text.endswith(b"\n")
        assert b"\r" not in text
        assert b".0," not in text


def test_the_same_release_again_changes_nothing(project: Project, files: Path) -> None:
    save_release(files / "2021-08")
    project.ingest(files)
    before = project.files()
    said = project.ingest(files)
    assert said[-1] == "No change: all of it is held already."
    assert all(": unchanged (" in line for line in said[:-1])
    assert project.files() == before


def test_the_same_figures_in_another_file_change_nothing(project: Project, files: Path) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    before = project.files()
    page = exhibit("1")
    page.rows.insert(3, [])
    assert project.ingest(page.save(files / "again.xlsx"))[-1].startswith("No change")
    assert project.files() == before


def test_the_order_of_ingesting_makes_no_difference(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identities.Checker, "check", lambda *_: identities.NOTHING_FOUND)
    save_release(files / "books" / "2021-08", (2021, 8), ("1", "6", "10"))
    save_release(files / "books" / "2021-09", (2021, 9), ("1",))
    save_csv(files / "tidy" / "2021-08" / "exhibits.csv", tidy(numbers=("1", "3")))
    releases = [(2021, 7), (2021, 8), (2021, 9)]
    save_csv(files / "ledger" / "old.csv", factory.vintages(releases[:2]))
    save_csv(files / "ledger" / "new.csv", factory.vintages(releases))
    save_csv(files / "control" / "figures.csv", factory.printed_figures())
    save_csv(files / "control" / "changes.csv", factory.category_changes())
    parts = [files / "books", files / "tidy", files / "ledger", files / "control"]
    texts = []
    for number, order in enumerate([*itertools.permutations(parts)][::5]):
        project = Project(tmp_path / f"project{number}")
        for part in order:
            project.ingest(part)
        texts.append(project.texts())
    together = Project(tmp_path / "together")
    together.ingest(*parts)
    assert all(text == together.texts() for text in texts)


def test_a_later_release_adds_rows_only(project: Project, files: Path) -> None:
    save_release(files / "2021-08")
    project.ingest(files)
    before = {name: text.splitlines() for name, text in project.texts().items()}
    save_release(files / "2021-09", (2021, 9))
    project.ingest(files / "2021-09")
    for name, text in project.texts().items():
        lines = iter(text.splitlines())
        assert all(line in lines for line in before[name])


# --- revised ------------------------------------------------------------------------------


def test_other_figures_of_a_release_are_refused_and_shown(project: Project, files: Path) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    message = project.refusal(changed_book(files / "new" / "2021-08"))
    figure = factory.figures("1", [(2021, 8)])[3]
    assert message.startswith(
        "2021-08 is held with other figures: exports_total of August 2021 in exhibit 01 of 2021-08 "
        f"is {figure}, {figure + 10} in exh1.xlsx; imports_total of July 2021 in exhibit 01"
    )
    assert "--replace" in message
    assert message.endswith("nothing was written")


def test_the_largest_of_many_differences_are_shown(project: Project, files: Path) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    page = exhibit("1")
    for month in range(1, 9):
        page.rows[page.find(factory.MONTHS[month - 1], 3)][5] += month
    message = project.refusal(page.save(files / "exh1.xlsx"))
    shown = [message.index(f"exports_goods of {name} 2021") for name in factory.MONTHS[3:8]]
    assert shown == sorted(shown, reverse=True)
    assert "; and 3 more." in message
    assert "March 2021" not in message


def test_other_figures_are_taken_with_replace(project: Project, files: Path) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1", "3")))
    project.ingest(*save_release(files / "2021-09", (2021, 9), numbers=("1",)))
    other = [project.rows("ft900/exhibit_01", release_month="2021-09-01")]
    other.append(project.rows("ft900/exhibit_03"))
    said = project.ingest(changed_book(files / "new" / "2021-08"), replace=True)
    assert said[0].startswith("2021-08 exhibit 01: revised, exports_total of August 2021")
    (row,) = project.rows(
        "ft900/exhibit_01", release_month="2021-08-01", row_kind="month", period_end="2021-08-01"
    )
    assert row["exports_total"] == str(factory.figures("1", [(2021, 8)])[3] + 10)
    assert other == [
        project.rows("ft900/exhibit_01", release_month="2021-09-01"),
        project.rows("ft900/exhibit_03"),
    ]
    assert project.ingest(files / "new", replace=True)[-1].startswith("No change")


def test_another_chain_year_of_a_release_is_another_figure(project: Project, files: Path) -> None:
    project.ingest(exhibit("10").save(files / "a" / "exh10.xlsx"))
    newer = exhibit("10", chain=2017).save(files / "b" / "exh10.xlsx")
    assert "price_basis of exhibit 10 of 2021-08 is chained_2012, chained_2017" in project.refusal(
        newer
    )
    project.ingest(newer, replace=True)
    assert {row["price_basis"] for row in project.rows("ft900/exhibit_10")} == {"chained_2017"}
    assert [row["block"] for row in project.rows("reference/release_coverage")] == ["chained_2017"]


@pytest.mark.parametrize("replace", [False, True])
def test_two_files_that_disagree_are_refused(project: Project, files: Path, replace: bool) -> None:
    save_release(files / "a" / "2021-08", numbers=("1",))
    changed_book(files / "b" / "2021-08")
    message = project.refusal(files, replace=replace)
    assert "found other figures than in" in message
    assert "leave one of them out" in message


def test_two_files_that_agree_are_one(project: Project, files: Path) -> None:
    save_release(files / "a" / "2021-08", numbers=("1",))
    save_release(files / "b" / "2021-08", numbers=("1",))
    project.ingest(files)
    assert len(project.rows("reference/source_files")) == 1


# --- a tidy file and a workbook of the same release ---------------------------------------


def test_a_workbook_adds_to_a_tidy_file_and_not_the_other_way_round(
    project: Project, files: Path
) -> None:
    path = save_csv(files / "exhibits.csv", tidy(numbers=("1",)))
    project.ingest(path)
    (coverage,) = project.rows("reference/release_coverage")
    assert (coverage["has_year_rows"], coverage["has_as_published_row"]) == ("false", "false")
    said = project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    assert said[0].startswith("2021-08 exhibit 01: added to what is held (")
    rows = project.rows("ft900/exhibit_01")
    assert len(rows) == 38
    assert all(row["source_row"] for row in rows)
    (coverage,) = project.rows("reference/release_coverage")
    assert (coverage["has_year_rows"], coverage["has_as_published_row"]) == ("true", "true")
    assert [row["form"] for row in project.rows("reference/source_files")] == ["workbook"]
    assert project.ingest(path)[-1].startswith("No change")


# --- releases, coverage, provenance -------------------------------------------------------


def release(project: Project, month: str) -> dict[str, str]:
    """The row of a release."""
    (row,) = project.rows("reference/releases", release_month=month)
    return row


def test_releases_are_those_anything_is_known_of(project: Project, files: Path) -> None:
    save_release(files / "2021-08", numbers=("1",))
    save_csv(files / "figures.csv", factory.printed_figures())
    save_csv(files / "ledger.csv", factory.vintages([(2021, 6), (2021, 7), (2021, 8)]))
    factory.history((2022, 3)).save(files / "history.xlsx")
    project.ingest(files)
    assert [row["release_month"][:7] for row in project.rows("reference/releases")] == [
        *("2021-06", "2021-07", "2021-08", "2021-09", "2022-03")
    ]
    assert release(project, "2021-08-01") == {
        "release_month": "2021-08-01",
        "published_on": "2021-10-05",
        "published_no_later_than": "",
        "vintage_first_seen": "2021-10-06",
        "note": "",
    }
    assert release(project, "2021-07-01")["published_no_later_than"] == "2021-09-06"
    assert release(project, "2021-09-01")["published_no_later_than"] == ""
    assert release(project, "2022-03-01")["published_no_later_than"] == "2022-04-05"


def test_the_release_before_is_known_from_as_published(project: Project, files: Path) -> None:
    project.ingest(*save_release(files / "2022-01", (2022, 1), numbers=("12",)))
    months = [row["release_month"] for row in project.rows("reference/releases")]
    assert months == ["2021-12-01", "2022-01-01"]


def test_goods_of_totals_are_covered_in_runs(project: Project, files: Path) -> None:
    lines = factory.totals((2016, 9), (2014, 1), (2014, 1))
    for line in lines:
        if "2015-03" <= line["month"] < "2016-02":
            line.update(exports_goods="", imports_goods="", goods_source="")
    project.ingest(save_csv(files / "totals.csv", lines))
    runs = [
        (row["block"], row["first_month"][:7], row["last_month"][:7])
        for row in project.rows("reference/release_coverage")
    ]
    assert runs == [
        ("goods", "2014-01", "2015-02"),
        ("goods", "2016-02", "2016-09"),
        ("total", "2014-01", "2016-09"),
    ]


def test_a_reviewed_cell_is_kept_until_its_release_is_replaced(
    project: Project, files: Path
) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    project.edit("reference/releases", "2021-08-01,,,,", "2021-08-01,2021-10-07,,,checked")
    coverage = "2021-08-01,01,all,2019-01-01,2021-08-01,2019-01-01,true,true,true"
    project.edit("reference/release_coverage", coverage, coverage[:-4] + "false")
    project.ingest(save_csv(files / "figures.csv", factory.printed_figures()))
    project.ingest(*save_release(files / "2021-09", (2021, 9), numbers=("1",)))
    assert release(project, "2021-08-01")["published_on"] == "2021-10-07"
    assert project.rows("reference/release_coverage")[0]["has_as_published_row"] == "false"
    project.ingest(changed_book(files / "new" / "2021-08"), replace=True)
    assert release(project, "2021-08-01")["published_on"] == "2021-10-05"
    assert release(project, "2021-08-01")["note"] == "checked"
    assert project.rows("reference/release_coverage")[0]["has_as_published_row"] == "true"


def test_a_reviewed_row_without_figures_is_kept(project: Project, files: Path) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    path = project.root / "seeds/reference/releases.csv"
    path.write_text(path.read_text() + "2026-03-01,2026-05-05,,,by hand\n")
    project.ingest(*save_release(files / "2021-09", (2021, 9), numbers=("1",)))
    assert release(project, "2026-03-01")["note"] == "by hand"


def test_control_files_agree_on_the_day_of_publication(project: Project, files: Path) -> None:
    project.ingest(save_csv(files / "figures.csv", factory.printed_figures()))
    changes = [{**line, "release_date": "2021-10-06"} for line in factory.category_changes()]
    message = project.refusal(save_csv(files / "changes.csv", changes))
    assert "2021-08: found the days of publication 2021-10-05 and 2021-10-06" in message


def test_a_day_of_publication_may_come_later(project: Project, files: Path) -> None:
    lines = [{**line, "release_date": ""} for line in factory.printed_figures()]
    project.ingest(save_csv(files / "figures.csv", lines))
    said = project.ingest(save_csv(files / "figures.csv", factory.printed_figures()))
    assert said[0].startswith("published_figures of 2021-08: dates filled in (")
    assert release(project, "2021-08-01")["published_on"] == "2021-10-05"


def test_a_newer_ledger_closes_values_and_an_older_one_changes_nothing(
    project: Project, files: Path
) -> None:
    old, new = factory.vintages([(2021, 7)]), factory.vintages([(2021, 7), (2021, 8)])
    first = new[0]
    first["superseded"] = new[-1]["first_seen"]
    new.append({**first, "first_seen": first["superseded"], "superseded": "", "value_musd": "1"})
    project.ingest(save_csv(files / "old.csv", old))
    project.ingest(save_csv(files / "new.csv", new))
    spans = project.rows("history/bop_totals_vintages", series_id="BOPTEXP", month="1992-01-01")
    assert [span["superseded"] for span in spans] == [first["superseded"], ""]
    assert project.ingest(files / "old.csv")[-1].startswith("No change")


# --- writing ------------------------------------------------------------------------------


def test_nothing_is_written_before_everything_is_read(project: Project, files: Path) -> None:
    save_release(files / "2021-08", numbers=("1", "3"))
    (files / "2021-08" / "exh9.xlsx").write_bytes(b"oops")
    message = project.refusal(files, all_or_nothing=True)
    assert "exh9.xlsx is not a workbook" in message
    assert not list((project.root / "seeds").iterdir())


@pytest.mark.parametrize("fails_at", [0, 1, 3, 5])
def test_a_disk_that_fails_leaves_the_seeds_as_they_were(
    project: Project, files: Path, fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1", "3")))
    before = project.texts()
    save_release(files / "2021-09", (2021, 9), numbers=("1", "3"))
    calls = itertools.count()
    rename, flush = Path.replace, os.fsync

    def failing_rename(self: Path, target: Path) -> Path:
        if next(calls) == fails_at:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    def failing_flush(handle: int) -> None:
        if fails_at == 5:
            raise OSError(5, "Input/output error")
        flush(handle)

    monkeypatch.setattr(Path, "replace", failing_rename)
    monkeypatch.setattr(os, "fsync", failing_flush)
    with pytest.raises(TradegapError, match="could not be written, they are as before"):
        project.ingest(files / "2021-09")
    assert project.texts() == before


def test_what_a_killed_ingest_left_is_removed(project: Project, files: Path) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    leftover = project.root / "seeds/ft900/.exhibit_01.csv.12345678.tmp"
    leftover.write_text("half")
    project.ingest(files)
    assert not leftover.exists()


def test_two_ingests_at_once_are_refused(project: Project, files: Path) -> None:
    save_release(files / "2021-08", numbers=("1",))
    (project.root / "seeds").mkdir()
    with FileLock(lock_of(project.root / "seeds")):
        assert "another `tradegap ingest` is running" in project.refusal(files)
    project.ingest(files)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("release_month,row_kind", "release,row_kind", "row 1: found the columns release,"),
        ("month,2019-01-01,2019-01-01", "month,2019-02-01,2019-02-01", "a second row 2021-08"),
        ("2021-08-01,year,", "2021-08-01,", "expected 14 cells"),
        ("2021-08-01,year,", '2021-08-01,"year,', "not CSV|expected 14 cells"),
    ],
)
def test_a_broken_seed_is_named(
    project: Project, files: Path, old: str, new: str, said: str
) -> None:
    project.ingest(*save_release(files / "2021-08", numbers=("1",)))
    project.edit("ft900/exhibit_01", old, new)
    message = project.refusal(files)
    assert message.startswith("seeds/ft900/exhibit_01.csv")
    assert any(part in message for part in said.split("|"))
    assert "git checkout -- seeds" in message


def test_every_seed_name_is_its_exhibits_code() -> None:
    assert seeds.ALL_SEEDS["ft900/exhibit_06"].exhibit == "06"
    assert seeds.VINTAGES.exhibit == "bop_totals_vintages"
