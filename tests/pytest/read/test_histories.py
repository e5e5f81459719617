"""The agencies' long histories as workbooks: real goods, goods and services, goods by code."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

import geography_factory
import history_factory as factory
from refusals import refusal
from tradegap.errors import TradegapError
from tradegap.layouts.seeds import COVERAGE, GOODS_BY_CODE, ITEMS, RELEASES, SOURCE_FILES, Row
from tradegap.load import identities
from tradegap.load.ingest import Options, ingest
from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading
from tradegap.store.seed_files import read
from workbook_factory import Month, Page, figures, save_csv

Edit = Callable[[Page], object]


def reading_of(path: Path) -> Reading:
    (reading,) = read_all([path])[0]
    return reading


def put(row: int, column: int, content: object, sheet: int = 0) -> Edit:
    """Another content in a cell."""

    def edit(page: Page) -> None:
        rows = [page.rows, *(rows for _, rows in page.others)][sheet]
        cells = rows[row]
        cells += [None] * (column + 1 - len(cells))
        cells[column] = content

    return edit


# --- real goods, and goods and services ---------------------------------------------------

HISTORIES = {
    "real": (factory.real_goods_history, "census_real_goods", "10", 1994),
    "trade": (factory.goods_and_services_history, "census_goods_and_services", "1", 1992),
}


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("kind", HISTORIES)
def test_a_history_has_its_months_its_years_and_the_running_year_to_date(
    kind: str, month: int, tmp_path: Path
) -> None:
    make, exhibit, number, first = HISTORIES[kind]
    release = (first + 2, month)
    path = make(release=release).save(tmp_path / "any name.xlsx")
    reading = reading_of(path)
    last = f"{release[0]}-{month:02d}-01"
    assert (reading.seed.exhibit, reading.release_month) == (exhibit, last)
    assert (reading.source.agency, reading.source.form) == ("U.S. Census Bureau", "census_workbook")
    found = {(row["row_kind"], row["period_start"], row["period_end"]) for row in reading.rows}
    months = [(y, m) for y in range(first, first + 3) for m in range(1, 13) if (y, m) <= release]
    wanted = {("month", f"{y}-{m:02d}-01", f"{y}-{m:02d}-01") for y, m in months}
    complete = range(first, first + 2 + (month == 12))
    wanted |= {("year", f"{y}-01-01", f"{y}-12-01") for y in complete}
    if month != 12:
        wanted |= {("year_to_date", f"{release[0]}-01-01", last)}
    assert found == wanted
    assert len(reading.rows) == len(wanted)
    names = [c for c in reading.seed.columns if c not in (*reading.seed.key, "source_row")]
    for row in reading.rows:
        start, end = row["period_start"], row["period_end"]
        span = [(y, m) for y, m in months if start <= f"{y}-{m:02d}-01" <= end]
        flow = "exports" if kind == "real" else ""
        assert [int(row[name]) for name in names] == figures(number, span, flow)


@pytest.mark.parametrize("chain", [2012, 2017, 2022])
def test_real_goods_say_their_flow_and_their_chain_year(chain: int, tmp_path: Path) -> None:
    for flow in ("exports", "imports"):
        page = factory.real_goods_history(flow, chain=chain)
        rows = reading_of(page.save(tmp_path / f"{flow}.xlsx")).rows
        assert {(row["flow"], row["price_basis"]) for row in rows} == {(flow, f"chained_{chain}")}
    assert [row["source_row"] for row in rows][:3] == ["9", "23", "37"]


def without_rows(text: str, nth: int = 1) -> Edit:
    return lambda page: page.rows.pop(page.find(text, nth))


def doubled(text: str) -> Edit:
    return lambda page: page.rows.insert(page.find(text), page.rows[page.find(text)])


REFUSED: list[tuple[str, str, Edit, str]] = [
    ("thousands", "real", put(3, 0, "In thousands of dollars."), "row 4, column A: found the unit"),
    ("no unit", "real", put(3, 0, "The values are"), "found no line that states the unit"),
    ("current dollars", "real", put(2, 0, "Current Dollars"), "states the chain year"),
    ("chained", "trade", put(1, 0, "In millions of dollars. Chained (2012) Dollars"), "chained"),
    ("unadjusted", "real", put(0, 0, "Not Seasonally Adjusted"), "found 'Not Seasonally Adjusted'"),
    ("no adjustment", "real", put(0, 0, None), "found no line that states the adjustment"),
    ("heading", "real", put(6, 3, "Industrial Goods"), "row 7, column D: found the heading"),
    ("group", "trade", put(2, 5, "Imports"), "found the upper headings"),
    ("no period", "real", put(5, 0, "Month"), "found no cell 'Period'"),
    ("figure", "real", put(10, 2, "(X)"), "row 11, column C: found the mark (X)"),
    ("empty", "real", put(10, 2, None), "found an empty cell"),
    ("beside", "real", put(10, 12, 5), "nothing in a column without a heading"),
    ("at the foot", "real", lambda page: page.rows.append([None, 5]), "nothing beside the notes"),
    ("month lost", "real", without_rows("May", 2), "found June 1995, expected May 1995 after Apr"),
    ("month twice", "trade", doubled("May"), "found May 1992, expected June 1992 after May 1992"),
    ("sum lost", "real", without_rows("Jan.", 2), "found no row of January to December 1995"),
    (
        "sum twice",
        "trade",
        doubled("Jan."),
        "found a row of January to December 1992 a second time, expected it",
    ),
    (
        "sum of other months",
        "real",
        lambda page: page.rows[page.find("Jan.", 3)].__setitem__(0, "Jan.-Feb."),
        "a row of January to February 1996, expected none, as the last month with figures is March",
    ),
    (
        "sum to date of a year before",
        "real",
        lambda page: page.rows[page.find("Jan.", 2)].__setitem__(0, "Jan.-Mar."),
        "a row of January to March 1995",
    ),
    ("year lost", "trade", without_rows("1993"), "found the year 1994, expected 1993"),
    (
        "last year lost",
        "trade",
        without_rows("1994"),
        "found January 1993, expected no further",
    ),
    ("year skipped", "trade", put(18, 0, "1994"), "found the year 1994, expected 1993"),
    (
        "late start",
        "real",
        lambda page: page.rows.__delitem__(slice(7, 21)),
        "found January 1995, expected January 1994 as the first month",
    ),
    (
        "gap",
        "real",
        lambda page: page.rows[page.find("May", 2)].__delitem__(slice(1, None)),
        "found May 1995 without figures, expected some",
    ),
    (
        "figures beside a year",
        "real",
        lambda page: page.rows[page.find("1995")].append(7),
        "nothing beside a year",
    ),
]


@pytest.mark.parametrize(
    ("kind", "edit", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_history_that_changed_is_refused(
    kind: str, edit: Edit, said: str, tmp_path: Path
) -> None:
    page = HISTORIES[kind][0]()
    edit(page)
    assert said in refusal(page.save(tmp_path / "a.xlsx"))


def test_the_year_to_date_of_the_running_year_may_be_called_what_it_is(tmp_path: Path) -> None:
    page = factory.real_goods_history()
    page.rows[page.find("Jan.", 3)][0] = "Jan. - Mar."
    kinds = [row["row_kind"] for row in reading_of(page.save(tmp_path / "a.xlsx")).rows]
    assert kinds.count("year_to_date") == 1


def test_the_running_year_may_be_without_a_sum(tmp_path: Path) -> None:
    page = factory.goods_and_services_history()
    del page.rows[page.find("Jan.", 3)]
    kinds = [row["row_kind"] for row in reading_of(page.save(tmp_path / "a.xlsx")).rows]
    assert (kinds.count("year_to_date"), kinds.count("year")) == (0, 2)


def test_a_csv_file_of_real_goods_may_have_one_flow_and_any_chain_year(tmp_path: Path) -> None:
    lines = [line for line in geography_factory.real_goods() if line["flow"] == "imports"]
    for line in lines:
        line["value_chained_2017_musd"] = line.pop("value_chained_2012_musd")
    rows = reading_of(save_csv(tmp_path / "a.csv", lines)).rows
    assert {(row["flow"], row["price_basis"]) for row in rows} == {("imports", "chained_2017")}
    for line in lines:
        line["value_chained_2012_musd"] = "1"
    assert "found also value_chained_2012_musd" in refusal(save_csv(tmp_path / "b.csv", lines))


# --- goods by end-use code ----------------------------------------------------------------


def test_every_sheet_of_goods_by_code_is_read(tmp_path: Path) -> None:
    reading = reading_of(factory.goods_by_code().save(tmp_path / "IDS0182_Imports_Current.xlsx"))
    assert (reading.seed, reading.release_month) == (GOODS_BY_CODE, "2025-02-01")
    source = reading.source
    assert (source.agency, source.form, source.sheet) == (
        "U.S. Bureau of Economic Analysis",
        "end_use_workbook",
        "",
    )
    bases = {"census": "Census", "bop": "BP"}
    for row in reading.rows:
        number = int(row["month"][:4]) * 12 + int(row["month"][5:7]) - 1
        basis, adjustment = bases[row["basis"]], row["seasonal_adjustment"].upper()
        code = row["end_use_code"].removeprefix("M")
        assert float(row["value"]) == factory.code_value(code, number, basis, adjustment)
    assert len({reading.seed.key_of(row) for row in reading.rows}) == len(reading.rows)
    assert len(reading.rows) == 4 * 14 * len(factory.CODES)


@pytest.mark.parametrize("release", [(2024, 12), (2025, 1), (2025, 12)])
def test_goods_by_code_end_with_the_month_of_their_release(release: Month, tmp_path: Path) -> None:
    page = factory.goods_by_code("exports", release)
    reading = reading_of(page.save(tmp_path / "a.xlsx"))
    assert reading.release_month == f"{release[0]}-{release[1]:02d}-01"
    assert {row["end_use_code"][0] for row in reading.rows} == {"X"}


def headings(edit: Callable[[list[object]], object]) -> Edit:
    """The headings of the first sheet, changed."""
    return lambda page: edit(page.rows[1])


def test_columns_may_stand_otherwise_and_names_be_left_out(tmp_path: Path) -> None:
    page = factory.goods_by_code()
    wanted = reading_of(page.save(tmp_path / "a.xlsx")).rows
    for rows in (page.rows, *(rows for _, rows in page.others)):
        for row in rows[1:]:
            row.pop()
            row.insert(0, row.pop(2))  # January first
        rows.insert(1, [])
        rows.append(["BEA revises these figures"])
    assert reading_of(page.save(tmp_path / "b.xlsx")).rows == wanted


WRONG: list[tuple[str, Edit, str]] = [
    ("heading", headings(lambda cells: cells.__setitem__(4, "Month 3")), "found the heading 'Mon"),
    ("month twice", headings(lambda cells: cells.__setitem__(4, "Feb")), "'Feb' a second time"),
    ("no month", headings(lambda cells: cells.__setitem__(4, None)), "no heading for the month 3"),
    ("number", headings(lambda cells: cells.__setitem__(4, "3")), "found the heading '3'"),
    ("no year", headings(lambda cells: cells.__setitem__(1, None)), "no heading for Year"),
    ("no code", headings(lambda cells: cells.__setitem__(0, "Code")), "no cell 'Enduse Code'"),
    ("other flow", put(5, 0, "X0", 1), "found 'X0', expected a code of imports such as M00000"),
    ("no code in a row", put(5, 0, None, 1), "a code of imports"),
    ("year", put(5, 1, 24.5), "row 6, column B: found '24.5', expected a year"),
    ("code twice", put(8, 0, "MPET "), "MPET of 2024 a second time"),
    ("text", put(8, 4, "(D)", 2), "row 9, column E: found the mark (D)"),
    ("beside", put(8, 16, 5.0), "nothing in a column without a heading"),
    ("gap", put(8, 4, "  "), "no March 2024 for M1"),
    ("a month more", put(20, 4, 5.0), "no March 2025 for MGOODS"),
    ("code lost", lambda page: page.rows.pop(20), "no January 2025 for M00"),
    (
        "code lost in a sheet",
        lambda page: [page.others[1][1].pop(row) for row in (16, 5)],
        "found MPET in one of two sheets, expected the same codes as in sheet 'Census-based, NSA'",
    ),
    ("unit", put(0, 0, "Monthly Imports of Goods, Census-based, NSA, in Thousands of Dollars"), ""),
    ("basis", put(0, 0, "Monthly Imports of Goods, BP-based, NSA, in Millions of Dollars"), "name"),
    ("flow", put(0, 0, "Monthly Exports of Goods, Census-based, SA, in Millions of Dollars"), ""),
    ("sheet lost", lambda page: page.others.pop(), "no sheet of imports, bop basis, sa"),
    ("nothing", lambda page: page.rows.__delitem__(slice(2, None)), "found no figures"),
    (
        "another month in a sheet",
        lambda page: page.others[0][1].__setitem__(
            slice(2, None),
            [
                [*row[:3], "  ", *row[4:]] if row[1] == 2025 else row
                for row in page.others[0][1][2:]
            ],
        ),
        "found January 2025 as the last month with figures, expected February 2025 as in sheet",
    ),
]


@pytest.mark.parametrize(
    ("edit", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_goods_by_code_that_changed_are_refused(edit: Edit, said: str, tmp_path: Path) -> None:
    page = factory.goods_by_code()
    edit(page)
    assert said in refusal(page.save(tmp_path / "a.xlsx"))


def test_the_historical_part_is_named_and_left_out(tmp_path: Path) -> None:
    page = factory.goods_by_code("imports", (2023, 12), 2010)
    text = refusal(page.save(tmp_path / "IDS0182_Imports_Hist.xlsx"))
    assert "found the historical part of BEA's IDS-0182, which does not say of which rel" in text
    assert "fetch" not in text
    renamed = refusal(page.save(tmp_path / "imports.xlsx"))
    assert "found the complete years 2010 to 2023" in renamed


# --- brought into the project -------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without any seed; identities, which need dbt, are tested elsewhere."""
    monkeypatch.setattr(identities.Checker, "check", lambda *_: identities.NOTHING_FOUND)
    root = tmp_path / "project"
    (root / "seeds/reference").mkdir(parents=True)
    schemes = [
        f"goods_by_end_use_code,{flow}_{basis}_{adjustment},end_use_codes,category,end_use_,sum"
        for flow in ("exports", "imports")
        for basis in ("bop", "census")
        for adjustment in ("nsa", "sa")
    ]
    lines = ["exhibit,block,scheme,dimension,code_prefix,rollup_id", *schemes]
    (root / "seeds/reference/item_schemes.csv").write_text("\n".join(lines) + "\n")
    return root


def taken(project: Path, *paths: Path, replace: bool = False) -> list[str]:
    """Ingest files; what is said."""
    said: list[str] = []
    ingest(list(paths), project, said.append, Options(replace=replace))
    return said


def sources(project: Path) -> list[tuple[str, str]]:
    """The files that the rows come from, and their sheets."""
    return [(row["file"], row["sheet"]) for row in read(project, SOURCE_FILES).values()]


def coverage(project: Path) -> list[Row]:
    return list(read(project, COVERAGE).values())


def test_two_files_make_one_history_and_both_are_named(project: Path, tmp_path: Path) -> None:
    exports, imports = (
        factory.real_goods_history(flow).save(tmp_path / f"real{flow[:3]}.xlsx")
        for flow in ("exports", "imports")
    )
    taken(project, exports)
    assert [row["block"] for row in coverage(project)] == ["exports_chained_2012"] * 2
    said = taken(project, imports)
    assert said[0].startswith("1996-03 census_real_goods: added to what is held (")
    assert sources(project) == [("realexp.xlsx", "realexp"), ("realimp.xlsx", "realimp")]
    flags = ("block", "first_month", "last_month", "first_year", "has_year_rows")
    assert [tuple(row[name] for name in flags) for row in coverage(project)] == [
        (f"{flow}_chained_2012", first, "1996-03-01", year, years)
        for flow in ("exports", "imports")
        for first, year, years in (
            ("", "1996-01-01", "false"),
            ("1994-01-01", "1994-01-01", "true"),
        )
    ]
    assert [row["has_year_to_date_rows"] for row in coverage(project)] == ["true", "false"] * 2
    # When somebody saved a file says nothing of when its release was known.
    assert [row["published_no_later_than"] for row in read(project, RELEASES).values()] == [""]


def test_a_csv_file_has_no_years_and_a_workbook_that_has_all_of_it_takes_its_place(
    project: Path, tmp_path: Path
) -> None:
    page = factory.real_goods_history("exports", (1995, 2))
    lines = [
        {
            "month": f"{year}-{month:02d}-01",
            "flow": "exports",
            "item": heading.removesuffix(" (1)").removesuffix(" (2)").removesuffix(" (3)"),
            "value_chained_2012_musd": str(value),
        }
        for year, month in [*((1994, m) for m in range(1, 13)), (1995, 1), (1995, 2)]
        for heading, value in zip(
            factory.REAL_HEADINGS, figures("10", [(year, month)], "exports"), strict=True
        )
    ]
    taken(project, save_csv(tmp_path / "real.csv", lines))
    (row,) = coverage(project)
    assert (row["first_year"], row["has_year_rows"]) == ("", "false")
    taken(project, page.save(tmp_path / "realexp.xlsx"))
    assert [row["has_year_rows"] for row in coverage(project)] == ["false", "true"]
    assert sources(project) == [("realexp.xlsx", "realexp")]


def test_goods_by_code_are_added_to_what_is_held_of_their_release(
    project: Path, tmp_path: Path
) -> None:
    lines = [
        {
            "month": f"{number // 12}-{number % 12 + 1:02d}-01",
            "end_use_code": f"M{code}",
            "value_musd": f"{factory.code_value(code, number):.3f}",
        }
        for code in factory.CODES
        for number in range(2023 * 12, 2025 * 12 + 2)
    ]
    taken(project, save_csv(tmp_path / "codes.csv", lines))
    said = taken(project, factory.goods_by_code().save(tmp_path / "IDS0182_Imports.xlsx"))
    assert said[0].startswith("2025-02 goods_by_end_use_code: added to what is held")
    assert [name for name, _ in sources(project)] == ["IDS0182_Imports.xlsx", "codes.csv"]
    text = gzip.decompress((project / GOODS_BY_CODE.path).read_bytes()).decode().splitlines()
    assert len(text) == 1 + len(factory.CODES) * (26 + 3 * 14)
    assert [row["figure_count"] for row in coverage(project)] == [str(len(text) - 1)]
    lines[5 * 26 + 20]["value_musd"] = "1"
    other = save_csv(tmp_path / "other.csv", lines)
    with pytest.raises(TradegapError, match=r"census, sa, M0, 2024-09-01 in goods_by_end_use"):
        taken(project, other)


def test_codes_that_no_list_names_are_items_and_parts_of_those_they_begin_with(
    project: Path, tmp_path: Path
) -> None:
    taken(project, factory.goods_by_code("exports").save(tmp_path / "IDS0182_Exports.xlsx"))
    items = {row["printed_name"]: row for row in read(project, ITEMS).values()}
    assert {name: row["part_of"] for name, row in items.items()} == {
        **dict.fromkeys(("XGOODS", "XGENMR", "XNMGLD", "XPET", "XNPET", "X0", "X1"), ""),
        "X00": "end_use_x0",
        "X000": "end_use_x00",
        "X00000": "end_use_x000",
        "X00010": "end_use_x000",
    }
    assert {row["is_reviewed"] for row in items.values()} == {"false"}
