"""Reads headings over items: over each column what it is, and its period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tradegap.layouts.model import Column, ItemTable, date_of, spoken
from tradegap.periods import (
    MONTHS,
    Period,
    month_at,
    month_number,
    month_text,
    spelled,
    year_to_date,
)
from tradegap.read.tables import block_of
from tradegap.read.workbooks import TOP_ROWS, Sheet, Title, letters
from tradegap.texts import Cell, is_blank, shown

REVISED = re.compile(r"\((?:R|P)\)", re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TO_DATE = re.compile(r"\bYear[-\s]+to[-\s]+Date\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """What the headings of one column say.

    Args:
        position: The column of the sheet it begins in, from 0.
        what: `figure`, `rank` or `percent`.
        column: The column of the seed it is, or belongs to.
        month: The month of its figures, from 1; 0 where it is a year to date.
        year: Their year; 0 where only the title says it.
        text: All of it, for messages.
    """

    position: int
    what: str
    column: Column
    month: int
    year: int
    text: str


@dataclass(frozen=True)
class ItemColumns:
    """One table of a sheet: where its headings stand and what they say."""

    block: str
    item: int
    first_row: int
    last_row: int
    headings: tuple[Heading, ...]


# --- headings -----------------------------------------------------------------------------


def tables_of(sheet: Sheet, title: Title, layout: ItemTable) -> tuple[ItemColumns, ...]:
    """Find the tables of a sheet, each below its headings, in their order."""
    numbered = [(number, cells) for number, cells in sheet.numbered() if number > title.row]
    tables: list[ItemColumns] = []
    taken = 0
    for block, heading in layout.headings:
        heading_lines = [spoken(part) for part in heading.split("\n")]
        found = [
            (index, column)
            for index, (number, cells) in enumerate(numbered)
            if number > taken
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and spoken(cell) == heading_lines[0]
        ]
        name = heading.split("\n")[0]
        if not found:
            raise sheet.unlike(f"no cell '{name}'", "one at the left of the headings")
        index, item = found[0]
        first = last = index
        while first and is_blank(numbered[first - 1][1][item]):
            first -= 1
        while last + 1 < len(numbered):
            cell = numbered[last + 1][1][item]
            again = isinstance(cell, str) and spoken(cell) in heading_lines
            if not (is_blank(cell) or again) or block_of(numbered[last + 1][1], layout):
                break
            last += 1
        for later, column in found[1:]:
            if later > last:
                raise sheet.complaint(
                    f"'{name}' a second time", "the headings once", numbered[later][0], column
                )
        rows = numbered[first : last + 1]
        taken = rows[-1][0]
        headings = _headings_of(sheet, layout, rows, item, heading_lines)
        tables.append(ItemColumns(block, item, rows[0][0], taken, headings))
    return tuple(tables)


def _headings_of(
    sheet: Sheet,
    layout: ItemTable,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    item: int,
    heading_lines: Sequence[str],
) -> tuple[Heading, ...]:
    """Read the headings of a table: over each column what it is, and its period."""
    texts: dict[tuple[int, int], str] = {}
    for level, (number, cells) in enumerate(rows):
        for column, cell in enumerate(cells):
            if is_blank(cell) or (column == item and spoken(str(cell)) in heading_lines):
                continue
            year = isinstance(cell, int | float) and not isinstance(cell, bool)
            if column < item or not (isinstance(cell, str) or (year and 1900 <= cell <= 2100)):  # type: ignore[operator]
                raise sheet.unlike(shown(cell), "a heading", number, column)
            text = f"{cell:g}" if year else " ".join(REVISED.sub(" ", str(cell)).split())
            if text:
                texts[level, column] = text
    headings = []
    for column in sorted({column for _, column in texts}):
        path = [text for level in range(len(rows)) if (text := _over(texts, level, column, item))]
        headings.append(_heading_of(sheet, layout, path, rows[-1][0], column))
    return tuple(headings)


def _over(texts: dict[tuple[int, int], str], level: int, column: int, item: int) -> str:
    """The heading over a column in one row: its own, or the one to its left that spans it.

    A heading spans columns to its right up to the next one of its row or of a row above.
    """
    while column > item:
        if text := texts.get((level, column)):
            return text
        if any((above, column) in texts for above in range(level)):
            return ""
        column -= 1
    return ""


def _heading_of(
    sheet: Sheet, layout: ItemTable, path: Sequence[str], row: int, position: int
) -> Heading:
    text = " ".join(path)
    months = {month.capitalize() for month in _MONTH.findall(text)}
    years = {int(year) for year in _YEAR.findall(text)}
    to_date = bool(_TO_DATE.search(text))
    words = text
    for pattern in (_TO_DATE, _MONTH, _YEAR):
        words = pattern.sub(" ", words)
    words = " ".join(words.split())
    what = "figure"
    if extra := re.search(r"\s(Rank|Percent)$", words, re.IGNORECASE):
        what, words = extra[1].lower(), words[: extra.start()]
    column = next((column for column in layout.columns if column.says(words)), None)
    if column is None:
        names = "; ".join(column.headings[0] for column in layout.columns)
        raise sheet.unlike(
            f"the heading {shown(text)}",
            f"one of: {names}; with a month or 'Year-to-Date'",
            row,
            position,
        )
    if len(years) > 1 or (what == "figure" and len(months) + to_date != 1):
        raise sheet.unlike(
            f"the heading {shown(text)}",
            "one month, or 'Year-to-Date', and one year at most",
            row,
            position,
        )
    month = MONTHS.index(months.pop()) + 1 if months else 0
    return Heading(position, what, column, month, years.pop() if years else 0, text)


class Periods:
    """Says which period each heading is of, and checks that all columns have the same."""

    def __init__(
        self,
        sheet: Sheet,
        title: Title,
        layout: ItemTable,
        tables: Sequence[ItemColumns],
    ) -> None:
        self._sheet = sheet
        self._title = title
        self._layout = layout
        self._tables = tables

    def read(self) -> tuple[str, dict[Heading, Period]]:
        """The last month shown, and the period of every heading of figures."""
        year, month, row = self._date()
        figures = [h for table in self._tables for h in table.headings if h.what == "figure"]
        place = self._tables[0].last_row
        self._newest_year = max((heading.year or year for heading in figures), default=0)
        undated = [heading for heading in figures if not (heading.year or year)]
        if undated:
            raise self._sheet.unlike(
                "a heading without a year", "its year", place, undated[0].position
            )
        self._shows_january = any(heading.month == 1 for heading in figures)
        months = [self._month(heading, year) for heading in figures if heading.month]
        if not months:
            raise self._sheet.unlike("no month", "one over the figures", place)
        last = max(months)
        if year and (int(last[:4]) != year or month not in (0, int(last[5:7]))):
            dated = spelled(month_text(year, month)) if month else str(year)
            raise self._sheet.complaint(
                f"'{dated}' in the title", f"'{spelled(last)}' as in the headings", row
            )
        periods = {heading: self._period(heading, year, last) for heading in figures}
        for table in self._tables:
            self._check(table, periods, last)
        return last, periods

    def _date(self) -> tuple[int, int, int]:
        """Year and month that the title says, and the row it says them in."""
        if not self._layout.dated:
            return 0, 0, 0
        for number, cells in self._sheet.numbered():
            if self._title.row <= number <= TOP_ROWS and number < self._tables[0].first_row:
                for cell in cells:
                    year, month = date_of(cell) if isinstance(cell, str) else (0, 0)
                    if year:
                        return year, month, number
        raise self._sheet.unlike(
            f"the title {shown(self._title.text)} without a year",
            "': ' and the year at its end",
            self._title.row,
        )

    def _month(self, heading: Heading, year: int) -> str:
        """The month of a heading: December beside January is that of the year before."""
        year = heading.year or year
        before = heading.month == 12 and self._shows_january and year == self._newest_year
        return month_text(year - before, heading.month)

    def _period(self, heading: Heading, year: int, last: str) -> Period:
        if heading.month:
            month = self._month(heading, year)
            return ("month", month, month)
        return year_to_date(month_text(heading.year or year, int(last[5:7])))

    def _check(self, table: ItemColumns, periods: dict[Heading, Period], last: str) -> None:
        """Every column has the months and years to date that the layout shows, once each."""
        number = month_number(last)
        months = [month_at(number - k) for k in range(self._layout.months)]
        wanted: set[Period] = {("month", month, month) for month in months}
        to_date = {year_to_date(month_at(number - 12 * k)) for k in range(self._layout.years)}
        for column in self._layout.columns:
            found: dict[Period, int] = {}
            for heading in table.headings:
                if heading.column != column or heading.what != "figure":
                    continue
                period = periods[heading]
                if period in found or period not in wanted | to_date:
                    raise self._sheet.unlike(
                        f"{period_words(period)} of {column.headings[0]}",
                        f"it once (column {letters(found[period])})"
                        if period in found
                        else "; ".join(period_words(p) for p in sorted(wanted | to_date)),
                        table.last_row,
                        heading.position,
                    )
                found[period] = heading.position
            # Nobody has seen whether a January release prints years to date.
            may_lack: set[Period] = set()
            if last[5:7] == "01" and not to_date & set(found):
                may_lack = to_date
            missing = sorted((wanted | to_date) - may_lack - set(found))
            if missing:
                raise self._sheet.unlike(
                    f"no heading for {period_words(missing[0])} of {column.headings[0]}",
                    "one, as the last month is " + spelled(last),
                    table.last_row,
                )


def period_words(period: Period) -> str:
    """A period in words."""
    kind, _, end = period
    return spelled(end) if kind == "month" else f"January to {spelled(end)}"
