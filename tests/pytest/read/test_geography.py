"""Exhibits by country (19 to 20b) and BEA's history of them: what is read, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import geography_factory as factory
from geography_factory import COUNTRIES, by_country, last_quarter, trade
from refusals import refusal
from tradegap.layouts.coverage import coverage_of
from tradegap.layouts.seeds import ALL_SEEDS, Holdings
from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading
from workbook_factory import Page, exhibit, save_csv

NUMBERS = ("19", "20", "20a", "20b")
RELEASES = [(2021, 8), (2021, 12), (2022, 1), (2022, 3)]
NAMES = ["Brazil", "Korea, South", "All other countries", "CAFTA-DR", "European Union"]
Edit = Callable[[Page], object]


def save(page: Page, folder: Path, release: tuple[int, int] = (2021, 8)) -> Path:
    """Save a page, and beside it an exhibit that says the release."""
    exhibit("16" if page.sheet == "1" else "1", release).save(folder / "exh1.xlsx")
    return page.save(folder / f"exh{page.sheet}.xlsx")


def read(page: Page, folder: Path, release: tuple[int, int] = (2021, 8)) -> Reading:
    """Save a page in a folder of its release and read it back."""
    save(page, folder, release)
    found = read_all([folder])[0]
    return next(reading for reading in found if reading.seed.exhibit != "01")


# --- exhibits -----------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("release", RELEASES)
def test_every_printed_figure_is_read(
    number: str, release: tuple[int, int], tmp_path: Path
) -> None:
    page = by_country(number, release)
    reading = read(page, tmp_path, release)
    month = f"{release[0]}-{release[1]:02d}-01"
    assert reading.release_month == month
    assert {row["release_month"] for row in reading.rows} == {month}
    assert list(dict.fromkeys(row["item"] for row in reading.rows)) == NAMES
    printed = sorted(cell for row in page.rows for cell in row if isinstance(cell, int))
    flows = ("balance", "exports", "imports")
    assert sorted(int(row[f]) for row in reading.rows for f in flows if row[f]) == printed
    periods = 9
    for index, row in enumerate(reading.rows):
        assert {row["block"], row["parent_item"]} == {""}
        country, period = index // periods + 1, index % periods
        assert row["line"] == str(country)
        assert page.rows[int(row["source_row"]) - 1][0] == COUNTRIES[country - 1]
        if row["balance"]:
            assert [int(row[f]) for f in flows] == [trade(country, period, f) for f in flows]
        else:
            assert (number, row["item"]) == ("20", "CAFTA-DR")


def periods_of(reading: Reading) -> list[tuple[str, str, str]]:
    """The periods of the first country."""
    return [
        (row["row_kind"], row["period_start"], row["period_end"])
        for row in reading.rows
        if row["line"] == "1"
    ]


def test_headings_name_the_periods(tmp_path: Path) -> None:
    assert periods_of(read(by_country("19"), tmp_path / "a")) == [
        ("month", "2021-08-01", "2021-08-01"),
        ("month", "2021-07-01", "2021-07-01"),
        ("quarter", "2020-04-01", "2020-06-01"),
        ("quarter", "2020-07-01", "2020-09-01"),
        ("quarter", "2020-10-01", "2020-12-01"),
        ("quarter", "2021-01-01", "2021-03-01"),
        ("quarter", "2021-04-01", "2021-06-01"),
        ("year_to_date", "2021-01-01", "2021-08-01"),
        ("year_to_date", "2020-01-01", "2020-08-01"),
    ]
    assert periods_of(read(by_country("20a"), tmp_path / "b"))[5:] == [
        ("quarter", "2021-04-01", "2021-06-01"),
        ("year", "2018-01-01", "2018-12-01"),
        ("year", "2019-01-01", "2019-12-01"),
        ("year", "2020-01-01", "2020-12-01"),
    ]


def test_the_year_to_december_is_the_year(tmp_path: Path) -> None:
    release = (2021, 12)
    kinds = periods_of(read(by_country("19", release), tmp_path, release))[-2:]
    assert kinds == [
        ("year", "2021-01-01", "2021-12-01"),
        ("year", "2020-01-01", "2020-12-01"),
    ]


def test_january_has_the_december_before_and_a_year_to_date_of_one_month(tmp_path: Path) -> None:
    release = (2022, 1)
    periods = periods_of(read(by_country("19", release), tmp_path, release))
    assert periods[1] == ("month", "2021-12-01", "2021-12-01")
    assert periods[-2] == ("year_to_date", "2022-01-01", "2022-01-01")


def test_a_zero_mark_is_zero_and_what_is_not_available_nothing(tmp_path: Path) -> None:
    page = by_country("20")
    page.rows[page.find("Brazil", 2)][1] = "(-)"
    page.rows[page.find("Brazil", 1)][1] = -page.rows[page.find("Brazil", 3)][1]  # type: ignore[operator]
    reading = read(page, tmp_path)
    assert reading.rows[0]["exports"] == "0"
    (coverage,) = (
        row for row in coverage_of(holdings_of(reading)).values() if row["exhibit"] == "20"
    )
    assert coverage["figure_count"] == str(9 * 3 * 4)


def holdings_of(reading: Reading) -> Holdings:
    holdings: Holdings = {name: {} for name in ALL_SEEDS}
    holdings[reading.seed.name] = {reading.seed.key_of(row): row for row in reading.rows}
    return holdings


def test_countries_come_go_and_move(tmp_path: Path) -> None:
    page = by_country("19")
    for nth in (3, 2, 1):
        at = page.find("Brazil", nth)
        row = page.rows.pop(at)
        page.rows.insert(at + 2, ["Atlantis *", *row[1:]])
    items = list(dict.fromkeys(row["item"] for row in read(page, tmp_path).rows))
    assert items == ["Korea, South", "All other countries", "Atlantis", *NAMES[3:]]


def test_inserted_empty_rows_and_columns_make_no_difference(tmp_path: Path) -> None:
    plain = [dict(row) | {"source_row": ""} for row in read(by_country("19"), tmp_path / "a").rows]
    page = by_country("19")
    page.rows = [line for row in page.rows for line in ([None, *row[:1], None, *row[1:]], [])]
    shifted = read(page, tmp_path / "b")
    assert [dict(row) | {"source_row": ""} for row in shifted.rows] == plain


def cell(text: str, nth: int, column: int, content: object) -> Edit:
    """Another content in a cell of the n-th row that begins with a text."""
    return lambda page: page.rows[page.find(text, nth)].__setitem__(column, content)


def drop_row(text: str, nth: int = 1) -> Edit:
    """Without the n-th row that begins with a text."""
    return lambda page: page.rows.pop(page.find(text, nth))


def swap(text: str, nth: int) -> Edit:
    """A row and the next one in each other's place."""

    def edit(page: Page) -> None:
        at = page.find(text, nth)
        page.rows[at], page.rows[at + 1] = page.rows[at + 1], page.rows[at]

    return edit


WRONG: list[tuple[str, str, Edit, str]] = [
    (
        "part",
        "19",
        cell("Part C", 1, 0, "Part C: NOT Seasonally Adjusted"),
        "'Seasonally Adjusted'",
    ),
    ("no part", "19", cell("Part C", 1, 0, None), "no line 'Part A"),
    ("title", "19", cell("Exhibit 19", 1, 0, "Exhibit 19. U.S. Trade in Cod"), "with the title"),
    ("unit", "20", cell("In millions", 1, 0, "In billions of dollars."), "the unit 'In billions"),
    ("corner", "20", cell("Country and", 1, 0, "Land"), "no cell 'Country and Area'"),
    ("no headings", "20", lambda p: p.rows.__setitem__(4, ["Country and Area"]), "no heading"),
    (
        "left of them",
        "20",
        lambda p: [r.insert(0, "x" * (r[0] == "Country and Area")) for r in p.rows],
        "a heading",
    ),
    (
        "heading",
        "19",
        cell("Country and", 1, 1, "Augst\n2021"),
        r"row 5, column B: found the heading 'Augst 2021'",
    ),
    (
        "fifth quarter",
        "20",
        cell("Country and", 1, 1, "Fifth Quarter\n2020"),
        "one quarter or 'Annual'",
    ),
    ("month in 20", "20", cell("Country and", 1, 1, "June\n2021"), "one quarter or 'Annual'"),
    (
        "year in 19",
        "19",
        cell("Country and", 1, 4, "Annual\n2019"),
        "one month or 'Year-to-Date' or one quarter",
    ),
    ("twice", "20", cell("Country and", 1, 2, "First Quarter\n2020"), r"it once \(column B"),
    (
        "gap of quarters",
        "20",
        cell("Country and", 1, 1, "Fourth Quarter\n2019"),
        "no quarter between",
    ),
    ("gap of years", "20", cell("Country and", 1, 7, "Annual\n2017"), "no year between"),
    ("later year", "20", cell("Country and", 1, 7, "Annual\n2021"), "2021 as the last year"),
    (
        "two months apart",
        "19",
        cell("Country and", 1, 2, "June\n2021"),
        "found June 2021, expected July 2021; August 2021",
    ),
    (
        "other year to date",
        "19",
        cell("Country and", 1, 11, "Year-to-Date\n2019"),
        "found January to August 2019, expected July",
    ),
    (
        "quarter to come",
        "19",
        lambda p: [
            p.rows[4].__setitem__(c, t)
            for c, t in zip(range(4, 9), factory._quarters((2021, 3), 5), strict=True)
        ],
        "September 2021 as the end",
    ),
    (
        "old quarter",
        "19",
        lambda p: [
            p.rows[4].__setitem__(c, t)
            for c, t in zip(range(4, 9), factory._quarters((2020, 4), 5), strict=True)
        ],
        "December 2020 as the end",
    ),
    ("no exports", "19", cell("Exports", 1, 0, "Sales"), "Sales|a second time"),
    ("block twice", "19", cell("Imports", 1, 0, "Exports"), "a block of exports a second time"),
    (
        "block missing",
        "19",
        lambda p: p.rows.__delitem__(slice(p.find("Imports"), p.find("NOTES"))),
        "no block of imports",
    ),
    ("before blocks", "19", drop_row("Balance"), "'Balance' above the first item"),
    ("country twice", "19", cell("Korea", 1, 0, "Brazil"), "'Brazil' a second time"),
    ("country missing", "19", drop_row("Korea", 2), "All other countries in the block of exports"),
    (
        "last one missing",
        "19",
        drop_row("European", 3),
        "nothing more in the block of imports, expected European",
    ),
    ("other order", "20", swap("Brazil", 3), "Korea, South in the block of imports"),
    (
        "no country",
        "20",
        lambda p: p.rows.__setitem__(slice(6, 11), []),
        "expected nothing more, as in",
    ),
    ("no name", "19", cell("Brazil", 2, 0, None), "figures without an item"),
    ("number as name", "19", cell("Brazil", 2, 0, 7), "'7', expected one name"),
    ("text", "19", cell("Brazil", 1, 1, "many"), r"row 7, column B: found the text 'many'"),
    ("empty", "19", cell("Brazil", 3, 1, None), "an empty cell"),
    (
        "empty column",
        "20",
        lambda p: [r.__setitem__(6, None) for r in p.rows[5:23] if len(r) > 1],
        "an empty cell",
    ),
    (
        "two columns",
        "19",
        cell("Korea", 2, 3 - 1, 17),
        "a second column of figures under 'July 2021'",
    ),
    (
        "beside a note",
        "19",
        lambda p: p.rows[p.find("NOTES")].append(5),
        "nothing beside the notes",
    ),
    (
        "balance",
        "19",
        cell("Brazil", 1, 4, 999),
        r"found 999 as balance of Brazil of 2020-04 to 2020-06, expected -\d+ within 1.5",
    ),
    ("balance alone", "20", cell("CAFTA", 1, 1, 5), "5 as balance of CAFTA-DR"),
    ("no balance", "20", cell("Brazil", 1, 1, "n.a."), "no balance of Brazil"),
]


@pytest.mark.parametrize(
    ("number", "edit", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_what_is_wrong_is_named(number: str, edit: Edit, message: str, tmp_path: Path) -> None:
    page = by_country(number)
    edit(page)
    save(page, tmp_path)
    text = refusal(tmp_path)
    assert text.startswith(str(tmp_path / f"exh{number}.xlsx"))
    assert re.search(message, text), text


def test_marks_need_their_legend(tmp_path: Path) -> None:
    page = by_country("20")
    page.rows.pop(page.find("n.a. Not"))
    save(page, tmp_path)
    assert "the mark n.a." in refusal(tmp_path)


def test_a_balance_may_differ_by_rounding_and_no_more(tmp_path: Path) -> None:
    for by, good in ((1, True), (2, False)):
        page = by_country("20b")
        page.rows[page.find("Brazil")][1] += by  # type: ignore[operator]
        save(page, tmp_path / str(by))
        if good:
            assert read_all([tmp_path / str(by)])[0]
        else:
            assert "within 1.5" in refusal(tmp_path / str(by))


# --- the release of exhibits that name none -----------------------------------------------


@pytest.mark.parametrize("number", ["20", "20a", "20b"])
def test_alone_they_have_no_release(number: str, tmp_path: Path) -> None:
    text = refusal(by_country(number).save(tmp_path / f"exh{number}.xlsx"))
    assert "and no release in the files beside it, expected one release in which June 2021" in text
    assert "ingest it together with the rest of its release" in text


def test_another_folder_does_not_say_it(tmp_path: Path) -> None:
    by_country("20").save(tmp_path / "a" / "exh20.xlsx")
    exhibit("1").save(tmp_path / "b" / "exh1.xlsx")
    assert "no release in the files beside it" in refusal(tmp_path)


def test_exhibit_19_says_it_and_a_tidy_file_does(tmp_path: Path) -> None:
    by_country("19").save(tmp_path / "a" / "exh19.xlsx")
    by_country("20").save(tmp_path / "a" / "exh20.xlsx")
    save_csv(tmp_path / "b" / "exhibits.csv", tidy_19())
    by_country("20").save(tmp_path / "b" / "exh20.xlsx")
    assert {reading.release_month for reading in read_all([tmp_path])[0]} == {"2021-08-01"}


@pytest.mark.parametrize(
    ("release", "good"),
    [((2021, 5), False), ((2021, 6), True), ((2021, 11), True), ((2021, 12), False)],
)
def test_the_last_quarter_is_complete_and_not_old(
    release: tuple[int, int], good: bool, tmp_path: Path
) -> None:
    save(by_country("20b", (2021, 8)), tmp_path, release)
    if good:
        assert {reading.release_month[:7] for reading in read_all([tmp_path])[0]} == {
            f"{release[0]}-{release[1]:02d}"
        }
    else:
        text = refusal(tmp_path)
        assert f"quarters up to June 2021 and release {release[0]}-{release[1]:02d} in the" in text


def test_two_releases_beside_it_are_refused(tmp_path: Path) -> None:
    save(by_country("20"), tmp_path)
    exhibit("5", (2021, 9)).save(tmp_path / "exh5.xlsx")
    assert "expected" in refusal(tmp_path)


# --- tidy files ---------------------------------------------------------------------------


def tidy_19(release: tuple[int, int] = (2021, 8)) -> list[dict[str, str]]:
    """The lines of exhibit 19."""
    before = (release[0] - (release[1] == 1), (release[1] - 2) % 12 + 1)
    return [
        {
            "exhibit": "19",
            "flow": flow,
            "line": str(country),
            "item": name,
            "month": f"{month[0]}-{month[1]:02d}-01",
            "value": str(trade(country, period, flow)),
            "unit": "USD millions",
            "seasonal_adjustment": "SA",
        }
        for flow in ("balance", "exports", "imports")
        for country, name in enumerate(NAMES, start=1)
        for period, month in enumerate((release, before))
    ]


@pytest.mark.parametrize("release", RELEASES)
def test_a_tidy_file_gives_the_months_of_the_workbook(
    release: tuple[int, int], tmp_path: Path
) -> None:
    (tidy,) = read_all([save_csv(tmp_path / "a.csv", tidy_19(release))])[0]
    book = read(by_country("19", release), tmp_path / "book", release)
    months = [dict(r) | {"source_row": ""} for r in book.rows if r["row_kind"] == "month"]

    def order(row: dict[str, str]) -> tuple[str, str]:
        return row["line"], row["period_start"]

    assert sorted(tidy.rows, key=order) == sorted(months, key=order)


TidyEdit = Callable[[list[dict[str, str]]], object]
TIDY_WRONG: list[tuple[str, TidyEdit, str]] = [
    ("unit", lambda ls: ls[0].update(unit="USD billions"), "as unit"),
    ("adjustment", lambda ls: ls[0].update(seasonal_adjustment="NSA"), "as seasonal_adjustment"),
    ("month", lambda ls: ls[0].update(month="2021-01-01"), "'2021-01-01' as month"),
    ("value", lambda ls: ls[0].update(value="1.5"), "'1.5' as value"),
    ("line", lambda ls: ls[0].update(line="a"), "'a' as line"),
    ("flow", lambda ls: ls[0].update(flow="sales"), "'sales' as flow"),
    ("twice", lambda ls: ls.append(dict(ls[0])), "a second time"),
    ("name", lambda ls: ls[0].update(item="Brasil"), "'Brazil' as line 1"),
    ("missing", lambda ls: ls.pop(), "no imports of European Union of July 2021"),
    ("order", lambda ls: [line.update(line="9") for line in ls if line["line"] == "2"], "line 3"),
    (
        "same name",
        lambda ls: [line.update(item="Brazil") for line in ls if line["line"] == "2"],
        "found 'Brazil' a second time",
    ),
    ("balance", lambda ls: ls[0].update(value="5"), "5 as balance of Brazil of 2021-08"),
]


@pytest.mark.parametrize(
    ("edit", "message"), [c[1:] for c in TIDY_WRONG], ids=[c[0] for c in TIDY_WRONG]
)
def test_what_is_wrong_in_a_tidy_file_is_named(
    edit: TidyEdit, message: str, tmp_path: Path
) -> None:
    lines = tidy_19()
    edit(lines)
    assert message in refusal(save_csv(tmp_path / "a.csv", lines))


# --- BEA's history ------------------------------------------------------------------------

BOOK = "trad-geo-time-series-0125.xlsx"


def test_nine_tables_are_one_seed(tmp_path: Path) -> None:
    (reading,) = read_all([factory.history().save(tmp_path / BOOK)])[0]
    assert reading.seed.name == "history/bea_trade_by_country"
    assert reading.release_month == "2025-01-01"
    assert (reading.source.form, reading.source.file_date) == ("history_workbook", "2025-03-06")
    periods = 26 + 26 * 4
    assert len(reading.rows) == 3 * 6 * periods
    items = list(dict.fromkeys(row["item"] for row in reading.rows))
    assert items == [*NAMES, "South/Central America"]
    for row in reading.rows:
        country = int(row["line"])
        year, month = int(row["period_start"][:4]), int(row["period_start"][5:7])
        period = year if row["row_kind"] == "year" else year * 4 + month // 3
        months = 12 if row["row_kind"] == "year" else 3
        assert row["period_end"] == f"{year}-{month + months - 1:02d}-01"
        for flow in ("balance", "exports", "imports"):
            figure = trade(country, period, flow)
            assert row[flow] == ("" if row["item"] == "CAFTA-DR" else str(figure))
    assert {row["block"] for row in reading.rows} == {"goods_and_services", "goods", "services"}


def test_a_year_begun_has_quarters_only(tmp_path: Path) -> None:
    page = factory.history((2024, 2))
    (reading,) = read_all([page.save(tmp_path / "trad-geo-time-series-0724.xlsx")])[0]
    years = {row["period_start"][:4] for row in reading.rows if row["row_kind"] == "year"}
    assert max(years) == "2023"
    assert max(row["period_end"] for row in reading.rows) == "2024-06-01"


def table(number: int, edit: Callable[[list[list[object]]], object]) -> Edit:
    """A change in one of the nine tables."""
    return lambda page: edit(page.others[number - 1][1])


def set_cell(row: int, column: int, content: object) -> Callable[[list[list[object]]], object]:
    """Another content in a cell; rows count from 1."""
    return lambda rows: rows[row - 1].__setitem__(column, content)


HISTORY_WRONG: list[tuple[str, Edit, str]] = [
    ("table missing", lambda p: p.others.pop(4), "no table of imports of goods"),
    ("table twice", table(5, set_cell(3, 0, "Exports of Goods")), "a second time"),
    ("subtitle", table(5, set_cell(3, 0, "Exports of Cod")), "exports, imports or balance"),
    (
        "unit",
        table(1, set_cell(4, 0, "[Billions of dollars, quarters seasonally adjusted]")),
        "the unit",
    ),
    (
        "adjustment",
        table(1, set_cell(4, 0, "[Millions of dollars]")),
        "quarters seasonally adjusted",
    ),
    (
        "updated",
        table(2, set_cell(1, 0, "Last updated March 7, 2025")),
        "other day of the last change",
    ),
    ("not updated", table(2, set_cell(1, 0, "")), "no line 'Last updated'"),
    ("other countries", table(2, set_cell(6, 1, "Brasil")), "other countries"),
    ("country twice", table(1, set_cell(6, 1, "Korea, South")), "a country twice"),
    ("no annual", table(1, lambda rows: rows.pop(6)), "expected 'Annual'"),
    ("year missing", table(1, lambda rows: rows.pop(8)), "'2001', expected 2000 or 'Quarterly'"),
    ("last year missing", table(1, lambda rows: rows.pop(32)), "2023 as the last year"),
    ("quarter missing", table(1, lambda rows: rows.pop(35)), r"'1999 3.*', expected '1999 2'"),
    (
        "no quarters",
        table(1, lambda rows: rows.__delitem__(slice(33, 138))),
        "expected 2025 or 'Quarterly'",
    ),
    (
        "quarters end early",
        table(3, lambda rows: rows.pop(137)),
        "other periods|2024 as the last year",
    ),
    ("text", table(1, set_cell(9, 1, "many")), "row 9, column B: found the text 'many'"),
    ("empty", table(1, set_cell(9, 1, None)), "an empty cell"),
    ("surplus", table(1, lambda rows: rows[8].append(5)), "a column without a heading"),
    ("beside a note", table(1, lambda rows: rows[-1].append(5)), "nothing beside the notes"),
    ("beside a word", table(1, lambda rows: rows[6].append(5)), "nothing beside 'Annual'"),
    ("balance", table(6, set_cell(9, 1, 5)), "5 as balance of Brazil of 2000-01 to 2000-12"),
]


@pytest.mark.parametrize(
    ("edit", "message"), [c[1:] for c in HISTORY_WRONG], ids=[c[0] for c in HISTORY_WRONG]
)
def test_what_is_wrong_in_the_history_is_named(edit: Edit, message: str, tmp_path: Path) -> None:
    page = factory.history()
    edit(page)
    text = refusal(page.save(tmp_path / BOOK))
    assert text.startswith(str(tmp_path / BOOK))
    assert re.search(message, text), text


def test_next_to_nothing_is_zero_where_the_legend_says_so(tmp_path: Path) -> None:
    page = factory.history()
    page.others[2][1][8][1] = "(*)"  # the balance of goods and services
    page.others[0][1][8][1] = page.others[1][1][8][1]
    (reading,) = read_all([page.save(tmp_path / BOOK)])[0]
    (row,) = (
        row
        for row in reading.rows
        if (row["block"], row["item"], row["period_end"])
        == ("goods_and_services", "Brazil", "2000-12-01")
        and row["row_kind"] == "year"
    )
    assert row["balance"] == "0"
    for _, rows in page.others:
        rows[:] = [line for line in rows if not str(line[:1]).startswith("['(*)")]
    assert "the text '(*)'" in refusal(page.save(tmp_path / BOOK))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("trad-geo-time-series.xlsx", ""),
        ("trad-geo-time-series-1325.xlsx", ""),
        ("trad-geo0125-time-series.xlsx", ""),
        ("trad-geo-time-series-1124.xlsx", "found November 2024 in its name"),
        ("trad-geo-time-series-1224.xlsx", "found December 2024 in its name"),
        ("trad-geo-time-series-0225.xlsx", "found February 2025 in its name"),
        ("trad-geo-time-series-0325.xlsx", "found March 2025 in its name"),
        ("trad-geo-time-series-0625.xlsx", "found June 2025 in its name"),
    ],
)
def test_quarter_and_day_say_the_release_whatever_the_name(
    name: str, said: str, tmp_path: Path
) -> None:
    path = factory.history().save(tmp_path / name)
    if said:
        assert f"{said}, expected January 2025" in refusal(path)
    else:
        assert read_all([path])[0][0].release_month == "2025-01-01"


@pytest.mark.parametrize(("name", "release"), [("0125", "2025-01-01"), ("0225", "2025-02-01")])
def test_where_two_releases_fit_the_name_says_which(
    name: str, release: str, tmp_path: Path
) -> None:
    page = factory.history()
    for _, rows in page.others:
        rows[0][0] = "Last updated April 3, 2025"
    path = page.save(tmp_path / f"trad-geo-time-series-{name}.xlsx")
    assert read_all([path])[0][0].release_month == release
    nameless = page.save(tmp_path / "trad-geo-time-series.xlsx")
    assert "expected January 2025 or February 2025" in refusal(nameless)


@pytest.mark.parametrize("month", [(2021, 1), (2021, 3), (2021, 12)])
def test_the_factory_names_complete_quarters(month: tuple[int, int]) -> None:
    assert last_quarter(month) == {1: (2020, 4), 3: (2021, 1), 12: (2021, 4)}[month[1]]
