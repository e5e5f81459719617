"""Reads the Census Bureau's histories as it publishes them: workbooks of one long table.

`realexp`, `realimp` (goods in chained dollars) and `exhibit_history` (goods and services) have
no number in their title. Each year has a row of its own above its months; in the running year
that row is the sum of the months so far, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tradegap.layouts.histories import CENSUS_HISTORY
from tradegap.layouts.model import Layout, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import month_text, spelled
from tradegap.read.period_rows import PeriodRow, PeriodRows, check_months, last_month_of
from tradegap.read.sources import CENSUS, Reading
from tradegap.read.tables import Header, check_unit, read_header
from tradegap.read.workbooks import DESCRIBE, TOP_ROWS, Sheet, Workbook
from tradegap.texts import shown

FORM = "census_workbook"


def is_census_history(workbook: Workbook) -> bool:
    """Whether a workbook is one of the Census Bureau's histories, by a title of its sheets."""
    return any(_layout_of(sheet) for sheet in workbook.sheets)


def read_census_history(workbook: Workbook) -> list[Reading]:
    """The tables of a history of the Census Bureau.

    Raises:
        TradegapError: Something in it is not as expected.
    """
    found = ((sheet, _layout_of(sheet)) for sheet in workbook.sheets)
    return [_read(sheet, layout) for sheet, layout in found if layout]


def _layout_of(sheet: Sheet) -> Layout | None:
    """The table that a sheet is: the first cell with a title says it."""
    for number, cells in sheet.numbered():
        if number > TOP_ROWS:
            break
        for cell in cells:
            if isinstance(cell, str) and (layout := _titled(cell)):
                return layout
    return None


def _titled(cell: str) -> Layout | None:
    """The table of which a cell is the title, with or without the years it covers."""
    title = re.sub(r",?\s*(19|20)\d\d\s*[-–—]\s*Present\s*$", "", cell, flags=re.IGNORECASE)
    return next((la for la in CENSUS_HISTORY if spoken(la.title) == spoken(title)), None)


def _read(sheet: Sheet, layout: Layout) -> Reading:
    """One table: every month from the first on, and every year above its months."""
    header = read_header(sheet, layout)
    price_basis = check_unit(sheet, header, layout)
    _check_adjustment(sheet, header)
    found = PeriodRows(sheet, header, layout)
    printed = found.read()
    release = last_month_of(sheet, printed)
    check_months(
        sheet, [line for line in printed if line.kind == "month"], layout.first_month, release
    )
    _check_years(sheet, layout, found.years, release)
    sums = _sums(sheet, layout, printed, release)
    rows = []
    for line in [*sums, *(line for line in printed if line.kind == "month")]:
        row: Row = {
            "release_month": release,
            "row_kind": line.kind,
            "period_start": line.start,
            "period_end": line.end,
            "source_row": str(line.row),
            **line.values,
        }
        if layout.chained:
            row |= {"flow": layout.flow, "price_basis": price_basis}
        rows.append(row)
    source = replace(sheet.source, agency=CENSUS, form=FORM)
    return Reading(EXHIBIT_SEEDS[layout.seed], release, tuple(rows), source)


def _check_adjustment(sheet: Sheet, header: Header) -> None:
    """A line above the table says that it is seasonally adjusted."""
    lines = [
        " ".join(str(cell).split())
        for number, cells in sheet.numbered()
        if number < header.last_row
        for cell in cells
        if re.search(r"\bseasonally adjusted\b", str(cell), re.IGNORECASE)
    ]
    if not lines or any(re.search(r"\bnot seasonally\b", text, re.IGNORECASE) for text in lines):
        raise sheet.complaint(
            "; ".join(shown(text) for text in lines) or "no line that states the adjustment",
            "'Seasonally Adjusted'",
            remedy=DESCRIBE,
        )


def _check_years(
    sheet: Sheet, layout: Layout, years: Sequence[tuple[str, int, int]], release: str
) -> None:
    """No year stands over months that the table does not have."""
    first, last = int(layout.first_month[:4]), int(release[:4])
    for _, year, row in years:
        if not first <= year <= last:
            raise sheet.complaint(
                f"the year {year}",
                f"{first} to {last}, as the last month with figures is {spelled(release)}",
                row,
            )


def _sums(
    sheet: Sheet, layout: Layout, printed: Sequence[PeriodRow], release: str
) -> list[PeriodRow]:
    """The rows of years, one for each complete year, and that of the running one, if printed."""
    sums: dict[str, PeriodRow] = {}
    for line in printed:
        if line.kind == "month":
            continue
        is_running = line.start[:4] == release[:4] and not release.endswith("-12-01")
        if line.end != release and line.kind != "year":
            raise sheet.complaint(
                f"a row of January to {spelled(line.end)}",
                f"none, as the last month with figures is {spelled(release)}",
                line.row,
            )
        if line.start in sums:
            raise sheet.complaint(
                f"a second sum of {line.start[:4]}", f"one (row {sums[line.start].row})", line.row
            )
        # The running year is called January to December, too; it ends with the last month.
        sums[line.start] = replace(line, kind="year_to_date", end=release) if is_running else line
    last_year = int(release[:4]) - (not release.endswith("-12-01"))
    for year in range(int(layout.first_month[:4]), last_year + 1):
        if month_text(year, 1) not in sums:
            raise sheet.complaint(
                f"no row of January to December {year}", "one above the months of each year"
            )
    return list(sums.values())
