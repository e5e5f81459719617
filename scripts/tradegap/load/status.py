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
    newest = releases[0]
    loaded = next((release for release in releases if release.exhibits), None)
    known = "" if newest is loaded else f"{_dated(newest)}: no exhibit of it is held"
    after = release_name(month_at(month_number(newest.name) + 1))
    names = listed_some(unreviewed(root), most)
    lines = {
        "newest release loaded": _dated(loaded) if loaded else "none",
        "newest release known": known,
        "next release": f"{after}, when is not known here (they come at 8:30 Eastern)",
        "release schedule": SCHEDULE,
        "exhibits read": f"{exhibits_read()}, as .xlsx or .xls",
        "histories read": HISTORIES,
        "csv files read": "those of a form in docs/csv-forms.md",
        "months missing": listed_some(gaps(releases), most) or "none between those held",
        "names not reviewed": f"{names}; look at them in {ITEMS.path}" if names else "none",
        "do not add as printed": listed_some(not_adding(root), most) or "none",
    }
    yield from (f"{name:<22} {text}" for name, text in lines.items() if text)
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
            (listed_some(release.missing, most) or "nothing") if release.exhibits else "all",
            listed_some(release.others, most and 2),
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
    full = [seed.exhibit for seed in REPORT_SEEDS]
    exhibits: dict[str, set[str]] = {}
    for row in seed_files.read(root, COVERAGE).values():
        exhibits.setdefault(row["release_month"], set()).add(row["exhibit"])
    releases = []
    for (month,), row in sorted(seed_files.read(root, RELEASES).items(), reverse=True):
        of_release = exhibits.get(month, set())
        by = row["published_no_later_than"]
        releases.append(
            Held(
                release_name(month),
                row["published_on"] or (f"by {by}" if by else ""),
                tuple(code for code in full if code in of_release),
                tuple(code for code in full if code not in of_release),
                tuple(sorted(of_release.difference(full))),
            )
        )
    return releases


def gaps(releases: Iterable[Held]) -> list[str]:
    """The months between releases of which something is held that have none, newest first."""
    there = {month_number(r.name) for r in releases if r.exhibits or r.others}
    between = range(max(there, default=0), min(there, default=0), -1)
    return [release_name(month_at(number)) for number in between if number not in there]


def unreviewed(root: Path) -> list[str]:
    """The names of items that ingest met and that nobody has looked at since.

    Raises:
        TradegapError: The list cannot be read.
    """
    return [
        f"{shown(row['printed_name'])} ({row['scheme']})"
        for row in seed_files.read(root, ITEMS).values()
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
            select format(
                '{} ({} sums, by {:.2f} percent at most)',
                strftime(carried_by_release_month, '%Y-%m'), count(*),
                cast(max(difference_pct) as double)
            ) as words
            from marts.fct_identity_checks where status in ('recorded', 'reviewed')
            group by carried_by_release_month order by carried_by_release_month desc
            """
        )
    return [row["words"] for row in rows]


def _dated(release: Held) -> str:
    return f"{release.name}, published {release.published or 'on a day not known'}"
