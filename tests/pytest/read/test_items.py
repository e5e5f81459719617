"""Exhibits whose rows are items: what is read of them, and what is refused."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from item_factory import COLUMNS, TABLES, TITLES, page, periods, value
from tradegap.errors import TradegapError
from tradegap.layouts.coverage import coverage_of
from tradegap.layouts.item_exhibits import ITEM_EXHIBITS
from tradegap.layouts.seeds import ALL_SEEDS, Holdings
from tradegap.read.exhibits import read_exhibits
from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading
from tradegap.read.workbooks import open_workbook
from workbook_factory import PART_B, Month, Page, exhibit

RELEASES = [(2021, 8), (2022, 12), (2024, 1)]
NUMBERS = list(TITLES)

# Rows whose figures are marks, or no such figures as all others'.
SPECIAL = (
    *("Timing Adjustments", "Timing Adjustment", "Timing adjustment", "Unidentified"),
    *("Unidentified Countries", "Re-Exports", "Re-exports", "Manufactured Goods"),
    *("Agricultural Commodities", "All Other Countries", "Estimated Shipments", "Korea, North"),
    "Tuvalu",
)


def read(made: Page, folder: Path, name: str = "book.xlsx") -> Reading:
    (reading,) = read_all([made.save(folder / name)])[0]
    return reading


def plain(name: str) -> str:
    """A printed name without marks."""
    return re.sub(r" \(\d\)$|\*+$", "", name.strip())


def figures_of(reading: Reading) -> dict[tuple[str, ...], dict[str, str]]:
    """The figures of a reading by block, parent, item, kind, first and last month."""
    key = ("block", "parent_item", "item", "row_kind", "period_start", "period_end")
    return {
        tuple(row[c] for c in key): {c: row[c] for c in reading.seed.columns[-width(reading) :]}
        for row in reading.rows
    }


def width(reading: Reading) -> int:
    return len(reading.seed.columns) - len(reading.seed.key) - len(reading.seed.remarks)


@pytest.mark.parametrize("release", RELEASES, ids=str)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_item_has_its_parent_and_its_figures(
    number: str, release: Month, tmp_path: Path
) -> None:
    reading = read(page(number, release), tmp_path)
    expected: dict[tuple[str, ...], dict[str, str] | None] = {}
    for block, items in TABLES[number]:
        for name, parent in items:
            for shown in periods(number, release):
                month = f"{shown.year}-{shown.month:02d}-01"
                kind = "year" if release[1] == 12 else "year_to_date"
                period = (
                    (kind, f"{shown.year}-01-01", month)
                    if shown.to_date
                    else ("month", month, month)
                )
                expected[block, parent, plain(name), *period] = (
                    None
                    if plain(name) in SPECIAL
                    else {
                        column: f"{Decimal(str(round(value(number, column, name, shown), 6))):f}"
                        for column in COLUMNS[number]
                    }
                )
    found = figures_of(reading)
    assert found.keys() == expected.keys()
    for key, values in expected.items():
        if values is not None:
            said = {column: Decimal(figure) for column, figure in found[key].items()}
            assert said == {column: Decimal(figure) for column, figure in values.items()}, key
    assert reading.release_month == f"{release[0]}-{release[1]:02d}-01"
    assert reading.seed.exhibit == number


@pytest.mark.parametrize("number", NUMBERS)
def test_lines_and_rows_are_those_of_the_sheet(number: str, tmp_path: Path) -> None:
    made = page(number)
    reading = read(made, tmp_path)
    lines = {int(row["line"]): row for row in reading.rows}
    names = [plain(name) for _, items in TABLES[number] for name, _ in items]
    assert [lines[line]["item"] for line in sorted(lines)] == names
    assert sorted(lines) == list(range(1, len(names) + 1))
    for row in lines.values():
        cells = made.rows[int(row["source_row"]) - 1]
        assert plain(str(cells[0] or cells[1])) == row["item"]


@pytest.mark.parametrize("number", NUMBERS)
def test_coverage_counts_the_figures(number: str, tmp_path: Path) -> None:
    reading = read(page(number), tmp_path)
    holdings: Holdings = {name: {} for name in ALL_SEEDS}
    holdings[reading.seed.name] = {reading.seed.key_of(row): row for row in reading.rows}
    (row,) = coverage_of(holdings).values()
    held = [figure for values in figures_of(reading).values() for figure in values.values()]
    assert row["figure_count"] == str(sum(1 for figure in held if figure))
    assert row["exhibit"] == number


def test_every_exhibit_of_items_is_made_here() -> None:
    assert [layout.number for layout in ITEM_EXHIBITS] == NUMBERS


# --- what makes no difference -------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_marks_come_and_go(number: str, tmp_path: Path) -> None:
    made = page(number)
    for row in made.rows:
        for column, cell in enumerate(row):
            if cell == "(R)":
                row[column] = None
    assert read(made, tmp_path).rows == read(page(number), tmp_path).rows


@pytest.mark.parametrize("number", NUMBERS)
def test_empty_rows_and_columns_make_no_difference(number: str, tmp_path: Path) -> None:
    made = page(number)
    made.merged.clear()
    for row in made.rows:
        row[:0] = [None]
        row += [" "]
        for column, cell in enumerate(row):
            if cell in ("to-Date", 0):
                row[column] = None
    rows = [{**row, "source_row": ""} for row in read(page(number), tmp_path).rows]
    made.rows[8:8] = [[], [None, " "]]
    assert [{**row, "source_row": ""} for row in read(made, tmp_path).rows] == rows


def test_headings_may_be_wrapped_and_revised(tmp_path: Path) -> None:
    made = page("18")
    reword("Year-to-Date\n2021", "Year-to-\nDate 2021")(made)
    reword("July\n2021", "July (R)\n2021")(made)
    reword("Passenger Cars", "Passenger\nCars (1)")(made)
    assert read(made, tmp_path).rows == read(page("18"), tmp_path).rows


# A release with another order of items, one more, and one less: exhibit, the item moved and
# what it is moved before, a new item and what it is put before, its parent, one left out.
OTHER_ITEMS = [
    ("14", "Mexico", "Canada", "Greenland", "Mexico", "North America", "Brazil"),
    ("14", "Belgium", "Austria", "Croatia", "Austria", "European Union", "Egypt"),
    ("14", "Euro Area", "Norway", "Kenya", "Egypt", "Africa", "Timing Adj"),
    ("15", "Some of food", "Beverages", "Glass", "Re-Exports", "Miscellaneous Commodities", "Some"),
    ("16a", "Weapons", "Aerospace", "Robots", "Weapons", "Total", "Aerospace"),
    ("16a", "Israel", "Israel", "Japan", "South/", "Pacific Rim Countries", "Israel"),
    ("17a", "Norway", "Norway", "Russia", "South/", "Europe", "Angola"),
    ("18", "Other", "Canada", "Austria", "Canada", "TOTAL", "Canada"),
    ("1s", "Oil And Gas", "Oil And Gas", "Coal", "Manufacturing", "Mining, Total", "Scrap"),
    ("2s", "Wyoming", "Alabama", "Guam", "Wyoming", "U.S. Total", "Timing"),
    ("4s", "Chad", "Australia", "Palau", "Tuvalu", "TOTAL", "Timing"),
    ("4s", "APEC", "Africa", "Quad", "APEC", "", "Korea, North"),
    ("4as", "Unidentified", "Timing", "Bhutan", "Unidentified", "TOTAL", "Tuvalu"),
]


@pytest.mark.parametrize(
    ("number", "moved", "before", "new", "at", "parent", "lost"),
    OTHER_ITEMS,
    ids=[f"{case[0]} {case[3]}" for case in OTHER_ITEMS],
)
def test_another_order_new_items_and_lost_ones(
    number: str,
    moved: str,
    before: str,
    new: str,
    at: str,
    parent: str,
    lost: str,
    tmp_path: Path,
) -> None:
    made = page(number)
    if before != moved:
        move(moved, before)(made)
    pattern = list(made.rows[made.find("Korea, North" if number[0] == "4" and parent else at)])
    name = 1 if number == "17a" else 0
    pattern[name] = f" {new}"
    if number in ("17a", "16a", "1s", "15"):
        donor = {"17a": "Norway", "16a": "Canada", "1s": "Oil And Gas", "15": "Some of food"}
        pattern = list(made.rows[made.find(donor[number])])
        pattern[name] = f" {new}"
    made.rows.insert(made.find(at), pattern)
    rest = made.find(lost)
    gone = plain(str(made.rows[rest][0] or made.rows[rest][1]))
    made.rows.pop(rest)
    reading = read(made, tmp_path)
    found = {(row["item"], row["parent_item"]) for row in reading.rows}
    assert (new, parent) in found
    before_it = {
        (row["item"], row["parent_item"], row["block"]) for row in read(page(number), tmp_path).rows
    }
    after_it = {(row["item"], row["parent_item"], row["block"]) for row in reading.rows}
    assert {item for item, _, _ in before_it - after_it} == {gone}
    assert {item for item, _, _ in after_it - before_it} == {new}


# --- marks --------------------------------------------------------------------------------


def values_of(reading: Reading, item: str, kind: str, parent: str | None = None) -> dict[str, str]:
    (found,) = (
        values
        for key, values in figures_of(reading).items()
        if key[2] == item and key[3] == kind and parent in (None, key[1])
        if key[4][:4] == "2021" and key[5] == "2021-08-01"
    )
    return found


def test_a_zero_mark_is_zero_and_not_applicable_is_empty(tmp_path: Path) -> None:
    of_14 = read(page("14"), tmp_path)
    assert set(values_of(of_14, "Unidentified Countries", "month").values()) == {"0"}
    of_15 = values_of(read(page("15"), tmp_path), "Manufactured Goods", "month", "Re-Exports")
    assert of_15["imports"] == ""
    assert of_15["exports"] != ""
    of_1s = read(page("1s"), tmp_path)
    assert set(values_of(of_1s, "Timing Adjustments", "month").values()) == {""}
    assert values_of(of_1s, "Timing Adjustments", "year_to_date") == {
        "balance": "-44.5",
        "exports": "-44.5",
        "imports_for_consumption": "",
        "calculated_duty": "",
    }
    assert values_of(read(page("2s"), tmp_path), "Estimated Shipments", "month")["total"] != ""
    assert set(values_of(read(page("4s"), tmp_path), "Tuvalu", "month").values()) == {"0"}


def test_a_name_keeps_no_footnote_mark(tmp_path: Path) -> None:
    items = {row["item"] for row in read(page("4s"), tmp_path).rows}
    assert {"Australia", "Bahrain", "Unidentified"} <= items
    assert {row["item"] for row in read(page("2s"), tmp_path).rows} >= {"Unreported", "Alabama"}


def test_noise_of_binary_numbers_is_no_figure(tmp_path: Path) -> None:
    made = page("2s")
    row = made.rows[made.find("Alabama")]
    row[1] = 25373.801295999998
    assert values_of(read(made, tmp_path), "Alabama", "month")["manufactured"] == "25373.801296"


def test_what_merged_cells_cover_is_not_read(tmp_path: Path) -> None:
    made = page("1s")
    assert 0 in [cell for row in made.rows for cell in row]
    read(made, tmp_path)
    made.merged.clear()
    with pytest.raises(TradegapError, match=r"column G: found '0', expected a heading"):
        read(made, tmp_path)


# --- January ------------------------------------------------------------------------------


def test_january_may_be_without_years_to_date(tmp_path: Path) -> None:
    made = page("18", (2024, 1))
    top = made.find("Country")
    for row in made.rows[top:]:
        row[1:] = [row[c] if c < len(row) else None for c in (1, 2, 4, 5, 7, 8, 10, 11)]
    heading = made.rows[top]
    heading[1:] = [cell for name in COLUMNS["18"] for cell in (name.replace("_", " "), None)]
    made.rows[made.find("NOTE")] = ["NOTE"]
    made.rows[made.find("(1)")] = ["(1) Data"]
    made.rows[made.find("or www")] = ["or www."]
    for block, text in ((made.find("Exports"), "Exports"), (made.find("Imports"), "Imports")):
        made.rows[block] = [None, text]
    reading = read(made, tmp_path)
    assert {(row["row_kind"], row["period_start"]) for row in reading.rows} == {
        ("month", "2024-01-01"),
        ("month", "2023-12-01"),
    }


def test_ranks_of_january_may_be_of_the_month(tmp_path: Path) -> None:
    made = page("4s", (2024, 1))
    made.merged.clear()
    made.rows.pop(made.find("to-Date"))
    for row in made.rows[made.find("Country") :]:
        row += [None] * (13 - len(row))
        for column in (11, 8, 5, 2):
            row.pop(column)
    reading = read(made, tmp_path)
    assert {row["row_kind"] for row in reading.rows} == {"month"}
    put("Chad", 2, 9)(made)
    with pytest.raises(TradegapError, match=r"found the rank .* expected .* after"):
        read(made, tmp_path)


# --- titles and names of files ------------------------------------------------------------


def test_a_supplement_is_known_by_its_title_under_any_name(tmp_path: Path) -> None:
    for number in NUMBERS:
        for name in (f"exh{number}.xlsx", f"Exhibit {number} (2).xlsx", "august.xlsx"):
            assert read(page(number), tmp_path, name).seed.exhibit == number


@pytest.mark.parametrize(("name", "number"), [("exh4.xlsx", "4s"), ("exh14.xlsx", "14a")])
def test_a_name_that_promises_another_exhibit(name: str, number: str, tmp_path: Path) -> None:
    with pytest.raises(TradegapError, match=r"found Exhibit .* expected what the name promises"):
        read(page(number), tmp_path, name)


def test_exhibit_4_is_not_supplement_4(tmp_path: Path) -> None:
    with pytest.raises(TradegapError, match=r"expected what the name promises \(exhibit 4s\)"):
        read(exhibit("4"), tmp_path, "exh4s.xlsx")


# --- what is refused ----------------------------------------------------------------------

Edit = Callable[[Page], object]


def put(row: str, column: int, content: object, nth: int = 1) -> Edit:
    """Another content in a cell of the n-th row that begins with a text."""

    def edit(made: Page) -> None:
        cells = made.rows[made.find(row, nth)]
        cells += [None] * (column + 1 - len(cells))
        cells[column] = content

    return edit


def both(first: Edit, second: Edit) -> Edit:
    """Two edits, one after the other."""

    def edit(made: Page) -> None:
        first(made)
        second(made)

    return edit


def change(old: object, new: object) -> Edit:
    """Another content in place of a cell's."""
    return lambda made: made.replace(old, new)


def reword(old: str, new: str) -> Edit:
    """Other words in every cell that has some."""

    def edit(made: Page) -> None:
        found = [
            (row, column)
            for row in made.rows
            for column, cell in enumerate(row)
            if isinstance(cell, str) and old in cell
        ]
        assert found
        for row, column in found:
            row[column] = str(row[column]).replace(old, new)

    return edit


def drop(row: str, nth: int = 1) -> Edit:
    """Without the n-th row that begins with a text."""
    return lambda made: made.rows.pop(made.find(row, nth))


def double(row: str, before: str) -> Edit:
    """A row a second time, before another one."""
    return lambda made: made.rows.insert(made.find(before), list(made.rows[made.find(row)]))


def move(row: str, before: str) -> Edit:
    """A row put before another one."""

    def edit(made: Page) -> None:
        cells = made.rows.pop(made.find(row))
        made.rows.insert(made.find(before), cells)

    return edit


def add(row: str, column: int, amount: float) -> Edit:
    """A figure that is larger by some amount."""

    def edit(made: Page) -> None:
        made.rows[made.find(row)][column] += amount  # type: ignore[operator]

    return edit


AUGUST = "August\n2021"
BROKEN: list[tuple[str, str, Edit, str]] = [
    # titles and units
    ("no year", "14", reword(": 2021", ""), "found the title .* without a year, expected ': '"),
    ("another year", "14", reword(": 2021", ": 2020"), "found '2020' in the title, expected 'Aug"),
    ("the year before", "14a", reword(": 2020", ": 2021"), "found '2021' in the title, expected"),
    (
        "another month",
        "1s",
        reword(": August 2021", ": July 2021"),
        "found 'July 2021' in the title, expected 'August 2021' as in the headings",
    ),
    ("no year of a supplement", "4s", reword(": 2021", ""), "found the title .* without a year"),
    ("another title", "15", reword("Principal", "Some"), "found exhibit 15 with the title"),
    (
        "another title of a supplement",
        "4s",
        reword("Exports, Imports, and", "Some"),
        "found exhibit 4 of the supplement with the title 'Some Trade Balance",
    ),
    (
        "no second line",
        "2s",
        reword("Not Seasonally Adjusted", "Adjusted"),
        "found exhibit 2 without a second line of its title, expected 'Not Seasonally Adjusted'",
    ),
    ("adjusted", "18", change(PART_B, "Part A: Seasonally Adjusted"), "expected 'NOT Seasonally"),
    ("no part", "18", change(PART_B, None), "found no line 'Part A: Seasonally Adjusted'"),
    ("thousands", "16a", reword("In millions", "In thousands"), "expected 'In millions of doll"),
    ("no unit", "4s", reword("In millions of dollars", "Money"), "found no line that states the"),
    (
        "dollars of crude oil",
        "17a",
        reword("thousands of dollars", "millions of dollars"),
        "found the heading 'Customs Value \\(millions of dollars\\) .*expected one of: Quantity",
    ),
    ("barrels", "17a", reword("of barrels", "of tons"), "found the heading 'Quantity \\(thousand"),
    # headings
    ("no headings", "14", reword("Item (1)", "Thing"), "found no cell 'Item', expected one at the"),
    (
        "headings twice",
        "14",
        lambda made: made.rows.insert(made.find("Africa"), list(made.rows[made.find("Item")])),
        "found 'Item' a second time, expected the headings once",
    ),
    (
        "the second table lost",
        "16a",
        put("Selected Countries", 0, "x"),
        "found no cell 'Selected Countries and Areas', expected one at the left",
    ),
    ("another heading", "14", change("Exports", "Sales"), "found the heading 'Sales August 2021'"),
    ("a heading twice", "14", change("Imports", "Exports"), "found August 2021 of Exports, expe"),
    ("no month", "18", change(AUGUST, "2021"), "expected one month or 'Year-to-Date', and one y"),
    ("two months", "18", change(AUGUST, "August July 2021"), "expected one month or 'Year-to-D"),
    ("two years", "18", change(AUGUST, "August 2020 2021"), "expected one month or 'Year-to-D"),
    ("no years", "18", lambda made: no_years(made), "found a heading without a year, expected its"),
    ("no months", "18", lambda made: only_years(made), "found no month, expected one over the fig"),
    (
        "months that differ among columns",
        "18",
        change(AUGUST, "September\n2021"),
        "found July 2021 of Total, expected .*September 2021",
    ),
    (
        "a month twice",
        "14",
        change("July\n2021", AUGUST),
        "found August 2021 of Balance, expected it once \\(column B\\)",
    ),
    (
        "another month before",
        "18",
        reword("July", "June"),
        "found June 2021 of Total, expected .*July 2021",
    ),
    (
        "another year to date",
        "18",
        reword("Year-to-Date\n2021", "Year-to-Date\n2020"),
        "found January to August 2020 of Total, expected",
    ),
    (
        "a column lost",
        "18",
        lambda made: [row.__delitem__(slice(12, 13)) for row in made.rows],
        "found no heading for January to August 2021 of Parts, expected one, as the last month is",
    ),
    (
        "a column of the seed lost",
        "18",
        lambda made: [row.__delitem__(slice(10, 13)) for row in made.rows],
        "found no heading for July 2021 of Parts",
    ),
    (
        "another month in the second table",
        "16a",
        put("August", 1, "September", 2),
        "found July 2021 of Balance, expected August 2021; September 2021; January to September",
    ),
    ("a number in the headings", "14", change("Balance", 7), "found '7', expected a heading"),
    (
        "a year over the item",
        "15",
        change(2020, 2019),
        "found January to August 2019 of Exports, expected",
    ),
    # rows
    ("figures without an item", "14", put("Mexico", 0, None), "found figures without an item, exp"),
    ("a number for a name", "14", put("Mexico", 0, 5), "found '5', expected one name"),
    ("a note among items", "14", put("Mexico", 0, "(1)"), "expected nothing beside the notes at"),
    (
        "a mark for a name",
        "17a",
        put("Canada", 1, "(1)"),
        "found '\\(1\\)', expected the name of an",
    ),
    ("two names", "17a", put("Canada", 0, "x"), "found 'x', 'Canada', expected one name"),
    ("an item twice", "14", double("Canada", "Mexico"), "found 'Canada' a second time under 'Nor"),
    ("a region twice", "14", double("Africa", "Other Countries"), "found 'Africa' a second time"),
    ("a total twice", "14", double("Net Adj", "North"), "found 'Net Adjustments' a second time"),
    ("a region lost", "14", drop("Africa"), "found no row 'Africa', expected one in every release"),
    ("a total lost", "14", drop("Total Census"), "before 'Total Census Basis', expected it below"),
    ("a region first", "14", move("Africa", "Total Cen"), "found 'Africa' before 'Total Census"),
    (
        "no end of the European Union",
        "14",
        drop("Other"),
        "found no row 'Other' below 'European Union', expected one that ends what it consists of",
    ),
    ("a section lost", "15", drop("Mineral"), "found no row 'Mineral Fuels and Lubricants'"),
    ("no re-exports", "15", drop("Re-Exp"), "found 'Manufactured Goods' before 'Re-Exports'"),
    ("a part of re-exports", "15", drop("Agricultural", 2), "found no row 'Agricultural Commod"),
    ("no total", "16a", drop("Total", 2), "found 'North America' before 'Total', expected it be"),
    ("a region of the second", "16a", drop("European"), "found no row 'European Union', expected"),
    ("no area", "17a", drop("Asia"), "found no row 'Asia', expected one in every release"),
    (
        "a country as an area",
        "17a",
        lambda made: made.rows[made.find("Angola")].__setitem__(slice(0, 2), ["Angola", None]),
        "found 'Angola' not indented, expected only items of a group indented",
    ),
    (
        "an area as a country",
        "17a",
        lambda made: made.rows[made.find("Africa")].__setitem__(slice(0, 2), [None, "Africa"]),
        "found 'Africa' indented, expected only items of a group indented",
    ),
    ("a state as a total", "2s", put("Alabama", 0, "Alabama"), "found 'Alabama' not indented"),
    ("no states", "2s", drop("U.S. Total"), "found 'Other' before 'U.S. Total', expected it"),
    ("no block", "18", drop("Exports"), "found 'TOTAL', expected 'Exports' above the first item"),
    (
        "one block",
        "18",
        lambda made: one_block(made),
        "found no block of imports, expected one each",
    ),
    ("a block twice", "18", put("Imports", 1, "Exports"), "found a block of exports a second"),
    ("a block without a total", "18", drop("TOTAL", 2), "found no row 'TOTAL', expected one in"),
    ("no total above", "18", drop("TOTAL"), "found no row 'TOTAL', expected one in every release"),
    ("a section of products", "1s", drop("Mining"), "found no row 'Mining, Total', expected one"),
    (
        "figures beside what has none",
        "1s",
        put("(Domestic)", 3, 5),
        "found '5', expected nothing beside a row that has no figures",
    ),
    ("no grand total", "1s", drop("GRAND"), "before 'GRAND TOTAL', expected it below"),
    ("nobody unidentified", "4s", drop("Unid"), "found no row 'Unidentified', expected one in"),
    (
        "a rank of an area",
        "4s",
        put("Africa", 3, 5),
        "found a rank of 'Africa', expected one of every item of the total, none of areas",
    ),
    ("a country without a rank", "4s", put("Chad", 3, "(X)"), "found no rank of 'Chad', expected"),
    # cells
    ("a text", "14", put("Canada", 1, "n/a"), "column B: found the text 'n/a', expected a number"),
    ("suppressed", "14", put("Canada", 1, "(D)"), "column B: found the mark \\(D\\), expected a"),
    ("an empty cell", "14", put("Canada", 1, None), "column B: found an empty cell"),
    ("not applicable", "14", put("Canada", 1, "(X)"), "found the mark \\(X\\), expected a number"),
    ("a total not applicable", "15", put("Net", 2, "(X)"), "found the mark \\(X\\), expected a"),
    ("a state not applicable", "2s", put("Alabama", 1, "(X)"), "found the mark \\(X\\), expected"),
    ("a rest not applicable", "2as", put("Other", 2, "(X)"), "found the mark \\(X\\), expected"),
    (
        "no legend of what is not applicable",
        "15",
        reword("(X) - Not applicable.", ""),
        "found the mark \\(X\\), expected a number",
    ),
    (
        "no legend of zeros",
        "4s",
        reword("(-) Represents", "Represents"),
        "found the mark \\(-\\), expected a number",
    ),
    (
        "figures beside the marks",
        "14",
        put("Canada", 2, 5),
        "column C: found '5' in a second column of figures under 'Balance",
    ),
    ("a further column", "18", put("Canada", 14, 5), "found '5' in a second column of figures"),
    (
        "a heading without figures",
        "18",
        lambda made: no_figures(made),
        "found an empty cell or an error of Excel, expected a number",
    ),
    ("figures at the foot", "14", put("NOTE", 3, 5), "found '5', expected nothing beside the note"),
    (
        "a country below the notes",
        "14",
        move("India", "or www"),
        "expected nothing beside the notes at the foot",
    ),
    # what the sheet prints beside its figures
    ("a balance", "14", add("Canada", 1, 2), "as balance of Canada of 2021-08, expected"),
    ("exports", "16a", add("Canada", 5, 2), "as balance of Canada of 2021-07, expected"),
    (
        "an unrounded balance",
        "4s",
        add("Chad", 1, 0.00001),
        "as balance of Chad of 2021-08",
    ),
    (
        "a balance of years",
        "1s",
        add("Oil And", 2, 0.00001),
        "of Oil And Gas of 2021-01 to ",
    ),
    (
        "a balance without imports",
        "1s",
        add("Re-exp", 1, 1),
        "as balance of Re-exports",
    ),
    (
        "a balance of marks",
        "4s",
        put("Tuvalu", 1, 0.2),
        "found 0.2 as balance of Tuvalu of 2021-08, expected 0 within 0.1000015",
    ),
    ("a share", "2s", add("Alabama", 3, 0.06), "found .* percent for Alabama, expected"),
    (
        "a share where the total is spelled otherwise",
        "2s",
        both(reword("U.S. Total", "U.S Total"), add("Alabama", 3, 0.06)),
        "found .* percent for Alabama, expected",
    ),
    (
        "two totals, one spelled otherwise",
        "16a",
        both(
            put("Total", 0, "Total:", 2),
            lambda made: [add_to(made.rows[made.find("Total:")], c, 3) for c in (2, 3)],
        ),
        "found a total of .* in August 2021, expected .* as in the table above",
    ),
    ("a share's figure", "2as", add("Wyoming", 5, 9), "percent for Wyoming, expected"),
    ("a share of nothing", "2s", put("Alabama", 3, "(-)"), "found 0 percent for Alabama, expect"),
    ("a rank twice", "4s", lambda made: rank_twice(made), "found the rank 1 of .*, expected 2 aft"),
    ("a rank left out", "4s", put("Tuvalu", 3, 9), "found the rank 9 of Tuvalu, expected 4 after"),
    ("ranks swapped", "4s", lambda made: swap_ranks(made, 3), " on rank 2, expected it before "),
    ("ranks of exports", "4s", lambda made: swap_ranks(made, 6), " on rank 2, expected it before"),
    (
        "totals that differ",
        "16a",
        lambda made: [add_to(made.rows[made.find("Total", 2)], c, 3) for c in (2, 3)],
        "found a total of .* in August 2021, expected .* as in the table above",
    ),
]


def no_years(made: Page) -> None:
    for word in ("August", "July", "Year-to-Date"):
        reword(f"{word}\n2021", word)(made)


def only_years(made: Page) -> None:
    reword("August\n", "Year-to-Date\n")(made)
    reword("July\n", "Year-to-Date\n")(made)


def one_block(made: Page) -> None:
    start = made.find("Imports")
    del made.rows[start : start + 4]


def no_figures(made: Page) -> None:
    for row in made.rows:
        if len(row) == 13 and isinstance(row[12], int):
            row[12] = None


def rank_twice(made: Page) -> None:
    (row,) = (row for row in made.rows if len(row) > 12 and row[3] == 2)
    row[3] = 1


def swap_ranks(made: Page, column: int) -> None:
    rows = {row[column]: row for row in made.rows if len(row) > 12 and row[column] in (1, 2)}
    rows[1][column], rows[2][column] = 2, 1


def add_to(row: list[object], column: int, amount: int) -> None:
    row[column] += amount  # type: ignore[operator]


@pytest.mark.parametrize(
    ("number", "edit", "message"),
    [case[1:] for case in BROKEN],
    ids=[f"{case[1]}: {case[0]}" for case in BROKEN],
)
def test_an_exhibit_is_refused_with_its_place(
    number: str, edit: Edit, message: str, tmp_path: Path
) -> None:
    made = page(number)
    edit(made)
    with pytest.raises(TradegapError) as error:
        read_exhibits(open_workbook(made.save(tmp_path / "book.xlsx")))
    text = str(error.value)
    assert re.search(message, text), text
    assert text.startswith(str(tmp_path / "book.xlsx"))
    assert "\n" not in text


def test_rounding_lets_a_balance_differ(tmp_path: Path) -> None:
    made = page("14")
    row = made.rows[made.find("Canada")]
    add_to(row, 1, 1)
    read(made, tmp_path)
    made = page("4s")
    put("Tuvalu", 1, 0.04)(made)
    read(made, tmp_path)


def test_a_share_may_be_rounded_to_a_tenth(tmp_path: Path) -> None:
    made = page("2s")
    row = made.rows[made.find("Alabama")]
    row[3] = round(float(str(row[3])), 1)
    read(made, tmp_path)


def test_any_single_cell_changed_at_random_is_read_or_refused_in_one_line(tmp_path: Path) -> None:
    chance = random.Random(20210805)  # noqa: S311
    contents = (None, " ", "x", "(-)", "(X)", "(R)", 0, -1, 2.5, True, 2021, "March", "Item", "*")
    for _ in range(100):
        made = page(chance.choice(NUMBERS))
        row = made.rows[chance.randrange(len(made.rows))]
        column = chance.randrange(13)
        row += [None] * (column + 1 - len(row))
        row[column] = chance.choice(contents)
        message = ""
        try:
            read_exhibits(open_workbook(made.save(tmp_path / "book.xlsx")))
        except TradegapError as error:
            message = str(error)
        assert "\n" not in message
