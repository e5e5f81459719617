"""Every figure read of the official files of geography, petroleum and history, read again.

The second reading knows nothing of the first: openpyxl or the csv module, cells by position.
"""

from __future__ import annotations

import csv
import gzip
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading

pytestmark = pytest.mark.official

FLOWS = ("balance", "exports", "imports")


@pytest.fixture(scope="module")
def readings(official_files: Path) -> dict[tuple[str, str], Reading]:
    """All that is read of the release of 2021-08, of the histories by country and in csv form."""
    named = ("ft900/2021-08", "ft900/2025-03", "bea/trad-geo-time-series-0125.xlsx")
    paths = [official_files / name for name in named]
    found = read_all([*paths, *(official_files / "census").glob("*.csv*")])[0]
    return {(reading.seed.exhibit, reading.release_month): reading for reading in found}


@cache
def sheets(path: Path) -> dict[str, list[list[object]]]:
    """The cells of the sheets of a workbook, by their names."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}


def cells(path: Path, sheet: str = "") -> list[list[object]]:
    """The cells of a sheet, of the first without a name."""
    return sheets(path)[sheet] if sheet else next(iter(sheets(path).values()))


def is_number(cell: object) -> bool:
    """Whether a cell is a number, and no year."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


@pytest.mark.parametrize(
    ("code", "count", "decimals"), [("16", 37 * 3, 0), ("17", 46 * 6, 2), ("3s", 46 * 5, 6)]
)
def test_tables_of_periods(
    code: str,
    count: int,
    decimals: int,
    readings: dict[tuple[str, str], Reading],
    official_files: Path,
) -> None:
    reading = readings[code, "2021-08-01"]
    sheet = cells(official_files / "ft900" / "2021-08" / f"exh{code}.xlsx")
    printed = [round(float(c), decimals) for row in sheet for c in row if is_number(c)]  # type: ignore[arg-type]
    columns = [c for c in reading.seed.columns if c not in (*reading.seed.key, "source_row")]
    rows = sorted(reading.rows, key=lambda row: int(row["source_row"]))
    assert len(printed) == count
    assert [float(row[column]) for row in rows for column in columns] == printed


@pytest.mark.parametrize(
    ("code", "count"), [("19", 3 * 19 * 9), ("20", 3 * 18 * 9), ("20a", 3 * 19 * 9), ("20b", 486)]
)
def test_tables_of_countries(
    code: str, count: int, readings: dict[tuple[str, str], Reading], official_files: Path
) -> None:
    reading = readings[code, "2021-08-01"]
    sheet = cells(official_files / "ft900" / "2021-08" / f"exh{code}.xlsx")
    lines = [
        (str(row[0]), [int(c) for c in row[1:] if is_number(c)])  # type: ignore[call-overload]
        for row in sheet
        if any(is_number(cell) for cell in row) or "n.a." in row
    ]
    assert sum(len(figures) for _, figures in lines) == count
    items = len(lines) // 3
    held = [
        (item, [int(r[flow]) for r in reading.rows if r["item"] == item and r[flow]])
        for flow in FLOWS
        for item in dict.fromkeys(row["item"] for row in reading.rows)
    ]
    assert held == lines
    assert len({row["line"] for row in reading.rows}) == items


def test_a_figure_of_each_exhibit_by_country(readings: dict[tuple[str, str], Reading]) -> None:
    for code, row_kind, start, item, row, figures in (
        ("19", "month", "2021-07-01", "Canada", "8", ("-3637", "26833", "30470")),
        ("19", "quarter", "2020-04-01", "Hong Kong", "12", ("939", "5719", "4780")),
        ("19", "year_to_date", "2020-01-01", "Italy", "14", ("-17824", "13194", "31018")),
        ("20", "year", "2018-01-01", "European Union", "24", ("-97101", "589482", "686583")),
        ("20", "quarter", "2021-04-01", "CAFTA-DR", "23", ("", "", "")),
        ("20a", "quarter", "2021-04-01", "CAFTA-DR", "23", ("2162", "9614", "7452")),
        ("20b", "quarter", "2020-01-01", "Brazil", "7", ("3930", "5470", "1540")),
    ):
        (found,) = (
            r
            for r in readings[code, "2021-08-01"].rows
            if (r["row_kind"], r["period_start"], r["item"]) == (row_kind, start, item)
        )
        assert found["source_row"] == row
        assert tuple(found[flow] for flow in FLOWS) == figures, (code, item)


def test_the_tidy_exhibit_19(
    readings: dict[tuple[str, str], Reading], official_files: Path
) -> None:
    held = {
        (flow, row["line"], row["item"], row["period_start"]): row[flow]
        for row in readings["19", "2025-03-01"].rows
        for flow in FLOWS
    }
    path = official_files / "ft900" / "2025-03" / "exhibits.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["exhibit"] == "19"]
    assert held == {
        (line["flow"], line["line"], line["item"], line["month"]): line["value"] for line in lines
    }
    assert len(held) == 162


def test_the_history_by_country(
    readings: dict[tuple[str, str], Reading], official_files: Path
) -> None:
    reading = readings["bea_trade_by_country", "2025-01-01"]
    assert (reading.source.form, reading.source.file_date) == ("history_workbook", "2025-03-06")
    path = official_files / "bea" / "trad-geo-time-series-0125.xlsx"
    printed: dict[tuple[str, str, str, str, str], str] = {}
    tables = [
        (sector, flow)
        for sector in ("goods_and_services", "goods", "services")
        for flow in ("exports", "imports", "balance")
    ]
    for number, (sector, flow) in enumerate(tables, start=1):
        rows = cells(path, f"Table {number}")
        names = [str(name).replace("\n", "") for name in rows[5][1:28]]
        for row in rows[6:]:
            words = str(row[0]).replace("(R)", "").split()
            if not words or not words[0].isdecimal():
                continue
            period = ("year", f"{words[0]}-01-01")
            if len(words) == 2:
                period = ("quarter", f"{words[0]}-{int(words[1]) * 3 - 2:02d}-01")
            for name, cell in zip(names, row[1:28], strict=True):
                value = {"n.a.": "", "(*)": "0"}.get(str(cell), str(cell))
                printed[sector, flow, name, *period] = value
    held = {
        (row["block"], flow, row["item"], row["row_kind"], row["period_start"]): row[flow]
        for row in reading.rows
        for flow in FLOWS
    }
    assert held == printed
    assert len(held) == 9 * 27 * 130
    assert sum(value != "" for value in held.values()) == 29_046


def test_the_history_of_goods_by_country(
    readings: dict[tuple[str, str], Reading], official_files: Path
) -> None:
    held = {
        (row["item"], flow, row["period_start"]): Decimal(row[flow])
        for row in readings["census_goods_by_country_sa", "2025-02-01"].rows
        for flow in ("exports", "imports")
    }
    with (official_files / "census" / "goods_by_country_sa.csv").open(newline="") as file:
        assert held == {
            (line["area"], line["flow"], line["month"]): Decimal(line["value_musd"])
            for line in csv.DictReader(file)
        }
    assert len(held) == 8_916


def test_the_history_of_real_goods(
    readings: dict[tuple[str, str], Reading], official_files: Path
) -> None:
    names = {
        "Total, Census Basis": "census",
        "Foods, Feeds, & Beverages": "foods_feeds_beverages",
        "Industrial Supplies": "industrial_supplies",
        "Capital Goods": "capital_goods",
        "Automotive Vehicles, etc.": "automotive",
        "Consumer Goods": "consumer_goods",
        "Other Goods": "other_goods",
        "Residual": "residual",
    }
    held = {
        (row["flow"], name, row["period_start"]): Decimal(row[name])
        for row in readings["census_real_goods", "2022-02-01"].rows
        for name in names.values()
    }
    path = official_files / "census" / "real_goods_end_use_chained_2012.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {line["item"] for line in lines} <= set(names) | {"Foods, Feeds, and Beverages"}
    assert held == {
        (line["flow"], names[line["item"]], line["month"]): Decimal(line["value_chained_2012_musd"])
        for line in lines
    }
    assert len(held) == 5_408


def test_the_history_of_imports_by_code(
    readings: dict[tuple[str, str], Reading], official_files: Path
) -> None:
    held = {
        (row["end_use_code"], row["month"]): Decimal(row["value"])
        for row in readings["goods_by_end_use_code", "2025-02-01"].rows
    }
    path = official_files / "census" / "imports_end_use_sa.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        assert held == {
            (line["end_use_code"], line["month"]): Decimal(line["value_musd"])
            for line in csv.DictReader(file)
        }
    assert len(held) == 242 * 314


def test_the_codes_and_their_tree(
    readings: dict[tuple[str, str], Reading], official_files: Path
) -> None:
    rows = {row["end_use_code"]: row for row in readings["end_use_codes", ""].rows}
    with (official_files / "census" / "imports_end_use_codes.csv").open(newline="") as file:
        lines = {line["end_use_code"]: line["name"] for line in csv.DictReader(file)}
    assert {code: row["name"] for code, row in rows.items()} == lines
    digits = [row["digits"] for row in rows.values()]
    outside = [code for code, row in rows.items() if not row["digits"]]
    assert all(not rows[code]["parent_code"] for code in outside)
    assert {"MGOODS", "MPET", "MC", "MR0230"} <= set(outside)
    assert len(outside) == 29
    assert [digits.count(n) for n in ("1", "2", "3", "5")] == [
        sum(len(code) == n + 1 and code[1] in "012345" and code[1:].isdecimal() for code in lines)
        for n in (1, 2, 3, 5)
    ]
    assert rows["M10110"]["parent_code"] == "M101"
    assert rows["M3"]["parent_code"] == "MGOODS"
    used = {row["end_use_code"] for row in readings["goods_by_end_use_code", "2025-02-01"].rows}
    assert used == set(rows)
