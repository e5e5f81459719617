"""Reads trade by country and area: exhibits 19 to 20b.

The exhibits have a block of rows each for balance, exports and imports, and the periods in
their headings: months, quarters, years, the year to date. Countries come and go, so any name
is taken, but the three blocks have to list the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from tradegap.errors import TradegapError
from tradegap.layouts.model import FLOWS, CountryTable
from tradegap.layouts.seeds import EXHIBIT_SEEDS
from tradegap.periods import (
    Period,
    month_at,
    month_number,
    month_text,
    quarter_of,
    spelled,
    year_of,
    year_to_date,
)
from tradegap.read.headings import Said, block_of, figure_columns, find_head, read_heading
from tradegap.read.marks import NOT_AVAILABLE, SMALL, ZERO, Marks
from tradegap.read.row_checks import check_row
from tradegap.read.sources import Reading, row_of
from tradegap.read.tables import AT_FOOT, check_unit, is_foot
from tradegap.read.workbooks import Sheet, Title
from tradegap.texts import Cell, is_blank, shown

LATEST_QUARTER = 5
"""At most this many months after its end a quarter is still the last one."""

ACCEPTED = (ZERO, SMALL, NOT_AVAILABLE)
"""The marks that may stand in place of a figure, where the legend explains them."""


def item_name(cell: Cell) -> str:
    """A printed name without footnote marks and with single blanks."""
    text = re.sub(r"/\s+", "/", " ".join(str(cell).split()))
    return re.sub(r"(?:\s*(?:\(\d+\)|\*+))+$", "", text)


def fits(last_quarter: str, release: str) -> bool:
    """Whether a quarter, named by its last month, can be the last one of a release."""
    return 0 <= month_number(release) - month_number(last_quarter) <= LATEST_QUARTER


@dataclass
class _Block:
    """The rows of one flow: the name and the row of each country, in their order."""

    flow: str
    row: int
    items: dict[str, int]


def read_countries(sheet: Sheet, title: Title, layout: CountryTable) -> Reading:
    """Read an exhibit of countries and areas.

    Returns:
        Its reading; without a release where only quarters and years are shown
        (`CountryTable.release_elsewhere`), its last quarter then bounds it.
    """
    head = find_head(sheet, layout)
    first, texts, last_row = head.column, head.texts(), head.last_row
    if head.first_row < title.row:
        raise sheet.complaint("headings above the title", "them below", head.first_row)
    check_unit(sheet, last_row, layout)
    blocks = _blocks(sheet, layout, first, last_row)
    numbers = [number for block in blocks for number in block.items.values()]
    columns = figure_columns(sheet, (first,), texts, [(n, sheet.rows[n - 1]) for n in numbers])
    release, periods = _periods(sheet, layout, texts, last_row)
    last_quarter = max(period[2] for period in periods.values() if period[0] == "quarter")
    marks = Marks.of(sheet)
    seed = EXHIBIT_SEEDS[layout.seed]
    balance = blocks[0]
    rows = []
    for count, (item, number) in enumerate(balance.items.items(), start=1):
        for heading, period in periods.items():
            column = columns[heading]
            figures = {
                block.flow: marks.value(
                    block.items[item], column, f"{block.flow} of {item}", accepted=ACCEPTED
                )
                for block in blocks
            }
            row = row_of(seed, release, period, {"item": item, **figures}, count, number)
            check_row(layout, row, partial(sheet.complaint, row=number, column=column))
            rows.append(row)
    quarter = last_quarter if layout.release_elsewhere else ""
    return Reading(seed, release, tuple(rows), sheet.source, quarter)


def _blocks(sheet: Sheet, layout: CountryTable, first: int, last_row: int) -> tuple[_Block, ...]:
    """The three blocks of rows, which list the same countries in the same order."""
    blocks: list[_Block] = []
    ended = False
    for number, cells in sheet.numbered(last_row):
        name = cells[first]
        flow = block_of(cells, layout)
        if ended or (blocks and not is_blank(name) and is_foot(name)):
            sheet.refuse_beside(number, cells, (first,), AT_FOOT)
            ended = True
        elif flow:
            if flow in {block.flow for block in blocks}:
                raise sheet.complaint(f"a block of {flow} a second time", "it once", number)
            blocks.append(_Block(flow, number, {}))
        elif not blocks or not isinstance(name, str) or is_blank(name):
            raise sheet.unlike(
                shown(name) if not is_blank(name) else "figures without a country",
                "a country or area in a block of Balance, Exports or Imports",
                number,
                first,
            )
        else:
            item = item_name(name)
            if item in blocks[-1].items:
                raise sheet.complaint(
                    f"{shown(name)} a second time",
                    f"it once in each block (row {blocks[-1].items[item]})",
                    number,
                    first,
                )
            blocks[-1].items[item] = number
    found = {block.flow: block for block in blocks}
    if set(found) != set(FLOWS):
        raise sheet.unlike(
            f"blocks of {', '.join(found) or 'nothing'}", "one each of Balance, Exports and Imports"
        )
    balance, *others = (found[flow] for flow in FLOWS)
    if not balance.items:
        raise sheet.complaint("no country", "some below Balance", balance.row)
    for block in others:
        if list(block.items) != list(balance.items):
            pairs = zip(block.items, balance.items, strict=False)
            differing = next(
                (pair for pair in pairs if pair[0] != pair[1]),
                (f"{len(block.items)} rows", f"{len(balance.items)} rows"),
            )
            row = block.items.get(differing[0], block.row)
            raise sheet.complaint(
                f"{differing[0]} in the block of {block.flow}",
                f"{differing[1]}, as in the block of balance",
                row,
            )
    return balance, *others


def _periods(
    sheet: Sheet, layout: CountryTable, texts: dict[int, str], last_row: int
) -> tuple[str, dict[int, Period]]:
    """The release, where headings say it, and the period of each heading."""
    complain = partial(sheet.unlike, row=last_row)
    read = {column: read_heading(text) for column, text in texts.items()}
    kinds = ("quarter", "year") if layout.release_elsewhere else ("month", "quarter", "to date")
    for column, text in texts.items():
        said = read[column]
        if said.kind not in kinds or said.words or not said.year:
            raise complain(
                f"the heading {shown(text)}",
                "a quarter or a year such as 'Second Quarter 2021' and 'Annual 2020'"
                if layout.release_elsewhere
                else "a month, a quarter or the year to date",
                column=column,
            )
        if list(read.values()).count(said) > 1:
            raise complain(f"the heading {shown(text)} a second time", "it once", column=column)
    months = [month_text(said.year, said.number) for said in read.values() if said.kind == "month"]
    release = max(months, default="")
    if not layout.release_elsewhere:
        before = month_at(month_number(release) - 1) if release else ""
        years = [said.year for said in read.values() if said.kind == "to date"]
        year = int(release[:4] or 0)
        if sorted(months) != [before, release] or sorted(years) != [year - 1, year]:
            raise complain(
                f"the headings {', '.join(shown(text) for text in texts.values())}",
                "a month and the one before it, and the year to date of two years",
            )
    periods = {column: _period_of(said, release) for column, said in read.items()}
    _check_runs(list(periods.values()), release, complain)
    return release, periods


def _period_of(said: Said, release: str) -> Period:
    """The period of a heading; December's year to date is the year."""
    if said.kind == "month":
        return "month", month_text(said.year, said.number), month_text(said.year, said.number)
    if said.kind == "quarter":
        return quarter_of(said.year, said.number)
    if said.kind == "to date":
        return year_to_date(month_text(said.year, int(release[5:7])))
    return year_of(said.year)


def _check_runs(periods: list[Period], release: str, complain: partial[TradegapError]) -> None:
    """Quarters and years follow each other; the last of them fit each other and the release."""
    ends: dict[str, list[int]] = {}
    for kind, _, end in sorted(periods, key=lambda period: period[2]):
        ends.setdefault(kind, []).append(month_number(end))
    for kind, step in (("quarter", 3), ("year", 12)):
        found = ends.get(kind, [])
        for before, after in pairwise(found):
            if after - before != step:
                raise complain(
                    f"no {kind} between those that end in {spelled(month_at(before))} and "
                    f"{spelled(month_at(after))}",
                    f"every {kind} from the first to the last",
                )
    if "quarter" not in ends:
        raise complain("no quarter in the headings", "some")
    last = month_at(ends["quarter"][-1])
    if release and not fits(last, release):
        raise complain(
            f"{spelled(last)} as the end of the last quarter",
            f"it complete in {spelled(release)}, the last month, and at most {LATEST_QUARTER} "
            "months old",
        )
    if not release and ("year" not in ends or not 0 <= month_number(last) - ends["year"][-1] < 12):
        raise complain(
            f"{month_at(ends['year'][-1])[:4] if 'year' in ends else 'no year'} as the last year",
            f"the last complete one, as the last quarter ends in {spelled(last)}",
        )
