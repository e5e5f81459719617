"""Ways to break a seed, a table or a model, for the tests that show what notices it.

A `Change` is what `CompiledProject.changed` takes: statements, the relations they touch, new
SQL for models. Changes add up with `+`. A relation with its schema (`seeds.exhibit_01`) is a
table whose rows change; a name alone is a model, which gives other rows. Which rows is a
condition in SQL.
"""

from __future__ import annotations

import json
import re
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
        both = {
            name: lambda sql, name=name: other.models[name](self.models[name](sql))
            for name in self.models.keys() & other.models.keys()
        }
        return Change(
            self.statements + other.statements,
            self.relations + other.relations,
            {**self.models, **other.models, **both},
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of `CompiledProject.changed`."""
        return {"seeds": self.relations, "models": self.models}


def is_model(relation: str) -> bool:
    """Whether a name is that of a model, not of a table in its schema."""
    return "." not in relation


def statement(relation: str, sql: str) -> Change:
    """Any statement that changes a table."""
    return Change((sql,), (relation.partition(".")[2],))


def rewritten(model: str, old: str, new: str) -> Change:
    """A model with other words in its SQL, however they are spaced there."""
    words = r"\s+".join(map(re.escape, old.split()))
    return Change(models={model: lambda sql: re.sub(words, lambda _: new, sql)})


def requeried(model: str, query: str) -> Change:
    """A model that gives a query over what it gave, which is called `built` there."""
    return Change(models={model: lambda sql: f"with built as (\n{sql}\n)\n\n{query}"})


def changed(relation: str, column: str, value: str, where: str = "true") -> Change:
    """Cells of one column get the value of an expression."""
    if is_model(relation):
        cell = f"case when {where} then {value} else {column} end as {column}"
        return requeried(relation, f"select * replace ({cell}) from built")
    return statement(relation, f"update {relation} set {column} = {value} where {where}")


def moved(relation: str, column: str, by: float | str, where: str = "true") -> Change:
    """Cells of one column moved by an amount."""
    return changed(relation, column, f"{column} + {by}", where)


def flipped(relation: str, column: str, where: str = "true") -> Change:
    """The sign of cells flipped."""
    return changed(relation, column, f"-{column}", where)


def blanked(relation: str, column: str, where: str = "true") -> Change:
    """Cells emptied."""
    return changed(relation, column, "null", where)


def swapped(relation: str, one: str, other: str, where: str = "true") -> Change:
    """Two columns of a table swapped, in the rows named."""
    return statement(
        relation, f"update {relation} set {one} = {other}, {other} = {one} where {where}"
    )


def dropped(relation: str, where: str) -> Change:
    """Rows lost."""
    if is_model(relation):
        return requeried(relation, f"select * from built where not ({where})")
    return statement(relation, f"delete from {relation} where {where}")


def emptied(relation: str) -> Change:
    """All rows lost."""
    return dropped(relation, "true")


def repeated(relation: str, where: str, values: str = "") -> Change:
    """Rows a second time, with other values (`1 as line`): without any, rows doubled."""
    columns = f"* replace ({values})" if values else "*"
    if is_model(relation):
        return requeried(
            relation, f"select * from built union all select {columns} from built where {where}"
        )
    return statement(
        relation, f"insert into {relation} select {columns} from {relation} where {where}"
    )


def one_of(relation: str, where: str = "true") -> str:
    """A condition for one row of a table among those that meet another one."""
    return f"rowid = (select min(rowid) from {relation} where {where})"


# What each edit is given of a row of a table of edits, after the relation.
ARGUMENTS: dict[Callable[..., Change], tuple[str, ...]] = {
    changed: ("column", "value", "where"),
    moved: ("column", "value", "where"),
    flipped: ("column", "where"),
    blanked: ("column", "where"),
    swapped: ("column", "value", "where"),
    dropped: ("where",),
    emptied: (),
    repeated: ("where", "value"),
    rewritten: ("where", "value"),
    requeried: ("value",),
}
EDITS = {edit.__name__: edit for edit in ARGUMENTS}


def change_of(row: Mapping[str, str]) -> Change:
    """The edit that a row of a table names.

    Its columns are edit, relation, column, value, where, and rows: `one` takes one of those that
    `where` names, which are all without it. Of the SQL of a model, `where` are words of it.
    """
    edit, relation = EDITS[row["edit"]], row["relation"]
    where = row["where"] or "true"
    cells = {**row, "where": one_of(relation, where) if row["rows"] == "one" else where}
    return edit(relation, *(cells[name] for name in ARGUMENTS[edit]))


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
