"""Reads the Census Bureau's histories as it publishes them: workbooks of one long table.

`realexp`, `realimp` (goods in chained dollars) and `exhibit_history` (goods and services) have
no number in their title. Each year has a row of its own above its months; in the running year
that row is the sum of the months so far, whatever it is called.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tradegap.layouts.histories import CENSUS_HISTORY
from tradegap.layouts.model import LongTable, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS
from tradegap.periods import year_of, year_to_date
from tradegap.read.period_rows import (
    PeriodRows,
    because,
    check_months,
    last_month_of,
    row_words,
)
from tradegap.read.row_checks import check_complete
from tradegap.read.sources import CENSUS, Reading, row_of
from tradegap.read.tables import check_adjustment, check_unit, read_table
from tradegap.read.workbooks import TOP_ROWS, Sheet, Workbook

FORM = "census_workbook"


def read_census_history(workbook: Workbook) -> list[Reading]:
    """The tables of a history of the Census Bureau; none in other workbooks."""
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
    lines = found.read()
    release = last_month_of(sheet, lines)
    check_months(sheet, found, "", layout.first_month, release)
    to_date = year_to_date(release)
    # The running year is called January to December, too; it ends with the last month.
    running = year_of(int(release[:4]))
    periods = {line.row: to_date if line.period == running else line.period for line in lines}
    sums = [line for line in lines if line.kind != "month"]
    complete = [year_of(year) for year in range(int(layout.first_month[:4]), int(release[:4]))]
    check_complete(
        sheet.complaint,
        [(row_words(*periods[line.row]), line.row) for line in sums],
        [row_words(*period) for period in (*complete, to_date)],
        because(release),
        [] if to_date == running else [row_words(*to_date)],
    )
    seed = EXHIBIT_SEEDS[layout.seed]
    rows = []
    for line in [*sums, *(line for line in lines if line.kind == "month" and line.values)]:
        cells = {"flow": layout.flow, "price_basis": price_basis, **line.values}
        rows.append(row_of(seed, release, periods[line.row], cells, source_row=line.row))
    source = replace(sheet.source, agency=CENSUS, form=FORM)
    return Reading(seed, release, tuple(rows), source)
