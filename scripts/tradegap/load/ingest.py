"""Brings official files into the seeds.

Everything is read and checked before anything is written: the files themselves, what is
already held of the same release, and the project's identities over the new seeds. A file that
is refused is left out and named, the others are taken. Ingesting is idempotent, and the order
of ingesting makes no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from tradegap.errors import TradegapError
from tradegap.layouts.seeds import KNOWN_BREAKS, RELEASES, SOURCE_FILES, Holdings, Rows
from tradegap.load.identities import NOTHING_FOUND, Check, Checked, Checker
from tradegap.load.merging import Difference, Plan, listed, plan_of
from tradegap.load.plausible import implausible
from tradegap.periods import release_name, spelled, spelled_period
from tradegap.read.inputs import Refusal, notes_on, read_each
from tradegap.read.sources import Reading
from tradegap.store import journal, seed_files
from tradegap.store.item_names import add_new
from tradegap.store.releases import check_days, renew
from tradegap.texts import listed_some

Echo = Callable[[str], None]

MOST_DAYS_SEEN_LATER = 6
"""The snapshots of the vintage ledger are weekly: a release is seen so many days later at most."""
MOST_REFUSALS = 4
"""At most this many refused files are named in one error."""


@dataclass(frozen=True)
class Options:
    """What an ingest may do."""

    # New figures of a release that is held, and reviewed cells of its reference rows.
    replace: bool = False
    # Far fewer rows than the nearest release held, figures of another size or in another place.
    unusual: bool = False
    all_or_nothing: bool = False
    # Why sums are taken that miss each other beyond the limit; empty: they are refused.
    accept: str = ""


@dataclass
class Outcome:
    """What an ingest did."""

    loaded: int = 0  # exhibits and tables, new or held already
    refused: list[Refusal] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)  # the seeds that were written


def ingest(paths: list[Path], root: Path, echo: Echo, options: Options = Options()) -> Outcome:
    """Read official files, or those of folders, and bring what they hold into the seeds.

    Raises:
        TradegapError: Nothing could be loaded, or one file could not and all or nothing is
            wanted. The seeds are then as they were.
    """
    with _nothing_written():
        found = read_each(paths)
    for note in notes_on(found.unread):
        echo(note)
    outcome = Outcome(refused=list(found.refused))
    with journal.only_writer(root):
        held = seed_files.load(root)
        with _nothing_written():
            plan, checked = _accepted(root, held, found.readings, options, outcome)
        plan.lines += _revisions(checked) + _recorded(checked)
        files = seed_files.changed_files(root, held, plan.holdings)
        for line in plan.lines:
            echo(line)
        if files:
            journal.write(root, files)
    outcome.files = sorted(files)
    if files:
        echo(f"Wrote {', '.join(str(path) for path in outcome.files)}.")
    elif not outcome.refused:
        echo("No change: all of it is held already.")
    for refusal in outcome.refused:
        echo(f"Left out: {refusal.message}")
    if outcome.refused:
        echo(
            f"Loaded {outcome.loaded} exhibits and tables; "
            f"{len(outcome.refused)} were left out, for the reasons above."
        )
    return outcome


@contextmanager
def _nothing_written() -> Iterator[None]:
    """Say of what is refused before the seeds are written that nothing was."""
    try:
        yield
    except TradegapError as error:
        raise TradegapError(f"{error}; nothing was written") from error


# --- what is taken ------------------------------------------------------------------------


def _accepted(
    root: Path,
    held: Holdings,
    readings: Sequence[Reading],
    options: Options,
    outcome: Outcome,
) -> tuple[Plan, Checked]:
    """The plan for all readings that nothing speaks against; the others are refused.

    Each refusal can bring others to light, so that what is left is looked at again.
    """
    left = dict(enumerate(readings))
    with Checker(root) as checker:
        while True:
            if outcome.refused and (options.all_or_nothing or not left):
                raise _all_refused(outcome.refused, options)
            plan = plan_of(held, left)
            refused = _known_under_another_name(held, left) or plan.conflicts
            if not refused and not options.replace:
                refused = {p: _held_otherwise(found) for p, found in plan.differences.items()}
            if not refused:
                check_days(plan.holdings)
            if not refused and not options.unusual:
                refused = _implausible(held, plan)
            checked = NOTHING_FOUND
            if not refused and plan.releases:
                plan.lines += add_new(plan.holdings, plan.releases)
                renew(held, plan.holdings, plan.releases if options.replace else ())
                files = seed_files.changed_files(root, held, plan.holdings)
                checked = checker.check(files, plan.releases)
                refused = _refused_by(checked, plan, options.accept)
            if not refused:
                outcome.loaded = len(left)
                return plan, checked
            for place in sorted(refused):
                outcome.refused.append(Refusal(left[place].source.path, refused[place]))
                del left[place]


def _all_refused(refused: Sequence[Refusal], options: Options) -> TradegapError:
    """The error of an ingest that loads nothing."""
    messages = [refusal.message for refusal in refused]
    if len(messages) == 1:
        return TradegapError(messages[0])
    why = " and --all-or-nothing was asked for" if options.all_or_nothing else ""
    return TradegapError(
        f"{len(messages)} exhibits or tables are refused{why}: "
        f"{listed_some(messages, MOST_REFUSALS, '; ')}"
    )


def _known_under_another_name(held: Holdings, readings: Mapping[int, Reading]) -> dict[int, str]:
    """Readings of a file that is held as another release, or that another release's day denies.

    The same bytes are the same file. A file that was last updated on the day on which another
    release is known to have been published belongs to that one.
    """
    sources = held[SOURCE_FILES.name].values()
    refused = {}
    for place, reading in readings.items():
        month, source = reading.release_month, reading.source
        others = {
            row["release_month"]
            for row in sources
            if row["sha256"] == source.sha256 and row["exhibit"] == reading.seed.exhibit
        } - {month, ""}
        if month and others:
            refused[place] = (
                f"{source.name}: found the very file that is held as release "
                f"{release_name(min(others))}, expected another one for {release_name(month)}: "
                "give the file its name back"
            )
        elif month and source.form == "history_workbook" and source.file_date:
            published = _published_on(held, source.file_date)
            if published and month not in published:
                refused[place] = (
                    f"{source.name}: found {source.file_date} as the day of its last update, on "
                    f"which release {release_name(min(published))} was published, expected the "
                    f"day of release {release_name(month)}: give the file its name back"
                )
    return refused


def _published_on(held: Holdings, day: str) -> set[str]:
    """The releases that are known to have been published on a day."""
    latest = (date.fromisoformat(day) + timedelta(days=MOST_DAYS_SEEN_LATER)).isoformat()
    return {
        row["release_month"]
        for row in held[RELEASES.name].values()
        if row["published_on"] == day
        or (not row["published_on"] and day <= row["vintage_first_seen"] <= latest)
    }


def _held_otherwise(differences: Sequence[Difference]) -> str:
    """The words for figures that are held otherwise, the largest differences first."""
    releases = sorted({release_name(d.release_month) for d in differences} - {""})
    return (
        f"{listed_some(releases) or 'the vintage ledger'} is held with other figures: "
        f"{listed(differences)}. Take the new ones with --replace, or leave the file out"
    )


def _implausible(held: Holdings, plan: Plan) -> dict[int, str]:
    """Readings that do not look like the nearest release held."""
    messages = implausible(held, plan.holdings, plan.releases)
    places = {p: (r.seed.exhibit, r.release_month) for p, r in plan.readings.items()}
    return {place: messages[of] for place, of in places.items() if of in messages}


# --- whether it holds ---------------------------------------------------------------------


def _refused_by(checked: Checked, plan: Plan, accept: str) -> dict[int, str]:
    """The readings to blame for checks that do not hold, and the words.

    An exhibit that contradicts itself is wrong, whatever it is compared with. Of exhibits that
    contradict each other it is the one that contradicts most others; where that does not
    tell, all of them.
    """
    broken, excessive = checked.of("broken", "missing"), checked.of("excessive")
    if excessive and accept:
        _accept(plan, excessive, accept)
    elif excessive:
        broken += excessive
    readings = {place: plan.readings[place] for place in sorted(plan.changing)}
    months = {
        place: {row.get("release_month", "") for row in reading.rows} | {reading.release_month}
        for place, reading in readings.items()
    }
    # What each reading breaks: the other exhibit it contradicts, none if itself, and the check.
    found: dict[int, list[tuple[str, Check]]] = {}
    for check in broken:
        month = f"{check['carried_by_release_month']:%Y-%m-01}"
        sides = (check["exhibit"], check["counter_exhibit"] or check["exhibit"])
        for exhibit, other in dict.fromkeys((sides, sides[::-1])):
            of_exhibit = [p for p, reading in readings.items() if reading.seed.exhibit == exhibit]
            for place in [p for p in of_exhibit if month in months[p]] or [
                p for p in of_exhibit if "" in months[p]
            ]:
                found.setdefault(place, []).append(("" if exhibit == other else other, check))
    opponents = {place: len({other for other, _ in checks}) for place, checks in found.items()}
    alone = {
        place: [check for other, check in checks if not other]
        for place, checks in found.items()
        if not all(other for other, _ in checks)
    }
    most = {
        place: [check for _, check in checks]
        for place, checks in found.items()
        if opponents[place] == max(opponents.values())
    }
    # If nothing that was read now is to blame, all of it meets a held figure.
    guilty = alone or most or (dict.fromkeys(readings, broken) if broken else {})
    sources = plan.holdings[SOURCE_FILES.name]
    return {place: _broken(checks, sources) for place, checks in guilty.items()}


def _broken(broken: Sequence[Check], sources: Rows) -> str:
    """What does not hold, in words, and where its figure stands."""
    worst = broken[0]
    carried = f"{worst['carried_by_release_month']:%Y-%m-01}"
    exhibit = str(worst["exhibit"])
    files = sorted(
        f"{row['file']}, sheet '{row['sheet']}'" if row["sheet"] else row["file"]
        for row in sources.values()
        if row["exhibit"] == exhibit and row["release_month"] in (carried, "")
    )
    place = [" or ".join(files[:3]) or exhibit]
    if worst["source_row"]:
        place.append(f"row {worst['source_row']}")
    more = f"; and {len(broken) - 1} more" if len(broken) > 1 else ""
    what = f"{worst['series_id']} of {_span(worst)}"
    if worst["period_kind"] == "all":
        what = "the number of figures"
    counter = worst["counter_exhibit"]
    beside = f" beside exhibit {counter}" if counter not in (None, exhibit) else ""
    todo = "Compare with the printed release and fetch the file again"
    if worst["status"] == "excessive":
        todo = (
            f"That is {_plain(worst['difference_pct'].quantize(Decimal('0.01')))} percent, more "
            "than such sums miss each other by: compare with the printed release, and take it "
            "with --accept and the reason if it is printed so"
        )
    return (
        f"{', '.join(place)} (exhibit {exhibit} of release {release_name(carried)}{beside}): "
        f"'{worst['identity_name']}' does not hold for {what}: {_sides(worst)}"
        f"{more}. {todo}"
    )


def _accept(plan: Plan, excessive: Sequence[Check], reason: str) -> None:
    """Write down that differences beyond the limit are the agencies' own."""
    for check in excessive:
        row = {column: str(check[column]) for column in KNOWN_BREAKS.key}
        for side in ("expected_value", "actual_value"):
            row[side] = _plain(check[side], "")
        row["reason"] = reason
        plan.holdings[KNOWN_BREAKS.name][KNOWN_BREAKS.key_of(row)] = row
    plan.lines.append(
        f"Accepted {len(excessive)} differences beyond the limit: rows of {KNOWN_BREAKS.path}"
    )


# --- what is new about it -----------------------------------------------------------------


def _revisions(checked: Checked) -> list[str]:
    """What the ingested releases revise of the ones before, in words."""
    by_release = groupby(checked.revised, key=lambda row: f"{row['release_month']:%Y-%m}")
    return [_revised(release, list(rows)) for release, rows in by_release]


def _revised(release: str, rows: Sequence[dict[str, Any]]) -> str:
    """What a release revises, the largest revisions first."""
    largest = "; ".join(
        f"{row['series_id']} of {row['period_start']:%Y-%m} by {_plain(row['revision'], '+,')} to "
        f"{_plain(row['value'])}"
        for row in rows
    )
    return (
        f"{release} revises {rows[0]['revised_count']:,} of the {rows[0]['compared_count']:,} "
        f"figures that an earlier release printed, most of all {largest}"
    )


def _recorded(checked: Checked) -> list[str]:
    """The differences that are recorded as facts about a release, an exhibit a line."""
    by_exhibit: dict[tuple[date, str], list[Check]] = {}
    for check in checked.of("recorded"):
        key = (check["carried_by_release_month"], check["exhibit"])
        by_exhibit.setdefault(key, []).append(check)
    lines = []
    for (release, exhibit), checks in by_exhibit.items():
        worst = max(checks, key=lambda check: check["difference_pct"])
        names = Counter(check["identity_name"] for check in checks)
        lines.append(
            f"{release:%Y-%m} exhibit {exhibit}: {len(checks)} sums do not add as published "
            f"({listed_some(sorted(names))}), at most by "
            f"{_plain(worst['difference_pct'].quantize(Decimal('0.001')))} percent: "
            f"{worst['series_id']} of {_span(worst)}, {_sides(worst)}. Recorded in "
            "fct_identity_checks"
        )
    return lines


def _span(row: Mapping[str, Any]) -> str:
    """The period of a check, in words."""
    start, end = f"{row['period_start']:%Y-%m-01}", f"{row['period_end']:%Y-%m-01}"
    if row["period_kind"] == "all":
        return f"release {release_name(start)}"
    if start == end:
        return spelled(start)
    return spelled_period(row["period_kind"], start, end)


def _sides(row: Mapping[str, Any]) -> str:
    """Both sides of a check, or which one is missing."""
    expected, actual = row["expected_value"], row["actual_value"]
    if expected is None or actual is None:
        return f"found {_plain(actual)}, expected {_plain(expected)}"
    return (
        f"found {_plain(actual)}, expected {_plain(expected)} within "
        f"{_plain(row['tolerance'])} (off by {_plain(row['difference'])})"
    )


def _plain(number: Decimal | None, form: str = ",") -> str:
    """A number without trailing zeros."""
    return "no figure" if number is None else f"{number.normalize():{form}f}"
