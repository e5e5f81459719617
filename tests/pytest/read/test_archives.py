"""Archives: read like folders without unpacking, and everything that is no official archive."""

from __future__ import annotations

import shutil
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from refusals import refusal
from tradegap.errors import TradegapError
from tradegap.load import identities, ingest
from tradegap.read import archives, inputs, sources, workbooks
from tradegap.read.inputs import notes_on, read_all, release_of
from workbook_factory import exhibit, save_release
from xls_writer import as_xls


def packed(archive: Path, files: list[Path], folder: str = "") -> Path:
    """An archive of files."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for file in files:
            out.write(file, f"{folder}{file.name}")
    return archive


@pytest.fixture
def books(tmp_path: Path) -> list[Path]:
    """The workbooks of a release."""
    return save_release(tmp_path / "books", numbers=("1", "3", "5"))


@pytest.fixture
def archive(tmp_path: Path, books: list[Path]) -> Path:
    """A sound archive of them."""
    return packed(tmp_path / "ft900xlsx_2108.zip", books)


def add(archive: Path, name: str, content: bytes = b"x", mode: int = 0) -> None:
    """Put another file into an archive."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as out:
        out.writestr(entry, content, zipfile.ZIP_DEFLATED)


# --- read ---------------------------------------------------------------------------------


def test_an_archive_gives_what_its_workbooks_give(archive: Path, books: list[Path]) -> None:
    found, unread = read_all([archive])
    single, _ = read_all(books)
    assert [reading.rows for reading in found] == [reading.rows for reading in single]
    assert [reading.source.sha256 for reading in found] == [r.source.sha256 for r in single]
    assert [reading.source.path.name for reading in found] == [book.name for book in books]
    assert unread == []
    assert str(found[0].source.path) == f"{archive}/exh1.xlsx"


def test_an_archive_leaves_the_same_seeds_as_a_folder(
    archive: Path, books: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identities.Checker, "check", lambda *_: identities.NOTHING_FOUND)
    seeds = []
    for name, paths in {"a": [archive], "b": books}.items():
        (tmp_path / name).mkdir()
        ingest.ingest(paths, tmp_path / name, lambda _: None)
        folder = tmp_path / name
        seeds.append({p.relative_to(folder): p.read_bytes() for p in folder.rglob("*.csv")})
    assert seeds[0] == seeds[1]


def test_nothing_is_written_beside_an_archive(archive: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    read_all([archive])
    assert sorted(tmp_path.rglob("*")) == before


def test_folders_inside_an_archive_and_archives_inside_a_folder(
    tmp_path: Path, books: list[Path]
) -> None:
    packed(tmp_path / "all" / "2021-08" / "ft900xlsx.zip", books, "ft900/deep/")
    assert len(read_all([tmp_path / "all"])[0]) == len(books)


def test_what_a_mac_adds_is_left_out(archive: Path) -> None:
    for name in ("__MACOSX/._exh1.xlsx", ".DS_Store", "~$exh1.xlsx"):
        add(archive, name)
    assert read_all([archive])[1] == []


def test_the_release_of_an_archive_is_what_its_exhibits_say(archive: Path, tmp_path: Path) -> None:
    assert release_of(archive) == "2021-08-01"
    empty = packed(tmp_path / "empty.zip", [])
    with pytest.raises(TradegapError, match="it is empty"):
        release_of(empty)


@pytest.mark.parametrize("name", ["ft900xlsx_2109.zip", "2021-09.ZIP", "2021-09/x.zip"])
def test_an_archive_named_like_another_release_is_refused(
    name: str, tmp_path: Path, books: list[Path]
) -> None:
    assert "expected September 2021" in refusal(packed(tmp_path / name, books))


def test_two_releases_in_an_archive_are_refused(archive: Path, tmp_path: Path) -> None:
    odd = exhibit("9", (2021, 7)).save(tmp_path / "exh9.xlsx")
    add(archive, "exh9.xlsx", odd.read_bytes())
    archive = archive.rename(tmp_path / "files.zip")
    assert "expected August 2021 as in the other workbooks of its folder" in refusal(archive)


def test_old_workbooks_in_an_archive_are_read_like_new_ones(
    tmp_path: Path, books: list[Path]
) -> None:
    old = [as_xls(book, book.with_suffix(".xls")) for book in books]
    archive = packed(tmp_path / "ft900xls_2108.zip", old)
    found, left_out = read_all([archive])
    assert [reading.rows for reading in found] == [reading.rows for reading in read_all(books)[0]]
    assert left_out == []
    assert release_of(archive) == "2021-08-01"
    add(archive, "exh7.xls")
    assert f"{archive}/exh7.xls is not a workbook: fetch it again" in refusal(archive)


def test_what_is_not_read_in_an_archive_is_named(archive: Path) -> None:
    add(archive, "ft900.pdf")
    add(archive, "more.zip")
    assert list(notes_on(read_all([archive])[1])) == [
        f"Not read in {archive}: ft900.pdf (a PDF document: the figures are read from the "
        "workbooks of the release)",
        f"Not read in {archive}: more.zip (an archive inside an archive: unpack it first)",
    ]


# --- refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../exh1.xlsx",
        "a/../../exh1.xlsx",
        "/etc/exh1.xlsx",
        "//host/exh1.xlsx",
        "C:/exh1.xlsx",
        "..\\exh1.xlsx",
        "a/./exh1.xlsx",
        "exh1\n.xlsx",
        "exh1\x00.xlsx",
    ],
)
def test_a_name_that_leads_outside(archive: Path, name: str) -> None:
    with zipfile.ZipFile(archive, "a") as out:
        entry = zipfile.ZipInfo("placeholder")
        entry.filename = name
        out.writestr(entry, b"x")
    assert "expected names of files inside the archive" in refusal(archive)


def test_two_files_of_one_name(archive: Path) -> None:
    add(archive, "EXH1.xlsx")
    assert "found two files 'EXH1.xlsx'" in refusal(archive)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR])
def test_a_link_or_device(archive: Path, kind: int) -> None:
    add(archive, "exh9.xlsx", b"/etc/passwd", kind | 0o777)
    assert "found 'exh9.xlsx', a link or device" in refusal(archive)


def test_a_bomb(archive: Path) -> None:
    add(archive, "exh9.xlsx", bytes(archives.SMALL * 20))
    assert archive.stat().st_size < 300_000
    assert "100 MB packed into" in refusal(archive)


def test_an_archive_of_absurd_size(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(archives, "MAX_UNPACKED", 10_000)
        assert "MB unpacked, expected at most" in refusal(archive)
    monkeypatch.setattr(inputs, "MAX_BYTES", 1_000)
    assert "this is not one of the official files" in refusal(archive)


def test_an_archive_of_too_many_files(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 2)
    assert "found 3 parts of" in refusal(archive)


def test_a_file_that_says_it_is_smaller_than_it_is(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 100)
    archive.write_bytes(content)
    assert "exh1.xlsx is damaged" in refusal(archive)


def test_a_file_in_an_archive_of_absurd_size(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 1_000)
    assert "found more than" in refusal(archive)


def test_a_password(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    archive.write_bytes(content)
    assert "behind a password" in refusal(archive)


@pytest.mark.parametrize("suffix", archives.MACROS)
def test_workbooks_with_macros_in_an_archive(archive: Path, suffix: str) -> None:
    add(archive, f"exh9{suffix}")
    assert f"found 'exh9{suffix}', a workbook with macros" in refusal(archive)


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_a_truncated_archive(archive: Path, part: float) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * part)])
    assert "is cut off, damaged or no archive: fetch it again" in refusal(archive)


def test_a_damaged_file_in_an_archive(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[200:210] = b"0123456789"
    archive.write_bytes(content)
    assert "is damaged: fetch the archive again" in refusal(archive)


def test_an_empty_file_in_an_archive(archive: Path) -> None:
    add(archive, "exh9.xlsx", b"")
    assert "exh9.xlsx is empty: fetch the archive again" in refusal(archive)


def test_a_folder_named_like_an_archive_is_a_folder(tmp_path: Path, books: list[Path]) -> None:
    shutil.copytree(books[0].parent, tmp_path / "x.zip")
    assert len(read_all([tmp_path / "x.zip"])[0]) == len(books)


# --- workbooks ----------------------------------------------------------------------------


def rewritten(book: Path, parts: dict[str, tuple[bytes, bytes]]) -> Path:
    """A workbook with something replaced in its parts; a part that is not there is added."""
    bent = book.with_name(f"bent_{book.name}")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(bent, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            before, after = parts.pop(entry.filename, (b"", b""))
            text = old.read(entry)
            assert before in text
            new.writestr(entry.filename, text.replace(before, after, 1) if before else text)
        for name, (_, content) in parts.items():
            new.writestr(name, content)
    return bent


SHEET = "xl/worksheets/sheet1.xml"


def test_macros_in_a_workbook_are_refused_whatever_its_name(books: list[Path]) -> None:
    bent = rewritten(books[0], {"xl/vbaProject.bin": (b"", b"macros")})
    assert "found macros, expected a workbook without" in refusal(bent)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    other = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert "found macros" in refusal(rewritten(books[1], {"[Content_Types].xml": (kind, other)}))


def test_a_workbook_that_is_named_as_one_with_macros(books: list[Path]) -> None:
    named = books[0].rename(books[0].with_suffix(".xlsm"))
    assert "a workbook with macros, which no official one has" in refusal(named)


def test_a_formula_for_a_number_is_refused(books: list[Path]) -> None:
    page = exhibit("1")
    page.rows[page.find("August", 3)][4] = "=1+1"
    book = page.save(books[0])
    message = refusal(book)
    assert "sheet1.xml: found a formula in E" in message
    assert "expected a number as it was published" in message


def test_a_formula_for_a_text_is_let_pass(books: list[Path]) -> None:
    cell = b'<c r="Z1" t="str"><f>Readme!A1</f><v>Last updated</v></c></row>'
    bent = rewritten(books[0], {SHEET: (b"</row>", cell)})
    assert read_all([bent])[0][0].rows == read_all([books[0]])[0][0].rows


def test_a_sheet_that_stands_elsewhere_is_looked_at_too(books: list[Path]) -> None:
    cell = (
        b'<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert "found cells in XFD1" in refusal(rewritten(books[0], {"xl/other.dat": (b"", cell)}))


def test_a_part_that_is_no_utf_8(books: list[Path]) -> None:
    part = "<worksheet/>".encode("utf-16")
    assert "that is not UTF-8 text" in refusal(rewritten(books[0], {"xl/x.xml": (b"", part)}))


def test_a_part_packed_too_tightly(books: list[Path]) -> None:
    bomb = bytes(archives.SMALL * 2)
    assert "expected at most 100 to 1" in refusal(rewritten(books[0], {"xl/x.xml": (b"", bomb)}))


def test_a_sheet_of_too_many_cells(books: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_CELLS", 100)
    assert "and 100 cells" in refusal(books[0])
