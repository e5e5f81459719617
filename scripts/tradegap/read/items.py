"""Reads exhibits whose rows are items (countries, products) and whose headings are periods.

What belongs to what is said by the rows that every release has (`layouts.Place`); all other
rows are items of the group they stand in, whatever they are called and however many there
are. What a sheet prints beside its figures (balances, shares, ranks) has to fit them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from tradegap.layouts.model import ItemTable, Place
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import Period, month_at, month_number
from tradegap.read.headings import block_of, figure_columns
from tradegap.read.item_checks import (
    ItemRow,
    check_balance,
    check_ranks,
    check_shares,
    check_totals,
)
from tradegap.read.item_headings import Heading, ItemColumns, periods_of, tables_of
from tradegap.read.marks import MOST_DECIMALS, NOT_APPLICABLE, ZERO, Marks
from tradegap.read.row_checks import Complain
from tradegap.read.sources import Reading, row_of
from tradegap.read.tables import AT_FOOT, check_unit, label_of
from tradegap.read.workbooks import Sheet, Title
from tradegap.texts import Cell, is_blank, shown

_NOTE_MARKS = re.compile(r"(?:\s*(?:\(\d+\)|\*+))+\s*$")

MOST_DECIMALS_OF_SHARES = 12


def read_items(sheet: Sheet, title: Title, table: ItemTable) -> Reading:
    """Read an exhibit of items from its sheet."""
    tables = tables_of(sheet, title, table)
    check_unit(sheet, tables[0].last_row, table)
    shown_month, periods = periods_of(sheet, title, table, tables)
    release = month_at(month_number(shown_month) + 12 * table.years_later)
    seed = EXHIBIT_SEEDS[table.seed]
    lines = _Rows(sheet, table, tables).read()
    rows: list[Row] = []
    for line in lines:
        by_period: dict[Period, dict[str, Heading]] = {}
        for heading in line.cells:
            if heading.what == "figure":
                by_period.setdefault(periods[heading], {})[heading.column.name] = heading
        for period, headings in by_period.items():
            cells = {"block": line.block, "parent_item": line.parent, "item": line.item}
            cells |= {name: line.value(heading) for name, heading in headings.items()}
            row = row_of(seed, release, period, cells, line.number, line.row)
            check_balance(sheet, table, line, headings, row)
            rows.append(row)
    for found in tables:
        of_table = [line for line in lines if line.cells.keys() <= set(found.headings)]
        check_shares(sheet, table, found, of_table)
        check_ranks(sheet, found, of_table)
    check_totals(sheet, table, periods, lines)
    return Reading(seed, release, tuple(rows), sheet.source)


# --- rows ---------------------------------------------------------------------------------


class _Groups:
    """Says what each item of a block is a part of."""

    def __init__(self, table: ItemTable, block: str) -> None:
        self._left = [place for place in table.places if place.block in ("", block)]
        self._all = tuple(self._left)
        self._open = Place("")

    def take(self, line: ItemRow, complain: Complain) -> None:
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

    def _of_table(self, table: ItemColumns, end: int, before: int) -> Iterator[ItemRow]:
        """The items of one table."""
        rows = [(n, cells) for n, cells in self._sheet.numbered(table.last_row) if n < end]
        body, foot = self._divided(table, rows)
        for number, cells in foot:
            self._sheet.refuse_beside(number, cells, (table.item,), AT_FOOT)
        texts = {heading.position: heading.text for heading in table.headings}
        figures = [row for row in body if not block_of(row[1], self._layout)]
        columns = figure_columns(self._sheet, range(min(texts)), texts, figures)
        positions = {heading: columns[heading.position] for heading in table.headings}
        block, groups = table.block, _Groups(self._layout, table.block)
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
                    groups.check_end(partial(self._sheet.unlike, row=last, column=table.item))
                blocks.append(begun)
                block, groups = begun, _Groups(self._layout, "")
                last = number
                continue
            line, column = self._named(table, number, cells)
            complain = partial(self._sheet.unlike, row=number, column=column)
            if self._layout.blocks and not blocks:
                raise complain(shown(line.item), "'Exports' above the first item")
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
            self._take_values(line, cells, positions)
            last = number
            yield line
        complain = partial(self._sheet.unlike, row=last, column=table.item)
        if self._layout.blocks and len(blocks) != 2:
            raise complain("no block of imports", "one of exports, then one of imports")
        groups.check_end(complain)

    def _divided(
        self, table: ItemColumns, rows: Sequence[tuple[int, Sequence[Cell]]]
    ) -> tuple[list[tuple[int, Sequence[Cell]]], list[tuple[int, Sequence[Cell]]]]:
        """The rows above and below the first note."""
        for index, (_, cells) in enumerate(rows):
            first = cells[table.item]
            if isinstance(first, str) and (
                first.lstrip().startswith("*") or label_of(first).kind == "foot"
            ):
                return list(rows[:index]), list(rows[index:])
        return list(rows), []

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
        name = _NOTE_MARKS.sub("", " ".join(text.split()))
        if not name:
            raise self._sheet.complaint(shown(text), "the name of an item", number, column)
        indented = column > table.item or text != text.lstrip()
        return ItemRow("", "", name, 0, number, indented), column

    def _take_values(
        self, line: ItemRow, cells: Sequence[Cell], positions: dict[Heading, int]
    ) -> None:
        may_lack = not self._gaps.isdisjoint((_key(line.item), _key(line.parent)))
        for heading, column in positions.items():
            accepted = [NOT_APPLICABLE] if may_lack or heading.what == "rank" else []
            accepted += [ZERO] if heading.what != "rank" else []
            name = f"{heading.column.headings[0]} of {line.item}"
            decimals = {"rank": 0, "percent": MOST_DECIMALS_OF_SHARES}.get(
                heading.what, MOST_DECIMALS
            )
            value = self._marks.value(line.row, column, name, decimals, accepted)
            line.cells[heading] = (column, value)


def _key(name: str) -> str:
    """What a name says, with its capitals."""
    return re.sub(r"[^A-Za-z0-9]", "", name.replace("&", "and"))
