"""Reads headings over items: over each column what it is, and its period."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from tradegap.errors import TradegapError
from tradegap.layouts.model import Column, ItemTable, date_of, spoken
from tradegap.periods import (
    Period,
    month_at,
    month_number,
    month_text,
    quarter_of,
    spelled,
    spelled_period,
    year_of,
    year_to_date,
)
from tradegap.read.headings import Head, Said, find_head, is_revised, read_heading
from tradegap.read.workbooks import TOP_ROWS, Sheet, Title, letters
from tradegap.texts import is_blank, shown

LATEST_QUARTER = 5
"""At most this many months after its end a quarter is still the last one."""

_IN_WORDS = {
    "month": "one month",
    "to date": "'Year-to-Date'",
    "quarter": "one quarter",
    "year": "'Annual'",
}


@dataclass(frozen=True, eq=False)
class Heading:
    """What the headings of one column say.

    Args:
        position: The column of the sheet it begins in, from 0.
        what: `figure`, `rank`, `percent` or `change`.
        column: The column of the seed it is, or belongs to.
        said: What its words say, its period among them.
        text: All of it, for messages.
    """

    position: int
    what: str
    column: Column
    said: Said
    text: str


@dataclass(frozen=True)
class ItemColumns:
    """One table of a sheet: where its headings stand and what they say."""

    block: str
    item: int
    first_row: int
    last_row: int
    headings: tuple[Heading, ...]

    def figures_of(self, beside: Heading, kind: str) -> list[Heading]:
        """The figures of some kind of period that a heading stands beside, the newest first."""
        return [
            heading
            for heading in sorted(self.headings, key=lambda h: (-h.said.year, -h.said.number))
            if heading.what == "figure"
            and heading.column == beside.column
            and heading.said.kind == kind
        ]


def fits(last_quarter: str, release: str) -> bool:
    """Whether a quarter, named by its last month, can be the last one of a release."""
    return 0 <= month_number(release) - month_number(last_quarter) <= LATEST_QUARTER


# --- headings -----------------------------------------------------------------------------


def tables_of(sheet: Sheet, title: Title, layout: ItemTable) -> tuple[ItemColumns, ...]:
    """Find the tables of a sheet, each below its headings, in their order."""
    tables: list[ItemColumns] = []
    taken = title.row
    for block, heading in layout.headings or (("", layout.heading),):
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
    if not headings:
        raise head.sheet.unlike("no heading", "some", head.first_row)
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
    words = said.words
    ends = (word for word in layout.beside if re.search(rf"(?:^|\s){word}$", words, re.IGNORECASE))
    beside = next(ends, "")
    what, words = beside.lower() or "figure", words[: len(words) - len(beside)].strip()
    column = next((column for column in layout.headed if column.says(words)), None)
    kinds = ("month", "to date") * bool(layout.months) + layout.runs
    names = "; ".join(column.headings[0] for column in layout.headed)
    if column is None and names:
        raise place(f"one of: {names}; with a month or 'Year-to-Date'")
    if column is None or said.kind not in (kinds if what == "figure" else (*kinds, "")):
        raise place(f"{' or '.join(_IN_WORDS[kind] for kind in kinds)}, and one year at most")
    return Heading(position, what, column, said, text)


# --- their periods ------------------------------------------------------------------------


def periods_of(
    sheet: Sheet, title: Title, layout: ItemTable, tables: Sequence[ItemColumns]
) -> tuple[str, dict[Heading, Period]]:
    """The last month shown, if any is, and the period of every heading of figures.

    December beside January is that of the year before.
    """
    year, month, row = _date(sheet, title, tables[0].first_row) if layout.dated else (0, 0, 0)
    figures = [h for table in tables for h in table.headings if h.what == "figure"]
    place = tables[0].last_row
    undated = [heading for heading in figures if not (heading.said.year or year)]
    if undated:
        raise sheet.unlike("a heading without a year", "its year", place, undated[0].position)
    newest = max((heading.said.year or year for heading in figures), default=0)
    january = any(heading.said.kind == "month" and heading.said.number == 1 for heading in figures)
    of_month = {
        heading: month_text(
            of - (heading.said.number == 12 and january and of == newest), heading.said.number
        )
        for heading in figures
        if heading.said.kind == "month"
        for of in (heading.said.year or year,)
    }
    if not of_month and layout.months:
        raise sheet.unlike("no month", "one over the figures", place)
    last = max(of_month.values(), default="")
    if year and (int(last[:4]) != year or month not in (0, int(last[5:7]))):
        dated = spelled(month_text(year, month)) if month else str(year)
        raise sheet.complaint(
            f"'{dated}' in the title", f"'{spelled(last)}' as in the headings", row
        )
    periods: dict[Heading, Period] = {}
    for heading in figures:
        of = heading.said.year or year
        match heading.said.kind:
            case "month":
                periods[heading] = ("month", of_month[heading], of_month[heading])
            case "quarter":
                periods[heading] = quarter_of(of, heading.said.number)
            case "year":
                periods[heading] = year_of(of)
            case _:
                periods[heading] = year_to_date(month_text(of, int(last[5:7])))
    for table in tables:
        _check_periods(sheet, layout, table, periods, last)
    if layout.runs:
        _check_runs(list(periods.values()), last, partial(sheet.unlike, row=place))
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
    number = month_number(last) if last else 0
    months = [month_at(number - k) for k in range(layout.months)]
    to_date = {
        year_to_date(month_at(number - 12 * k)) for k in range(layout.years if layout.months else 0)
    }
    wanted: set[Period] = {("month", month, month) for month in months} | to_date
    for column in layout.headed:
        name = f" of {column.headings[0]}" if column.headings[0] else ""
        found: dict[Period, int] = {}
        for heading in table.headings:
            if heading.column != column or heading.what != "figure":
                continue
            period = periods[heading]
            in_a_run = heading.said.kind in layout.runs
            if period in found or not (in_a_run or period in wanted):
                raise sheet.unlike(
                    f"{spelled_period(*period)}{name}",
                    f"it once (column {letters(found[period])})"
                    if period in found
                    else "; ".join(spelled_period(*p) for p in sorted(wanted)),
                    table.last_row,
                    heading.position,
                )
            found[period] = heading.position
        # Nobody has seen whether a January release prints years to date.
        may_lack = to_date if last[5:7] == "01" and not to_date & set(found) else set()
        missing = sorted(wanted - may_lack - set(found))
        if missing:
            raise sheet.unlike(
                f"no heading for {spelled_period(*missing[0])}{name}",
                f"one, as the last month is {spelled(last)}",
                table.last_row,
            )


def _check_runs(periods: list[Period], release: str, complain: partial[TradegapError]) -> None:
    """Quarters and years follow each other; the last of them fit each other and the release."""
    ends: dict[str, list[int]] = {}
    for kind, _, end in sorted(periods, key=lambda period: period[2]):
        ends.setdefault(kind, []).append(month_number(end))
    for kind, step in (("quarter", 3), ("year", 12)):
        found = ends.get(kind, [])
        for before, after in pairwise(found):
            if after - before != step:
                raise complain(
                    f"no {kind} between those that end in {spelled(month_at(before))} and "
                    f"{spelled(month_at(after))}",
                    f"every {kind} from the first to the last",
                )
    if "quarter" not in ends:
        raise complain("no quarter in the headings", "some")
    last = month_at(ends["quarter"][-1])
    if release and not fits(last, release):
        raise complain(
            f"{spelled(last)} as the end of the last quarter",
            f"it complete in {spelled(release)}, the last month, and at most {LATEST_QUARTER} "
            "months old",
        )
    if not release and ("year" not in ends or not 0 <= month_number(last) - ends["year"][-1] < 12):
        raise complain(
            f"{month_at(ends['year'][-1])[:4] if 'year' in ends else 'no year'} as the last year",
            f"the last complete one, as the last quarter ends in {spelled(last)}",
        )
