"""What is ingested is checked with the project's own identities, in a copy of the project."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import workbook_factory as factory
from history_factory import goods_by_code, real_goods_history
from tradegap.errors import TradegapError
from tradegap.files import lock_of
from tradegap.layouts.seeds import ALL_SEEDS, ITEM_SCHEMES, ITEMS
from tradegap.load import identities
from tradegap.load import ingest as ingesting
from tradegap.load.ingest import Options, ingest
from tradegap.project import PROJECT_FILE
from workbook_factory import exhibit, save_release


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    """A copy of the project as it is committed, without anything ingested."""
    copy = tmp_path / "project"
    copy.mkdir()
    shutil.copy(root / PROJECT_FILE, copy)
    for folder in ("models", "macros", "seeds"):
        shutil.copytree(root / folder, copy / folder)
    for seed in ALL_SEEDS.values():
        (copy / seed.path).unlink(missing_ok=True)
    return copy


def state(project: Path) -> dict[str, bytes]:
    """Every file of a project with its content, but for the lock that a command holds."""
    return {
        str(path.relative_to(project)): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and path != lock_of(project / "seeds")
    }


def refusal(project: Path, *paths: Path, replace: bool = False) -> str:
    """Ingest files that are refused; give the one line, after looking at the project."""
    before = state(project)
    with pytest.raises(TradegapError) as error:
        ingest(list(paths), project, lambda _: None, Options(replace=replace, all_or_nothing=True))
    assert state(project) == before
    assert "\n" not in str(error.value)
    assert str(error.value).endswith("nothing was written")
    return str(error.value)


@pytest.mark.slow
def test_a_release_is_checked_against_another_and_all_else_holds(
    project: Path, tmp_path: Path
) -> None:
    here = Path.cwd()
    files = tmp_path / "files"
    save_release(files / "2021-08")
    page = exhibit("12", (2021, 9))
    row = page.find("August data") + 1
    page.rows[row][3] += 1
    page.save(files / "2021-09" / "exh12.xlsx")
    exports = factory.figures("12", [(2021, 8)])[2]
    assert refusal(project, files) == (
        f"exh12.xlsx, sheet '12', row {row + 1} (exhibit 12 of release 2021-09): 'one figure, one "
        "value: as published last month' does not hold for exports_goods_bop_nsa of August 2021: "
        f"found {exports + 1:,}, expected {exports:,} within 0 (off by 1). Compare with the "
        "printed release and fetch the file again; nothing was written"
    )
    assert Path.cwd() == here


def test_figures_that_do_not_add_up_are_refused_with_replace_too(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as unchecked:
        unchecked.setattr(identities.Checker, "check", lambda *_: identities.NOTHING_FOUND)
        ingest(save_release(tmp_path / "files"), project, lambda _: None)
    page = exhibit("3")
    page.rows[page.find("March", 2)][4] += 20
    row = page.find("Jan. - Aug.", 2)
    total = page.rows[row][4]
    message = refusal(project, page.save(tmp_path / "new" / "exh3.xlsx"), replace=True)
    assert f"row {row + 1} (exhibit 03 of release 2021-08): 'months add to the year" in message
    assert "does not hold for exports_travel_bop_sa of January to August 2020: " in message
    assert (
        f"found {total + 20:,}, expected {total:,} within 4.5 (off by 20); and 2 more." in message
    )


def test_a_project_that_does_not_build_is_an_error_of_one_line(
    project: Path, tmp_path: Path
) -> None:
    (project / "models" / "intermediate" / "int_broken.sql").write_text(
        "select {{ ref('nothing') }}"
    )
    files = save_release(tmp_path / "files", numbers=("1",))
    before = state(project)
    with pytest.raises(TradegapError, match=r"the new seeds could not be checked: .*'nothing'"):
        ingest(files, project, lambda _: None)
    assert state(project) == before


def test_a_project_without_identities_checks_nothing_and_says_so(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    files = save_release(tmp_path / "files", numbers=("1",))
    with pytest.raises(TradegapError, match="has no model fct_identity_checks"):
        ingest(files, project, lambda _: None)
    assert list((project / "seeds").iterdir()) == []


# --- how it is said -----------------------------------------------------------------------

BROKEN: dict[str, Any] = {
    "identity_name": "months add to the year or year to date",
    "exhibit": "01",
    "counter_exhibit": None,
    "carried_by_release_month": date(2021, 8, 1),
    "release_month": date(2021, 8, 1),
    "series_id": "exports_goods_bop_sa",
    "period_kind": "year_to_date",
    "period_start": date(2021, 1, 1),
    "period_end": date(2021, 8, 1),
    "expected_value": Decimal("1143228.000000"),
    "actual_value": Decimal("1143328.000000"),
    "difference": Decimal("100.000000"),
    "difference_pct": Decimal("0.008747"),
    "tolerance": Decimal("4.500000"),
    "status": "broken",
    "source_row": 38,
}
SOURCES = {
    (row["release_month"], row["exhibit"], row["file"]): row
    for row in (
        {"release_month": "2021-08-01", "exhibit": "01", "file": "exh1.xlsx", "sheet": "1"},
        {"release_month": "", "exhibit": "bop_totals_vintages", "file": "ledger.csv", "sheet": ""},
    )
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            "exh1.xlsx, sheet '1', row 38 (exhibit 01 of release 2021-08): 'months add to the year "
            "or year to date' does not hold for exports_goods_bop_sa of January to August 2021: "
            "found 1,143,328, expected 1,143,228 within 4.5 (off by 100). Compare",
        ),
        ({"period_kind": "year", "period_end": date(2021, 12, 1)}, "exports_goods_bop_sa of 2021:"),
        ({"period_kind": "month", "period_end": date(2021, 1, 1)}, "bop_sa of January 2021:"),
        ({"actual_value": None}, "found no figure, expected 1,143,228. Compare"),
        ({"exhibit": "bop_totals_vintages", "source_row": None}, "ledger.csv (exhibit bop_tot"),
        ({"exhibit": "09", "source_row": None}, "09 (exhibit 09 of release 2021-08)"),
        ({"counter_exhibit": "05"}, "(exhibit 01 of release 2021-08 beside exhibit 05): 'months"),
        ({"period_kind": "all"}, "does not hold for the number of figures: found 1,143,328"),
        ({"period_kind": "quarter"}, "bop_sa of the quarter to August 2021:"),
        ({"status": "excessive"}, "(off by 100). That is 0.01 percent, more than such sums miss"),
    ],
)
def test_a_broken_identity_is_said_in_words(changes: dict[str, Any], said: str) -> None:
    assert said in ingesting._broken([{**BROKEN, **changes}], SOURCES)


def test_how_many_more_identities_are_broken_is_said() -> None:
    assert "; and 2 more. Compare" in ingesting._broken([BROKEN] * 3, SOURCES)


@pytest.mark.slow
def test_a_chain_year_that_nobody_has_seen_has_its_series_and_its_sums(
    project: Path, tmp_path: Path
) -> None:
    """And where a figure stands is said with both files that make one exhibit."""
    files = tmp_path / "files"
    exhibit("10", (2021, 8), chain=2031).save(files / "exh10.xlsx")
    pages = {flow: real_goods_history(flow, (2021, 8), 2031) for flow in ("exports", "imports")}
    for flow, page in pages.items():
        page.save(files / f"real{flow[:3]}.xlsx")
    said: list[str] = []
    ingest([files], project, said.append)
    assert said[-1].startswith("Wrote ")
    row = pages["imports"].find("March", 20)
    pages["imports"].rows[row][2] += 50
    message = refusal(project, pages["imports"].save(tmp_path / "realimp.xlsx"), replace=True)
    assert message.startswith(
        "realexp.xlsx, sheet 'realexp' or realimp.xlsx, sheet 'realimp', row "
    )
    assert "(exhibit census_real_goods of release 2021-08): '" in message
    assert "_census_sa_chained_2031 of " in message


@pytest.mark.slow
def test_codes_are_checked_as_they_would_be_not_as_they_are_held(
    root: Path, project: Path, tmp_path: Path
) -> None:
    page = goods_by_code()
    book = page.save(tmp_path / "imports.xlsx")
    assert refusal(project, book).startswith(
        "imports.xlsx (exhibit goods_by_end_use_code of release 2025-02): 'what is printed is what "
        "coverage lists' does not hold for the number of figures: found 0, expected 616 within 0 "
    )
    for seed in (ITEMS, ITEM_SCHEMES):
        shutil.copy(root / seed.path, project / seed.path)
    ingest([book], project, lambda _: None)
    row = next(row for row in page.rows if row[0] == "M00010 ")
    row[4] += 5
    message = refusal(project, page.save(tmp_path / "other.xlsx"), replace=True)
    assert (
        "'children add to the parent: goods_by_end_use_code' does not hold for imports_" in message
    )
    assert "(exhibit goods_by_end_use_code of release 2025-02)" in message
