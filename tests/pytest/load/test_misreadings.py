"""A misreading is refused, whatever the exhibit: by its size, or by an identity it breaks.

Each misreading (two columns exchanged, figures a row further down, two blocks exchanged, a period
of another release, another unit; see misreadings.py) stands in one exhibit of a made release that
is right otherwise, loaded after the release before. `make test` looks at a few, `make test-slow` at
a sample, `make releases` at all of them (TRADEGAP_RELEASES=all).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import rebuilt
from made_releases import ALL, ROOT, complete, month_of, nothing
from misreadings import Misreading, misreadings
from rebuilt import Rebuilt
from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.seeds import EXHIBIT_SEEDS, Holdings
from tradegap.load.plausible import implausible
from tradegap.store.releases import renew

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

MONTH = 8
SAMPLE = 24
FEW = 6
REFUSING = "('broken', 'missing', 'excessive')"
UNSEEN = Path(__file__).with_name("unseen_misreadings.csv")
"""Those that nothing on the sheets can tell, each with its reason. Reviewed."""


@cache
def before() -> Holdings:
    """The release before, and nothing else."""
    release = complete(MONTH - 1)
    readings = [release.reading(number) for number in release.rows]
    return rebuilt.with_readings(nothing(), readings)


@cache
def after() -> Holdings:
    """The release, read right, beside it."""
    release = complete(MONTH)
    readings = [release.reading(number) for number in release.rows]
    return rebuilt.with_readings(before(), readings)


@cache
def every_misreading() -> list[Misreading]:
    """Every misreading of every exhibit."""
    after()  # gives the rows their places in the sheets
    new, old = complete(MONTH).rows, complete(MONTH - 1).rows
    return [
        misreading
        for layout in EXHIBITS
        for misreading in misreadings(layout, new[layout.number], old[layout.number])
    ]


def unseen() -> dict[tuple[str, str, str], str]:
    """The reason of each misreading that nothing can tell."""
    with UNSEEN.open(encoding="utf-8", newline="") as file:
        return {(r["exhibit"], r["kind"], r["what"]): r["reason"] for r in csv.DictReader(file)}


def sample() -> list[ParameterSet]:
    """All of them, or some drawn by lot, always the same, of which a few are not slow."""
    found = every_misreading()
    if not ALL:
        found = random.Random(8).sample(found, SAMPLE)  # noqa: S311 - no secret
    return [
        pytest.param(
            misreading,
            marks=[pytest.mark.slow] if number >= FEW else [],
            id=" ".join(misreading.name),
        )
        for number, misreading in enumerate(found)
    ]


def is_refused(stand: Rebuilt, misreading: Misreading) -> bool:
    """Whether ingest would refuse the exhibit so read."""
    layout = next(layout for layout in EXHIBITS if layout.number == misreading.number)
    seed = EXHIBIT_SEEDS[layout.seed]
    month = month_of(MONTH)
    rows = [{column: row[column] for column in seed.columns} for row in misreading.rows]
    holdings = {name: dict(held) for name, held in after().items()}
    holdings[seed.name] |= {seed.key_of(row): row for row in rows}
    if implausible(before(), holdings, {month}):
        return True
    renew(before(), holdings)
    stand.hold(holdings, wanted="fct_identity_checks")
    query = f"select count(*) from marts.fct_identity_checks where status in {REFUSING}"
    return bool(stand.project.connection.execute(query).fetchall()[0][0])


@pytest.fixture(scope="module")
def stand(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rebuilt]:
    """The project, over seeds that are exchanged."""
    project = Rebuilt(ROOT, tmp_path_factory.mktemp("misread"))
    yield project
    project.close()


@pytest.mark.built
def test_what_is_read_right_is_not_refused(stand: Rebuilt) -> None:
    release = complete(MONTH)
    right = Misreading("1", "", "", release.rows["1"])
    assert not is_refused(stand, right)


@pytest.mark.built
@pytest.mark.parametrize("misreading", sample())
def test_a_misreading_is_refused_unless_nothing_can_tell(
    stand: Rebuilt, misreading: Misreading
) -> None:
    assert is_refused(stand, misreading) is (misreading.name not in unseen())


def test_every_misreading_that_is_listed_is_one() -> None:
    names = {misreading.name for misreading in every_misreading()}
    assert unseen().keys() <= names
    assert all(unseen().values())
