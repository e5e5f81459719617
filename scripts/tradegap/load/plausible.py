"""Whether a release looks like the ones that are held: rows, size and place of its figures.

The layouts say what has to be there, the identities what has to fit. What both let pass is
an exhibit cut off together with its total, one in another unit throughout, columns, periods
or rows in another place, and a month or year to date that is that of another release.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from itertools import combinations

from tradegap.layouts.seeds import REPORT_SEEDS, Holdings, Row, Seed
from tradegap.periods import Period, month_number, release_name, spelled

SHORTEST_FIRST = ("month", "three_month_average", "quarter")
LEAST_ROWS = Decimal("0.5")
"""The least share of the rows that the nearest release held has. Lists grew from 16 areas to
24 in four years, and never shrank by half."""
MOST_TIMES = 10
"""Largest accepted ratio between the mean figures of two releases. Trade fell by a third in spring
2020; a wrong unit is off by a thousand."""
MOST_CLOSER = 2
"""How many times closer to the nearest release figures may be in another place than their own.
Revisions of all countries or products together are far smaller than what columns, neighbours
or months differ by."""

Figures = dict[tuple[str, ...], tuple[str, ...]]
"""The figures of a period by item or block."""
Periods = dict[Period, Figures]


def implausible(
    held: Holdings, after: Holdings, releases: Collection[str]
) -> dict[tuple[str, str], str]:
    """What does not look like the nearest release held, in words, by exhibit and release."""
    messages = {}
    for seed in REPORT_SEEDS:
        known = _by_release(held[seed.name].values())
        new = _by_release(after[seed.name].values())
        for release in sorted(releases & new.keys()):
            number = month_number(release)
            near = min(
                known.keys() - {release},
                key=lambda other: (abs(month_number(other) - number), other),
                default="",
            )
            rows = _by_period(seed, new[release])
            before = _by_period(seed, known.get(near, []))
            found = _repeated(rows, rows, release) or _repeated(rows, before, near)
            for differs in (_cut_off, _in_another_unit, _exchanged, _moved_periods, _moved_items):
                found = found or differs(seed, rows, before, release_name(near))
            if found:
                messages[seed.exhibit, release] = (
                    f"exhibit {seed.number} of {release_name(release)}: found {found}, and pass "
                    "--unusual to accept it"
                )
    return messages


def _by_release(rows: Collection[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["release_month"], []).append(row)
    return found


def _by_period(seed: Seed, rows: Iterable[Row]) -> Periods:
    """The figures of each period, by what the rows are of."""
    named = [c for c in seed.key if not c.startswith(("release_", "row_", "period_"))]
    found: Periods = {}
    for row in rows:
        period = row["row_kind"], row["period_start"], row["period_end"]
        item = tuple(row[column] for column in named)
        found.setdefault(period, {})[item] = tuple(row[name] for name in seed.figures)
    return found


# --- rows and size ------------------------------------------------------------------------


def _newest(periods: Periods) -> Figures:
    """The figures of the newest period of the shortest kind that is printed."""
    for kind in SHORTEST_FIRST:
        of_kind = [period for period in periods if period[0] == kind]
        if of_kind:
            return periods[max(of_kind, key=lambda period: period[2])]
    return {}


def _cut_off(seed: Seed, new: Periods, before: Periods, near: str) -> str:
    """A newest period with far fewer rows, in words."""
    count, others = len(_newest(new)), len(_newest(before))
    if not 0 < count < LEAST_ROWS * others:
        return ""
    return (
        f"{count} rows of its newest period, expected about {others} as in {near}: look whether "
        "the file is cut off"
    )


def _in_another_unit(seed: Seed, new: Periods, before: Periods, near: str) -> str:
    """A newest period with figures of another size, in words."""
    size, others = _size(_newest(new)), _size(_newest(before))
    if not (_newest(new) and others) or others <= MOST_TIMES * size <= MOST_TIMES**2 * others:
        return ""
    return (
        f"figures of {size:,.0f} on average, expected about {others:,.0f} as in {near}: look "
        "whether its unit is another"
    )


def _size(figures: Figures) -> Decimal:
    """The mean figure, whatever the signs."""
    found = [abs(Decimal(text)) for texts in figures.values() for text in texts if text]
    return sum(found, Decimal(0)) / len(found) if found else Decimal(0)


# --- figures that stand where others belong -----------------------------------------------


def _repeated(new: Periods, others: Periods, where: str) -> str:
    """Two periods of one kind that have the very same figures, in words."""
    pairs = combinations(new, 2) if new is others else ((a, b) for a in new for b in others)
    for first, second in pairs:
        if first[0] == second[0] and first != second and _same(new[first], others[second]):
            return (
                f"the same figures for {_spelled(first)} as release {release_name(where)} has for "
                f"{_spelled(second)}, expected others: look whether a column of another month was "
                "taken"
            )
    return ""


def _same(figures: Figures, others: Figures) -> bool:
    """Whether all rows that two periods share have the same figures, some of them not zero."""
    common = figures.keys() & others.keys()
    return all(figures[item] == others[item] for item in common) and any(
        figure not in ("", "0") for item in common for figure in figures[item]
    )


def _spelled(period: Period) -> str:
    _, start, end = period
    return f"{spelled(start)} to {spelled(end)}" if start != end else spelled(start)


def _fits_elsewhere(figures: Iterable[tuple[str, str, str]]) -> bool:
    """Whether figures are far closer to those of another place than to those of their own.

    Args:
        figures: Three a place: the one that is far or near, that of its own place, and that
            of the other. A place where one of them is not printed does not count.
    """
    own = elsewhere = Decimal(0)
    for texts in figures:
        if "" not in texts:
            figure, here, there = map(Decimal, texts)
            own += abs(figure - here)
            elsewhere += abs(figure - there)
    return MOST_CLOSER * elsewhere < own


def _exchanged(seed: Seed, new: Periods, before: Periods, near: str) -> str:
    """Two columns that fit the release that is nearest only when they are exchanged, in words."""
    pairs = [
        (new[period][item], before[period][item])
        for period in new.keys() & before.keys()
        for item in new[period].keys() & before[period].keys()
    ]
    for one, two in combinations(range(len(seed.figures)), 2):
        both = [p for p in pairs if "" not in (p[0][one], p[0][two], p[1][one], p[1][two])]
        places = ((one, two), (two, one))
        if _fits_elsewhere((a[own], b[own], b[other]) for a, b in both for own, other in places):
            return (
                f"'{seed.figures[one]}' with figures like '{seed.figures[two]}' of {near}, and the "
                "reverse: look whether the columns stand in another order"
            )
    return ""


def _moved_periods(seed: Seed, new: Periods, before: Periods, near: str) -> str:
    """A column of another period where the columns are periods, in words."""
    if not seed.has_items:
        return ""
    for period in sorted(new.keys() & before.keys()):
        for other in sorted(new.keys() - {period}):
            items = before[period].keys() & new[period].keys() & new[other].keys()
            sides = (before[period], new[period], new[other])
            if _fits_elsewhere(
                texts
                for item in items
                for texts in zip(*(side[item] for side in sides), strict=True)
            ):
                return (
                    f"figures for {_spelled(other)} like those of {_spelled(period)} in {near}, "
                    "expected them there: look whether the columns stand in another order"
                )
    return ""


def _moved_items(seed: Seed, new: Periods, before: Periods, near: str) -> str:
    """All rows a row further up or down where the rows are items, in words."""
    if not seed.has_items:
        return ""
    for step, where in ((1, "above"), (-1, "below")):
        places: list[tuple[str, str, str]] = []
        for period in new.keys() & before.keys():
            old = before[period]
            items = [item for item in new[period] if item in old]
            for item, neighbour in zip(items, items[-step:] + items[:-step], strict=True):
                places += zip(new[period][item], old[item], old[neighbour], strict=True)
        if _fits_elsewhere(places):
            return (
                f"figures like those of the row {where} in {near}, expected those of the same row: "
                "look whether names and figures stand in different rows"
            )
    return ""
