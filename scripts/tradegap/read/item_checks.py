"""Checks what a table of items prints beside its figures: balances, shares, ranks, totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from tradegap.layouts.model import ItemTable, Place
from tradegap.layouts.seeds import Row
from tradegap.periods import Period, spelled_period
from tradegap.read.item_headings import Heading, ItemColumns
from tradegap.read.marks import ZERO
from tradegap.read.row_checks import check_row
from tradegap.read.workbooks import Sheet
from tradegap.texts import shown

BELOW_ZERO_MARK = Decimal("0.05")
"""What `(-)` stands for is less than half of the tenth that is printed."""


@dataclass
class ItemRow:
    """One printed row."""

    block: str
    parent: str
    item: str
    number: int
    row: int
    indented: bool
    place: Place | None = None
    cells: dict[Heading, tuple[int, str]] = field(default_factory=dict)

    @property
    def names(self) -> Row:
        """What names it in the seeds, whichever of these columns a seed has."""
        category = self.place.group if self.place else self.parent
        return {
            "block": self.block,
            "category": category,
            "parent_item": self.parent,
            "item": self.item,
        }

    def value(self, heading: Heading) -> str:
        """The figure below a heading; empty where it is not applicable."""
        return self.cells[heading][1]


def _is_zero_mark(sheet: Sheet, line: ItemRow, heading: Heading) -> bool:
    cell = sheet.rows[line.row - 1][line.cells[heading][0]]
    return isinstance(cell, str) and cell.strip() == ZERO


def _to_date(found: ItemColumns, beside: Heading) -> Heading:
    """The figures that a rank or share is of: the year to date's, in January its month's."""
    return [*found.figures_of(beside, "to date"), *found.figures_of(beside, "month")][0]


def check_balance(
    sheet: Sheet, table: ItemTable, line: ItemRow, headings: Mapping[str, Heading], row: Row
) -> None:
    """A balance is exports less imports, as far as rounding and the zero marks let it.

    Where the imports are not applicable (re-exports), the balance is the exports.
    """
    balance = table.columns[0]
    if not table.checks or not row[balance.name]:
        return
    slack = Decimal(0)
    if balance.decimals:
        three = [headings[column.name] for column in table.columns[:3]]
        slack = BELOW_ZERO_MARK * sum(_is_zero_mark(sheet, line, heading) for heading in three)
    column = line.cells[headings[balance.name]][0]
    complain = partial(sheet.complaint, row=line.row, column=column)
    check_row(table, row | {name: row[name] or "0" for name in headings}, complain, slack)


def check_changes(
    sheet: Sheet, table: ItemTable, found: ItemColumns, lines: Sequence[ItemRow]
) -> None:
    """The change of the month and that of the year to date fit the figures they are between.

    Two figures and their difference, each rounded on its own, differ by 1.5 at most, and
    whole millions by 1.
    """
    if "Change" not in table.beside:
        return
    changes = {h.said.kind or "month": h for h in found.headings if h.what == "change"}
    for kind in dict.fromkeys(h.said.kind for h in found.headings if h.what == "figure"):
        if kind not in changes:
            raise sheet.unlike(f"no change of the {kind}", "one", found.last_row)
        now, before = found.figures_of(changes[kind], kind)
        for line in lines:
            values = [Decimal(line.value(heading)) for heading in (now, before, changes[kind])]
            if abs(values[0] - values[1] - values[2]) > 1:
                raise sheet.complaint(
                    f"a change of {values[2]:,} for {line.item}",
                    f"{values[0] - values[1]:,} within 1, from {values[1]:,} to {values[0]:,}",
                    line.row,
                    line.cells[changes[kind]][0],
                )


def check_shares(
    sheet: Sheet, table: ItemTable, found: ItemColumns, lines: Sequence[ItemRow]
) -> None:
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


def check_ranks(sheet: Sheet, found: ItemColumns, lines: Sequence[ItemRow]) -> None:
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
                raise sheet.unlike(
                    f"{'a' if is_ranked else 'no'} rank of {shown(line.item)}",
                    "one of every item of the total, none of areas",
                    line.row,
                    line.cells[rank][0],
                )
        sign = -1 if rank.column.name == "balance" else 1
        before: ItemRow | None = None
        for number, line in enumerate(ranked, start=1):
            complain = partial(sheet.unlike, row=line.row, column=line.cells[rank][0])
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


def check_totals(
    sheet: Sheet, table: ItemTable, periods: dict[Heading, Period], lines: Sequence[ItemRow]
) -> None:
    """Where a sheet has several tables, their totals are the same."""
    if len(table.headings) < 2:
        return
    totals: dict[tuple[Period, str], tuple[ItemRow, str]] = {}
    for line in lines:
        if line.place != table.places[0]:
            continue
        for heading in line.cells:
            key = (periods[heading], heading.column.name)
            first, value = totals.setdefault(key, (line, line.value(heading)))
            if value != line.value(heading):
                raise sheet.complaint(
                    f"a total of {line.value(heading)} in {spelled_period(*periods[heading])}",
                    f"{value} as in the table above (row {first.row})",
                    line.row,
                    line.cells[heading][0],
                )
