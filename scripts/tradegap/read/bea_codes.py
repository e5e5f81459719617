"""Reads BEA's Detailed Goods Trade Data (IDS-0182): a row for each end-use code and year.

A workbook has the exports or the imports, in four sheets: Census and balance of payments basis,
adjusted and not. The part called Current ends with the month of its release. The part called
Historical holds the complete years before, and nothing in it says of which release it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tradegap.errors import TradegapError
from tradegap.layouts.histories import GOODS_BY_CODE_TABLE as TABLE
from tradegap.layouts.model import spoken
from tradegap.layouts.seeds import GOODS_BY_CODE, Row
from tradegap.periods import month_at, month_number, month_text, release_name, spelled
from tradegap.read.marks import Marks
from tradegap.read.sources import BEA, Reading
from tradegap.read.tables import label_of
from tradegap.read.workbooks import DESCRIBE, TOP_ROWS, Sheet, Workbook
from tradegap.texts import Cell, is_blank, listed_some, shown

FORM = "end_use_workbook"
CODE = r"[A-Z][A-Z0-9]{1,7}"
HISTORICAL = (
    "the historical part of BEA's IDS-0182, which does not say of which release it is; its "
    "current part is read"
)
MOST_YEARS = 3
"""The current part has the running year and one or two before; the historical one has many, and
ends with a December, too."""

_ADJUSTMENTS = ("nsa", "sa")


@dataclass(frozen=True)
class Kind:
    """What a sheet has: `exports` or `imports`, `census` or `bop`, `sa` or `nsa`."""

    flow: str
    basis: str
    adjustment: str


@dataclass(frozen=True)
class Columns:
    """Where a sheet has its codes, its years and the months from January to December."""

    code: int
    year: int
    months: tuple[int, ...]
    unread: frozenset[int]
    heading_row: int


Figures = dict[tuple[str, int], dict[int, str]]
"""The figures of each code and year, by the number of the month."""


def is_goods_by_code(workbook: Workbook) -> bool:
    """Whether a workbook is BEA's IDS-0182, by the title of one of its sheets."""
    return any(_kind_of(sheet) for sheet in workbook.sheets)


def is_historical(workbook: Workbook) -> bool:
    """Whether a workbook of IDS-0182 calls itself the historical part."""
    return "hist" in workbook.path.stem.lower()


def read_goods_by_code(workbook: Workbook) -> list[Reading]:
    """The four sheets of a workbook of IDS-0182, which are of one flow and release."""
    sheets: dict[Kind, Sheet] = {}
    rows: list[Row] = []
    release = ""
    first_codes: set[str] = set()
    for sheet in workbook.sheets:
        kind = _kind_of(sheet)
        if kind is None:
            continue
        _check_name(sheet, kind)
        if kind in sheets:
            raise sheet.complaint(
                f"{_words(kind)} a second time", f"it once (sheet '{sheets[kind].source.sheet}')"
            )
        sheets[kind] = sheet
        first_sheet = next(iter(sheets.values()))
        figures = _figures(sheet, kind)
        last = _check_complete(sheet, figures)
        release = release or last
        if last != release:
            raise sheet.complaint(
                f"{spelled(last)} as the last month with figures",
                f"{spelled(release)} as in sheet '{first_sheet.source.sheet}'",
            )
        codes = {code for code, _ in figures}
        first_codes = first_codes or codes
        if codes != first_codes:
            raise sheet.complaint(
                f"{listed_some(sorted(codes ^ first_codes))} in one of two sheets",
                f"the same codes as in sheet '{first_sheet.source.sheet}'",
            )
        rows += [
            {
                "release_month": release,
                "basis": kind.basis,
                "seasonal_adjustment": kind.adjustment,
                "end_use_code": code,
                "month": month_text(year, month),
                "value": value,
            }
            for (code, year), months in figures.items()
            for month, value in months.items()
        ]
    _check_kinds(workbook, list(sheets))
    _check_years(workbook, rows, release)
    source = replace(next(iter(sheets.values())).source, sheet="", agency=BEA, form=FORM)
    return [Reading(GOODS_BY_CODE, release, tuple(rows), source)]


def _kind_of(sheet: Sheet) -> Kind | None:
    """What a sheet is, as its title says; none if it has no such title."""
    for _, _, text in sheet.texts(TOP_ROWS):
        if match := re.fullmatch(TABLE.title, " ".join(text.split()), re.IGNORECASE):
            flow, basis, adjustment = (part.lower() for part in match.groups())
            return Kind(flow, dict(TABLE.bases)[basis], adjustment)
    return None


def _check_name(sheet: Sheet, kind: Kind) -> None:
    """The name of a sheet, where it names a basis, says the same as its title."""
    name = re.fullmatch(r"\s*(\w+)-based,\s*(\w+)\s*", sheet.source.sheet.lower())
    if name and (dict(TABLE.bases).get(name[1]), name[2]) != (kind.basis, kind.adjustment):
        raise sheet.unlike(f"a title that says {_words(kind)}", "what the name of the sheet says")


def _check_kinds(workbook: Workbook, found: Sequence[Kind]) -> None:
    """Every basis and adjustment of one flow is there."""
    flow = found[0].flow
    wanted = [
        Kind(flow, basis, adjustment)
        for basis in dict.fromkeys(code for _, code in TABLE.bases)
        for adjustment in _ADJUSTMENTS
    ]
    wrong = [kind for kind in wanted if kind not in found]
    others = [kind for kind in found if kind.flow != flow]
    if wrong or others:
        what = [f"no sheet of {_words(kind)}" for kind in wrong]
        what += [f"a sheet of {_words(kind)}" for kind in others]
        raise TradegapError(
            f"{workbook.path}: found {listed_some(what)}, expected a sheet of {flow} for each "
            f"basis and adjustment: {DESCRIBE}"
        )


def _check_years(workbook: Workbook, rows: Sequence[Row], release: str) -> None:
    """A file that ends with a December and has many years is the historical part."""
    first = min(row["month"] for row in rows)
    years = int(release[:4]) - int(first[:4]) + 1
    if release.endswith("-12-01") and years > MOST_YEARS:
        raise TradegapError(
            f"{workbook.path}: found the complete years {first[:4]} to {release[:4]}, expected "
            f"the running year and at most {MOST_YEARS - 1} before it: this looks like "
            f"{HISTORICAL}; leave it out, nothing was written"
        )


def _words(kind: Kind) -> str:
    return f"{kind.flow}, {kind.basis} basis, {kind.adjustment}"


# --- one sheet ----------------------------------------------------------------------------


def _figures(sheet: Sheet, kind: Kind) -> Figures:
    """The figures of a sheet, each code and year once."""
    columns = _columns(sheet)
    marks = Marks.of(sheet)
    letter = dict(TABLE.letters)[kind.flow]
    known = {columns.code, columns.year, *columns.months, *columns.unread}
    figures: Figures = {}
    places: dict[tuple[str, int], int] = {}
    ended = False
    for number, cells in sheet.numbered(columns.heading_row):
        code = str(cells[columns.code]).strip()
        beside = [column for column, cell in enumerate(cells) if not is_blank(cell)]
        if figures and len(beside) == 1 and _is_note(cells[beside[0]]):
            ended = True
            continue
        if ended or not re.fullmatch(CODE, code) or not code.startswith(letter):
            raise sheet.complaint(
                shown(cells[columns.code]),
                f"a code of {kind.flow} such as {letter}00000"
                + (", and none below the notes" if ended else ""),
                number,
                columns.code,
            )
        strange = [column for column in beside if column not in known]
        if strange:
            raise sheet.complaint(
                shown(cells[strange[0]]),
                "nothing in a column without a heading",
                number,
                strange[0],
            )
        year = label_of(cells[columns.year])
        if year.kind != "year":
            raise sheet.complaint(shown(cells[columns.year]), "a year", number, columns.year)
        key = (code, year.number)
        if key in figures:
            raise sheet.complaint(
                f"{code} of {year.number} a second time", f"it once (row {places[key]})", number
            )
        places[key] = number
        figures[key] = {
            month: marks.value(number, column, f"{code} of {year.number}", TABLE.decimals)
            for month, column in enumerate(columns.months, start=1)
            if not is_blank(cells[column])
        }
    return figures


def _is_note(cell: Cell) -> bool:
    return isinstance(cell, str) and not re.fullmatch(CODE, cell.strip())


def _columns(sheet: Sheet) -> Columns:
    """Find the headings: a code, a year and twelve months; a name of the code goes unread."""
    number, cells = next(
        (
            (number, cells)
            for number, cells in sheet.numbered()
            if any(spoken(str(cell)) == spoken(TABLE.code) for cell in cells)
        ),
        (0, ()),
    )
    if not number:
        raise sheet.unlike(f"no cell '{TABLE.code}'", "one over the codes")
    names = {spoken(name): name for name in (TABLE.code, TABLE.year)}
    names |= {f"month {month}": f"the month {month}" for month in range(1, 13)}
    unread = _unread(sheet.rows[number - 1])
    wanted = f"'{TABLE.code}', '{TABLE.year}' and the twelve months, once each"
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        if is_blank(cell) or column in unread:
            continue
        label = label_of(cell)
        key = f"month {label.number}" if label.kind == "month" else spoken(str(cell))
        if key not in names or key in found:
            raise sheet.unlike(
                f"the heading {shown(cell)}" + (" a second time" if key in found else ""),
                wanted,
                number,
                column,
            )
        found[key] = column
    missing = [name for key, name in names.items() if key not in found]
    if missing:
        raise sheet.unlike(f"no heading for {listed_some(missing)}", wanted, number)
    code, year, *months = (found[key] for key in names)
    return Columns(code, year, tuple(months), unread, number)


def _unread(headings: Sequence[Cell]) -> frozenset[int]:
    """The columns that only describe a code."""
    unread = {spoken(heading) for heading in TABLE.unread}
    return frozenset(column for column, cell in enumerate(headings) if spoken(str(cell)) in unread)


def _check_complete(sheet: Sheet, figures: Figures) -> str:
    """Every code has every month from the first year on; gives the last month."""
    printed = {(year, month) for (_, year), months in figures.items() for month in months}
    if not printed:
        raise sheet.complaint("no figures", "some below the headings")
    codes = list(dict.fromkeys(code for code, _ in figures))
    first, last = min(year for _, year in figures), month_text(*max(printed))
    wanted = range(month_number(month_text(first, 1)), month_number(last) + 1)
    for code in codes:
        for number in wanted:
            month = month_at(number)
            if int(month[5:7]) not in figures.get((code, int(month[:4])), {}):
                raise sheet.complaint(
                    f"no {spelled(month)} for {code}",
                    f"every month from {spelled(month_text(first, 1))} to {spelled(last)} for "
                    f"every code (release {release_name(last)})",
                )
    return last
