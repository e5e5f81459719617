"""Exhibits are read by what their cells say; what is not expected stops with its place."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import workbook_factory as factory
from tradegap.errors import TradegapError
from tradegap.read.exhibits import read_exhibits
from tradegap.read.sources import Reading
from tradegap.read.workbooks import open_workbook
from workbook_factory import Page, exhibit, figures


def read(page: Page, folder: Path, name: str = "book.xlsx") -> Reading:
    """Save a page and read it back."""
    (reading,) = read_exhibits(open_workbook(page.save(folder / name)))
    return reading


def value(reading: Reading, column: str, **key: str) -> str:
    """One figure of a reading."""
    (row,) = (row for row in reading.rows if all(row[name] == key[name] for name in key))
    return row[column]


# --- what is read -------------------------------------------------------------------------


@pytest.mark.parametrize("number", list(factory.TITLES))
@pytest.mark.parametrize("release", [(2021, 8), (2021, 12), (2022, 1), (2022, 2)])
def test_every_exhibit_of_any_month_gives_every_printed_figure(
    number: str, release: tuple[int, int], tmp_path: Path
) -> None:
    page = exhibit(number, release)
    reading = read(page, tmp_path)
    assert reading.release_month == f"{release[0]}-{release[1]:02d}-01"
    printed = sum(isinstance(cell, int) for row in page.rows for cell in row)
    columns = [c for c in reading.seed.columns if c not in (*reading.seed.key, "source_row")]
    assert len(reading.rows) * len(columns) == printed
    for row in reading.rows:
        cells = page.rows[int(row["source_row"]) - 1]
        assert [row[column] for column in columns] == [
            str(cell) for cell in cells if isinstance(cell, int)
        ]


def test_rows_are_named_by_kind_and_period(tmp_path: Path) -> None:
    reading = read(exhibit("1"), tmp_path)
    total = "exports_total"
    months = [(2020, month) for month in range(1, 9)]
    assert value(reading, total, row_kind="month", period_start="2021-08-01") == str(
        figures("1", [(2021, 8)])[3]
    )
    assert value(
        reading, total, row_kind="year_to_date", period_start="2020-01-01", period_end="2020-08-01"
    ) == str(figures("1", months)[3])
    assert value(reading, "row_kind", period_start="2019-01-01", period_end="2019-12-01") == "year"
    published = value(reading, total, row_kind="as_published_last_month")
    assert published == str(figures("1", [(2021, 7)])[3])
    assert value(reading, "period_start", row_kind="as_published_last_month") == "2021-07-01"


def test_an_average_is_of_three_months(tmp_path: Path) -> None:
    reading = read(exhibit("2"), tmp_path)
    assert {row["row_kind"] for row in reading.rows} == {"three_month_average"}
    assert len(reading.rows) == 32
    (first,) = (row for row in reading.rows if row["period_end"] == "2019-01-01")
    assert first["period_start"] == "2018-11-01"
    assert first["exports_total"] == str(figures("2", [(2019, 1)])[3])


def test_december_has_year_rows_only_and_january_looks_back_a_year(tmp_path: Path) -> None:
    december = read(exhibit("1", (2021, 12)), tmp_path)
    assert {row["row_kind"] for row in december.rows} == {
        *("month", "year", "as_published_last_month")
    }
    january = read(exhibit("1", (2022, 1)), tmp_path)
    assert value(january, "period_start", row_kind="as_published_last_month") == "2021-12-01"


def test_january_may_come_without_year_to_date_rows(tmp_path: Path) -> None:
    page = exhibit("9", (2022, 1))
    page.rows = [row for row in page.rows if row[0] not in ("Jan. - ", "Jan. - (R)")]
    assert "year_to_date" not in {row["row_kind"] for row in read(page, tmp_path).rows}


def test_blocks_and_chain_year_become_columns(tmp_path: Path) -> None:
    reading = read(exhibit("10", chain=2017), tmp_path)
    assert {row["price_basis"] for row in reading.rows} == {"chained_2017"}
    assert {row["flow"] for row in reading.rows} == {"exports", "imports"}
    imports = value(reading, "census", flow="imports", row_kind="month", period_start="2021-08-01")
    assert imports == str(figures("10", [(2021, 8)], "imports")[0])


def rewritten(page: Page, change: Callable[[str], object]) -> Page:
    """A page whose texts are all changed."""
    page.rows = [
        [change(cell) if isinstance(cell, str) else cell for cell in row] for row in page.rows
    ]
    return page


@pytest.mark.parametrize("number", list(factory.TITLES))
def test_other_wordings_and_blanks_make_no_difference(number: str, tmp_path: Path) -> None:
    wordings = {
        "Telecommuni-cations, Computer": "Telecommunications, Computer",
        "Net  Adjustments": "Net Adjust-\nments",
        "Net      Adjust- ments": "Net Adjustments",
        "Automotive Vehicles, etc.": "Automotive Vehicles etc.",
        "Automotive Vehicles etc.": "Automotive Vehicles, etc.",
        "Goods (1)": "Goods (2)",
        "Travel (1)": "Travel",
        "(R) ": "(R)",
        "Jan. - ": "Jan.- ",
        " data as published last month:": "  data as published last month :",
    }

    def reworded(text: str) -> str:
        for old, new in wordings.items():
            if old in text:
                return text.replace(old, new)
        return f" {text} "

    plain = read(exhibit(number), tmp_path)
    assert read(rewritten(exhibit(number), reworded), tmp_path).rows == plain.rows


@pytest.mark.parametrize("year", [2020, 2020.0, "2020", " 2020 ", "2020 (R)"])
def test_a_year_is_text_or_a_number(year: object, tmp_path: Path) -> None:
    page = exhibit("1")
    page.rows[page.find("2020")] = [year, " ", ""]
    assert read(page, tmp_path).rows == read(exhibit("1"), tmp_path).rows


@pytest.mark.parametrize("number", list(factory.TITLES))
def test_inserted_empty_rows_and_columns_make_no_difference(number: str, tmp_path: Path) -> None:
    def figures_of(page: Page) -> list[dict[str, str]]:
        return [dict(row) | {"source_row": ""} for row in read(page, tmp_path).rows]

    page = exhibit(number)
    rows: list[list[object]] = []
    for row in page.rows:
        rows += [[None, *row[:1], None, *row[1:2], " ", *row[2:]], []]
    shifted = Page(rows, number)
    assert figures_of(shifted) == figures_of(exhibit(number))


def test_upper_headings_may_be_centred_over_their_columns(tmp_path: Path) -> None:
    page = exhibit("1")
    page.rows[page.find("Period")] = ["Period", None, "Balance", None, None, "Exports", None, None]
    page.rows[page.find("Period")] += ["Imports"]
    assert read(page, tmp_path).rows == read(exhibit("1"), tmp_path).rows


def test_upper_headings_stand_all_over_the_first_or_all_over_the_middle_columns(
    tmp_path: Path,
) -> None:
    page = exhibit("5")
    for row in page.rows[page.find("Period") :]:
        row += [None] * (9 - len(row))
        row[1], row[7] = row[7], row[1]
    with pytest.raises(TradegapError, match="found the heading 'Exports', expected it over the"):
        read(page, tmp_path)


def test_columns_and_flows_may_change_places(tmp_path: Path) -> None:
    page = exhibit("1")
    head = page.find("Period")
    page.rows[head:] = [
        row[:1] + row[4:7] + row[7:10] + row[3:4] + row[1:3] if len(row) > 4 else row
        for row in page.rows[head:]
    ]
    page.rows[head] = ["Period", "Exports", None, None, "Imports", None, None, "Balance"]
    assert read(page, tmp_path).rows == read(exhibit("1"), tmp_path).rows


def test_the_mark_for_zero_is_zero_where_the_legend_says_so(tmp_path: Path) -> None:
    page = exhibit("11")
    page.rows[page.find("August", 3)][3] = "(-)"
    assert (
        value(
            read(page, tmp_path), "balance_nonpetroleum", row_kind="month", period_end="2021-08-01"
        )
        == "0"
    )


def test_published_figures_may_stand_beside_their_label(tmp_path: Path) -> None:
    page = exhibit("12")
    label = page.find("July data")
    page.rows[label] = [*page.rows[label], *page.rows.pop(label + 1)[1:]]
    (published,) = (r for r in read(page, tmp_path).rows if r["row_kind"].startswith("as_"))
    assert published["period_start"] == "2021-07-01"


def test_a_figure_is_kept_as_the_file_has_it_whatever_its_format_shows(tmp_path: Path) -> None:
    page = exhibit("1")
    page.rows[page.find("August", 3)][4] = 213740.158106708172
    assert (
        value(read(page, tmp_path), "exports_total", row_kind="month", period_end="2021-08-01")
        == "213740.158107"
    )


def test_figures_have_no_binary_noise(tmp_path: Path) -> None:
    page = exhibit("1")
    page.rows[page.find("August", 3)][4] = 213740.00000000003
    assert (
        value(read(page, tmp_path), "exports_total", row_kind="month", period_end="2021-08-01")
        == "213740"
    )


# --- what is refused ----------------------------------------------------------------------

Edit = Callable[[Page], object]


def put(row: str, column: int, content: object, nth: int = 1) -> Edit:
    """Another content in a cell of the row that begins with a text."""

    def edit(page: Page) -> None:
        cells = page.rows[page.find(row, nth)]
        cells += [None] * (column + 1 - len(cells))
        cells[column] = content

    return edit


def drop(row: str, nth: int = 1) -> Edit:
    """Without the row that begins with a text."""
    return lambda page: page.rows.pop(page.find(row, nth))


def double(row: str, nth: int = 1) -> Edit:
    """With a row twice."""
    return lambda page: page.rows.insert(page.find(row, nth), page.rows[page.find(row, nth)])


def swap(row: str, nth: int = 1) -> Edit:
    """With a row after the one that follows it."""

    def edit(page: Page) -> None:
        index = page.find(row, nth)
        page.rows[index : index + 2] = [page.rows[index + 1], page.rows[index]]

    return edit


def change(old: str, new: object) -> Edit:
    """Another content in place of a cell's."""
    return lambda page: page.replace(old, new)


def clear(row: str, nth: int = 1) -> Edit:
    """Without the figures of a row."""

    def edit(page: Page) -> None:
        del page.rows[page.find(row, nth)][1:]

    return edit


BROKEN: list[tuple[str, str, Edit, str]] = [
    # cells
    (
        "a text in a number cell",
        "1",
        put("March", 4, "n/a", 2),
        "row 27, column E: found the text 'n/a', expected a number \\(exports Total\\)",
    ),
    (
        "a number stored as text",
        "3",
        put("March", 1, "72,630"),
        "column B: found the text '72,630'",
    ),
    ("a mark", "5", put("March", 2, "(X)"), "column C: found the mark \\(X\\)"),
    ("the mark of withheld figures", "10", put("March", 2, "(D)"), "found the mark \\(D\\)"),
    ("a figure not available", "6", put("March", 2, "n.a."), "found the mark n.a."),
    ("the mark for zero without a legend", "1", put("March", 2, "(-)"), "found the mark \\(-\\)"),
    ("an empty cell in a row", "12", put("May", 4, " "), "column E: found an empty cell"),
    ("an absurd number", "1", put("May", 4, 1e13), "expected a number"),
    ("a truth value", "1", put("May", 4, True), "found 'True', expected a number"),
    (
        "an error of Excel",
        "1",
        put("May", 4, "#REF!"),
        "column E: found an empty cell or an error of Excel",
    ),
    (
        "a figure without a heading",
        "1",
        put("May", 12, 5),
        "column M: found '5', expected nothing in a column without a heading",
    ),
    # rows
    (
        "a month missing in the middle",
        "1",
        drop("March", 2),
        "found April 2020, expected March 2020 after February 2020",
    ),
    (
        "a month without figures in the middle",
        "1",
        clear("March", 2),
        "row 27: found March 2020 without figures, expected some",
    ),
    (
        "a month without figures in one block",
        "6",
        clear("March", 4),
        "found March 2021 without figures",
    ),
    (
        "a month twice",
        "1",
        double("March", 2),
        "found March 2020, expected April 2020 after March 2020",
    ),
    ("months out of order", "9", swap("March"), "found April 2020, expected March 2020"),
    (
        "the first month missing",
        "1",
        drop("January"),
        "found February 2019, expected January 2019 as the first month",
    ),
    (
        "the last month cleared",
        "1",
        clear("August", 3),
        "found a row of January to August 20\\d\\d, expected none, as the last month with figures "
        "is July 2021",
    ),
    (
        "the last month of one block cleared",
        "6",
        clear("August", 2),
        "found July 2021 as the last month of exports, expected August 2021 as of imports",
    ),
    ("a year missing", "1", drop("2020"), "column A: found the year 2021, expected 2020"),
    (
        "a first year too many",
        "9",
        lambda p: p.rows.insert(p.find("2020"), ["2019"]),
        "found the year 2019, expected 2020 to 2021, as the last month",
    ),
    (
        "a year to come",
        "9",
        lambda p: p.rows.insert(p.find("(1)"), ["2022"]),
        "found the year 2022, expected 2020 to 2021",
    ),
    ("years with a gap", "1", change("2020", "2022"), "found the year 2022, expected 2020"),
    (
        "a subtotal missing",
        "1",
        drop("Jan. - Aug.", 2),
        "found no row of January to August 2020, expected one",
    ),
    (
        "a subtotal twice",
        "1",
        double("Jan. - Dec."),
        "found a row of January to December 2019 a second time",
    ),
    (
        "a subtotal of other months",
        "1",
        put("Jan. - Aug.", 0, "Jan. - Jul."),
        "found a row of January to July 2019, expected none",
    ),
    ("a subtotal without figures", "1", clear("Jan. - Aug."), "found a subtotal without figures"),
    (
        "a row that says nothing known",
        "1",
        put("March", 0, "Maerz"),
        "column A: found 'Maerz', expected a month",
    ),
    ("figures without a period", "1", put("March", 0, None), "found figures without a period"),
    ("figures beside a year", "1", put("2020", 3, 5), "found '5', expected nothing beside a year"),
    (
        "figures below the notes",
        "1",
        put("NOTE", 3, 5),
        "found '5', expected nothing beside the notes",
    ),
    (
        "another month as published",
        "1",
        put("July data", 0, "June data as published last month:"),
        "found a row 'June data as published last month:', expected none",
    ),
    (
        "no row as published",
        "12",
        lambda p: (drop("July data")(p), drop("(1)")(p)),
        "found figures without a period",
    ),
    (
        "no row as published at all",
        "12",
        lambda p: [p.rows.pop(p.find("July data")) for _ in "x"] and p.rows.pop(p.find("(1)") - 1),
        "found no row 'July data as published last month:', expected one",
    ),
    (
        "a row as published where none is",
        "9",
        lambda p: p.rows.insert(p.find("(1)"), ["July data as published last month:"]),
        "found 'July data as published last month:'",
    ),
    ("a block missing", "6", drop("Imports"), "found the year 2020, expected 2022"),
    (
        "a block twice",
        "10",
        put("Imports", 1, "Exports"),
        "found a block of exports, expected one of exports, then one of imports",
    ),
    ("no block before the first year", "6", drop("Exports"), "found '2020', expected"),
    (
        "no rows at all",
        "1",
        lambda p: p.rows.__delitem__(slice(p.find("2019"), None)),
        "found no month with figures",
    ),
    # headings
    (
        "a heading changed",
        "1",
        change("Goods (1)", "Merchandise"),
        "row 6, column C: found the heading 'Merchandise' under balance, expected one of: Goods; "
        "Services",
    ),
    (
        "a heading twice",
        "3",
        change("Transport", "Construction"),
        "found the heading 'Construction'",
    ),
    ("a heading missing", "3", change("Transport", None), "found no heading for Transport"),
    (
        "a heading too many",
        "3",
        put("Period", 13, "Space"),
        "column N: found the heading 'Space', expected no further heading",
    ),
    (
        "a column too many under a flow",
        "1",
        lambda p: p.rows[p.find("Period") + 1].append("Total"),
        "row 6: found 10 headings, expected 9 under Balance",
    ),
    (
        "an upper heading missing",
        "1",
        change("Exports", None),
        "found the upper headings 'Balance', 'Imports', expected Balance, Exports and Imports",
    ),
    (
        "an upper heading moved",
        "1",
        lambda p: p.rows.__setitem__(
            p.find("Period"), ["Period", "Balance", "Exports", None, None, None, None, "Imports"]
        ),
        "row 5, column C: found the heading 'Exports', expected it over the columns E to G",
    ),
    ("no cell Period", "1", change("Period", "Month"), "found no cell 'Period'"),
    ("a number among the headings", "6", put("Period", 5, 7), "found '7', expected a heading"),
    # what the sheet is
    (
        "another unit",
        "1",
        change(factory.UNIT, "In thousands of dollars."),
        "found the unit 'In thousands of dollars.', expected 'In millions of dollars'",
    ),
    (
        "billions",
        "11",
        change(factory.REAL_UNIT, "In billions of dollars. (R) - Revised"),
        "found the unit 'In billions",
    ),
    (
        "another currency",
        "1",
        change(factory.UNIT, "In millions of euros."),
        "found the unit 'In millions of euros.'",
    ),
    ("no unit", "1", change(factory.UNIT, "(R) - Revised."), "found no line that states the unit"),
    (
        "two units",
        "1",
        lambda p: p.rows.insert(3, ["In billions of dollars."]),
        "found the unit 'In billions of dollars.'",
    ),
    (
        "no chain year",
        "10",
        change("Chained (2012) Dollars", None),
        "found no line that states the chain year",
    ),
    (
        "chained dollars where none are",
        "6",
        lambda p: p.rows.insert(3, ["Chained (2017) Dollars"]),
        "found chained \\(2017\\) dollars, expected current dollars",
    ),
    (
        "another title",
        "1",
        change(
            "Exhibit 1. U.S. International Trade in Goods and Services",
            "Exhibit 1. U.S. Trade in Nothing",
        ),
        "row 3: found exhibit 1 with the title 'U.S. Trade in Nothing', expected 'U.S. "
        "International Trade",
    ),
    ("no part", "1", change(factory.PART_A, None), "found no line 'Part A"),
    (
        "the unadjusted exhibit as adjusted",
        "12",
        change(factory.PART_B, factory.PART_A),
        "found 'Part A: Seasonally Adjusted.*expected 'NOT Seasonally Adjusted'",
    ),
    (
        "unadjusted end-use categories as adjusted",
        "13",
        change(factory.PART_B, factory.PART_A),
        "found 'Part A: Seasonally Adjusted.*expected 'NOT Seasonally Adjusted'",
    ),
    (
        "averages without the line that says so",
        "2",
        change("Three-Month Moving Averages", None),
        "row 3: found exhibit 2 without a second line of its title, expected 'Three-Month Moving",
    ),
    (
        "averages under another heading",
        "2",
        change("Month of Moving Average", "Period"),
        "found no cell 'Month of Moving Average', expected one at the left of the headings",
    ),
    (
        "a subtotal among averages",
        "2",
        put("March", 0, "Jan. - Mar."),
        "found 'Jan. - Mar.', expected a month",
    ),
    ("an average lost", "2", drop("March"), "found April 2019, expected March 2019 after"),
    ("an average twice", "2", double("March"), "found March 2019, expected April 2019 after March"),
    (
        "the adjusted exhibit as unadjusted",
        "5",
        change(factory.PART_A, factory.PART_B),
        "found 'Part B: NOT Seasonally Adjusted', expected 'Seasonally Adjusted'",
    ),
    (
        "no title",
        "1",
        change("Exhibit 1. U.S. International Trade in Goods and Services", None),
        "found no cell that begins 'Exhibit'",
    ),
    (
        "an unknown exhibit",
        "1",
        change("Exhibit 1. U.S. International Trade in Goods and Services", "Exhibit 21. Trade"),
        "row 3: found exhibit 21, expected one that the release has \\(`tradegap status` lists",
    ),
]


@pytest.mark.parametrize(
    ("number", "edit", "message"),
    [broken[1:] for broken in BROKEN],
    ids=[broken[0] for broken in BROKEN],
)
def test_refused_with_its_place(number: str, edit: Edit, message: str, tmp_path: Path) -> None:
    page = exhibit(number)
    edit(page)
    with pytest.raises(TradegapError) as error:
        read(page, tmp_path)
    text = str(error.value)
    assert "\n" not in text
    assert text.startswith(str(tmp_path / "book.xlsx"))
    assert "found" in text
    assert "expected" in text
    assert re.search(message, text), text


def test_what_is_not_read_is_no_error(tmp_path: Path) -> None:
    page = exhibit("1")
    page.rows[2] = ["Exhibit 9. Something of the supplement"]
    page.replace(factory.PART_A, None)
    assert read_exhibits(open_workbook(page.save(tmp_path / "exh9s.xlsx"))) == []


@pytest.mark.parametrize(
    ("name", "number", "promised"),
    [("exh1.xlsx", "5", "1"), ("exh5.xlsx", "12", "5"), ("EXH 03 (1).xlsx", "4", "3")],
)
def test_a_name_that_promises_another_exhibit_is_refused(
    name: str, number: str, promised: str, tmp_path: Path
) -> None:
    with pytest.raises(TradegapError, match=rf"found Exhibit {number}\..*\(exhibit {promised}\)"):
        read(exhibit(number), tmp_path, name)


@pytest.mark.parametrize("name", ["exh6.xlsx", "Exhibit 6.xlsx", "exh06 (2).xlsx", "august.xlsx"])
def test_the_content_decides_under_any_other_name(name: str, tmp_path: Path) -> None:
    assert read(exhibit("6"), tmp_path, name).seed.name == "ft900/exhibit_06"


def test_any_single_cell_changed_at_random_is_read_or_refused_in_one_line(tmp_path: Path) -> None:
    chance = random.Random(20210805)  # noqa: S311
    contents = (None, "", " ", "x", "(-)", 0, -1, 2.5, True, "2020", "March", "Period", "Exports")
    for _ in range(150):
        page = exhibit(chance.choice(list(factory.TITLES)))
        row = chance.randrange(len(page.rows))
        column = chance.randrange(10)
        page.rows[row] += [None] * (column + 1 - len(page.rows[row]))
        page.rows[row][column] = chance.choice(contents)
        message = ""
        try:
            read(page, tmp_path)
        except TradegapError as error:
            message = str(error)
        assert "\n" not in message


def test_a_block_that_is_missing_is_named(tmp_path: Path) -> None:
    page = exhibit("6")
    del page.rows[page.find("Imports") : page.find("(1) Data")]
    with pytest.raises(TradegapError, match=r"no block of imports, expected one each of exports"):
        read(page, tmp_path)
