"""Finds the table of a sheet: its headings, its unit, what the first cell of a row says."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tradegap.layouts.model import FLOWS, Column, Layout, MonthTable, spoken
from tradegap.periods import month_of_name
from tradegap.read.headings import find_head
from tradegap.read.marks import NOT_AVAILABLE, SMALL, Marks
from tradegap.read.workbooks import Sheet, letters
from tradegap.texts import Cell, is_blank, shown

AT_FOOT = "nothing beside the notes at the foot"
_MARKS = re.compile(r"(?:\s*\((?:R|P|\d+)\))+\s*$", re.IGNORECASE)
_FOOT = re.compile(
    r"\((?:\d+|R|-|X|Z|D)\)|\d\s|notes?\b|n\.i\.e\.|source\b|for information\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Table:
    """The table of a sheet: reads the figures of rows, refuses figures elsewhere.

    Args:
        sheet: The sheet.
        first: The first column, which names the period of a row.
        columns: The column of the sheet each figure stands in, in the order of the sheet.
        last_row: The last row of the headings.
        marks: The marks that its legend explains.
    """

    sheet: Sheet
    first: int
    columns: dict[int, Column]
    last_row: int
    marks: Marks

    def is_empty(self, cells: Sequence[Cell]) -> bool:
        """Whether a row says nothing beside its first cell."""
        return all(is_blank(cell) for column, cell in enumerate(cells) if column != self.first)

    def refuse_figures(self, number: int, cells: Sequence[Cell], expected: str = AT_FOOT) -> None:
        """Stop at a row that has more than its first cell."""
        self.sheet.refuse_beside(number, cells, (self.first,), expected)

    def values(self, number: int, cells: Sequence[Cell]) -> dict[str, str]:
        """The figures of a row, by the names of the seed's columns."""
        self.sheet.refuse_beside(number, cells, (self.first, *self.columns))
        return {
            column.name: self.marks.value(number, position, column.title)
            for position, column in self.columns.items()
        }


def read_table(sheet: Sheet, layout: MonthTable) -> Table:
    """Find the table of a sheet by its headings: they begin with the cell over the periods."""
    groups = {spoken(heading) for heading in layout.above}

    def heads_groups(cells: Sequence[Cell], _: int) -> bool:
        said = [spoken(str(cell)) for cell in cells if not is_blank(cell)]
        return bool(said) and groups.issuperset(said)

    head = find_head(sheet, layout, is_above=heads_groups)
    headings: dict[int, tuple[int, str]] = {}
    above: list[tuple[int, int, str]] = []
    for number, column, text in head.cells():
        if spoken(text) in groups:
            above.append((column, number, text))
        elif column in headings:
            raise sheet.unlike(
                f"{shown(text)} below {shown(headings[column][1])}",
                "one heading to a column",
                number,
                column,
            )
        else:
            headings[column] = (number, text)
    columns = _match(sheet, layout, dict(sorted(headings.items())), sorted(above), head.last_row)
    return Table(sheet, head.column, columns, head.last_row, Marks.of(sheet))


def _match(
    sheet: Sheet,
    layout: MonthTable,
    headings: dict[int, tuple[int, str]],
    above: list[tuple[int, int, str]],
    last_row: int,
) -> dict[int, Column]:
    """Give every heading its column of the seed, and every column of the seed a heading."""
    grouped: dict[str, list[Column]] = {}
    for column in layout.columns:
        grouped.setdefault(spoken(column.flow or column.group), []).append(column)
    runs = [("", list(headings))]
    if "" not in grouped:
        names = [name.capitalize() for name in FLOWS if name in grouped] or list(layout.above)
        sizes = {name: len(grouped[spoken(name)]) for name in names}
        runs = _runs(sheet, headings, above, sizes, last_row)
    columns: dict[int, Column] = {}
    for group, run in runs:
        wanted = grouped[group]
        for position in run:
            row, text = headings[position]
            found = next((column for column in wanted if column.says(text)), None)
            if found is None or found in columns.values():
                left = [c.headings[0] for c in wanted if c not in columns.values()]
                raise sheet.unlike(
                    f"the heading {shown(text)}" + (f" under {group}" if group else ""),
                    f"one of: {'; '.join(left)}" if left else "no further heading",
                    row,
                    position,
                )
            columns[position] = found
    missing = [column for column in layout.columns if column not in columns.values()]
    if missing:
        unnamed = "; ".join(f"{c.flow or c.group} {c.headings[0]}".strip() for c in missing)
        raise sheet.unlike(
            f"no heading for {unnamed}",
            f"{len(layout.columns)} headings beside '{layout.heading}'",
            last_row,
        )
    return columns


def _runs(
    sheet: Sheet,
    headings: dict[int, tuple[int, str]],
    above: list[tuple[int, int, str]],
    sizes: dict[str, int],
    last_row: int,
) -> list[tuple[str, list[int]]]:
    """Divide the columns among the headings above them, such as Balance, Exports and Imports.

    The upper headings stand all over the first columns of their runs (they are merged), or
    all over the middle ones (they are centred).
    """
    upper_headings = [spoken(text) for _, _, text in above]
    *first, last = sizes
    wanted = f"{', '.join(first)} and {last}"
    sizes = {spoken(name): size for name, size in sizes.items()}
    if sorted(upper_headings) != sorted(sizes):
        raise sheet.unlike(
            f"the upper headings {', '.join(shown(text) for _, _, text in above) or 'none'}",
            f"{wanted}, once each",
            above[0][1] if above else last_row,
        )
    positions = list(headings)
    if len(positions) != sum(sizes.values()):
        raise sheet.unlike(
            f"{len(positions)} headings", f"{sum(sizes.values())} under {wanted}", last_row
        )
    runs: list[tuple[str, list[int]]] = []
    is_first, is_middle = True, True
    before = -1
    for (column, row, text), flow in zip(above, upper_headings, strict=True):
        run, positions = positions[: sizes[flow]], positions[sizes[flow] :]
        place = sum(position < column for position in run)
        is_first = is_first and place == 0
        is_middle = is_middle and place in ((len(run) - 1) // 2, len(run) // 2)
        if not before < column <= run[-1] or not (is_first or is_middle):
            raise sheet.unlike(
                f"the heading {shown(text)}",
                f"it over the columns {letters(run[0])} to {letters(run[-1])}",
                row,
                column,
            )
        before = run[-1]
        runs.append((flow, run))
    return runs


def check_unit(sheet: Sheet, last_row: int, layout: Layout) -> str:
    """Check that a sheet is in millions of dollars; give the price basis it states.

    Chained dollars may not stand where current ones are expected, or the other way round.
    """
    units: list[tuple[int, int, str]] = []
    chains: list[tuple[int, int, str]] = []
    for number, column, cell in sheet.texts(last_row):
        text = " ".join(cell.split())
        if re.match(r"\[?(In )?[a-z]+ of dollars\b|\[?In [a-z]+\b", text, re.IGNORECASE):
            units.append((number, column, text))
        if chain := re.search(r"\bchained \(?(\d{4})\)? dollars\b", text, re.IGNORECASE):
            chains.append((number, column, chain[1]))
    good = [u for u in units if re.match(r"\[?(In )?millions of dollars\b", u[2], re.IGNORECASE)]
    if layout.units_in_headings and units:
        row, column, text = units[0]
        raise sheet.complaint(f"the unit {shown(text)}", "units in the headings only", row, column)
    if not layout.units_in_headings and (len(good) != len(units) or not good):
        row, column, text = next((unit for unit in units if unit not in good), (0, 0, ""))
        raise sheet.unlike(
            f"the unit {shown(text)}" if text else "no line that states the unit",
            "'In millions of dollars'",
            row or None,
            column if row else None,
        )
    if len(chains) != (1 if layout.chained else 0):
        row, column, text = chains[-1] if chains else (0, 0, "")
        raise sheet.unlike(
            f"chained ({text}) dollars" if text else "no line that states the chain year",
            "one line 'Chained (year) Dollars'" if layout.chained else "current dollars",
            row or None,
            column if row else None,
        )
    return f"chained_{chains[0][2]}" if chains else ""


def check_adjustment(sheet: Sheet, last_row: int, expected: str) -> None:
    """A line above the table says that it is seasonally adjusted, and none that it is not."""
    lines = [" ".join(text.split()) for _, _, text in sheet.texts(last_row - 1)]
    lines = [line for line in lines if "seasonally adjusted" in line.lower()]
    words = expected.lower()
    if not any(words in line.lower() and f"not {words}" not in line.lower() for line in lines):
        raise sheet.unlike(
            "; ".join(shown(line) for line in lines) or "no line that states the adjustment",
            f"'{expected}'",
        )


@dataclass(frozen=True)
class Label:
    """What the first cell of a row says.

    Args:
        kind: year, month, span (January to a month), as_published, foot or unknown.
        number: The year, or the month from 1 to 12.
    """

    kind: str
    number: int = 0


def label_of(cell: Cell) -> Label:
    """Read the first cell of a row; years stand as text or as numbers."""
    if isinstance(cell, bool):
        return Label("unknown")
    if isinstance(cell, int | float):
        whole = math.isfinite(cell) and cell == int(cell) and 1900 <= cell <= 2100
        return Label("year", int(cell)) if whole else Label("unknown")
    text, words = " ".join(str(cell).split()), without_marks(cell)
    if re.fullmatch(r"(19|20)\d\d", words):
        return Label("year", int(words))
    if month := month_of_name(words):
        return Label("month", month)
    span = re.fullmatch(r"Jan(?:uary)?\.? ?[-–—] ?([A-Za-z]*)\.?", words, re.IGNORECASE)
    # A January release prints `Jan. - ` and no second month.
    if span and (month := month_of_name(span[1] or "January")):
        return Label("span", month)
    published = re.fullmatch(
        r"([A-Za-z]+)\.? data as published last month ?:?", words, re.IGNORECASE
    )
    if published and (month := month_of_name(published[1])):
        return Label("as_published", month)
    return Label("foot" if _FOOT.match(text) else "unknown")


def without_marks(cell: Cell) -> str:
    """The words of a cell, without `(R)` and the like at their end."""
    text = f"{cell:g}" if isinstance(cell, float) else "" if is_blank(cell) else str(cell)
    return _MARKS.sub("", " ".join(text.split()))


def is_foot(cell: Cell) -> bool:
    """Whether the first cell of a row begins the notes."""
    text = str(cell).strip()
    return label_of(cell).kind == "foot" or text.startswith((NOT_AVAILABLE, SMALL))
