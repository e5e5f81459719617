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
from tradegap.periods import month_text, spelled
from tradegap.read.marks import Marks
from tradegap.read.row_checks import check_run
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


Figures = dict[str, dict[str, str]]
"""The figures of each code, by month."""


def is_historical(workbook: Workbook) -> bool:
    """Whether a workbook is IDS-0182 and calls itself the historical part."""
    named = "hist" in workbook.path.stem.lower()
    return named and any(_kind_of(sheet) for sheet in workbook.sheets)


def read_goods_by_code(workbook: Workbook) -> list[Reading]:
    """The four sheets of a workbook of IDS-0182, which are of one flow and release.

    None of another workbook, or of one that calls itself the historical part.
    """
    kinds = [(sheet, kind) for sheet in workbook.sheets if (kind := _kind_of(sheet))]
    if not kinds or is_historical(workbook):
        return []
    sheets: dict[Kind, Sheet] = {}
    rows: list[Row] = []
    release = ""
    first_codes: set[str] = set()
    for sheet, kind in kinds:
        _check_name(sheet, kind)
        if kind in sheets:
            raise sheet.complaint(
                f"{_words(kind)} a second time", f"it once (sheet '{sheets[kind].source.sheet}')"
            )
        sheets[kind] = sheet
        first_sheet = next(iter(sheets.values()))
        figures, first_year = _figures(sheet, kind)
        last = _check_complete(sheet, figures, first_year)
        release = release or last
        if last != release:
            raise sheet.complaint(
                f"{spelled(last)} as the last month with figures",
                f"{spelled(release)} as in sheet '{first_sheet.source.sheet}'",
            )
        codes = set(figures)
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
                "month": month,
                "value": value,
            }
            for code, months in figures.items()
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
            f"{HISTORICAL}; leave it out"
        )


def _words(kind: Kind) -> str:
    return f"{kind.flow}, {kind.basis} basis, {kind.adjustment}"


# --- one sheet ----------------------------------------------------------------------------


def _figures(sheet: Sheet, kind: Kind) -> tuple[Figures, int]:
    """The figures of a sheet, each code and year once, and the first year."""
    heading_row, unread, (at_code, at_year, *at_months) = _columns(sheet)
    known = (*unread, at_code, at_year, *at_months)
    marks = Marks.of(sheet)
    letter = dict(TABLE.letters)[kind.flow]
    figures: Figures = {}
    places: dict[tuple[str, int], int] = {}
    ended = False
    for number, cells in sheet.numbered(heading_row):
        code = str(cells[at_code]).strip()
        beside = [cell for cell in cells if not is_blank(cell)]
        if figures and len(beside) == 1 and _is_note(beside[0]):
            ended = True
            continue
        if ended or not re.fullmatch(CODE, code) or not code.startswith(letter):
            below = ", and none below the notes" if ended else ""
            expected = f"a code of {kind.flow} such as {letter}00000{below}"
            raise sheet.complaint(shown(cells[at_code]), expected, number, at_code)
        sheet.refuse_beside(number, cells, known)
        label = label_of(cells[at_year])
        if label.kind != "year":
            raise sheet.complaint(shown(cells[at_year]), "a year", number, at_year)
        year = label.number
        place = places.setdefault((code, year), number)
        if place != number:
            found = f"{code} of {year} a second time"
            raise sheet.complaint(found, f"it once (row {place})", number)
        of_code = figures.setdefault(code, {})
        for month, column in enumerate(at_months, start=1):
            if not is_blank(cells[column]):
                name = f"{code} of {year}"
                value = marks.value(number, column, name, TABLE.decimals)
                of_code[month_text(year, month)] = value
    return figures, min((year for _, year in places), default=0)


def _is_note(cell: Cell) -> bool:
    return isinstance(cell, str) and not re.fullmatch(CODE, cell.strip())


def _columns(sheet: Sheet) -> tuple[int, list[int], list[int]]:
    """The row of the headings, the columns that go unread, and those of code, year and months."""
    number = next(
        (row for row, _, text in sheet.texts() if spoken(text) == spoken(TABLE.code)), None
    )
    if number is None:
        raise sheet.unlike(f"no cell '{TABLE.code}'", "one over the codes")
    names = {spoken(name): name for name in (TABLE.code, TABLE.year)}
    names |= {f"month {month}": f"the month {month}" for month in range(1, 13)}
    wanted = f"'{TABLE.code}', '{TABLE.year}' and the twelve months, once each"
    unread: list[int] = []
    found: dict[str, int] = {}
    for column, cell in enumerate(sheet.rows[number - 1]):
        if spoken(str(cell)) in {spoken(heading) for heading in TABLE.unread}:
            unread.append(column)
        elif not is_blank(cell):
            label = label_of(cell)
            key = f"month {label.number}" if label.kind == "month" else spoken(str(cell))
            if key not in names or key in found:
                again = " a second time" if key in found else ""
                raise sheet.unlike(f"the heading {shown(cell)}{again}", wanted, number, column)
            found[key] = column
    missing = [name for key, name in names.items() if key not in found]
    if missing:
        raise sheet.unlike(f"no heading for {listed_some(missing)}", wanted, number)
    return number, unread, [found[key] for key in names]


def _check_complete(sheet: Sheet, figures: Figures, first_year: int) -> str:
    """Every code has every month from the first year on; gives the last month."""
    first = month_text(first_year, 1)
    last = max((month for months in figures.values() for month in months), default="")
    if not last:
        raise sheet.complaint("no figures", "some below the headings")
    for code, months in figures.items():
        check_run(sheet.complaint, months, code, first, last)
    return last
