"""Any release, of any month, complete or not, is built, tested and given back exactly.

Each shape is some seeds: complete releases of every month of the year, onto what is held and
onto nothing; each exhibit left out in turn, and each alone; releases beside each other and
apart; tidy files, histories, vintages; exhibits drawn by lot. What is ingested goes through the
steps of `tradegap ingest`; then every model is built, every data test has to pass, and every
figure has to come back from the marts.

`make test` looks at a few, `make test-slow` at a sample, `make releases` at all of them
(TRADEGAP_RELEASES=all).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import rebuilt
import release_factory
from made_releases import ALL, ROOT, complete, held, month_of, nothing
from rebuilt import COMPARISONS, Rebuilt
from release_factory import Release
from tradegap.layouts import seeds
from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.histories import HISTORY, SERIES
from tradegap.layouts.seeds import GOODS_BY_CODE, Holdings
from tradegap.read import csv_exhibits
from tradegap.read.inputs import read_all

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

ONE_MONTH = 4
"""The month of the releases that lack exhibits: their months of an item make a year to date
as often as they stand in the exhibit, which once was mistaken for it."""
NUMBERS = tuple(layout.number for layout in EXHIBITS)
HISTORIES = [layout.exhibit for layout in (*HISTORY, *SERIES)] + [GOODS_BY_CODE.exhibit]
SUPPLEMENT = tuple(number for number in NUMBERS if number.endswith("s"))
# Long, and the same in every shape: left out where many releases are tried one by one.
LONG = {"bea_trade_by_country", "census_goods_by_country_sa", "goods_by_end_use_code"}


def part(month: int, *numbers: str) -> Release:
    """Some exhibits of a release."""
    rows = complete(month).rows
    return Release(month_of(month), {number: rows[number] for number in numbers})


def without(month: int, number: str) -> Release:
    """A release without one exhibit."""
    return part(month, *(other for other in NUMBERS if other != number))


# --- what is held before ------------------------------------------------------------------


@cache
def everything() -> Holdings:
    """What is held."""
    return held()


@cache
def no_long_histories() -> Holdings:
    """What is held, without the histories that are longest."""
    codes = {seed.exhibit for seed in seeds.FIGURE_SEEDS.values()}
    return rebuilt.only(held(), codes - LONG)


def tables(*exhibits: str) -> Callable[[], Holdings]:
    """Some tables of what is held, and nothing else."""
    return lambda: rebuilt.only(held(), exhibits)


def releases(*months: str) -> Callable[[], Holdings]:
    """Some releases that are held, and nothing else."""
    return lambda: rebuilt.only_releases(held(), months)


# --- shapes -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """Some seeds: what is held before, and the releases that are ingested then, one by one."""

    name: str
    before: Callable[[], Holdings] = nothing
    added: Sequence[Callable[[], Release]] = ()
    in_sample: bool = False


def _months() -> Iterator[Shape]:
    for month in range(1, 13):
        added = (lambda month=month: complete(month),)
        name = f"{month:02d}"
        yield Shape(f"{name}_alone", nothing, added, in_sample=month in (1, 10, 12))
        yield Shape(f"{name}_onto_what_is_held", everything, added, in_sample=month == 4)


def _exhibits() -> Iterator[Shape]:
    for number in NUMBERS:
        for before, where in ((nothing, ""), (no_long_histories, "_onto_what_is_held")):
            sample = number in ("6", "17", "20b") and not where
            left_out = (lambda number=number: without(ONE_MONTH, number),)
            yield Shape(f"without_{number}{where}", before, left_out, in_sample=sample)
            alone = (lambda number=number: part(ONE_MONTH, number),)
            yield Shape(f"only_{number}{where}", before, alone)


def _others() -> Iterator[Shape]:
    yield Shape("nothing", in_sample=True)
    yield Shape("only_exhibits_1_to_4", added=(lambda: part(5, "1", "2", "3", "4"),))
    yield Shape("only_the_supplement", added=(lambda: part(5, *SUPPLEMENT),), in_sample=True)
    for first, second in ((7, 8), (12, 13), (3, 5), (1, 13)):
        added = (lambda first=first: complete(first), lambda second=second: complete(second))
        for order, name in ((added, ""), (added[::-1], "_the_later_first")):
            sample = first == 12 and order is added
            yield Shape(f"{first:02d}_and_{second:02d}{name}", nothing, order, sample)
    rows = (lambda: release_factory.as_tidy(part(6, *csv_exhibits.NUMBERS)),)
    yield Shape("only_a_tidy_file", nothing, rows, in_sample=True)
    yield Shape("a_tidy_file_onto_what_is_held", no_long_histories, rows)
    yield Shape("only_vintages", tables("bop_totals_vintages"), in_sample=True)
    yield Shape("only_histories", tables(*HISTORIES))
    yield Shape("only_totals_of_one_release", tables("release_totals"))
    yield Shape("only_printed_figures", tables("published_figures", "published_category_changes"))
    for history in HISTORIES:
        yield Shape(f"only_{history}", tables(history))
    for month in ("2021-08-01", "2025-03-01", "2024-01-01"):
        yield Shape(f"only_{month[:7]}_of_what_is_held", releases(month))


def _drawn() -> Iterator[Shape]:
    """Exhibits and tables drawn by lot, always the same."""
    for run in range(12):
        chance = random.Random(run)  # noqa: S311 - no secret
        month = chance.randint(1, 13)
        size = chance.randint(2, 20)
        first, second = (tuple(chance.sample(NUMBERS, size)) for _ in range(2))
        codes = sorted({seed.exhibit for seed in seeds.FIGURE_SEEDS.values()} - LONG)
        kept = chance.sample(codes, chance.randint(0, 12))
        added = (
            lambda month=month, numbers=first: part(month, *numbers),
            lambda month=month, numbers=second: part(month + 1, *numbers),
        )
        yield Shape(f"drawn_{run}", tables(*kept), added, in_sample=run == 0)


SHAPES = [*_months(), *_exhibits(), *_others(), *_drawn()]
FEW = ("12_alone", "without_17", "nothing", "only_a_tidy_file")


def sample() -> list[ParameterSet]:
    """All shapes, or a sample, of which a few are not slow."""
    return [
        pytest.param(shape, marks=[] if shape.name in FEW else [pytest.mark.slow], id=shape.name)
        for shape in SHAPES
        if ALL or shape.in_sample
    ]


@pytest.fixture(scope="module")
def stand(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rebuilt]:
    """The project, over seeds that are exchanged."""
    project = Rebuilt(ROOT, tmp_path_factory.mktemp("rebuilt"))
    yield project
    project.close()


@pytest.mark.built
@pytest.mark.parametrize("shape", sample())
def test_what_is_ingested_is_built_and_comes_back(stand: Rebuilt, shape: Shape) -> None:
    holdings = shape.before()
    added = [make() for make in shape.added]
    for release in added:
        holdings = rebuilt.with_readings(
            holdings, [release.reading(number) for number in release.rows]
        )
    stand.hold(holdings)
    problems = stand.problems(added)
    assert not problems, "\n".join(map(str, problems))


# --- whether a fault would be seen --------------------------------------------------------


@pytest.fixture(scope="module")
def complete_alone(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rebuilt]:
    """The project over one complete release, in which a test breaks something for itself."""
    project = Rebuilt(ROOT, tmp_path_factory.mktemp("complete"))
    release = complete(ONE_MONTH)
    readings = [release.reading(number) for number in release.rows]
    project.hold(rebuilt.with_readings(nothing(), readings))
    yield project
    project.close()


@pytest.mark.built
@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("fct_trade_values", "value = value + 1"),
        ("fct_trade_changes", "value_musd = -value_musd"),
        ("fct_trade_balances", "imports_musd = exports_musd"),
        ("fct_bilateral_balances", "balance_musd = balance_musd + 1"),
        ("fct_commodity_changes", "previous_ytd_musd = previous_ytd_musd + 1"),
        ("fct_real_trade", "real_musd = null"),
        ("fct_petroleum_balance", "crude_exports_nsa_usd_per_barrel = 0"),
    ],
)
def test_a_figure_that_is_lost_is_seen(complete_alone: Rebuilt, what: str, change: str) -> None:
    assert sum(what in comparison for comparison in COMPARISONS) == 1
    with complete_alone.project.changed(f"update marts.{what} set {change}"):
        problems = complete_alone.lost(complete(ONE_MONTH))
    assert any(what in problem.what for problem in problems)


# --- the releases themselves --------------------------------------------------------------


@pytest.mark.parametrize(
    "month", range(1, 13) if ALL else (1, pytest.param(12, marks=pytest.mark.slow))
)
def test_the_workbooks_of_a_month_give_its_rows(month: int, tmp_path: Path) -> None:
    release = complete(month)
    folder = tmp_path / release.name
    release.save(folder)
    found, unread = read_all([folder])
    assert not unread
    numbers = {layout.seed: layout.number for layout in EXHIBITS}
    assert len(found) == len(NUMBERS)
    for reading in found:
        expected = release.reading(numbers[reading.seed.name])
        assert list(reading.rows) == list(expected.rows)
