"""Reads exhibits whose rows are items (countries, products) and whose headings are periods.

What belongs to what is said by the rows that every release has (`layouts.Place`); all other
rows are items of the group they stand in, whatever they are called and however many there
are. What a sheet prints beside its figures (balances, shares, ranks) has to fit them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tradegap.layouts.model import ItemTable, Layout, Place
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import Period, month_at, month_number
from tradegap.read.item_checks import (
    Complaint,
    ItemRow,
    check_balances,
    check_ranks,
    check_shares,
    check_totals,
)
from tradegap.read.item_headings import REVISED, Heading, ItemColumns, Periods, tables_of
from tradegap.read.sources import Reading
from tradegap.read.tables import Header, block_of, check_unit, has_zero_mark, label_of
from tradegap.read.workbooks import MOST_DECIMALS, Sheet, Title, figure, letters
from tradegap.texts import Cell, is_blank, shown

_NOTE_MARKS = re.compile(r"(?:\s*(?:\(\d+\)|\*+))+\s*$")

MOST_DECIMALS_OF_SHARES = 12
NOT_APPLICABLE = "(X)"


def read_items(sheet: Sheet, title: Title, layout: Layout) -> Reading:
    """Read an exhibit of items from its sheet.

    Raises:
        TradegapError: Something in it is not as expected.
    """
    table = _described(layout)
    tables = tables_of(sheet, title, layout, table)
    if table.states_unit:
        check_unit(sheet, Header(tables[0].item, {}, tables[0].last_row), layout)
    shown_month, periods = Periods(sheet, title, layout, table, tables).read()
    lines = _Rows(sheet, layout, table, tables).read()
    for found in tables:
        of_table = [line for line in lines if line.cells.keys() <= set(found.headings)]
        check_balances(sheet, layout, periods, of_table)
        check_shares(sheet, table, found, of_table)
        check_ranks(sheet, found, of_table)
    check_totals(sheet, table, periods, lines)
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


# --- rows ---------------------------------------------------------------------------------


class _Groups:
    """Says what each item of a block is a part of."""

    def __init__(self, table: ItemTable, block: str) -> None:
        self._left = [place for place in table.places if place.block in ("", block)]
        self._all = tuple(self._left)
        self._open = Place("")

    def take(self, line: ItemRow, complain: Complaint) -> None:
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

    def check_end(self, complain: Complaint) -> None:
        """Check that every row that has to be there was."""
        self._check_closed(complain)
        missing = [place.name for place in self._left if place.needed]
        if missing:
            raise complain(f"no row '{missing[0]}'", "one in every release")

    def _check_closed(self, complain: Complaint) -> None:
        if self._open.until:
            raise complain(
                f"no row '{self._open.until}' below '{self._open.name}'",
                "one that ends what it consists of",
            )


class _Rows:
    """Goes through the rows below the headings."""

    def __init__(
        self, sheet: Sheet, layout: Layout, table: ItemTable, tables: Sequence[ItemColumns]
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
        rows = [(n, cells) for n, cells in self._sheet.numbered() if table.last_row < n < end]
        body, foot = self._divided(table, rows)
        for number, cells in foot:
            self._sheet.refuse_beside(
                number, cells, (table.item,), "nothing beside the notes at the foot"
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
                    groups.check_end(Complaint(self._sheet, last, table.item))
                blocks.append(begun)
                block, groups = begun, _Groups(self._described, "")
                last = number
                continue
            line, column = self._named(table, number, cells)
            complain = Complaint(self._sheet, number, column)
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
        complain = Complaint(self._sheet, last, table.item)
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

    def _positions(
        self, table: ItemColumns, body: Sequence[tuple[int, Sequence[Cell]]]
    ) -> dict[Heading, int]:
        """The column of the figures below each heading: beside them stand only `(R)`."""
        positions: dict[Heading, int] = {}
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

    def _refuse(self, table: ItemColumns, number: int, cells: Sequence[Cell]) -> None:
        first = table.headings[0].position
        self._sheet.refuse_beside(
            number, cells, range(first), "nothing beside a row that has no figures"
        )

    def _take_values(
        self, line: ItemRow, cells: Sequence[Cell], positions: dict[Heading, int]
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
    return not REVISED.sub("", cell).strip()
