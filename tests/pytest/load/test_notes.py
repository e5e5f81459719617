"""What a sheet says in words: its titles, its unit, whether it adds up, its notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest_project import Project
from tradegap.layouts.seeds import Row
from tradegap.load import identities
from tradegap.load.identities import NOTHING_FOUND
from tradegap.read.inputs import read_all
from workbook_factory import Page, exhibit

OVERSTATED = "* Exports are overstated by $896 million in April 2023, as the agencies say here."


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without any seed and without identities."""
    monkeypatch.setattr(identities.Checker, "check", lambda *_: NOTHING_FOUND)
    return Project(tmp_path / "project")


def read(page: Page, folder: Path) -> list[Row]:
    """The notes of a page."""
    ((reading,), _) = read_all([page.save(folder / "exh1.xlsx")])
    return list(reading.notes)


def texts(notes: list[Row], kind: str) -> list[str]:
    """The texts of a kind, in their order."""
    found = sorted((note for note in notes if note["note_kind"] == kind), key=_number)
    return [note["note_text"] for note in found]


def _number(note: Row) -> str:
    return note["note_number"]


def test_titles_unit_and_notes_are_kept_with_the_row_they_begin_in(tmp_path: Path) -> None:
    page = exhibit("1")
    notes = read(page, tmp_path)
    titles = texts(notes, "title")
    assert titles[-1].startswith("Exhibit 1. ")
    assert texts(notes, "unit")[0].startswith("In millions of dollars")
    (basis,) = [note for note in notes if note["mark"] == "(1)"]
    assert basis["note_text"] == "Data are presented on another basis."
    assert int(basis["source_row"]) == page.find("(1) Data are") + 1
    # A line that goes on with the one above is one note with it.
    (more,) = [note for note in notes if note["mark"] == "NOTE:"]
    assert more["note_text"] == "For more see the notes or www.example.gov."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (OVERSTATED, "limitation"),
        ("(4) Statistics of some products are subject to suppression.", "limitation"),
        ("* This exhibit is not additive.", "additivity"),
        ("(2) Figures of this column will not sum to the total shown.", "additivity"),
        ("(3) Details may not equal totals due to rounding.", "rounding"),
        ("(R) - Revised.", "legend"),
        ("(5) See the information section of the report.", "note"),
    ],
)
def test_a_note_is_of_the_kind_that_its_words_say(text: str, kind: str, tmp_path: Path) -> None:
    page = exhibit("1")
    page.rows.append([text])
    found = texts(read(page, tmp_path), kind)
    assert any(words and text.endswith(words) for words in found), found


def test_months_to_come_are_no_notes(tmp_path: Path) -> None:
    assert not any("September" in note["note_text"] for note in read(exhibit("1"), tmp_path))


def test_notes_are_held_by_release_and_exhibit_and_replaced_together(
    project: Project, tmp_path: Path
) -> None:
    page = exhibit("1")
    project.ingest(page.save(tmp_path / "exh1.xlsx"))
    held = project.rows("ft900/printed_notes", release_month="2021-08-01")
    assert held
    assert {note["exhibit"] for note in held} == {"01"}
    page.rows.append([OVERSTATED])
    project.ingest(page.save(tmp_path / "exh1.xlsx"))
    after = project.rows("ft900/printed_notes", release_month="2021-08-01")
    assert len(after) == len(held) + 1
    assert texts(after, "limitation") == [OVERSTATED.removeprefix("* ")]


def test_the_same_words_one_row_lower_are_nothing_new(project: Project, tmp_path: Path) -> None:
    page = exhibit("1")
    project.ingest(page.save(tmp_path / "exh1.xlsx"))
    page.rows.insert(page.find("(1) Data are"), [None])
    assert project.ingest(page.save(tmp_path / "exh1.xlsx"))[-1].startswith("No change")
