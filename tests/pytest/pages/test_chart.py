"""The chart: which points, which words, which files."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING

import pytest

from drawings import PNG_SIGNATURE, words

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

    from standin import Standin


def line_pieces(svg: Path) -> list[int]:
    """How many points each unbroken piece of the line has."""
    [path] = re.findall(r'<path aria-label="[^"]*"[^>]* d="([^"]*)"', svg.read_text("utf-8"))[:1]
    return [piece.count("L") + 1 for piece in path.split("M")[1:]]


@pytest.fixture
def drawn(standin: Standin, standin_tradegap: Command) -> Path:
    outcome = standin_tradegap("chart", "2024-01")
    svg, png, rows = (
        standin.published.parent / f"trade_gap_2024-01.{suffix}" for suffix in ("svg", "png", "csv")
    )
    assert (outcome.code, outcome.out) == (0, f"{svg}\n{png}\n{rows}\n")
    assert outcome.err == (
        "note: the release does not print all months: 2023-10 as release 2023-12 printed them\n"
        "note: no release up to 2024-01 is held that printed 2023-11: a gap in the line\n"
    )
    return svg


def test_title_dates_axis_label_and_source_are_on_the_chart(drawn: Path) -> None:
    texts = words(drawn)
    for text in (
        "Monthly Deficit",
        "October 2023–January 2024",
        "Billions of dollars",
        "January 2024",
        "$67.4 billion",
    ):
        assert texts.count(text) == 1
    [source] = [text for text in texts if text.startswith("Source: ")]
    assert "U.S. Bureau of Economic Analysis" in source
    assert "U.S. Census Bureau" in source


def test_the_axis_starts_at_zero(drawn: Path) -> None:
    assert "0" in words(drawn)


def test_a_month_that_is_not_held_breaks_the_line(drawn: Path) -> None:
    assert line_pieces(drawn) == [1, 2]


def test_the_csv_has_the_points(drawn: Path) -> None:
    header, *rows = drawn.with_suffix(".csv").read_text("utf-8").splitlines()
    assert header == "month,deficit_busd,avg3_deficit_busd,known_release_month"
    assert rows[:2] == ["2023-10-01,65.000000,64.000000,2023-12-01", "2023-11-01,,,"]
    assert len(rows) == 4


def test_the_png_is_twice_as_fine_as_the_svg(drawn: Path) -> None:
    svg = ElementTree.parse(drawn).getroot()  # noqa: S314 - our own drawing
    content = drawn.with_suffix(".png").read_bytes()
    assert content.startswith(PNG_SIGNATURE)
    assert struct.unpack(">II", content[16:24]) == (
        2 * int(svg.get("width")),
        2 * int(svg.get("height")),
    )


def test_the_files_go_where_they_are_wanted(standin: Standin, standin_tradegap: Command) -> None:
    assert standin_tradegap("chart", "2024-01", "--out", "charts/new").code == 0
    assert sorted(path.name for path in (standin.root / "charts" / "new").iterdir()) == [
        "trade_gap_2024-01.csv",
        "trade_gap_2024-01.png",
        "trade_gap_2024-01.svg",
    ]


def test_without_the_last_month_there_is_no_label(
    standin: Standin, standin_tradegap: Command
) -> None:
    standin.change(
        "update marts.rpt_release_chart set deficit_busd = null where month = '2024-01-01'"
    )
    standin_tradegap("publish")
    outcome = standin_tradegap("chart", "2024-01")
    assert "is held that printed 2023-11, 2024-01: a gap" in outcome.err
    assert "$67.4 billion" not in words(standin.published.parent / "trade_gap_2024-01.svg")


@pytest.mark.parametrize("release", ["2021-08", "2016-09"])
def test_a_release_without_a_chart_is_one_line(standin_tradegap: Command, release: str) -> None:
    outcome = standin_tradegap("chart", release)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        f"tradegap: release {release} has no chart: it does not hold the months a chart needs\n"
    )


def test_a_folder_that_takes_no_file_is_one_line(
    standin: Standin, standin_tradegap: Command
) -> None:
    outcome = standin_tradegap("chart", "2024-01", "--out", "dbt_project.yml")
    assert outcome.code == 2
    (standin.root / "no_folder").write_text("")
    outcome = standin_tradegap("chart", "2024-01", "--out", "no_folder/charts")
    assert outcome.code == 1
    assert outcome.err.startswith("tradegap: cannot write the chart: ")
    assert outcome.err.count("\n") == 1
