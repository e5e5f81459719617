"""Reads tables with a row for each month: blocks, years, months, subtotals, foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tradegap.layouts.model import MonthTable
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import (
    month_at,
    month_number,
    month_text,
    release_name,
    spelled,
    year_to_date,
)
from tradegap.read.headings import block_of
from tradegap.read.row_checks import check_row
from tradegap.read.sources import Reading, row_of
from tradegap.read.tables import Label, Table, check_unit, label_of, read_table
from tradegap.read.workbooks import Sheet, Title
from tradegap.texts import Cell, is_blank, shown

AS_PUBLISHED = "as_published_last_month"


@dataclass(frozen=True)
class PeriodRow:
    """One printed row: the flow of its block, its kind and period, and where it stands."""

    flow: str
    kind: str
    start: str
    end: str
    row: int
    values: dict[str, str]


def read_period_rows(sheet: Sheet, title: Title, layout: MonthTable) -> Reading:
    """Read the table of an exhibit and check that it is all there."""
    table = read_table(sheet, layout)
    price_basis = check_unit(sheet, table.last_row, layout)
    if table.last_row < title.row:
        raise sheet.complaint("headings above the title", "them below", table.last_row)
    found = PeriodRows(table, layout)
    printed = found.read()
    release = last_month_of(sheet, printed)
    _check_complete(sheet, layout, printed, release)
    check_years(sheet, found.years, int(release[:4]) - layout.years_before, release)
    seed = EXHIBIT_SEEDS[layout.seed]
    rows: list[Row] = []
    for line in printed:
        period = (line.kind, line.start, line.end)
        if line.kind == "month":
            period = layout.period(line.end)
        cells = {layout.block_column: line.flow, "price_basis": price_basis, **line.values}
        row = row_of(seed, release, period, cells, source_row=line.row)
        check_row(layout, row, partial(sheet.complaint, row=line.row))
        rows.append(row)
    return Reading(seed, release, tuple(rows), sheet.source)


class PeriodRows:
    """Goes through the rows of a table, in the order of the sheet.

    Attributes:
        printed: The rows with figures.
        empty: The months without figures: flow, month and row.
        years: The years that head months: flow, year and row.
    """

    def __init__(self, table: Table, layout: MonthTable) -> None:
        self.printed: list[PeriodRow] = []
        self.empty: list[tuple[str, str, int]] = []
        self.years: list[tuple[str, int, int]] = []
        self._sheet = table.sheet
        self._layout = layout
        self._table = table
        self._flow = ""
        self._year = 0
        self._awaited = ""  # the month as published last month, its figures are in the next row
        self._at_foot = False
        self._ended = False

    def read(self) -> list[PeriodRow]:
        """The rows with figures; months without any may only come after them."""
        for number, cells in self._sheet.numbered(self._table.last_row):
            self._take(number, cells)
        for flow, month, number in self.empty:
            self._check_empty(flow, month, number)
        return self.printed

    def _take(self, number: int, cells: Sequence[Cell]) -> None:
        first = cells[self._table.first]
        label = Label("blank") if is_blank(first) else label_of(first)
        block = block_of(cells, self._layout)
        is_period = label.kind == "month" or (
            label.kind == "span" and not self._layout.averaged_months
        )
        in_table = not self._at_foot and (bool(self._flow) or not self._layout.blocks)
        if self._ended or (label.kind == "foot" and self.printed):
            self._table.refuse_figures(number, cells)
            self._ended = True
        elif block:
            self._begin_block(number, block)
        elif label.kind == "blank":
            self._take_figures_without_period(number, cells)
        elif label.kind == "year" and in_table:
            self._begin_year(number, cells, label.number)
        elif is_period and in_table and self._year:
            self._take_period(number, cells, label)
        elif label.kind == "as_published" and in_table and self._year and self._layout.as_published:
            self._awaited = month_text(self._year - (label.number == 12), label.number)
            self._at_foot = True
            if not self._table.is_empty(cells):
                self._take_figures_without_period(number, cells)
        else:
            raise self._sheet.unlike(
                shown(first),
                "a month or subtotal below its year, a year"
                + (", '<Month> data as published last month:'" * self._layout.as_published)
                + " or a note",
                number,
                self._table.first,
            )

    def _begin_block(self, number: int, block: str) -> None:
        codes = list(self._layout.block_codes.values())
        if block != dict(zip(["", *codes], codes, strict=False)).get(self._flow):
            raise self._sheet.complaint(
                f"a block of {block}", f"one of {codes[0]}, then one of {codes[1]}", number
            )
        self._flow, self._year = block, 0

    def _begin_year(self, number: int, cells: Sequence[Cell], year: int) -> None:
        self._table.refuse_figures(number, cells, "nothing beside a year that heads its months")
        if self._year and year != self._year + 1:
            raise self._sheet.complaint(
                f"the year {year}", str(self._year + 1), number, self._table.first
            )
        self._year = year
        self.years.append((self._flow, year, number))

    def _take_period(self, number: int, cells: Sequence[Cell], label: Label) -> None:
        end = month_text(self._year, label.number)
        if self._table.is_empty(cells):
            if label.kind == "span":
                raise self._sheet.complaint("a subtotal without figures", "some", number)
            self.empty.append((self._flow, end, number))
        elif label.kind == "month":
            self._keep("month", end, end, number, cells)
        else:
            kind, start, _ = year_to_date(end)
            self._keep(kind, start, end, number, cells)

    def _take_figures_without_period(self, number: int, cells: Sequence[Cell]) -> None:
        if not self._awaited:
            raise self._sheet.complaint(
                "figures without a period",
                "a month, a year or a subtotal beside them",
                number,
                self._table.first,
            )
        self._keep(AS_PUBLISHED, self._awaited, self._awaited, number, cells)
        self._awaited = ""

    def _keep(self, kind: str, start: str, end: str, number: int, cells: Sequence[Cell]) -> None:
        values = self._table.values(number, cells)
        self.printed.append(PeriodRow(self._flow, kind, start, end, number, values))

    def _check_empty(self, flow: str, month: str, number: int) -> None:
        later = [
            line
            for line in self.printed
            if line.kind == "month" and line.flow == flow and line.start > month
        ]
        if later:
            raise self._sheet.complaint(
                f"{spelled(month)} without figures",
                f"some, as {spelled(later[0].start)} has them (row {later[0].row})",
                number,
            )


def last_month_of(sheet: Sheet, printed: list[PeriodRow]) -> str:
    """The month of the release: the last month with figures, equal in all blocks."""
    last: dict[str, PeriodRow] = {}
    for line in printed:
        if line.kind == "month" and (line.flow not in last or last[line.flow].start < line.start):
            last[line.flow] = line
    if not last:
        raise sheet.complaint("no month with figures", "at least one")
    lines = sorted(last.values(), key=lambda line: line.start)
    if lines[0].start != lines[-1].start:
        raise sheet.complaint(
            f"{spelled(lines[0].start)} as the last month of {lines[0].flow}",
            f"{spelled(lines[-1].start)} as of {lines[-1].flow}",
            lines[0].row,
        )
    return lines[-1].start


def _check_complete(
    sheet: Sheet, layout: MonthTable, printed: list[PeriodRow], release: str
) -> None:
    """Every period the layout shows is there once and in order, and none else."""
    flows = tuple(layout.block_codes.values()) or ("",)
    year = int(release[:4])
    first = month_text(year - layout.years_before, 1)
    for flow in flows:
        lines = [line for line in printed if line.flow == flow]
        months = [line for line in lines if line.kind == "month"]
        if not months:
            raise sheet.complaint(f"no block of {flow}", f"one each of {' and '.join(flows)}")
        check_months(sheet, months, first)
        if not layout.averaged_months:
            _check_spans(sheet, lines, year - layout.years_before, release)
    published = [line for line in printed if line.kind == AS_PUBLISHED]
    before = month_at(month_number(release) - 1)
    if layout.as_published and not published:
        raise sheet.complaint(
            "no row of figures as published last month",
            f"'{spelled(before).split()[0]} data as published last month:' and its figures, "
            f"as the last month is {spelled(release)}",
        )
    if published and published[0].start != before:
        raise sheet.complaint(
            f"{spelled(published[0].start)} as published last month",
            f"{spelled(before)}, as the last month with figures is {spelled(release)}",
            published[0].row,
        )


def check_years(sheet: Sheet, years: list[tuple[str, int, int]], first: int, release: str) -> None:
    """No year heads months that the table does not have."""
    last = int(release[:4])
    for _, year, row in years:
        if not first <= year <= last:
            raise sheet.complaint(
                f"the year {year}",
                f"{first} to {last}, as the last month with figures is {spelled(release)}",
                row,
            )


def check_months(sheet: Sheet, lines: list[PeriodRow], first: str) -> None:
    """Every month from the first to the last is there, once and in order."""
    seen: dict[str, int] = {}
    before = ""
    for line in lines:
        if line.start in seen:
            raise sheet.complaint(
                f"{spelled(line.start)} a second time",
                f"it once (row {seen[line.start]})",
                line.row,
            )
        wanted = month_at(month_number(before) + 1) if before else first
        if line.start != wanted:
            after = f" after {spelled(before)}" if before else " as the first month"
            raise sheet.complaint(spelled(line.start), f"{spelled(wanted)}{after}", line.row)
        seen[line.start] = line.row
        before = line.start


def _check_spans(sheet: Sheet, lines: list[PeriodRow], first_year: int, release: str) -> None:
    """Year rows for complete years, year-to-date rows for all (none with December's release).

    January releases print `Jan. - ` above January in exhibits 1 and 12; others may not.
    """
    year, month = int(release[:4]), int(release[5:7])
    years = range(first_year, year + 1)
    wanted = {("year", month_text(y, 12)) for y in years if y < year or month == 12}
    to_date = {("year_to_date", month_text(y, month)) for y in years if month != 12}
    found: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.kind in ("year", "year_to_date"):
            span = (line.kind, line.end)
            what = f"a row of January to {spelled(line.end)}"
            if span in found:
                raise sheet.complaint(
                    f"{what} a second time", f"it once (row {found[span]})", line.row
                )
            if span not in wanted | to_date:
                raise sheet.complaint(
                    what, f"none, as the last month with figures is {spelled(release)}", line.row
                )
            found[span] = line.row
    if month == 1 and not to_date & set(found):
        to_date = set()
    missing = sorted((wanted | to_date) - set(found), key=lambda span: span[1])
    if missing:
        raise sheet.complaint(
            f"no row of January to {spelled(missing[0][1])}",
            f"one, as the last month with figures is {spelled(release)} "
            f"(release {release_name(release)})",
        )
