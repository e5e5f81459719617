"""Ways to break a seed, a table or a model, for the tests that show what notices it.

A `Change` is what `CompiledProject.changed` takes: statements, the relations they touch, new
SQL for models. Changes add up with `+`. Relations are written with their schema, rows as a
condition in SQL.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compiled import MANIFEST
from tradegap.database import BUILT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SINGULAR_FOLDER = "tests/reconciliation/"
GENERIC_TESTS = ("rows_are_unique",)


@dataclass(frozen=True)
class Change:
    """Something to break: SQL statements on tables, or other SQL for models."""

    statements: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    models: Mapping[str, Callable[[str], str]] = field(default_factory=dict)

    def __add__(self, other: Change) -> Change:
        return Change(
            self.statements + other.statements,
            self.relations + other.relations,
            {**self.models, **other.models},
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of `CompiledProject.changed`."""
        return {"seeds": self.relations, "models": self.models}


def statement(relation: str, sql: str) -> Change:
    """Any statement that changes a table."""
    return Change((sql,), (relation.partition(".")[2],))


def changed(relation: str, column: str, value: str, where: str) -> Change:
    """Cells of one column get the value of an expression."""
    return statement(relation, f"update {relation} set {column} = {value} where {where}")


def moved(relation: str, column: str, by: float, where: str) -> Change:
    """Cells of one column moved by an amount."""
    return changed(relation, column, f"{column} + {by}", where)


def flipped(relation: str, column: str, where: str) -> Change:
    """The sign of cells flipped."""
    return changed(relation, column, f"-{column}", where)


def blanked(relation: str, column: str, where: str) -> Change:
    """Cells emptied."""
    return changed(relation, column, "null", where)


def swapped(relation: str, one: str, other: str, where: str) -> Change:
    """Two columns swapped, in the rows named."""
    return statement(
        relation, f"update {relation} set {one} = {other}, {other} = {one} where {where}"
    )


def dropped(relation: str, where: str) -> Change:
    """Rows lost."""
    return statement(relation, f"delete from {relation} where {where}")


def emptied(relation: str) -> Change:
    """All rows lost."""
    return statement(relation, f"delete from {relation}")


def repeated(relation: str, where: str, **values: str) -> Change:
    """Rows a second time, with other values in some columns: without any, rows doubled."""
    replaced = ", ".join(f"{value} as {column}" for column, value in values.items())
    columns = f"* replace ({replaced})" if values else "*"
    return statement(
        relation, f"insert into {relation} select {columns} from {relation} where {where}"
    )


def rewritten(model: str, old: str, new: str) -> Change:
    """A model with other words in its SQL."""
    return Change(models={model: lambda sql: sql.replace(old, new)})


def requeried(model: str, query: str) -> Change:
    """A model that gives a query over what it gave, which is called `built` there."""
    return Change(models={model: lambda sql: f"with built as (\n{sql}\n)\n\n{query}"})


def data_tests(root: Path) -> dict[str, dict[str, Any]]:
    """The data tests of the project that reconcile or count keys, by name.

    Those are all in tests/reconciliation, and those of GENERIC_TESTS. Each is its node of
    dbt's manifest.
    """
    manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (
            node["original_file_path"].startswith(SINGULAR_FOLDER) or generic(node) in GENERIC_TESTS
        )
    }


def generic(node: dict[str, Any]) -> str | None:
    """The generic test that a test of the manifest is an instance of, if any."""
    return (node.get("test_metadata") or {}).get("name")


def younger_than_the_build(root: Path) -> list[Path]:
    """The files of the dbt project that changed since the database was built from them."""
    built = min((root / path).stat().st_mtime for path in (BUILT, MANIFEST))
    return sorted(
        path
        for folder in ("macros", "models", "seeds", "data", "tests/generic", SINGULAR_FOLDER)
        for path in (root / folder).rglob("*.*")
        if path.stat().st_mtime > built
    )
