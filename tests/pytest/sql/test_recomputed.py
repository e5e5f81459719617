"""Every row of the marts equals what a second computation gives, without any tolerance.

If one fails, look the row up in the seeds and work it out by hand: either the mart or
`recomputed.py` is wrong, and never both are changed to agree.
"""

from __future__ import annotations

import ast
import gc
import sys
from operator import eq
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from compiled import open_build
from recomputed import Recomputed

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.built

Row = tuple[Any, ...]
R = Recomputed
OF_ONE = "is_of_one_release"
# What gives the rows of a mart, and the columns they are given in.
MARTS = {
    "fct_trade_values": (R.trade_values, R.VALUE_COLUMNS),
    "latest_trade_values": (R.latest_trade_values, (*R.VALUE_COLUMNS, OF_ONE)),
    "fct_trade_balances": (R.trade_balances, R.BALANCE_COLUMNS),
    "latest_trade_balances": (R.latest_trade_balances, (*R.BALANCE_COLUMNS, OF_ONE)),
    "latest_headline_trade": (R.latest_headline_trade, R.HEADLINE_COLUMNS),
    "fct_bilateral_balances": (R.bilateral_balances, R.BILATERAL_COLUMNS),
    "latest_bilateral_balances": (R.latest_bilateral_balances, (*R.BILATERAL_COLUMNS, OF_ONE)),
    "fct_trade_changes": (R.trade_changes, R.CHANGE_COLUMNS),
    "latest_trade_changes": (R.latest_trade_changes, R.LATEST_CHANGE_COLUMNS),
    "fct_category_contributions": (R.category_contributions, R.CONTRIBUTION_COLUMNS),
    "latest_category_contributions": (R.latest_category_contributions, R.CONTRIBUTION_COLUMNS),
    "fct_commodity_changes": (R.commodity_changes, R.COMMODITY_COLUMNS),
    "fct_real_trade": (R.real_trade, R.REAL_COLUMNS),
}
# The largest: `make test` leaves them out.
SLOW = ("fct_trade_changes", "latest_trade_changes", "fct_category_contributions")
SLOW = (*SLOW, "latest_category_contributions")
# Where a figure stands in its source is another question, and has tests of its own.
LEFT_OUT = {"seed", "seed_row", "source_row"}


class Mart:
    """A copy of a mart, in memory, and the rows that it should have."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, name: str, recomputed: Recomputed
    ) -> None:
        self.connection = connection
        rows, self.columns = MARTS[name]
        given = list(rows(recomputed))
        self.expected = set(given)
        self.is_each_once = len(given) == len(self.expected)
        connection.execute(f"create or replace temp table copied as from marts.{name}")
        described = connection.execute("describe copied").fetchall()
        self.types: dict[str, str] = {column: type_ for column, type_, *_ in described}

    def read(self, relation: str = "copied") -> Iterator[Row]:
        """The rows of the copy, or of one with changes, in whole numbers."""
        cells = ", ".join(self._cell(column) for column in self.columns)
        result = self.connection.execute(f"select {cells} from {relation}")
        while rows := result.fetchmany(10_000):
            yield from rows

    def _cell(self, column: str) -> str:
        """A column as `recomputed` has it."""
        if self.types[column] == "DATE":
            # No other day than the first is a month.
            number = f"year({column}) * 12 + month({column}) - 1"
            return f"case when day({column}) <> 1 then -1 else {number} end"
        if self.types[column].startswith("DECIMAL"):
            return f"cast(replace(cast({column} as varchar), '.', '') as bigint)"
        return column

    def differences(self) -> tuple[list[Row], set[Row]]:
        """Rows of the mart that should not be there, or not twice, and those it lacks."""
        missing, unexpected = self.expected.copy(), []
        for row in self.read():
            if row in missing:
                missing.remove(row)
            else:
                unexpected.append(row)
        return unexpected, missing

    def named(self, row: Row) -> dict[str, Any]:
        """A row to be read: its columns, and months by their names."""
        cells = dict(zip(self.columns, row, strict=True))
        dates = [name for name, cell in cells.items() if self.types[name] == "DATE" and cell]
        return cells | {name: f"{cells[name] // 12}-{cells[name] % 12 + 1:02}" for name in dates}

    def told(self, row: Row, missing: set[Row]) -> str:
        """A row that should not be there, and what the one most like it has in its place."""
        nearest = max(missing, key=lambda other: sum(map(eq, row, other)), default=None)
        if nearest is None:
            return f"only in the mart: {self.named(row)}"
        other = self.named(nearest).items() - self.named(row).items()
        return f"{self.named(row)}\nrecomputed: {dict(other)}"

    def moved(self, column: str) -> str:
        """A column with the smallest change its type allows."""
        type_ = self.types[column]
        if type_ == "BOOLEAN":
            return f"not {column}"
        if type_ == "VARCHAR":
            return f"{column} || '_'"
        if type_ == "DATE":
            return f"{column} + interval 1 day"
        decimals = int(type_[:-1].split(",")[1]) if type_.startswith("DECIMAL") else 0
        return f"{column} + {10**-decimals:.{decimals}f}"


@pytest.fixture(scope="module")
def recomputed(root: Path) -> Iterator[Recomputed]:
    """The second computation. Millions of tuples make no circles: none are looked for."""
    gc.disable()
    yield Recomputed(root)
    gc.enable()


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in MARTS],
)
def mart(request: pytest.FixtureRequest, built: Path, recomputed: Recomputed) -> Iterator[Mart]:
    """Each mart in turn."""
    with open_build(built) as connection:
        yield Mart(connection, request.param, recomputed)


@pytest.mark.parametrize("name", ["recomputed.py", "seed_figures.py"])
def test_the_second_computation_knows_nothing_of_the_first(root: Path, name: str) -> None:
    text = (root / "tests/pytest/support" / name).read_text(encoding="utf-8")
    nodes = list(ast.walk(ast.parse(text)))
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    imported |= {
        alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    assert imported <= {*sys.stdlib_module_names, "collections.abc", "seed_figures"}
    assert ".sql" not in text


def test_every_row_of_a_mart_equals_the_recomputed_one(mart: Mart) -> None:
    assert {*mart.types} - LEFT_OUT == {*mart.columns}, "a column needs its rule in recomputed.py"
    assert mart.is_each_once
    unexpected, missing = mart.differences()
    shown = "\n".join(mart.told(row, missing) for row in unexpected[:3])
    shown = shown or f"only recomputed: {[mart.named(row) for row in [*missing][:3]]}"
    assert (len(unexpected), len(missing)) == (0, 0), (
        f"{len(unexpected)} rows of the mart are not recomputed, {len(missing)} recomputed rows "
        f"are not in the mart:\n{shown}"
    )


def test_a_column_that_is_moved_or_emptied_is_noticed(mart: Mart) -> None:
    execute = mart.connection.execute
    execute("create or replace temp table changed as from copied limit 0")
    changes = []
    # Of the first row that has it; what no row of the holdings has cannot be changed.
    firsts = ", ".join(f"min(rowid) filter ({column} is not null)" for column in mart.columns)
    rows = execute(f"select {firsts} from copied").fetchone()
    for column, row in zip(mart.columns, rows, strict=True):
        for value in (mart.moved(column), "null") if row is not None else ():
            execute(
                f"insert into changed select * replace ({value} as {column}) "
                f"from copied where rowid = {row}"
            )
            changes.append(f"{column} as {value}")
    read = zip(changes, mart.read("changed"), strict=True)
    assert [change for change, row in read if row in mart.expected] == []
