"""Finds the headings of a table, and reads the period that a heading names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tradegap.layouts.model import spoken
from tradegap.periods import MONTHS, QUARTERS
from tradegap.read.workbooks import DESCRIBE, Sheet
from tradegap.texts import Cell, is_blank, shown

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
    """The row, counted among those that are not blank, and the column of a heading.

    Raises:
        TradegapError: It is not there.
    """
    for index, (_, cells) in enumerate(sheet.numbered()):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and spoken(cell) == spoken(heading):
                return index, column
    raise sheet.complaint(
        f"no cell '{heading}'", "one at the left of the headings", remedy=DESCRIBE
    )


def headings_beside(
    sheet: Sheet, heading: str, is_body: Callable[[Sequence[Cell]], object] = lambda _: False
) -> Headings:
    """The headings beside the one over the first column, down to the first row of the table.

    Args:
        sheet: The sheet.
        heading: What stands over the first column.
        is_body: Whether a row without a first cell is one of the table.

    Raises:
        TradegapError: There are none, or one stands where it should not.
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
                raise sheet.complaint(shown(cell), "a heading", number, column, remedy=DESCRIBE)
            text = f"{cell:g}" if isinstance(cell, float) else str(cell)
            texts[column] = f"{texts.get(column, '')} {text}".strip()
    if not texts:
        raise sheet.complaint("no heading", "some", start, remedy=DESCRIBE)
    return Headings(start, first, dict(sorted(texts.items())), last_row)


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
