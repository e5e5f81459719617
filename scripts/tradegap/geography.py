"""Reads trade by country and area: exhibits 19 to 20b, and BEA's history of the last three.

The exhibits have a block of rows each for balance, exports and imports, and the periods in
their headings: months, quarters, years, the year to date. Countries come and go, so any name
is taken, but the three blocks have to list the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from tradegap.checks import check_row
from tradegap.csvfiles import CsvFile, Line
from tradegap.errors import TradegapError
from tradegap.history import updated_on
from tradegap.layouts import FLOWS, MONTHS, SERIES, Layout, spoken
from tradegap.readings import (
    BEA,
    Reading,
    month_at,
    month_number,
    month_text,
    spelled,
)
from tradegap.seeds import EXHIBIT_SEEDS, Row
from tradegap.tables import Header, check_unit, has_zero_mark, label_of
from tradegap.workbooks import (
    DESCRIBE,
    TOP_ROWS,
    Cell,
    Sheet,
    Title,
    Workbook,
    figure,
    is_blank,
    shown,
    title_of,
)

Period = tuple[str, str, str]
"""Kind, first and last month of a period."""

QUARTERS = ("First", "Second", "Third", "Fourth")
LATEST_QUARTER = 5
"""At most this many months after its end a quarter is still the last one."""
EARLIEST_AFTER, LATEST_AFTER = 2, 3
"""How many months after its statistical month a release comes out."""

NOT_AVAILABLE = "n.a."
SMALL = "(*)"


def item_name(cell: Cell) -> str:
    """A printed name without footnote marks and with single blanks."""
    text = re.sub(r"/\s+", "/", " ".join(str(cell).split()))
    return re.sub(r"(?:\s*(?:\(\d+\)|\*+))+$", "", text)


def quarter_of(year: int, number: int) -> Period:
    """A quarter, its number from 1."""
    return "quarter", month_text(year, 3 * number - 2), month_text(year, 3 * number)


def fits(last_quarter: str, release: str) -> bool:
    """Whether a quarter, named by its last month, can be the last one of a release."""
    return 0 <= month_number(release) - month_number(last_quarter) <= LATEST_QUARTER


# --- cells --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Marks:
    """Which marks the legend of a sheet explains."""

    zero: bool
    small: bool
    not_available: bool

    @classmethod
    def of(cls, sheet: Sheet) -> _Marks:
        """Read the legend."""
        texts = [c for _, cells in sheet.numbered() for c in cells if isinstance(c, str)]
        return cls(
            has_zero_mark(sheet),
            any(re.match(r"\s*\(\*\)\s+Transactions between zero and", text) for text in texts),
            any(re.match(r"\s*n\.a\.\s*-?\s*Not available", text, re.I) for text in texts),
        )

    def value(self, sheet: Sheet, row: int, column: int, name: str) -> str:
        """The figure of a cell; what is not available is none, next to nothing is 0."""
        cell = sheet.rows[row - 1][column]
        mark = cell.strip() if isinstance(cell, str) else ""
        if mark == NOT_AVAILABLE and self.not_available:
            return ""
        if mark == SMALL and self.small:
            return "0"
        return figure(sheet, row, column, name, self.zero)


def _is_foot(cell: Cell) -> bool:
    text = str(cell).strip()
    return label_of(cell).kind == "foot" or text.startswith((NOT_AVAILABLE, SMALL))


# --- exhibits -----------------------------------------------------------------------------


@dataclass
class _Block:
    """The rows of one flow: the name and the row of each country, in their order."""

    flow: str
    row: int
    items: dict[str, int]


def read_by_country(sheet: Sheet, title: Title, layout: Layout) -> Reading:
    """Read an exhibit of countries and areas.

    Returns:
        Its reading; without a release where only quarters and years are shown
        (`Layout.release_elsewhere`), its last quarter then bounds it.

    Raises:
        TradegapError: Something in it is not as expected.
    """
    start, first, said, last_row = _headings(sheet, layout)
    if start < title.row:
        raise sheet.complaint("headings above the title", "them below", start)
    check_unit(sheet, Header(first, {}, last_row), layout)
    blocks = _blocks(sheet, first, last_row, max(said))
    columns = _columns_of(sheet, first, said, blocks)
    release, periods = _periods(sheet, layout, said, last_row)
    last_quarter = max(period[2] for period in periods.values() if period[0] == "quarter")
    marks = _Marks.of(sheet)
    balance = blocks[0]
    rows = []
    for count, (item, number) in enumerate(balance.items.items(), start=1):
        for heading, period in periods.items():
            row = _row(layout, release, item, period, count, number)
            for block in blocks:
                where = (block.items[item], columns[heading])
                row[block.flow] = marks.value(sheet, *where, f"{block.flow} of {item}")
            place = partial(sheet.complaint, row=number, column=columns[heading])
            check_row(layout, row, place)
            rows.append(row)
    return Reading(
        EXHIBIT_SEEDS[layout.seed],
        release,
        tuple(rows),
        sheet.source,
        last_quarter if layout.release_elsewhere else "",
    )


def _row(
    layout: Layout,
    release: str,
    item: str,
    period: Period,
    line: int | None,
    source_row: int | None = None,
    block: str = "",
) -> Row:
    """One row of a seed, without figures."""
    row = dict.fromkeys(EXHIBIT_SEEDS[layout.seed].columns, "")
    return row | {
        "release_month": release,
        "block": block,
        "item": item,
        "row_kind": period[0],
        "period_start": period[1],
        "period_end": period[2],
        "line": str(line or ""),
        "source_row": str(source_row or ""),
    }


def _headings(sheet: Sheet, layout: Layout) -> tuple[int, int, dict[int, str], int]:
    """First row, column of the names, what stands over each column, and the last row."""
    numbered = list(sheet.numbered())
    found = next(
        (
            (index, column)
            for index, (_, cells) in enumerate(numbered)
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and spoken(cell) == spoken(layout.heading or "Period")
        ),
        None,
    )
    if found is None:
        raise sheet.complaint(
            f"no cell '{layout.heading}'", "one at the left of the headings", remedy=DESCRIBE
        )
    index, first = found
    start = last_row = numbered[index][0]
    said: dict[int, str] = {}
    for number, cells in numbered[index:]:
        if number != start and (not is_blank(cells[first]) or _flow_of(cells)):
            break
        last_row = number
        for column, cell in enumerate(cells):
            if column == first or is_blank(cell):
                continue
            if column < first:
                raise sheet.complaint(shown(cell), "a heading", number, column, remedy=DESCRIBE)
            text = f"{cell:g}" if isinstance(cell, float) else str(cell)
            said[column] = f"{said.get(column, '')} {text}".strip()
    if not said:
        raise sheet.complaint("no heading", "some", start, remedy=DESCRIBE)
    return start, first, dict(sorted(said.items())), last_row


def _flow_of(cells: Sequence[Cell]) -> str:
    """The flow of a row that only says `Balance`, `Exports` or `Imports`; else nothing."""
    texts = [cell for cell in cells if not is_blank(cell)]
    if len(texts) == 1 and isinstance(texts[0], str) and spoken(texts[0]) in FLOWS:
        return spoken(texts[0])
    return ""


def _blocks(sheet: Sheet, first: int, last_row: int, last_heading: int) -> tuple[_Block, ...]:
    """The three blocks of rows, which list the same countries in the same order."""
    blocks: list[_Block] = []
    ended = False
    for number, cells in sheet.numbered():
        if number <= last_row:
            continue
        name = cells[first]
        flow = _flow_of(cells)
        if ended or (blocks and not is_blank(name) and _is_foot(name)):
            _refuse_figures(sheet, number, cells, first, "nothing beside the notes at the foot")
            ended = True
        elif flow:
            if flow in {block.flow for block in blocks}:
                raise sheet.complaint(f"a block of {flow} a second time", "it once", number)
            blocks.append(_Block(flow, number, {}))
        elif not blocks or not isinstance(name, str) or is_blank(name):
            raise sheet.complaint(
                shown(name) if not is_blank(name) else "figures without a country",
                "a country or area in a block of Balance, Exports or Imports",
                number,
                first,
                remedy=DESCRIBE,
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
        raise sheet.complaint(
            f"blocks of {', '.join(found) or 'nothing'}",
            "one each of Balance, Exports and Imports",
            remedy=DESCRIBE,
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


def _refuse_figures(
    sheet: Sheet, number: int, cells: Sequence[Cell], first: int, expected: str
) -> None:
    for column, cell in enumerate(cells):
        if column != first and not is_blank(cell):
            raise sheet.complaint(shown(cell), expected, number, column)


def _columns_of(
    sheet: Sheet, first: int, said: dict[int, str], blocks: Iterable[_Block]
) -> dict[int, int]:
    """The column of the figures of each heading, by the column of the heading.

    A heading may stand over two columns: one of `(R)` marks, one of figures.
    """
    headings = list(said)
    used: dict[int, dict[int, int]] = {heading: {} for heading in headings}
    for number in (number for block in blocks for number in block.items.values()):
        for column, cell in enumerate(sheet.rows[number - 1]):
            is_mark = isinstance(cell, str) and cell.strip() in ("(R)", "R", "r")
            if column == first or is_blank(cell) or is_mark:
                continue
            heading = max((h for h in headings if h <= column), default=None)
            if heading is None:
                raise sheet.complaint(
                    shown(cell), "nothing in a column without a heading", number, column
                )
            used[heading].setdefault(column, number)
    columns = {}
    for heading, places in used.items():
        if len(places) > 1:
            column = max(places)
            raise sheet.complaint(
                f"a second column of figures under {shown(said[heading])}",
                "one, and beside it nothing but '(R)'",
                places[column],
                column,
            )
        # without any figure the heading's own column: each cell of it is then complained of
        columns[heading] = min(places, default=heading)
    return columns


def _periods(
    sheet: Sheet, layout: Layout, said: dict[int, str], last_row: int
) -> tuple[str, dict[int, Period]]:
    """The release, where headings say it, and the period of each heading."""
    complain = partial(sheet.complaint, row=last_row, remedy=DESCRIBE)
    read = {column: _heading_of(text) for column, text in said.items()}
    kinds = ("quarter", "year") if layout.release_elsewhere else ("month", "quarter", "to date")
    for column, text in said.items():
        if read[column][0] not in kinds:
            raise complain(
                f"the heading {shown(text)}",
                "a quarter or a year such as 'Second Quarter 2021' and 'Annual 2020'"
                if layout.release_elsewhere
                else "a month, a quarter or the year to date",
                column=column,
            )
        if list(read.values()).count(read[column]) > 1:
            raise complain(f"the heading {shown(text)} a second time", "it once", column=column)
    months = [month_text(year, month) for kind, year, month in read.values() if kind == "month"]
    release = max(months, default="")
    if not layout.release_elsewhere:
        before = month_at(month_number(release) - 1) if release else ""
        years = [year for kind, year, _ in read.values() if kind == "to date"]
        year = int(release[:4] or 0)
        if sorted(months) != [before, release] or sorted(years) != [year - 1, year]:
            raise complain(
                f"the headings {', '.join(shown(text) for text in said.values())}",
                "a month and the one before it, and the year to date of two years",
            )
    periods = {column: _period_of(*parts, release) for column, parts in read.items()}
    _check_runs(list(periods.values()), release, complain)
    return release, periods


def _heading_of(text: str) -> tuple[str, int, int]:
    """Kind, year and number of what a heading says; an unknown kind is empty."""
    words = " ".join(re.sub(r"\(R\)", "", text).replace("-", " ").split())
    quarters, months = "|".join(QUARTERS), "|".join(MONTHS)
    match = re.fullmatch(
        rf"(?:({months})|({quarters}) Quarter|(Annual)|(Year to Date)),? ((?:19|20)\d\d)",
        words,
        re.IGNORECASE,
    )
    if match is None:
        return "", 0, 0
    month, quarter, annual, _, year = match.groups()
    if month:
        return "month", int(year), MONTHS.index(month.capitalize()) + 1
    if quarter:
        return "quarter", int(year), QUARTERS.index(quarter.capitalize()) + 1
    return "year" if annual else "to date", int(year), 12


def _period_of(kind: str, year: int, number: int, release: str) -> Period:
    """The period of a heading; December's year to date is the year."""
    if kind == "month":
        return "month", month_text(year, number), month_text(year, number)
    if kind == "quarter":
        return quarter_of(year, number)
    last = int(release[5:7]) if kind == "to date" else 12
    return "year" if last == 12 else "year_to_date", month_text(year, 1), month_text(year, last)


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


# --- tidy files ---------------------------------------------------------------------------


def read_tidy_by_country(
    file: CsvFile, layout: Layout, lines: Sequence[Line], release: str
) -> Reading:
    """Read exhibit 19 from a tidy file: two months, `line` is the printed order.

    Raises:
        TradegapError: A country, flow or month is missing, comes twice or contradicts.
    """
    months = (month_at(month_number(release) - 1), release)
    figures: dict[tuple[int, str, str], Line] = {}
    names: dict[int, Line] = {}
    for line in lines:
        line.one_of("seasonal_adjustment", ("SA",))
        line.one_of("unit", ("USD millions",))
        line.one_of("month", months)
        line.whole("value")
        if not line["line"].isdecimal():
            raise line.complaint(f"'{line['line']}' as line", "a whole number")
        position = int(line["line"])
        key = (position, line.one_of("flow", FLOWS), line["month"])
        if key in figures:
            raise line.complaint(
                f"line {position} of {line['flow']} in {spelled(line['month'])} a second time",
                f"it once (row {figures[key].number})",
            )
        figures[key] = line
        first = names.setdefault(position, line)
        if item_name(first["item"]) != item_name(line["item"]):
            raise line.complaint(
                f"'{line['item'][:60]}' as line {position}",
                f"'{first['item'][:60]}' as in row {first.number}",
            )
    rows = []
    for count, position in enumerate(sorted(names), start=1):
        first = names[position]
        if position != count:
            raise first.complaint(f"line {position} in exhibit {layout.number}", f"line {count}")
        for month in months:
            row = _row(layout, release, item_name(first["item"]), ("month", month, month), count)
            for flow in FLOWS:
                if (position, flow, month) not in figures:
                    raise file.complaint(
                        f"no {flow} of {first['item'][:60]} of {spelled(month)} in exhibit "
                        f"{layout.number}",
                        "every flow of every country of two months",
                    )
                row[flow] = figures[position, flow, month]["value"]
            check_row(layout, row, figures[position, "balance", month].complaint)
            rows.append(row)
    by_name = {item_name(line["item"]) for line in names.values()}
    if len(by_name) != len(names):
        raise file.complaint(f"a country twice in exhibit {layout.number}", "each once")
    return Reading(EXHIBIT_SEEDS[layout.seed], release, tuple(rows), file.source)


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
                row = _row(_BEA, release, item, period, index + 1, number, block)
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
    _, first, said, last_row = _headings(sheet, _BEA)
    check_unit(sheet, Header(first, {}, last_row), _BEA)
    top = [str(cell) for number, cells in sheet.numbered() if number < last_row for cell in cells]
    if not any("quarters seasonally adjusted" in text for text in top):
        raise sheet.complaint("no line of the unit", "'quarters seasonally adjusted'", last_row)
    items = tuple(item_name(text) for text in said.values())
    if len(set(items)) != len(items):
        raise sheet.complaint("a country twice in the headings", "each once", last_row)
    marks = _Marks.of(sheet)
    figures: dict[Period, tuple[int, tuple[str, ...]]] = {}
    wanted: dict[str, Period] = {
        "Annual": _year_of(int(_BEA.first_year[:4])),
        "Quarterly": quarter_of(int(_BEA.first_year[:4]), 1),
    }
    section, ended = "", False
    for number, cells in sheet.numbered():
        if number <= last_row:
            continue
        label = cells[first]
        words = " ".join(re.sub(r"\(R\)", "", _text_of(label)).split())
        if ended or (section == "Quarterly" and figures and _is_foot(label)):
            _refuse_figures(sheet, number, cells, first, "nothing beside the notes at the foot")
            ended = True
            continue
        if words in wanted and words == {"": "Annual", "Annual": "Quarterly"}.get(section):
            _refuse_figures(sheet, number, cells, first, f"nothing beside '{words}'")
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
        values = []
        for column, cell in enumerate(cells):
            if column in said:
                values.append(marks.value(sheet, number, column, item_name(said[column])))
            elif column != first and not is_blank(cell):
                raise sheet.complaint(
                    shown(cell), "nothing in a column without a heading", number, column
                )
        figures[period] = (number, tuple(values))
        after = month_at(month_number(period[2]) + 1)
        year, month = int(after[:4]), int(after[5:7])
        wanted[section] = (
            _year_of(year) if section == "Annual" else quarter_of(year, (month + 2) // 3)
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


def _year_of(year: int) -> Period:
    return "year", month_text(year, 1), month_text(year, 12)


def _text_of(cell: Cell) -> str:
    return f"{cell:g}" if isinstance(cell, float) else "" if is_blank(cell) else str(cell)


def _history_period(section: str, words: str) -> Period | None:
    """The period that the first cell of a row names (`2024`, `2024 3`)."""
    match = re.fullmatch(r"((?:19|20)\d\d)(?: ([1-4]))?", words)
    if match is None or bool(match[2]) != (section == "Quarterly") or not section:
        return None
    return quarter_of(int(match[1]), int(match[2])) if match[2] else _year_of(int(match[1]))


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
