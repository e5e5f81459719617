"""Reads exhibits 7 and 8: commodities below their end-use categories.

Rows are ranked by change, so nothing says what a commodity belongs to but the name of the
category above it. The columns are the month, the month before, and the year to date of this
year and the last, each pair followed by its change, which is checked and not kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from tradegap.errors import TradegapError
from tradegap.layouts.exhibits import COMMODITY_CATEGORIES, COMMODITY_TOTALS
from tradegap.layouts.model import Layout, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import (
    Period,
    month_at,
    month_number,
    month_text,
    spelled,
    year_to_date,
)
from tradegap.read.headings import headings_beside, period_of_heading
from tradegap.read.sources import Reading
from tradegap.read.tables import Header, check_unit, has_zero_mark, label_of
from tradegap.read.workbooks import DESCRIBE, Sheet, Title, figure
from tradegap.texts import Cell, is_blank, shown

Complaint = Callable[[str, str], TradegapError]
"""Makes the error of a row: what was found there, what was expected."""


class Blocks:
    """Goes through the names of an exhibit in their order, and says where each belongs.

    Attributes:
        category: The category the last name is, or stands under; empty for totals.
    """

    def __init__(self) -> None:
        self.category = ""
        self._fixed = [("", name) for name in COMMODITY_TOTALS]
        self._fixed += [(category, name) for category, name in COMMODITY_CATEGORIES.items()]
        self._known = {spoken(name) for _, name in self._fixed}
        self._seen: set[str] = set()
        self._is_empty = False

    @property
    def ended(self) -> bool:
        """Whether the last category, which has no commodities, was there."""
        return not self._fixed

    def take(self, name: str, complain: Complaint) -> None:
        """Take the next name.

        Raises:
            TradegapError: It comes a second time, or stands where it should not.
        """
        key = spoken(name)
        if key in self._seen:
            raise complain(f"{shown(name)} a second time", "each item once")
        awaited = self._fixed[0] if self._fixed else ("", "")
        if key == spoken(awaited[1]):
            if self._is_empty:
                raise complain(f"{shown(name)} below another category", "its commodities first")
            self.category = awaited[0]
            self._is_empty = bool(self.category)
            self._fixed.pop(0)
        elif key in self._known or not self.category or self.ended:
            raise complain(shown(name), f"'{awaited[1]}'" if awaited[1] else "no further item")
        else:
            self._is_empty = False
        self._seen.add(key)

    def check_end(self, complain: Complaint) -> None:
        """Check that every category was there.

        Raises:
            TradegapError: One is missing.
        """
        if self._fixed:
            raise complain(f"no row '{self._fixed[0][1]}'", "three totals and six categories")


# --- workbooks ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Columns:
    """Where the figures of a sheet stand: the columns and periods of its four values."""

    item: int
    last_row: int
    release: str
    months: tuple[int, int]
    months_change: int
    years: tuple[int, int]
    years_change: int

    @property
    def positions(self) -> tuple[int, ...]:
        """The columns of the values, in the order of their periods."""
        return (*self.months, *self.years)


def read_commodities(sheet: Sheet, title: Title, layout: Layout) -> Reading:
    """Read an exhibit of commodities from its sheet.

    Raises:
        TradegapError: Something in it is not as expected.
    """
    columns = _columns_of(sheet)
    if columns.last_row < title.row:
        raise sheet.complaint("headings above the title", "them below", columns.last_row)
    check_unit(sheet, Header(columns.item, {}, columns.last_row), layout)
    zero_mark = has_zero_mark(sheet)
    periods = periods_of(columns.release)
    blocks = Blocks()
    rows: list[Row] = []
    count = 0
    at_foot = False
    for number, cells in sheet.numbered():
        if number <= columns.last_row:
            continue
        first = cells[columns.item]
        if not is_blank(first) and label_of(first).kind == "foot":
            blocks.check_end(partial(sheet.complaint, row=number, remedy=DESCRIBE))
            at_foot = True
        if at_foot or is_blank(first):
            sheet.refuse_beside(number, cells, (columns.item,), "nothing beside no item")
            continue
        if not isinstance(first, str):
            raise sheet.complaint(shown(first), "the name of a commodity", number, columns.item)

        name = " ".join(first.split())
        place = partial(sheet.complaint, row=number, column=columns.item, remedy=DESCRIBE)
        blocks.take(name, place)
        count += 1
        values = _values(sheet, columns, number, cells, name, zero_mark)
        rows += [
            row_of(layout, columns.release, blocks.category, name, count, period, value, number)
            for period, value in zip(periods, values, strict=True)
        ]
    blocks.check_end(partial(sheet.complaint, remedy=DESCRIBE))
    return Reading(EXHIBIT_SEEDS[layout.seed], columns.release, tuple(rows), sheet.source)


def periods_of(release: str) -> tuple[Period, ...]:
    """Kind, start and end of the four values: two months, the year to date of two years."""
    before = month_at(month_number(release) - 1)
    year_before = month_at(month_number(release) - 12)
    months: list[Period] = [("month", month, month) for month in (release, before)]
    return (*months, year_to_date(release), year_to_date(year_before))


def row_of(
    layout: Layout,
    release: str,
    category: str,
    item: str,
    line: int,
    period: Period,
    value: str,
    source_row: int | None = None,
) -> Row:
    """One row of the seed."""
    row = {
        "release_month": release,
        "category": category,
        "item": item,
        "row_kind": period[0],
        "period_start": period[1],
        "period_end": period[2],
        "line": str(line),
        "source_row": str(source_row or ""),
        "value": value,
    }
    return {column: row[column] for column in EXHIBIT_SEEDS[layout.seed].columns}


def _columns_of(sheet: Sheet) -> _Columns:
    """Read the headings: a cell 'Item', and six columns beside it over two rows."""
    headings = headings_beside(sheet, "Item")
    texts, last_row = headings.texts, headings.last_row
    found: dict[str, tuple[int, str]] = {}
    order = ("month", "month before", "change", "year", "year before", "year's change")
    for name, (column, text) in zip(order, texts.items(), strict=False):
        found[name] = (column, " ".join(re.sub(r"\(R\)", "", text).split()))
    wanted = _headings_of(found["month"][1])
    if wanted is None or len(texts) != len(order):
        raise sheet.complaint(
            f"the headings {', '.join(shown(text) for text in texts.values())}",
            "a month and its year, the month before, their change, and the same of the year to "
            "date",
            last_row,
            remedy=DESCRIBE,
        )
    release, awaited = wanted
    for name, heading in zip(order, awaited, strict=True):
        column, text = found[name]
        if spoken(text) != spoken(heading):
            raise sheet.complaint(
                f"the heading {shown(text)}", f"'{heading}'", last_row, column, remedy=DESCRIBE
            )
    place = {name: column for name, (column, _) in found.items()}
    return _Columns(
        headings.column,
        last_row,
        release,
        (place["month"], place["month before"]),
        place["change"],
        (place["year"], place["year before"]),
        place["year's change"],
    )


def _headings_of(first: str) -> tuple[str, tuple[str, ...]] | None:
    """The release that the first heading names, and what the six then say."""
    kind, year, month = period_of_heading(first)
    if kind != "month":
        return None
    release = month_text(year, month)
    before = month_at(month_number(release) - 1)
    return release, (
        spelled(release),
        spelled(before),
        "Monthly Change",
        f"Year-to-Date {year}",
        f"Year-to-Date {year - 1}",
        "Year-to-Date Change",
    )


def _values(
    sheet: Sheet,
    columns: _Columns,
    number: int,
    cells: Sequence[Cell],
    name: str,
    zero_mark: bool,
) -> list[str]:
    """The four values of a row; the printed changes have to fit them within 1.

    Two figures and their difference, each rounded on its own, differ by 1.5 at most, and
    whole millions by 1.
    """
    known = {columns.item, *columns.positions, columns.months_change, columns.years_change}
    sheet.refuse_beside(number, cells, known)
    for (now, before), change in (
        (columns.months, columns.months_change),
        (columns.years, columns.years_change),
    ):
        one, other, printed = (
            Decimal(figure(sheet, number, column, name, zero_mark))
            for column in (now, before, change)
        )
        if abs(one - other - printed) > 1:
            raise sheet.complaint(
                f"a change of {printed:,} for {name}",
                f"{one - other:,} within 1, from {other:,} to {one:,}",
                number,
                change,
            )
    return [figure(sheet, number, column, name, zero_mark) for column in columns.positions]
