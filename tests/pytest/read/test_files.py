"""Which files are taken, what is no official file at all, and which release a folder is."""

from __future__ import annotations

import shutil
import struct
import zipfile
from pathlib import Path

import pytest

import workbook_factory as factory
from refusals import refusal
from tradegap.files import checksum
from tradegap.read import archives, csv_files, inputs, sources
from tradegap.read.inputs import notes_on, read_all
from workbook_factory import exhibit, save_csv, save_release, tidy

# --- files that are not what they should be -----------------------------------------------


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A sound workbook of exhibit 1."""
    return exhibit("1").save(tmp_path / "exh1.xlsx")


@pytest.mark.parametrize("part", [0.01, 0.5, 0.9, 0.99])
def test_a_truncated_workbook(book: Path, part: float) -> None:
    content = book.read_bytes()
    book.write_bytes(content[: int(len(content) * part)])
    assert refusal(book) == f"{book} is cut off or damaged: fetch it again"


def test_a_damaged_workbook(book: Path) -> None:
    content = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as parts:
        sheet = parts.getinfo("xl/worksheets/sheet1.xml")
    start = sheet.header_offset + 30 + len(sheet.filename)
    content[start + 200 : start + 210] = b"0123456789"
    book.write_bytes(content)
    assert "damaged" in refusal(book)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"hello", "not a workbook"),
        (b"\xd0\xcf\x11\xe0", "not a workbook"),
        (b"<html>404 Not Found</html>", "a web page, not a workbook"),
        (b"\n<!DOCTYPE html>\n<html>", "a web page, not a workbook"),
    ],
)
def test_a_file_that_is_no_workbook(book: Path, content: bytes, what: str) -> None:
    book.write_bytes(content)
    assert refusal(book) == f"{book} is {what}: fetch it again"


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/workbook.bin", "a binary workbook (.xlsb), which is not read"),
        ("mimetype", "an OpenDocument file, which is not read"),
    ],
)
def test_a_workbook_of_another_kind_is_named(book: Path, part: str, what: str) -> None:
    with zipfile.ZipFile(book, "w") as parts:
        parts.writestr(part, b"...")
        parts.writestr("content.xml", b"...")
    assert refusal(book) == (
        f"{book} is {what}: the agencies publish .xlsx, and .xls before 2020-09"
    )


def test_an_empty_file(book: Path) -> None:
    book.write_bytes(b"")
    assert refusal(book) == f"{book} is empty: fetch it again"


def test_a_zip_file_that_is_no_workbook(book: Path) -> None:
    with zipfile.ZipFile(book, "w") as parts:
        parts.writestr("exh1.xlsx", b"...")
    assert "unpack it first" in refusal(book)


def test_a_workbook_without_its_parts(book: Path) -> None:
    with zipfile.ZipFile(book, "w") as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal(book).startswith(f"{book}")


def test_a_file_of_absurd_size(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 1_000)
    assert "this is not one of the official files" in refusal(book)


def test_a_file_that_unpacks_to_absurd_size(book: Path) -> None:
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/bomb.bin", bytes(archives.MAX_UNPACKED))
    assert book.stat().st_size < 1_000_000
    assert "MB unpacked, expected at most" in refusal(book)


def test_a_file_of_too_many_parts(book: Path) -> None:
    with zipfile.ZipFile(book, "a") as parts:
        for number in range(archives.MAX_ENTRIES):
            parts.writestr(f"xl/media/{number}.bin", b"")
    assert "parts of" in refusal(book)


@pytest.mark.parametrize("cell", ["A20001", "XFD1048576", "ZZ9"])
def test_a_sheet_of_absurd_extent_is_refused_before_it_is_unfolded(
    book: Path, cell: str, tmp_path: Path
) -> None:
    bent = tmp_path / "bent.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(bent, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(
                    b"</sheetData>", b'<row><c r="%s"><v>1</v></c></row></sheetData>'
                )
                text = text.replace(b"%s", cell.encode())
            new.writestr(part.filename, text)
    assert f"found cells in {cell}" in refusal(bent)


def test_a_workbook_that_says_it_is_encrypted(book: Path) -> None:
    content = bytearray(book.read_bytes())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        flags = struct.unpack_from("<H", content, at + 8)[0]
        struct.pack_into("<H", content, at + 8, flags | 1)
        at += 4
    book.write_bytes(content)
    assert refusal(book).startswith(f"{book} is")


def test_an_exhibit_that_is_not_read(tmp_path: Path) -> None:
    page = exhibit("1")
    page.rows[1:3] = [["Exhibit 9. Something of the supplement"]]
    book = page.save(tmp_path / "exh9s.xlsx")
    assert refusal(book) == (
        f"{book}: found a workbook of another table: its first title is 'Exhibit 9. Something of "
        "the supplement', expected one of the official files that are read (`tradegap status` "
        "lists them): leave it out"
    )


def test_a_workbook_without_a_title(tmp_path: Path) -> None:
    page = exhibit("1")
    page.rows[2] = []
    said = f"its first text is '{factory.PART_A}'"
    assert said in refusal(page.save(tmp_path / "some.xlsx"))
    assert "found no cell that begins 'Exhibit'" in refusal(page.save(tmp_path / "exh1.xlsx"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ft900.pdf", "a PDF document: the figures are read from the workbooks of the release"),
        ("exh1.ods", "an OpenDocument spreadsheet: the agencies publish .xlsx, and .xls before"),
        ("exh1.xlsm", "a workbook with macros, which no official one has"),
        ("exh1.xlsb", "a workbook with macros, which no official one has"),
        ("ft900.docx", "a text document"),
        ("notes.txt", "plain text"),
        ("data.json", "JSON"),
        ("exh1.png", "a file that is no workbook (.xlsx, .xls), no csv file and no archive (.zip)"),
        ("README", "a file that is no workbook"),
        ("some.csv", "a csv file with other columns: the nearest form is"),
    ],
)
def test_other_files(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("a,b\n1,2\n")
    assert said in refusal(tmp_path / name)
    assert "fetch" not in refusal(tmp_path / name)
    assert "14a" not in refusal(tmp_path / name)
    assert said in "; ".join(
        notes_on([inputs.Unread(tmp_path / name, inputs._read(tmp_path / name)[1])])
    )


YEARS = ["IJAN", "IFEB", "EJAN", "EFEB"]
NAMED = {
    "country": (
        ["year", "CTY_CODE", "CTYNAME", *YEARS, "IYR", "EYR"],
        "the Census Bureau's unadjusted history by country (country.xlsx), which is not read",
    ),
    "ctyseasonal": (
        ["year", "cty_code", "cty_desc", "BJAN", *YEARS],
        "the Census Bureau's adjusted history by country (ctyseasonal.xlsx), which states neither",
    ),
    "imports_enduse": (
        ["DATE", "ENDUSE", "DESCRIPTION", "VALUE"],
        "the Census Bureau's history by end-use code (exports_enduse.xlsx, imports_enduse.xlsx)",
    ),
    "old services": (
        ["Table 5. U.S. International Trade in Services by Major Category (Previous)"],
        "BEA's table 5, services by the categories used before 1999: of its history tables 1, 2, 3",
    ),
    "another table": (
        ["Table 9. Something else"],
        "a workbook of another table: its first title is 'Table 9. Something else'",
    ),
    "another text": (
        ["  Quarterly figures"],
        "a workbook of another table: its first text is 'Quarterly figures'",
    ),
    "no text": ([5], "a workbook without any text"),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_workbook_that_is_not_read_is_named_for_what_it_is(name: str, tmp_path: Path) -> None:
    headings, said = NAMED[name]
    page = factory.Page([headings, [2024, 1.5]])
    message = refusal(page.save(tmp_path / f"{name}.xlsx"))
    assert f"{name}.xlsx: found {said}" in message
    assert "fetch" not in message


def test_tables_that_are_left_out_of_a_workbook_are_named(tmp_path: Path) -> None:
    path = factory.history().save(tmp_path / "trad-time-series-0821.xlsx")
    found, left_out = read_all([path])
    assert len(found) == 3
    assert list(notes_on(left_out)) == [
        f"Not read in {tmp_path}: trad-time-series-0821.xlsx (BEA's table 4, services by the "
        "categories used before 1999: of its history tables 1, 2, 3 are read)"
    ]


def test_the_nearest_form_of_a_csv_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text("month,flow,country,usd\n2025-01-01,exports,Canada,5\n")
    assert (
        "found a csv file with other columns: the nearest form is goods by country "
        "(docs/csv-forms.md), of which it lacks area, value_musd"
    ) in refusal(path)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "exh1.xlsx")


def test_what_is_neither_file_nor_folder() -> None:
    assert "neither a file nor a folder" in refusal(Path("/dev/null"))


def test_a_folder_with_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing")
    assert "found no file that is read" in refusal(tmp_path)
    assert "(`tradegap status` lists them)" in refusal(tmp_path)
    assert "14a" not in refusal(tmp_path)


def test_a_folder_of_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_release(tmp_path, numbers=("1", "3", "4"))
    monkeypatch.setattr(inputs, "MAX_FILES", 2)
    assert "holds more than 2 files" in refusal(tmp_path)


# --- folders ------------------------------------------------------------------------------


def test_a_folder_is_looked_through_and_what_is_not_read_is_named(tmp_path: Path) -> None:
    save_release(tmp_path / "deep" / "2021-08", numbers=("1", "3"))
    page = exhibit("1")
    page.rows[1:3] = [["Exhibit 9. Something of the supplement"]]
    page.save(tmp_path / "deep" / "2021-08" / "exh9s.xlsx")
    (tmp_path / "README.md").write_text("nothing")
    (tmp_path / "~$exh1.xlsx").write_bytes(b"a lock of Excel's")
    (tmp_path / ".hidden.csv").write_text("nothing")
    found, unread = read_all([tmp_path])
    assert [reading.seed.exhibit for reading in found] == ["01", "03"]
    assert list(notes_on(unread)) == [
        f"Not read in {tmp_path}: README.md (a file that is no workbook (.xlsx, .xls), no csv file "
        "and no archive (.zip))",
        f"Not read in {tmp_path}/deep/2021-08: exh9s.xlsx (a workbook of another table: its first "
        "title is 'Exhibit 9. Something of the supplement')",
    ]


def test_a_broken_workbook_in_a_folder_is_no_passing_matter(tmp_path: Path) -> None:
    save_release(tmp_path, numbers=("1",))
    (tmp_path / "exh3.xlsx").write_bytes(b"oops")
    assert "exh3.xlsx is not a workbook" in refusal(tmp_path)


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (book,) = save_release(tmp_path, numbers=("1",))
    assert len(read_all([book, tmp_path, book])[0]) == 1


def test_a_folder_of_another_release_is_refused(tmp_path: Path) -> None:
    save_release(tmp_path / "2021-09", (2021, 8), numbers=("1",))
    message = refusal(tmp_path)
    assert "found August 2021 as the last month with figures, expected September 2021" in message
    assert "as the folder '2021-09' says" in message


@pytest.mark.parametrize("name", ["2021-13", "2021-8", "2021-00", "2021_081", "2021-008"])
def test_a_bad_release_name(name: str, tmp_path: Path) -> None:
    save_release(tmp_path / name, (2021, 8), numbers=("1",))
    assert f"found the folder '{name}', expected a release as YYYY-MM" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["2021-08", "2021_08", "ft900xlsx_2108", "august", "v1", "20-1-1"])
def test_a_good_release_name_or_none(name: str, tmp_path: Path) -> None:
    save_release(tmp_path / name, (2021, 8), numbers=("1",))
    assert read_all([tmp_path])[0][0].release_month == "2021-08-01"


def test_an_archive_of_another_release_is_refused(tmp_path: Path) -> None:
    save_release(tmp_path / "ft900xlsx_2109", (2021, 8), numbers=("1",))
    assert "expected September 2021" in refusal(tmp_path)


def test_the_workbooks_of_a_folder_are_one_release(tmp_path: Path) -> None:
    save_release(tmp_path, (2021, 8), numbers=("1", "3"))
    odd = exhibit("5", (2021, 7)).save(tmp_path / "exh5.xlsx")
    message = refusal(tmp_path)
    assert message.startswith(f"{odd}, sheet '5': found July 2021")
    assert "expected August 2021 as in the other workbooks of its folder" in message
    assert message == refusal(*sorted(tmp_path.iterdir(), reverse=True))


def test_folders_of_several_releases_are_read_together(tmp_path: Path) -> None:
    save_release(tmp_path / "2021-08", (2021, 8), numbers=("1",))
    save_release(tmp_path / "2021-09", (2021, 9), numbers=("1",))
    months = [reading.release_month for reading in read_all([tmp_path])[0]]
    assert months == ["2021-08-01", "2021-09-01"]


def test_provenance_is_the_files_own(tmp_path: Path) -> None:
    (book,) = save_release(tmp_path, numbers=("9",))
    source = read_all([book])[0][0].source
    assert (source.form, source.sheet) == ("workbook", "9")
    assert source.sha256 == checksum(book.read_bytes())
    assert len(source.file_date) == len("2021-09-30")


# --- csv files ----------------------------------------------------------------------------


def test_a_tidy_file_has_exhibits_of_the_release_only(tmp_path: Path) -> None:
    lines = tidy((2021, 8), ("1",))
    path = save_csv(tmp_path / "2021-08" / "exhibits.csv", lines)
    found, unread = read_all([path])
    assert [reading.seed.exhibit for reading in found] == ["01"]
    assert unread == []
    assert found[0].source.form == "tidy_csv"
    for number in ("21", "2", "14", "16", "20b", "3s"):
        other = [*lines, {**lines[0], "exhibit": number}]
        assert f"found '{number}' as exhibit" in refusal(save_csv(path, other))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "found bytes that are no text at 0, expected UTF-8 text"),
        (b"a,a\n1,2\n", "found columns without or with equal names"),
        (b"a,b\n1\n", "row 2: found 1 cells, expected 2 as in row 1"),
        (b'a,b\n"1,2\n', "found a broken line"),
        (b"\n\n", "columns without"),
    ],
)
def test_a_broken_csv_file(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_bytes(content)
    assert said in refusal(tmp_path / "some.csv")


def test_a_csv_file_of_absurd_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "MAX_LINES", 100)
    path = save_csv(tmp_path / "exhibits.csv", tidy())
    assert "found more than 100 lines" in refusal(path)


def test_a_csv_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = save_csv(tmp_path / "exhibits.csv", tidy())
    plain = read_all([path])[0]
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert [reading.rows for reading in read_all([path])[0]] == [reading.rows for reading in plain]


def test_a_tidy_file_of_another_release_than_its_folder_is_refused(tmp_path: Path) -> None:
    path = save_csv(tmp_path / "2021-07" / "exhibits.csv", tidy((2021, 8)))
    assert "expected July 2021 as the folder '2021-07' says" in refusal(path)
    shutil.move(path, tmp_path / "exhibits.csv")
    assert read_all([tmp_path / "exhibits.csv"])[0][0].release_month == "2021-08-01"


def test_nothing_is_kept_open_or_changed(tmp_path: Path) -> None:
    files = save_release(tmp_path, numbers=tuple(factory.TITLES))
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in files]
    read_all([tmp_path])
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in files] == before
