"""Text for people: cells and lists in messages, lists as tables, csv or json."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Cell = object


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing, or blanks only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: Cell) -> str:
    """A cell's content, for messages."""
    text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    text = " ".join(text.split())
    return f"'{text[:57]}...'" if len(text) > 60 else f"'{text}'"


def listed_some(items: Sequence[str], most: int | None = 5, mark: str = ", ") -> str:
    """A few of many things, and how many more there are; all of them if `most` is None."""
    hidden = len(items[most:]) if most is not None else 0
    more = f"{mark.strip(', ')} and {hidden} more" if hidden else ""
    return f"{mark.join(items[:most])}{more}"


def written(cell: Cell) -> str:
    """A cell of a table as csv has it: nothing where nothing is known."""
    return "" if cell is None else str(cell)


def as_json_cell(value: date | Decimal) -> str | float:
    """What JSON has no form for: a day as it is named, a decimal as a number."""
    return value.isoformat() if isinstance(value, date) else float(value)


@dataclass(frozen=True)
class Listing:
    """A list that a command answers with."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]  # an empty cell where there is nothing
    right: Collection[int] = ()  # the columns that a table aligns to the right

    def written(self, form: str = "table", width: int | None = None) -> str:
        """The list as a table, as csv, or as json: an object for each row.

        Args:
            form: `table`, `csv` or `json`.
            width: That of a terminal: the last column of a table is broken into lines there.
        """
        if form == "json":
            objects = [
                {name: cell or None for name, cell in zip(self.header, row, strict=True)}
                for row in self.rows
            ]
            return json.dumps(objects, indent=1, ensure_ascii=False)
        if form == "csv":
            out = io.StringIO(newline="")
            csv.writer(out, lineterminator="\n").writerows([self.header, *self.rows])
            return out.getvalue().rstrip("\n")
        lines = [self.header, *self.rows]
        if width:
            lines = list(_broken(lines, width))
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        aligned = dict.fromkeys(self.right, str.rjust)
        return "\n".join(
            "  ".join(
                aligned.get(column, str.ljust)(cell, width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )


def _broken(rows: Sequence[Sequence[str]], width: int) -> Iterator[Sequence[str]]:
    """Rows whose last cell fits into the width of a terminal; what does not gets lines below."""
    before = sum(2 + max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1])
    for *cells, last in rows:
        for text in textwrap.wrap(last, max(width - before, 20)) or [""]:
            yield [*cells, text]
            cells = [""] * len(cells)
