"""Reads the rows of BEA's histories: years below `Annual`, then months or quarters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tradegap.periods import (
    MONTHS,
    Period,
    following,
    month_at,
    month_number,
    month_of_name,
    month_text,
    quarter_of,
    spelled,
    year_of,
)
from tradegap.read.tables import AT_FOOT, is_foot, without_marks
from tradegap.read.workbooks import Sheet
from tradegap.texts import Cell, is_blank, shown

Rows = dict[Period, tuple[int, Sequence[Cell]]]
"""The number and the cells of the row of each period."""


def rows_of_sections(sheet: Sheet, column: int, last_row: int, first: Mapping[str, Period]) -> Rows:
    """The rows of each section, from its first period on and without gaps."""
    rows: Rows = {}
    left = list(first)
    due: Period | None = None
    ended = False
    for number, cells in sheet.numbered(last_row):
        words = without_marks(cells[column])
        if ended or (not left and rows and is_foot(cells[column])):
            sheet.refuse_beside(number, cells, (column,), AT_FOOT)
            ended = True
        elif left and words == left[0]:
            sheet.refuse_beside(number, cells, (column,), f"nothing beside '{words}'")
            due = first[left.pop(0)]
        elif due and _named(words) == due:
            rows[due] = number, cells
            due = following(due)
        else:
            expected = [_printed(due)] if due else []
            expected += [f"'{left[0]}'"] if left else ["a note"]
            blank = is_blank(cells[column])
            raise sheet.unlike(
                "figures without a period" if blank else shown(cells[column]),
                " or ".join(expected),
                number,
                column,
            )
    _check_end(sheet, rows)
    return rows


def _named(words: str) -> Period | None:
    """The period that a first cell names: `2024`, `2024 3`, `2024 Mar`."""
    match = re.fullmatch(r"((?:19|20)\d\d)(?: (?:([1-4])|([A-Za-z]+\.?)))?", words)
    if match is None:
        return None
    year, quarter, month = int(match[1]), match[2], month_of_name(match[3] or "")
    if quarter:
        return quarter_of(year, int(quarter))
    if not match[3]:
        return year_of(year)
    return ("month", month_text(year, month), month_text(year, month)) if month else None


def _printed(period: Period) -> str:
    """A period as its row names it."""
    kind, start, _ = period
    month = int(start[5:7])
    if kind == "year":
        return start[:4]
    return f"'{start[:4]} {MONTHS[month - 1][:3] if kind == 'month' else (month + 2) // 3}'"


def _check_end(sheet: Sheet, rows: Rows) -> None:
    """Both sections have rows, years up to the last one that is complete."""
    last = {period[0]: (period[2], number) for period, (number, _) in rows.items()}
    if len(last) != 2:
        raise sheet.complaint(
            "no annual figures, or none below them", "years, and below them months or quarters"
        )
    year, row = last.pop("year")
    ((kind, (end, _)),) = last.items()
    complete = month_at(month_number(end) + 1 - 12)[:4]
    if year[:4] != complete:
        raise sheet.complaint(
            f"{year[:4]} as the last year",
            f"{complete}, as the last {kind} {'is' if kind == 'month' else 'ends in'} "
            f"{spelled(end)}",
            row,
        )
