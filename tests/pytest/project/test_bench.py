"""The measuring of the ledger: as many changes as it says, and as-of queries in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import build_ledger
from compiled import open_build

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.built

# Twice what is allowed of the vintages held, in milliseconds.
LIMIT_OF_TEN_TIMES = 100


def test_ten_times_the_vintages_are_ten_times_the_values(root: Path, built: Path) -> None:
    with open_build(built) as connection:
        [(spans, releases)] = connection.execute(
            "select count(*), count(distinct valid_from_release) "
            "from intermediate.int_vintage_spans"
        ).fetchall()
    for scale in (1, 10):
        found = build_ledger(root, scale)
        assert (found["values"], found["releases"]) == (scale * spans, scale * releases)
        assert 0 < found["milliseconds"] < LIMIT_OF_TEN_TIMES
