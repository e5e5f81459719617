"""Reads exhibits 7 and 8: commodities below their end-use categories.

Rows are ranked by change, so nothing says what a commodity belongs to but the name of the
category above it. The columns are the month, the month before, and the year to date of this
year and the last, each pair followed by its change, which is checked and not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from tradegap.layouts.exhibits import COMMODITY_CATEGORIES, COMMODITY_TOTALS
from tradegap.layouts.model import CommodityTable, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import Period, month_at, month_number, month_text, spelled, year_to_date
from tradegap.read.headings import find_head, read_heading
from tradegap.read.marks import Marks
from tradegap.read.row_checks import Complain
from tradegap.read.sources import Reading, row_of
from tradegap.read.tables import check_unit, label_of
from tradegap.read.workbooks import Sheet, Title
from tradegap.texts import Cell, is_blank, shown


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

    def take(self, name: str, complain: Complain) -> None:
        """Take the next name."""
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

    def check_end(self, complain: Complain) -> None:
        """Check that every category was there."""
        if self._fixed:
            raise complain(f"no row '{self._fixed[0][1]}'", "three totals and six categories")


# --- workbooks ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Columns:
    """Where a sheet has its items and its six figures: two and their change, twice."""

    item: int
    last_row: int
    release: str
    figures: tuple[int, ...]


def read_commodities(sheet: Sheet, title: Title, layout: CommodityTable) -> Reading:
    """Read an exhibit of commodities from its sheet."""
    columns = _columns_of(sheet, layout)
    if columns.last_row < title.row:
        raise sheet.complaint("headings above the title", "them below", columns.last_row)
    check_unit(sheet, columns.last_row, layout)
    marks = Marks.of(sheet)
    seed = EXHIBIT_SEEDS[layout.seed]
    blocks = Blocks()
    rows: list[Row] = []
    count = 0
    at_foot = False
    for number, cells in sheet.numbered(columns.last_row):
        first = cells[columns.item]
        if not is_blank(first) and label_of(first).kind == "foot":
            blocks.check_end(partial(sheet.unlike, row=number))
            at_foot = True
        if at_foot or is_blank(first):
            sheet.refuse_beside(number, cells, (columns.item,), "nothing beside no item")
            continue
        if not isinstance(first, str):
            raise sheet.complaint(shown(first), "the name of a commodity", number, columns.item)
        name = " ".join(first.split())
        blocks.take(name, partial(sheet.unlike, row=number, column=columns.item))
        count += 1
        values = _values(marks, columns, number, cells, name)
        for period, value in zip(periods_of(columns.release), values, strict=True):
            cell = {"category": blocks.category, "item": name, "value": value}
            rows.append(row_of(seed, columns.release, period, cell, count, number))
    blocks.check_end(sheet.unlike)
    return Reading(seed, columns.release, tuple(rows), sheet.source)


def periods_of(release: str) -> tuple[Period, ...]:
    """Kind, start and end of the four values: two months, the year to date of two years."""
    before = month_at(month_number(release) - 1)
    year_before = month_at(month_number(release) - 12)
    months: list[Period] = [("month", month, month) for month in (release, before)]
    return (*months, year_to_date(release), year_to_date(year_before))


def _columns_of(sheet: Sheet, layout: CommodityTable) -> _Columns:
    """Read the headings: a cell 'Item', and six columns beside it over two rows."""
    head = find_head(sheet, layout)
    last_row = head.last_row
    texts = {at: " ".join(text.replace("(R)", "").split()) for at, text in head.texts().items()}
    first = read_heading(next(iter(texts.values())))
    if first.kind != "month" or first.words or not first.year or len(texts) != 6:
        raise sheet.unlike(
            f"the headings {', '.join(shown(text) for text in head.texts().values())}",
            "a month and its year, the month before, their change, and the same of the year to "
            "date",
            last_row,
        )
    year = first.year
    release = month_text(year, first.number)
    wanted = (
        spelled(release),
        spelled(month_at(month_number(release) - 1)),
        "Monthly Change",
        f"Year-to-Date {year}",
        f"Year-to-Date {year - 1}",
        "Year-to-Date Change",
    )
    for (column, text), heading in zip(texts.items(), wanted, strict=True):
        if spoken(text) != spoken(heading):
            raise sheet.unlike(f"the heading {shown(text)}", f"'{heading}'", last_row, column)
    return _Columns(head.column, last_row, release, tuple(texts))


def _values(
    marks: Marks, columns: _Columns, number: int, cells: Sequence[Cell], name: str
) -> list[str]:
    """The four values of a row; the printed changes have to fit them within 1.

    Two figures and their difference, each rounded on its own, differ by 1.5 at most, and
    whole millions by 1.
    """
    marks.sheet.refuse_beside(number, cells, (columns.item, *columns.figures))
    values = [marks.value(number, column, name) for column in columns.figures]
    for at in (0, 3):
        now, before, change = (Decimal(value) for value in values[at : at + 3])
        if abs(now - before - change) > 1:
            raise marks.sheet.complaint(
                f"a change of {change:,} for {name}",
                f"{now - before:,} within 1, from {before:,} to {now:,}",
                number,
                columns.figures[at + 2],
            )
    return values[:2] + values[3:5]
