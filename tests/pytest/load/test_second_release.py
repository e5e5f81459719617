"""A second full release, other names among its items, loads with no change of code."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

import release_factory
from rebuilt import copied
from release_factory import NAME, Release
from tradegap.layouts.exhibits import EXHIBITS
from tradegap.load.ingest import ingest
from tradegap.read.inputs import read_all

Cells = tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
def made(root: Path) -> Release:
    """The release."""
    return release_factory.second_release(root)


@pytest.fixture(scope="module")
def folder(made: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its workbooks."""
    folder = tmp_path_factory.mktemp("release") / NAME
    made.save(folder)
    return folder


def figures(rows: list[dict[str, str]]) -> list[Cells]:
    """Rows in an order of their own."""
    return sorted(tuple((column, row[column]) for column in sorted(row)) for row in rows)


def test_every_workbook_gives_every_figure(made: Release, folder: Path) -> None:
    readings, unread = read_all([folder])
    assert not unread
    assert len(readings) == len(EXHIBITS) == 31
    numbers = {layout.seed: layout.number for layout in EXHIBITS}
    for reading in readings:
        expected = made.reading(numbers[reading.seed.name])
        assert reading.release_month == f"{NAME}-01"
        assert figures(list(reading.rows)) == figures(list(expected.rows))


@pytest.mark.slow
def test_a_second_full_release_loads_and_the_project_builds_with_it(
    root: Path, made: Release, folder: Path, tmp_path: Path
) -> None:
    project = copied(root, tmp_path / "project")
    said: list[str] = []
    ingest([folder], project, said.append)
    assert sum(": new (" in line for line in said) == len(EXHIBITS)
    for words in (
        f"{NAME} exhibit 7: found 'Hydrogen' under foods_feeds_beverages, which no list names",
        f"{NAME} exhibit 7: without 'Sorghum, barley, oats' under foods_feeds_beverages, which ",
        f"{NAME} exhibit 14: found 'Ruritania' under Africa, which no list names",
        f"{NAME} exhibit 4s: found 'Türkiye' under TOTAL, which no list names",
        f"{NAME} exhibit 4s: without 'Turkey' under TOTAL, which ",
        f"{NAME} exhibit 4s: 'Ruritania' under TOTAL is an item that other exhibits have",
    ):
        assert any(line.startswith(words) for line in said), words
    assert not any("found 'All other countries'" in line for line in said)

    for layout in EXHIBITS:
        with (project / "seeds" / f"{layout.seed}.csv").open(encoding="utf-8", newline="") as file:
            held = [row for row in csv.DictReader(file) if row["release_month"] == f"{NAME}-01"]
        expected = made.reading(layout.number).rows
        assert figures(held) == figures(list(expected)), layout.exhibit

    said.clear()
    ingest([folder], project, said.append)
    assert said[-1].startswith("No change")

    settings = {name: value for name, value in os.environ.items() if not name.startswith("DBT_")}
    built = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "build", "--quiet"],
        cwd=project,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout


@pytest.mark.slow
def test_two_releases_across_a_year_end_load_together(root: Path, tmp_path: Path) -> None:
    """December has years for years to date; January's month before is of the year before."""
    project = copied(root, tmp_path / "project")
    trade = release_factory.trade_of(root)
    for month in ("2026-12-01", "2027-01-01"):
        release = release_factory.release_of(trade, month)
        release.save(tmp_path / "files" / release.name)
    said: list[str] = []
    ingest([tmp_path / "files"], project, said.append)
    for month in ("2026-12", "2027-01"):
        new = [line for line in said if line.startswith(f"{month} exhibit") and ": new (" in line]
        assert len(new) == len(EXHIBITS)
    assert any(line.startswith("2026-12 revises ") for line in said)
    assert not any("which no list names" in line for line in said)
