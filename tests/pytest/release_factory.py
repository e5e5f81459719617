"""Writes a second full release: all 31 workbooks in their real layout, five years after 2021-08.

Its figures are those that the committed seeds hold of 2021-08, each five years later, so that
all identities hold as they do there; what does not add up there does here, and barrels a day
are made anew for other Februaries. Nothing that is held speaks of it. Lists are changed as
agencies change them: rows in another order, a new commodity, one that is dropped, a country
with another name, a new one.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geography_factory
import item_factory
import workbook_factory
from item_factory import COLUMNS, Shown, periods
from tradegap.layouts import EXHIBITS, FLOWS, Layout
from workbook_factory import Cell, Page

RELEASE = (2026, 8)
NAME = "2026-08"
SOURCE = "2021-08-01"
YEARS_LATER = 5
CHAIN = 2017

COMMODITY, NEW_COMMODITY = "Corn", "Hydrogen"
DROPPED, KEPT = "Sorghum, barley, oats", "Soybeans"
COUNTRY, RENAMED = "Turkey", "Türkiye"
NEIGHBOUR, NEW_COUNTRY = "Egypt", "Ruritania"
LAST = ("Other", "All other countries")
ORDERED_ANEW = ("7", "8", "14", "14a", "18", "19", "20", "20a", "20b", "2s", "4s", "4as")

# What the products of 2021-08 lack to their totals (control/known_identity_breaks).
_SECTION = ("Miscellaneous Commodities", "Coin, other than gold")
_PRODUCTS = ("Special Classification Provisions", "Scrap & Waste")
_NOW, _BEFORE = ("year_to_date", "2026-08-01"), ("month", "2026-07-01")
LACKING = {
    "1s": tuple((_PRODUCTS, column, _NOW, 329.098427) for column in ("balance", "exports")),
    "15": (
        (_SECTION, "exports", _NOW, 285),
        (_SECTION, "imports", _BEFORE, 103),
        (_SECTION, "imports", _NOW, 118),
    ),
}

Row = dict[str, str]
Item = tuple[str, str, str]
"""Block, parent and name."""
Span = tuple[str, str, str]


@dataclass
class Release:
    """The rows of a release, by the number of the exhibit, as they should be loaded."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def save(self, folder: Path) -> list[Path]:
        """Write all workbooks, named as the agencies name them."""
        return [self.page(number).save(folder / f"exh{number}.xlsx") for number in self.rows]

    def page(self, number: str) -> Page:
        """One exhibit as a sheet."""
        rows = self.rows[number]
        if number in ("7", "8"):
            return _commodities(number, rows)
        if number in COLUMNS:
            return _items(number, rows)
        if number in ("19", "20", "20a", "20b"):
            return _countries(number, rows)
        maker: Callable[[], Page] = {
            "16": lambda: geography_factory.technology(RELEASE),
            "17": lambda: geography_factory.petroleum(RELEASE),
            "3s": lambda: geography_factory.supplement_3(RELEASE),
        }.get(number, lambda: workbook_factory.exhibit(number, RELEASE, CHAIN))
        return _filled(maker(), _layout(number), rows)


def _layout(number: str) -> Layout:
    return next(layout for layout in EXHIBITS if layout.number == number)


def release(root: Path) -> Release:
    """The release, from the committed seeds of a project."""
    made = Release()
    for layout in EXHIBITS:
        path = root / "seeds" / f"{layout.seed}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["release_month"] == SOURCE]
        rows.sort(key=lambda row: (int(row["source_row"]), row["period_end"]))
        for row in rows:
            if "price_basis" in row:
                row["price_basis"] = f"chained_{CHAIN}"
            for column in ("release_month", "period_start", "period_end"):
                row[column] = f"{int(row[column][:4]) + YEARS_LATER}{row[column][4:]}"
            if "crude_quantity_per_day" in row:
                days = _days(row["period_start"], row["period_end"])
                row["crude_quantity_per_day"] = str(round(int(row["crude_quantity"]) / days))
        made.rows[layout.number] = _changed(layout, rows)
    return made


def _days(start: str, end: str) -> int:
    year, month = int(end[:4]), int(end[5:7])
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - date.fromisoformat(start)).days


# --- other lists --------------------------------------------------------------------------


def _changed(layout: Layout, rows: list[Row]) -> list[Row]:
    """The rows with other names and in another order."""
    number = layout.number
    if number == "7":
        rows = _split(layout, rows, COMMODITY, NEW_COMMODITY, {"value": 20})
        rows = _merged(layout, rows, DROPPED, KEPT)
    for place, column, period, amount in LACKING.get(number, ()):
        for row in rows:
            if row["item"] in place and _span(row)[::2] == period:
                row[column] = _plain(float(row[column]) + amount)
    if number in ("14", "14a"):
        rows = _split(layout, rows, NEIGHBOUR, NEW_COUNTRY, {"exports": 5, "balance": 5})
    if number in ("4s", "4as"):
        part = {"exports": 5, "balance": 5}
        rows = _split(layout, rows, NEIGHBOUR, NEW_COUNTRY, part)
    for row in rows:
        if row.get("item") == COUNTRY:
            row["item"] = RENAMED
    return _ordered_anew(layout, rows) if number in ORDERED_ANEW else rows


def _split(
    layout: Layout, rows: list[Row], name: str, new: str, parts: dict[str, int]
) -> list[Row]:
    """The rows with a part of an item as an item of its own below it."""
    found = []
    for row in rows:
        found.append(row)
        if row["item"] == name:
            part = {column: str(parts.get(column, 0)) for column in layout.names}
            found.append(row | part | {"item": new})
            for column, amount in parts.items():
                row[column] = _plain(float(row[column]) - amount)
    if len(found) == len(rows):
        raise LookupError(name)
    # All periods of an item stand together.
    order = dict.fromkeys(_item(row) for row in found)
    return [row for item in order for row in found if _item(row) == item]


def _merged(layout: Layout, rows: list[Row], name: str, other: str) -> list[Row]:
    """The rows without an item, which another one takes in."""
    gone = {_span(row): row for row in rows if row["item"] == name}
    if not gone:
        raise LookupError(name)
    for row in rows:
        if row["item"] == other:
            for column in layout.names:
                row[column] = _plain(float(row[column]) + float(gone[_span(row)][column]))
    return [row for row in rows if row["item"] != name]


def _ordered_anew(layout: Layout, rows: list[Row]) -> list[Row]:
    """The rows with runs of items of one parent turned round, but for those that have items."""
    places = {place.name for place in layout.table.places} if layout.table else set()
    parents = {_item(row)[1] for row in rows} | places
    items = list(dict.fromkeys(_item(row) for row in rows))
    turned: list[Item] = []
    run: list[Item] = []
    for item in [*items, None]:
        free = item and item[2] not in parents and item[2] not in LAST and not _is_total(rows, item)
        if run and (not free or run[-1][:2] != item[:2]):  # type: ignore[index]
            turned += reversed(run)
            run = []
        if item and free:
            run.append(item)
        elif item:
            turned.append(item)
    return [row for item in turned for row in rows if _item(row) == item]


def _is_total(rows: list[Row], item: Item) -> bool:
    """Whether an item of exhibits 7 and 8 is a total or a category."""
    if "category" not in rows[0]:
        return False
    named = workbook_factory.COMMODITIES
    return item[2] in named or item[2] in named[""]


def _item(row: Row) -> Item:
    return row.get("block", ""), row.get("category", row.get("parent_item", "")), row["item"]


def _span(row: Row) -> Span:
    return row["row_kind"], row["period_start"], row["period_end"]


def _plain(number: float) -> str:
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


# --- sheets -------------------------------------------------------------------------------


def _number(text: str, gap: str = "(X)") -> Cell:
    if not text:
        return gap
    return float(text) if "." in text else int(text)


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def _filled(page: Page, layout: Layout, rows: list[Row]) -> Page:
    """A page with the figures of the rows, which stand in its order, in place of its own."""
    width = len(layout.names)
    lines = [line for line in page.rows if sum(map(_is_figure, line[1:])) == width]
    for line, row in zip(lines, rows, strict=True):
        places = [place for place, cell in enumerate(line) if place and _is_figure(cell)]
        for place, name in zip(places, layout.names, strict=True):
            line[place] = _number(row[name])
    return page


def _by_item(rows: list[Row]) -> dict[Item, dict[Span, Row]]:
    found: dict[Item, dict[Span, Row]] = {}
    for row in rows:
        found.setdefault(_item(row), {})[_span(row)] = row
    return found


def _commodities(number: str, rows: list[Row]) -> Page:
    page = workbook_factory.commodities(number, RELEASE)
    first = page.find("Total, Balance")
    last = page.find("Other goods")
    lines: list[list[Cell]] = []
    for item, spans in _by_item(rows).items():
        now, before = (int(spans[_month(month)]["value"]) for month in (8, 7))
        to_date, year_before = (int(spans[_to_date(year)]["value"]) for year in (2026, 2025))
        change = to_date - year_before
        lines.append([item[2], now, before, now - before, to_date, year_before, change])
    page.rows[first : last + 1] = lines
    return page


def _month(month: int) -> Span:
    return ("month", *[f"{RELEASE[0]}-{month:02d}-01"] * 2)  # type: ignore[return-value]


def _to_date(year: int) -> Span:
    return ("year_to_date", f"{year}-01-01", f"{year}-08-01")


def _shown_span(shown: Shown) -> Span:
    month = f"{shown.year}-{shown.month:02d}-01"
    return (
        ("year_to_date", f"{shown.year}-01-01", month)
        if shown.to_date
        else ("month",) + (month,) * 2
    )


def _countries(number: str, rows: list[Row]) -> Page:
    page = geography_factory.by_country(number, RELEASE)
    first = page.find("Balance")
    last = page.find("Imports") + len(geography_factory.COUNTRIES)
    sample = page.rows[first + 2]
    places = [place for place, cell in enumerate(sample) if place and cell is not None]
    if number == "20":  # its fourth country has no figures
        places = [place for place, cell in enumerate(page.rows[first + 2]) if place and cell]
    spans = _spans_of(number, rows)
    lines: list[list[Cell]] = []
    for flow in FLOWS:
        lines.append([flow.capitalize()])
        for item, found in _by_item(rows).items():
            line: list[Cell] = [item[2]] + [None] * max(places)
            for place, span in zip(places, spans, strict=True):
                line[place] = _number(found[span][flow], "n.a.")
            lines.append(line)
    page.rows[first : last + 1] = lines
    return page


def _spans_of(number: str, rows: list[Row]) -> list[Span]:
    """The periods in the order of the headings."""
    spans = {_span(row) for row in rows}
    months, quarters, years, to_date = (
        sorted((span for span in spans if span[0] == kind), key=lambda span: span[2])
        for kind in ("month", "quarter", "year", "year_to_date")
    )
    return [*reversed(months), *quarters, *years, *reversed(to_date)]


Values = Callable[[str], list[Cell]]


def _items(number: str, rows: list[Row]) -> Page:
    page = item_factory.page(number, RELEASE)
    shown = [_shown_span(period) for period in periods(number, RELEASE)]
    tables = item_factory.TABLES[number]
    for block, made in tables:
        names = [name for name, _ in made]
        found = {i: spans for i, spans in _by_item(rows).items() if i[0] in (block, "")}
        first = _first_row(page, block, names[0])
        length = len(made) + sum(row == ["(Domestic)"] for row in page.rows)
        lines = [_line(number, item, spans, shown, rows) for item, spans in found.items()]
        page.rows[first : first + length] = [line for group in lines for line in group]
    if number == "16a":
        second = page.find("Selected Countries") + 1
        page.merged[1] = f"A{second}:A{second + 2}"
    return page


def _first_row(page: Page, block: str, name: str) -> int:
    if block == "imports" or block == "countries":
        above = {"imports": "Imports", "countries": "Selected Countries"}[block]
        start = page.find(above)
        return next(i for i in range(start, len(page.rows)) if page.rows[i][:1] == [name])
    return page.find(name)


def _line(
    number: str, item: Item, spans: dict[Span, Row], shown: list[Span], rows: list[Row]
) -> list[list[Cell]]:
    """The row of an item, and the one that follows it where there is one."""
    _, parent, name = item
    columns = COLUMNS[number]

    def cell(column: str, span: Span) -> Cell:
        text = spans[span][column]
        return "(-)" if text == "0" and number.endswith("s") else _number(text)

    line: list[Cell]
    if number in ("14", "14a"):
        line = [name]
        for column in columns:
            figures = [cell(column, span) for span in shown]
            line += [figures[0], None, *figures[1:]]
    elif number == "15":
        line = [name]
        for place, span in enumerate(shown):
            exports, imports = (cell(column, span) for column in columns)
            line += [None, exports, None, imports] if place == 1 else [exports, imports]
    elif number == "16a":
        line = [name, *(cell(column, span) for span in shown for column in columns)]
    elif number in ("2s", "2as"):
        indented = parent == "Other" or (parent == "U.S. Total" and name not in _NOT_INDENTED)
        line = [f"  {name}" if indented else name]
        for column in columns:
            line += [cell(column, span) for span in shown]
            if number == "2as" or column in ("manufactured", "nonmanufactured"):
                line.append(_share(rows, item, column, shown[1]))
    elif number in ("4s", "4as"):
        line = [name]
        for column in columns:
            line += [*(cell(column, span) for span in shown), _rank(rows, item, column, shown[1])]
    else:
        line = [name, *(cell(column, span) for column in columns for span in shown)]
        if number == "17a":
            line.insert(1 if parent in ("", "Total") else 0, None)
    silent = [["(Domestic)"]] if number == "1s" and name in _DOMESTIC else []
    return [line, *silent]


_NOT_INDENTED = ("Other", "Timing Adjustment")
_DOMESTIC = (
    "Agricultural, Forestry & Fishery Products",
    "Mining, Total",
    "Manufacturing, Total",
    "Special Classification Provisions",
)


def _share(rows: list[Row], item: Item, column: str, span: Span) -> Cell:
    found = {_item(row): row[column] for row in rows if _span(row) == span}
    if not found[item]:
        return "(X)"
    share = float(found[item]) / float(found["", "", "U.S. Total"]) * 100
    return "(-)" if abs(share) < 0.05 else share


def _rank(rows: list[Row], item: Item, column: str, span: Span) -> Cell:
    if item[1] != "TOTAL" or item[2] in ("Unidentified", "Timing adjustment"):
        return "(X)"
    ranked = [
        row
        for row in rows
        if row["parent_item"] == "TOTAL"
        and row["item"] not in ("Unidentified", "Timing adjustment")
        and _span(row) == span
    ]
    sign = 1 if column == "balance" else -1
    ranked.sort(key=lambda row: sign * float(row[column]))
    return 1 + next(i for i, row in enumerate(ranked) if row["item"] == item[2])
