"""Brings official files into the seeds.

Everything is read and checked before anything is written: the files themselves, what is
already held of the same release, and the project's identities over the new seeds. Ingesting
is idempotent, and the order of ingesting makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tradegap import journal, seeds
from tradegap.errors import TradegapError
from tradegap.inputs import notes_on, read_all
from tradegap.names import add_new
from tradegap.plausible import check_plausible
from tradegap.readings import Reading, Source, month_number, release_name, some, spelled
from tradegap.reference import contradicting_days, renew, snapshots_of
from tradegap.seeds import SOURCE_FILES, Holdings, Key, Row, Rows, Seed

Echo = Callable[[str], None]

MAX_SHOWN = 5
"""So many differences are shown at once."""


def ingest(
    paths: list[Path], root: Path, replace: bool, echo: Echo, *, unusual: bool = False
) -> None:
    """Read official files and bring what they hold into the seeds.

    Args:
        paths: Files, or folders to look through.
        root: The project's root folder.
        replace: Whether new figures of a release that is held are taken; else they are
            refused. Reviewed cells of its reference rows are then renewed, too.
        echo: Where to report, line by line.
        unusual: Whether a release is taken that has far fewer rows than the nearest one held,
            or figures of another size; else it is refused.

    Raises:
        TradegapError: A file is not as expected, contradicts what is held, or breaks an
            identity. The seeds are then as they were.
    """
    readings, unread = read_all(paths)
    for note in notes_on(unread):
        echo(note)
    with journal.only_writer(root):
        held = seeds.load(root)
        plan = _planned(held, readings)
        if plan.differences and not replace:
            raise _refusal(plan.differences)
        _check_days(plan.holdings)
        if plan.releases and not unusual:
            check_plausible(held, plan.holdings, plan.releases)
        if plan.releases:
            plan.lines += add_new(plan.holdings, plan.releases)
            renew(held, plan.holdings, plan.releases if replace else ())
        files = seeds.changed_files(root, held, plan.holdings)
        if plan.releases:
            plan.lines += _check_identities(root, files, plan)
        for line in plan.lines:
            echo(line)
        if not files:
            echo("No change: all of it is held already.")
            return
        journal.write(root, files)
    echo(f"Wrote {', '.join(sorted(str(path) for path in files))}.")


def _check_days(holdings: Holdings) -> None:
    """The control files give a release one day of publication."""
    for release, days in contradicting_days(holdings):
        raise TradegapError(
            f"control figures of {release_name(release)}: found the days of publication "
            f"{' and '.join(days)}, expected one: correct the file that is wrong; nothing was "
            "written"
        )


# --- what is new --------------------------------------------------------------------------


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
    """What an ingest would do.

    Args:
        holdings: The seeds as they would be.
        lines: What is new, unchanged or revised, in words.
        differences: Figures that are held otherwise.
        releases: The releases of which rows change.
        taken: The file that each row of this ingest was first seen in.
    """

    holdings: Holdings
    lines: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    releases: set[str] = field(default_factory=set)
    taken: dict[tuple[str, Key], Source] = field(default_factory=dict)


def _planned(held: Holdings, readings: Sequence[Reading]) -> Plan:
    """Put readings into the holdings, one after another."""
    plan = Plan({name: dict(rows) for name, rows in held.items()})
    for reading in readings:
        outcomes: dict[str, list[str]] = {}
        for release, rows in _by_release(reading).items():
            outcome = _put(plan, reading, release, rows)
            outcomes.setdefault(outcome, []).append(release)
        plan.lines += _lines(reading, outcomes)
    return plan


def _by_release(reading: Reading) -> dict[str, Rows]:
    """A reading's rows by the release they speak for; all of them together if for none."""
    units: dict[str, Rows] = {}
    for row in reading.rows:
        release = row["release_month"] if reading.seed.by_release else ""
        units.setdefault(release, {})[reading.seed.key_of(row)] = row
    return units


def _lines(reading: Reading, outcomes: dict[str, list[str]]) -> Iterable[str]:
    """What became of a reading: one line, or one for each outcome if it has many releases."""
    seed = reading.seed
    what = f"exhibit {seed.exhibit}" if seed.name.startswith("ft900/") else seed.exhibit
    for outcome, releases in outcomes.items():
        if reading.release_month:
            name = f"{release_name(reading.release_month)} {what}"
        elif seed.by_release:
            name = f"{what} of {some([release_name(release) for release in releases])}"
        else:
            name = what
        yield f"{name}: {outcome} ({reading.source.name})"


def _put(plan: Plan, reading: Reading, release: str, rows: Rows) -> str:
    """Put the rows of one release into the plan; say what became of them.

    Rows that are held with the same figures stay as they are; a file that has more rows
    than are held adds them, and its own place and provenance then stand for all. Rows that
    are held with other figures are differences: if they are accepted, the file's rows take
    the place of all that is held of the release.
    """
    seed = reading.seed
    here = plan.holdings[seed.name]
    old = {k: r for k, r in here.items() if not seed.by_release or r["release_month"] == release}
    differences = _differences(reading, release, old, rows)
    if differences:
        _refuse_two_files(plan, reading, old, differences)
    more = [key for key in rows if key not in old]
    filled = any(_fills(seed, old[key], row) for key, row in rows.items() if key in old)
    for key in rows:
        plan.taken.setdefault((seed.name, key), reading.source)
    if not (differences or more or filled):
        return "unchanged"
    if differences:
        merged = rows
        plan.differences += differences
        outcome = f"revised, {_listed(differences)}"
    else:
        merged = {**old, **{key: _filled(seed, old.get(key), row) for key, row in rows.items()}}
        outcome = "new" if not old else "added to what is held" if more else "dates filled in"
    plan.releases |= _releases_of(reading, release, old, rows)
    _note_source(plan, reading, old if reading.release_month else here)
    for key in old:
        del here[key]
    here.update(merged)
    return outcome


def _note_source(plan: Plan, reading: Reading, held: Rows) -> None:
    """Put the file into the list of sources; alone, where none of the rows held is of another."""
    sources = plan.holdings[SOURCE_FILES.name]
    if held.keys() <= {reading.seed.key_of(row) for row in reading.rows}:
        what = (reading.release_month, reading.seed.exhibit)
        for key in [key for key in sources if key[:2] == what]:
            del sources[key]
    source = _source_row(reading)
    sources[SOURCE_FILES.key_of(source)] = source


def _refuse_two_files(
    plan: Plan, reading: Reading, old: Rows, differences: Sequence[Difference]
) -> None:
    """Two files of one ingest may not say different things, whatever is held."""
    for key in old:
        other = plan.taken.get((reading.seed.name, key))
        if other is not None:
            raise TradegapError(
                f"{reading.source.name}: found other figures than in {other.name} "
                f"({_listed(differences)}), expected one file for each exhibit of a release: "
                "leave one of them out; nothing was written"
            )


def _releases_of(reading: Reading, release: str, old: Rows, rows: Rows) -> set[str]:
    """The releases that rows speak for: of the ledger, those of its snapshots that change.

    A list that is of no release, such as that of codes, speaks for none.
    """
    if reading.seed.by_release:
        return {release}
    if "first_seen" not in reading.seed.columns:
        return set()
    snapshots = {day: month for month, day in snapshots_of(rows.values()).items()}
    changed = {row["first_seen"] for key, row in rows.items() if old.get(key) != row}
    return {snapshots[day] for day in changed}


def _differences(reading: Reading, release: str, old: Rows, new: Rows) -> list[Difference]:
    """What is held otherwise, the largest differences first."""
    seed, source = reading.seed, reading.source
    found = []
    for column in seed.constant:
        held = sorted({row[column] for row in old.values()} - {""})
        said = sorted({row[column] for row in new.values()} - {""})
        if held and said and held != said:
            what = f"{column} of {_name(seed, release)}"
            found.append(Difference(release, what, ", ".join(held), ", ".join(said), source))
    figures = [c for c in seed.columns if c not in (*seed.key, *seed.remarks, *seed.constant)]
    for key in sorted(new.keys() & old.keys()):
        for column in figures:
            held, said = old[key][column], new[key][column]
            if held != said and not (column in seed.fills and "" in (held, said)):
                what = f"{column} of {_period(seed, new[key])} in {_name(seed, release)}"
                found.append(Difference(release, what, held, said, source))
    return sorted(found, key=lambda difference: -difference.size)


def _fills(seed: Seed, old: Row, new: Row) -> bool:
    return any(not old[column] and new[column] for column in seed.fills)


def _filled(seed: Seed, old: Row | None, new: Row) -> Row:
    """A new row, keeping what an older file already filled."""
    kept = {c: old[c] for c in seed.fills if old[c] and not new[c]} if old else {}
    return {column: new[column] for column in seed.columns} | kept


def _name(seed: Seed, release: str) -> str:
    """Which seed and release is meant, in words: `exhibit 01 of 2021-08`."""
    what = f"exhibit {seed.exhibit}" if seed.name.startswith("ft900/") else seed.exhibit
    return f"{what} of {release_name(release)}" if release else what


def _period(seed: Seed, row: Row) -> str:
    """Which row of a seed is meant, in words."""
    if "row_kind" not in row:
        return ", ".join(row[c] for c in seed.key if c != "release_month")
    words = {
        "month": spelled(row["period_start"]),
        "year": row["period_start"][:4],
        "quarter": f"the quarter to {spelled(row['period_end'])}",
        "year_to_date": f"January to {spelled(row['period_end'])}",
        "three_month_average": f"the three months to {spelled(row['period_end'])}",
        "as_published_last_month": f"{spelled(row['period_start'])} as published last month",
    }
    flow = f"{row['flow']} of " if "flow" in row else ""
    item = f"{row['item']} of " if "item" in row else ""
    return f"{flow}{item}{words[row['row_kind']]}"


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


def _listed(differences: Sequence[Difference]) -> str:
    """The largest differences, and how many more there are."""
    ordered = sorted(differences, key=lambda difference: -difference.size)
    more = len(ordered) - MAX_SHOWN
    shown = "; ".join(str(difference) for difference in ordered[:MAX_SHOWN])
    return f"{shown}; and {more} more" if more > 0 else shown


def _refusal(differences: Sequence[Difference]) -> TradegapError:
    """The error that shows what is held otherwise, the largest differences first."""
    releases = sorted({release_name(d.release_month) for d in differences} - {""})
    return TradegapError(
        f"{some(releases) or 'the vintage ledger'} is held with other figures: "
        f"{_listed(differences)}. Take the new ones with --replace, or leave the file out; "
        "nothing was written"
    )


# --- whether it holds ---------------------------------------------------------------------


def _check_identities(root: Path, files: dict[Path, bytes], plan: Plan) -> list[str]:
    """Refuse seeds in which an identity of the ingested releases does not hold.

    Returns:
        What the ingested releases revise of the ones before, in words.
    """
    from tradegap.identities import check  # dbt takes seconds to import

    checked = check(root, files, plan.releases)
    if checked.broken:
        raise _identity_error(checked.broken, plan.holdings[SOURCE_FILES.name])
    revised: dict[str, list[dict[str, Any]]] = {}
    for row in checked.revised:
        revised.setdefault(f"{row['release_month']:%Y-%m}", []).append(row)
    return [_revised(release, rows) for release, rows in revised.items()]


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


def _identity_error(broken: Sequence[dict[str, Any]], sources: Rows) -> TradegapError:
    """The error that says in words what does not hold, and where its figure stands."""
    worst = broken[0]
    carried = f"{worst['carried_by_release_month']:%Y-%m-01}"
    exhibit = str(worst["exhibit"])
    files = [
        row["file"] + (f", sheet '{row['sheet']}'" if row["sheet"] else "")
        for release in (carried, "")
        for key, row in sorted(sources.items())
        if key[:2] == (release, exhibit)
    ]
    place = [" or ".join(files) or exhibit]
    if worst["source_row"]:
        place.append(f"row {worst['source_row']}")
    more = f"; and {len(broken) - 1} more" if len(broken) > 1 else ""
    what = "the number of figures"
    if worst["period_start"] is not None:
        what = f"{worst['series_id']} of {_span(worst)}"
    return TradegapError(
        f"{', '.join(place)} (exhibit {exhibit} of release {release_name(carried)}): "
        f"'{worst['identity']}' does not hold for {what}: "
        f"{_sides(worst)}{more}. Compare with the printed release and fetch the file again; "
        "nothing was written"
    )


def _span(row: dict[str, Any]) -> str:
    """The period of an identity, in words."""
    start, end = f"{row['period_start']:%Y-%m-01}", f"{row['period_end']:%Y-%m-01}"
    if row["period_kind"] == "year":
        return start[:4]
    if row["period_kind"] == "three_month_average":
        return f"the three months to {spelled(end)}"
    if month_number(start) == month_number(end):
        return spelled(start)
    return f"January to {spelled(end)}"


def _sides(row: dict[str, Any]) -> str:
    """Both sides of an identity, or which one is missing."""
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
