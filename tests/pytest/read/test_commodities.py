"""Exhibits 7 and 8: what is read of commodities, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tradegap.errors import TradegapError
from tradegap.layouts.coverage import coverage_of
from tradegap.layouts.seeds import ALL_SEEDS, Holdings
from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading
from workbook_factory import Page, commodities, save_csv, tidy_commodities


def read(page: Page, folder: Path) -> Reading:
    (reading,) = read_all([page.save(folder / "book.xlsx")])[0]
    return reading


def holdings_of(reading: Reading) -> Holdings:
    holdings: Holdings = {name: {} for name in ALL_SEEDS}
    holdings[reading.seed.name] = {reading.seed.key_of(row): row for row in reading.rows}
    return holdings


@pytest.mark.parametrize("number", ["7", "8"])
def test_an_item_has_two_months_and_two_years_to_date(number: str, tmp_path: Path) -> None:
    page = commodities(number)
    reading = read(page, tmp_path)
    assert reading.release_month == "2021-08-01"
    assert reading.seed.name == f"ft900/exhibit_0{number}"
    row = page.find("Corn")
    rows = [row for row in reading.rows if row["item"] == "Corn"]
    assert [(r["row_kind"], r["period_start"], r["period_end"]) for r in rows] == [
        ("month", "2021-08-01", "2021-08-01"),
        ("month", "2021-07-01", "2021-07-01"),
        ("year_to_date", "2021-01-01", "2021-08-01"),
        ("year_to_date", "2020-01-01", "2020-08-01"),
    ]
    cells = page.rows[row]
    assert [r["value"] for r in rows] == [str(cells[c]) for c in (1, 2, 4, 5)]
    assert {(r["category"], r["line"], r["source_row"]) for r in rows} == {
        ("foods_feeds_beverages", "5", str(row + 1))
    }


def test_totals_stand_under_no_category_and_a_category_under_itself(tmp_path: Path) -> None:
    reading = read(commodities("7"), tmp_path)
    category = {row["item"]: row["category"] for row in reading.rows}
    assert category["Total, Census Basis"] == ""
    assert category["Other goods"] == "other_goods"
    assert category["Computers"] == category["Capital goods, except automotive"]


def test_december_has_years_and_january_the_december_before(tmp_path: Path) -> None:
    december = read(commodities("7", (2021, 12)), tmp_path)
    assert {row["row_kind"] for row in december.rows} == {"month", "year"}
    january = read(commodities("7", (2022, 1)), tmp_path)
    assert {r["period_start"] for r in january.rows if r["row_kind"] == "month"} == {
        "2021-12-01",
        "2022-01-01",
    }


@pytest.mark.parametrize("release", [(2021, 8), (2021, 12)])
def test_coverage_counts_the_figures(release: tuple[int, int], tmp_path: Path) -> None:
    reading = read(commodities("7", release), tmp_path)
    (row,) = coverage_of(holdings_of(reading)).values()
    assert row["figure_count"] == str(len(reading.rows)) == "72"
    assert (row["exhibit"], row["block"], row["first_month"]) == ("07", "all", "")


def test_the_rank_of_commodities_makes_no_difference(tmp_path: Path) -> None:
    page = commodities("7")
    corn = page.find("Corn")
    page.rows[corn], page.rows[corn + 1] = page.rows[corn + 1], page.rows[corn]
    keys = [{**row, "line": "", "source_row": ""} for row in read(page, tmp_path).rows]
    plain = [{**row, "line": "", "source_row": ""} for row in read(commodities("7"), tmp_path).rows]
    by_item = [lambda row: (row["item"], row["period_start"], row["row_kind"])] * 2
    assert sorted(keys, key=by_item[0]) == sorted(plain, key=by_item[1])


def test_a_tidy_file_gives_the_months(tmp_path: Path) -> None:
    (tidy,) = read_all([save_csv(tmp_path / "exhibits.csv", tidy_commodities("7"))])[0]
    months = [
        {**row, "source_row": ""}
        for row in read(commodities("7"), tmp_path).rows
        if row["row_kind"] == "month"
    ]
    assert list(tidy.rows) == months


def test_a_change_may_be_off_by_one(tmp_path: Path) -> None:
    page = commodities("7")
    page.rows[page.find("Corn")][3] += 1
    assert read(page, tmp_path).rows == read(commodities("7"), tmp_path).rows


Edit = Callable[[Page], object]


def put(row: str, column: int, content: object) -> Edit:
    """Another content in a cell of the row that begins with a text."""

    def edit(page: Page) -> None:
        cells = page.rows[page.find(row)]
        cells += [None] * (column + 1 - len(cells))
        cells[column] = content

    return edit


def move(row: str, before: str) -> Edit:
    """A row put before another one."""

    def edit(page: Page) -> None:
        cells = page.rows.pop(page.find(row))
        page.rows.insert(page.find(before), cells)

    return edit


def double(row: str, before: str) -> Edit:
    """A row a second time, before another one."""
    return lambda page: page.rows.insert(page.find(before), list(page.rows[page.find(row)]))


def drop(row: str) -> Edit:
    """Without a row."""
    return lambda page: page.rows.pop(page.find(row))


BROKEN: list[tuple[str, Edit, str]] = [
    (
        "a change that does not fit",
        put("Corn", 3, 999),
        "column D: found a change of 999 for Corn, expected -10 within 1, from",
    ),
    ("a change of the year that does not fit", put("Corn", 6, 1), "column G: found a change of 1 "),
    ("a figure that does not fit its changes", put("Corn", 1, 5), "found a change of"),
    ("a text in a number cell", put("Corn", 4, "n/a"), "column E: found the text 'n/a'"),
    ("an empty cell", put("Corn", 2, None), "column C: found an empty cell"),
    ("a figure without an item", put("Corn", 0, None), "found figures without an item"),
    ("a number for a name", put("Corn", 0, 5), "column A: found '5', expected one name"),
    (
        "a figure beside the columns",
        put("Corn", 8, 5),
        "found '5' in a second column of figures under 'Year-to-Date Change'",
    ),
    (
        "an item twice in its category",
        double("Corn", "Rice"),
        "found 'Corn' a second time, expected it once",
    ),
    (
        "an item twice in two categories",
        double("Corn", "Computers"),
        "found 'Corn' a second time, expected it once",
    ),
    (
        "a category out of order",
        move("Capital goods", "Industrial supplies"),
        "found 'Capital goods, except automotive', expected 'Industrial supplies and materials'",
    ),
    (
        "a category lost",
        drop("Industrial supplies"),
        "found 'Capital goods, except automotive', expected 'Industrial supplies and materials'",
    ),
    (
        "a category without commodities",
        drop("Passenger cars"),
        "found 'Consumer goods' below another category, expected its commodities first",
    ),
    (
        "a commodity of other goods",
        move("Corn", "(1) Detailed"),
        "found 'Corn', expected no further item",
    ),
    ("a commodity before its category", move("Corn", "Foods"), "found 'Corn', expected 'Foods, fe"),
    ("a total lost", drop("Net Adjustments"), "found 'Total, Census Basis', expected 'Net Adj"),
    ("the end lost", drop("Other goods"), "found no row 'Other goods', expected one in"),
    ("another year", put("Item", 1, "September"), "found July 2021, expected August 2021; Sept"),
    ("no month", put("Item", 1, "Corn"), "found the heading 'Corn 2021', expected one month"),
    ("another column", put("Item", 7, "Share"), "found the heading 'Share', expected one month"),
    ("no headings", put("Item", 0, "Things"), "found no cell 'Item', expected one at the left"),
    ("another unit", put("In millions", 0, "In thousands of dollars"), "expected 'In millions of"),
    ("a figure at the foot", put("NOTE", 2, 5), "found '5', expected nothing beside the notes"),
]


@pytest.mark.parametrize(
    ("edit", "message"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_an_exhibit_is_refused_with_its_place(edit: Edit, message: str, tmp_path: Path) -> None:
    page = commodities("7")
    edit(page)
    with pytest.raises(TradegapError, match=message) as error:
        read(page, tmp_path)
    assert "\n" not in str(error.value)


TIDY = [
    (0, {"month": "2021-06-01"}, "expected one of: 2021-08-01; 2021-07-01"),
    (0, {"line": "99"}, "found no exports of Total, .* expected each of exports of two"),
    (0, {"line": "x"}, "found 'x' as line, expected a whole number"),
    (0, {"item": "Corn"}, "as line 1, expected 'Corn' as in row 2"),
    (0, {"unit": "USD billions"}, "expected one of: USD millions"),
    (0, {"flow": "imports"}, "expected one of: exports"),
    (0, {"seasonal_adjustment": "NSA"}, "expected one of: SA"),
    (1, {"month": "2021-08-01"}, "line 1 of exports in August 2021 a second time"),
]


@pytest.mark.parametrize(("index", "cells", "message"), TIDY)
def test_a_tidy_file_is_refused_with_its_place(
    index: int, cells: dict[str, str], message: str, tmp_path: Path
) -> None:
    lines = tidy_commodities("7")
    lines[index] |= cells
    with pytest.raises(TradegapError, match=message):
        read_all([save_csv(tmp_path / "exhibits.csv", lines)])


def test_a_tidy_file_without_an_item_is_refused(tmp_path: Path) -> None:
    lines = [line for line in tidy_commodities("7") if line["line"] != "5"]
    with pytest.raises(TradegapError, match="found line 6 in exhibit 7, expected line 5"):
        read_all([save_csv(tmp_path / "exhibits.csv", lines)])
