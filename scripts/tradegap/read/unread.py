"""Says of a file that is not read what it is: its kind, its first title, the form it is near."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tradegap.layouts.histories import HISTORY, UNREAD_HISTORY, UNREAD_TABLES
from tradegap.layouts.model import spoken
from tradegap.read import archives, bea_codes
from tradegap.read.workbooks import OFFICIAL_KINDS, TOP_ROWS, Sheet, Workbook
from tradegap.texts import is_blank, shown

STATUS = "`tradegap status` lists them"

_KINDS = {
    ".ods": f"an OpenDocument spreadsheet: {OFFICIAL_KINDS}",
    ".pdf": "a PDF document: the figures are read from the workbooks of the release",
    ".doc": "a text document: the figures are read from the workbooks of the release",
    ".docx": "a text document: the figures are read from the workbooks of the release",
    ".txt": "plain text, which has none of the tables that are read",
    ".json": "JSON: of text files those in csv form are read (docs/csv-forms.md)",
    ".zip": "an archive inside an archive: unpack it first",
    **dict.fromkeys(archives.MACROS, "a workbook with macros, which no official one has"),
}
_OTHER = "a file that is no workbook (.xlsx, .xls), no csv file and no archive (.zip)"


def kind_of(path: Path) -> str:
    """What a file is by the end of its name, and why that is not read."""
    return _KINDS.get(path.suffix.lower(), _OTHER)


def kind_of_workbook(workbook: Workbook) -> str:
    """What a workbook is of which nothing is read."""
    if bea_codes.is_historical(workbook):
        return bea_codes.HISTORICAL
    for sheet in workbook.sheets:
        for known, what in UNREAD_TABLES:
            if _has_headings(sheet, known):
                return what
    titles = [title for _, title in workbook.titled]
    if titles and all(t.kind == "Table" and t.number in UNREAD_HISTORY for t in titles):
        return _tables([title.number for title in titles])
    if titles:
        first = f"{titles[0].kind} {titles[0].number}. {titles[0].text}"
        return f"a workbook of another table: its first title is {shown(first)}"
    first_text = next((text for sheet in workbook.sheets for _, _, text in sheet.texts()), "")
    if first_text:
        return f"a workbook of another table: its first text is {shown(first_text)}"
    return "a workbook without any text"


def tables_left_out(workbook: Workbook) -> str:
    """Which tables of BEA's history are not read, where the others are; else nothing."""
    known = {spoken(layout.title) for layout in HISTORY}
    tables = [title for _, title in workbook.titled if title.kind == "Table"]
    left_out = [title.number for title in tables if title.number in UNREAD_HISTORY]
    of_history = any(spoken(title.text) in known for title in tables)
    return _tables(left_out) if left_out and of_history else ""


def kind_of_csv(columns: Sequence[str], form: str, wanted: Sequence[str]) -> str:
    """What a csv file is whose columns are of no form that is read.

    Args:
        columns: Its columns.
        form: The form whose columns are nearest.
        wanted: The columns of that form.
    """
    lacking = [column for column in wanted if column not in columns]
    return (
        f"a csv file with other columns: the nearest form is {form} (docs/csv-forms.md), of which "
        f"it lacks {', '.join(lacking)}"
    )


def _tables(numbers: Sequence[str]) -> str:
    read = [layout.number for layout in HISTORY]
    return (
        f"BEA's table{'s' if len(numbers) > 1 else ''} {' and '.join(numbers)}, services by the "
        f"categories used before 1999: of its history tables {', '.join(read)} are read"
    )


def _has_headings(sheet: Sheet, headings: Sequence[str]) -> bool:
    """Whether a row at the top of a sheet has all of these headings."""
    wanted = {spoken(heading) for heading in headings}
    return any(
        wanted <= {spoken(str(cell)) for cell in cells if not is_blank(cell)}
        for number, cells in sheet.numbered()
        if number <= TOP_ROWS
    )
