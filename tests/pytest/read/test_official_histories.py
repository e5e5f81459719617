"""Every cell of the official histories, read again and compared with the seeds.

The second reading knows nothing of the first: cells by their position in the files held, with
openpyxl, or with the reader of old workbooks alone. The seeds hold no other row of these files.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading

pytestmark = pytest.mark.official

Cell = object
Figures = dict[tuple[str, ...], Decimal]

REAL = ("census", "foods_feeds_beverages", "industrial_supplies", "capital_goods", "automotive")
REAL = (*REAL, "consumer_goods", "other_goods", "residual")
TRADE = tuple(
    f"{flow}_{sector}"
    for flow in ("balance", "exports", "imports")
    for sector in ("total", "goods", "services")
)


@cache
def workbook(path: Path) -> openpyxl.Workbook:
    """A workbook, opened once."""
    return openpyxl.load_workbook(path, data_only=True)


def cells(path: Path, sheet: str = "") -> list[list[Cell]]:
    """All cells of a sheet, from the first row and column on."""
    if path.suffix == ".xls":
        book = python_calamine.CalamineWorkbook.from_path(path)
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    opened = workbook(path)
    page = opened[sheet] if sheet else opened[opened.sheetnames[0]]
    return [
        ["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)
    ]


def by_year(rows: list[list[Cell]], first: int, columns: tuple[str, ...]) -> Figures:
    """Figures by first and last month and column: blocks of a year, its sum and twelve months."""
    found: Figures = {}
    for start in range(0, len(rows), 14):
        block = rows[start : start + 14]
        year = first + start // 14
        assert int(float(str(block[0][0]))) == year
        assert str(block[1][0]).replace(" ", "") == "Jan.-Dec."
        months = [row for row in block[2:] if row[1] != ""]
        for number, row in enumerate(months, start=1):
            expected = datetime(year, number, 1).strftime("%B")
            assert str(row[0]).strip().rstrip(".") == expected
        for row, span in [
            (block[1], (1, len(months))),
            *((r, (n, n)) for n, r in enumerate(months, 1)),
        ]:
            period = tuple(date(year, month, 1).isoformat() for month in span)
            assert not any(str(cell).strip() for cell in row[len(columns) + 1 :])
            for column, cell in zip(columns, row[1 : len(columns) + 1], strict=True):
                assert isinstance(cell, int | float)
                found[(*period, column)] = Decimal(str(cell)).normalize()
    return found


def held(
    root: Path, seed: str, columns: tuple[str, ...], **wanted: str
) -> Iterator[tuple[dict[str, str], Figures]]:
    """The rows of a seed that have these cells, with their figures."""
    with (root / "seeds" / "history" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if all(row[name] == cell for name, cell in wanted.items()):
                period = (row["period_start"], row["period_end"])
                yield row, {(*period, name): Decimal(row[name]).normalize() for name in columns}


@pytest.mark.parametrize(
    ("file", "release", "flow", "last_row", "count"),
    [
        ("census/realexp.xlsx", "2022-02-01", "exports", 413, 367),
        ("census/realimp.xlsx", "2022-02-01", "imports", 413, 367),
        ("legacy/realexp.xls", "2021-05-01", "exports", 399, 357),
    ],
)
def test_real_goods(
    file: str, release: str, flow: str, last_row: int, count: int, root: Path, official_files: Path
) -> None:
    printed = by_year(cells(official_files / file)[7:last_row], 1994, REAL)
    seed: Figures = {}
    kinds = {"month": (1, 1), "year": (1, 12)}
    for row, figures in held(root, "census_real_goods", REAL, release_month=release, flow=flow):
        assert row["price_basis"] == "chained_2012"
        months = (int(row["period_start"][5:7]), int(row["period_end"][5:7]))
        if row["row_kind"] == "year_to_date":
            assert (row["period_end"], months[0]) == (release, 1)
        elif row["row_kind"] == "year":
            assert months == kinds["year"]
        else:
            assert (row["row_kind"], row["period_start"]) == ("month", row["period_end"])
        assert not seed.keys() & figures.keys()
        seed |= figures
    assert len(printed) == count * len(REAL)
    assert seed == printed


@pytest.fixture(scope="module")
def goods_and_services(official_files: Path) -> Reading:
    """The history of goods and services, as it is read: its seed may be without it."""
    (reading,) = read_all([official_files / "census" / "exhibit_history.xlsx"])[0]
    return reading


def test_goods_and_services(goods_and_services: Reading, root: Path, official_files: Path) -> None:
    path = official_files / "census" / "exhibit_history.xlsx"
    printed = by_year(cells(path)[4:438], 1992, TRADE)
    assert len(printed) == 31 * 13 * len(TRADE)
    read = {
        (row["period_start"], row["period_end"], name): Decimal(row[name])
        for row in goods_and_services.rows
        for name in TRADE
    }
    assert read == printed
    assert {row["row_kind"] for row in goods_and_services.rows} == {"month", "year"}
    seed: Figures = {}
    for _, figures in held(root, "census_goods_and_services", TRADE, release_month="2022-12-01"):
        seed |= figures
    assert seed in ({}, printed)


def test_goods_and_services_differ_from_the_vintage_ledger(
    goods_and_services: Reading, root: Path
) -> None:
    """Two files of the agencies that contradict each other: a fact about them, not a misreading."""
    with (root / "seeds/reference/releases.csv").open(encoding="utf-8", newline="") as file:
        seen = {row["release_month"]: row["vintage_first_seen"] for row in csv.DictReader(file)}
    day = seen[goods_and_services.release_month]
    ledger: dict[tuple[str, str], int] = {}
    with (root / "seeds/history/bop_totals_vintages.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            if row["first_seen"] <= day < (row["superseded"] or "9999"):
                ledger[row["series_id"], row["month"]] = int(row["value_musd"])
    differences = {
        (series, row["period_start"]): int(row[name]) - ledger[series, row["period_start"]]
        for row in goods_and_services.rows
        if row["row_kind"] == "month"
        for series, name in (("BOPTEXP", "exports_total"), ("BOPTIMP", "imports_total"))
    }
    assert len(differences) == len(ledger) == 2 * 372
    other = {key: by for key, by in differences.items() if by}
    assert len(other) == 134
    # More than rounding in 1999 and 2000 only: a month of either flow.
    assert {month[:4] for (_, month), by in other.items() if abs(by) > 2} == {"1999", "2000"}
    largest = {
        series: max(abs(by) for (s, _), by in other.items() if s == series)
        for series in ("BOPTEXP", "BOPTIMP")
    }
    assert largest == {"BOPTEXP": 69, "BOPTIMP": 1_223}


KINDS = {
    ("census", "nsa"): "Census-based, NSA",
    ("census", "sa"): "Census-based, SA",
    ("bop", "nsa"): "BP-based, NSA",
    ("bop", "sa"): "BP-based, SA",
}


def test_goods_by_code(root: Path, official_files: Path) -> None:
    printed: Figures = {}
    for kind, sheet in KINDS.items():
        rows = cells(official_files / "bea" / "IDS0182_Imports_Current.xlsx", sheet)
        rows = [row for row in rows if any(str(cell).strip() for cell in row)]
        assert len(rows) == 2 + 2 * 242
        for row in rows[2:]:
            code, year = str(row[0]).strip(), int(row[1])  # type: ignore[call-overload]
            for month, cell in enumerate(row[2:14], start=1):
                if isinstance(cell, int | float):
                    key = (*kind, code, date(year, month, 1).isoformat())
                    printed[key] = Decimal(repr(cell)).normalize()
                else:
                    assert (str(cell).strip(), year) == ("", 2025)
    seed: Figures = {}
    older: Figures = {}
    with gzip.open(root / "data" / "goods_by_end_use_code.csv.gz", "rt", newline="") as file:
        for row in csv.DictReader(file):
            assert row["release_month"] == "2025-02-01"
            keys = ("basis", "seasonal_adjustment", "end_use_code", "month")
            part = seed if row["month"] >= "2024-01-01" else older
            part[tuple(row[name] for name in keys)] = Decimal(row["value"]).normalize()
    assert len(printed) == 4 * 242 * 14
    assert seed == printed
    # The Census Bureau's own file has the same figures, and those of the years before.
    with gzip.open(
        official_files / "census" / "imports_end_use_sa.csv.gz", "rt", newline=""
    ) as file:
        history = {
            ("census", "sa", line["end_use_code"], line["month"]): Decimal(line["value_musd"])
            for line in csv.DictReader(file)
        }
    assert len(history) == 242 * 314
    assert {key: value for key, value in (older | seed).items() if key[:2] == ("census", "sa")} == (
        history
    )
    assert {key[:2] for key in older} == {("census", "sa")}
