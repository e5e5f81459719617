"""Whether a release looks like the ones that are held: rows, size and place of its figures.

The layouts say what has to be there, the identities what has to fit. What both let pass is
an exhibit cut off together with its total, one in another unit throughout, columns, periods
or rows in another place, and a month or year to date that is that of another release.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from itertools import combinations

from tradegap.layouts.seeds import REPORT_SEEDS, Holdings, Row, Seed
from tradegap.periods import month_number, release_name, spelled

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

Span = tuple[str, str, str]
"""Kind, first and last month of a period."""
Figures = dict[tuple[str, ...], tuple[str, ...]]
"""The figures of a period by item or block."""


def implausible(
    held: Holdings, after: Holdings, releases: Collection[str]
) -> dict[tuple[str, str], str]:
    """What has far fewer rows, or figures of another size, than in the nearest release held.

    Args:
        held: The seeds as they are.
        after: The seeds as they would be.
        releases: The releases that are ingested.

    Returns:
        What is wrong, in words, by exhibit and release.
    """
    found = {}
    for seed in REPORT_SEEDS:
        known = _by_release(held[seed.name].values())
        new = _by_release(after[seed.name].values())
        for release in sorted(releases & new.keys()):
            rows = new[release]
            others = [other for other in known if other != release]
            near = min(others, key=lambda other: _distance(other, release), default="")
            message = _repeated(seed, release, rows, near, known.get(near, []))
            if near and not message:
                message = _compared(
                    seed, release, _newest_period(rows), near, _newest_period(known[near])
                )
                for differs in (_exchanged, _moved_periods, _moved_items):
                    message = message or differs(seed, release, rows, near, known[near])
            if message:
                found[seed.exhibit, release] = message
    return found


def _distance(other: str, release: str) -> int:
    return abs(month_number(other) - month_number(release))


def _by_release(rows: Collection[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["release_month"], []).append(row)
    return found


def _newest_period(rows: Collection[Row]) -> list[Row]:
    """The rows of the newest period of the shortest kind that is printed."""
    for kind in SHORTEST_FIRST:
        of_kind = [row for row in rows if row["row_kind"] == kind]
        if of_kind:
            last = max(row["period_end"] for row in of_kind)
            return [row for row in of_kind if row["period_end"] == last]
    return []


def _compared(seed: Seed, release: str, rows: list[Row], near: str, near_rows: list[Row]) -> str:
    """What is far from the release that is nearest, in words; nothing if all is near."""
    if not (rows and near_rows):
        return ""
    what = f"exhibit {seed.number} of {release_name(release)}"
    take = "pass --unusual to accept it; nothing was written"
    if len(rows) < LEAST_ROWS * len(near_rows):
        return (
            f"{what}: found {len(rows)} rows of its newest period, expected about "
            f"{len(near_rows)} as in {release_name(near)}: look whether the file is cut off, and "
            f"{take}"
        )
    size, near_size = _size(seed, rows), _size(seed, near_rows)
    if near_size and not near_size <= MOST_TIMES * size <= MOST_TIMES**2 * near_size:
        return (
            f"{what}: found figures of {size:,.0f} on average, expected about {near_size:,.0f} as "
            f"in {release_name(near)}: look whether its unit is another, and {take}"
        )
    return ""


def _size(seed: Seed, rows: list[Row]) -> Decimal:
    """The mean figure of some rows, whatever its sign."""
    figures = [abs(Decimal(row[name])) for row in rows for name in seed.figures if row[name]]
    return sum(figures, Decimal(0)) / len(figures) if figures else Decimal(0)


# --- figures that stand where others belong -----------------------------------------------


def _repeated(seed: Seed, release: str, rows: list[Row], near: str, near_rows: list[Row]) -> str:
    """Two periods of one kind that have the very same figures, in words."""
    new, before = _by_period(seed, rows), _by_period(seed, near_rows)
    for first, second, where in (
        *((a, b, release) for a, b in combinations(new, 2)),
        *((a, b, near) for a in new for b in before),
    ):
        others = new if where == release else before
        if first[0] == second[0] and first != second and _same(new[first], others[second]):
            return (
                f"exhibit {seed.number} of {release_name(release)}: found the same figures for "
                f"{_spelled(first)} as release {release_name(where)} has for {_spelled(second)}, "
                "expected others: look whether a column of another month was taken, and pass "
                "--unusual to accept it; nothing was written"
            )
    return ""


def _by_period(seed: Seed, rows: list[Row]) -> dict[Span, Figures]:
    found: dict[Span, Figures] = {}
    for row in rows:
        span = row["row_kind"], row["period_start"], row["period_end"]
        figures = tuple(row[name] for name in seed.figures)
        found.setdefault(span, {})[_item(seed, row)] = figures
    return found


def _item(seed: Seed, row: Row) -> tuple[str, ...]:
    """What a row is of, whatever its release and period."""
    named = [c for c in seed.key if not c.startswith(("release_", "row_", "period_"))]
    return tuple(row[column] for column in named)


def _same(figures: Figures, others: Figures) -> bool:
    """Whether all rows that two periods share have the same figures, some of them not zero."""
    common = figures.keys() & others.keys()
    return all(figures[item] == others[item] for item in common) and any(
        figure not in ("", "0") for item in common for figure in figures[item]
    )


def _spelled(span: Span) -> str:
    _, start, end = span
    return f"{spelled(start)} to {spelled(end)}" if start != end else spelled(start)


def _exchanged(seed: Seed, release: str, rows: list[Row], near: str, near_rows: list[Row]) -> str:
    """Two columns that fit the release that is nearest only when they are exchanged, in words."""
    key = [column for column in seed.key if column != "release_month"]
    before = {tuple(row[column] for column in key): row for row in near_rows}
    found = {tuple(row[column] for column in key): row for row in rows}
    pairs = [(found[place], before[place]) for place in found.keys() & before.keys()]
    for first, second in combinations(seed.figures, 2):
        names = (first, second)
        full = [pair for pair in pairs if all(row[name] != "" for row in pair for name in names)]
        as_read = sum(_apart(new, old, names, names) for new, old in full)
        exchanged = sum(_apart(new, old, names, names[::-1]) for new, old in full)
        if MOST_CLOSER * exchanged < as_read:
            return (
                f"exhibit {seed.number} of {release_name(release)}: found '{first}' with figures "
                f"like '{second}' of {release_name(near)}, and the reverse: look whether the "
                "columns stand in another order, and pass --unusual to accept it; nothing was "
                "written"
            )
    return ""


def _moved_periods(
    seed: Seed, release: str, rows: list[Row], near: str, near_rows: list[Row]
) -> str:
    """A column of another period where the columns are periods, in words."""
    if not seed.has_items:
        return ""
    new, before = _by_period(seed, rows), _by_period(seed, near_rows)
    for span in new.keys() & before.keys():
        for other in sorted(new.keys() - {span}):
            as_read, moved = _distances(new[span], before[span], new[other], before[span])
            if MOST_CLOSER * moved < as_read:
                return (
                    f"exhibit {seed.number} of {release_name(release)}: found figures for "
                    f"{_spelled(other)} like those of {_spelled(span)} in {release_name(near)}, "
                    "expected them there: look whether the columns stand in another order, and "
                    "pass --unusual to accept it; nothing was written"
                )
    return ""


def _moved_items(seed: Seed, release: str, rows: list[Row], near: str, near_rows: list[Row]) -> str:
    """All rows a row further up or down where the rows are items, in words."""
    if not seed.has_items:
        return ""
    new, before = _by_period(seed, rows), _by_period(seed, near_rows)
    common = sorted(new.keys() & before.keys())
    for step, where in ((1, "above"), (-1, "below")):
        found: list[tuple[Decimal, Decimal]] = []
        for span in common:
            items = [item for item in new[span] if item in before[span]]
            neighbours = dict(zip(items, items[-step:] + items[:-step], strict=True))
            shifted = {item: before[span][neighbours[item]] for item in items}
            found.append(_distances(new[span], before[span], new[span], shifted))
        if MOST_CLOSER * sum(moved for _, moved in found) < sum(as_read for as_read, _ in found):
            return (
                f"exhibit {seed.number} of {release_name(release)}: found figures like those of "
                f"the row {where} in {release_name(near)}, expected those of the same row: look "
                "whether names and figures stand in different rows, and pass --unusual to accept "
                "it; nothing was written"
            )
    return ""


def _distances(
    read: Figures, before: Figures, other: Figures, other_before: Figures
) -> tuple[Decimal, Decimal]:
    """How far apart two periods are, and two others, over the figures that all of them have."""
    as_read = moved = Decimal(0)
    periods = (read, before, other, other_before)
    for item in read.keys() & before.keys() & other.keys() & other_before.keys():
        for texts in zip(*(figures[item] for figures in periods), strict=True):
            if "" not in texts:
                first, second, third, fourth = map(Decimal, texts)
                as_read += abs(first - second)
                moved += abs(third - fourth)
    return as_read, moved


def _apart(row: Row, other: Row, names: tuple[str, ...], as_: tuple[str, ...]) -> Decimal:
    """How far apart some figures of a row are from those of another one."""
    return sum(
        (
            abs(Decimal(row[name]) - Decimal(other[as_name]))
            for name, as_name in zip(names, as_, strict=True)
        ),
        Decimal(0),
    )
