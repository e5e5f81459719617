"""Whether a release looks like the ones that are held: as many rows, figures of their size.

The layouts say what has to be there, the identities what has to fit. What both let pass is
an exhibit cut off together with its total, or one in another unit throughout.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from tradegap.layouts import EXHIBITS, Layout
from tradegap.readings import month_number, release_name
from tradegap.seeds import Holdings, Row

SHORTEST_FIRST = ("month", "three_month_average", "quarter")
LEAST_ROWS = Decimal("0.5")
"""The least share of the rows that the nearest release held has. Lists grew from 16 areas to
24 in four years, and never shrank by half."""
MOST_TIMES = 10
"""Largest accepted ratio between the mean figures of two releases. Trade fell by a third in spring
2020; a wrong unit is off by a thousand."""


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
    for layout in EXHIBITS:
        known = _newest_periods(held[layout.seed].values())
        new = _newest_periods(after[layout.seed].values())
        for release in sorted(releases & new.keys()):
            others = [other for other in known if other != release]
            if others:
                near = min(others, key=lambda other: _distance(other, release))
                message = _compared(layout, release, new[release], near, known[near])
                if message:
                    found[layout.exhibit, release] = message
    return found


def _distance(other: str, release: str) -> int:
    return abs(month_number(other) - month_number(release))


def _newest_periods(rows: Collection[Row]) -> dict[str, list[Row]]:
    """The rows of the newest period of the shortest kind that is printed, by release."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        kind = row["row_kind"]
        if kind in SHORTEST_FIRST:
            found.setdefault(row["release_month"], {}).setdefault(kind, []).append(row)
    newest = {}
    for release, by_kind in found.items():
        of_kind = next(by_kind[kind] for kind in SHORTEST_FIRST if kind in by_kind)
        last = max(row["period_end"] for row in of_kind)
        newest[release] = [row for row in of_kind if row["period_end"] == last]
    return newest


def _compared(
    layout: Layout, release: str, rows: list[Row], near: str, near_rows: list[Row]
) -> str:
    """What is far from the release that is nearest, in words; nothing if all is near."""
    what = f"exhibit {layout.number} of {release_name(release)}"
    take = "pass --unusual to accept it; nothing was written"
    if len(rows) < LEAST_ROWS * len(near_rows):
        return (
            f"{what}: found {len(rows)} rows of its newest period, expected about "
            f"{len(near_rows)} as in {release_name(near)}: look whether the file is cut off, and "
            f"{take}"
        )
    size, near_size = _size(layout, rows), _size(layout, near_rows)
    if near_size and not near_size <= MOST_TIMES * size <= MOST_TIMES**2 * near_size:
        return (
            f"{what}: found figures of {size:,.0f} on average, expected about {near_size:,.0f} as "
            f"in {release_name(near)}: look whether its unit is another, and {take}"
        )
    return ""


def _size(layout: Layout, rows: list[Row]) -> Decimal:
    """The mean figure of some rows, whatever its sign."""
    figures = [abs(Decimal(row[name])) for row in rows for name in layout.names if row[name]]
    return sum(figures, Decimal(0)) / len(figures) if figures else Decimal(0)
