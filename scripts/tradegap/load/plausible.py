"""Whether a release looks like the ones that are held: rows, size and place of its figures.

The layouts say what has to be there, the identities what has to fit. What both let pass is
an exhibit cut off together with its total, one in another unit throughout, columns, periods
or rows in another place, and a month or year to date that is that of another release.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, combinations

from tradegap.layouts.seeds import REPORT_SEEDS, Holdings, Rows, Seed
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
        known, new = (
            {row["release_month"] for row in holdings[seed.name].values()}
            for holdings in (held, after)
        )
        for release in sorted(new.intersection(releases)):
            number = month_number(release)
            near = min(
                known - {release},
                key=lambda other: (abs(month_number(other) - number), other),
                default="",
            )
            rows = _by_period(seed, after[seed.name], release)
            before = _by_period(seed, held[seed.name], near)
            doubts = chain(
                _repeated(rows, rows, release),
                _repeated(rows, before, near),
                _of_other_size(rows, before, release_name(near)),
                _misplaced(seed, rows, before, release_name(near)),
            )
            if found := next(doubts, ""):
                messages[seed.exhibit, release] = (
                    f"exhibit {seed.number} of {release_name(release)}: found {found}, and pass "
                    "--unusual to accept it"
                )
    return messages


def _by_period(seed: Seed, rows: Rows, release: str) -> Periods:
    """The figures of each period of a release, by what the rows are of."""
    named = [c for c in seed.key if not c.startswith(("release_", "row_", "period_"))]
    found: Periods = {}
    for row in rows.values():
        if row["release_month"] == release:
            period = row["row_kind"], row["period_start"], row["period_end"]
            item = tuple(row[column] for column in named)
            found.setdefault(period, {})[item] = tuple(row[name] for name in seed.figures)
    return found


def _repeated(new: Periods, others: Periods, where: str) -> Iterator[str]:
    """Two periods of one kind that have the very same figures, in words."""
    pairs = combinations(new, 2) if new is others else ((a, b) for a in new for b in others)
    for first, second in pairs:
        if first[0] == second[0] and first != second and _same(new[first], others[second]):
            yield (
                f"the same figures for {_spelled(first)} as release {release_name(where)} has for "
                f"{_spelled(second)}, expected others: look whether a column of another month was "
                "taken"
            )


def _same(figures: Figures, others: Figures) -> bool:
    """Whether all rows that two periods share have the same figures, some of them not zero."""
    common = figures.keys() & others.keys()
    return all(figures[item] == others[item] for item in common) and any(
        figure not in ("", "0") for item in common for figure in figures[item]
    )


def _spelled(period: Period) -> str:
    _, start, end = period
    return f"{spelled(start)} to {spelled(end)}" if start != end else spelled(start)


# --- rows and size ------------------------------------------------------------------------


def _of_other_size(new: Periods, before: Periods, near: str) -> Iterator[str]:
    """A newest period with far fewer rows, or with figures of another size, in words."""
    newest, others = _newest(new), _newest(before)
    if 0 < len(newest) < LEAST_ROWS * len(others):
        yield (
            f"{len(newest)} rows of its newest period, expected about {len(others)} as in {near}: "
            "look whether the file is cut off"
        )
    size, expected = _size(newest), _size(others)
    if newest and expected and not expected <= MOST_TIMES * size <= MOST_TIMES**2 * expected:
        yield (
            f"figures of {size:,.0f} on average, expected about {expected:,.0f} as in {near}: look "
            "whether its unit is another"
        )


def _newest(periods: Periods) -> Figures:
    """The figures of the newest period of the shortest kind that is printed."""
    kinds = [kind for kind in SHORTEST_FIRST if any(period[0] == kind for period in periods)]
    of_kind = [period for period in periods if period[0] in kinds[:1]]
    return periods[max(of_kind, key=lambda period: period[2])] if of_kind else {}


def _size(figures: Figures) -> Decimal:
    """The mean figure, whatever the signs."""
    found = [abs(Decimal(text)) for texts in figures.values() for text in texts if text]
    return sum(found, Decimal(0)) / len(found) if found else Decimal(0)


# --- figures that stand where others belong -----------------------------------------------


def _misplaced(seed: Seed, new: Periods, before: Periods, near: str) -> Iterator[str]:
    """Figures that fit the nearest release only in another column, period or row, in words."""
    common = sorted(new.keys() & before.keys())
    rows = [(new[p][i], before[p][i]) for p in common for i in new[p] if i in before[p]]
    for a, b in combinations(range(len(seed.figures)), 2):
        if _fits_elsewhere(
            ((row[a], row[b]), (old[a], old[b]), (old[b], old[a]))
            for row, old in rows
            if "" not in (row[a], row[b], old[a], old[b])
        ):
            yield (
                f"'{seed.figures[a]}' with figures like '{seed.figures[b]}' of {near}, and the "
                "reverse: look whether the columns stand in another order"
            )
    if not seed.has_items:
        return
    for period, other in ((one, two) for one in common for two in sorted(new) if one != two):
        sides = before[period], new[period], new[other]
        if _fits_elsewhere([side[i] for side in sides] for i in set.intersection(*map(set, sides))):
            yield (
                f"figures for {_spelled(other)} like those of {_spelled(period)} in {near}, "
                "expected them there: look whether the columns stand in another order"
            )
    for step, where in ((1, "above"), (-1, "below")):
        moved = []
        for period in common:
            old = before[period]
            items = [item for item in new[period] if item in old]
            for item, neighbour in zip(items, items[-step:] + items[:-step], strict=True):
                moved.append((new[period][item], old[item], old[neighbour]))
        if _fits_elsewhere(moved):
            yield (
                f"figures like those of the row {where} in {near}, expected those of the same row: "
                "look whether names and figures stand in different rows"
            )


def _fits_elsewhere(rows: Iterable[Sequence[Sequence[str]]]) -> bool:
    """Whether figures are far closer to those of another place than to those of their own.

    Args:
        rows: Three of figures each: those that are far or near, those of their own place, and
            those of the other. A figure counts where all three are printed.
    """
    own = elsewhere = Decimal(0)
    for texts in (texts for row in rows for texts in zip(*row, strict=True) if "" not in texts):
        figure, here, there = map(Decimal, texts)
        own += abs(figure - here)
        elsewhere += abs(figure - there)
    return MOST_CLOSER * elsewhere < own
