"""Finds the headings of a table, and reads the period that a heading names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tradegap.layouts.model import spoken
from tradegap.periods import MONTHS, QUARTERS
from tradegap.read.workbooks import Sheet
from tradegap.texts import Cell, is_blank, shown

_REVISED = re.compile(r"\((?:R|P)\)|R", re.IGNORECASE)
_PERIOD = re.compile(
    rf"(?:(?P<month>{'|'.join(MONTHS)})|(?P<quarter>{'|'.join(QUARTERS)}) Quarter"
    r"|(?P<annual>Annual)|Year to Date),? (?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Headings:
    """What stands over the columns of a table.

    Args:
        first_row: The row of the cell over the first column.
        column: The first column, which names the rows.
        texts: What stands over each other column, from left to right; lines are joined.
        last_row: The last row of the headings.
    """

    first_row: int
    column: int
    texts: dict[int, str]
    last_row: int


def find_heading(sheet: Sheet, heading: str) -> tuple[int, int]:
    """The row, counted among those that are not blank, and the column of a heading."""
    for index, (_, cells) in enumerate(sheet.numbered()):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and spoken(cell) == spoken(heading):
                return index, column
    raise sheet.unlike(f"no cell '{heading}'", "one at the left of the headings")


def headings_beside(
    sheet: Sheet, heading: str, is_body: Callable[[Sequence[Cell]], object] = lambda _: False
) -> Headings:
    """The headings beside the one over the first column, down to the first row of the table.

    Args:
        sheet: The sheet.
        heading: What stands over the first column.
        is_body: Whether a row without a first cell is one of the table.
    """
    index, first = find_heading(sheet, heading)
    numbered = list(sheet.numbered())[index:]
    start = last_row = numbered[0][0]
    texts: dict[int, str] = {}
    for number, cells in numbered:
        if number != start and (not is_blank(cells[first]) or is_body(cells)):
            break
        last_row = number
        for column, cell in enumerate(cells):
            if column == first or is_blank(cell):
                continue
            if column < first:
                raise sheet.unlike(shown(cell), "a heading", number, column)
            text = f"{cell:g}" if isinstance(cell, float) else str(cell)
            texts[column] = f"{texts.get(column, '')} {text}".strip()
    if not texts:
        raise sheet.unlike("no heading", "some", start)
    return Headings(start, first, dict(sorted(texts.items())), last_row)


def figure_columns(
    sheet: Sheet,
    names: Collection[int],
    texts: Mapping[int, str],
    rows: Iterable[tuple[int, Sequence[Cell]]],
) -> dict[int, int]:
    """The column of the figures of each heading, by the column of the heading.

    A heading may stand over two columns: one of `(R)` marks, one of figures.

    Args:
        sheet: The sheet.
        names: The columns of the names of the rows.
        texts: What stands over each column.
        rows: The rows that have figures.
    """
    used: dict[int, dict[int, list[int]]] = {heading: {} for heading in texts}
    for number, cells in rows:
        for column, cell in enumerate(cells):
            is_mark = isinstance(cell, str) and _REVISED.fullmatch(cell.strip())
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


def period_of_heading(text: str) -> tuple[str, int, int]:
    """Kind, year and number of the period that a heading names; an unknown kind is empty.

    The kinds are month, quarter, year and `to date`; `(R)` for revised is no part of it.
    """
    words = " ".join(re.sub(r"\(R\)", "", text).replace("-", " ").split())
    match = _PERIOD.fullmatch(words)
    if match is None:
        return "", 0, 0
    year = int(match["year"])
    if match["month"]:
        return "month", year, MONTHS.index(match["month"].capitalize()) + 1
    if match["quarter"]:
        return "quarter", year, QUARTERS.index(match["quarter"].capitalize()) + 1
    return "year" if match["annual"] else "to date", year, 12
