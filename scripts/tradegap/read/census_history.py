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
from tradegap.layouts.model import LongTable, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS
from tradegap.periods import month_text, spelled
from tradegap.read.period_rows import (
    PeriodRow,
    PeriodRows,
    check_months,
    check_years,
    last_month_of,
)
from tradegap.read.sources import CENSUS, Reading, row_of
from tradegap.read.tables import check_adjustment, check_unit, read_table
from tradegap.read.workbooks import TOP_ROWS, Sheet, Workbook

FORM = "census_workbook"


def is_census_history(workbook: Workbook) -> bool:
    """Whether a workbook is one of the Census Bureau's histories, by a title of its sheets."""
    return any(_layout_of(sheet) for sheet in workbook.sheets)


def read_census_history(workbook: Workbook) -> list[Reading]:
    """The tables of a history of the Census Bureau."""
    found = ((sheet, _layout_of(sheet)) for sheet in workbook.sheets)
    return [_read(sheet, layout) for sheet, layout in found if layout]


def _layout_of(sheet: Sheet) -> LongTable | None:
    """The table that a sheet is: the first cell with a title, and perhaps its years, says it."""
    for _, _, cell in sheet.texts(TOP_ROWS):
        title = re.sub(r",?\s*(19|20)\d\d\s*[-–—]\s*Present\s*$", "", cell, flags=re.IGNORECASE)
        for layout in CENSUS_HISTORY:
            if spoken(layout.title) == spoken(title):
                return layout
    return None


def _read(sheet: Sheet, layout: LongTable) -> Reading:
    """One table: every month from the first on, and every year above its months."""
    table = read_table(sheet, layout)
    price_basis = check_unit(sheet, table.last_row, layout)
    check_adjustment(sheet, table.last_row, "Seasonally Adjusted")
    found = PeriodRows(table, layout)
    printed = found.read()
    release = last_month_of(sheet, printed)
    months = [line for line in printed if line.kind == "month"]
    check_months(sheet, months, layout.first_month)
    check_years(sheet, found.years, int(layout.first_month[:4]), release)
    seed = EXHIBIT_SEEDS[layout.seed]
    rows = []
    for line in [*_sums(sheet, layout, printed, release), *months]:
        cells = {"flow": layout.flow, "price_basis": price_basis, **line.values}
        period = (line.kind, line.start, line.end)
        rows.append(row_of(seed, release, period, cells, source_row=line.row))
    source = replace(sheet.source, agency=CENSUS, form=FORM)
    return Reading(seed, release, tuple(rows), source)


def _sums(
    sheet: Sheet, layout: LongTable, printed: Sequence[PeriodRow], release: str
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
