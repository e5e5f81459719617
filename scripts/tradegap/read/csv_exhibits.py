"""Reads exhibits from tidy files: a line for each item and month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.model import FLOWS, Column, ItemTable, Layout, MonthTable
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import (
    month_at,
    month_number,
    month_text,
    months_between,
    spelled,
)
from tradegap.read.csv_files import CsvFile, Line
from tradegap.read.item_checks import ItemRow
from tradegap.read.items import Groups, item_name
from tradegap.read.row_checks import check_complete, check_row
from tradegap.read.sources import Reading, row_of

COLUMNS = ("exhibit", "flow", "line", "item", "month", "value", "unit", "seasonal_adjustment")

NUMBERS = ("1", *(str(number) for number in range(3, 14)), "17", "19")
"""The exhibits that tidy files may hold. The others print averages, quarters, years or sums to
date beside or instead of months, which this form cannot say."""

Figures = dict[tuple[str, str, str], Line]
"""The line of each figure, by flow, column of the seed and month."""


def read_tidy(file: CsvFile) -> list[Reading]:
    """The exhibits of a tidy file, one reading each."""
    file.check_columns(COLUMNS)
    layouts = {layout.number: layout for layout in EXHIBITS if layout.number in NUMBERS}
    lines: dict[str, list[Line]] = {}
    for line in file.lines:
        if line["exhibit"] not in layouts:
            raise line.complaint(
                f"'{line['exhibit'][:60]}' as exhibit",
                f"one that a tidy file can hold: {', '.join(NUMBERS)} (workbooks hold all)",
            )
        lines.setdefault(line["exhibit"], []).append(line)
        line.month("month")
    release = max(line["month"] for line in file.lines)
    return [_read(file, layouts[number], found, release) for number, found in lines.items()]


def _read(file: CsvFile, layout: Layout, lines: Sequence[Line], release: str) -> Reading:
    """One exhibit: every item of every month it shows, once."""
    match layout:
        case MonthTable():
            rows = _months(file, layout, lines, release)
        case ItemTable():
            rows = _items(file, layout, lines, release)
        case _:
            raise TypeError(layout)
    return Reading(EXHIBIT_SEEDS[layout.seed], release, tuple(rows), file.source)


def _months(
    file: CsvFile, layout: MonthTable, lines: Sequence[Line], release: str
) -> Iterator[Row]:
    """The rows of an exhibit with a row for each month."""
    price_basis = _price_basis(layout, lines)
    figures: Figures = {}
    for line in lines:
        column = _column_of(layout, line)
        what = f"{line['flow']}, {line['item']} of {spelled(line['month'])}"
        line.put(figures, (line["flow"], column.name, line["month"]), what)
        line.one_of("unit", (column.unit or line["unit"],))
        line.decimal("value", column.decimals)
    months = months_between(month_text(int(release[:4]) - layout.years_before, 1), release)
    blocks = ("exports", "imports") if layout.blocks else ("",)

    def key(month: str, block: str, column: Column) -> tuple[str, str, str]:
        return (block or column.flow or layout.flow, column.name, month)

    wanted = [key(m, b, column) for m in months for b in blocks for column in layout.columns]
    because = f"as exhibit {layout.number} has the months from {spelled(months[0])} on"
    found = [(_in_words(*of), line.number) for of, line in figures.items()]
    check_complete(file.complaint, found, [_in_words(*of) for of in wanted], because)
    for month in months:
        for block in blocks:
            cells = {
                column.name: figures[key(month, block, column)].decimal("value", column.decimals)
                for column in layout.columns
            }
            said = {"flow": block, "price_basis": price_basis, **cells}
            row = row_of(EXHIBIT_SEEDS[layout.seed], release, layout.period(month), said)
            check_row(layout, row, file.complaint)
            yield row


def _in_words(flow: str, name: str, month: str) -> str:
    return f"figure of {flow} {name} of {spelled(month)}"


def _price_basis(layout: MonthTable, lines: Sequence[Line]) -> str:
    """Check unit and seasonal adjustment; give the chain year of an exhibit in real terms."""
    adjusted = "SA" if layout.adjusted else "NSA"
    for line in lines:
        line.one_of("seasonal_adjustment", (adjusted,))
        if layout.units_in_headings:
            continue
        if not layout.chained:
            line.one_of("unit", ("USD millions",))
        elif not re.fullmatch(r"chained \d{4} USD millions", line["unit"]):
            raise line.complaint(
                f"'{line['unit']}' as unit", "'chained 2017 USD millions' or alike"
            )
        else:
            line.one_of("unit", (lines[0]["unit"],))
    return f"chained_{lines[0]['unit'].split()[1]}" if layout.chained else ""


def _column_of(layout: MonthTable, line: Line) -> Column:
    """The column of the seed that an item is."""
    flows = {column.flow for column in layout.columns} - {""}
    if layout.blocks:
        flows = {"exports", "imports"}
    flow = line.one_of("flow", [f for f in FLOWS if f in (flows or {layout.flow})])
    wanted = [column for column in layout.columns if column.flow in ("", flow)]
    column = next((column for column in wanted if column.says(line["item"])), None)
    if column is None:
        raise line.complaint(
            f"the item '{line['item'][:60]}' in {flow} of exhibit {layout.number}",
            f"one of: {'; '.join(c.headings[-1] for c in wanted)}",
        )
    return column


def _items(file: CsvFile, layout: ItemTable, lines: Sequence[Line], release: str) -> Iterator[Row]:
    """The rows of an exhibit of commodities or countries: two months of each.

    They come in their printed order, which `line` says.
    """
    flows = (layout.flow,) if layout.flow else FLOWS
    months = (release, month_at(month_number(release) - 1))
    items: dict[int, dict[tuple[str, str], Line]] = {}
    for line in lines:
        line.one_of("seasonal_adjustment", ("SA",))
        line.one_of("unit", ("USD millions",))
        line.whole("value")
        if not line["line"].isdecimal():
            raise line.complaint(f"'{line['line']}' as line", "a whole number")
        key = (line.one_of("flow", flows), line.one_of("month", months))
        what = f"line {line['line']} of {line['flow']} in {spelled(line['month'])}"
        line.put(items.setdefault(int(line["line"]), {}), key, what)
    groups = Groups(layout)
    for count, (position, of_item) in enumerate(sorted(items.items()), start=1):
        first = next(iter(of_item.values()))
        if position != count:
            raise first.complaint(f"line {position} in exhibit {layout.number}", f"line {count}")
        item = ItemRow("", "", item_name(first["item"]), count, first.number, False)
        for line in of_item.values():
            if item_name(line["item"]) != item.item:
                raise line.complaint(
                    f"'{line['item'][:60]}' as line {count}",
                    f"'{first['item'][:60]}' as in row {first.number}",
                )
        groups.take(item, first.complaint)
        for month in months:
            lacking = [flow for flow in flows if (flow, month) not in of_item]
            if lacking:
                raise first.complaint(
                    f"no {lacking[0]} of {item.item[:60]} of {spelled(month)}",
                    f"each of {', '.join(flows)} of two months in exhibit {layout.number}",
                )
            figures = (of_item[flow, month]["value"] for flow in flows)
            cells = item.names | dict(zip(layout.names, figures, strict=True))
            seed = EXHIBIT_SEEDS[layout.seed]
            row = row_of(seed, release, ("month", month, month), cells, count)
            check_row(layout, row, of_item[flows[0], month].complaint)
            yield row
    groups.check_end(file.complaint)
