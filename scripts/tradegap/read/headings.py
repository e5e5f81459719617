"""Finds the headings of a table, and reads what they say: a figure, a period, a rank."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tradegap.layouts.model import Layout, spoken
from tradegap.periods import MONTHS, QUARTERS
from tradegap.read.workbooks import Sheet
from tradegap.texts import Cell, is_blank, shown

Numbered = tuple[int, Sequence[Cell]]
"""A row of a sheet, with its number."""

_REVISED = re.compile(r"\((?:R|P)\)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_KINDS = {
    "to date": re.compile(r"\bYear[-\s]+to[-\s]+(Date)\b", re.IGNORECASE),
    "quarter": re.compile(rf"\b({'|'.join(QUARTERS)})[-\s]+Quarter\b", re.IGNORECASE),
    "year": re.compile(r"\b(Annual)\b", re.IGNORECASE),
    "month": re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE),
}
_NUMBERS = {name: n for names in (MONTHS, QUARTERS) for n, name in enumerate(names, start=1)}


# --- where they stand ---------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """The rows of headings of a table.

    Args:
        sheet: The sheet.
        column: The first column, which names the rows of the table.
        says: What stands over that column, line by line.
        rows: The rows.
    """

    sheet: Sheet
    column: int
    says: Sequence[str]
    rows: tuple[Numbered, ...]

    @property
    def first_row(self) -> int:
        """The first row of the headings."""
        return self.rows[0][0]

    @property
    def last_row(self) -> int:
        """The last row of the headings."""
        return self.rows[-1][0]

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """Row, column and text of each heading beside that over the first column."""
        for number, cells in self.rows:
            for column, cell in enumerate(cells):
                own = column == self.column and spoken(str(cell)) in self.says
                if is_blank(cell) or own:
                    continue
                year = not isinstance(cell, str) and bool(_YEAR.fullmatch(f"{cell:g}"))
                if column < self.column or not (isinstance(cell, str) or year):
                    raise self.sheet.unlike(shown(cell), "a heading", number, column)
                yield number, column, f"{cell:g}" if year else str(cell)

    def texts(self) -> dict[int, str]:
        """What stands over each other column, from left to right; lines are joined."""
        texts: dict[int, str] = {}
        for _, column, text in self.cells():
            texts[column] = f"{texts.get(column, '')} {text}".strip()
        if not texts:
            raise self.sheet.unlike("no heading", "some", self.first_row)
        return dict(sorted(texts.items()))


def find_head(
    sheet: Sheet,
    layout: Layout,
    heading: str = "",
    after: int = 0,
    is_above: Callable[[Sequence[Cell], int], bool] = lambda cells, column: False,
) -> Head:
    """The headings around the one over the first column, down to the first row of the table.

    One of several tables of a layout is found by its own heading, below the one before; that
    heading may stand in several rows.
    """
    lines = (heading or layout.heading).split("\n")
    says = [spoken(line) for line in lines]
    numbered = list(sheet.numbered(after))
    found = [
        (index, column)
        for index, (_, cells) in enumerate(numbered)
        for column, cell in enumerate(cells)
        if isinstance(cell, str) and spoken(cell) == says[0]
    ]
    if not found:
        raise sheet.unlike(f"no cell '{lines[0]}'", "one at the left of the headings")
    index, column = found[0]
    first = last = index
    while first and is_above(numbered[first - 1][1], column):
        first -= 1
    for _, cells in numbered[index + 1 :]:
        own = bool(heading) and spoken(str(cells[column])) in says
        if not (is_blank(cells[column]) or own) or block_of(cells, layout):
            break
        last += 1
    return Head(sheet, column, says, tuple(numbered[first : last + 1]))


def block_of(cells: Sequence[Cell], layout: Layout) -> str:
    """The code of a row that only says which block it heads, as `Exports`; else nothing."""
    texts = [cell for cell in cells if not is_blank(cell)]
    if len(texts) == 1 and isinstance(texts[0], str):
        codes = {spoken(heading): code for heading, code in layout.block_codes.items()}
        return codes.get(spoken(texts[0]), "")
    return ""


def figure_columns(
    sheet: Sheet,
    names: Collection[int],
    texts: Mapping[int, str],
    rows: Iterable[tuple[int, Sequence[Cell]]],
) -> dict[int, int]:
    """The column of the figures of each heading, by the column of the heading.

    A heading may stand over two columns: one of `(R)` marks, one of figures.
    """
    used: dict[int, dict[int, list[int]]] = {heading: {} for heading in texts}
    for number, cells in rows:
        for column, cell in enumerate(cells):
            is_mark = isinstance(cell, str) and (
                _REVISED.fullmatch(cell.strip()) or cell.strip() in ("R", "r")
            )
            if column in names or is_blank(cell) or is_mark:
                continue
            heading = max((h for h in texts if h <= column), default=None)
            if heading is None:
                expected = "nothing in a column without a heading"
                raise sheet.complaint(shown(cell), expected, number, column)
            used[heading].setdefault(column, []).append(number)
    for heading, places in used.items():
        if len(places) > 1:
            fewest = min(places, key=lambda column: len(places[column]))
            row = places[fewest][0]
            raise sheet.complaint(
                f"{shown(sheet.rows[row - 1][fewest])} in a second column of figures under "
                f"{shown(texts[heading])}",
                "one, and beside it nothing but '(R)'",
                row,
                fewest,
            )
    # Without any figure the heading's own column: each cell of it is then complained of.
    return {heading: min(places, default=heading) for heading, places in used.items()}


def is_revised(cell: Cell) -> bool:
    """Whether a cell says nothing but that what is beside it is revised."""
    text = str(cell).strip()
    return text in ("R", "r") or is_blank(_REVISED.sub("", text))


# --- what they say ------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What the words over a column say.

    Args:
        words: What is left of them beside the period: which figure it is.
        kind: month, quarter, year or `to date`; empty where no period is said, `?` where
            several are.
        number: The number of the month or quarter.
        year: The year; 0 where none is said.
    """

    words: str
    kind: str
    number: int
    year: int


def read_heading(text: str) -> Said:
    """Read the words over a column; `(R)` for revised says nothing."""
    words = _REVISED.sub(" ", text)
    found: set[tuple[str, int]] = set()
    for kind, pattern in _KINDS.items():
        names = (name.capitalize() for name in pattern.findall(words))
        found |= {(kind, _NUMBERS.get(name, 0)) for name in names}
        words = pattern.sub(" ", words)
    years = {int(year) for year in _YEAR.findall(words)}
    words = " ".join(_YEAR.sub(" ", words).split()).strip(" ,")
    kind, number = found.pop() if len(found) == 1 else ("?" if found else "", 0)
    if len(years) > 1:
        return Said(words, "?", 0, 0)
    return Said(words, kind, number, years.pop() if years else 0)
