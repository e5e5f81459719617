"""The invented trade of any month, exact to the dollar: what is printed of it is rounded, and fits.

A month's figures depend on the month, and on how often it has been revised. They are divided
from the top: a total among its categories, countries, products and states, so that every sum
holds. How large an item is, and which items a list has, is taken from the newest release that
is held of its exhibit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple
from zlib import crc32

from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.model import Layout
from tradegap.layouts.seeds import ITEM_SCHEMES, ITEMS, Holdings, Row

Item = tuple[str, str, str]
"""Block, parent and printed name; a row of an exhibit without items has a block only."""
Amounts = tuple[int | None, ...]
"""A figure for each column, in dollars or barrels; none where it is never printed."""
Table = dict[Item, Amounts]
Codes = dict[str, int]
"""Amounts by the code of an item."""

MILLION = 1_000_000
FIRST_YEAR = 2021 * 12
# Thousandths of a category by which a month is above or below the season's mean.
SEASON = (-60, -40, 10, 0, 10, 20, -10, 10, 0, 40, 10, 10)
# Ten-thousandths by which a revision moves a figure; the first print is not moved.
REVISIONS = (0, 4, -3, 7, 5, 9, -2, 6)
FLOWS = ("exports", "imports")
SERVICES, END_USE = 11, 6


class Month(NamedTuple):
    """A month as some release knows it.

    Args:
        number: Its running number, see `readings.month_number`.
        revision: How often it has been revised.
        is_settled: Whether what is late has been given to its country, product and state;
            before, it stands in rows of timing adjustments.
    """

    number: int
    revision: int = 0
    is_settled: bool = True


def _chance(*words: object) -> int:
    """A number that looks like chance and is always the same for the same words."""
    return crc32(" ".join(map(str, words)).encode())


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """A total in parts that are as large as their weights, and add to it."""
    whole = sum(weights)
    ends = [total * part // whole for part in accumulate(weights)]
    return [end - start for start, end in pairwise([0, *ends])]


@dataclass(frozen=True)
class Sizes:
    """The items of an exhibit in printed order, and how large each figure is in some month."""

    layout: Layout
    items: Mapping[Item, Amounts]
    codes: Mapping[Item, str]
    parts_of: Mapping[str, Mapping[str, str]]
    """By block and code: the code of what the item is an addend of, nothing if of nothing."""

    def size(self, item: Item, column: int) -> int:
        """How large a figure is, whatever its sign."""
        return abs(self.items[item][column] or 0)

    def column(self, column: int, block: str = "") -> Codes:
        """How large the figures of a column are, by the codes of their items."""
        return {
            self.codes[item]: self.size(item, column)
            for item, amounts in self.items.items()
            if item[0] == block and amounts[column] is not None
        }

    def row(self, block: str = "") -> list[int]:
        """How large the figures of the only row are, or of that of a block."""
        found = next(item for item in self.items if item[0] == block)
        return [self.size(found, column) for column in range(len(self.layout.names))]


def sizes_of(layout: Layout, held: Holdings) -> Sizes:
    """The items and sizes of the newest release that is held of an exhibit."""
    rows = list(held[layout.seed].values())
    release = max(row["release_month"] for row in rows)
    rows = [row for row in rows if row["release_month"] == release]
    rows.sort(key=lambda row: int(row.get("line") or 0))
    kind = "month" if any(row["row_kind"] == "month" for row in rows) else "quarter"
    last = max((row["period_end"] for row in rows if row["row_kind"] == kind), default="")
    items: dict[Item, list[int | None]] = {}
    for row in rows:
        amounts = items.setdefault(_item(layout, row), [None] * len(layout.names))
        is_last = (row["row_kind"], row["period_end"]) == (kind, last)
        for column, name in enumerate(layout.names):
            if row[name] and (is_last or amounts[column] is None):
                amounts[column] = round(float(row[name]) * MILLION)
    codes, parts_of = _codes(layout, held, items)
    return Sizes(layout, {item: tuple(found) for item, found in items.items()}, codes, parts_of)


def _item(layout: Layout, row: Row) -> Item:
    if not layout.has_items:
        return (row[layout.block_column] if layout.blocks else "", "", "")
    return (row.get("block", ""), row.get("category", row.get("parent_item", "")), row["item"])


def _codes(
    layout: Layout, held: Holdings, items: Iterable[Item]
) -> tuple[dict[Item, str], dict[str, dict[str, str]]]:
    """The codes of items, and what each is an addend of."""
    schemes = {
        (row["exhibit"], row["block"]): row["scheme"] for row in held[ITEM_SCHEMES.name].values()
    }
    named: dict[tuple[str, str, str], Row] = {}
    for _, row in sorted(held[ITEMS.name].items()):  # the newest meaning of a name comes last
        named[row["scheme"], row["parent_item"], row["printed_name"]] = row
    codes, parts_of = {}, {}
    for item in items:
        block, parent, name = item
        row = named.get((schemes.get((layout.exhibit, block or "all"), ""), parent, name), {})
        codes[item] = row.get("item", name)
        parts_of.setdefault(block, {})[codes[item]] = row.get("part_of", "")
    return codes, parts_of


def divided(sizes: Codes, parts_of: Mapping[str, str], known: Codes, chance: object = "") -> Codes:
    """Amounts of all items, from those of the totals and of some parts.

    Args:
        sizes: How large the items are.
        parts_of: What each is an addend of.
        known: The amounts that are known.
        chance: What sizes vary with, between a tenth less and a tenth more.
    """
    amounts = dict(known)
    parts_by_whole: dict[str, list[str]] = {}
    for code in sizes:
        parts_by_whole.setdefault(parts_of.get(code, ""), []).append(code)
    waiting = [code for code in known if code in sizes]
    while waiting:
        whole = waiting.pop()
        parts = parts_by_whole.get(whole, [])
        left = [code for code in parts if code not in amounts]
        if left:
            weights = [sizes[code] * (900 + _chance(code, chance) % 201) for code in left]
            rest = amounts[whole] - sum(known[code] for code in parts if code in known)
            parts_of_rest = shared(rest, weights if sum(weights) else [1] * len(left))
            amounts |= zip(left, parts_of_rest, strict=True)
        waiting += parts
    return amounts


class Trade:
    """The invented trade of every month.

    Args:
        held: Seeds that hold some release of every exhibit.
        calendar: How many months the release of each month of the year revises.
    """

    def __init__(self, held: Holdings, calendar: Mapping[int, int]) -> None:
        self.sizes = {layout.number: sizes_of(layout, held) for layout in EXHIBITS}
        self._calendar = calendar
        self._tables: dict[tuple[str, Month], Table] = {}
        self._exhibits: dict[Month, _Exhibits] = {}

    def known(self, month: int, release: int) -> Month:
        """A month as a release knows it, both as running numbers."""
        later = range(month + 1, release + 1)
        revision = sum(number - month <= self._calendar[number % 12 + 1] for number in later)
        return Month(month, revision, month // 12 < release // 12 or month == release)

    def table(self, number: str, month: Month) -> Table:
        """What an exhibit says of a month, before it is rounded."""
        key = (number, month)
        if key not in self._tables:
            exhibits = self._exhibits.setdefault(month, _Exhibits(self.sizes, month))
            self._tables[key] = exhibits.table(number)
        return self._tables[key]


class _Exhibits:
    """The trade of one month, and what each exhibit says of it."""

    def __init__(self, sizes: Mapping[str, Sizes], month: Month) -> None:
        self._sizes = sizes
        self._month = month

    def table(self, number: str) -> Table:
        """The rows of an exhibit."""
        made = getattr(self, f"_exhibit_{number}", None)
        if made is not None:
            return made()
        return {("", "", ""): tuple(self._columns(number))}

    # --- totals -------------------------------------------------------------------------

    def _amount(self, name: str, size: int) -> int:
        """How much of something is traded in the month: it grows, varies and is revised."""
        number, revision, _ = self._month
        grown = size * (1000 + 2 * (number - FIRST_YEAR)) // 1000
        varied = grown * (1000 + _chance(name, number) % 61 - 30) // 1000
        sign = 1 if _chance(name) % 2 else -1
        return varied + sign * varied * REVISIONS[revision % len(REVISIONS)] // 10_000

    def _swing(self, name: str, size: int, adjusted: bool) -> int:
        """What the season adds; over a year nothing."""
        if adjusted:
            return 0
        return size // 1000 * SEASON[(self._month.number + _chance(name)) % 12]

    def _goods(self, flow: str, adjusted: bool) -> list[int]:
        """The six end-use categories, Census basis."""
        sizes = self._sizes["6"].row(flow)[3:]
        names = [f"{flow} {column}" for column in range(END_USE)]
        return [
            self._amount(name, size) + self._swing(name, size, adjusted)
            for name, size in zip(names, sizes, strict=True)
        ]

    def _adjustments(self, flow: str, adjusted: bool) -> int:
        name, size = f"{flow} adjustments", self._sizes["6"].row(flow)[1]
        return self._amount(name, size) + self._swing(name, size, adjusted)

    def _services(self, flow: str) -> list[int]:
        sizes = self._sizes["3" if flow == "exports" else "4"].row()[1:]
        return [self._amount(f"{flow} service {k}", size) for k, size in enumerate(sizes)]

    def _census(self, flow: str, adjusted: bool = False) -> int:
        """All goods, Census basis."""
        return sum(self._goods(flow, adjusted))

    def _bop(self, flow: str, adjusted: bool = True) -> int:
        """All goods, balance of payments basis."""
        return self._census(flow, adjusted) + self._adjustments(flow, adjusted)

    def _cif(self, adjusted: bool = False) -> int:
        """Imports with insurance and freight."""
        return self._census("imports", adjusted) * 103 // 100

    def _late(self, flow: str) -> int:
        """What stands in rows of timing adjustments."""
        if self._month.is_settled:
            return 0
        return 20 * MILLION + _chance(flow, self._month.number) % MILLION

    def _reexports(self) -> int:
        return self._census("exports") * 15 // 100

    def _manufactured(self, flow: str) -> int:
        return self._census(flow) * (63 if flow == "exports" else 82) // 100

    def _estimated(self, flow: str) -> int:
        """Shipments that no state is known of."""
        return self._census(flow) // 100

    # --- exhibits without items -----------------------------------------------------------

    def _columns(self, number: str) -> list[int]:
        """The only row of an exhibit: exports and imports, the balance before them."""
        by_flow = [self._columns_of(number, flow) for flow in FLOWS]
        if number in ("3", "4"):
            return by_flow[number == "4"]
        balance = [out - into for out, into in zip(*by_flow, strict=True)]
        if number in ("5", "12"):
            del balance[1]
        return [*balance, *by_flow[0], *by_flow[1]]

    def _columns_of(self, number: str, flow: str) -> list[int]:
        adjusted = number != "12"
        goods, services = self._bop(flow), self._services(flow)
        if number in ("1", "2"):
            return [goods + sum(services), goods, sum(services)]
        if number in ("3", "4"):
            return [sum(services), *services]
        adjustments, census = self._adjustments(flow, adjusted), self._census(flow, adjusted)
        if number in ("5", "12"):
            return [census + adjustments, adjustments, census]
        if number == "9":
            return [goods, adjustments, self._petroleum(flow), census - self._petroleum(flow)]
        if number == "11":
            oil, residual = self._petroleum(flow) * 95 // 100, -2 * self._residual(flow)
            return [self._real(flow), oil, self._real(flow) - oil - residual, residual]
        if number == "16":
            return [self._technology(flow)]
        raise LookupError(number)

    def _petroleum(self, flow: str) -> int:
        names = self._sizes["9"].layout.names
        size = self._sizes["9"].row()[names.index(f"{flow}_petroleum")]
        return self._amount(f"{flow} petroleum", size)

    def _technology(self, flow: str) -> int:
        size = self._sizes["16"].row()[1 + (flow == "imports")]
        return self._amount(f"{flow} technology", size)

    def _real_goods(self, flow: str) -> list[int]:
        """The categories in chained dollars."""
        goods = enumerate(self._goods(flow, adjusted=True))
        return [amount * (970 - 3 * k) // 1000 for k, amount in goods]

    def _residual(self, flow: str) -> int:
        """What chained categories lack to their total."""
        return -400 * MILLION - _chance(flow, self._month.number) % (100 * MILLION)

    def _real(self, flow: str) -> int:
        """All goods in chained dollars."""
        return sum(self._real_goods(flow)) + self._residual(flow)

    def _by_end_use(self, adjusted: bool) -> Table:
        return {
            (flow, "", ""): (
                self._bop(flow, adjusted),
                self._adjustments(flow, adjusted),
                self._census(flow, adjusted),
                *self._goods(flow, adjusted),
            )
            for flow in FLOWS
        }

    def _exhibit_6(self) -> Table:
        return self._by_end_use(adjusted=True)

    def _exhibit_13(self) -> Table:
        return self._by_end_use(adjusted=False)

    def _exhibit_10(self) -> Table:
        return {
            (flow, "", ""): (self._real(flow), *self._real_goods(flow), self._residual(flow))
            for flow in FLOWS
        }

    def _crude(self, flow: str) -> tuple[int, int]:
        """Barrels and dollars of crude oil."""
        sizes = self._sizes["17"].row(flow)
        barrels = self._amount(f"{flow} crude", sizes[2] // 1000)
        return barrels, barrels * (6000 + _chance(flow, "price", self._month.number) % 997) // 100

    def _exhibit_17(self) -> Table:
        """Barrels and dollars; a day's barrels and the price follow from the sums of months."""
        table: Table = {}
        for flow in FLOWS:
            barrels, dollars = self._crude(flow)
            others = self._amount(f"{flow} petroleum barrels", barrels)
            table[flow, "", ""] = (barrels + others, dollars + 90 * others, barrels, 0, dollars, 0)
        return table

    def _exhibit_3s(self) -> Table:
        table: Table = {}
        for block, adjusted in (("sa", True), ("nsa", False)):
            exports, imports = (self._census(flow, adjusted) for flow in FLOWS)
            cif = self._cif(adjusted)
            table[block, "", ""] = (exports - imports, exports - cif, exports, imports, cif)
        return table

    # --- exhibits of items ----------------------------------------------------------------

    def _filled(self, number: str, columns: Sequence[Codes], block: str = "") -> Table:
        """The rows of a block from amounts by code, where the exhibit prints a figure."""
        sizes = self._sizes[number]
        return {
            item: tuple(
                None if printed is None else column[sizes.codes[item]]
                for printed, column in zip(amounts, columns, strict=True)
            )
            for item, amounts in sizes.items.items()
            if item[0] == block
        }

    def _divided(self, number: str, column: int, known: Codes, block: str = "") -> Codes:
        sizes = self._sizes[number]
        chance = (column, self._month.number)
        return divided(sizes.column(column, block), sizes.parts_of[block], known, chance)

    def _commodities(self, number: str, flow: str) -> Table:
        goods = self._goods(flow, adjusted=True)
        known = {
            "bop": self._bop(flow),
            "net_adjustments": self._adjustments(flow, adjusted=True),
            "census": self._census(flow, adjusted=True),
            **dict(zip(self._sizes["6"].layout.names[3:], goods, strict=True)),
        }
        return self._filled(number, [self._divided(number, 0, known)])

    def _exhibit_7(self) -> Table:
        return self._commodities("7", "exports")

    def _exhibit_8(self) -> Table:
        return self._commodities("8", "imports")

    def _countries(self, number: str, column: int, total: int, late: int) -> Codes:
        """All countries of supplement 4s or 4as, and the areas they are counted in again."""
        sizes = self._sizes[number]
        sizes_of_all = sizes.column(column)
        has_row = "timing_adjustments" in sizes_of_all
        known = {"world": total} | ({"timing_adjustments": late} if has_row else {})
        amounts = self._divided(number, column, known)
        regions = self._regions({"4s": "14", "4as": "14a"}[number], amounts, late)
        for code in sizes_of_all:
            if code not in amounts:
                amounts[code] = regions.get(code, total * (1 + _chance(code) % 40) // 100)
        return amounts

    def _regions(self, number: str, countries: Codes, late: int) -> Codes:
        """The regions of exhibit 14 or 14a: what it does not list stands in a row Other."""
        sizes = self._sizes[number]
        parts_of = sizes.parts_of[""]
        listed = set(sizes.codes.values())
        wholes = set(parts_of.values()) | {"bop", "net_adjustments", "euro_area"}
        leaves = [code for code in listed if code not in wholes]
        others = sorted(set(leaves) - countries.keys() - {"timing_adjustments"})
        amounts = dict.fromkeys(leaves, 0) | {c: countries[c] for c in leaves if c in countries}
        if "timing_adjustments" in listed:
            amounts["timing_adjustments"] = late
        is_part = self._sizes["4s"].parts_of[""] | self._sizes["4as"].parts_of[""]
        for code, amount in countries.items():
            if code not in listed and is_part.get(code) == "world":
                amounts[others[_chance(code) % len(others)]] += amount
        parts_by_whole = {
            whole: [code for code in listed if parts_of.get(code) == whole] for whole in wholes
        }
        for _ in range(len(wholes)):  # from the countries up
            for whole, parts in parts_by_whole.items():
                if whole not in amounts and parts and all(code in amounts for code in parts):
                    amounts[whole] = sum(amounts[code] for code in parts)
        amounts["euro_area"] = amounts.get("european_union", 0) * 7 // 10
        return amounts

    def _by_region(self, number: str, of_all: str) -> Table:
        columns = []
        for column, flow in enumerate(FLOWS, start=1):
            late = self._late(flow)
            countries = self._countries(of_all, column, self._census(flow), late)
            columns.append(
                self._regions(number, countries, late)
                | {
                    "bop": self._bop(flow, adjusted=False),
                    "net_adjustments": self._adjustments(flow, adjusted=False),
                }
            )
        return self._filled(number, [_less(*columns), *columns])

    def _exhibit_14(self) -> Table:
        return self._by_region("14", "4s")

    def _exhibit_14a(self) -> Table:
        return self._by_region("14a", "4as")

    def _by_country(self, number: str) -> Table:
        exports = self._countries(number, 1, self._census("exports"), self._late("exports"))
        customs = self._countries(number, 2, self._census("imports"), self._late("imports"))
        # Shared out as customs value is, of which no country's is larger.
        cif = self._countries(number, 2, self._cif(), self._late("imports") * 103 // 100)
        return self._filled(number, [_less(exports, customs), exports, customs, cif])

    def _exhibit_4s(self) -> Table:
        return self._by_country("4s")

    def _exhibit_4as(self) -> Table:
        return self._by_country("4as")

    def _exhibit_15(self) -> Table:
        columns = []
        for column, flow in enumerate(FLOWS):
            census = self._census(flow)
            known = {
                "bop": self._bop(flow, adjusted=False),
                "net_adjustments": self._adjustments(flow, adjusted=False),
                "census": census,
                "naics_manufacturing": self._manufactured(flow),
                "agricultural_commodities": census * 8 // 100,
            }
            if flow == "exports":
                again = self._reexports()
                known |= {
                    "reexports": again,
                    "reexports_manufactured_goods": again * 95 // 100,
                    "reexports_agricultural_commodities": again * 2 // 100,
                }
            columns.append(self._divided("15", column, known))
        return self._filled("15", columns)

    def _exhibit_16a(self) -> Table:
        table: Table = {}
        for block, root in (("technology_groups", "advanced_technology"), ("countries", "world")):
            columns = [
                self._divided("16a", column, {root: self._technology(flow)}, block)
                for column, flow in enumerate(FLOWS, start=1)
            ]
            table |= self._filled("16a", [_less(*columns), *columns], block)
        return table

    def _exhibit_17a(self) -> Table:
        barrels, dollars = self._crude("imports")
        customs = self._divided("17a", 1, {"world": dollars})
        # Shared out as customs value is, of which no country's is larger.
        cif = self._divided("17a", 1, {"world": dollars * 103 // 100})
        return self._filled("17a", [self._divided("17a", 0, {"world": barrels}), customs, cif])

    def _exhibit_18(self) -> Table:
        table: Table = {}
        for flow in FLOWS:
            names = self._sizes["18"].layout.names
            total = next(item for item in self._sizes["18"].items if item[0] == flow)
            kinds = [
                self._divided(
                    "18",
                    column,
                    {"world": self._amount(f"{flow} {names[column]}", self._size(total, column))},
                    flow,
                )
                for column in range(1, len(names))
            ]
            table |= self._filled("18", [_sum(kinds), *kinds], flow)
        return table

    def _size(self, item: Item, column: int) -> int:
        return self._sizes["18"].size(item, column)

    def _selected(self, number: str, column: int, total: int) -> Codes:
        """Countries and areas of exhibits 19 to 20b, without figures where there are none."""
        sizes = self._sizes[number]
        parts_of = sizes.parts_of[""]
        amounts = divided(
            {"world": total} | sizes.column(column),
            parts_of,
            {"world": total},
            (column, self._month.number),
        )
        for code, part_of in parts_of.items():
            if part_of != "world":
                amounts[code] = total * (1 + _chance(code) % 20) // 100
        return amounts

    def _by_selected(self, number: str) -> list[Codes]:
        if number == "20":
            goods, services = self._by_selected("20a"), self._by_selected("20b")
            return [_sum(pair) for pair in zip(goods, services, strict=True)]
        total = {
            "19": lambda flow: self._census(flow, adjusted=True),
            "20a": self._bop,
            "20b": lambda flow: sum(self._services(flow)),
        }[number]
        return [self._selected(number, 1 + k, total(flow)) for k, flow in enumerate(FLOWS)]

    def _of_selected(self, number: str) -> Table:
        columns = self._by_selected(number)
        return self._filled(number, [_less(*columns), *columns])

    def _exhibit_19(self) -> Table:
        return self._of_selected("19")

    def _exhibit_20(self) -> Table:
        return self._of_selected("20")

    def _exhibit_20a(self) -> Table:
        return self._of_selected("20a")

    def _exhibit_20b(self) -> Table:
        return self._of_selected("20b")

    def _exhibit_1s(self) -> Table:
        exports = self._divided(
            "1s",
            1,
            {
                "goods": self._census("exports"),
                "naics_manufacturing": self._manufactured("exports"),
                "reexports": self._reexports(),
                "timing_adjustments": self._late("exports"),
            },
        )
        consumption = self._census("imports") * 98 // 100
        imports = self._divided("1s", 2, {"goods": consumption})
        duty = self._divided("1s", 3, {"goods": consumption * 3 // 100})
        return self._filled("1s", [_less(exports, imports), exports, imports, duty])

    def _by_state(self, number: str, flow: str) -> Table:
        total, late, estimated = self._census(flow), self._late(flow), self._estimated(flow)
        known = [self._manufactured(flow), *([self._reexports()] if flow == "exports" else [])]
        known.insert(1, total - sum(known) - late - estimated)
        zones = [amount // 10 for amount in known]
        columns = [
            self._divided(number, k, {"world": amount, "foreign_trade_zones": zone})
            for k, (amount, zone) in enumerate(zip(known, zones, strict=True))
        ]
        alone = {"estimated_shipments": estimated, "timing_adjustments": late}
        whole = _sum([*columns, alone, {"world": sum(alone.values()), "other_states": estimated}])
        return self._filled(number, [*columns, whole])

    def _exhibit_2s(self) -> Table:
        return self._by_state("2s", "exports")

    def _exhibit_2as(self) -> Table:
        return self._by_state("2as", "imports")


def _less(exports: Codes, imports: Codes) -> Codes:
    """Balances; of what is not imported, the exports."""
    return {code: amount - imports.get(code, 0) for code, amount in exports.items()}


def _sum(columns: Iterable[Codes]) -> Codes:
    total: Codes = {}
    for column in columns:
        for code, amount in column.items():
            total[code] = total.get(code, 0) + amount
    return total
