"""The names of items: what a release prints that no list knows yet, and what it drops.

Countries, commodities and products come, go and are respelled. A name that another list of
the same kind has, letter for letter, is the same item: a country of exhibit 19 is that country
in exhibit 14. A remainder ("All other countries") is what the list leaves over, so that it is
the item of the release whose list is the same. Any other name that is not in the lists
(`seeds/reference/items.csv`) becomes an item of its own, which nobody has reviewed: it has a
series and its place in the sums from the first, so that they add up, and it is never taken for
another item because the names are alike. A reviewer can give it the item of the other name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, count
from typing import NamedTuple

from tradegap.layouts.seeds import (
    EXHIBIT_SEEDS,
    FLOW_OF_CODE,
    GOODS_BY_CODE,
    ITEM_SCHEMES,
    ITEMS,
    Holdings,
    Key,
    Row,
    Rows,
    Seed,
)
from tradegap.periods import month_at, month_number, release_name
from tradegap.texts import listed_some, shown

MAX_SHOWN = 10
"""At most this many names are listed in one message."""

LISTED, KNOWN, NEW = "listed", "known", "new"
"""How a name stands: in its own list, in another list of the kind, or nowhere."""


class Item(NamedTuple):
    """A name in its place, as an exhibit prints it."""

    block: str
    parent: str
    name: str

    def __str__(self) -> str:
        return shown(self.name) + (f" under {self.parent}" if self.parent else "")


def add_new(holdings: Holdings, releases: Collection[str]) -> list[str]:
    """Give every item of the releases ingested that no list knows a row there, in place.

    Returns:
        What is new, and what the release before had and this one has not, in words.
    """
    exhibits = list(_exhibits_of_items(holdings))
    lists = _Lists(holdings, {exhibit: by_release for exhibit, _, by_release in exhibits})
    lines: list[str] = []
    known: dict[str, list[str]] = {}
    for exhibit, called, by_release in exhibits:
        for release in sorted(by_release.keys() & set(releases)):
            what = f"{release_name(release)} {called}"
            items = by_release[release]
            new = []
            for item in items:
                added = lists.add(exhibit, item, release)
                if added == NEW:
                    new.append(item)
                elif added == KNOWN:
                    known.setdefault(str(item), []).append(what)
            if new:
                lines.append(
                    f"{what}: found {_listed(new)}, which no list names, and took each for an item "
                    f"of its own: if it is another name of an old one, give it that item in "
                    f"{ITEMS.path}"
                )
            before = max((other for other in by_release if other < release), default="")
            codes = {lists.code(exhibit, item, release) for item in items}
            gone = [
                item
                for item in by_release.get(before, ())
                if item not in items and lists.code(exhibit, item, before) not in codes
            ]
            if gone:
                lines.append(f"{what}: without {_listed(gone)}, which {release_name(before)} has")
    lines += [
        f"{listed_some(where)}: {name} is an item that other exhibits have"
        for name, where in known.items()
    ]
    return lines


def _exhibits_of_items(
    holdings: Holdings,
) -> Iterator[tuple[str, str, dict[str, dict[Item, None]]]]:
    """The exhibits whose rows are items: code, name in messages, and items by release."""
    for seed in EXHIBIT_SEEDS.values():
        if seed.has_items:
            called = f"exhibit {seed.number}" if seed.is_exhibit else seed.exhibit
            yield seed.exhibit, called, _printed(seed, holdings[seed.name].values())
    codes: dict[str, dict[Item, None]] = {}
    for row in holdings[GOODS_BY_CODE.name].values():
        code = row["end_use_code"]
        block = f"{FLOW_OF_CODE[code[0]]}_{row['basis']}_{row['seasonal_adjustment']}"
        codes.setdefault(row["release_month"], {})[Item(block, "", code)] = None
    # Sorted, a code comes before those that it begins.
    by_release = {release: dict.fromkeys(sorted(items)) for release, items in codes.items()}
    yield GOODS_BY_CODE.exhibit, GOODS_BY_CODE.exhibit, by_release


def _printed(seed: Seed, rows: Iterable[Row]) -> dict[str, dict[Item, None]]:
    """The items of each release of an exhibit, in printed order."""
    found: dict[str, dict[Item, None]] = {}
    for row in sorted(rows, key=lambda row: int(row.get("line") or 0)):
        parent = row["category" if "category" in seed.key else "parent_item"]
        item = Item(row.get("block") or "all", parent, row["item"])
        found.setdefault(row["release_month"], {})[item] = None
    return found


def _listed(items: list[Item]) -> str:
    """Items by name, once each: a code stands in several tables of its file."""
    return listed_some(list(dict.fromkeys(str(item) for item in items)), MAX_SHOWN)


class _Lists:
    """The lists of names, by exhibit and table."""

    def __init__(
        self, holdings: Holdings, printed: Mapping[str, Mapping[str, Collection[Item]]]
    ) -> None:
        self._items: Rows = holdings[ITEMS.name]
        self._schemes = holdings[ITEM_SCHEMES.name]
        self._printed = printed  # by exhibit and release, in printed order
        self._kinds = {
            row["scheme"]: (row["dimension"], row["code_prefix"]) for row in self._schemes.values()
        }
        self._named: dict[Key, list[Row]] = {}
        for row in self._items.values():
            self._named.setdefault(_name_of(row), []).append(row)

    def _of(self, scheme: Row) -> list[Row]:
        """The rows of a list."""
        return [row for row in self._items.values() if row["scheme"] == scheme["scheme"]]

    def _alike(self, exhibit: str, item: Item, release: str = "") -> list[Row]:
        """The rows of a name in its place, those that speak of a release: several names do."""
        scheme = self._schemes.get((exhibit, item.block), {}).get("scheme", "")
        rows = self._named.get((scheme, item.parent, item.name), [])
        return [row for row in rows if not release or _spans(row, release)]

    def _put(self, row: Row) -> None:
        self._items[ITEMS.key_of(row)] = row
        self._named.setdefault(_name_of(row), []).append(row)

    def code(self, exhibit: str, item: Item, release: str) -> str:
        """The code of an item in a release; its name where no list has it."""
        return next((row["item"] for row in self._alike(exhibit, item, release)), item.name)

    def add(self, exhibit: str, item: Item, release: str) -> str:
        """Put a row for an item into its list if it has none; say how its name stood.

        A table without a list is left alone: a test of the build speaks of it.
        """
        scheme = self._schemes.get((exhibit, item.block))
        if scheme is None:
            return LISTED
        alike = self._alike(exhibit, item)
        spanning = next((row for row in alike if _spans(row, release)), None)
        if spanning and _is_always(spanning):
            return LISTED
        lists = self._items_beside(exhibit, item, alike[0]["part_of"]) if alike else {}
        names = lists.pop(release, frozenset())
        same = next(
            (
                row["item"]
                for other, others in lists.items()
                if others == names
                for row in self._alike(exhibit, item, other)
            ),
            "",
        )
        if spanning:
            if spanning["item"] == same or not any(_spans(spanning, other) for other in lists):
                return LISTED
            self._split(spanning, release)
        known = same or self._code_in_other_lists(scheme, item.name)
        # A name that means something else in other releases means only this one's here.
        only = release if alike else ""
        row = {
            "scheme": scheme["scheme"],
            "parent_item": item.parent,
            "printed_name": item.name,
            "first_release": only,
            "last_release": only,
            "item": known or self._new_code(scheme, item, only),
            "part_of": alike[0]["part_of"]
            if alike
            else self._part_of(exhibit, scheme, item, release),
            "export_kind": "",
            "is_reviewed": "true" if known else "false",
        }
        self._put(row)
        if same:
            return LISTED
        return KNOWN if known else NEW

    def _code_in_other_lists(self, scheme: Row, name: str) -> str:
        """The item of a name in other lists of the kind; none where they know several."""
        kind = self._kinds[scheme["scheme"]]
        codes = {
            row["item"]
            for row in self._items.values()
            if row["printed_name"] == name
            and row["scheme"] != scheme["scheme"]
            and self._kinds.get(row["scheme"]) == kind
            and _is_always(row)
        }
        taken = {row["item"] for row in self._of(scheme)}
        return codes.pop() if len(codes) == 1 and not codes & taken else ""

    def _items_beside(self, exhibit: str, item: Item, part_of: str) -> dict[str, frozenset[str]]:
        """The items that each release held prints beside one, as parts of the same whole.

        A remainder means what they leave over.
        """
        return {
            release: frozenset(
                row["item"]
                for other in items
                if other[:2] == item[:2] and other.name != item.name
                for row in self._alike(exhibit, other, release)
                if row["part_of"] == part_of
            )
            for release, items in self._printed[exhibit].items()
        }

    def _split(self, row: Row, release: str) -> None:
        """Let a row speak no longer of a release in which its name means something else."""
        number = month_number(release)
        before, after = month_at(number - 1), month_at(number + 1)
        del self._items[ITEMS.key_of(row)]
        self._named[_name_of(row)].remove(row)
        for first, last in ((row["first_release"], before), (after, row["last_release"])):
            if not (first and last) or first <= last:
                self._put(row | {"first_release": first, "last_release": last})

    def _new_code(self, scheme: Row, item: Item, only: str) -> str:
        """A code that no other item of the list has.

        A country goes by its name, the second 'Other' by its place, others by a number too.
        """
        taken = {row["item"] for row in self._of(scheme)}
        stem = scheme["code_prefix"] + _slug(f"{item.name} {only[:7]}")
        placed = f"{stem}_{_slug(item.parent)}"
        codes = chain((stem, placed), (f"{placed}_{number}" for number in count(2)))
        return next(code for code in codes if code not in taken)

    def _part_of(self, exhibit: str, scheme: Row, item: Item, release: str) -> str:
        """The code of what a new item is a part of; none where nothing tells.

        A code is a part of the longest one that begins it (M10000 of M100), what stands in a sum
        of what it stands under. Exhibits 19 to 20b print countries, what remains of the world,
        and areas, which count countries again: nothing but its place tells what a new row is, so
        it is a part of what the known item printed below it is, else the one above.
        """
        codes = {row["printed_name"]: row["item"] for row in reversed(self._of(scheme))}
        if exhibit == GOODS_BY_CODE.exhibit:
            beginnings = (item.name[:length] for length in range(len(item.name) - 1, 0, -1))
            return next((codes[code] for code in beginnings if code in codes), "")
        if scheme["rollup_id"] and item.parent:
            # Exhibits 7 and 8 name what an item stands under by its code.
            return codes.get(item.parent, item.parent)
        printed = list(self._printed[exhibit][release])
        place = printed.index(item)
        beside = [p for p in printed[place + 1 :] + printed[:place][::-1] if p[:2] == item[:2]]
        rows = (row for other in beside for row in self._alike(exhibit, other, release))
        return next((row["part_of"] for row in rows), "")


def _name_of(row: Row) -> Key:
    return row["scheme"], row["parent_item"], row["printed_name"]


def _is_always(row: Row) -> bool:
    """Whether a row speaks of all releases."""
    return not (row["first_release"] or row["last_release"])


def _spans(row: Row, release: str) -> bool:
    """Whether a row speaks of a release."""
    first, last = row["first_release"], row["last_release"]
    return (not first or first <= release) and (not last or release <= last)


def _slug(name: str) -> str:
    """A name as a code is written, without accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower().replace("&", "and")).strip("_")
