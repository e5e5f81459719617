"""Exhibits 16 and 17 and exhibit 3 of the supplement: what is read, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import geography_factory as factory
from geography_factory import petroleum, petroleum_of, supplement_3, technology
from tradegap.errors import TradegapError
from tradegap.read.exhibits import read_exhibits
from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading
from tradegap.read.workbooks import open_workbook
from workbook_factory import Page, exhibit, save_csv

RELEASES = [(2021, 8), (2021, 12), (2022, 1), (2024, 2)]
MAKERS = {"16": technology, "17": petroleum, "3s": supplement_3}
PAGES = [(code, release) for code in MAKERS for release in RELEASES]


def read(page: Page, folder: Path, name: str = "book.xlsx") -> Reading:
    """Save a page and read it back."""
    (reading,) = read_exhibits(open_workbook(page.save(folder / name)))
    return reading


@pytest.mark.parametrize(("code", "release"), PAGES)
def test_every_exhibit_of_any_month_gives_every_printed_figure(
    code: str, release: tuple[int, int], tmp_path: Path
) -> None:
    page = MAKERS[code](release)
    reading = read(page, tmp_path, f"exh{code}.xlsx")
    assert reading.seed.exhibit == code
    assert reading.release_month == f"{release[0]}-{release[1]:02d}-01"
    columns = [c for c in reading.seed.columns if c not in (*reading.seed.key, "source_row")]
    printed = sum(isinstance(cell, int | float) for row in page.rows for cell in row)
    assert len(reading.rows) * len(columns) == printed
    for row in reading.rows:
        cells = page.rows[int(row["source_row"]) - 1]
        numbers = [cell for cell in cells if isinstance(cell, int | float)]
        for column, number in zip(columns, numbers, strict=True):
            assert abs(float(row[column]) - number) <= 0.5000001e-6
            assert re.fullmatch(r"-?\d+(\.\d{0,5}[1-9])?", row[column])


def test_rows_of_the_supplement_say_whether_they_are_adjusted(tmp_path: Path) -> None:
    reading = read(supplement_3(), tmp_path)
    assert reading.seed.name == "ft900/supplement_3s"
    assert reading.seed.key[:2] == ("release_month", "seasonal_adjustment")
    august = {
        row["seasonal_adjustment"]: row["exports_fas"]
        for row in reading.rows
        if row["period_start"] == row["period_end"] == "2021-08-01"
    }
    assert august == {"sa": "1008.123456", "nsa": "1015.623456"}


def test_petroleum_and_crude_are_told_by_what_stands_above_them(tmp_path: Path) -> None:
    reading = read(petroleum(), tmp_path)
    (row,) = (
        row
        for row in reading.rows
        if (row["flow"], row["row_kind"], row["period_end"]) == ("imports", "month", "2021-02-01")
    )
    values = [float(row[name]) for name in reading.seed.columns[6:]]
    assert reading.seed.columns[6:] == (
        *("petroleum_quantity", "petroleum_value", "crude_quantity"),
        *("crude_quantity_per_day", "crude_value", "crude_unit_price"),
    )
    assert values == petroleum_of("imports", [(2021, 2)])


def test_the_two_groups_may_change_places(tmp_path: Path) -> None:
    plain = read(petroleum(), tmp_path / "a")
    page = petroleum()
    top = page.find("Period")
    for number, row in enumerate(page.rows):
        if number == top:
            row[1:] = ["Crude Oil", None, None, None, "Total energy-related petroleum products"]
        elif number > top and len(row) == 7:
            row[1:] = [*row[3:], *row[1:3]]
    assert read(page, tmp_path / "b").rows == plain.rows


def cell(text: str, nth: int, column: int, content: object) -> Callable[[Page], object]:
    """Another content in a cell of the n-th row that begins with a text."""
    return lambda page: page.rows[page.find(text, nth)].__setitem__(column, content)


def moved(text: str, nth: int, column: int, by: float) -> Callable[[Page], object]:
    """Another figure in a cell of the n-th row that begins with a text."""

    def edit(page: Page) -> None:
        page.rows[page.find(text, nth)][column] += by  # type: ignore[operator]

    return edit


UPPER = "Total energy"
WRONG: list[tuple[str, str, Callable[[Page], object], str]] = [
    ("adjusted", "16", cell("Part B", 1, 0, factory.PART_C), "'NOT Seasonally Adjusted'"),
    ("balance", "16", moved("August", 1, 1, 2), "as balance_advanced_technology of 2019-08"),
    ("balance of a span", "16", moved("Jan.- Dec.", 1, 1, 2), "of 2019-01 to 2019-12"),
    ("no unit", "16", cell("In millions", 1, 0, "Rounded."), "no line that states the unit"),
    ("subtitle", "17", cell("Including", 1, 0, "With Coal"), "without a second line of its title"),
    (
        "a line of unit",
        "17",
        cell("Details", 1, 0, "In millions of dollars."),
        "units in the headings only",
    ),
    (
        "unit of a heading",
        "17",
        cell("Quantity", 1, 2, "Value (millions of dollars)"),
        "the heading 'Value .millions of dollars.' under",
    ),
    ("no upper heading", "17", cell(UPPER, 1, 3, None), "products and Crude Oil, once each"),
    (
        "upper heading elsewhere",
        "17",
        lambda p: p.rows[p.find(UPPER)].__setitem__(slice(1, 3), [None, None]),
        "Crude Oil, once each",
    ),
    (
        "price elsewhere",
        "17",
        cell("Quantity", 1, 1, "Unit Price (dollars)"),
        "heading 'Unit Price",
    ),
    ("price", "17", moved("March", 1, 6, 0.01), "dollars a barrel of crude oil of 2020-03"),
    ("value", "17", moved("March", 3, 5, 2000), "dollars a barrel of crude oil of 2020-03"),
    ("a day", "17", moved("March", 1, 4, 1), "thousand barrels of crude oil a day of 2020-03"),
    ("quantity", "17", moved("February", 2, 3, 20), "dollars a barrel of crude oil of 2021-02"),
    ("block", "17", cell("Imports", 1, 1, "Exports"), "a block of exports"),
    ("no block", "17", cell("Imports", 1, 1, None), "the year 2020"),
    ("balance, supplement", "3s", moved("August", 1, 1, 0.00001), "as balance_customs of 2020-08"),
    ("c.i.f., supplement", "3s", moved("August", 3, 2, 0.00001), "as balance_cif of 2020-08"),
    (
        "blocks swapped",
        "3s",
        cell("Seasonally", 1, 1, "Not Seasonally Adjusted"),
        "expected one of sa, then one of nsa",
    ),
    (
        "one block",
        "3s",
        lambda p: p.rows.__delitem__(slice(p.find("Not Seas"), None)),
        "no block of nsa, expected one each of sa and nsa",
    ),
    ("heading", "3s", cell("Customs", 1, 3, "Exports"), "upper headings"),
    ("mark", "3s", cell("August", 1, 3, "(X)"), "the mark"),
]


@pytest.mark.parametrize(
    ("code", "edit", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_what_is_wrong_is_named(
    code: str, edit: Callable[[Page], object], message: str, tmp_path: Path
) -> None:
    page = MAKERS[code]()
    edit(page)
    with pytest.raises(TradegapError) as error:
        read(page, tmp_path)
    text = str(error.value)
    assert text.startswith(str(tmp_path / "book.xlsx"))
    assert re.search(message, text), text


def test_rounding_is_no_error(tmp_path: Path) -> None:
    page = petroleum()
    row = page.rows[page.find("March")]
    row[3] += 15  # type: ignore[operator]
    row[5] = round(row[3] * 50.2549)  # type: ignore[operator]
    assert read(page, tmp_path).rows


def test_names_of_the_supplement_and_of_the_release_differ(tmp_path: Path) -> None:
    with pytest.raises(TradegapError, match=r"expected what the name promises \(exhibit 3\)"):
        read(supplement_3(), tmp_path, "exh3.xlsx")
    with pytest.raises(TradegapError, match=r"expected what the name promises \(exhibit 3s\)"):
        read(exhibit("3"), tmp_path, "exh3s.xlsx")


# --- tidy files ---------------------------------------------------------------------------

ITEMS = {
    "Energy-related petroleum products: quantity": "thousand barrels",
    "Energy-related petroleum products: value": "thousand USD",
    "Crude oil: quantity": "thousand barrels",
    "Crude oil: quantity per day": "thousand barrels per day",
    "Crude oil: value": "thousand USD",
    "Crude oil: unit price": "USD per barrel",
}


def tidy_17() -> list[dict[str, str]]:
    """The lines of exhibit 17 of 2021-08."""
    months = [(year, month) for year in (2020, 2021) for month in range(1, 13)][:20]
    return [
        {
            "exhibit": "17",
            "flow": flow,
            "line": str(line),
            "item": item,
            "month": f"{month[0]}-{month[1]:02d}-01",
            "value": f"{value:.2f}" if unit == "USD per barrel" else str(value),
            "unit": unit,
            "seasonal_adjustment": "NSA",
        }
        for flow in ("exports", "imports")
        for month in months
        for line, ((item, unit), value) in enumerate(
            zip(ITEMS.items(), petroleum_of(flow, [month]), strict=True), start=1
        )
    ]


def test_a_tidy_file_gives_the_months_of_the_workbook(tmp_path: Path) -> None:
    (tidy,) = read_all([save_csv(tmp_path / "a.csv", tidy_17())])[0]
    book = [row for row in read(petroleum(), tmp_path).rows if row["row_kind"] == "month"]

    def order(row: dict[str, str]) -> tuple[str, str]:
        return row["flow"], row["period_start"]

    assert sorted(tidy.rows, key=order) == [
        dict(row) | {"source_row": ""} for row in sorted(book, key=order)
    ]


@pytest.mark.parametrize(
    ("at", "column", "content", "said"),
    [
        (0, "unit", "thousand USD", "'thousand USD' as unit, expected one of: thousand barrels"),
        (5, "unit", "USD millions", "expected one of: USD per barrel"),
        (0, "value", "1.5", "'1.5' as value, expected a whole number"),
        (5, "value", "50.255", "a number of at most 2 decimals"),
        (5, "value", "50.26", "50.26 dollars a barrel of crude oil of 2020-01"),
        (0, "item", "Crude oil: weight", "the item 'Crude oil: weight'"),
        (0, "seasonal_adjustment", "SA", "'SA' as seasonal_adjustment"),
    ],
)
def test_what_is_wrong_in_a_tidy_file_is_named(
    at: int, column: str, content: str, said: str, tmp_path: Path
) -> None:
    lines = tidy_17()
    lines[at][column] = content
    with pytest.raises(TradegapError) as error:
        read_all([save_csv(tmp_path / "a.csv", lines)])
    assert said in str(error.value)
