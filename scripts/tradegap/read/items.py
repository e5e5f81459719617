"""Reads exhibits whose rows are items (countries, products) and whose headings are periods.

What belongs to what is said by the rows that every release has (`layouts.Place`); all other
rows are items of the group they stand in, whatever they are called and however many there
are. What a sheet prints beside its figures (balances, shares, ranks) has to fit them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest

from tradegap.layouts.model import FLOWS, CountryTable, ItemTable, Place, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import Period, month_at, month_number
from tradegap.read.headings import block_of, figure_columns
from tradegap.read.item_checks import (
    ItemRow,
    check_balance,
    check_changes,
    check_ranks,
    check_shares,
    check_totals,
)
from tradegap.read.item_headings import Heading, ItemColumns, periods_of, tables_of
from tradegap.read.marks import MOST_DECIMALS, NOT_APPLICABLE, ZERO, Marks
from tradegap.read.row_checks import Complain, check_row
from tradegap.read.sources import Reading, row_of
from tradegap.read.tables import AT_FOOT, check_unit, is_foot
from tradegap.read.workbooks import Sheet, Title
from tradegap.texts import Cell, is_blank, shown

MOST_DECIMALS_OF_SHARES = 12


def item_name(cell: Cell) -> str:
    """A printed name without footnote marks and with single blanks."""
    text = re.sub(r"/\s+", "/", " ".join(str(cell).split()))
    return re.sub(r"(?:\s*(?:\(\d+\)|\*+))+$", "", text)


def read_items(sheet: Sheet, title: Title, layout: ItemTable) -> Reading:
    """Read an exhibit of items from its sheet.

    Returns:
        Its reading; without a release where only quarters and years are shown, its last quarter
        then bounds it.
    """
    tables = tables_of(sheet, title, layout)
    check_unit(sheet, tables[0].last_row, layout)
    shown_month, periods = periods_of(sheet, title, layout, tables)
    release = shown_month and month_at(month_number(shown_month) + 12 * layout.years_later)
    lines = _Rows(sheet, layout, tables).read()
    for found in tables:
        of_table = [line for line in lines if line.cells.keys() <= set(found.headings)]
        check_changes(sheet, layout, found, of_table)
        check_shares(sheet, layout, found, of_table)
        check_ranks(sheet, found, of_table)
    check_totals(sheet, layout, periods, lines)
    rows_of = _rows_by_country if isinstance(layout, CountryTable) else _rows_by_item
    rows = tuple(rows_of(sheet, layout, release, periods, lines))
    quarters = [end for kind, _, end in periods.values() if kind == "quarter"]
    last_quarter = "" if release else max(quarters)
    return Reading(EXHIBIT_SEEDS[layout.seed], release, rows, sheet.source, last_quarter)


def _rows_by_item(
    sheet: Sheet,
    layout: ItemTable,
    release: str,
    periods: dict[Heading, Period],
    lines: Sequence[ItemRow],
) -> Iterator[Row]:
    """A row for each item and period, with the figures of all columns."""
    for line in lines:
        by_period: dict[Period, dict[str, Heading]] = {}
        for heading, period in periods.items():
            if heading in line.cells:
                by_period.setdefault(period, {})[heading.column.name] = heading
        for period, headings in by_period.items():
            cells = line.names
            cells |= {name: line.value(heading) for name, heading in headings.items()}
            row = row_of(EXHIBIT_SEEDS[layout.seed], release, period, cells, line.number, line.row)
            check_balance(sheet, layout, line, headings, row)
            yield row


def _rows_by_country(
    sheet: Sheet,
    layout: ItemTable,
    release: str,
    periods: dict[Heading, Period],
    lines: Sequence[ItemRow],
) -> Iterator[Row]:
    """A row for each country and period, with the figures of the three blocks.

    They have to list the same countries in the same order.
    """
    balance, *others = ([line for line in lines if line.block == flow] for flow in FLOWS)
    names = [line.item for line in balance]
    for block in others:
        found = [line.item for line in block]
        if found != names:
            pairs = enumerate(zip_longest(found, names, fillvalue="nothing more"))
            at, (name, expected) = next(pair for pair in pairs if pair[1][0] != pair[1][1])
            raise sheet.complaint(
                f"{name} in the block of {block[0].block}",
                f"{expected}, as in the block of balance",
                block[min(at, len(block) - 1)].row,
            )
    for count, of_flow in enumerate(zip(balance, *others, strict=True), start=1):
        first = of_flow[0]
        for heading, period in periods.items():
            cells = {"item": first.item} | {line.block: line.value(heading) for line in of_flow}
            row = row_of(EXHIBIT_SEEDS[layout.seed], release, period, cells, count, first.row)
            column = first.cells[heading][0]
            check_row(layout, row, partial(sheet.complaint, row=first.row, column=column))
            yield row


# --- rows ---------------------------------------------------------------------------------


class Groups:
    """Says what each item of a block is a part of; each stands there once."""

    def __init__(self, layout: ItemTable, block: str = "") -> None:
        self._layout = layout
        # Where every name stands once, capitals make no difference.
        self._key = spoken if layout.ranked else _key
        self._left = [place for place in layout.places if place.block in ("", block)]
        self._known = {self._key(place.name) for place in self._left}
        self._open = Place("")
        self._is_empty = False
        self._seen: set[tuple[str, str]] = set()

    def take(self, line: ItemRow, complain: Complain) -> None:
        """Give an item its parent, and its place if it is one that every release has."""
        key = self._key(line.item)
        place = next((place for place in self._left if self._key(place.name) == key), None)
        if place is None:
            self._take_item(line, key, complain)
        else:
            self._take_place(line, place, complain)
        once = ("", key) if self._layout.ranked else (line.parent, line.item)
        if once in self._seen:
            under = f" under {shown(line.parent)}" if once[0] else ""
            raise complain(f"{shown(line.item)} a second time{under}", "it once")
        self._seen.add(once)

    def _take_item(self, line: ItemRow, key: str, complain: Complain) -> None:
        if key in self._known:
            raise complain(f"{shown(line.item)} a second time", "it once")
        if self._layout.ranked and not (self._open.group and self._left):
            awaited = f"'{self._left[0].name}'" if self._left else "no further item"
            raise complain(shown(line.item), awaited)
        line.parent = self._open.group
        self._is_empty = False
        if self._open.until and key == self._key(self._open.until):
            self._open = Place(self._open.parent)

    def _take_place(self, line: ItemRow, place: Place, complain: Complain) -> None:
        if self._layout.ranked and place != self._left[0]:
            raise complain(shown(line.item), f"'{self._left[0].name}'")
        if self._layout.ranked and self._open.group and self._is_empty:
            raise complain(f"{shown(line.item)} below another category", "its commodities first")
        if place.parent and any(left.name == place.parent for left in self._left):
            raise complain(f"{shown(line.item)} before '{place.parent}'", "it below")
        self._check_closed(complain)
        self._left.remove(place)
        line.parent = place.parent
        line.place = self._open = place
        self._is_empty = True

    def check_end(self, complain: Complain) -> None:
        """Check that every row that has to be there was."""
        self._check_closed(complain)
        missing = [place.name for place in self._left if place.needed]
        if missing:
            raise complain(f"no row '{missing[0]}'", "one in every release")

    def _check_closed(self, complain: Complain) -> None:
        if self._open.until:
            raise complain(
                f"no row '{self._open.until}' below '{self._open.name}'",
                "one that ends what it consists of",
            )


class _Rows:
    """Goes through the rows below the headings."""

    def __init__(self, sheet: Sheet, layout: ItemTable, tables: Sequence[ItemColumns]) -> None:
        self._sheet = sheet
        self._layout = layout
        self._tables = tables
        self._marks = Marks.of(sheet)
        self._silent = {_key(name) for name in layout.silent}
        self._gaps = {_key(name) for name in layout.gaps}

    def read(self) -> list[ItemRow]:
        """All items, in the order of the sheet."""
        lines: list[ItemRow] = []
        for index, table in enumerate(self._tables):
            later = self._tables[index + 1 :]
            end = later[0].first_row if later else len(self._sheet.rows) + 1
            lines += self._of_table(table, end, len(lines))
        return lines

    def _of_table(self, table: ItemColumns, end: int, before: int) -> Iterator[ItemRow]:
        """The items of one table."""
        rows = [(n, cells) for n, cells in self._sheet.numbered(table.last_row) if n < end]
        notes = (i for i, (_, cells) in enumerate(rows) if _begins_notes(cells[table.item]))
        foot = next(notes, len(rows))
        for number, cells in rows[foot:]:
            self._sheet.refuse_beside(number, cells, (table.item,), AT_FOOT)
        texts = {heading.position: heading.text for heading in table.headings}
        figures = [row for row in rows[:foot] if not block_of(row[1], self._layout)]
        columns = figure_columns(self._sheet, range(min(texts)), texts, figures)
        positions = {heading: columns[heading.position] for heading in table.headings}
        awaited = list(self._layout.block_codes.values())
        block, groups = table.block, Groups(self._layout, table.block)
        count, last = before, table.last_row
        for number, cells in rows[:foot]:
            if begun := block_of(cells, self._layout):
                if begun not in awaited:
                    raise self._sheet.complaint(
                        f"a block of {begun} a second time", "it once", number
                    )
                if block:
                    groups.check_end(partial(self._sheet.unlike, row=last, column=table.item))
                awaited.remove(begun)
                block, groups, last = begun, Groups(self._layout), number
                continue
            line, column = self._named(table, number, cells)
            complain = partial(self._sheet.unlike, row=number, column=column)
            if awaited and not block:
                raise complain(
                    shown(line.item), f"'{awaited[0].capitalize()}' above the first item"
                )
            if _key(line.item) in self._silent:
                self._sheet.refuse_beside(
                    number, cells, range(min(texts)), "nothing beside a row that has no figures"
                )
                continue
            line.block = block
            groups.take(line, complain)
            if self._layout.indented and line.indented == (line.place is not None):
                raise complain(
                    f"{shown(line.item)} {'indented' if line.indented else 'not indented'}",
                    "only items of a group indented",
                )
            count += 1
            line.number = count
            self._take_values(line, positions)
            last = number
            yield line
        complain = partial(self._sheet.unlike, row=last, column=table.item)
        if awaited:
            raise complain(
                f"no block of {awaited[0]}", f"one each of {', '.join(self._layout.block_codes)}"
            )
        if count == before:
            raise complain("no item", "some below the headings")
        groups.check_end(complain)

    def _named(self, table: ItemColumns, number: int, cells: Sequence[Cell]) -> tuple[ItemRow, int]:
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
        name = item_name(text)
        if not name:
            raise self._sheet.complaint(shown(text), "the name of an item", number, column)
        indented = column > table.item or text != text.lstrip()
        return ItemRow("", "", name, 0, number, indented), column

    def _take_values(self, line: ItemRow, positions: dict[Heading, int]) -> None:
        may_lack = not self._gaps.isdisjoint((_key(line.item), _key(line.parent)))
        for heading, column in positions.items():
            is_rank = heading.what == "rank"
            accepted = [NOT_APPLICABLE] if may_lack or is_rank else []
            accepted += [] if is_rank else [ZERO, *self._layout.marks]
            name = f"{heading.column.headings[0] or line.block} of {line.item}".removeprefix(" of ")
            decimals = {"rank": 0, "percent": MOST_DECIMALS_OF_SHARES}.get(
                heading.what, MOST_DECIMALS
            )
            value = self._marks.value(line.row, column, name, decimals, accepted)
            line.cells[heading] = (column, value)


def _begins_notes(first: Cell) -> bool:
    return isinstance(first, str) and (first.lstrip().startswith("*") or is_foot(first))


def _key(name: str) -> str:
    """What a name says, with its capitals."""
    return re.sub(r"[^A-Za-z0-9]", "", name.replace("&", "and"))
