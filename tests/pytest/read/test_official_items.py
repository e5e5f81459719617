"""The official exhibits of items: every figure read of them is that of its cell.

The sheets are read a second time by another library and by place: which columns hold which
figure, and which rows hold items, is written down here by eye, for the one release at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading

pytestmark = pytest.mark.official

MONTH = ("month", "2021-08-01", "2021-08-01")
BEFORE = ("month", "2021-07-01", "2021-07-01")
TO_DATE = ("year_to_date", "2021-01-01", "2021-08-01")
YEAR_BEFORE = ("year_to_date", "2020-01-01", "2020-08-01")
OF_2020 = (
    ("month", "2020-08-01", "2020-08-01"),
    ("month", "2020-07-01", "2020-07-01"),
    YEAR_BEFORE,
)

Period = tuple[str, str, str]
FLOWS = ("balance", "exports", "imports")


@dataclass(frozen=True)
class Seen:
    """Where a sheet has its items, and the columns of each period's figures."""

    rows: tuple[range, ...]
    columns: dict[Period, dict[str, str]]


def _seen(names: tuple[str, ...], where: dict[Period, str], *rows: tuple[int, int]) -> Seen:
    spans = tuple(range(first, last + 1) for first, last in rows)
    return Seen(
        spans,
        {
            period: dict(zip(names, letters.split(), strict=True))
            for period, letters in where.items()
        },
    )


FOUR = ("total", "passenger_cars", "trucks_buses_special_purpose_vehicles", "parts")
BY_COUNTRY = ("balance", "exports", "imports_customs", "imports_cif")
OFFICIAL = {
    "14": _seen(FLOWS, {MONTH: "B F J", BEFORE: "D H L", TO_DATE: "E I M"}, (8, 67)),
    "14a": _seen(FLOWS, dict(zip(OF_2020, ("B F J", "D H L", "E I M"), strict=True)), (8, 66)),
    "15": _seen(
        ("exports", "imports"),
        {MONTH: "B C", BEFORE: "E G", TO_DATE: "H I", YEAR_BEFORE: "J K"},
        (9, 94),
    ),
    "16a": _seen(
        FLOWS,
        {MONTH: "B C D", BEFORE: "E F G", TO_DATE: "H I J", YEAR_BEFORE: "K L M"},
        (8, 18),
        (23, 53),
    ),
    "17a": _seen(
        ("quantity", "customs_value", "cif_value"),
        {MONTH: "C F I", BEFORE: "D G J", TO_DATE: "E H K"},
        (11, 41),
    ),
    "18": _seen(FOUR, {MONTH: "B E H K", BEFORE: "C F I L", TO_DATE: "D G J M"}, (8, 31), (33, 48)),
    "1s": _seen(
        ("balance", "exports", "imports_for_consumption", "calculated_duty"),
        {MONTH: "B D F H", TO_DATE: "C E G I"},
        *((12, 13), (15, 19), (21, 23), (25, 46), (48, 53)),
    ),
    "2s": _seen(
        ("manufactured", "nonmanufactured", "reexports", "total"),
        {MONTH: "B E H J", TO_DATE: "C F I K"},
        *((14, 15), (17, 73)),
    ),
    "2as": _seen(
        ("manufactured", "nonmanufactured", "total"),
        {MONTH: "B E H", TO_DATE: "C F I"},
        *((14, 15), (17, 73)),
    ),
    "4s": _seen(BY_COUNTRY, {MONTH: "B E H K", TO_DATE: "C F I L"}, (10, 261)),
    "4as": _seen(BY_COUNTRY, {OF_2020[0]: "B E H K", OF_2020[2]: "C F I L"}, (10, 262)),
}

# One parent of each exhibit by eye: item, row, the block and item it is a part of.
PARENTS = [
    ("14", "Other", 29, "", "European Union"),
    ("14", "Norway", 30, "", "Europe"),
    ("14", "Other", 47, "", "Pacific Rim Countries"),
    ("14", "Timing Adjustments", 67, "", "Total Census Basis"),
    ("14a", "Unidentified Countries", 66, "", "Total Census Basis"),
    ("15", "Manufactured Goods", 12, "", ""),
    ("15", "Rubber manufactures", 59, "", "Manufactured Goods by Material"),
    ("15", "Manufactured Goods", 93, "", "Re-Exports"),
    ("16a", "Weapons", 18, "technology_groups", "Total"),
    ("16a", "Ireland", 30, "countries", "European Union"),
    ("17a", "United Arab Emirates", 39, "", "Asia"),
    ("17a", "All Other Countries", 41, "", "Total"),
    ("18", "Other", 31, "exports", "TOTAL"),
    ("18", "TOTAL", 33, "imports", ""),
    ("1s", "Oil And Gas", 21, "", "Mining, Total"),
    ("1s", "Re-exports", 52, "", "GRAND TOTAL"),
    ("2s", "Wyoming", 66, "", "U.S. Total"),
    ("2s", "Unreported", 72, "", "Other"),
    ("2as", "Foreign Trade Zone", 15, "", ""),
    ("4s", "Korea, South", 123, "", "TOTAL"),
    ("4s", "Asia - South", 249, "", ""),
    ("4as", "Unidentified", 245, "", "TOTAL"),
]


@pytest.fixture(scope="module")
def readings(official_files: Path) -> dict[str, Reading]:
    """What is read of the exhibits of items of 2021-08, by their codes."""
    folder = official_files / "ft900" / "2021-08"
    return {
        reading.seed.exhibit: reading
        for number in OFFICIAL
        for reading in read_all([folder / f"exh{number}.xlsx"])[0]
    }


@pytest.mark.parametrize("number", list(OFFICIAL))
def test_every_figure_is_that_of_its_cell(
    number: str, official_files: Path, readings: dict[str, Reading]
) -> None:
    path = official_files / "ft900" / "2021-08" / f"exh{number}.xlsx"
    sheet = openpyxl.load_workbook(path, data_only=True).active
    seen, reading = OFFICIAL[number], readings[number]
    whole = not number.endswith("s")
    expected = {}
    for row in (row for span in seen.rows for row in span):
        for period, columns in seen.columns.items():
            for name, letter in columns.items():
                expected[str(row), period, name] = _printed(sheet[f"{letter}{row}"].value, whole)
    found = {
        (row["source_row"], (row["row_kind"], row["period_start"], row["period_end"]), name): (
            Decimal(row[name]) if row[name] else None
        )
        for row in reading.rows
        for name in reading.seed.columns
        if name not in (*reading.seed.key, *reading.seed.remarks)
    }
    assert found == expected


def _printed(cell: object, whole: bool) -> Decimal | None:
    if cell == "(X)":
        return None
    if cell == "(-)":
        return Decimal(0)
    assert isinstance(cell, int | float)
    assert not whole or cell == int(cell)
    return Decimal(repr(cell)).quantize(Decimal(1 if whole else "0.000001"))


@pytest.mark.parametrize("number", list(OFFICIAL))
def test_every_item_is_named_as_printed(
    number: str, official_files: Path, readings: dict[str, Reading]
) -> None:
    path = official_files / "ft900" / "2021-08" / f"exh{number}.xlsx"
    sheet = openpyxl.load_workbook(path, data_only=True).active
    for row in readings[number].rows:
        at = int(row["source_row"])
        printed = " ".join(str(sheet.cell(at, 1).value or sheet.cell(at, 2).value).split())
        assert printed.startswith(row["item"])
        assert printed[len(row["item"]) :] in ("", "*", "**", *(f" ({n})" for n in range(1, 5)))


@pytest.mark.parametrize(("number", "item", "source_row", "block", "parent"), PARENTS)
def test_an_item_belongs_where_the_sheet_puts_it(
    number: str,
    item: str,
    source_row: int,
    block: str,
    parent: str,
    readings: dict[str, Reading],
) -> None:
    found = {
        (row["item"], row["block"], row["parent_item"])
        for row in readings[number].rows
        if row["source_row"] == str(source_row)
    }
    assert found == {(item, block, parent)}
