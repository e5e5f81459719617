"""Says which releases are held, what of each, what is missing, and when the next is due.

Missing are months between releases of which something is held, and exhibits of each release.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tradegap.database import PUBLISHED, Published
from tradegap.errors import TradegapError
from tradegap.layouts.seeds import COVERAGE, ITEMS, RELEASES, REPORT_SEEDS
from tradegap.periods import month_at, month_number, release_name
from tradegap.store import seed_files
from tradegap.texts import Listing, listed_some, shown

SCHEDULE = "https://www.census.gov/foreign-trade/reference/release_schedule.html"
MOST = 12

HISTORIES = (
    "BEA's time series, by country too, and its IDS-0182; the Census Bureau's realexp, realimp and "
    "exhibit_history"
)


@dataclass(frozen=True)
class Held:
    """What is held of a release."""

    name: str
    published: str  # when, in words; empty if not known
    exhibits: tuple[str, ...]
    missing: tuple[str, ...]
    others: tuple[str, ...]  # other sources of its figures


def status(root: Path, most: int | None = MOST) -> Iterable[str]:
    """What is held, line by line, the newest release first; all releases if `most` is None.

    Raises:
        TradegapError: The seeds cannot be read, or there are none.
    """
    releases = held(root)
    if not releases:
        raise TradegapError("no release is held: `tradegap update` fetches the current one")
    loaded = [release for release in releases if release.exhibits]
    newest = releases[0]
    after = release_name(month_at(month_number(f"{newest.name}-01") + 1))
    yield _line("newest release loaded", _dated(loaded[0]) if loaded else "none")
    if not loaded or newest.name != loaded[0].name:
        yield _line("newest release known", f"{_dated(newest)}: no exhibit of it is held")
    yield _line("next release", f"{after}, when is not known here (they come at 8:30 Eastern)")
    yield _line("release schedule", SCHEDULE)
    yield _line("exhibits read", f"{exhibits_read()}, as .xlsx or .xls")
    yield _line("histories read", HISTORIES)
    yield _line("csv files read", "those of a form in docs/csv-forms.md")
    yield _line(
        "months missing",
        listed_some(gaps(releases), most or len(releases)) or "none between those held",
    )
    names = unreviewed(root)
    look = f"; look at them in {ITEMS.path}" if names else ""
    yield _line("names not reviewed", f"{listed_some(names, most or len(names)) or 'none'}{look}")
    yield _line(
        "do not add as printed", listed_some(not_adding(root), most or len(releases)) or "none"
    )
    yield ""
    yield from releases_held(releases, most).written().splitlines()
    if most is not None and most < len(releases):
        yield f"and {len(releases) - most} older ones: `tradegap status --all`"


def releases_held(releases: Sequence[Held], most: int | None = None) -> Listing:
    """The list of releases; all of them, and all names in a cell, if `most` is None."""
    header = ("release", "published", "exhibits held", "missing", "also held")
    rows = [
        (
            release.name,
            release.published or "not known",
            ", ".join(release.exhibits) or "none",
            "all"
            if not release.exhibits
            else listed_some(release.missing, most or len(release.missing)) or "nothing",
            listed_some(release.others, 2 if most else len(release.others)),
        )
        for release in releases[:most]
    ]
    return Listing(header, rows)


def exhibits_read() -> str:
    """The numbers of the exhibits that are read: `1, 3 and 4`."""
    numbers = [seed.number for seed in REPORT_SEEDS]
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}"


def held(root: Path) -> list[Held]:
    """What is held of every release, the newest first.

    Raises:
        TradegapError: The seeds cannot be read.
    """
    full = tuple(seed.exhibit for seed in REPORT_SEEDS)
    exhibits: dict[str, set[str]] = {}
    for row in seed_files.read(root, COVERAGE).values():
        exhibits.setdefault(row["release_month"], set()).add(row["exhibit"])
    releases = []
    for row in seed_files.read(root, RELEASES).values():
        of_release = exhibits.get(row["release_month"], set())
        by = row["published_no_later_than"]
        releases.append(
            Held(
                release_name(row["release_month"]),
                row["published_on"] or (f"by {by}" if by else ""),
                tuple(code for code in full if code in of_release),
                tuple(code for code in full if code not in of_release),
                tuple(sorted(of_release.difference(full))),
            )
        )
    return sorted(releases, key=lambda release: release.name, reverse=True)


def gaps(releases: Iterable[Held]) -> list[str]:
    """The months between releases of which something is held that have none, newest first."""
    numbers = {
        month_number(f"{release.name}-01")
        for release in releases
        if release.exhibits or release.others
    }
    if not numbers:
        return []
    between = range(max(numbers), min(numbers), -1)
    return [release_name(month_at(number)) for number in between if number not in numbers]


def unreviewed(root: Path) -> list[str]:
    """The names of items that ingest met and that nobody has looked at since.

    Raises:
        TradegapError: The list cannot be read.
    """
    rows = seed_files.read(root, ITEMS).values()
    return [
        f"{shown(row['printed_name'])} ({row['scheme']})"
        for row in rows
        if row["is_reviewed"] != "true"
    ]


def not_adding(root: Path) -> list[str]:
    """The releases whose own figures miss each other beyond rounding, the newest first.

    Raises:
        TradegapError: The published database cannot be read.
    """
    if not (root / PUBLISHED).exists():
        return ["not known before `make build`"]
    with Published(root) as published:
        rows = published.rows(
            """
            select
                carried_by_release_month, count(*) as check_count,
                max(difference_pct) as largest_pct
            from marts.fct_identity_checks where status in ('recorded', 'reviewed')
            group by carried_by_release_month order by carried_by_release_month desc
            """
        )
    return [
        f"{row['carried_by_release_month']:%Y-%m} ({row['check_count']} sums, "
        f"by {row['largest_pct']:.2f} percent at most)"
        for row in rows
    ]


def _dated(release: Held) -> str:
    when = release.published or "on a day not known"
    return f"{release.name}, published {when}"


def _line(name: str, text: str) -> str:
    return f"{name:<22} {text}"
