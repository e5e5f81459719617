"""Reads BEA's history workbook of goods and services (tables 1 to 3)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from tradegap.errors import TradegapError
from tradegap.layouts.histories import HISTORY, UNREAD_HISTORY
from tradegap.layouts.model import LongTable, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS
from tradegap.periods import spelled, year_of
from tradegap.read.sections import rows_of_sections
from tradegap.read.sources import BEA, Reading, row_of
from tradegap.read.tables import check_adjustment, check_unit, read_table
from tradegap.read.workbooks import DESCRIBE, FETCH, TOP_ROWS, Sheet, Title, Workbook
from tradegap.texts import shown


def read_history(workbook: Workbook) -> list[Reading]:
    """Tables 1 to 3 of the history workbook; none of a workbook that has none of them."""
    tables = [(*of, _layout_of(*of)) for of in workbook.titled if of[1].kind == "Table"]
    if not any(layout for _, _, layout in tables):
        return []
    readings: dict[str, Reading] = {}
    for sheet, title, layout in tables:
        if title.number in UNREAD_HISTORY:
            continue
        if layout is None or layout.exhibit in readings:
            raise sheet.unlike(
                f"Table {title.number}. {title.text}" + (" a second time" if layout else ""),
                "; ".join(f"Table {la.number}. {la.title}, {la.subtitle}" for la in HISTORY),
                row=title.row,
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
                f"{FETCH}"
            )
    return list(readings.values())


def _layout_of(sheet: Sheet, title: Title) -> LongTable | None:
    """The table that a sheet is, by title and subtitle."""
    below = (text for row, _, text in sheet.texts(TOP_ROWS) if row > title.row)
    subtitle = spoken(next(below, ""))
    for layout in HISTORY:
        if layout.number == title.number and spoken(layout.title) == spoken(title.text):
            return layout if spoken(layout.subtitle) == subtitle else None
    return None


def _read_table(sheet: Sheet, title: Title, layout: LongTable) -> Reading:
    """One table: annual rows, then monthly rows, both without gaps."""
    table = read_table(sheet, layout)
    check_unit(sheet, table.last_row, layout)
    check_adjustment(sheet, table.last_row, "months seasonally adjusted")
    month = layout.first_month
    first = {"Annual": year_of(int(layout.first_year[:4])), "Monthly": ("month", month, month)}
    found = rows_of_sections(sheet, table.first, table.last_row, first)
    release = max(end for kind, _, end in found if kind == "month")
    seed = EXHIBIT_SEEDS[layout.seed]
    rows = [
        row_of(seed, release, period, table.values(number, cells), source_row=number)
        for period, (number, cells) in found.items()
    ]
    source = replace(
        sheet.source, agency=BEA, form="history_workbook", file_date=updated_on(sheet, title)
    )
    return Reading(seed, release, tuple(rows), source)


def updated_on(sheet: Sheet, title: Title) -> str:
    """The date of the line "Last updated May 6, 2025"."""
    for number, _, text in sheet.texts(title.row):
        match = re.match(r"\s*Last updated\s+(\w+\s+\d{1,2},\s+\d{4})", text)
        if match:
            try:
                return datetime.strptime(" ".join(match[1].split()), "%B %d, %Y").date().isoformat()
            except ValueError as error:
                raise sheet.complaint(shown(text), "a date", number) from error
    raise sheet.unlike("no line 'Last updated'", "one above the title")
