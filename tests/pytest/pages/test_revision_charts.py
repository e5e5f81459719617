"""The charts of revisions: which points, which words, which files."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING

import duckdb
import pytest

from drawings import PNG_SIGNATURE, words

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

pytestmark = pytest.mark.built

NAMES = ["deficit_revisions_2024-01", "deficit_first_prints", "deficit_revision_sizes"]


@pytest.fixture
def drawn(tradegap: Command, tmp_path: Path) -> Path:
    outcome = tradegap("chart", "2024-01", "--revisions", "--out", str(tmp_path))
    assert (outcome.code, outcome.err) == (0, "")
    files = [tmp_path / f"{name}.{suffix}" for name in NAMES for suffix in ("svg", "png", "csv")]
    assert outcome.out.splitlines() == [str(file) for file in files]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    return tmp_path


def points(svg: Path, color: str) -> int:
    """How many points of a colour a drawing has."""
    return len(re.findall(rf'<path aria-label="[^"]*"[^>]* fill="{color}"', svg.read_text("utf-8")))


def test_each_says_what_it_shows_and_where_it_comes_from(drawn: Path) -> None:
    for name, title, unit in [
        (NAMES[0], "The Deficit of January 2024 as Each Release Printed It", "does not start at"),
        (NAMES[1], "First Prints of the Deficit and What Is Known Now", "Billions of dollars"),
        (NAMES[2], "How Far First Prints of the Deficit Are Revised", "millions of dollars"),
    ]:
        texts = words(drawn / f"{name}.svg")
        assert texts.count(title) == 1
        assert any(unit in text for text in texts)
        assert any("Source: U.S. Bureau of Economic Analysis" in text for text in texts)
        assert (drawn / f"{name}.png").read_bytes().startswith(PNG_SIGNATURE)
        ElementTree.parse(drawn / f"{name}.svg")  # noqa: S314 - our own drawing
    [subtitle] = [text for text in words(drawn / f"{NAMES[0]}.svg") if text.startswith("From $")]
    assert "From $67.4 billion in the release of January 2024 to $67.1 billion" in subtitle


def test_every_print_has_its_point(drawn: Path, published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        [(held, changed)] = connection.execute(
            "select count(*), count(*) filter (where is_changed) from marts.rpt_revision_chart "
            "where month = '2024-01-01'"
        ).fetchall()
        [(first,)] = connection.execute(
            "select count(*) from marts.rpt_revision_chart where is_first_print"
        ).fetchall()
    assert points(drawn / f"{NAMES[0]}.svg", "#004c97") == held + changed
    assert points(drawn / f"{NAMES[1]}.svg", "#d1495b") == first


def test_the_bars_are_labelled_with_the_statistics(drawn: Path, published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        sizes = connection.execute(
            "select mean_absolute_revision_musd from marts.fct_revision_statistics where "
            "series_id = 'balance_goods_and_services_bop_sa' and month_kind = 'all' "
            "and month_period in ('before_2020', 'since_2020')"
        ).fetchall()
    texts = words(drawn / f"{NAMES[2]}.svg")
    assert len(sizes) == 12
    assert all(f"{size:,.0f}" in texts for (size,) in sizes)


@pytest.mark.parametrize("release", ["2020-03", "2013-12", "2026-06"])
def test_a_release_without_a_first_print_is_one_line(tradegap: Command, release: str) -> None:
    outcome = tradegap("chart", release, "--revisions")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("tradegap: ")
    assert outcome.err.count("\n") == 1
