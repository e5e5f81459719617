"""Opens workbooks: their sheets as cells, with the place of each cell in words.

Nothing is known here of what an exhibit looks like; what is refused is what no official file
is: no workbook at all, a damaged one, one of absurd size, a text where a number belongs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from tradegap.errors import TradegapError
from tradegap.files import checksum
from tradegap.read import xls
from tradegap.read.archives import NOT_OFFICIAL, check_size
from tradegap.read.sources import CENSUS_AND_BEA, MAX_ROWS, Source, bytes_of
from tradegap.texts import Cell, is_blank, shown

MAX_COLUMNS = 500
MAX_CELLS = 2_000_000
TOP_ROWS = 20
"""A sheet's title stands within these."""

OFFICIAL_KINDS = "the agencies publish .xlsx, and .xls before 2020-09"
FETCH = "fetch the file again"
DESCRIBE = (
    "fetch the file again or, if the agencies changed it, describe it in scripts/tradegap/layouts/"
)


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet, from row 1 and column A on, and where it comes from."""

    source: Source
    rows: Sequence[Sequence[Cell]]

    def place(self, row: int | None = None, column: int | None = None) -> str:
        """Where something stands, in words; rows count from 1, columns from 0."""
        parts = [self.source.name]
        if row is not None:
            parts.append(f"row {row}")
        if column is not None:
            parts.append(f"column {letters(column)}")
        return ", ".join(parts)

    def complaint(
        self,
        found: str,
        expected: str,
        row: int | None = None,
        column: int | None = None,
        remedy: str = FETCH,
    ) -> TradegapError:
        """The error that says what is wrong where."""
        return TradegapError(
            f"{self.place(row, column)}: found {found}, expected {expected}: {remedy}"
        )

    def unlike(
        self, found: str, expected: str, row: int | None = None, column: int | None = None
    ) -> TradegapError:
        """The error for what no layout describes: the agencies may have changed it."""
        return self.complaint(found, expected, row, column, DESCRIBE)

    def numbered(self, after: int = 0) -> Iterator[tuple[int, Sequence[Cell]]]:
        """The rows below one, with their numbers, blank ones left out."""
        for number, cells in enumerate(self.rows[after:], start=after + 1):
            if not all(is_blank(cell) for cell in cells):
                yield number, cells

    def texts(self, last_row: int | None = None) -> Iterator[tuple[int, int, str]]:
        """Row, column and text of the cells with a text, down to a row."""
        for number, cells in enumerate(self.rows[:last_row], start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and not is_blank(cell):
                    yield number, column, cell

    def says(self, pattern: str) -> bool:
        """Whether one of its texts matches, as its legend."""
        return any(re.search(pattern, text, re.IGNORECASE) for _, _, text in self.texts())

    def refuse_beside(
        self,
        number: int,
        cells: Sequence[Cell],
        known: Collection[int],
        expected: str = "nothing in a column without a heading",
    ) -> None:
        """Stop at a row that has more than the columns known."""
        for column, cell in enumerate(cells):
            if column not in known and not is_blank(cell):
                raise self.complaint(shown(cell), expected, number, column)


@dataclass(frozen=True)
class Title:
    """What a sheet says it is: `Exhibit 1. U.S. International Trade ...`."""

    kind: str
    number: str
    text: str
    row: int


@dataclass(frozen=True)
class Workbook:
    """An opened workbook: its sheets, and the date on which it says it was last changed."""

    path: Path
    sheets: tuple[Sheet, ...]

    @property
    def titled(self) -> list[tuple[Sheet, Title]]:
        """The sheets with a title, and the title."""
        return [(sheet, title) for sheet in self.sheets if (title := title_of(sheet))]


def letters(column: int) -> str:
    """The letters Excel gives a column: 0 is A, 26 is AA."""
    text = ""
    while column >= 0:
        text = chr(ord("A") + column % 26) + text
        column = column // 26 - 1
    return text


def open_workbook(path: Path) -> Workbook:
    """Open a workbook, new (.xlsx) or old (.xls): its content says which, not its name."""
    content = bytes_of(path)
    modified = _inspect_old(path, content) if _is_old(content) else _inspect(path, content)
    source = Source(path, CENSUS_AND_BEA, "workbook", checksum(content), file_date=modified)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = tuple(
            Sheet(source.in_sheet(meta.name), _cells(book, meta.name, source))
            for meta in book.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        )
    except TradegapError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader's panics are no Exceptions
        raise TradegapError(
            f"{path} is not a readable workbook ({error}): fetch it again"
        ) from error
    if not sheets:
        raise TradegapError(f"{path}: found no sheet, expected an exhibit: fetch it again")
    return Workbook(path, sheets)


def _is_old(content: bytes) -> bool:
    return content.startswith(xls.SIGNATURE)


def _inspect_old(path: Path, content: bytes) -> str:
    """The same for an old workbook."""
    try:
        return xls.inspect(content, MAX_ROWS, MAX_COLUMNS)
    except xls.WrongError as error:
        link = ": " if str(error).startswith("found") else " "
        raise TradegapError(f"{path}{link}{error}") from error


def _inspect(path: Path, content: bytes) -> str:
    """Check that a file is a sound workbook of sensible size; give its date of change."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        what = "not a workbook"
        if content[:2] == b"PK":
            what = "cut off or damaged"
        elif re.match(rb"\s*<(?:!doctype|html)", content[:100], re.IGNORECASE):
            what = "a web page, not a workbook"
        raise TradegapError(f"{path} is {what}: fetch it again")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            check_size(path, parts.infolist())
            damaged = parts.testzip()
            if damaged is not None:
                raise TradegapError(f"{path} is damaged (in its part {damaged}): fetch it again")
            names = set(parts.namelist())
            if "xl/workbook.xml" not in names:
                raise TradegapError(f"{path} is {_other_zip(names)}")
            types = "[Content_Types].xml"
            _check_macros(path, names, parts.read(types) if types in names else b"")
            # Every part, not only xl/worksheets/: a workbook itself says which are its sheets.
            for name in sorted(names):
                xml = parts.read(name)
                _check_extent(path, name, xml)
                _check_formulas(path, name, xml)
            core = parts.read("docProps/core.xml") if "docProps/core.xml" in names else b""
    except TradegapError:
        raise
    except (NotImplementedError, RuntimeError) as error:
        raise TradegapError(f"{path} is protected or packed unusually ({error})") from error
    except Exception as error:  # every packing method has errors of its own
        raise TradegapError(f"{path} is cut off or damaged ({error}): fetch it again") from error
    modified = re.search(rb"<dcterms:modified[^>]*>(\d{4}-\d{2}-\d{2})T", core)
    return modified[1].decode() if modified else ""


def _other_zip(names: Collection[str]) -> str:
    """What a zip file is that is no .xlsx workbook, and what to do."""
    if "xl/workbook.bin" in names:
        return f"a binary workbook (.xlsb), which is not read: {OFFICIAL_KINDS}"
    if {"mimetype", "content.xml"} <= set(names):
        return f"an OpenDocument file, which is not read: {OFFICIAL_KINDS}"
    return "a zip file but no workbook: unpack it first, or name it .zip"


def _check_macros(path: Path, names: Collection[str], types: bytes) -> None:
    """Refuse a workbook with macros, whatever its name says."""
    macros = [name for name in names if name.lower().endswith("vbaproject.bin")]
    if macros or b"macroenabled" in types.lower():
        raise TradegapError(f"{path}: found macros, expected a workbook without: {NOT_OFFICIAL}")


def _check_formulas(path: Path, part: str, xml: bytes) -> None:
    """Refuse numbers that a formula computes: what is stored of them may be out of date.

    A formula that gives a text is let pass, as BEA's `=Readme!A1` for the date of change.
    """
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"\0" in xml[:64] and part.endswith(".xml")):
        raise TradegapError(f"{path}, {part}: found a part that is not UTF-8 text: {NOT_OFFICIAL}")
    for cell in re.finditer(rb"<(?:\w+:)?c(\s[^>]*)?>\s*<(?:\w+:)?f[\s/>]", xml):
        attributes = cell[1] or b""
        if not re.search(rb"""\st=["']str["']""", attributes):
            place = re.search(rb"""\sr=["']([A-Z]+\d+)["']""", attributes)
            raise TradegapError(
                f"{path}, {part}: found a formula in {place[1].decode() if place else 'a cell'}, "
                f"expected a number as it was published: {FETCH}"
            )


def _check_extent(path: Path, part: str, xml: bytes) -> None:
    """Refuse a sheet whose cells reach absurdly far, before it is unfolded in memory."""
    for reference in re.finditer(rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br=["']([A-Z]*)(\d+)["']""", xml):
        column = 0
        for letter in reference[1]:
            column = column * 26 + letter - ord("A") + 1
        if int(reference[2]) > MAX_ROWS or column > MAX_COLUMNS:
            raise TradegapError(
                f"{path}, {part}: found cells in {reference[1].decode()}{reference[2].decode()}, "
                f"expected at most {MAX_ROWS:,} rows and {MAX_COLUMNS} columns: {NOT_OFFICIAL}"
            )


def _cells(
    book: python_calamine.CalamineWorkbook, name: str, source: Source
) -> Sequence[Sequence[Cell]]:
    sheet = book.get_sheet_by_name(name)
    height, width = sheet.total_height, sheet.total_width
    if height > MAX_ROWS or width > MAX_COLUMNS or height * width > MAX_CELLS:
        raise TradegapError(
            f"{source.path}, sheet '{name}': found {height:,} rows of {width:,} columns, expected "
            f"at most {MAX_ROWS:,} of {MAX_COLUMNS}, and {MAX_CELLS:,} cells: {NOT_OFFICIAL}"
        )
    rows = sheet.to_python(skip_empty_area=False)
    # Nobody sees what a merged cell covers; some sheets have leftovers there.
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                if row is not rows[top] or column != left:
                    row[column] = ""
    return rows


def title_of(sheet: Sheet) -> Title | None:
    """The title of a sheet: the first cell that begins `Exhibit N.` or `Table N.`."""
    for row, _, text in sheet.texts(TOP_ROWS):
        match = re.match(
            r"\s*(Exhibit|Table)\s+(\d+[a-z]*)\s*\.\s*(\S.*)$", text, re.IGNORECASE | re.DOTALL
        )
        if match:
            words = " ".join(match[3].split())
            return Title(match[1].capitalize(), match[2].lower(), words, row)
    return None
