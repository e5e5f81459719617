"""Tidy exhibits, BEA's history workbook, the vintage ledger, totals and control figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import workbook_factory as factory
from refusals import refusal
from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading
from workbook_factory import figures, save_csv

Lines = list[dict[str, str]]
Edit = Callable[[Lines], object]


def read(path: Path) -> list[Reading]:
    """Read one file."""
    return read_all([path])[0]


def first(lines: Lines, **cells: str) -> dict[str, str]:
    """The first line that has these cells."""
    return next(line for line in lines if all(line[name] == cells[name] for name in cells))


def put(column: str, content: str, **cells: str) -> Edit:
    """Another content in a cell of the first line that has these cells."""
    return lambda lines: first(lines, **cells).__setitem__(column, content)


def put_all(column: str, content: str, **cells: str) -> Edit:
    """Another content in a cell of all lines that have these cells."""

    def edit(lines: Lines) -> None:
        for line in lines:
            if all(line[name] == cells[name] for name in cells):
                line[column] = content

    return edit


def drop(**cells: str) -> Edit:
    """Without the first line that has these cells."""
    return lambda lines: lines.remove(first(lines, **cells))


def double(**cells: str) -> Edit:
    """With a line twice."""
    return lambda lines: lines.append(dict(first(lines, **cells)))


def rename(old: str, new: str) -> Edit:
    """With a column under another name."""

    def edit(lines: Lines) -> None:
        lines[:] = [{new if k == old else k: v for k, v in line.items()} for line in lines]

    return edit


def without(column: str) -> Edit:
    """Without a column."""

    def edit(lines: Lines) -> None:
        for line in lines:
            del line[column]

    return edit


def check(lines: Lines, edit: Edit, message: str, folder: Path) -> None:
    """Save changed lines and see them refused."""
    edit(lines)
    text = refusal(save_csv(folder / "some.csv", lines))
    assert re.search(message, text), text


# --- tidy exhibits ------------------------------------------------------------------------


@pytest.mark.parametrize("release", [(2021, 8), (2021, 12), (2022, 1)])
def test_a_tidy_file_gives_the_months_of_each_exhibit(
    release: tuple[int, int], tmp_path: Path
) -> None:
    lines = factory.tidy(release)
    readings = read(save_csv(tmp_path / "exhibits.csv", lines))
    assert [reading.seed.exhibit for reading in readings] == ["01", "03", "06", "10"]
    for reading in readings:
        assert reading.release_month == f"{release[0]}-{release[1]:02d}-01"
        assert {(row["row_kind"], row["source_row"]) for row in reading.rows} == {("month", "")}
        for row in reading.rows:
            month = int(row["period_start"][:4]), int(row["period_start"][5:7])
            number = reading.seed.exhibit.lstrip("0")
            printed = figures(number, [month], row.get("flow", ""))
            assert list(row.values())[-len(printed) :] == [str(figure) for figure in printed]
    assert {row["price_basis"] for row in readings[3].rows} == {"chained_2017"}


def test_a_workbook_and_a_tidy_file_give_the_same_months(tmp_path: Path) -> None:
    (book,) = factory.save_release(tmp_path, numbers=("6",))
    months = [dict(r) | {"source_row": ""} for r in read(book)[0].rows if r["row_kind"] == "month"]
    tidy = read(save_csv(tmp_path / "exhibits.csv", factory.tidy(numbers=("6",))))[0]
    by_period = [lambda row: (row["flow"], row["period_start"])] * 2
    assert sorted(months, key=by_period[0]) == sorted(tidy.rows, key=by_period[1])


def test_the_order_of_lines_and_columns_makes_no_difference(tmp_path: Path) -> None:
    lines = factory.tidy()
    plain = read(save_csv(tmp_path / "exhibits.csv", lines))
    turned = [dict(reversed(line.items())) for line in reversed(lines)]
    again = read(save_csv(tmp_path / "exhibits.csv", turned))
    assert {r.seed.name: r.rows for r in again} == {r.seed.name: r.rows for r in plain}


MARCH = {"exhibit": "1", "flow": "exports", "item": "Services", "month": "2020-03-01"}

TIDY: list[tuple[str, Edit, str]] = [
    ("a column missing", without("unit"), "row 1: found no unit, expected the columns exhibit,"),
    ("a column renamed", rename("item", "name"), "found no item, also name, expected"),
    ("a line twice", double(**MARCH), "found exports, Services of March 2020 a second time, exp"),
    ("a line missing", drop(**MARCH), "found no figure of exports exports_services of March"),
    ("an unknown item", put("item", "Sevices", **MARCH), "found the item 'Sevices' in exports"),
    ("an item of no flow", put("flow", "world", **MARCH), "found 'world' as flow, expected one of"),
    ("an unknown exhibit", put("exhibit", "99", **MARCH), "found '99' as exhibit, expected one"),
    ("a bad month", put("month", "2020-3-1", **MARCH), "found '2020-3-1' as month, expected a mon"),
    ("a day in a month", put("month", "2020-03-31", **MARCH), "'2020-03-31' as month"),
    ("a month 13", put("month", "2020-13-01", **MARCH), "'2020-13-01' as month"),
    (
        "an older month",
        put("month", "2018-12-01", **MARCH),
        "exports_services of December 2018, expected none",
    ),
    ("a text", put("value", "n.a.", **MARCH), "found 'n.a.' as value, expected a whole number"),
    ("a number with commas", put("value", "72,630", **MARCH), "'72,630' as value"),
    ("a fraction", put("value", "72630.5", **MARCH), "'72630.5' as value"),
    ("an empty cell", put("value", "", **MARCH), "'' as value, expected a whole number"),
    ("a leading zero", put("value", "072630", **MARCH), "'072630' as value"),
    ("another unit", put("unit", "USD billions", **MARCH), "'USD billions' as unit, expected one"),
    ("a unit of no year", put("unit", "USD millions", exhibit="10"), "as unit, expected 'chained"),
    (
        "two chain years",
        put("unit", "chained 2012 USD millions", exhibit="10", line="4"),
        "as unit",
    ),
    ("unadjusted", put("seasonal_adjustment", "NSA", **MARCH), "'NSA' as seasonal_adjustment, ex"),
    (
        "one exhibit ends early",
        lambda ls: [
            ls.remove(line)
            for line in list(ls)
            if line["exhibit"] == "6" and line["month"] == "2021-08-01"
        ],
        "found no figure of exports bop of August 2021",
    ),
    (
        "a month too many",
        lambda ls: ls.append({**first(ls, **MARCH), "month": "2018-12-01"}),
        "of December 2018, expected none, as exhibit 1 has the months",
    ),
]


@pytest.mark.parametrize(("edit", "message"), [t[1:] for t in TIDY], ids=[t[0] for t in TIDY])
def test_a_tidy_file_is_refused_with_its_place(edit: Edit, message: str, tmp_path: Path) -> None:
    check(factory.tidy(), edit, message, tmp_path)


# --- BEA's history workbook ---------------------------------------------------------------


@pytest.mark.parametrize("release", [(2021, 8), (2021, 12), (2022, 1)])
def test_the_history_workbook_gives_years_and_months(
    release: tuple[int, int], tmp_path: Path
) -> None:
    page = factory.history(release)
    readings = read(page.save(tmp_path / "history.xlsx"))
    names = ["goods_and_services", "services_exports", "services_imports"]
    assert [reading.seed.exhibit for reading in readings] == [f"bea_{name}" for name in names]
    for reading, (_, cells), number in zip(readings, page.others, ("1", "3", "4"), strict=False):
        assert reading.release_month == f"{release[0]}-{release[1]:02d}-01"
        assert len(reading.rows) == sum(len(row) > 1 and isinstance(row[1], int) for row in cells)
        last = reading.rows[-1]
        assert last["period_start"] == reading.release_month
        assert list(last.values())[5:] == [str(f) for f in figures(number, [release])]
        source = reading.source
        assert (source.agency, source.form) == (
            "U.S. Bureau of Economic Analysis",
            "history_workbook",
        )
        assert source.file_date == f"{release[0]}-{release[1] % 12 + 1:02d}-05"


HISTORY: list[tuple[str, int, Callable[[list[list[object]]], object], str]] = [
    ("a month missing", 0, lambda rows: rows.pop(100), "found '19"),
    ("a month twice", 1, lambda rows: rows.insert(50, rows[50]), "expected"),
    ("a year missing", 0, lambda rows: rows.pop(20), "expected 19"),
    (
        "the last year missing",
        0,
        lambda rows: rows.pop([r[:1] for r in rows].index(["Monthly"]) - 1),
        "found 2019 as the last year, expected 2020, as the last month is August 2021",
    ),
    (
        "a mark",
        1,
        lambda rows: rows[40].__setitem__(3, "(1)"),
        "found the text '\\(1\\)', expected a number",
    ),
    (
        "a heading changed",
        1,
        lambda rows: rows[6].__setitem__(3, "Voyage"),
        "found the heading 'Voyage'",
    ),
    (
        "another unit",
        0,
        lambda rows: rows.__setitem__(3, ["[Billions of dollars, months seasonally adjusted]"]),
        "found the unit",
    ),
    (
        "unadjusted months",
        0,
        lambda rows: rows.__setitem__(3, ["[Millions of dollars, not seasonally adjusted]"]),
        "expected 'months seasonally adjusted'",
    ),
    ("no unit", 0, lambda rows: rows.__setitem__(3, []), "found no line that states the unit"),
    (
        "another title",
        0,
        lambda rows: rows.__setitem__(1, ["Table 1. Other Trade"]),
        "found Table 1. Other Trade, expected Table 1. U.S. International",
    ),
    ("the flows exchanged", 1, lambda rows: rows.__setitem__(2, ["Imports"]), "found Table 2"),
    ("no date", 2, lambda rows: rows.__setitem__(0, []), "found no line 'Last updated'"),
    (
        "a bad date",
        2,
        lambda rows: rows.__setitem__(0, ["Last updated Mai 6, 2025"]),
        "expected a date",
    ),
    (
        "no section",
        2,
        lambda rows: rows.remove(["Annual"]),
        "found '1999', expected 'Annual'",
    ),
    (
        "a row that says nothing known",
        2,
        lambda rows: rows[60].__setitem__(0, "2001 Smarch"),
        "found '2001 Smarch', expected '200[12] [A-Z][a-z]+' or a note",
    ),
    (
        "a figure below the notes",
        2,
        lambda rows: rows[-1].append(5),
        "found '5', expected nothing beside the notes",
    ),
    (
        "one table ends early",
        2,
        lambda rows: rows.pop(-4),
        "found July 2021 as the last month, expected August 2021 as in sheet 'Table 1'",
    ),
]


@pytest.mark.parametrize(
    ("table", "edit", "message"), [h[1:] for h in HISTORY], ids=[h[0] for h in HISTORY]
)
def test_a_history_workbook_is_refused_with_its_place(
    table: int, edit: Callable[[list[list[object]]], object], message: str, tmp_path: Path
) -> None:
    page = factory.history()
    edit(page.others[table][1])
    text = refusal(page.save(tmp_path / "history.xlsx"))
    assert re.search(message, text), text
    assert "expected" in text


def test_a_history_workbook_lacks_a_table(tmp_path: Path) -> None:
    page = factory.history()
    del page.others[1]
    assert "found no table 2, expected tables 1, 2 and 3" in refusal(page.save(tmp_path / "h.xlsx"))


# --- the vintage ledger -------------------------------------------------------------------

RELEASES = [(2016, 7), (2016, 9), (2016, 10)]


def test_the_ledger_is_taken_as_it_is(tmp_path: Path) -> None:
    lines = factory.vintages(RELEASES)
    (reading,) = read(save_csv(tmp_path / "ledger.csv", lines))
    assert list(reading.rows) == lines
    assert reading.release_month == ""


JULY = {"series_id": "BOPTEXP", "month": "2016-07-01"}

LEDGER: list[tuple[str, Edit, str]] = [
    ("a column missing", without("superseded"), "found no superseded, expected the columns"),
    ("an unknown series", put("series_id", "BOPGEXP", **JULY), "'BOPGEXP' as series_id"),
    ("a bad month", put("month", "2016-07", **JULY), "'2016-07' as month"),
    ("a bad date", put("first_seen", "2016-09-31", **JULY), "'2016-09-31' as first_seen, expected"),
    ("a date in other words", put("first_seen", "20160905", **JULY), "'20160905' as first_seen"),
    ("a text", put("value_musd", ".", **JULY), "'.' as value_musd, expected a whole number"),
    ("superseded before it was seen", put("superseded", "2016-01-01", **JULY), "expected a date"),
    (
        "superseded by nothing",
        put("superseded", "2017-01-01", **JULY),
        "as superseded for BOPTEXP of July 2016, expected nothing, as no later value follows",
    ),
    (
        "two values at once",
        lambda ls: ls.append({**first(ls, **JULY), "first_seen": "2016-11-06"}),
        "expected '2016-11-06', when the next value begins",
    ),
    (
        "a month missing",
        drop(series_id="BOPTIMP", month="2010-05-01"),
        "found no May 2010 for BOPTIMP",
    ),
    (
        "a series missing",
        lambda ls: ls.__setitem__(slice(None), [x for x in ls if x["series_id"] == "BOPTEXP"]),
        "months for BOPTIMP",
    ),
    (
        "a snapshot without a new month",
        lambda ls: ls.extend(
            [
                {**first(ls, **JULY), "first_seen": "2017-12-06"},
                ls.pop(ls.index(first(ls, **JULY))) | {"superseded": "2017-12-06"},
            ]
        ),
        "found July 2016 as the newest month first seen on 2017-12-06, expected a month after "
        "October 2016",
    ),
]


@pytest.mark.parametrize(("edit", "message"), [t[1:] for t in LEDGER], ids=[t[0] for t in LEDGER])
def test_a_ledger_is_refused_with_its_place(edit: Edit, message: str, tmp_path: Path) -> None:
    check(factory.vintages(RELEASES), edit, message, tmp_path)


# --- the totals of one release ------------------------------------------------------------


def test_totals_belong_to_the_release_of_their_last_month(tmp_path: Path) -> None:
    lines = factory.totals((2016, 9), (2014, 1), (2016, 8))
    (reading,) = read(save_csv(tmp_path / "totals.csv", lines))
    assert reading.release_month == "2016-09-01"
    assert list(reading.rows) == [{"release_month": "2016-09-01", **line} for line in lines]


AUGUST = {"month": "2016-08-01"}

TOTALS: list[tuple[str, Edit, str]] = [
    ("a column missing", without("goods_source"), "found no goods_source, expected the columns"),
    ("a month missing", drop(month="2015-06-01"), "found no June 2015 for the totals"),
    ("a month twice", double(**AUGUST), "found August 2016 a second time, expected it once"),
    ("a total missing", put("imports_total", "", **AUGUST), "'' as imports_total, expected"),
    ("goods of one flow only", put("exports_goods", "", **AUGUST), "'' as exports_goods"),
    ("goods of unknown source", put("goods_source", "", **AUGUST), "'' as goods_source, expected"),
    ("a bad month", put("month", "August", **AUGUST), "'August' as month"),
]


@pytest.mark.parametrize(("edit", "message"), [t[1:] for t in TOTALS], ids=[t[0] for t in TOTALS])
def test_totals_are_refused_with_their_place(edit: Edit, message: str, tmp_path: Path) -> None:
    check(factory.totals((2016, 9), (2014, 1), (2016, 8)), edit, message, tmp_path)


# --- control figures ----------------------------------------------------------------------


def test_control_figures_get_the_names_of_the_seed(tmp_path: Path) -> None:
    (reading,) = read(save_csv(tmp_path / "figures.csv", factory.printed_figures()))
    assert reading.rows[0] == {
        "release_month": "2021-08-01",
        "published_on": "2021-10-05",
        "figure": "deficit",
        "printed_value": "73.3",
        "unit": "usd_billions",
        "source": "release text or a news quotation of it",
    }
    (reading,) = read(save_csv(tmp_path / "changes.csv", factory.category_changes()))
    assert [row["printed_change_busd"] for row in reading.rows] == ["1.4", "-0.6"]


DEFICIT = {"figure": "deficit"}

CONTROL: list[tuple[str, Edit, str]] = [
    ("a column missing", without("unit"), "found no unit, expected the columns reference_month"),
    ("a figure twice", double(**DEFICIT), "found 2021-08-01, deficit a second time, expected it"),
    ("two decimals", put("printed_value", "73.25", **DEFICIT), "'73.25' as printed_value"),
    ("a text", put("printed_value", "$73.3", **DEFICIT), "as printed_value, expected a number of"),
    ("another unit", put("unit", "usd_millions", **DEFICIT), "'usd_millions' as unit"),
    ("a figure of no name", put("figure", "The Deficit", **DEFICIT), "'The Deficit' as figure"),
    (
        "a bad date",
        put_all("release_date", "5 Oct 2021", release_date="2021-10-05"),
        "expected a date",
    ),
    (
        "a date before the month",
        put_all("release_date", "2021-07-05", release_date="2021-10-05"),
        "expected a date after August 2021",
    ),
    ("two dates", put("release_date", "2021-10-06", **DEFICIT), "as release_date of August 2021"),
    ("no source", put("source", "", **DEFICIT), "'' as source, expected some text"),
    (
        "a bad month",
        put("reference_month", "2021-8-01", **DEFICIT),
        "'2021-8-01' as reference_month",
    ),
]


@pytest.mark.parametrize(("edit", "message"), [t[1:] for t in CONTROL], ids=[t[0] for t in CONTROL])
def test_control_figures_are_refused_with_their_place(
    edit: Edit, message: str, tmp_path: Path
) -> None:
    check(factory.printed_figures(), edit, message, tmp_path)


CHANGES: list[tuple[str, Edit, str]] = [
    ("a place twice", put("order_on_page", "2"), "found 2021-08-01, exports, goods, 2 a second"),
    ("an unknown flow", put("flow", "balance"), "'balance' as flow, expected one of: exports"),
    ("an unknown block", put("block", "real"), "'real' as block"),
    ("no order", put("order_on_page", "first"), "'first' as order_on_page"),
    ("no category", put("category", " "), "as category, expected some text"),
]


@pytest.mark.parametrize(("edit", "message"), [t[1:] for t in CHANGES], ids=[t[0] for t in CHANGES])
def test_category_changes_are_refused_with_their_place(
    edit: Edit, message: str, tmp_path: Path
) -> None:
    check(factory.category_changes(), edit, message, tmp_path)
