"""Every number on every sheet of the official releases, read again and compared.

The second reading knows nothing of the first: it takes each number that a sheet shows, wherever it
stands, but years in headings and the columns whose headings say that they are reckoned from the
others (changes, ranks, shares). The first reading gives those numbers, each as often as it is
printed, and no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading

pytestmark = pytest.mark.official

RECKONED = re.compile(r"\b(Change|Rank|Share|Percent)\b|%", re.IGNORECASE)
SIX_DECIMALS = Decimal("0.000001")


@pytest.fixture(scope="module")
def releases(official_files: Path) -> list[tuple[Path, list[Reading]]]:
    """The folders that hold workbooks, and what is read of each."""
    folders = sorted({book.parent for book in official_files.glob("ft900/*/exh*.xlsx")})
    assert folders
    found = []
    for folder in folders:
        readings, unread = read_all([folder])
        assert not unread
        assert len(readings) == len(list(folder.glob("exh*.xlsx")))
        found.append((folder, readings))
    return found


def numbers_shown(sheet: Worksheet) -> Iterator[Decimal]:
    """The numbers of a sheet, to six decimals, without years and what is reckoned."""
    reckoned = {
        column[0].column
        for column in sheet.iter_cols(min_col=2)
        if any(isinstance(c.value, str) and RECKONED.search(c.value) for c in column[:12])
    }
    for row in sheet.iter_rows(min_col=2):
        numbers = [c for c in row if isinstance(c.value, int | float) and c.value is not True]
        if all(is_year(cell.value) for cell in numbers):
            continue  # a heading
        for cell in numbers:
            if cell.column not in reckoned:
                yield Decimal(repr(cell.value)).quantize(SIX_DECIMALS)


def is_year(value: object) -> bool:
    return value in range(1990, 2100)


def figures_of(reading: Reading) -> Iterator[Decimal]:
    seed = reading.seed
    names = [c for c in seed.columns if c not in (*seed.key, *seed.remarks, *seed.constant)]
    for row in reading.rows:
        for name in names:
            if row[name]:
                yield Decimal(row[name]).quantize(SIX_DECIMALS)


@pytest.mark.parametrize(
    "books", ["exh[36].xlsx", pytest.param("exh*.xlsx", marks=pytest.mark.slow)]
)
def test_every_number_of_every_sheet_is_read_and_no_other(
    releases: list[tuple[Path, list[Reading]]], books: str
) -> None:
    compared = 0
    for folder, readings in releases:
        for reading in (r for r in readings if r.source.path.match(books)):
            book = openpyxl.load_workbook(folder / reading.source.path.name, data_only=True)
            shown = Counter(numbers_shown(book.worksheets[0]))
            found = Counter(figures_of(reading))
            zero = Decimal(0).quantize(SIX_DECIMALS)  # also a mark
            assert found[zero] >= shown.pop(zero, 0)
            del found[zero]
            assert found == shown, f"{folder.name} {reading.source.path.name}"
            compared += found.total()
    assert compared > 1000
