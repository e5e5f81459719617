"""Writes a complete release of any month: all 31 exhibits, as rows of the seeds and as workbooks.

Its figures are invented (`invented_trade`), rounded as they are printed, and every identity
holds. A month's figures depend on the month, and on how often the releases since have revised
it by the reviewed calendar, so that releases fit together: what one prints as published last
month is what the one before prints. Nothing that is held speaks of months to come.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geography_factory
import item_factory
import workbook_factory
from invented_trade import MILLION, Amounts, Item, Table, Trade
from item_factory import COLUMNS, Shown, periods
from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.model import FLOWS, CommodityTable, Layout
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Row
from tradegap.periods import month_at, month_number, month_text
from tradegap.read.sources import CENSUS_AND_BEA, Reading, Source
from tradegap.store import seed_files
from workbook_factory import Cell, Page

CHAINED_2017_FROM = "2023-04-01"
"""The first release that is known to print chained 2017 dollars."""

Span = tuple[str, str, str]
"""Kind, first and last month of a period."""


@dataclass
class Release:
    """A release: its month, and its rows by the number of the exhibit, as they are loaded.

    The rows say where they stand in the workbooks, which are made with them; those of a tidy
    file stand nowhere.
    """

    month: str
    rows: dict[str, list[Row]]
    pages: dict[str, Page] = field(default_factory=dict)
    is_tidy: bool = False

    @property
    def name(self) -> str:
        """The release as people name it."""
        return self.month[:7]

    @property
    def year_and_month(self) -> workbook_factory.Month:
        """Its year and month as numbers."""
        return int(self.month[:4]), int(self.month[5:7])

    def save(self, folder: Path) -> list[Path]:
        """Write all workbooks, named as the agencies name them."""
        return [self.page(number).save(folder / f"exh{number}.xlsx") for number in self.rows]

    def page(self, number: str) -> Page:
        """One exhibit as a sheet."""
        if number not in self.pages:
            self.pages[number] = _page(number, self.year_and_month, self.rows[number])
        return self.pages[number]

    def reading(self, number: str) -> Reading:
        """What reading an exhibit's workbook, or its lines of the tidy file, gives."""
        seed = EXHIBIT_SEEDS[layout_of(number).seed]
        source = Source(Path(f"{self.name}.csv"), CENSUS_AND_BEA, "csv", self.name)
        if not self.is_tidy:
            self.page(number)
            file = Path(self.name) / f"exh{number}.xlsx"
            source = Source(file, CENSUS_AND_BEA, "workbook", f"{self.name} {number}", number)
        rows = tuple({column: row[column] for column in seed.columns} for row in self.rows[number])
        return Reading(seed, self.month, rows, source)


def trade_of(root: Path) -> Trade:
    """The invented trade, with the lists that the seeds of a project hold."""
    path = root / "seeds" / "reference" / "revision_calendar.csv"
    with path.open(encoding="utf-8", newline="") as file:
        calendar = {
            int(row["month_of_year"]): int(row["months_revised"])
            for row in csv.DictReader(file)
            if not row["only_release"]
        }
    return Trade(seed_files.load(root), calendar)


def layout_of(number: str) -> Layout:
    """The layout of an exhibit."""
    return next(layout for layout in EXHIBITS if layout.number == number)


def release_of(trade: Trade, month: str, numbers: Sequence[str] = ()) -> Release:
    """The release of a month (`2027-01-01`), or some of its exhibits."""
    wanted = numbers or [layout.number for layout in EXHIBITS]
    return Release(month, {number: _rows(trade, number, month) for number in wanted})


def as_tidy(release: Release) -> Release:
    """A release as its tidy file gives it: months alone, which stand in no sheet."""
    months = {
        number: [row | {"source_row": ""} for row in rows if row["row_kind"] == "month"]
        for number, rows in release.rows.items()
    }
    return Release(release.month, months, is_tidy=True)


# --- rows ---------------------------------------------------------------------------------


def _rows(trade: Trade, number: str, release: str) -> list[Row]:
    """The rows of an exhibit, in the order of the sheet."""
    layout = layout_of(number)
    spans = spans_of(number, release)
    rows: list[Row] = []
    tables = {span: _summed(trade, number, span, release) for span in spans}
    items = list(tables[spans[0]])
    for line, item in enumerate(items, start=1):
        for span in spans:
            figures = _printed(layout, item, tables[span][item], span)
            rows.append(
                _named(layout, item)
                | {
                    "release_month": release,
                    "row_kind": span[0],
                    "period_start": span[1],
                    "period_end": span[2],
                    "line": str(line),
                    **dict(zip(layout.names, figures, strict=True)),
                }
            )
    if layout.chained:
        chain = "chained_2017" if release >= CHAINED_2017_FROM else "chained_2012"
        rows = [row | {"price_basis": chain} for row in rows]
    return rows


def _named(layout: Layout, item: Item) -> Row:
    """The columns of a seed that name an item."""
    block, parent, name = item
    if isinstance(layout, CommodityTable):
        return {"category": parent, "item": name}
    if layout.has_items:
        return {"block": block, "parent_item": parent, "item": name}
    return {layout.block_column: block} if layout.blocks else {}


def _summed(trade: Trade, number: str, span: Span, release: str) -> Table:
    """The exact figures of a period, as a release knows its months."""
    kind, start, end = span
    known_by = release if kind != "as_published_last_month" else month_at(month_number(release) - 1)
    months = [
        trade.known(month, month_number(known_by))
        for month in range(month_number(start), month_number(end) + 1)
    ]
    tables = [trade.table("1" if number == "2" else number, month) for month in months]
    return {item: _added([table[item] for table in tables]) for item in tables[0]}


def _added(amounts: Sequence[Amounts]) -> Amounts:
    return tuple(
        None if column[0] is None else sum(column)  # type: ignore[arg-type]
        for column in zip(*amounts, strict=True)
    )


def _printed(layout: Layout, item: Item, amounts: Amounts, span: Span) -> list[str]:
    """The figures of a row as they are printed; empty where they do not apply."""
    number = layout.number
    if number == "17":
        return _printed_oil(amounts, span)
    may_lack = item[2] in getattr(layout, "gaps", ())
    scale = 3 * MILLION if number == "2" else 1000 if number == "17a" else MILLION
    return [
        ""
        if amount is None or (may_lack and not amount)
        else _unrounded(number, amount)
        if number.endswith("s")
        else str(rounded(amount, scale))
        for amount in amounts
    ]


def rounded(amount: int, scale: int) -> int:
    """An amount in a larger unit, half of it away from zero."""
    size = (2 * abs(amount) + scale) // (2 * scale)
    return size if amount > 0 else -size


def _unrounded(number: str, amount: int) -> str:
    """A figure of the supplement, which marks what is less than half of a tenth as zero."""
    if number != "3s" and abs(amount) < MILLION // 20:
        return "0"
    sign, size = "-" if amount < 0 else "", abs(amount)
    return f"{sign}{size // MILLION}.{size % MILLION:06d}".rstrip("0").rstrip(".")


def _printed_oil(amounts: Amounts, span: Span) -> list[str]:
    """Thousands of barrels and of dollars; a day's barrels, and the dollars of a barrel."""
    petroleum, value, crude, _, crude_value, _ = (amount or 0 for amount in amounts)
    following = month_at(month_number(span[2]) + 1)
    days = (date.fromisoformat(following) - date.fromisoformat(span[1])).days
    cents = rounded(100 * crude_value, crude)
    price = f"{cents // 100}.{cents % 100:02d}".rstrip("0").rstrip(".")
    return [
        *(str(rounded(amount, 1000)) for amount in (petroleum, value, crude)),
        *(str(rounded(crude, 1000 * days)), str(rounded(crude_value, 1000)), price),
    ]


# --- periods ------------------------------------------------------------------------------


def spans_of(number: str, release: str) -> list[Span]:
    """The periods that an exhibit shows, in the order of its sheet."""
    layout = layout_of(number)
    year, month = int(release[:4]), int(release[5:7])
    if number in ("19", "20", "20a", "20b"):
        return _spans_of_countries(number, year, month)
    if isinstance(layout, CommodityTable):
        shown = [
            Shown(year, month),
            *periods("14", (year, month))[1:],
            Shown(year - 1, month, True),
        ]
        return [_shown_span(period) for period in shown]
    if layout.has_items:
        return [_shown_span(period) for period in periods(number, (year, month))]
    spans: list[Span] = []
    for shown_year in range(year - layout.years_before, year + 1):
        last = 12 if shown_year < year else month
        if not layout.averaged_months:
            if last == 12:
                spans.append(_to_date(shown_year, 12))
            if month != 12:
                spans.append(_to_date(shown_year, month))
        for shown_month in range(1, last + 1):
            end = month_text(shown_year, shown_month)
            if layout.averaged_months:
                spans.append(("three_month_average", month_at(month_number(end) - 2), end))
            else:
                spans.append(("month", end, end))
    if layout.as_published:
        before = month_at(month_number(release) - 1)
        spans.append(("as_published_last_month", before, before))
    return spans


def _to_date(year: int, month: int) -> Span:
    kind = "year" if month == 12 else "year_to_date"
    return (kind, month_text(year, 1), month_text(year, month))


def _shown_span(shown: Shown) -> Span:
    if shown.to_date:
        return _to_date(shown.year, shown.month)
    return ("month", *[month_text(shown.year, shown.month)] * 2)  # type: ignore[return-value]


def _spans_of_countries(number: str, year: int, month: int) -> list[Span]:
    last_year, last_quarter = geography_factory.last_quarter((year, month))
    last = last_year * 4 + last_quarter - 1
    quarters: list[Span] = [
        ("quarter", month_text(q // 4, q % 4 * 3 + 1), month_text(q // 4, q % 4 * 3 + 3))
        for q in range(last + 1 - (5 if number == "19" else 6), last + 1)
    ]
    if number == "19":
        now, before, to_date = (_shown_span(shown) for shown in periods("14", (year, month)))
        return [now, before, *quarters, to_date, _to_date(year - 1, month)]
    years = last_year - (last_quarter < 4)
    return [*quarters, *(_to_date(y, 12) for y in range(years - 2, years + 1))]


# --- sheets -------------------------------------------------------------------------------


def _page(number: str, release: workbook_factory.Month, rows: list[Row]) -> Page:
    """An exhibit as a sheet; its rows are told where they stand in it."""
    if number in ("7", "8"):
        return _commodities(number, release, rows)
    if number in COLUMNS:
        return _items(number, release, rows)
    if number in ("19", "20", "20a", "20b"):
        return _countries(number, release, rows)
    chain = int(rows[0]["price_basis"].removeprefix("chained_")) if number in ("10", "11") else 0
    maker: Callable[[], Page] = {
        "16": lambda: geography_factory.technology(release),
        "17": lambda: geography_factory.petroleum(release),
        "3s": lambda: geography_factory.supplement_3(release),
    }.get(number, lambda: workbook_factory.exhibit(number, release, chain))
    return _filled(maker(), layout_of(number), rows)


def _number(text: str, gap: str = "(X)") -> Cell:
    if not text:
        return gap
    return float(text) if "." in text else int(text)


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def _filled(page: Page, layout: Layout, rows: list[Row]) -> Page:
    """A page with the figures of the rows, which stand in its order, in place of its own."""
    width = len(layout.names)
    places = [i for i, line in enumerate(page.rows) if sum(map(_is_figure, line[1:])) == width]
    for index, row in zip(places, rows, strict=True):
        line = page.rows[index]
        columns = [column for column, cell in enumerate(line) if column and _is_figure(cell)]
        for column, name in zip(columns, layout.names, strict=True):
            line[column] = _number(row[name])
        row["source_row"] = str(index + 1)
    return page


def _by_item(rows: list[Row]) -> dict[Item, dict[Span, Row]]:
    found: dict[Item, dict[Span, Row]] = {}
    for row in rows:
        found.setdefault(_item(row), {})[_span(row)] = row
    return found


def _place(spans: dict[Span, Row], index: int) -> None:
    """Tell the rows of an item where they stand."""
    for row in spans.values():
        row["source_row"] = str(index + 1)


def _commodities(number: str, release: workbook_factory.Month, rows: list[Row]) -> Page:
    page = workbook_factory.commodities(number, release)
    first = page.find("Total, Balance")
    last = page.find("Other goods")
    lines: list[list[Cell]] = []
    for item, spans in _by_item(rows).items():
        _place(spans, first + len(lines))
        now, before, to_date, year_before = (int(row["value"]) for row in spans.values())
        lines.append(
            [item[2], now, before, now - before, to_date, year_before, to_date - year_before]
        )
    page.rows[first : last + 1] = lines
    return page


def _countries(number: str, release: workbook_factory.Month, rows: list[Row]) -> Page:
    page = geography_factory.by_country(number, release)
    first = page.find("Balance")
    last = page.find("Imports") + len(geography_factory.COUNTRIES)
    sample = page.rows[first + 2]
    places = [place for place, cell in enumerate(sample) if place and cell is not None]
    lines: list[list[Cell]] = []
    for flow in FLOWS:
        lines.append([flow.capitalize()])
        for item, found in _by_item(rows).items():
            if flow == FLOWS[0]:
                _place(found, first + len(lines))
            line: list[Cell] = [item[2]] + [None] * max(places)
            for place, row in zip(places, found.values(), strict=True):
                line[place] = _number(row[flow], "n.a.")
            lines.append(line)
    page.rows[first : last + 1] = lines
    return page


def _items(number: str, release: workbook_factory.Month, rows: list[Row]) -> Page:
    page = item_factory.page(number, release)
    shown = [_shown_span(period) for period in periods(number, release)]
    ranked = _Ranks(rows, shown) if number in ("4s", "4as") else None
    for block, made in item_factory.TABLES[number]:
        first = _first_row(page, block, made[0][0])
        length = len(made) + sum(row == ["(Domestic)"] for row in page.rows)
        lines: list[list[Cell]] = []
        for item, spans in _by_item(rows).items():
            if item[0] in (block, ""):
                _place(spans, first + len(lines))
                lines += _line(number, item, spans, shown, rows, ranked)
        page.rows[first : first + length] = lines
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
    number: str,
    item: Item,
    spans: dict[Span, Row],
    shown: list[Span],
    rows: list[Row],
    ranked: _Ranks | None,
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
    elif ranked:
        line = [name]
        for column in columns:
            line += [*(cell(column, span) for span in shown), ranked.of(item, column)]
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


class _Ranks:
    """The ranks of supplement 4s: of countries, by the year to date."""

    def __init__(self, rows: list[Row], shown: list[Span]) -> None:
        ranked = [
            row
            for row in rows
            if row["parent_item"] == "TOTAL"
            and row["item"] not in ("Unidentified", "Timing adjustment")
            and _span(row) == shown[1]
        ]
        self._ranks: dict[tuple[str, str], int] = {}
        for column in COLUMNS["4s"]:
            sign = 1 if column == "balance" else -1
            order = sorted(ranked, key=lambda row, c=column, s=sign: s * float(row[c]))  # type: ignore[misc]
            self._ranks |= {(row["item"], column): k for k, row in enumerate(order, start=1)}

    def of(self, item: Item, column: str) -> Cell:
        """The rank of an item; areas have none."""
        return self._ranks.get((item[2], column), "(X)") if item[1] == "TOTAL" else "(X)"


# --- a second release, with other lists ---------------------------------------------------

NAME = "2026-08"
COMMODITY, NEW_COMMODITY = "Corn", "Hydrogen"
DROPPED, KEPT = "Sorghum, barley, oats", "Soybeans"
COUNTRY, RENAMED = "Turkey", "Türkiye"
NEIGHBOUR, NEW_COUNTRY = "Egypt", "Ruritania"
LAST = ("Other", "All other countries")
ORDERED_ANEW = ("7", "8", "14", "14a", "18", "19", "20", "20a", "20b", "2s", "4s", "4as")


def second_release(root: Path) -> Release:
    """A release whose lists are changed as agencies change them.

    Rows stand in another order, there is a new commodity, one is dropped, a country has another
    name, one is new.
    """
    made = release_of(trade_of(root), f"{NAME}-01")
    return Release(
        made.month,
        {
            number: _changed(layout, rows) if (layout := layout_of(number)).has_items else rows
            for number, rows in made.rows.items()
        },
    )


def _changed(layout: Layout, rows: list[Row]) -> list[Row]:
    """The rows with other names and in another order."""
    number = layout.number
    if number == "7":
        rows = _split(layout, rows, COMMODITY, NEW_COMMODITY, {"value": 20})
        rows = _merged(layout, rows, DROPPED, KEPT)
    if number in ("14", "14a", "4s", "4as"):
        rows = _split(layout, rows, NEIGHBOUR, NEW_COUNTRY, {"exports": 5, "balance": 5})
    for row in rows:
        if row.get("item") == COUNTRY:
            row["item"] = RENAMED
    rows = _ordered_anew(layout, rows) if number in ORDERED_ANEW else rows
    for line, item in enumerate(dict.fromkeys(_item(row) for row in rows), start=1):
        for row in rows:
            if _item(row) == item:
                row["line"] = str(line)
    return rows


def _split(
    layout: Layout, rows: list[Row], name: str, new: str, parts: dict[str, int]
) -> list[Row]:
    """The rows with a part of an item, so much of each month, as an item of its own below it."""
    found = []
    for row in rows:
        found.append(row)
        if row["item"] == name:
            months = month_number(row["period_end"]) - month_number(row["period_start"]) + 1
            part = {column: str(months * parts.get(column, 0)) for column in layout.names}
            found.append(row | part | {"item": new})
            for column, amount in parts.items():
                row[column] = _plain(float(row[column]) - months * amount)
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
    places = {place.name for place in getattr(layout, "places", ())}
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
