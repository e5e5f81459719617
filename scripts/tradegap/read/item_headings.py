"""Reads headings over items: over each column what it is, and its period."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tradegap.layouts.model import Column, ItemTable, date_of, spoken
from tradegap.periods import Period, month_at, month_number, month_text, spelled, year_to_date
from tradegap.read.headings import Head, find_head, is_revised, read_heading
from tradegap.read.workbooks import TOP_ROWS, Sheet, Title, letters
from tradegap.texts import is_blank, shown


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
    tables: list[ItemColumns] = []
    taken = title.row
    for block, heading in layout.headings:
        head = find_head(
            sheet, layout, heading, taken, lambda cells, column: is_blank(cells[column])
        )
        taken = head.last_row
        for number, column, text in sheet.texts():
            if number > taken and spoken(text) == head.says[0]:
                name = heading.split("\n")[0]
                found = f"'{name}' a second time"
                raise sheet.complaint(found, "the headings once", number, column)
        tables.append(
            ItemColumns(block, head.column, head.first_row, taken, _headings_of(head, layout))
        )
    return tuple(tables)


def _headings_of(head: Head, layout: ItemTable) -> tuple[Heading, ...]:
    """Read the headings of a table: over each column what it is, and its period."""
    texts = {(row, column): text for row, column, text in head.cells() if not is_revised(text)}
    headings = []
    for column in sorted({column for _, column in texts}):
        over = (_over(texts, row, column, head) for row, _ in head.rows)
        path = " ".join(text for text in over if text)
        headings.append(_heading_of(head, layout, path, column))
    return tuple(headings)


def _over(texts: Mapping[tuple[int, int], str], row: int, column: int, head: Head) -> str:
    """The heading over a column in one row: its own, or the one to its left that spans it.

    A heading spans columns to its right up to the next one of its row or of a row above.
    """
    while column > head.column:
        if text := texts.get((row, column)):
            return text
        if any((above, column) in texts for above, _ in head.rows if above < row):
            return ""
        column -= 1
    return ""


def _heading_of(head: Head, layout: ItemTable, text: str, position: int) -> Heading:
    """What the words over one column say."""
    place = partial(
        head.sheet.unlike, f"the heading {shown(text)}", row=head.last_row, column=position
    )
    said = read_heading(text)
    what, words = "figure", said.words
    if extra := re.search(r"\s(Rank|Percent)$", words, re.IGNORECASE):
        what, words = extra[1].lower(), words[: extra.start()]
    column = next((column for column in layout.columns if column.says(words)), None)
    if column is None:
        names = "; ".join(column.headings[0] for column in layout.columns)
        raise place(f"one of: {names}; with a month or 'Year-to-Date'")
    if said.kind not in (("month", "to date") if what == "figure" else ("month", "to date", "")):
        raise place("one month, or 'Year-to-Date', and one year at most")
    return Heading(position, what, column, said.number, said.year, text)


# --- their periods ------------------------------------------------------------------------


def periods_of(
    sheet: Sheet, title: Title, layout: ItemTable, tables: Sequence[ItemColumns]
) -> tuple[str, dict[Heading, Period]]:
    """The last month shown, and the period of every heading of figures.

    December beside January is that of the year before.
    """
    year, month, row = _date(sheet, title, tables[0].first_row) if layout.dated else (0, 0, 0)
    figures = [h for table in tables for h in table.headings if h.what == "figure"]
    place = tables[0].last_row
    undated = [heading for heading in figures if not (heading.year or year)]
    if undated:
        raise sheet.unlike("a heading without a year", "its year", place, undated[0].position)
    newest = max((heading.year or year for heading in figures), default=0)
    january = any(heading.month == 1 for heading in figures)
    months = {}
    for heading in figures:
        of = heading.year or year
        before = heading.month == 12 and january and of == newest
        months[heading] = month_text(of - before, heading.month)
    shown_months = [months[heading] for heading in figures if heading.month]
    if not shown_months:
        raise sheet.unlike("no month", "one over the figures", place)
    last = max(shown_months)
    if year and (int(last[:4]) != year or month not in (0, int(last[5:7]))):
        dated = spelled(month_text(year, month)) if month else str(year)
        raise sheet.complaint(
            f"'{dated}' in the title", f"'{spelled(last)}' as in the headings", row
        )
    periods: dict[Heading, Period] = {
        heading: ("month", text, text) if heading.month else year_to_date(f"{text[:4]}{last[4:]}")
        for heading, text in months.items()
    }
    for table in tables:
        _check_periods(sheet, layout, table, periods, last)
    return last, periods


def _date(sheet: Sheet, title: Title, first_row: int) -> tuple[int, int, int]:
    """Year and month that the title says, and the row it says them in."""
    for number, _, text in sheet.texts(min(TOP_ROWS, first_row - 1)):
        year, month = date_of(text)
        if year and number >= title.row:
            return year, month, number
    raise sheet.unlike(
        f"the title {shown(title.text)} without a year", "': ' and the year at its end", title.row
    )


def _check_periods(
    sheet: Sheet,
    layout: ItemTable,
    table: ItemColumns,
    periods: Mapping[Heading, Period],
    last: str,
) -> None:
    """Every column has the months and years to date that the layout shows, once each."""
    number = month_number(last)
    months = [month_at(number - k) for k in range(layout.months)]
    wanted: set[Period] = {("month", month, month) for month in months}
    to_date = {year_to_date(month_at(number - 12 * k)) for k in range(layout.years)}
    for column in layout.columns:
        found: dict[Period, int] = {}
        for heading in table.headings:
            if heading.column != column or heading.what != "figure":
                continue
            period = periods[heading]
            if period in found or period not in wanted | to_date:
                raise sheet.unlike(
                    f"{period_words(period)} of {column.headings[0]}",
                    f"it once (column {letters(found[period])})"
                    if period in found
                    else "; ".join(period_words(p) for p in sorted(wanted | to_date)),
                    table.last_row,
                    heading.position,
                )
            found[period] = heading.position
        # Nobody has seen whether a January release prints years to date.
        may_lack = to_date if last[5:7] == "01" and not to_date & set(found) else set()
        missing = sorted((wanted | to_date) - may_lack - set(found))
        if missing:
            raise sheet.unlike(
                f"no heading for {period_words(missing[0])} of {column.headings[0]}",
                f"one, as the last month is {spelled(last)}",
                table.last_row,
            )


def period_words(period: Period) -> str:
    """A period in words."""
    kind, _, end = period
    return spelled(end) if kind == "month" else f"January to {spelled(end)}"
