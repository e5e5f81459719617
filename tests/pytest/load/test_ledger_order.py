"""Late, out of order and repeated: however files come in, the ledger is the same.

Ingesting writes the seeds, and the ledger is built from these. So two things are shown, for
orders drawn at random: ingesting gives the same seeds, byte for byte, and the ledger's SQL
gives the same rows whatever the order of what it reads.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbook_factory as factory
from ingest_project import Project
from tradegap.load import identities
from workbook_factory import save_csv, save_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from compiled import CompiledProject

RELEASES = [(2021, 7), (2021, 8), (2021, 9), (2021, 12)]
NUMBER = itertools.count()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Four releases, and three states of the vintage ledger."""
    folder = tmp_path_factory.mktemp("files")
    found = []
    for year, month in RELEASES:
        found.append(folder / f"{year}-{month:02d}")
        save_release(found[-1], (year, month), ("1",))
    for count in (1, 2, 3):
        found.append(folder / f"vintages_{count}.csv")
        save_csv(found[-1], factory.vintages(RELEASES[:count]))
    return found


@pytest.fixture(scope="module")
def without_identities() -> Iterator[None]:
    """Identities, which need dbt, are tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identities.Checker, "check", lambda *_: identities.NOTHING_FOUND)
        yield


@pytest.fixture(scope="module")
def in_order(
    parts: list[Path], without_identities: None, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """The seeds when everything comes when it was published."""
    project = Project(tmp_path_factory.mktemp("in_order") / "project")
    for part in parts:
        project.ingest(part)
    return project.texts()


# Every part at least once, some of them again, in any order and in batches of any size.
ORDERS = st.tuples(
    st.permutations(range(7)), st.lists(st.integers(0, 6), max_size=4), st.randoms()
).map(lambda drawn: _shuffled([*drawn[0], *drawn[1]], drawn[2]))


def _shuffled(order: list[int], random) -> list[list[int]]:  # noqa: ANN001 - hypothesis' own
    random.shuffle(order)
    batches: list[list[int]] = [[]]
    for part in order:
        if batches[-1] and random.random() < 0.6:
            batches.append([])
        if part not in batches[-1]:
            batches[-1].append(part)
    return batches


@settings(max_examples=12, deadline=None, derandomize=True)
@given(batches=ORDERS)
def test_any_order_of_ingesting_gives_the_same_seeds(
    batches: list[list[int]],
    parts: list[Path],
    in_order: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assert {part for batch in batches for part in batch} == set(range(len(parts)))
    project = Project(tmp_path_factory.mktemp("orders") / f"project{next(NUMBER)}")
    for batch in batches:
        project.ingest(*(parts[part] for part in batch))
    assert project.texts() == in_order
    # And all of it once more: late, and known already.
    assert project.ingest(*parts)[-1].startswith("No change")


@pytest.mark.slow
@pytest.mark.built
@settings(max_examples=4, deadline=None, derandomize=True)
@given(salt=st.integers(0, 10**6))
def test_any_order_of_rows_gives_the_same_ledger(compiled: CompiledProject, salt: int) -> None:
    ledger = (
        "select count(*), sum(cast(hash(ledger) as hugeint)) from marts.fct_trade_values as ledger"
    )
    expected = compiled.connection.execute(ledger).fetchall()
    models = ["int_figures_recorded", "int_vintage_spans"]
    shuffled = {
        name: lambda sql: f"select * from (\n{sql}\n) as rows order by hash(rows, {salt})"
        for name in models
    }
    with compiled.changed(models=shuffled, wanted=["fct_trade_values"]):
        first = compiled.connection.execute("from marts.fct_trade_values limit 1").fetchall()
        assert first
        assert compiled.connection.execute(ledger).fetchall() == expected
