"""A release as an accessible workbook, in the manner of official statistics.

A cover, a list of its sheets, notes, and one table a sheet: a heading and what it is of above,
one row of names with their units, numbers as numbers, an empty cell where the release has none,
no merged cells, nothing said by colour alone. Every number is a row of the marts of that
release. Nothing is computed.
"""

from __future__ import annotations

import io
import textwrap
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tradegap.pages.document import Document, gaps
from tradegap.pages.tables import NOTES, PUBLISHER, REPORT, Table, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from tradegap.database import Published, Row

HEADER = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
LINE, WIDEST = 15, 90  # the height of a line in points, the width of a text in characters


def as_workbook(published: Published, document: Document) -> bytes:
    """The workbook of a release.

    The same release gives the same bytes.
    """
    import xlsxwriter

    held = document.release
    sheets = _sheets(published, document)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        workbook.set_properties(
            {
                "title": REPORT,
                "author": PUBLISHER,
                "created": datetime.combine(held["release_month"], time()),
            }
        )
        _write_cover(workbook, held)
        for sheet in sheets:
            _write_table(workbook, sheet)
    return file.getvalue()


def _sheets(published: Published, document: Document) -> list[Table]:
    text = [{"Text": line["text"]} for line in document.lines]
    name, of = ("Text", "All sections.") if document.is_full else ("Highlights", "Its page.")
    figures = [
        Table(name, "What the release says", of, text),
        *tables(published, document.release["release_month"]),
    ]
    said = [{"Note": name, "Text": text} for name, text in NOTES.items()]
    said += [{"Note": "This release", "Text": note} for note in (*document.notes, *gaps(document))]
    about = Table("Notes", "Notes", "How to read the tables.", said)
    contents = [{"Sheet": sheet.name, "Table": sheet.heading} for sheet in (about, *figures)]
    return [
        Table("Contents", "Contents", "A sheet has one table each.", contents),
        about,
        *figures,
    ]


def _write_cover(workbook: Workbook, held: Row) -> None:
    sheet = workbook.add_worksheet("Cover")
    sheet.set_column(0, 0, WIDEST)
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    _write_heading(workbook, sheet, f"{REPORT}, {held['release_month']:%B %Y}")
    published_on = held["published_on"]
    for row, text in enumerate(
        (
            f"Source: {PUBLISHER}, report FT-900.",
            f"Published on {published_on:%B} {published_on.day}, {published_on.year}."
            if published_on
            else "Not known when it was published.",
            "The figures are those of this release; later releases revise them.",
            "The sheet Contents lists the tables, the sheet Notes says how to read them.",
            "Figures are works of the U.S. government and may be used freely.",
        ),
        start=1,
    ):
        sheet.write_string(row, 0, text, wrapped)


def _write_heading(workbook: Workbook, sheet: Worksheet, text: str) -> None:
    sheet.write_string(0, 0, text, workbook.add_format({"bold": True, "font_size": 15}))
    sheet.hide_gridlines(2)


def _write_table(workbook: Workbook, table: Table) -> None:
    sheet = workbook.add_worksheet(table.name)
    _write_heading(workbook, sheet, table.heading)
    sheet.write_string(1, 0, table.about)
    header, first = 3, 4
    names = list(table.rows[0])
    formats = {
        name: workbook.add_format({"text_wrap": True, "valign": "top", **_form(name)})
        for name in names
    }
    sheet.add_table(
        header,
        0,
        header + len(table.rows),
        len(names) - 1,
        {
            "name": f"table_{table.name.lower()}",
            "columns": [
                {"header": name, "header_format": workbook.add_format(HEADER)} for name in names
            ],
            "style": "Table Style Light 1",
            "banded_rows": False,
        },
    )
    sheet.set_row(header, 4 * LINE if any("(" in name for name in names) else LINE)
    for row, cells in enumerate(table.rows, first):
        sheet.set_row(row, LINE * max(len(_lines(cells[name])) for name in names))
    for column, name in enumerate(names):
        sheet.set_column(column, column, _width(name, table.rows))
        for row, cells in enumerate(table.rows, first):
            _write_cell(sheet, row, column, cells[name], formats[name])
    if table.name == "Contents":
        for row, cells in enumerate(table.rows, first):
            sheet.write_url(row, 0, f"internal:'{cells['Sheet']}'!A1", string=cells["Sheet"])
    sheet.freeze_panes(first, 0)
    sheet.repeat_rows(header)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _form(name: str) -> dict[str, str]:
    """How the numbers of a column look."""
    if name == "Month":
        return {"num_format": "yyyy-mm", "align": "left"}
    if "(millions" in name:
        return {"num_format": "#,##0;-#,##0;0"}
    return {"num_format": "0.0"} if "(percent" in name else {}


def _lines(cell: object) -> list[str]:
    """The lines that a cell takes: programs do not all find the height of a row themselves."""
    return textwrap.wrap(str(cell), WIDEST) or [""]


def _width(name: str, rows: Sequence[Row]) -> int:
    """The width of a column in characters: of one of numbers its name takes some lines."""
    if "(" in name or name == "Month":
        return 16
    return 4 + max(
        len(line) for cell in (name, *(row[name] for row in rows)) for line in _lines(cell)
    )


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, form: Any) -> None:  # noqa: ANN401
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), form)
    elif value is not None:
        sheet.write_string(row, column, str(value), form)
