"""Old workbooks (.xls): read like new ones, with the same checks and limits."""

from __future__ import annotations

import contextlib
import shutil
import struct
from datetime import date
from pathlib import Path

import pytest

import history_factory
import item_factory
from refusals import refusal
from tradegap.errors import TradegapError
from tradegap.files import checksum
from tradegap.read import sources, workbooks
from tradegap.read.inputs import read_all
from workbook_factory import TITLES, exhibit, save_release
from xls_writer import Book, Formula, as_xls, record

PROJECT, WITHOUT_MACROS, PASSWORD, SHEET = 0x00D3, 0x01BD, 0x002F, 0x0085


def cells(number: str = "1") -> list[list[object]]:
    """The cells of an exhibit."""
    return exhibit(number).rows


def book(path: Path, rows: list[list[object]] | None = None, **parts: object) -> Path:
    """Exhibit 1 as an old workbook."""
    return Book([("1", cells() if rows is None else rows)], **parts).save(path)  # type: ignore[arg-type]


# --- read ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", TITLES)
def test_an_old_workbook_gives_what_a_new_one_gives(number: str, tmp_path: Path) -> None:
    new = exhibit(number).save(tmp_path / f"exh{number}.xlsx")
    old = as_xls(new, tmp_path / f"exh{number}.xls")
    (wanted,), (found,) = read_all([new])[0], read_all([old])[0]
    assert (found.seed, found.release_month, found.rows) == (
        wanted.seed,
        wanted.release_month,
        wanted.rows,
    )
    assert found.source.sha256 == checksum(old.read_bytes())
    assert (found.source.form, found.source.sheet) == ("workbook", number)


def test_an_exhibit_of_items_as_an_old_workbook(tmp_path: Path) -> None:
    new = item_factory.page("14").save(tmp_path / "exh14.xlsx")
    old = as_xls(new, tmp_path / "exh14.xls")
    assert read_all([old])[0][0].rows == read_all([new])[0][0].rows


def test_a_history_as_an_old_workbook(tmp_path: Path) -> None:
    new = history_factory.real_goods_history().save(tmp_path / "realexp.xlsx")
    old = as_xls(new, tmp_path / "realexp.xls")
    assert read_all([old])[0][0].rows == read_all([new])[0][0].rows


def test_the_content_says_which_kind_a_workbook_is(tmp_path: Path) -> None:
    (new,) = save_release(tmp_path, numbers=("1",))
    old = as_xls(new, tmp_path / "old" / "exh1.xls")
    wanted = read_all([new])[0][0].rows
    shutil.copy(new, tmp_path / "new.xls")
    shutil.copy(old, tmp_path / "old.xlsx")
    for name in ("new.xls", "old.xlsx"):
        assert read_all([tmp_path / name])[0][0].rows == wanted


def test_the_day_it_was_saved_is_its_date(tmp_path: Path) -> None:
    path = book(tmp_path / "exh1.xls", saved=date(2020, 4, 2))
    assert read_all([path])[0][0].source.file_date == "2020-04-02"
    assert read_all([book(tmp_path / "undated.xls")])[0][0].source.file_date == ""


def test_what_a_merged_cell_covers_is_not_read(tmp_path: Path) -> None:
    rows = cells()
    rows[4][4] = "Exports"
    rows[4][5] = "a leftover"
    assert "one heading to a column" in refusal(book(tmp_path / "exh1.xls", rows))
    read_all([book(tmp_path / "exh1.xls", rows, merged=[(4, 4, 4, 6)])])


# --- refused ------------------------------------------------------------------------------


def test_a_formula_for_a_number_is_refused(tmp_path: Path) -> None:
    rows = cells()
    row = exhibit("1").find("August", 3)
    rows[row][4] = Formula(5.0)
    message = refusal(book(tmp_path / "exh1.xls", rows))
    assert f"found a formula in row {row + 1}, column 5, expected a number" in message


def test_a_formula_for_a_text_is_let_pass(tmp_path: Path) -> None:
    rows = cells()
    rows[0][1] = Formula("Last updated")
    assert read_all([book(tmp_path / "exh1.xls", rows)])[0]


@pytest.mark.parametrize(
    "parts",
    [
        {"streams": {"_VBA_PROJECT_CUR/dir": b"macros"}},
        {"records": record(PROJECT)},
        {"kind": 1},
        {"kind": 6},
    ],
    ids=["a project", "a mark of one", "a sheet of macros", "a module"],
)
def test_macros_are_refused(parts: dict[str, object], tmp_path: Path) -> None:
    path = book(tmp_path / "exh1.xls", **parts)
    assert "found macros, expected a workbook without" in refusal(path)


def test_a_project_that_is_marked_as_empty_is_no_macro(tmp_path: Path) -> None:
    """The Census Bureau's own realexp.xls has one."""
    marks = record(PROJECT) + record(WITHOUT_MACROS)
    path = book(tmp_path / "a.xls", records=marks, streams={"_VBA_PROJECT_CUR/dir": b"none"})
    assert read_all([path])[0]


@pytest.mark.parametrize(
    "parts",
    [
        {"records": record(PASSWORD, b"\1\0\1\0\1\0")},
        {"streams": {"EncryptedPackage": b"..."}},
    ],
    ids=["a record", "a package"],
)
def test_a_password_is_refused(parts: dict[str, object], tmp_path: Path) -> None:
    message = refusal(book(tmp_path / "exh1.xls", **parts))
    assert message.endswith("is protected by a password: take the file as it was published")


@pytest.mark.parametrize(("row", "column"), [(20_000, 0), (65_535, 255), (0, 500)])
def test_cells_that_reach_absurdly_far_are_refused(row: int, column: int, tmp_path: Path) -> None:
    far = record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))
    message = refusal(book(tmp_path / "exh1.xls", records=far))
    assert f"found a cell in row {row + 1:,}, column {column + 1}, expected at most" in message


def test_a_run_of_cells_that_reaches_absurdly_far_is_refused(tmp_path: Path) -> None:
    run = record(0x00BE, struct.pack("<HHHH", 5, 0, 0, 600))
    assert "found a cell in row 6, column 601" in refusal(book(tmp_path / "a.xls", records=run))


def test_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_CELLS", 100)
    assert "and 100 cells" in refusal(book(tmp_path / "exh1.xls"))


def test_a_file_of_absurd_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 1_000)
    assert "this is not one of the official files" in refusal(book(tmp_path / "exh1.xls"))


@pytest.mark.parametrize("part", [0.01, 0.1, 0.5, 0.9])
def test_a_truncated_workbook(part: float, tmp_path: Path) -> None:
    path = book(tmp_path / "exh1.xls")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    assert "is cut off or damaged" in refusal(path)


def test_a_record_that_reaches_beyond_its_end(tmp_path: Path) -> None:
    broken = struct.pack("<HH", 0x0203, 0xFFFF)
    assert "is cut off or damaged (" in refusal(book(tmp_path / "exh1.xls", records=broken))


def test_another_document_of_office(tmp_path: Path) -> None:
    path = book(tmp_path / "exh1.xls")
    path.write_bytes(path.read_bytes().replace("Workbook".encode("utf-16-le"), b"W\0o\0r\0d\0" * 2))
    assert refusal(path).endswith("is no workbook, but another kind of document of Office")


@pytest.mark.parametrize("seed", range(20))
def test_damaged_bytes_end_in_no_other_error(seed: int, tmp_path: Path) -> None:
    """Whatever is damaged, no other error comes of it."""
    path = book(tmp_path / "exh1.xls")
    content = bytearray(path.read_bytes())
    for number in range(8):
        content[(seed * 7919 + number * 104_729) % len(content)] ^= 1 << number
    path.write_bytes(content)
    with contextlib.suppress(TradegapError):
        read_all([path])


@pytest.mark.slow
@pytest.mark.official
def test_every_official_exhibit_is_read_as_an_old_workbook(
    official_files: Path, tmp_path: Path
) -> None:
    folder = official_files / "ft900" / "2021-08"
    old = tmp_path / "2021-08"
    for path in sorted(folder.glob("*.xlsx")):
        as_xls(path, old / f"{path.stem}.xls")
    wanted, found = read_all([folder])[0], read_all([old])[0]
    assert len(found) == 31
    assert {r.seed.name: r.rows for r in found} == {r.seed.name: r.rows for r in wanted}
