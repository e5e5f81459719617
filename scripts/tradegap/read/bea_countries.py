"""Reads BEA's history by country and area: nine tables, a column for each country."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial

from tradegap.errors import TradegapError
from tradegap.layouts.histories import TRADE_BY_COUNTRY
from tradegap.layouts.model import FLOWS, spoken
from tradegap.layouts.seeds import EXHIBIT_SEEDS
from tradegap.periods import Period, month_at, month_number, quarter_of, spelled, year_of
from tradegap.read.bea_history import updated_on
from tradegap.read.headings import find_head
from tradegap.read.items import item_name
from tradegap.read.marks import ZERO, Marks
from tradegap.read.row_checks import check_row
from tradegap.read.sections import rows_of_sections
from tradegap.read.sources import BEA, Reading, row_of
from tradegap.read.tables import check_adjustment, check_unit
from tradegap.read.workbooks import DESCRIBE, TOP_ROWS, Sheet, Title, Workbook

EARLIEST_AFTER, LATEST_AFTER = 2, 3
"""How many months after its statistical month a release comes out."""


_SECTORS = {"goods_and_services": "Goods and Services", "goods": "Goods", "services": "Services"}
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


def read_trade_by_country(workbook: Workbook) -> list[Reading]:
    """The nine tables of BEA's history by country, as rows of one seed; none in other workbooks."""
    # The table of contents names tables, too.
    titled = [of for of in workbook.titled if TRADE_BY_COUNTRY.is_titled(of[1].text)]
    if not any(title.kind == "Table" for _, title in titled):
        return []
    tables: dict[tuple[str, str], _History] = {}
    for sheet, title in titled:
        which = _table_of(sheet, title)
        if which is None or which in tables:
            raise sheet.unlike(
                f"Table {title.number}. {title.text}" + (" a second time" if which else ""),
                "exports, imports or balance of goods and services, goods or services",
                row=title.row,
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
    seed = EXHIBIT_SEEDS[TRADE_BY_COUNTRY.seed]
    rows = []
    for block in _SECTORS:
        of_flow = {flow: tables[block, flow] for flow in FLOWS}
        balance = of_flow["balance"]
        for period, (number, _) in balance.figures.items():
            for index, item in enumerate(first.items):
                found = {flow: table.figures[period][1][index] for flow, table in of_flow.items()}
                cells = {"block": block, "item": item, **found}
                row = row_of(seed, release, period, cells, index + 1, number)
                check_row(TRADE_BY_COUNTRY, row, partial(balance.sheet.complaint, row=number))
                rows.append(row)
    source = replace(
        first.sheet.source, agency=BEA, form="history_workbook", file_date=first.updated, sheet=""
    )
    return [Reading(seed, release, tuple(rows), source)]


def _table_of(sheet: Sheet, title: Title) -> tuple[str, str] | None:
    """Sector and flow of a table, by the line below its title."""
    below = (text for row, _, text in sheet.texts(TOP_ROWS) if row > title.row)
    return _SUBTITLES.get(spoken(next(below, "")))


def _history_of(sheet: Sheet, title: Title) -> _History:
    """One table: annual rows, then quarterly ones, both without gaps."""
    head = find_head(sheet, TRADE_BY_COUNTRY)
    last_row = head.last_row
    check_unit(sheet, last_row, TRADE_BY_COUNTRY)
    check_adjustment(sheet, last_row, "quarters seasonally adjusted")
    by_column = {column: item_name(text) for column, text in head.texts().items()}
    items = tuple(by_column.values())
    if len(set(items)) != len(items):
        raise sheet.complaint("a country twice in the headings", "each once", last_row)
    marks, accepted = Marks.of(sheet), (ZERO, *TRADE_BY_COUNTRY.marks)
    first_year = TRADE_BY_COUNTRY.first_year
    first = {"Annual": year_of(first_year), "Quarterly": quarter_of(first_year, 1)}
    figures: dict[Period, tuple[int, tuple[str, ...]]] = {}
    rows = rows_of_sections(sheet, head.column, last_row, first)
    for period, (number, cells) in rows.items():
        sheet.refuse_beside(number, cells, (head.column, *by_column))
        values = (marks.value(number, at, of, accepted=accepted) for at, of in by_column.items())
        figures[period] = number, tuple(values)
    return _History(sheet, updated_on(sheet, title), items, figures)


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
        "trad-geo-time-series-0125.xlsx for January 2025"
    )
