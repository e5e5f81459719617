"""Finds and reads the official files among those named: which are read, and which release.

A file is known by what it holds: a workbook by its titles, a csv file by its columns. Its
release is the last month with figures; a folder that is named like a release has to agree,
and so do the workbooks of one folder among each other. An archive is a folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tradegap.errors import TradegapError
from tradegap.periods import is_month, release_name, spelled
from tradegap.read import archives, item_headings, unread
from tradegap.read import csv_census as census
from tradegap.read import csv_control as control
from tradegap.read.bea_codes import read_goods_by_code
from tradegap.read.bea_countries import read_trade_by_country
from tradegap.read.bea_history import read_history
from tradegap.read.census_history import read_census_history
from tradegap.read.csv_exhibits import COLUMNS as TIDY_COLUMNS
from tradegap.read.csv_exhibits import read_tidy
from tradegap.read.csv_files import CsvFile, read_csv
from tradegap.read.exhibits import read_exhibits
from tradegap.read.notes import notes_of
from tradegap.read.sources import MAX_BYTES, Reading
from tradegap.read.workbooks import Workbook, open_workbook
from tradegap.texts import listed_some

MAX_FILES = 5_000

WORKBOOKS = (".xlsx", ".xls")
HISTORIES = (read_trade_by_country, read_history, read_census_history, read_goods_by_code)
"""What reads the long series; each gives nothing for a workbook of another kind."""


@dataclass(frozen=True)
class CsvForm:
    """A form of csv files.

    Args:
        name: What it holds, in words, as docs/csv-forms.md calls it.
        form: The form, in provenance.
        columns: Its columns; YYYY stands for a year.
        read: What reads it; None for several exhibits in one file.
    """

    name: str
    form: str
    columns: tuple[str, ...]
    read: Callable[[CsvFile], Reading] | None


CSV_FORMS = (
    CsvForm("exhibits", "tidy_csv", TIDY_COLUMNS, None),
    CsvForm("vintages of totals", "vintage_csv", control.VINTAGE_COLUMNS, control.read_vintages),
    CsvForm("totals of a release", "totals_csv", control.TOTALS_COLUMNS, control.read_totals),
    CsvForm("printed figures", "control_csv", control.FIGURES_COLUMNS, control.read_figures),
    CsvForm(
        "printed changes of categories",
        "control_csv",
        control.CHANGES_COLUMNS,
        control.read_category_changes,
    ),
    CsvForm(
        "goods by country", "history_csv", census.COUNTRY_COLUMNS, census.read_goods_by_country
    ),
    CsvForm("real goods", "history_csv", census.REAL_COLUMNS, census.read_real_goods),
    CsvForm(
        "imports by end-use code", "history_csv", census.CODE_COLUMNS, census.read_imports_by_code
    ),
    CsvForm("end-use codes", "codes_csv", census.NAME_COLUMNS, census.read_end_use_codes),
)
ALIKE = 0.7
"""A file with this part of a form's columns is of that form, and must have all of them."""


@dataclass(frozen=True)
class Unread:
    """A file that is not read, or a part of it, and why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Refusal:
    """A file, or an exhibit of one, that is not as expected, and the error that says why."""

    path: Path
    message: str


@dataclass
class Found:
    """What a set of files holds.

    Args:
        readings: What was read, in an order that does not depend on that of the paths.
        unread: Files that are of no kind that is read.
        refused: Files of a kind that is read which are not as expected.
    """

    readings: list[Reading] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def read_all(paths: Sequence[Path]) -> tuple[list[Reading], list[Unread]]:
    """Read files and folders, all or nothing.

    Returns:
        The readings and what is of no kind that is read.
    """
    found = read_each(paths)
    if found.refused:
        raise TradegapError(found.refused[0].message)
    return found.readings, found.unread


def read_each(paths: Sequence[Path]) -> Found:
    """Read files and folders; a file that is not as expected does not hold back the others."""
    found = Found()
    for path, named in sorted(_files(paths).items()):
        try:
            readings, reason = _read(path)
        except TradegapError as error:
            found.refused.append(Refusal(path, str(error)))
            continue
        if named and not readings:
            raise TradegapError(
                f"{path}: found {reason}, expected one of the official files that are read "
                f"({unread.STATUS}): leave it out"
            )
        if reason:
            found.unread.append(Unread(path, reason))
        found.readings += readings
    if not (found.readings or found.refused):
        reasons = sorted({file.reason for file in found.unread})
        why = f" ({listed_some(reasons, 3)})" if reasons else ""
        raise TradegapError(
            f"found no file that is read in {listed_some([str(path) for path in paths])}{why}, "
            "expected official workbooks, archives of them or csv files that are read "
            f"({unread.STATUS})"
        )
    for check in (_check_folder, _check_set, _check_release):
        passed = []
        for reading in found.readings:
            try:
                passed.append(check(reading, found.readings))
            except TradegapError as error:
                found.refused.append(Refusal(reading.source.path, str(error)))
        found.readings = passed
    return found


def _files(paths: Sequence[Path]) -> dict[Path, bool]:
    """The files to read, and whether each was named itself (not found in a folder)."""
    files: dict[Path, bool] = {}
    for path in paths:
        try:
            if path.is_file() and path.suffix.lower() == archives.SUFFIX:
                files.update(dict.fromkeys(archives.members(path, MAX_BYTES), False))
            elif path.is_file():
                files[path] = True
            elif path.is_dir():
                for found in _walk(path):
                    files.setdefault(found, False)
            else:
                what = "is neither a file nor a folder" if path.exists() else "does not exist"
                raise TradegapError(f"{path} {what}")
        except OSError as error:
            raise TradegapError(f"{path} cannot be read: {error.strerror or error}") from error
    return files


def _walk(folder: Path) -> Iterable[Path]:
    """The files in a folder and in its archives, hidden ones and Excel's lock files left out."""
    paths: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "~$"))]
        paths += [Path(place, name) for name in names if not name.startswith((".", "~$"))]
        if len(paths) > MAX_FILES:
            raise TradegapError(
                f"{folder} holds more than {MAX_FILES:,} files: name the folder of the official "
                "ones"
            )
    for path in sorted(paths):
        if not path.is_file():
            continue
        if path.suffix.lower() == archives.SUFFIX:
            yield from archives.members(path, MAX_BYTES)
        else:
            yield path


def _read(path: Path) -> tuple[list[Reading], str]:
    """What a file holds, and why it, or a part of it, is not read."""
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        return _read_workbook(path)
    if suffix == ".csv" or path.name.lower().endswith(".csv.gz"):
        return _read_csv(path)
    return [], unread.kind_of(path)


def _read_workbook(path: Path) -> tuple[list[Reading], str]:
    """Read a workbook of the release or of history; its titles say which it is."""
    workbook = open_workbook(path)
    kinds = {title.kind for _, title in workbook.titled}
    # One that is called an exhibit and has no title is refused there with what it lacks.
    named = not kinds and re.match(r"exh(ibit)?[ _-]*\d", path.name, re.IGNORECASE)
    readings: list[Reading] = []
    for read in () if "Exhibit" in kinds else HISTORIES:
        readings = readings or read(workbook)
    if "Exhibit" in kinds or (named and not readings):
        readings = read_exhibits(workbook)
    if not readings:
        return [], unread.kind_of_workbook(workbook)
    return [_with_notes(of, workbook) for of in readings], unread.tables_left_out(workbook)


def _with_notes(reading: Reading, workbook: Workbook) -> Reading:
    """A reading with what its sheet says in words; with that of all tables if it has no sheet."""
    titled = workbook.titled
    sheets = [
        sheet
        for sheet in workbook.sheets
        if sheet.source.sheet == reading.source.sheet
        or (not reading.source.sheet and any(of is sheet and title.row > 1 for of, title in titled))
    ]
    return replace(reading, notes=tuple(note for sheet in sheets for note in notes_of(sheet)))


def _read_csv(path: Path) -> tuple[list[Reading], str]:
    """Read a csv file of a form that its columns tell."""
    file = read_csv(path)
    columns = {re.sub(r"(?<=chained_)\d{4}(?=_)", "YYYY", column) for column in file.columns}
    form = max(
        CSV_FORMS, key=lambda form: len(columns.intersection(form.columns)) / len(form.columns)
    )
    if len(columns.intersection(form.columns)) < ALIKE * len(form.columns):
        return [], unread.kind_of_csv(sorted(columns), form.name, form.columns)
    file = replace(file, source=replace(file.source, form=form.form))
    return [form.read(file)] if form.read is not None else read_tidy(file), ""


def release_of(archive: Path) -> str:
    """The release of an archive, `2021-08-01`, as its first exhibit that is read says."""
    reasons = set()
    for path in archives.members(archive, MAX_BYTES):
        found, reason = _read(path)
        reasons.add(reason)
        for reading in found:
            if reading.release_month:
                return reading.release_month
    raise TradegapError(
        f"found no file that is read in {archive} "
        f"({listed_some(sorted(reasons), 3) or 'it is empty'}), "
        f"expected the workbooks of a release ({unread.STATUS})"
    )


def notes_on(left_out: Iterable[Unread]) -> Iterable[str]:
    """What is not read, a line for each folder and reason."""
    groups: dict[tuple[Path, str], list[str]] = {}
    for file in left_out:
        groups.setdefault((file.path.parent, file.reason), []).append(file.path.name)
    for (folder, reason), names in groups.items():
        yield f"Not read in {folder}: {', '.join(names)} ({reason})"


def _check_folder(reading: Reading, _: Sequence[Reading]) -> Reading:
    """A folder that is named like a release must hold that release."""
    if not reading.release_month:
        return reading
    path = reading.source.path
    archive = archives.archive_of(path.parent)
    folders = [path.resolve().parent]
    if archive is not None:
        folders += [archive, archive.resolve().parent]
    for folder in dict.fromkeys(folders):
        _check_name(reading, re.sub(r"\.zip$", "", folder.name, flags=re.IGNORECASE))
    return reading


def _check_name(reading: Reading, folder: str) -> None:
    packed = re.fullmatch(r"ft900xlsx?_(\d\d)(\d\d)", folder, re.IGNORECASE)
    named = re.fullmatch(r"(\d{4})[-_.](\d+)", folder)
    if not (packed or named):
        return
    month = f"20{packed[1]}-{packed[2]}-01" if packed else f"{named[1]}-{named[2]}-01"  # type: ignore[index]
    if not is_month(month):
        raise TradegapError(
            f"{reading.source.name}: found the folder '{folder}', expected a release as YYYY-MM, "
            f"such as {release_name(reading.release_month)}: rename the folder"
        )
    if month != reading.release_month:
        raise TradegapError(
            f"{reading.source.name}: found {spelled(reading.release_month)} as the last month with "
            f"figures, expected {spelled(month)} as the folder '{folder}' says: move the file to "
            "the folder of its release, or fetch it again"
        )


def _check_set(reading: Reading, readings: Sequence[Reading]) -> Reading:
    """The workbooks of one folder are one release: that of most of them."""
    if reading.source.form != "workbook" or reading.last_quarter:
        return reading
    months = [
        other.release_month
        for other in readings
        if other.source.form == "workbook"
        and not other.last_quarter
        and other.source.path.parent == reading.source.path.parent
    ]
    most = max(months.count(month) for month in months)
    usual = sorted({month for month in months if months.count(month) == most})
    if usual != [reading.release_month]:
        expected = [spelled(month) for month in usual if month != reading.release_month]
        raise TradegapError(
            f"{reading.source.name}: found {spelled(reading.release_month)} as the last "
            f"month with figures, expected {' or '.join(expected)} as in the other workbooks of "
            "its folder: keep each release in a folder of its own"
        )
    return reading


def _check_release(reading: Reading, readings: Sequence[Reading]) -> Reading:
    """Give a reading that does not say its release that of the other files of its set."""
    if not reading.last_quarter:
        return reading
    folder = reading.source.path.parent
    releases = sorted(
        {
            other.release_month
            for other in readings
            if other.release_month
            and other.source.path.parent == folder
            and other.source.form in ("workbook", "tidy_csv")
        }
    )
    last_quarter = spelled(reading.last_quarter)
    if len(releases) != 1 or not item_headings.fits(reading.last_quarter, releases[0]):
        found = (
            f"release {listed_some([release_name(month) for month in releases])}"
            if releases
            else "no release"
        )
        raise TradegapError(
            f"{reading.source.name}: found quarters up to {last_quarter} and {found} in the files "
            f"beside it, expected one release in which {last_quarter} is complete and at most "
            f"{item_headings.LATEST_QUARTER} months old, as exhibit {reading.seed.exhibit} names "
            "no month: ingest it together with the rest of its release"
        )
    release = releases[0]
    rows = tuple({**row, "release_month": release} for row in reading.rows)
    return replace(reading, release_month=release, rows=rows, last_quarter="")
