"""Reads trade by country and area: exhibits 19 to 20b, and BEA's history of the last three.

The exhibits have a block of rows each for balance, exports and imports, and the periods in
their headings: months, quarters, years, the year to date. Countries come and go, so any name
is taken, but the three blocks have to list the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.model import FLOWS, Column, Layout, period_of
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import (
    month_at,
    month_number,
    month_text,
    months_between,
    release_name,
    spelled,
)
from tradegap.read.commodities import Blocks, periods_of, row_of
from tradegap.read.countries import country_row, item_name
from tradegap.read.csv_files import CsvFile, Line
from tradegap.read.row_checks import check_row
from tradegap.read.sources import Reading
from tradegap.texts import listed_some

COLUMNS = ("exhibit", "flow", "line", "item", "month", "value", "unit", "seasonal_adjustment")

NUMBERS = ("1", *(str(number) for number in range(3, 14)), "17", "19")
"""The exhibits that tidy files may hold. The others print averages, quarters, years or sums to
date beside or instead of months, which this form cannot say."""

Figures = dict[tuple[str, str, str], Line]
"""The line of each figure, by flow, column of the seed and month."""


def read_tidy(file: CsvFile) -> list[Reading]:
    """The exhibits of a tidy file, one reading each.

    Raises:
        TradegapError: A column, item or month is missing, comes twice or is not known, or a
            cell does not hold what it should.
    """
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
    if layout.commodities:
        return read_tidy_commodities(file, layout, lines, release)
    if layout.items:
        return read_tidy_by_country(file, layout, lines, release)
    price_basis = _price_basis(layout, lines)
    figures: Figures = {}
    for line in lines:
        column = _column_of(layout, line)
        key = (line["flow"], column.name, line["month"])
        if key in figures:
            raise line.complaint(
                f"{line['flow']}, {line['item']} of {spelled(line['month'])} a second time",
                f"it once (row {figures[key].number})",
            )
        line.one_of("unit", (column.unit or line["unit"],))
        line.decimal("value", column.decimals)
        figures[key] = line
    months = months_between(month_text(int(release[:4]) - layout.years_before, 1), release)
    blocks = ("exports", "imports") if layout.blocks else ("",)
    wanted = [
        (block or column.flow or layout.flow, column.name, month)
        for month in months
        for block in blocks
        for column in layout.columns
    ]
    _check_complete(file, layout, figures, wanted, release)
    rows = []
    for month in months:
        for block in blocks:
            row: Row = {
                "release_month": release,
                **period_of(layout, month),
                "source_row": "",
            }
            if layout.blocks:
                row["flow"] = block
            if layout.chained:
                row["price_basis"] = price_basis
            for column in layout.columns:
                flow = block or column.flow or layout.flow
                line = figures[flow, column.name, month]
                row[column.name] = line.decimal("value", column.decimals)
            check_row(layout, row, file.complaint)
            rows.append(row)
    return Reading(EXHIBIT_SEEDS[layout.seed], release, tuple(rows), file.source)


def _price_basis(layout: Layout, lines: Sequence[Line]) -> str:
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


def _column_of(layout: Layout, line: Line) -> Column:
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


def _check_complete(
    file: CsvFile,
    layout: Layout,
    figures: Figures,
    wanted: Sequence[tuple[str, str, str]],
    release: str,
) -> None:
    """Every figure the exhibit shows is there, and none of other months."""
    missing = [key for key in wanted if key not in figures]
    if missing:
        names = [f"{flow} {name} of {spelled(month)}" for flow, name, month in missing]
        raise file.complaint(
            f"no {listed_some(names, 3)} in exhibit {layout.number}",
            f"every item of every month from {spelled(wanted[0][2])} to {spelled(release)}",
        )
    surplus = next((line for key, line in figures.items() if key not in set(wanted)), None)
    if surplus is not None:
        raise surplus.complaint(
            f"{spelled(surplus['month'])} in exhibit {layout.number}",
            f"months from {spelled(wanted[0][2])} to {spelled(release)} "
            f"(release {release_name(release)})",
        )


# --- tidy files ---------------------------------------------------------------------------


def read_tidy_commodities(
    file: CsvFile, layout: Layout, lines: Sequence[Line], release: str
) -> Reading:
    """Read an exhibit of commodities from a tidy file: `line` is the printed order.

    Raises:
        TradegapError: An item or month is missing, comes twice or stands where it should not.
    """
    months = [period for period in periods_of(release) if period[0] == "month"]
    items: dict[int, dict[str, Line]] = {}
    for line in lines:
        line.one_of("flow", (layout.flow,))
        line.one_of("seasonal_adjustment", ("SA",))
        line.one_of("unit", ("USD millions",))
        line.whole("value")
        if not line["line"].isdecimal():
            raise line.complaint(f"'{line['line']}' as line", "a whole number")
        of_item = items.setdefault(int(line["line"]), {})
        if line["month"] in of_item:
            raise line.complaint(
                f"line {line['line']} of {spelled(line['month'])} a second time",
                f"it once (row {of_item[line['month']].number})",
            )
        of_item[line["month"]] = line
    blocks = Blocks()
    rows: list[Row] = []
    for count, (position, of_item) in enumerate(sorted(items.items()), start=1):
        first = next(iter(of_item.values()))
        if position != count:
            raise first.complaint(f"line {position} in exhibit {layout.number}", f"line {count}")
        names = {" ".join(line["item"].split()) for line in of_item.values()}
        if set(of_item) != {month for _, month, _ in months} or len(names) != 1:
            raise first.complaint(
                f"line {position} of {listed_some([spelled(month) for month in sorted(of_item)])}, "
                f"named {listed_some(sorted(names))}",
                f"one item of {' and '.join(spelled(month) for _, month, _ in months)}",
            )
        (name,) = names
        blocks.take(name, first.complaint)
        rows += [
            row_of(
                layout, release, blocks.category, name, count, period, of_item[period[1]]["value"]
            )
            for period in months
        ]
    blocks.check_end(file.complaint)
    return Reading(EXHIBIT_SEEDS[layout.seed], release, tuple(rows), file.source)


# --- tidy files ---------------------------------------------------------------------------


def read_tidy_by_country(
    file: CsvFile, layout: Layout, lines: Sequence[Line], release: str
) -> Reading:
    """Read exhibit 19 from a tidy file: two months, `line` is the printed order.

    Raises:
        TradegapError: A country, flow or month is missing, comes twice or contradicts.
    """
    months = (month_at(month_number(release) - 1), release)
    figures: dict[tuple[int, str, str], Line] = {}
    names: dict[int, Line] = {}
    for line in lines:
        line.one_of("seasonal_adjustment", ("SA",))
        line.one_of("unit", ("USD millions",))
        line.one_of("month", months)
        line.whole("value")
        if not line["line"].isdecimal():
            raise line.complaint(f"'{line['line']}' as line", "a whole number")
        position = int(line["line"])
        key = (position, line.one_of("flow", FLOWS), line["month"])
        if key in figures:
            raise line.complaint(
                f"line {position} of {line['flow']} in {spelled(line['month'])} a second time",
                f"it once (row {figures[key].number})",
            )
        figures[key] = line
        first = names.setdefault(position, line)
        if item_name(first["item"]) != item_name(line["item"]):
            raise line.complaint(
                f"'{line['item'][:60]}' as line {position}",
                f"'{first['item'][:60]}' as in row {first.number}",
            )
    rows = []
    for count, position in enumerate(sorted(names), start=1):
        first = names[position]
        if position != count:
            raise first.complaint(f"line {position} in exhibit {layout.number}", f"line {count}")
        for month in months:
            row = country_row(
                layout, release, item_name(first["item"]), ("month", month, month), count
            )
            for flow in FLOWS:
                if (position, flow, month) not in figures:
                    raise file.complaint(
                        f"no {flow} of {first['item'][:60]} of {spelled(month)} in exhibit "
                        f"{layout.number}",
                        "every flow of every country of two months",
                    )
                row[flow] = figures[position, flow, month]["value"]
            check_row(layout, row, figures[position, "balance", month].complaint)
            rows.append(row)
    by_name = {item_name(line["item"]) for line in names.values()}
    if len(by_name) != len(names):
        raise file.complaint(f"a country twice in exhibit {layout.number}", "each once")
    return Reading(EXHIBIT_SEEDS[layout.seed], release, tuple(rows), file.source)
