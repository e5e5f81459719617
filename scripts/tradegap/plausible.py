"""Whether a release looks like the ones that are held: as many rows, figures of their size.

The layouts say what has to be there, the identities what has to fit. What both let pass is
an exhibit cut off together with its total, or one in another unit throughout.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from tradegap.errors import TradegapError
from tradegap.layouts import EXHIBITS, Layout
from tradegap.readings import month_number, release_name
from tradegap.seeds import Holdings, Row

LEAST_ROWS = Decimal("0.5")
"""The least share of the rows that the nearest release held has. Lists grew from 16 areas to
24 in four years, and never shrank by half."""
MOST_TIMES = 10
"""So many times larger or smaller the mean figure may be. Trade fell by a third in the spring
of 2020; a wrong unit is off by a thousand."""


def check_plausible(held: Holdings, after: Holdings, releases: Collection[str]) -> None:
    """Refuse a release that has far fewer rows, or figures of another size, than another.

    Args:
        held: The seeds as they are.
        after: The seeds as they would be.
        releases: The releases that are ingested.

    Raises:
        TradegapError: An exhibit is far from the nearest release held.
    """
    for layout in EXHIBITS:
        known = _months(held[layout.seed].values())
        found = _months(after[layout.seed].values())
        for release in sorted(releases & found.keys()):
            others = [other for other in known if other != release]
            if others:
                near = min(others, key=lambda other: _distance(other, release))
                _compare(layout, release, found[release], near, known[near])


def _distance(other: str, release: str) -> int:
    return abs(month_number(other) - month_number(release))


def _months(rows: Collection[Row]) -> dict[str, list[Row]]:
    """The rows of the month of the release itself, by release."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["row_kind"] == "month" and row["period_start"] == row["release_month"]:
            found.setdefault(row["release_month"], []).append(row)
    return found


def _compare(
    layout: Layout, release: str, rows: list[Row], near: str, near_rows: list[Row]
) -> None:
    what = f"exhibit {layout.number} of {release_name(release)}"
    take = "take it as it is with --unusual if that is right; nothing was written"
    if len(rows) < LEAST_ROWS * len(near_rows):
        raise TradegapError(
            f"{what}: found {len(rows)} rows of its month, expected about {len(near_rows)} as in "
            f"{release_name(near)}: look whether the file is cut off, and {take}"
        )
    size, near_size = _size(layout, rows), _size(layout, near_rows)
    if near_size and not near_size <= MOST_TIMES * size <= MOST_TIMES**2 * near_size:
        raise TradegapError(
            f"{what}: found figures of {size:,.0f} on average, expected about {near_size:,.0f} as "
            f"in {release_name(near)}: look whether its unit is another, and {take}"
        )


def _size(layout: Layout, rows: list[Row]) -> Decimal:
    """The mean figure of some rows, whatever its sign."""
    figures = [abs(Decimal(row[name])) for row in rows for name in layout.names if row[name]]
    return sum(figures, Decimal(0)) / len(figures) if figures else Decimal(0)
