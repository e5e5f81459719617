"""Reads BEA's history by country and area: nine tables, a column for each country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from tradegap.errors import TradegapError
from tradegap.layouts.histories import SERIES
from tradegap.layouts.model import FLOWS, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS
from tradegap.periods import Period, month_at, month_number, quarter_of, spelled, year_of
from tradegap.read.bea_history import updated_on
from tradegap.read.countries import (
    Marks,
    country_row,
    is_foot,
    item_name,
)
from tradegap.read.headings import headings_beside
from tradegap.read.row_checks import check_row
from tradegap.read.sources import BEA, Reading
from tradegap.read.tables import Header, check_unit
from tradegap.read.workbooks import DESCRIBE, TOP_ROWS, Sheet, Title, Workbook, title_of
from tradegap.texts import Cell, is_blank, shown

EARLIEST_AFTER, LATEST_AFTER = 2, 3
"""How many months after its statistical month a release comes out."""


# --- BEA's history ------------------------------------------------------------------------

_BEA = next(layout for layout in SERIES if layout.exhibit == "bea_trade_by_country")
_SECTORS = {
    "goods_and_services": "Goods and Services",
    "goods": "Goods",
    "services": "Services",
}
_SUBTITLES = {
    spoken(f"{'Balance on' if flow == 'balance' else f'{flow} of'} {words}"): (block, flow)
    for block, words in _SECTORS.items()
    for flow in FLOWS
}


@dataclass(frozen=True)
class _History:
    """One table: its sheet, the day of its last change, its figures by period and country."""

    sheet: Sheet
    updated: str
    items: tuple[str, ...]
    figures: dict[Period, tuple[int, tuple[str, ...]]]


def is_trade_by_country(workbook: Workbook) -> bool:
    """Whether a workbook is BEA's history by country: one of its tables is there."""
    return any(
        spoken(title.text) == spoken(_BEA.title)
        for sheet in workbook.sheets
        if (title := title_of(sheet)) and title.kind == "Table"
    )


def read_trade_by_country(workbook: Workbook) -> list[Reading]:
    """The nine tables of BEA's history by country, as rows of one seed.

    Raises:
        TradegapError: A table is missing, they do not fit each other, or something in one of
            them is not as expected.
    """
    tables: dict[tuple[str, str], _History] = {}
    for sheet in workbook.sheets:
        title = title_of(sheet)
        if title is None or spoken(title.text) != spoken(_BEA.title):
            continue  # the table of contents names tables, too
        which = _table_of(sheet, title)
        if which is None or which in tables:
            raise sheet.complaint(
                f"Table {title.number}. {title.text}" + (" a second time" if which else ""),
                "exports, imports or balance of goods and services, goods or services",
                row=title.row,
                remedy=DESCRIBE,
            )
        tables[which] = _history_of(sheet, title)
    missing = [which for which in _SUBTITLES.values() if which not in tables]
    if missing:
        block, flow = missing[0]
        raise TradegapError(
            f"{workbook.path}: found no table of {flow} of {_SECTORS[block].lower()}, expected "
            f"nine tables: {DESCRIBE}"
        )
    first = tables[next(iter(_SECTORS)), "balance"]
    for table in tables.values():
        _check_alike(table, first)
    last_quarter = max(end for kind, _, end in first.figures if kind == "quarter")
    release = _release_of(first, last_quarter)
    rows = []
    for block in _SECTORS:
        of_flow = {flow: tables[block, flow] for flow in FLOWS}
        balance = of_flow["balance"]
        for period, (number, _) in balance.figures.items():
            for index, item in enumerate(first.items):
                row = country_row(_BEA, release, item, period, index + 1, number, block)
                for flow, table in of_flow.items():
                    row[flow] = table.figures[period][1][index]
                check_row(_BEA, row, partial(balance.sheet.complaint, row=number))
                rows.append(row)
    source = replace(
        first.sheet.source, agency=BEA, form="history_workbook", file_date=first.updated, sheet=""
    )
    return [Reading(EXHIBIT_SEEDS[_BEA.seed], release, tuple(rows), source)]


def _table_of(sheet: Sheet, title: Title) -> tuple[str, str] | None:
    """Sector and flow of a table, by the line below its title."""
    for number, cells in sheet.numbered():
        if title.row < number <= TOP_ROWS:
            text = next((str(cell) for cell in cells if not is_blank(cell)), "")
            return _SUBTITLES.get(spoken(text))
    return None


def _history_of(sheet: Sheet, title: Title) -> _History:
    """One table: annual rows, then quarterly ones, both without gaps."""
    headings = headings_beside(sheet, _BEA.heading)
    first, texts, last_row = headings.column, headings.texts, headings.last_row
    check_unit(sheet, Header(first, {}, last_row), _BEA)
    top = [str(cell) for number, cells in sheet.numbered() if number < last_row for cell in cells]
    if not any("quarters seasonally adjusted" in text for text in top):
        raise sheet.complaint("no line of the unit", "'quarters seasonally adjusted'", last_row)
    by_column = {column: item_name(text) for column, text in texts.items()}
    items = tuple(by_column.values())
    if len(set(items)) != len(items):
        raise sheet.complaint("a country twice in the headings", "each once", last_row)
    marks = Marks.of(sheet)
    figures: dict[Period, tuple[int, tuple[str, ...]]] = {}
    wanted: dict[str, Period] = {
        "Annual": year_of(int(_BEA.first_year[:4])),
        "Quarterly": quarter_of(int(_BEA.first_year[:4]), 1),
    }
    section, ended = "", False
    for number, cells in sheet.numbered():
        if number <= last_row:
            continue
        label = cells[first]
        words = " ".join(re.sub(r"\(R\)", "", _text_of(label)).split())
        if ended or (section == "Quarterly" and figures and is_foot(label)):
            sheet.refuse_beside(number, cells, (first,), "nothing beside the notes at the foot")
            ended = True
            continue
        if words in wanted and words == {"": "Annual", "Annual": "Quarterly"}.get(section):
            sheet.refuse_beside(number, cells, (first,), f"nothing beside '{words}'")
            section = words
            continue
        period = _history_period(section, words)
        if period is None or period != wanted[section]:
            due = wanted[section][1] if section else ""
            raise sheet.complaint(
                shown(label) if not is_blank(label) else "figures without a period",
                {
                    "": "'Annual'",
                    "Annual": f"{due[:4]} or 'Quarterly'",
                    "Quarterly": f"'{due[:4]} {(int(due[5:7] or 1) + 2) // 3}' or a note",
                }[section],
                number,
                first,
                remedy=DESCRIBE,
            )
        sheet.refuse_beside(number, cells, (first, *texts))
        figures[period] = (
            number,
            tuple(marks.value(sheet, number, column, item) for column, item in by_column.items()),
        )
        after = month_at(month_number(period[2]) + 1)
        year, month = int(after[:4]), int(after[5:7])
        wanted[section] = (
            year_of(year) if section == "Annual" else quarter_of(year, (month + 2) // 3)
        )
    _check_end(sheet, figures)
    return _History(sheet, updated_on(sheet, title), items, figures)


def _check_end(sheet: Sheet, figures: Iterable[Period]) -> None:
    """Years up to the last that its quarters complete."""
    last = {kind: end for kind, _, end in sorted(figures, key=lambda period: period[2])}
    if set(last) != {"year", "quarter"}:
        raise sheet.complaint("no annual or no quarterly figures", "both")
    if not 0 <= month_number(last["quarter"]) - month_number(last["year"]) < 12:
        raise sheet.complaint(
            f"{last['year'][:4]} as the last year",
            f"the last complete one, as the last quarter ends in {spelled(last['quarter'])}",
        )


def _text_of(cell: Cell) -> str:
    return f"{cell:g}" if isinstance(cell, float) else "" if is_blank(cell) else str(cell)


def _history_period(section: str, words: str) -> Period | None:
    """The period that the first cell of a row names (`2024`, `2024 3`)."""
    match = re.fullmatch(r"((?:19|20)\d\d)(?: ([1-4]))?", words)
    if match is None or bool(match[2]) != (section == "Quarterly") or not section:
        return None
    return quarter_of(int(match[1]), int(match[2])) if match[2] else year_of(int(match[1]))


def _check_alike(table: _History, first: _History) -> None:
    """All tables have the same countries, periods and day of change."""
    found = (table.items, list(table.figures), table.updated)
    for what, one, other in zip(
        ("countries", "periods", "day of the last change"),
        found,
        (first.items, list(first.figures), first.updated),
        strict=True,
    ):
        if one != other:
            raise table.sheet.complaint(
                f"other {what}", f"the same as in sheet '{first.sheet.source.sheet}'"
            )


def _release_of(table: _History, last_quarter: str) -> str:
    """The release whose figures the tables are, as their last quarter and their day say.

    Quarters come with the release of the month after them and stay the last ones for three.
    A month's figures come out in the second month after it, delays of one more month have
    been seen. Where several releases fit, the file's name (0125) says which it is.
    """
    path = table.sheet.source.path
    updated = month_number(f"{table.updated[:7]}-01")
    fitting = [
        month_at(number)
        for number in range(month_number(last_quarter) + 1, month_number(last_quarter) + 4)
        if EARLIEST_AFTER <= updated - number <= LATEST_AFTER
    ]
    names = re.findall(r"(?<!\d)(0[1-9]|1[0-2])(\d\d)(?!\d)", path.stem)
    named = f"20{names[0][1]}-{names[0][0]}-01" if len(names) == 1 else ""
    if named in fitting or (len(fitting) == 1 and not named):
        return named or fitting[0]
    expected = " or ".join(spelled(month) for month in fitting) or "a release"
    raise TradegapError(
        f"{path}: found {spelled(named) if named else 'no month'} in its name, expected "
        f"{expected}, of which the last quarter ({spelled(last_quarter)}) and the last update on "
        f"{table.updated} can be: give the file the name that BEA gave it, such as "
        "trad-geo-time-series-0125.xlsx for January 2025; nothing was written"
    )
