"""Reads BEA's history workbook of goods and services (tables 1 to 3)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from tradegap.errors import TradegapError
from tradegap.layouts.histories import HISTORY, UNREAD_HISTORY
from tradegap.layouts.model import Layout, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import month_at, month_number, month_text, spelled
from tradegap.read.sources import BEA, Reading
from tradegap.read.tables import Header, Label, Table, check_unit, label_of, read_header
from tradegap.read.workbooks import DESCRIBE, TOP_ROWS, Sheet, Title, Workbook, title_of
from tradegap.texts import is_blank, shown

# --- BEA's history workbook ---------------------------------------------------------------


def is_history(workbook: Workbook) -> bool:
    """Whether a workbook is BEA's history of goods and services: one of its tables is there."""
    return any(
        _layout_of(sheet, title)
        for sheet in workbook.sheets
        if (title := title_of(sheet)) and title.kind == "Table"
    )


def read_history(workbook: Workbook) -> list[Reading]:
    """Tables 1 to 3 of the history workbook.

    Raises:
        TradegapError: A table is missing, or something in it is not as expected.
    """
    readings: dict[str, Reading] = {}
    for sheet in workbook.sheets:
        title = title_of(sheet)
        if title is None or title.kind != "Table" or title.number in UNREAD_HISTORY:
            continue
        layout = _layout_of(sheet, title)
        if layout is None or layout.exhibit in readings:
            raise sheet.complaint(
                f"Table {title.number}. {title.text}" + (" a second time" if layout else ""),
                "; ".join(f"Table {la.number}. {la.title}, {la.subtitle}" for la in HISTORY),
                row=title.row,
                remedy=DESCRIBE,
            )
        readings[layout.exhibit] = _read_table(sheet, title, layout)
    missing = [layout.number for layout in HISTORY if layout.exhibit not in readings]
    if missing:
        raise TradegapError(
            f"{workbook.path}: found no table {' and '.join(missing)}, expected tables 1, 2 and 3 "
            f"of the history of goods and services: {DESCRIBE}"
        )
    first, *others = readings.values()
    for other in others:
        if other.release_month != first.release_month:
            raise TradegapError(
                f"{other.source.name}: found {spelled(other.release_month)} as the last month, "
                f"expected {spelled(first.release_month)} as in sheet '{first.source.sheet}': "
                "fetch the file again, nothing was written"
            )
    return list(readings.values())


def _layout_of(sheet: Sheet, title: Title) -> Layout | None:
    """The table that a sheet is, by title and subtitle."""
    subtitle = next(
        (
            str(cell)
            for number, cells in sheet.numbered()
            if title.row < number <= TOP_ROWS
            for cell in cells
            if not is_blank(cell)
        ),
        "",
    )
    return next(
        (
            layout
            for layout in HISTORY
            if layout.number == title.number
            and spoken(layout.title) == spoken(title.text)
            and spoken(layout.subtitle) == spoken(subtitle)
        ),
        None,
    )


def _read_table(sheet: Sheet, title: Title, layout: Layout) -> Reading:
    """One table: annual rows, then monthly rows, both without gaps."""
    header = read_header(sheet, layout)
    check_unit(sheet, header, layout)
    _check_adjustment(sheet, header)
    rows = _rows(sheet, header, layout)
    release = rows[-1]["period_start"]
    last_year = int(release[:4]) - (not release.endswith("-12-01"))
    years = [row for row in rows if row["row_kind"] == "year"]
    if years[-1]["period_end"] != month_text(last_year, 12):
        raise sheet.complaint(
            f"{years[-1]['period_end'][:4]} as the last year",
            f"{last_year}, as the last month is {spelled(release)}",
            int(years[-1]["source_row"]),
        )
    for row in rows:
        row["release_month"] = release
    source = replace(
        sheet.source,
        agency=BEA,
        form="history_workbook",
        file_date=updated_on(sheet, title),
    )
    return Reading(EXHIBIT_SEEDS[layout.seed], release, tuple(rows), source)


def _check_adjustment(sheet: Sheet, header: Header) -> None:
    """The line of the unit says that months are seasonally adjusted."""
    unit_lines = [
        str(cell)
        for number, cells in sheet.numbered()
        if number < header.last_row
        for cell in cells
        if "dollars" in str(cell)
    ]
    if not any(re.search(r"\bmonths seasonally adjusted\b", text) for text in unit_lines):
        raise sheet.complaint(
            "; ".join(shown(text) for text in unit_lines),
            "'months seasonally adjusted'",
            remedy=DESCRIBE,
        )


def _rows(sheet: Sheet, header: Header, layout: Layout) -> list[Row]:
    table = Table(sheet, header)
    rows: list[Row] = []
    section = ""
    wanted = {"Annual": layout.first_year, "Monthly": layout.first_month}
    ended = False
    for number, cells in sheet.numbered():
        if number <= header.last_row:
            continue
        first = cells[header.period]
        words = " ".join(str(first).split())
        if ended:
            table.refuse_figures(number, cells, "nothing beside the notes at the foot")
            continue
        if words in wanted and (words == "Monthly") == bool(rows):
            table.refuse_figures(number, cells, f"nothing beside '{words}'")
            section = words
            continue
        label = _history_label(first)
        if label.kind == "foot" and section == "Monthly":
            table.refuse_figures(number, cells, "nothing beside the notes at the foot")
            ended = True
            continue
        if not section or label.kind != ("year" if section == "Annual" else "month"):
            raise sheet.complaint(
                shown(first),
                {
                    "": "'Annual' or 'Monthly'",
                    "Annual": "a year, or 'Monthly'",
                    "Monthly": "a month such as '2025 Feb (R)', or a note",
                }[section],
                number,
                header.period,
                remedy=DESCRIBE,
            )
        start = month_text(label.number, 1) if section == "Annual" else month_at(label.number)
        if start != wanted[section]:
            after = f" after row {rows[-1]['source_row']}" if rows else ""
            raise sheet.complaint(shown(first), f"{_said(section, wanted[section])}{after}", number)
        months = 12 if section == "Annual" else 1
        wanted[section] = month_at(month_number(start) + months)
        rows.append(
            {
                "release_month": "",
                "row_kind": "year" if section == "Annual" else "month",
                "period_start": start,
                "period_end": month_at(month_number(start) + months - 1),
                "source_row": str(number),
                **table.values(number, cells),
            }
        )
    if not rows or rows[0]["row_kind"] != "year" or rows[-1]["row_kind"] != "month":
        raise sheet.complaint(
            "no annual or no monthly figures", "years below 'Annual', months below 'Monthly'"
        )
    return rows


def _said(section: str, month: str) -> str:
    return month[:4] if section == "Annual" else spelled(month)


def _history_label(cell: object) -> Label:
    """A year, or a month by its running number (`2025 Feb (R)`)."""
    label = label_of(cell)
    if label.kind == "unknown" and isinstance(cell, str):
        match = re.fullmatch(r"\s*((?:19|20)\d\d)\s+(\S.*)", cell, re.DOTALL)
        month = label_of(match[2]) if match else Label("unknown")
        if match and month.kind == "month":
            return Label("month", month_number(month_text(int(match[1]), month.number)))
    return label if label.kind in ("year", "foot") else Label("unknown")


def updated_on(sheet: Sheet, title: Title) -> str:
    """The date of the line "Last updated May 6, 2025"."""
    for number, cells in sheet.numbered():
        if number > title.row:
            break
        for cell in cells:
            match = re.match(r"\s*Last updated\s+(\w+\s+\d{1,2},\s+\d{4})", str(cell))
            if match:
                day = " ".join(match[1].split())
                try:
                    return datetime.strptime(day, "%B %d, %Y").date().isoformat()
                except ValueError as error:
                    raise sheet.complaint(shown(cell), "a date", number) from error
    raise sheet.complaint("no line 'Last updated'", "one above the title", remedy=DESCRIBE)
