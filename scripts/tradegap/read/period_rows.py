"""Reads tables with a row for each month: blocks, years, months, subtotals, foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat

from tradegap.layouts.model import MonthTable
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import (
    Period,
    month_at,
    month_number,
    month_text,
    months_between,
    spelled,
    year_of,
    year_to_date,
)
from tradegap.read.headings import block_of
from tradegap.read.row_checks import check_complete, check_row
from tradegap.read.sources import Reading, row_of
from tradegap.read.tables import Label, Table, check_unit, label_of, read_table
from tradegap.read.workbooks import Sheet, Title
from tradegap.texts import Cell, is_blank, shown

AS_PUBLISHED = "as_published_last_month"


@dataclass(frozen=True)
class PeriodRow:
    """One printed row: the flow of its block, its period, and where it stands."""

    flow: str
    kind: str
    start: str
    end: str
    row: int
    values: dict[str, str]

    @property
    def period(self) -> Period:
        """Its kind, first and last month."""
        return self.kind, self.start, self.end


def read_period_rows(sheet: Sheet, title: Title, layout: MonthTable) -> Reading:
    """Read the table of an exhibit and check that it is all there."""
    table = read_table(sheet, layout)
    price_basis = check_unit(sheet, table.last_row, layout)
    if table.last_row < title.row:
        raise sheet.complaint("headings above the title", "them below", table.last_row)
    found = PeriodRows(table, layout)
    printed = found.read()
    release = last_month_of(sheet, printed)
    first = month_text(int(release[:4]) - layout.years_before, 1)
    for flow in layout.block_codes.values() or ("",):
        check_months(sheet, found, flow, first, release)
        _check_subtotals(sheet, layout, [line for line in printed if line.flow == flow], release)
    seed = EXHIBIT_SEEDS[layout.seed]
    rows: list[Row] = []
    for line in printed:
        if not line.values:
            continue
        period = layout.period(line.end) if line.kind == "month" else line.period
        cells = {layout.block_column: line.flow, "price_basis": price_basis, **line.values}
        row = row_of(seed, release, period, cells, source_row=line.row)
        check_row(layout, row, partial(sheet.complaint, row=line.row))
        rows.append(row)
    return Reading(seed, release, tuple(rows), sheet.source)


class PeriodRows:
    """Goes through the rows of a table, in the order of the sheet.

    Attributes:
        layout: The table.
        printed: The rows; months to come have no figures.
        years: The years that head months, and their rows.
    """

    def __init__(self, table: Table, layout: MonthTable) -> None:
        self.printed: list[PeriodRow] = []
        self.years: list[tuple[int, int]] = []
        self._sheet = table.sheet
        self.layout = layout
        self._table = table
        self._flow = ""
        self._year = 0
        self._awaited = ""  # the month as published last month, its figures are in the next row
        self._at_foot = False
        self._ended = False

    def read(self) -> list[PeriodRow]:
        """The rows."""
        for number, cells in self._sheet.numbered(self._table.last_row):
            self._take(number, cells)
        return self.printed

    def _take(self, number: int, cells: Sequence[Cell]) -> None:
        first = cells[self._table.first]
        label = Label("blank") if is_blank(first) else label_of(first)
        block = block_of(cells, self.layout)
        is_period = label.kind == "month" or (
            label.kind == "span" and not self.layout.averaged_months
        )
        in_table = not self._at_foot and (bool(self._flow) or not self.layout.blocks)
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
        elif label.kind == "as_published" and in_table and self._year and self.layout.as_published:
            self._awaited = month_text(self._year - (label.number == 12), label.number)
            self._at_foot = True
            if not self._table.is_empty(cells):
                self._take_figures_without_period(number, cells)
        else:
            raise self._sheet.unlike(
                shown(first),
                "a month or subtotal below its year, a year"
                + (", '<Month> data as published last month:'" * self.layout.as_published)
                + " or a note",
                number,
                self._table.first,
            )

    def _begin_block(self, number: int, block: str) -> None:
        codes = ["", *self.layout.block_codes.values()]
        if block not in codes[codes.index(self._flow) + 1 :][:1]:
            expected = f"one of {codes[1]}, then one of {codes[2]}"
            raise self._sheet.complaint(f"a block of {block}", expected, number)
        self._flow, self._year = block, 0

    def _begin_year(self, number: int, cells: Sequence[Cell], year: int) -> None:
        self._table.refuse_figures(number, cells, "nothing beside a year that heads its months")
        if self._year and year != self._year + 1:
            raise self._sheet.complaint(
                f"the year {year}", str(self._year + 1), number, self._table.first
            )
        self._year = year
        self.years.append((year, number))

    def _take_period(self, number: int, cells: Sequence[Cell], label: Label) -> None:
        end = month_text(self._year, label.number)
        period = ("month", end, end) if label.kind == "month" else year_to_date(end)
        if label.kind == "span" and self._table.is_empty(cells):
            raise self._sheet.complaint("a subtotal without figures", "some", number)
        self._keep(period, number, cells)

    def _take_figures_without_period(self, number: int, cells: Sequence[Cell]) -> None:
        if not self._awaited:
            raise self._sheet.complaint(
                "figures without a period",
                "a month, a year or a subtotal beside them",
                number,
                self._table.first,
            )
        self._keep((AS_PUBLISHED, self._awaited, self._awaited), number, cells)
        self._awaited = ""

    def _keep(self, period: Period, number: int, cells: Sequence[Cell]) -> None:
        values = {} if self._table.is_empty(cells) else self._table.values(number, cells)
        self.printed.append(PeriodRow(self._flow, *period, number, values))


def last_month_of(sheet: Sheet, printed: Sequence[PeriodRow]) -> str:
    """The month of the release: the last month with figures, equal in all blocks."""
    last: dict[str, PeriodRow] = {}
    for line in printed:
        if line.kind == "month" and line.values:
            last[line.flow] = max(line, last.get(line.flow, line), key=lambda line: line.start)
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


def check_months(sheet: Sheet, found: PeriodRows, flow: str, first: str, release: str) -> None:
    """Every month from the first to the last is there, once and in order, and no other year."""
    lines = [line for line in found.printed if line.flow == flow and line.kind == "month"]
    if not lines:
        blocks = " and ".join(found.layout.block_codes.values())
        raise sheet.complaint(f"no block of {flow}", f"one each of {blocks}")
    months = months_between(first, release)
    place = "as the first month"
    held = [line for line in lines if line.values or line.start <= release]
    for line, month in zip(held, chain(months, repeat("")), strict=False):
        if line.start != month:
            expected = spelled(month) if month else "no further month"
            raise sheet.complaint(spelled(line.start), f"{expected} {place}", line.row)
        if not line.values:
            raise sheet.complaint(f"{spelled(month)} without figures", "some", line.row)
        place = f"after {spelled(month)}"
    for year, row in found.years:
        if not first[:4] <= str(year) <= release[:4]:
            raise sheet.complaint(
                f"the year {year}", f"{first[:4]} to {release[:4]}, {because(release)}", row
            )


def because(release: str) -> str:
    """Why some periods have to be there, and others cannot."""
    return f"as the last month with figures is {spelled(release)}"


def _check_subtotals(
    sheet: Sheet, layout: MonthTable, lines: Sequence[PeriodRow], release: str
) -> None:
    """Year rows for complete years, year-to-date rows for all (none with December's release).

    January releases print `Jan. - ` above January in exhibits 1 and 12; others may not.
    """
    ends = [month_at(month_number(release) - 12 * k) for k in range(layout.years_before, -1, -1)]
    to_date = [row_words(*year_to_date(end)) for end in ends if not layout.averaged_months]
    years = [row_words(*year_of(int(end[:4]))) for end in ends[:-1] if to_date]
    before = month_at(month_number(release) - 1)
    published = [row_words(AS_PUBLISHED, before, before)] * layout.as_published
    found = [(row_words(*line.period), line.row) for line in lines if line.kind != "month"]
    may_lack = to_date if release[5:7] == "01" and not {*to_date} & {w for w, _ in found} else []
    check_complete(
        sheet.complaint, found, [*years, *to_date, *published], because(release), may_lack
    )


def row_words(kind: str, start: str, end: str) -> str:
    """A row of a subtotal, in words."""
    if kind == AS_PUBLISHED:
        return f"row '{spelled(end).split()[0]} data as published last month:'"
    return f"row of January to {spelled(end)}"
