"""Reads exhibits whose rows are items (countries, products) and whose headings are periods.

What belongs to what is said by the rows that every release has (`layouts.Place`); all other
rows are items of the group they stand in, whatever they are called and however many there
are. What a sheet prints beside its figures (balances, shares, ranks) has to fit them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tradegap.errors import TradegapError
from tradegap.layouts import MONTHS, Column, ItemTable, Layout, Place, date_of, spoken
from tradegap.readings import Reading, month_at, month_number, month_text, spelled
from tradegap.seeds import EXHIBIT_SEEDS, Row
from tradegap.tables import Header, block_of, check_unit, has_zero_mark, label_of
from tradegap.workbooks import (
    DESCRIBE,
    MOST_DECIMALS,
    TOP_ROWS,
    Cell,
    Sheet,
    Title,
    figure,
    is_blank,
    letters,
    shown,
)

_REVISED = re.compile(r"\((?:R|P)\)", re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TO_DATE = re.compile(r"\bYear[-\s]+to[-\s]+Date\b", re.IGNORECASE)
_NOTE_MARKS = re.compile(r"(?:\s*(?:\(\d+\)|\*+))+\s*$")

MOST_DECIMALS_OF_SHARES = 12
NOT_APPLICABLE = "(X)"
ZERO = "(-)"
BELOW_ZERO_MARK = Decimal("0.05")
"""What `(-)` stands for is less than half of the tenth that is printed."""

Period = tuple[str, str, str]
"""Kind, first and last month of a period."""


@dataclass(frozen=True)
class _Heading:
    """What the headings of one column say.

    Args:
        position: The column of the sheet it begins in, from 0.
        what: `figure`, `rank` or `percent`.
        column: The column of the seed it is, or belongs to.
        month: The month of its figures, from 1; 0 where it is a year to date.
        year: Their year; 0 where only the title says it.
    """

    position: int
    what: str
    column: Column
    month: int
    year: int


@dataclass(frozen=True)
class _Table:
    """One table of a sheet: where its headings stand and what they say."""

    block: str
    item: int
    first_row: int
    last_row: int
    headings: tuple[_Heading, ...]


@dataclass
class _Line:
    """One printed row."""

    block: str
    parent: str
    item: str
    number: int
    row: int
    indented: bool
    place: Place | None = None
    cells: dict[_Heading, tuple[int, str]] = field(default_factory=dict)

    def value(self, heading: _Heading) -> str:
        """The figure below a heading; empty where it is not applicable."""
        return self.cells[heading][1]


def read_items(sheet: Sheet, title: Title, layout: Layout) -> Reading:
    """Read an exhibit of items from its sheet.

    Raises:
        TradegapError: Something in it is not as expected.
    """
    table = _described(layout)
    tables = _tables_of(sheet, title, layout, table)
    if table.states_unit:
        check_unit(sheet, Header(tables[0].item, {}, tables[0].last_row), layout)
    shown_month, periods = _Periods(sheet, title, layout, table, tables).read()
    lines = _Rows(sheet, layout, table, tables).read()
    for found in tables:
        of_table = [line for line in lines if line.cells.keys() <= set(found.headings)]
        _check_balances(sheet, layout, periods, of_table)
        _check_shares(sheet, table, found, of_table)
        _check_ranks(sheet, found, of_table)
    _check_totals(sheet, table, periods, lines)
    release = month_at(month_number(shown_month) + 12 * table.years_later)
    seed = EXHIBIT_SEEDS[layout.seed]
    rows: list[Row] = []
    for line in lines:
        of_period: dict[Period, Row] = {}
        for heading in line.cells:
            if heading.what == "figure":
                of_period.setdefault(periods[heading], {})[heading.column.name] = line.value(
                    heading
                )
        for (kind, start, end), values in of_period.items():
            row = {
                "release_month": release,
                "block": line.block,
                "parent_item": line.parent,
                "item": line.item,
                "row_kind": kind,
                "period_start": start,
                "period_end": end,
                "line": str(line.number),
                "source_row": str(line.row),
                **values,
            }
            rows.append({column: row[column] for column in seed.columns})
    return Reading(seed, release, tuple(rows), sheet.source)


def _described(layout: Layout) -> ItemTable:
    if layout.table is None:
        raise ValueError(f"exhibit {layout.number} is no table of items")
    return layout.table


# --- headings -----------------------------------------------------------------------------


def _tables_of(sheet: Sheet, title: Title, layout: Layout, table: ItemTable) -> tuple[_Table, ...]:
    """Find the tables of a sheet, each below its headings, in their order."""
    numbered = [(number, cells) for number, cells in sheet.numbered() if number > title.row]
    tables: list[_Table] = []
    taken = 0
    for block, heading in table.headings:
        said = [spoken(part) for part in heading.split("\n")]
        found = [
            (index, column)
            for index, (number, cells) in enumerate(numbered)
            if number > taken
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and spoken(cell) == said[0]
        ]
        name = heading.split("\n")[0]
        if not found:
            raise sheet.complaint(
                f"no cell '{name}'", "one at the left of the headings", remedy=DESCRIBE
            )
        index, item = found[0]
        first = last = index
        while first and is_blank(numbered[first - 1][1][item]):
            first -= 1
        while last + 1 < len(numbered):
            cell = numbered[last + 1][1][item]
            again = isinstance(cell, str) and spoken(cell) in said
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
        headings = _headings_of(sheet, layout, rows, item, said)
        tables.append(_Table(block, item, rows[0][0], taken, headings))
    return tuple(tables)


def _headings_of(
    sheet: Sheet,
    layout: Layout,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    item: int,
    said: Sequence[str],
) -> tuple[_Heading, ...]:
    """Read the headings of a table: over each column what it is, and its period."""
    texts: dict[tuple[int, int], str] = {}
    for level, (number, cells) in enumerate(rows):
        for column, cell in enumerate(cells):
            if is_blank(cell) or (column == item and spoken(str(cell)) in said):
                continue
            year = isinstance(cell, int | float) and not isinstance(cell, bool)
            if column < item or not (isinstance(cell, str) or (year and 1900 <= cell <= 2100)):  # type: ignore[operator]
                raise sheet.complaint(shown(cell), "a heading", number, column, remedy=DESCRIBE)
            text = f"{cell:g}" if year else " ".join(_REVISED.sub(" ", str(cell)).split())
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
    sheet: Sheet, layout: Layout, path: Sequence[str], row: int, position: int
) -> _Heading:
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
        raise sheet.complaint(
            f"the heading {shown(text)}",
            f"one of: {names}; with a month or 'Year-to-Date'",
            row,
            position,
            remedy=DESCRIBE,
        )
    if len(years) > 1 or (what == "figure" and len(months) + to_date != 1):
        raise sheet.complaint(
            f"the heading {shown(text)}",
            "one month, or 'Year-to-Date', and one year at most",
            row,
            position,
            remedy=DESCRIBE,
        )
    month = MONTHS.index(months.pop()) + 1 if months else 0
    return _Heading(position, what, column, month, years.pop() if years else 0)


class _Periods:
    """Says which period each heading is of, and checks that all columns have the same."""

    def __init__(
        self,
        sheet: Sheet,
        title: Title,
        layout: Layout,
        table: ItemTable,
        tables: Sequence[_Table],
    ) -> None:
        self._sheet = sheet
        self._title = title
        self._layout = layout
        self._table = table
        self._tables = tables

    def read(self) -> tuple[str, dict[_Heading, Period]]:
        """The last month shown, and the period of every heading of figures."""
        year, month, row = self._date()
        figures = [h for table in self._tables for h in table.headings if h.what == "figure"]
        place = self._tables[0].last_row
        self._newest_year = max((heading.year or year for heading in figures), default=0)
        undated = [heading for heading in figures if not (heading.year or year)]
        if undated:
            raise self._sheet.complaint(
                "a heading without a year", "its year", place, undated[0].position, remedy=DESCRIBE
            )
        self._shows_january = any(heading.month == 1 for heading in figures)
        months = [self._month(heading, year) for heading in figures if heading.month]
        if not months:
            raise self._sheet.complaint("no month", "one over the figures", place, remedy=DESCRIBE)
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
        if not self._table.dated:
            return 0, 0, 0
        for number, cells in self._sheet.numbered():
            if self._title.row <= number <= TOP_ROWS and number < self._tables[0].first_row:
                for cell in cells:
                    year, month = date_of(cell) if isinstance(cell, str) else (0, 0)
                    if year:
                        return year, month, number
        raise self._sheet.complaint(
            f"the title {shown(self._title.text)} without a year",
            "': ' and the year at its end",
            self._title.row,
            remedy=DESCRIBE,
        )

    def _month(self, heading: _Heading, year: int) -> str:
        """The month of a heading: December beside January is that of the year before."""
        year = heading.year or year
        before = heading.month == 12 and self._shows_january and year == self._newest_year
        return month_text(year - before, heading.month)

    def _period(self, heading: _Heading, year: int, last: str) -> Period:
        if heading.month:
            month = self._month(heading, year)
            return ("month", month, month)
        end = month_text(heading.year or year, int(last[5:7]))
        kind = "year" if end[5:7] == "12" else "year_to_date"
        return (kind, month_text(int(end[:4]), 1), end)

    def _check(self, table: _Table, periods: dict[_Heading, Period], last: str) -> None:
        """Every column has the months and years to date that the layout shows, once each."""
        number = month_number(last)
        wanted = {("month", *[month_at(number - k)] * 2) for k in range(self._table.months)}
        to_date = set()
        for k in range(self._table.years):
            end = month_at(number - 12 * k)
            kind = "year" if end[5:7] == "12" else "year_to_date"
            to_date.add((kind, month_text(int(end[:4]), 1), end))
        for column in self._layout.columns:
            found: dict[Period, int] = {}
            for heading in table.headings:
                if heading.column != column or heading.what != "figure":
                    continue
                period = periods[heading]
                if period in found or period not in wanted | to_date:
                    raise self._sheet.complaint(
                        f"{_words(period)} of {column.headings[0]}",
                        f"it once (column {letters(found[period])})"
                        if period in found
                        else "; ".join(_words(p) for p in sorted(wanted | to_date)),
                        table.last_row,
                        heading.position,
                        remedy=DESCRIBE,
                    )
                found[period] = heading.position
            # Nobody has seen whether a January release prints years to date.
            may_lack = to_date if last[5:7] == "01" and not to_date & set(found) else set()
            missing = sorted((wanted | to_date) - may_lack - set(found))
            if missing:
                raise self._sheet.complaint(
                    f"no heading for {_words(missing[0])} of {column.headings[0]}",
                    "one, as the last month is " + spelled(last),
                    table.last_row,
                    remedy=DESCRIBE,
                )


def _words(period: Period) -> str:
    kind, _, end = period
    return spelled(end) if kind == "month" else f"January to {spelled(end)}"


# --- rows ---------------------------------------------------------------------------------


class _Groups:
    """Says what each item of a block is a part of."""

    def __init__(self, table: ItemTable, block: str) -> None:
        self._left = [place for place in table.places if place.block in ("", block)]
        self._all = tuple(self._left)
        self._open = Place("")

    def take(self, line: _Line, complain: _Complaint) -> None:
        """Give an item its parent, and its place if it is one that every release has."""
        key = _key(line.item)
        place = next((place for place in self._left if _key(place.name) == key), None)
        if place is None:
            if any(_key(known.name) == key for known in self._all):
                raise complain(f"{shown(line.item)} a second time", "it once")
            line.parent = self._open.group
            if self._open.until and key == _key(self._open.until):
                self._open = Place(self._open.parent)
            return
        if place.parent and any(left.name == place.parent for left in self._left):
            raise complain(f"{shown(line.item)} before '{place.parent}'", "it below")
        self._check_closed(complain)
        self._left.remove(place)
        line.parent = place.parent
        line.place = place
        self._open = place

    def check_end(self, complain: _Complaint) -> None:
        """Check that every row that has to be there was."""
        self._check_closed(complain)
        missing = [place.name for place in self._left if place.needed]
        if missing:
            raise complain(f"no row '{missing[0]}'", "one in every release")

    def _check_closed(self, complain: _Complaint) -> None:
        if self._open.until:
            raise complain(
                f"no row '{self._open.until}' below '{self._open.name}'",
                "one that ends what it consists of",
            )


class _Complaint:
    """Makes the error of a row."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self._sheet, self._row, self._column = sheet, row, column

    def __call__(self, found: str, expected: str) -> TradegapError:
        """The error that says what was found there, and what was expected."""
        return self._sheet.complaint(found, expected, self._row, self._column, remedy=DESCRIBE)


class _Rows:
    """Goes through the rows below the headings."""

    def __init__(
        self, sheet: Sheet, layout: Layout, table: ItemTable, tables: Sequence[_Table]
    ) -> None:
        self._sheet = sheet
        self._layout = layout
        self._described = table
        self._tables = tables
        self._zero_mark = has_zero_mark(sheet)
        self._gap_mark = any(
            isinstance(cell, str) and re.search(r"\(X\)\s*-?\s*Not applicable", cell, re.IGNORECASE)
            for _, cells in sheet.numbered()
            for cell in cells
        )
        self._silent = {_key(name) for name in table.silent}
        self._gaps = {_key(name) for name in table.gaps}

    def read(self) -> list[_Line]:
        """All items, in the order of the sheet."""
        lines: list[_Line] = []
        for index, table in enumerate(self._tables):
            later = self._tables[index + 1 :]
            end = later[0].first_row if later else len(self._sheet.rows) + 1
            lines += self._of_table(table, end, len(lines))
        seen: dict[tuple[str, str, str], int] = {}
        for line in lines:
            key = (line.block, line.parent, line.item)
            if key in seen:
                raise self._sheet.complaint(
                    f"{shown(line.item)} a second time"
                    + (f" under {shown(line.parent)}" if line.parent else ""),
                    f"it once (row {seen[key]})",
                    line.row,
                )
            seen[key] = line.row
        return lines

    def _of_table(self, table: _Table, end: int, before: int) -> Iterator[_Line]:
        """The items of one table."""
        rows = [(n, cells) for n, cells in self._sheet.numbered() if table.last_row < n < end]
        body, foot = self._divided(table, rows)
        for number, cells in foot:
            for column, cell in enumerate(cells):
                if column != table.item and not is_blank(cell):
                    raise self._sheet.complaint(
                        shown(cell), "nothing beside the notes at the foot", number, column
                    )
        positions = self._positions(table, body)
        block, groups = table.block, _Groups(self._described, table.block)
        blocks: list[str] = []
        count = before
        last = table.last_row
        for number, cells in body:
            if begun := block_of(cells, self._layout):
                if begun != ("exports", "imports", "")[len(blocks)]:
                    raise self._sheet.complaint(
                        f"a block of {begun}", "one of exports, then one of imports", number
                    )
                if blocks:
                    groups.check_end(_Complaint(self._sheet, last, table.item))
                blocks.append(begun)
                block, groups = begun, _Groups(self._described, "")
                last = number
                continue
            line, column = self._named(table, number, cells)
            complain = _Complaint(self._sheet, number, column)
            if self._layout.blocks and not blocks:
                raise complain(shown(line.item), "'Exports' above the first item")
            if _key(line.item) in self._silent:
                self._refuse(table, number, cells)
                continue
            line.block = block
            groups.take(line, complain)
            if self._described.indented and line.indented == (line.place is not None):
                raise complain(
                    f"{shown(line.item)} {'indented' if line.indented else 'not indented'}",
                    "only items of a group indented",
                )
            count += 1
            line.number = count
            self._take_values(line, cells, positions)
            last = number
            yield line
        complain = _Complaint(self._sheet, last, table.item)
        if self._layout.blocks and len(blocks) != 2:
            raise complain("no block of imports", "one of exports, then one of imports")
        groups.check_end(complain)

    def _divided(
        self, table: _Table, rows: Sequence[tuple[int, Sequence[Cell]]]
    ) -> tuple[list[tuple[int, Sequence[Cell]]], list[tuple[int, Sequence[Cell]]]]:
        """The rows above and below the first note."""
        for index, (_, cells) in enumerate(rows):
            first = cells[table.item]
            if isinstance(first, str) and (
                first.lstrip().startswith("*") or label_of(first).kind == "foot"
            ):
                return list(rows[:index]), list(rows[index:])
        return list(rows), []

    def _positions(
        self, table: _Table, body: Sequence[tuple[int, Sequence[Cell]]]
    ) -> dict[_Heading, int]:
        """The column of the figures below each heading: beside them stand only `(R)`."""
        positions: dict[_Heading, int] = {}
        starts = [heading.position for heading in table.headings]
        for heading, end in zip(table.headings, [*starts[1:], None], strict=True):
            for number, cells in body:
                if block_of(cells, self._layout):
                    continue
                for column, cell in enumerate(cells[heading.position : end], heading.position):
                    if is_blank(cell) or (isinstance(cell, str) and _is_revised(cell)):
                        continue
                    if positions.setdefault(heading, column) != column:
                        raise self._sheet.complaint(
                            shown(cell),
                            f"nothing beside the figures of column {letters(positions[heading])}",
                            number,
                            column,
                        )
            if heading not in positions:
                raise self._sheet.complaint(
                    "no figures below a heading", "some", table.last_row, heading.position
                )
        return positions

    def _named(self, table: _Table, number: int, cells: Sequence[Cell]) -> tuple[_Line, int]:
        """The name of a row, and the column it stands in."""
        first = table.headings[0].position
        names = [(c, cell) for c, cell in enumerate(cells[:first]) if not is_blank(cell)]
        if not names:
            raise self._sheet.complaint(
                "figures without an item", "the name of an item", number, table.item
            )
        column, text = names[0]
        if len(names) > 1 or column < table.item or not isinstance(text, str):
            raise self._sheet.complaint(
                ", ".join(shown(cell) for _, cell in names), "one name", number, names[-1][0]
            )
        name = _NOTE_MARKS.sub("", " ".join(text.split()))
        if not name:
            raise self._sheet.complaint(shown(text), "the name of an item", number, column)
        indented = column > table.item or text != text.lstrip()
        return _Line("", "", name, 0, number, indented), column

    def _refuse(self, table: _Table, number: int, cells: Sequence[Cell]) -> None:
        first = table.headings[0].position
        for column, cell in enumerate(cells[first:], first):
            if not is_blank(cell):
                raise self._sheet.complaint(
                    shown(cell), "nothing beside a row that has no figures", number, column
                )

    def _take_values(
        self, line: _Line, cells: Sequence[Cell], positions: dict[_Heading, int]
    ) -> None:
        may_lack = self._gap_mark and not self._gaps.isdisjoint(
            (_key(line.item), _key(line.parent))
        )
        for heading, column in positions.items():
            cell = cells[column]
            mark = cell.strip() if isinstance(cell, str) else ""
            rank = heading.what == "rank"
            if mark == NOT_APPLICABLE and (may_lack or (rank and self._gap_mark)):
                line.cells[heading] = (column, "")
                continue
            name = f"{heading.column.headings[0]} of {line.item}"
            decimals = {"rank": 0, "percent": MOST_DECIMALS_OF_SHARES}.get(
                heading.what, MOST_DECIMALS
            )
            value = figure(
                self._sheet, line.row, column, name, self._zero_mark and not rank, decimals
            )
            line.cells[heading] = (column, value)


def _key(name: str) -> str:
    """What a name says, with its capitals."""
    return re.sub(r"[^A-Za-z0-9]", "", name.replace("&", "and"))


def _is_revised(cell: str) -> bool:
    return not _REVISED.sub("", cell).strip()


# --- what the sheet prints beside its figures ---------------------------------------------


def _is_zero_mark(sheet: Sheet, line: _Line, heading: _Heading) -> bool:
    cell = sheet.rows[line.row - 1][line.cells[heading][0]]
    return isinstance(cell, str) and cell.strip() == ZERO


def _to_date(found: _Table, beside: _Heading) -> _Heading:
    """The figures that a rank or share is of: the year to date's, in January its month's."""
    figures = [h for h in found.headings if h.what == "figure" and h.column == beside.column]
    return next((heading for heading in figures if not heading.month), figures[0])


def _check_balances(
    sheet: Sheet, layout: Layout, periods: dict[_Heading, Period], lines: Sequence[_Line]
) -> None:
    """Every balance is exports less imports, as far as rounding lets it.

    The third column are the imports that the balance is of. Where they are not applicable
    (re-exports), the balance is the exports.
    """
    if layout.columns[0].name != "balance":
        return
    decimals = layout.columns[0].decimals
    for line in lines:
        of_period: dict[Period, dict[str, _Heading]] = {}
        for heading in line.cells:
            if heading.what == "figure":
                of_period.setdefault(periods[heading], {})[heading.column.name] = heading
        for period, by_name in of_period.items():
            three = [by_name[column.name] for column in layout.columns[:3]]
            if not line.value(three[0]):
                continue
            balance, exports, imports = (Decimal(line.value(h) or 0) for h in three)
            tolerance = Decimal("1.5").scaleb(-decimals)
            if decimals:
                marks = sum(_is_zero_mark(sheet, line, heading) for heading in three)
                tolerance += BELOW_ZERO_MARK * marks
            if abs(balance - (exports - imports)) > tolerance:
                raise sheet.complaint(
                    f"a balance of {balance:,} for {line.item} in {_words(period)}",
                    f"{exports - imports:,} within {tolerance.normalize():f}, exports of "
                    f"{exports:,} less imports of {imports:,}",
                    line.row,
                    line.cells[three[0]][0],
                )


def _check_shares(sheet: Sheet, table: ItemTable, found: _Table, lines: Sequence[_Line]) -> None:
    """Every share is that of the figure of the year to date in the whole.

    It may be off by half of its last decimal, and by no more than that of a tenth.
    """
    if not table.whole:
        return
    whole = next(line for line in lines if line.place and line.place.name == table.whole)
    for share in (heading for heading in found.headings if heading.what == "percent"):
        of = _to_date(found, share)
        total = Decimal(whole.value(of))
        for line in lines:
            if not line.value(share) or not line.value(of):
                continue
            percent = Decimal(line.value(share))
            places = -int(percent.as_tuple().exponent)
            tolerance = Decimal("0.5").scaleb(-min(max(places, 1), 6))
            if _is_zero_mark(sheet, line, share):
                tolerance = BELOW_ZERO_MARK
            exact = Decimal(line.value(of)) / total * 100 if total else Decimal(0)
            if abs(percent - exact) > tolerance:
                raise sheet.complaint(
                    f"{percent} percent for {line.item}",
                    f"{exact:.6f} within {tolerance:f}, {line.value(of)} of {total}",
                    line.row,
                    line.cells[share][0],
                )


def _check_ranks(sheet: Sheet, found: _Table, lines: Sequence[_Line]) -> None:
    """Ranks are 1, 2 ... by the figures of the year to date.

    The largest deficit is first among balances, the largest figure among others. Figures
    that `(-)` stands for may be in any order, or be without a rank. Only items of a total have
    ranks, areas have none.
    """
    for rank in (heading for heading in found.headings if heading.what == "rank"):
        of = _to_date(found, rank)
        ranked = sorted(
            (line for line in lines if line.value(rank)), key=lambda line: int(line.value(rank))
        )
        for line in lines:
            is_ranked = bool(line.value(rank))
            is_member = bool(line.parent) and line.place is None
            if is_ranked != is_member and (is_ranked or not _is_zero_mark(sheet, line, of)):
                raise sheet.complaint(
                    f"{'a' if is_ranked else 'no'} rank of {shown(line.item)}",
                    "one of every item of the total, none of areas",
                    line.row,
                    line.cells[rank][0],
                    remedy=DESCRIBE,
                )
        sign = -1 if rank.column.name == "balance" else 1
        before: _Line | None = None
        for number, line in enumerate(ranked, start=1):
            complain = _Complaint(sheet, line.row, line.cells[rank][0])
            if int(line.value(rank)) != number:
                raise complain(
                    f"the rank {line.value(rank)} of {line.item}", f"{number} after {number - 1}"
                )
            if before is not None:
                slack = BELOW_ZERO_MARK * sum(_is_zero_mark(sheet, x, of) for x in (before, line))
                step = Decimal(before.value(of)) - Decimal(line.value(of))
                if sign * step < -slack:
                    raise complain(
                        f"{line.item} with {line.value(of)} on rank {number}",
                        f"it before {before.item} with {before.value(of)}",
                    )
            before = line


def _check_totals(
    sheet: Sheet, table: ItemTable, periods: dict[_Heading, Period], lines: Sequence[_Line]
) -> None:
    """Where a sheet has several tables, their totals are the same."""
    if len(table.headings) == 1:
        return
    said: dict[tuple[Period, str], tuple[_Line, str]] = {}
    for line in lines:
        if line.place != table.places[0]:
            continue
        for heading in line.cells:
            key = (periods[heading], heading.column.name)
            first, value = said.setdefault(key, (line, line.value(heading)))
            if value != line.value(heading):
                raise sheet.complaint(
                    f"a total of {line.value(heading)} in {_words(periods[heading])}",
                    f"{value} as in the table above (row {first.row})",
                    line.row,
                    line.cells[heading][0],
                )
