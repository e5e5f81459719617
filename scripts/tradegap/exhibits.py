"""Reads the exhibits of the release by what their cells say, not by where they stand.

The title says which exhibit a sheet is, the headings which column is which, the first column
which period a row is. Inserted empty rows and columns make no difference; anything that is
not expected stops with the file, sheet, row and column, what was found and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tradegap.checks import check_row
from tradegap.commodities import read_commodities
from tradegap.errors import TradegapError
from tradegap.geography import read_by_country
from tradegap.items import read_items
from tradegap.layouts import EXHIBITS, Layout, spoken, undated
from tradegap.readings import (
    Reading,
    month_at,
    month_number,
    month_text,
    months_between,
    period_of,
    release_name,
    spelled,
)
from tradegap.seeds import EXHIBIT_SEEDS, Row
from tradegap.tables import Header, Label, Table, block_of, check_unit, label_of, read_header
from tradegap.workbooks import (
    DESCRIBE,
    TOP_ROWS,
    Cell,
    Sheet,
    Title,
    Workbook,
    is_blank,
    shown,
    title_of,
)

AS_PUBLISHED = "as_published_last_month"


def read_exhibits(workbook: Workbook) -> list[Reading]:
    """The exhibits of a workbook that are read.

    Returns:
        One reading per exhibit; none where the workbook holds only exhibits that are not
        read yet.

    Raises:
        TradegapError: The workbook is none of the release, is not what its name says, or
            something in it is not as expected.
    """
    readings = []
    titled = [(sheet, title) for sheet in workbook.sheets if (title := title_of(sheet))]
    exhibits = [(sheet, title) for sheet, title in titled if title.kind == "Exhibit"]
    if not exhibits:
        raise TradegapError(
            f"{workbook.path}: found no cell that begins 'Exhibit' with a number, "
            f"expected an exhibit of the release: {DESCRIBE}"
        )
    for sheet, title in exhibits:
        layout = _layout_of(sheet, title)
        _check_name(workbook.path, layout, title)
        if layout is not None:
            readings.append(_reader_of(layout)(sheet, title, layout))
    return readings


def _reader_of(layout: Layout) -> Callable[[Sheet, Title, Layout], Reading]:
    """What reads the tables of a layout."""
    if layout.commodities:
        return read_commodities
    if layout.table:
        return read_items
    return read_by_country if layout.items else _read


def _part_of(sheet: Sheet) -> tuple[int, int, str] | None:
    """Row, column and text of the line that says which part of the release this is."""
    for number, cells in sheet.numbered():
        if number > TOP_ROWS:
            break
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and re.match(r"\s*Part\s+[A-Z]\s*:", cell):
                return number, column, cell
    return None


def _layout_of(sheet: Sheet, title: Title) -> Layout | None:
    """The layout of an exhibit; none if it is one that is not read."""
    part = _part_of(sheet)
    number = title.number
    layout = next((layout for layout in EXHIBITS if layout.number == number), None)
    titled_alike = layout is not None and layout.is_titled(title.text)
    if part is None:
        supplement = next((layout for layout in EXHIBITS if layout.number == f"{number}s"), None)
        if supplement is not None and supplement.is_titled(title.text):
            _check_subtitle(sheet, title, supplement)
            return supplement
        if titled_alike:
            raise sheet.complaint(
                "no line 'Part A: Seasonally Adjusted' or 'Part B: NOT Seasonally Adjusted'",
                "one above or below the title",
                remedy=DESCRIBE,
            )
        if supplement is not None:
            raise sheet.complaint(
                f"exhibit {number} of the supplement with the title {shown(title.text)}",
                f"'{supplement.title}'",
                row=title.row,
                remedy=DESCRIBE,
            )
        return None
    if layout is None:
        raise sheet.complaint(
            f"exhibit {title.number}",
            "one that the release has (`tradegap status` lists those that are read)",
            row=title.row,
            remedy=DESCRIBE,
        )
    if not titled_alike:
        raise sheet.complaint(
            f"exhibit {title.number} with the title {shown(title.text)}",
            f"'{layout.title}'",
            row=title.row,
            remedy=DESCRIBE,
        )
    _check_subtitle(sheet, title, layout)
    row, column, text = part
    expected = "Seasonally Adjusted" if layout.adjusted else "NOT Seasonally Adjusted"
    said = re.sub(r"\s+", " ", text.partition(":")[2]).strip().lower()
    if not said.startswith(expected.lower()):
        raise sheet.complaint(shown(text), f"'{expected}'", row, column, remedy=DESCRIBE)
    return layout


def _check_subtitle(sheet: Sheet, title: Title, layout: Layout) -> None:
    """The second line of the title stands below the first."""
    below = [
        cell
        for number, cells in sheet.numbered()
        if title.row < number <= TOP_ROWS
        for cell in cells
        if isinstance(cell, str)
    ]
    if layout.table:
        below = [undated(text) for text in below]
    if layout.subtitle and spoken(layout.subtitle) not in {spoken(text) for text in below}:
        raise sheet.complaint(
            f"exhibit {title.number} without a second line of its title",
            f"'{layout.subtitle}' below the title",
            row=title.row,
            remedy=DESCRIBE,
        )


def _check_name(path: Path, layout: Layout | None, title: Title) -> None:
    """Refuse a workbook whose name promises an exhibit it does not hold."""
    name = re.fullmatch(
        r"exh(?:ibit)?[ _-]*0*(\d+[a-z]*?)(s?)(?:[ _(-].*)?", path.stem, re.IGNORECASE
    )
    if name is None:
        return
    promised = f"{name[1]}{name[2]}".lower()
    read = {layout.number for layout in EXHIBITS}
    held = layout.number if layout else ""
    if promised == held or not {promised, held} & read:
        return
    raise TradegapError(
        f"{path}: found Exhibit {title.number}. {title.text}, expected what the name promises "
        f"(exhibit {name[1]}{name[2]}): rename it if the content is right, or fetch it again; "
        "nothing was written"
    )


@dataclass(frozen=True)
class Printed:
    """One printed row: the flow of its block, its kind and period, and where it stands."""

    flow: str
    kind: str
    start: str
    end: str
    row: int
    values: dict[str, str]


def _read(sheet: Sheet, title: Title, layout: Layout) -> Reading:
    """Read the table of an exhibit and check that it is all there."""
    header = read_header(sheet, layout)
    price_basis = check_unit(sheet, header, layout)
    if header.last_row < title.row:
        raise sheet.complaint("headings above the title", "them below", header.last_row)
    found = PeriodRows(sheet, header, layout)
    printed = found.read()
    release = last_month_of(sheet, printed)
    _check_complete(sheet, layout, printed, release)
    _check_years(sheet, layout, found.years, release)
    rows: list[Row] = []
    for line in printed:
        row = {
            "release_month": release,
            "row_kind": line.kind,
            "period_start": line.start,
            "period_end": line.end,
            "source_row": str(line.row),
            **line.values,
        }
        if line.kind == "month":
            row |= period_of(layout, line.end)
        if layout.blocks:
            row[layout.block_column] = line.flow
        if layout.chained:
            row["price_basis"] = price_basis
        check_row(layout, row, partial(sheet.complaint, row=line.row))
        rows.append(row)
    return Reading(EXHIBIT_SEEDS[layout.seed], release, tuple(rows), sheet.source)


class PeriodRows:
    """Goes through the rows of a table, in the order of the sheet.

    Attributes:
        printed: The rows with figures.
        empty: The months without figures: flow, month and row.
        years: The years that head months: flow, year and row.
    """

    def __init__(self, sheet: Sheet, header: Header, layout: Layout) -> None:
        self.printed: list[Printed] = []
        self.empty: list[tuple[str, str, int]] = []
        self.years: list[tuple[str, int, int]] = []
        self._sheet = sheet
        self._header = header
        self._layout = layout
        self._table = Table(sheet, header)
        self._flow = ""
        self._year = 0
        self._awaited = ""  # the month as published last month, its figures are in the next row
        self._at_foot = False
        self._ended = False

    def read(self) -> list[Printed]:
        """The rows with figures; months without any may only come after them."""
        for number, cells in self._sheet.numbered():
            if number > self._header.last_row:
                self._take(number, cells)
        for flow, month, number in self.empty:
            self._check_empty(flow, month, number)
        return self.printed

    def _take(self, number: int, cells: Sequence[Cell]) -> None:
        first = cells[self._header.period]
        label = Label("blank") if is_blank(first) else label_of(first)
        block = block_of(cells, self._layout)
        is_period = label.kind == "month" or (
            label.kind == "span" and not self._layout.averaged_months
        )
        in_table = not self._at_foot and (bool(self._flow) or not self._layout.blocks)
        if self._ended or (label.kind == "foot" and self.printed):
            self._table.refuse_figures(number, cells, "nothing beside the notes at the foot")
            self._ended = True
        elif block:
            self._begin_block(number, block)
        elif label.kind == "blank":
            self._take_figures_without_period(number, cells)
        elif label.kind == "year" and in_table:
            self._begin_year(number, cells, label.number)
        elif is_period and in_table and self._year:
            self._take_period(number, cells, label)
        elif label.kind == "as_published" and in_table and self._year and self._layout.as_published:
            self._awaited = month_text(self._year - (label.number == 12), label.number)
            self._at_foot = True
            if not self._table.is_empty(cells):
                self._take_figures_without_period(number, cells)
        else:
            raise self._sheet.complaint(
                shown(first),
                "a month or subtotal below its year, a year"
                + (", '<Month> data as published last month:'" * self._layout.as_published)
                + " or a note",
                number,
                self._header.period,
                remedy=DESCRIBE,
            )

    def _begin_block(self, number: int, block: str) -> None:
        codes = list(self._layout.block_codes.values())
        if block != dict(zip(["", *codes], codes, strict=False)).get(self._flow):
            raise self._sheet.complaint(
                f"a block of {block}", f"one of {codes[0]}, then one of {codes[1]}", number
            )
        self._flow, self._year = block, 0

    def _begin_year(self, number: int, cells: Sequence[Cell], year: int) -> None:
        self._table.refuse_figures(number, cells, "nothing beside a year that heads its months")
        if self._year and year != self._year + 1:
            raise self._sheet.complaint(
                f"the year {year}", str(self._year + 1), number, self._header.period
            )
        self._year = year
        self.years.append((self._flow, year, number))

    def _take_period(self, number: int, cells: Sequence[Cell], label: Label) -> None:
        end = month_text(self._year, label.number)
        if self._table.is_empty(cells):
            if label.kind == "span":
                raise self._sheet.complaint("a subtotal without figures", "some", number)
            self.empty.append((self._flow, end, number))
        elif label.kind == "month":
            self._keep("month", end, end, number, cells)
        else:
            kind = "year" if label.number == 12 else "year_to_date"
            self._keep(kind, month_text(self._year, 1), end, number, cells)

    def _take_figures_without_period(self, number: int, cells: Sequence[Cell]) -> None:
        if not self._awaited:
            raise self._sheet.complaint(
                "figures without a period",
                "a month, a year or a subtotal beside them",
                number,
                self._header.period,
            )
        self._keep(AS_PUBLISHED, self._awaited, self._awaited, number, cells)
        self._awaited = ""

    def _keep(self, kind: str, start: str, end: str, number: int, cells: Sequence[Cell]) -> None:
        values = self._table.values(number, cells)
        self.printed.append(Printed(self._flow, kind, start, end, number, values))

    def _check_empty(self, flow: str, month: str, number: int) -> None:
        later = [
            line
            for line in self.printed
            if line.kind == "month" and line.flow == flow and line.start > month
        ]
        if later:
            raise self._sheet.complaint(
                f"{spelled(month)} without figures",
                f"some, as {spelled(later[0].start)} has them (row {later[0].row})",
                number,
            )


def last_month_of(sheet: Sheet, printed: list[Printed]) -> str:
    """The month of the release: the last month with figures, equal in all blocks."""
    last: dict[str, Printed] = {}
    for line in printed:
        if line.kind == "month" and (line.flow not in last or last[line.flow].start < line.start):
            last[line.flow] = line
    if not last:
        raise sheet.complaint("no month with figures", "at least one")
    lines = sorted(last.values(), key=lambda line: line.start)
    if lines[0].start != lines[-1].start:
        raise sheet.complaint(
            f"{spelled(lines[0].start)} as the last month of {lines[0].flow}",
            f"{spelled(lines[-1].start)} as of {lines[-1].flow}",
            lines[0].row,
        )
    return lines[-1].start


def _check_complete(sheet: Sheet, layout: Layout, printed: list[Printed], release: str) -> None:
    """Every period the layout shows is there once and in order, and none else."""
    flows = tuple(layout.block_codes.values()) or ("",)
    year = int(release[:4])
    first = month_text(year - layout.years_before, 1)
    for flow in flows:
        lines = [line for line in printed if line.flow == flow]
        months = [line for line in lines if line.kind == "month"]
        if not months:
            raise sheet.complaint(f"no block of {flow}", f"one each of {' and '.join(flows)}")
        check_months(sheet, months, first, release)
        if not layout.averaged_months:
            _check_spans(sheet, lines, year - layout.years_before, release)
    published = [line for line in printed if line.kind == AS_PUBLISHED]
    before = month_at(month_number(release) - 1)
    if layout.as_published and not published:
        raise sheet.complaint(
            "no row of figures as published last month",
            f"'{spelled(before).split()[0]} data as published last month:' and its figures, "
            f"as the last month is {spelled(release)}",
        )
    if published and published[0].start != before:
        raise sheet.complaint(
            f"{spelled(published[0].start)} as published last month",
            f"{spelled(before)}, as the last month with figures is {spelled(release)}",
            published[0].row,
        )


def _check_years(
    sheet: Sheet, layout: Layout, years: list[tuple[str, int, int]], release: str
) -> None:
    """No year heads months that the layout does not show."""
    last = int(release[:4])
    for _, year, row in years:
        if not last - layout.years_before <= year <= last:
            raise sheet.complaint(
                f"the year {year}",
                f"{last - layout.years_before} to {last}, as the last month with figures is "
                f"{spelled(release)}",
                row,
            )


def check_months(sheet: Sheet, lines: list[Printed], first: str, release: str) -> None:
    """Every month from the first to that of the release is there, once and in order.

    Raises:
        TradegapError: One is missing, comes twice or stands elsewhere.
    """
    seen: dict[str, int] = {}
    before = ""
    for line in lines:
        if line.start in seen:
            raise sheet.complaint(
                f"{spelled(line.start)} a second time",
                f"it once (row {seen[line.start]})",
                line.row,
            )
        wanted = month_at(month_number(before) + 1) if before else first
        if line.start != wanted:
            after = f" after {spelled(before)}" if before else " as the first month"
            raise sheet.complaint(spelled(line.start), f"{spelled(wanted)}{after}", line.row)
        seen[line.start] = line.row
        before = line.start
    if before != release or len(lines) != len(months_between(first, release)):
        raise sheet.complaint(f"the months up to {spelled(before)}", f"up to {spelled(release)}")


def _check_spans(sheet: Sheet, lines: list[Printed], first_year: int, release: str) -> None:
    """Year rows for complete years, year-to-date rows for all (none with December's release).

    January releases print `Jan. - ` above January in exhibits 1 and 12; others may not.
    """
    year, month = int(release[:4]), int(release[5:7])
    years = range(first_year, year + 1)
    wanted = {("year", month_text(y, 12)) for y in years if y < year or month == 12}
    to_date = {("year_to_date", month_text(y, month)) for y in years if month != 12}
    found: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.kind in ("year", "year_to_date"):
            span = (line.kind, line.end)
            what = f"a row of January to {spelled(line.end)}"
            if span in found:
                raise sheet.complaint(
                    f"{what} a second time", f"it once (row {found[span]})", line.row
                )
            if span not in wanted | to_date:
                raise sheet.complaint(
                    what, f"none, as the last month with figures is {spelled(release)}", line.row
                )
            found[span] = line.row
    if month == 1 and not to_date & set(found):
        to_date = set()
    missing = sorted((wanted | to_date) - set(found), key=lambda span: span[1])
    if missing:
        raise sheet.complaint(
            f"no row of January to {spelled(missing[0][1])}",
            f"one, as the last month with figures is {spelled(release)} "
            f"(release {release_name(release)})",
        )
