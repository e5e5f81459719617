"""The workbook of a release: what an accessible one has, and the figures of the release."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tradegap.database import Published

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

pytestmark = pytest.mark.built

RELEASES = ["2024-01", pytest.param("2023-04", marks=pytest.mark.slow)]
HEADER = 4


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def workbook(tradegap: Command, release: str, published: Path, tmp_path: Path) -> Workbook:
    outcome = tradegap("workbook", release, "--out", str(tmp_path))
    path = tmp_path / f"trade_{release}.xlsx"
    assert (outcome.code, outcome.out) == (0, f"{path}\n")
    first = path.read_bytes()
    tradegap("workbook", release, "--out", str(tmp_path))
    assert path.read_bytes() == first, "the same release gives the same bytes"
    workbook = openpyxl.load_workbook(path)
    assert f"{workbook.properties.created:%Y-%m}" == release, "no time of day is in it"
    return workbook


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(min_row=HEADER + 1, values_only=True))


def test_it_is_as_official_statistics_want_it(workbook: Workbook) -> None:
    cover, contents, notes, *tables = workbook.worksheets
    assert [cover.title, contents.title, notes.title] == ["Cover", "Contents", "Notes"]
    assert [row[0] for row in rows(contents)] == [sheet.title for sheet in (notes, *tables)]
    assert {"Highlights", "Totals", "Categories"} <= {sheet.title for sheet in tables}
    for sheet in workbook.worksheets:
        assert sheet["A1"].value
        assert not sheet.merged_cells.ranges
    for sheet in (contents, notes, *tables):
        [table] = sheet.tables.values()
        corner = sheet.cell(sheet.max_row, sheet.max_column).coordinate
        assert table.ref == f"A{HEADER}:{corner}"
        assert sheet.freeze_panes == f"A{HEADER + 1}"
        names = [cell.value for cell in sheet[HEADER]]
        assert len(set(names)) == len(names)
        assert all(names)


def test_numbers_are_numbers_and_their_unit_is_in_the_heading(workbook: Workbook) -> None:
    for sheet in workbook.worksheets[1:]:
        for name, *cells in sheet.iter_cols(min_row=HEADER, values_only=True):
            known = [cell for cell in cells if cell is not None]
            assert known or "(" in name, (sheet.title, name)
            if "(" in name:
                assert all(isinstance(cell, int | float) for cell in known), (sheet.title, name)
            else:
                assert not any(isinstance(cell, int | float) for cell in known), name


def test_a_row_of_figures_is_one_thing(workbook: Workbook) -> None:
    keys = [row[:4] for row in rows(workbook["Categories"])]
    assert len(set(keys)) == len(keys)
    if "Revisions" in workbook.sheetnames:
        keys = [row[:5] for row in rows(workbook["Revisions"])]
        assert len(set(keys)) == len(keys)


def test_totals_are_those_of_the_release(workbook: Workbook, root: Path, release: str) -> None:
    with Published(root) as database:
        expected = database.rows(
            "select month, exports_musd, imports_musd, balance_musd "
            "from marts.fct_trade_balances where release_month = cast(? as date) "
            "and category_id = 'goods_and_services' and seasonal_adjustment = 'sa' "
            "order by month desc",
            [f"{release}-01"],
        )
    found = [(cells[0].date(), *cells[1:4]) for cells in rows(workbook["Totals"])]
    assert found == [(row["month"], *map(float, list(row.values())[1:])) for row in expected]
    assert found


def test_the_text_is_that_of_the_page(workbook: Workbook, tradegap: Command, release: str) -> None:
    page = " ".join(tradegap("release", release).out.split())
    for text in chain.from_iterable(rows(workbook["Highlights"])):
        assert " ".join(text.split()) in page


def test_a_release_without_a_page_is_one_line(tradegap: Command, published: Path) -> None:
    outcome = tradegap("workbook", "1999-01")
    assert outcome.code == 1
    assert outcome.err == (
        "tradegap: release 1999-01 is not held: `tradegap release` lists those that are\n"
    )
