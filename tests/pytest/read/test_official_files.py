"""The official files themselves: every one that is read gives exactly the committed seeds."""

from __future__ import annotations

import csv
import gzip
import shutil
import zipfile
from pathlib import Path

import pytest

from tradegap.layouts.seeds import ALL_SEEDS, ITEM_SCHEMES, ITEMS, KNOWN_BREAKS, RELEASES
from tradegap.load.ingest import ingest
from tradegap.project import PROJECT_FILE
from tradegap.read.inputs import read_all, release_of
from tradegap.read.sources import Reading

pytestmark = pytest.mark.official

# One figure of each exhibit as the official sheet prints it, read by eye: release, seed, cells
# that name the row, column, figure.
PRINTED = [
    ("ft900/exhibit_01", "2021-08-01", "46", "exports_total", "213740"),
    ("ft900/exhibit_01", "2021-03-01", "52", "imports_services", "39188"),
    ("ft900/exhibit_01", "2025-12-01", "36", "balance_goods", "-1240941"),
    ("ft900/exhibit_02", "2021-08-01", "25", "imports_services", "39833"),
    ("ft900/exhibit_03", "2021-08-01", "45", "telecommunications_computer_information", "4714"),
    ("ft900/exhibit_04", "2021-08-01", "37", "travel", "31558"),
    ("ft900/exhibit_05", "2021-08-01", "46", "balance_census", "-88164"),
    ("ft900/exhibit_06", "2021-08-01", "62", "automotive", "28012"),
    ("ft900/exhibit_09", "2021-08-01", "31", "exports_petroleum", "18061"),
    ("ft900/exhibit_10", "2021-08-01", "34", "residual", "-1966"),
    ("ft900/exhibit_11", "2021-08-01", "48", "imports_nonpetroleum", "214978"),
    ("ft900/exhibit_12", "2021-08-01", "52", "exports_net_adjustments", "642"),
    ("ft900/exhibit_13", "2021-08-01", "39", "capital_goods", "645264"),
    ("ft900/exhibit_16", "2021-08-01", "37", "balance_advanced_technology", "-118582"),
    ("ft900/exhibit_17", "2021-08-01", "55", "crude_unit_price", "56.27"),
    ("ft900/exhibit_17", "2021-08-01", "19", "crude_unit_price", "40"),
    ("ft900/supplement_3s", "2021-08-01", "32", "imports_cif", "243462.946739"),
    ("history/bea_goods_and_services", "2025-03-01", "10", "balance_total", "3508"),
    ("history/bea_services_exports", "2025-03-01", "350", "travel", "16982"),
    ("history/bea_services_imports", "2025-03-01", "350", "transport", "13955"),
]


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    """A copy of the project without anything ingested, but for what a person reviewed."""
    copy = tmp_path / "project"
    copy.mkdir()
    shutil.copy(root / PROJECT_FILE, copy)
    for folder in ("models", "macros", "seeds"):
        shutil.copytree(root / folder, copy / folder)
    for seed in ALL_SEEDS.values():
        if seed not in (ITEMS, ITEM_SCHEMES, KNOWN_BREAKS):
            (copy / seed.path).unlink(missing_ok=True)
    # Rows with a note hold what no official file says; they are never made by ingesting.
    releases = (root / RELEASES.path).read_text(encoding="utf-8").splitlines(keepends=True)
    noted = [line for line in releases if not line.endswith(",\n")]
    assert len(noted) > 1
    (copy / RELEASES.path).write_text("".join(noted), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def readings(official_files: Path) -> list[Reading]:
    """All that is read of the official files."""
    return read_all([official_files])[0]


@pytest.mark.slow
def test_from_nothing_the_official_files_make_the_committed_seeds(
    root: Path, official_files: Path, project: Path
) -> None:
    said: list[str] = []
    ingest([official_files], project, said.append)
    for seed in ALL_SEEDS.values():
        made, held = ((folder / seed.path).read_bytes() for folder in (project, root))
        if seed.packed:  # packed by another version of zlib, the same text may be other bytes
            made, held = gzip.decompress(made), gzip.decompress(held)
        assert made == held, seed.name
    said.clear()
    ingest([official_files], project, said.append)
    assert said[-1].startswith("No change")


@pytest.mark.slow
def test_the_official_workbooks_as_an_archive_are_the_same_release(
    official_files: Path, tmp_path: Path
) -> None:
    folder, archive = official_files / "ft900" / "2021-08", tmp_path / "ft900xlsx_2108.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for book in folder.glob("*.xlsx"):
            packed.write(book, book.name)
    found, unread = read_all([archive])
    loose, others = read_all([folder])
    assert [reading.rows for reading in found] == [reading.rows for reading in loose]
    assert [reading.source.sha256 for reading in found] == [r.source.sha256 for r in loose]
    assert len(unread) == len(others)
    assert release_of(archive) == "2021-08-01"


def test_what_is_not_read_is_named(official_files: Path) -> None:
    readings, unread = read_all([official_files])
    reasons = {file.path.name: file.reason for file in unread}
    assert reasons.pop("README.md").startswith("a file that is no workbook")
    # Of BEA's history tables 1 to 3 are read.
    assert {name.partition("-series")[0] for name in reasons} == {"trad-time"}
    assert all(reason.startswith("BEA's tables 4 and 5, services") for reason in reasons.values())
    taken = {reading.source.path for reading in readings}
    books = set(official_files.rglob("*.xlsx"))
    assert books == taken & books | {file.path for file in unread} & books


@pytest.mark.parametrize(("seed", "release", "source_row", "column", "figure"), PRINTED)
def test_a_figure_stands_where_the_sheet_prints_it(
    seed: str, release: str, source_row: str, column: str, figure: str, readings: list[Reading]
) -> None:
    (found,) = (
        row[column]
        for reading in readings
        if reading.seed.name == seed and reading.release_month == release
        for row in reading.rows
        if row["source_row"] == source_row
    )
    assert found == figure


@pytest.mark.parametrize(
    ("seed", "source_row", "item", "period", "figure"),
    [
        ("ft900/exhibit_07", "12", "Corn", ("month", "2021-08-01"), "1180"),
        ("ft900/exhibit_07", "127", "Cookware, cutlery, tools", ("month", "2021-07-01"), "104"),
        ("ft900/exhibit_08", "34", "Crude oil", ("year_to_date", "2020-01-01"), "52249"),
    ],
)
def test_a_commodity_stands_where_the_sheet_prints_it(
    seed: str,
    source_row: str,
    item: str,
    period: tuple[str, str],
    figure: str,
    readings: list[Reading],
) -> None:
    (found,) = (
        row
        for reading in readings
        if reading.seed.name == seed and reading.release_month == "2021-08-01"
        for row in reading.rows
        if row["source_row"] == source_row and (row["row_kind"], row["period_start"]) == period
    )
    assert (found["item"], found["value"]) == (item, figure)


def test_every_number_of_a_sheet_is_in_its_seed(official_files: Path) -> None:
    import openpyxl

    path = official_files / "ft900" / "2021-08" / "exh6.xlsx"
    (reading,) = read_all([path])[0]
    sheet = openpyxl.load_workbook(path, data_only=True).active
    numbers = [cell.value for row in sheet.iter_rows() for cell in row if _is_figure(cell.value)]
    columns = [c for c in reading.seed.columns if c not in (*reading.seed.key, "source_row")]
    rows = sorted(reading.rows, key=lambda row: int(row["source_row"]))
    assert [int(row[column]) for row in rows for column in columns] == numbers


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def test_tidy_exhibits_agree_with_the_file(official_files: Path) -> None:
    path = official_files / "ft900" / "2025-03" / "exhibits.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = [row for row in csv.DictReader(file) if row["exhibit"] in _read_numbers()]
    held = [
        row[column]
        for reading in read_all([path])[0]
        for row in reading.rows
        for column in reading.seed.columns
        if column not in (*reading.seed.key, *reading.seed.remarks)
    ]
    assert sorted(held) == sorted(line["value"] for line in lines)


def _read_numbers() -> set[str]:
    return {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"} | {"17", "19"}
