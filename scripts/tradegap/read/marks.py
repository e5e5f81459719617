"""Reads the cells of figures: numbers, and the marks that the legend of a sheet explains."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from tradegap.read.workbooks import Sheet
from tradegap.texts import is_blank, shown

ZERO, SMALL, NOT_AVAILABLE, NOT_APPLICABLE = "(-)", "(*)", "n.a.", "(X)"

_LEGEND = {
    ZERO: r"\(-\)\s*-?\s*Represents zero",
    SMALL: r"^\s*\(\*\)\s+Transactions between zero and",
    NOT_AVAILABLE: r"^\s*n\.a\.\s*-?\s*Not available",
    NOT_APPLICABLE: r"\(X\)\s*-?\s*Not applicable",
}
_MEANING = {ZERO: "0", SMALL: "0", NOT_AVAILABLE: "", NOT_APPLICABLE: ""}
_KNOWN = (ZERO, NOT_APPLICABLE, "(Z)", "(D)", "(NA)", NOT_AVAILABLE)

MOST_DECIMALS = 6
"""The decimals of a figure that are kept, as in the ledger."""


@dataclass(frozen=True)
class Marks:
    """The figures of a sheet, whose legend explains some marks."""

    sheet: Sheet
    explained: frozenset[str]

    @classmethod
    def of(cls, sheet: Sheet) -> Marks:
        """Read the legend."""
        return cls(sheet, frozenset(mark for mark, words in _LEGEND.items() if sheet.says(words)))

    def value(
        self,
        row: int,
        column: int,
        name: str,
        decimals: int = MOST_DECIMALS,
        accepted: Collection[str] = (ZERO,),
    ) -> str:
        """The number of a cell, as the seed writes it: with the decimals the cell has.

        Some releases print figures that were not rounded under a format without decimals, so
        every cell keeps its decimals; what lies beyond is noise of the workbook's binary numbers.

        Args:
            row: The cell's row, from 1.
            column: Its column, from 0.
            name: What it is, for messages.
            decimals: How many decimals are kept; with none, a broken number is refused.
            accepted: Marks that may stand in place of a number, where the legend explains them.
        """
        cell = self.sheet.rows[row - 1][column]
        wanted = f"a number ({name})" if decimals else f"a whole number ({name})"
        if is_blank(cell):
            found = "an empty cell or an error of Excel"
            raise self.sheet.complaint(found, wanted, row, column)
        if isinstance(cell, str):
            mark = cell.strip()
            if mark in accepted and mark in self.explained:
                return _MEANING[mark]
            found = f"the mark {mark}" if mark in _KNOWN else f"the text {shown(cell)}"
            raise self.sheet.complaint(found, wanted, row, column)
        if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell):
            raise self.sheet.complaint(shown(cell), wanted, row, column)
        number = Decimal(format(cell, ".15g"))
        if abs(number) >= 10**12 or not (decimals or number == number.to_integral_value()):
            raise self.sheet.complaint(f"{cell!r}", wanted, row, column)
        kept = number.quantize(Decimal(1).scaleb(-decimals)).normalize()
        return f"{kept:f}" if kept else "0"
