"""Puts what files hold into the seeds in memory, and says what that changes.

Rows are merged by their key, never by release: a file that has fewer rows than are held takes
nothing away. Only another workbook of the same exhibit replaces all its rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tradegap.layouts.coverage import snapshots_of
from tradegap.layouts.seeds import NOTES, SOURCE_FILES, Holdings, Key, Row, Rows, Seed
from tradegap.periods import release_name, spelled, spelled_period
from tradegap.read.sources import Reading, Source
from tradegap.texts import listed_some

MAX_SHOWN = 5
"""At most this many differences are listed in one message."""


@dataclass(frozen=True)
class Difference:
    """A figure that is held and stands otherwise in a file."""

    release_month: str
    what: str
    held: str
    found: str
    source: Source

    @property
    def size(self) -> Decimal:
        """How far apart the figures are; texts are infinitely far."""
        try:
            return abs(Decimal(self.found) - Decimal(self.held))
        except ArithmeticError:
            return Decimal("Infinity")

    def __str__(self) -> str:
        return (
            f"{self.what} is {self.held or 'nothing'}, {self.found or 'nothing'} in "
            f"{self.source.path.name}"
        )


@dataclass
class Plan:
    """What an ingest would do."""

    holdings: Holdings  # the seeds as they would be
    readings: Mapping[int, Reading]  # by their place in the list
    lines: list[str] = field(default_factory=list)  # what is new, unchanged or revised
    releases: set[str] = field(default_factory=set)  # those of which rows change
    # By the place of a reading in the list: figures that are held otherwise, readings that
    # contradict each other, and those that bring something new.
    differences: dict[int, list[Difference]] = field(default_factory=dict)
    conflicts: dict[int, str] = field(default_factory=dict)
    changing: set[int] = field(default_factory=set)
    # The first reading that has a row.
    taken: dict[tuple[str, Key], int] = field(default_factory=dict)


def plan_of(held: Holdings, readings: Mapping[int, Reading]) -> Plan:
    """Put readings into the holdings, one after another."""
    plan = Plan({name: dict(rows) for name, rows in held.items()}, readings)
    for place, reading in readings.items():
        outcomes: dict[str, list[str]] = {}
        for release, rows in _by_release(reading).items():
            outcomes.setdefault(_put(plan, place, release, rows), []).append(release)
        _put_notes(plan, reading)
        plan.lines += [
            f"{_named(reading, releases)}: {outcome} ({reading.source.name})"
            for outcome, releases in outcomes.items()
        ]
    return plan


def _by_release(reading: Reading) -> dict[str, Rows]:
    """A reading's rows by the release they speak for; all of them together if for none."""
    units: dict[str, Rows] = {}
    for row in reading.rows:
        release = row["release_month"] if reading.seed.by_release else ""
        units.setdefault(release, {})[reading.seed.key_of(row)] = row
    return units


def _named(reading: Reading, releases: Sequence[str]) -> str:
    """A reading, as far as it speaks for some releases, in words."""
    title = reading.seed.title
    if reading.release_month:
        return f"{release_name(reading.release_month)} {title}"
    if reading.seed.by_release:
        return f"{title} of {listed_some([release_name(month) for month in releases])}"
    return title


def _put(plan: Plan, place: int, release: str, rows: Rows) -> str:
    """Put the rows of one release into the plan; say what became of them.

    Rows that are held with the same figures stay as they are; a file that has more rows
    than are held adds them, and its own place and provenance then stand for all it has.
    """
    reading = plan.readings[place]
    seed = reading.seed
    here = plan.holdings[seed.name]
    old = {k: r for k, r in here.items() if not seed.by_release or r["release_month"] == release}
    lost = _lost(plan, reading, release, old, rows)
    differences = _differences(reading, release, old, rows, lost)
    if differences:
        for other in {plan.taken.get((seed.name, key), place) for key in old} - {place}:
            _note_conflict(plan, place, other, differences)
    for key in rows:
        plan.taken.setdefault((seed.name, key), place)
    merged = {key: _filled(seed, old.get(key), row) for key, row in rows.items()}
    more = merged.keys() - old.keys()
    known = merged.keys() & old.keys()
    if differences:
        plan.differences.setdefault(place, []).extend(differences)
        outcome = f"revised, {listed(differences)}"
        if lost:
            outcome += f"; {len(lost)} rows that it has no longer are removed"
    elif more:
        outcome = "added to what is held" if old else "new"
    elif any(merged[key][column] != old[key][column] for key in known for column in seed.fills):
        outcome = "dates filled in"
    else:
        return "unchanged"
    plan.changing.add(place)
    plan.releases |= _releases_of(reading, release, old, rows)
    here.update(merged)
    for key in lost:
        del here[key]
    _put_source(plan, reading, is_whole=not old.keys() - lost - rows.keys())
    return outcome


def _put_source(plan: Plan, reading: Reading, *, is_whole: bool) -> None:
    """Name the file among the sources; instead of all others if no row of theirs is left."""
    sources = plan.holdings[SOURCE_FILES.name]
    row = _source_row(reading)
    if is_whole:
        others = [k for k, r in sources.items() if _is_of(r, row["release_month"], row["exhibit"])]
        for key in others:
            del sources[key]
    sources[SOURCE_FILES.key_of(row)] = row


def _is_of(row: Row, release: str, exhibit: str) -> bool:
    return row["release_month"] == release and row["exhibit"] == exhibit


def _put_notes(plan: Plan, reading: Reading) -> None:
    """Put what the sheets say in words in place of what they said before.

    The same words at another place of the sheet are nothing new.
    """
    held = plan.holdings[NOTES.name]
    new = [
        {"release_month": reading.release_month, "exhibit": reading.seed.exhibit, **note}
        for note in reading.notes
    ]
    sheets = {note["sheet"] for note in new}
    old = [
        row
        for row in held.values()
        if _is_of(row, reading.release_month, reading.seed.exhibit) and row["sheet"] in sheets
    ]
    if [_words(row) for row in old] != [_words(row) for row in new]:
        for row in old:
            del held[NOTES.key_of(row)]
        held.update({NOTES.key_of(row): row for row in new})


def _words(note: Row) -> Row:
    return {column: text for column, text in note.items() if column != "source_row"}


def _note_conflict(plan: Plan, place: int, other: int, differences: Sequence[Difference]) -> None:
    """Two files of one ingest that say different things are both refused, whatever is held."""
    for one, two in ((place, other), (other, place)):
        plan.conflicts.setdefault(
            one,
            f"{plan.readings[one].source.name}: found other figures than in "
            f"{plan.readings[two].source.name} ({listed(differences)}), expected one file for each "
            "exhibit of a release: leave one of them out",
        )


def _releases_of(reading: Reading, release: str, old: Rows, rows: Rows) -> set[str]:
    """The releases that rows speak for: of the ledger, those of its snapshots that change.

    Seeds without releases (the list of codes) speak for none.
    """
    if reading.seed.by_release:
        return {release}
    if "first_seen" not in reading.seed.columns:
        return set()
    snapshots = {day: month for month, day in snapshots_of(rows.values()).items()}
    changed = {row["first_seen"] for key, row in rows.items() if old.get(key) != row}
    return {snapshots[day] for day in changed}


def _lost(plan: Plan, reading: Reading, release: str, old: Rows, new: Rows) -> set[Key]:
    """The rows held of an exhibit that another file of the same form has no longer."""
    if not reading.seed.is_exhibit:
        return set()
    forms = {
        row["form"]
        for row in plan.holdings[SOURCE_FILES.name].values()
        if _is_of(row, release, reading.seed.exhibit)
    }
    return old.keys() - new.keys() if forms == {reading.source.form} else set()


def _differences(
    reading: Reading, release: str, old: Rows, new: Rows, lost: Collection[Key]
) -> list[Difference]:
    """What is held otherwise."""
    seed, source = reading.seed, reading.source
    found = []
    name = f"{seed.title} of {release_name(release)}" if release else seed.title
    for column in seed.constant:
        before, after = (
            ", ".join(sorted({row[column] for row in rows.values()} - {""})) for rows in (old, new)
        )
        if before and after and before != after:
            found.append(Difference(release, f"{column} of {name}", before, after, source))
    figures = [c for c in seed.columns if c not in (*seed.key, *seed.remarks, *seed.constant)]
    for key in sorted(new.keys() & old.keys()):
        for column in figures:
            held, printed = old[key][column], new[key][column]
            if held != printed and not (column in seed.fills and "" in (held, printed)):
                what = f"{column} of {_period(seed, new[key])} in {name}"
                found.append(Difference(release, what, held, printed, source))
    for key in sorted(lost):
        what = f"{_period(seed, old[key])} in {name}"
        held = next((old[key][column] for column in figures if old[key][column]), "there")
        found.append(Difference(release, what, held, "", source))
    return found


def _filled(seed: Seed, old: Row | None, new: Row) -> Row:
    """A new row, keeping what an older file already filled."""
    kept = {c: old[c] for c in seed.fills if old[c] and not new[c]} if old else {}
    return {column: new[column] for column in seed.columns} | kept


def _period(seed: Seed, row: Row) -> str:
    """Which row of a seed is meant, in words."""
    if "row_kind" not in row:
        return ", ".join(row[c] for c in seed.key if c != "release_month")
    kind = row["row_kind"]
    if kind == "as_published_last_month":
        period = f"{spelled(row['period_start'])} as published last month"
    else:
        period = spelled_period(kind, row["period_start"], row["period_end"])
    flow = f"{row['flow']} of " if "flow" in row else ""
    item = f"{row['item']} of " if "item" in row else ""
    return f"{flow}{item}{period}"


def _source_row(reading: Reading) -> Row:
    """The row of reference/source_files that a reading leaves."""
    source = reading.source
    return {
        "release_month": reading.release_month,
        "exhibit": reading.seed.exhibit,
        "agency": source.agency,
        "file": source.path.name,
        "sheet": source.sheet,
        "form": source.form,
        "file_date": source.file_date,
        "sha256": source.sha256,
    }


def listed(differences: Iterable[Difference]) -> str:
    """The largest differences, and how many more there are."""
    ordered = sorted(differences, key=lambda difference: -difference.size)
    return listed_some([str(difference) for difference in ordered], MAX_SHOWN, "; ")
