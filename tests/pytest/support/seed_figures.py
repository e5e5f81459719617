"""Every figure that the seeds hold, read with the standard library and none of the project's SQL.

Figures are whole numbers: values are millionths of their unit, half units ten-millionths.
Months are whole numbers, too (year times 12 plus month, January is 0), so that a month
before is one less.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Columns of an exhibit's seed that say where a figure stands; all others are figures.
PLACES = {
    *("release_month", "row_kind", "period_start", "period_end", "source_row", "line", "block"),
    *("parent_item", "category", "item", "flow", "price_basis", "seasonal_adjustment"),
}
VINTAGES, TOTALS, CODES = "bop_totals_vintages", "release_totals", "goods_by_end_use_code"
EVER, NEVER = 0, 9999 * 12


class Series(NamedTuple):
    """What is measured."""

    flow: str
    category: str
    area: str
    basis: str
    valuation: str
    export_kind: str
    price_basis: str
    adjustment: str
    measure: str
    unit: str

    @property
    def name(self) -> str:
        """The key in short: what is usual goes without saying."""
        usual = ("world", "fas", "customs", "not_applicable", "total", "value", "")
        return "_".join(
            part
            for part in (
                self.flow,
                # export_corn, of exports, is corn
                self.category.replace(self.flow[:6] + "_", ""),
                *(self.area, self.basis, self.valuation, self.export_kind, self.measure),
                self.adjustment,
            )
            if part not in usual
        )


class Figure(NamedTuple):
    """One printed figure. A release is the month it speaks of."""

    release: int
    series: str
    kind: str
    start: int
    end: int
    value: int
    half_unit: int
    evidence: str
    exhibit: str
    precedence: int
    carried_by: int
    is_as_published: bool


class Member(NamedTuple):
    """An item of an exhibit's list, and what it is an addend of."""

    item: str
    part_of: str
    series: str
    rollup: str


class Print(NamedTuple):
    """How an exhibit prints a series: in what unit, to what digit."""

    series: str
    multiplier: Decimal
    half_unit: int
    zero_half_unit: int

    @classmethod
    def of(cls, series: str, row: dict[str, str]) -> Print:
        """As a row of the seeds says it."""
        half_units = (number(row[column], 7) for column in ("half_unit", "zero_half_unit"))
        return cls(series, Decimal(row["multiplier"]), *half_units)

    def scaled(self, value: int) -> int:
        """The value in the unit of the series."""
        if self.multiplier == 1:
            return value
        return int((value * self.multiplier).to_integral_value(ROUND_HALF_UP))

    def half_of(self, value: int) -> int:
        """Half of the last digit: the exhibit's usual one, or less where more are printed."""
        if value == 0:
            return self.zero_half_unit
        digit = 1
        while digit < 1_000_000 and value % (digit * 10) == 0:
            digit *= 10
        return min(self.half_unit, int(5 * digit * self.multiplier))


@cache
def month(text: str) -> int:
    """The number of a month from its first day."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def number(text: str, decimals: int = 6) -> int:
    """A figure in units of its last decimal."""
    return int(Decimal(text).scaleb(decimals).to_integral_value(ROUND_HALF_UP))


class Seeds:
    """The seeds of a project."""

    def __init__(self, root: Path) -> None:
        self.root = root
        # Kinds of areas; one that a release brought along has not been reviewed.
        self.areas = {row["area_id"]: row["area_kind"] for row in self._reference("areas")}
        self.series: dict[str, Series] = {}
        # Per release and exhibit, and block and column in it: the list, and its periods.
        self.lists: dict[tuple[int, str], dict[tuple[str, str], dict[Member, set]]]
        self.lists = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
        self._chained = {row["series_id"]: row for row in self._reference("series")}
        self._add_series("current", "current")

    def _rows(self, path: str) -> Iterator[dict[str, str]]:
        opened = gzip.open if path.endswith(".gz") else open
        with opened(self.root / path, "rt", encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)

    def _reference(self, name: str) -> Iterator[dict[str, str]]:
        return self._rows(f"seeds/reference/{name}.csv")

    @cached_property
    def _sums(self) -> dict[tuple[str, str, str], dict[str, list[tuple[str, str]]]]:
        """Per category, basis and kind of prices: its sums, with the children of each."""
        found: dict = defaultdict(lambda: defaultdict(list))
        for row in self._reference("rollups"):
            parent = (row["parent_category_id"], row["parent_basis"], row["price_kind"])
            child = (row["child_category_id"], row["child_basis"])
            found[parent][row["rollup_id"]].append(child)
        return dict(found)

    def sums_of(
        self, category: str, basis: str, price_basis: str
    ) -> Iterable[tuple[str, list[tuple[str, str]]]]:
        """The sums that make up a category, each with its children and their basis."""
        kind = price_basis if price_basis == "current" else "chained"
        return self._sums.get((category, basis, kind), {}).items()

    def lists_of(self, release: int) -> Iterator[dict[tuple[str, str], dict[Member, set]]]:
        """The lists of items in a release, exhibit by exhibit."""
        return (lists for (of, _), lists in self.lists.items() if of == release)

    @cached_property
    def items(self) -> dict[tuple[str, str, str], list[tuple[int, int, dict[str, str]]]]:
        """Per list, heading and printed name: what it was called from when to when."""
        found = defaultdict(list)
        for row in self._reference("items"):
            first = month(row["first_release"]) if row["first_release"] else EVER
            last = month(row["last_release"]) if row["last_release"] else NEVER
            key = (row["scheme"], row["parent_item"], row["printed_name"])
            found[key].append((first, last, row))
        return dict(found)

    @cached_property
    def schemes_of_items(self) -> dict[str, set[str]]:
        """In which lists an item stands."""
        found = defaultdict(set)
        for (scheme, _, _), names in self.items.items():
            for _, _, row in names:
                found[row["item"]].add(scheme)
        return dict(found)

    @cached_property
    def snapshots(self) -> dict[str, int]:
        """Releases in the vintage ledger, by the day that first showed them."""
        return {
            row["vintage_first_seen"]: month(row["release_month"])
            for row in self._reference("releases")
            if row["vintage_first_seen"]
        }

    @cached_property
    def figures(self) -> list[Figure]:
        """Every figure of every release, also where several files print the same one."""
        found = []
        for row in self._reference("exhibits"):
            self._exhibit, self._precedence = row["exhibit"], int(row["precedence"])
            read = {VINTAGES: self._vintages, TOTALS: self._totals}.get(
                row["exhibit"], self._printed
            )
            found.extend(read(row["seed"]))
        return found

    def _add_series(self, kind: str, price_basis: str) -> None:
        """Take up the reviewed series in such prices; `chained` stands for each chain year."""
        for name, row in self._chained.items():
            if row["price_basis"] == kind:
                *key, _, adjustment, measure, unit = list(row.values())[1:]
                unit = unit.replace(kind, price_basis)
                self.series[name.replace(kind, price_basis)] = Series(
                    *key, price_basis, adjustment, measure, unit
                )

    @cached_property
    def _reviewed(self) -> dict[tuple[str, str, str], Print]:
        """Which series a figure of an exhibit belongs to, where a reviewed row says it."""
        return {
            (row["exhibit"], row["item"], row["price_basis"]): Print.of(row["series_id"], row)
            for row in self._reference("exhibit_series")
        }

    @cached_property
    def _columns(self) -> dict[tuple[str, str, str], dict[str, str]]:
        return {
            (row["exhibit"], row["block"], row["column_name"]): row
            for row in self._reference("exhibit_columns")
        }

    @cached_property
    def _schemes(self) -> dict[tuple[str, str], dict[str, str]]:
        return {(row["exhibit"], row["block"]): row for row in self._reference("item_schemes")}

    @cache  # noqa: B019 - lives as long as the tests
    def _of_column(self, exhibit: str, label: str, price_basis: str) -> Print | None:
        """How a fixed column prints its series; a chain year's is like any other's."""
        kind = price_basis if price_basis == "current" else "chained"
        found = self._reviewed.get((exhibit, label, kind))
        if found is None or kind == "current":
            return found
        name = found.series.replace(kind, price_basis)
        if name not in self.series:
            self._add_series(kind, price_basis)
        return found._replace(series=name)

    @cache  # noqa: B019 - lives as long as the tests
    def _of_item(
        self, exhibit: str, block: str, column: str, parent: str, name: str, release: int
    ) -> tuple[Print, Member] | None:
        """How a column prints an item, and what the item is part of; None for no known name."""
        scheme = self._schemes[exhibit, block]
        names = self.items.get((scheme["scheme"], parent, name), ())
        item = next((row for first, last, row in names if first <= release <= last), None)
        if item is None:
            return None
        label = "" if block == "all" else block + "_"
        label += "" if column == "value" else column + "_"
        found = self._of_column(exhibit, label + item["item"], "current")
        if found is None:
            row = self._columns[exhibit, block, column]
            row = row | {scheme["dimension"] + "_id": item["item"]}
            if row["flow"] == "exports" and item["export_kind"]:
                row["export_kind"] = item["export_kind"]
            series = Series(*list(row.values())[3:13])
            self.series.setdefault(series.name, series)
            found = Print.of(series.name, row)
        member = Member(item["item"], item["part_of"], found.series, scheme["rollup_id"])
        return found, member

    def _printed(self, seed: str) -> Iterator[Figure]:
        """The figures of an exhibit: its rows are periods, or items and periods."""
        for row in self._rows(seed):
            if self._exhibit == CODES:
                row = _as_item(row)
            kind = row["row_kind"]
            if kind == "three_month_average":
                continue  # compared with its months, and of no ledger
            carried_by = release = month(row["release_month"])
            is_as_published = kind == "as_published_last_month"
            if is_as_published:
                release, kind = release - 1, "month"
            period = (kind, month(row["period_start"]), month(row["period_end"]))
            block = row.get("block") or "all"
            for column, text in row.items():
                if column in PLACES or not text:
                    continue
                if "item" in row:
                    parent = row.get("parent_item", row.get("category", ""))
                    found = self._of_item(
                        self._exhibit, block, column, parent, row["item"], carried_by
                    )
                    if found is None:
                        continue  # a test of the project fails for a name without a row
                    printed, member = found
                    of_list = self.lists[carried_by, self._exhibit][block, column]
                    of_list[member].add(period)
                else:
                    part = row.get("flow") or row.get("seasonal_adjustment")
                    label = f"{part}_{column}" if part else column
                    price_basis = row.get("price_basis", "current")
                    printed = self._of_column(self._exhibit, label, price_basis)
                yield self._figure(
                    release, printed, period, text, "printed", carried_by, is_as_published
                )

    def _totals(self, seed: str) -> Iterator[Figure]:
        """Totals of one release, and its goods: a few quoted, most known from later files."""
        for row in self._rows(seed):
            release, at = month(row["release_month"]), month(row["month"])
            for column in ("exports_total", "imports_total", "exports_goods", "imports_goods"):
                if not row[column]:
                    continue
                evidence = "printed"
                if column.endswith("goods"):
                    quoted = row["goods_source"] == "quoted_after_release"
                    evidence = "quoted" if quoted else "inferred"
                printed = self._of_column(self._exhibit, column, "current")
                yield self._figure(release, printed, ("month", at, at), row[column], evidence)

    def _vintages(self, seed: str) -> Iterator[Figure]:
        """Every month in every release between the snapshots that a value stood in."""
        for row in self._rows(seed):
            first = self.snapshots[row["first_seen"]]
            last = self.snapshots[row["superseded"]] if row["superseded"] else NEVER
            printed = self._of_column(self._exhibit, row["series_id"], "current")
            period = ("month", month(row["month"]), month(row["month"]))
            for release in self.snapshots.values():
                if first <= release < last:
                    yield self._figure(release, printed, period, row["value_musd"])

    def _figure(
        self,
        release: int,
        printed: Print,
        period: tuple[str, int, int],
        text: str,
        evidence: str = "printed",
        carried_by: int | None = None,
        is_as_published: bool = False,
    ) -> Figure:
        value = number(text)
        return Figure(
            *(release, printed.series, *period, printed.scaled(value), printed.half_of(value)),
            *(evidence, self._exhibit, self._precedence, carried_by or release, is_as_published),
        )


def _as_item(row: dict[str, str]) -> dict[str, str]:
    """A row of the goods by code in the form of an exhibit's: a code begins with its flow."""
    flow = "exports" if row["end_use_code"].startswith("X") else "imports"
    return {
        "release_month": row["release_month"],
        "block": f"{flow}_{row['basis']}_{row['seasonal_adjustment']}",
        "parent_item": "",
        "item": row["end_use_code"],
        "row_kind": "month",
        "period_start": row["month"],
        "period_end": row["month"],
        "value": row["value"],
    }
