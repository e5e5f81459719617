"""The compiled SQL of the project, run by itself on a copy of the built database.

Used to time the models without dbt, and to show that tests fail: change a seed, run what
depends on it again, look at the tests, take everything back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from tradegap.database import BUILT, WORK, first_line, quoted
from tradegap.errors import TradegapError

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = Path("target/manifest.json")


@dataclass(frozen=True)
class TestResult:
    """What one dbt test found: its name, how many failures it counts, whether it fails."""

    __test__ = False  # not a pytest class

    name: str
    failures: int
    fails: bool


class CompiledProject:
    """The models and tests of a compiled project, over an in-memory copy of its tables.

    The copy has no constraints: a broken seed has to reach the tests. Models and tests are
    named as in dbt (`fct_trade_values`); dbt's unit tests are not run here.

    Args:
        root: The project's root folder, with `target/manifest.json` of a `dbt build` or
            `dbt compile` and the database that the build made.
        models: Whether the models are there, as they were built; else only the seeds, until
            models are run.

    Raises:
        TradegapError: There is no compiled manifest or no database.
    """

    def __init__(self, root: Path, *, models: bool = True) -> None:
        try:
            manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise TradegapError(f"there is no {MANIFEST}: run `dbt build`") from error
        nodes: dict[str, dict[str, Any]] = manifest["nodes"]
        self._parents = {
            identity: [parent for parent in node["depends_on"]["nodes"] if parent in nodes]
            for identity, node in nodes.items()
            if "nodes" in node.get("depends_on", {})
        }
        self._identities = {
            node["name"]: identity
            for identity, node in nodes.items()
            if node["resource_type"] in ("model", "seed", "snapshot")
        }
        self._models = {
            identity: nodes[identity]
            for identity in TopologicalSorter(self._parents).static_order()
            if nodes[identity]["resource_type"] == "model"
        }
        self._tests = {
            node["name"]: node for node in nodes.values() if node["resource_type"] == "test"
        }
        needed = [*self._models.values(), *self._tests.values()]
        if not all(node.get("compiled_code") for node in needed):
            raise TradegapError(f"{MANIFEST} holds no compiled SQL: run `dbt build`")
        for node in needed:
            node["compiled_code"] = in_one_database(node["compiled_code"])
        seeds = {
            (node["schema"], node["alias"])
            for node in nodes.values()
            if node["resource_type"] == "seed"
        }
        self.connection = _copy_of_tables(root, None if models else seeds)
        views = {
            identity
            for identity, node in self._models.items()
            if node["config"]["materialized"] == "view"
        }
        if models:
            self._run(views, {})

    @property
    def models(self) -> list[str]:
        """The names of the models, each after those it depends on."""
        return [node["name"] for node in self._models.values()]

    @property
    def tests(self) -> list[str]:
        """The names of the tests."""
        return sorted(self._tests)

    def sql(self, name: str) -> str:
        """The compiled SQL of the model named."""
        sql: str = self._models[self._identity(name)]["compiled_code"]
        return sql

    def reads(self, name: str) -> list[str]:
        """The models and seeds that the model or test named reads itself."""
        node = self._tests.get(name)
        identity = node["unique_id"] if node else self._identity(name)
        names = {found: name for name, found in self._identities.items()}
        return [names[parent] for parent in self._parents[identity] if parent in names]

    def relation(self, name: str) -> str:
        """The schema and name of the model named, quoted."""
        node = self._models[self._identity(name)]
        return f'"{node["schema"]}"."{node["alias"]}"'

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Change the SQL of all models and tests, for good. Nothing is run."""
        for node in [*self._models.values(), *self._tests.values()]:
            node["compiled_code"] = change(node["compiled_code"])

    def close(self) -> None:
        """Let go of the copy."""
        self.connection.close()

    def run_models(self, names: Collection[str] | None = None) -> dict[str, float]:
        """Run the SQL of the models named, of all by default, in the order of the graph.

        Returns:
            The seconds each model took.
        """
        return self._run(
            self._models if names is None else {self._identity(name) for name in names}, {}
        )

    def run_tests(self, names: Collection[str] | None = None) -> list[TestResult]:
        """Run the SQL of the tests named, of all by default."""
        return [
            self._test(self._named_test(name)) for name in (self.tests if names is None else names)
        ]

    def failing(self, names: Collection[str] | None = None) -> set[str]:
        """Which of the tests named, of all by default, fail."""
        return {result.name for result in self.run_tests(names) if result.fails}

    def found(self, name: str, where: str = "true") -> list[dict[str, Any]]:
        """The rows that the test named finds and a condition names: its failures."""
        query = self._named_test(name)["compiled_code"]
        result = self.connection.execute(f"select * from ({query}) as found where {where}")
        columns = [column[0] for column in result.description]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    def downstream(self, *names: str) -> list[str]:
        """The models that depend on the seeds or models named, in the order of the graph."""
        reached = {self._identity(name) for name in names}
        found = []
        for identity, node in self._models.items():
            if reached.intersection(self._parents[identity]):
                reached.add(identity)
                found.append(node["name"])
        return found

    def upstream(self, name: str) -> list[str]:
        """The model named and all that it depends on, in the order of the graph."""
        needed = self._read_by((), (name,))
        return [node["name"] for identity, node in self._models.items() if identity in needed]

    @contextmanager
    def changed(
        self,
        *statements: str,
        seeds: Collection[str] = (),
        models: Mapping[str, Callable[[str], str]] | None = None,
        tests: Collection[str] | None = None,
        wanted: Collection[str] | None = None,
    ) -> Iterator[CompiledProject]:
        """The project with something broken in it, taken back at the end of the `with`.

        Args:
            statements: SQL that changes tables of the copy (`update seeds.exhibit_01 ...`).
            seeds: The seeds, or models, those statements change: what depends on them is
                run again.
            models: New SQL for models by name, as a function of the compiled SQL; they and
                what depends on them are run again.
            tests: The tests that will be run: only what they read is run again, which is
                much quicker than everything.
            wanted: The models that will be looked at: only they and what they read are run
                again.

        Raises:
            TradegapError: Something named is not in the project, a function leaves the SQL
                as it was, or a statement changes nothing.
            duckdb.Error: The changed data no longer go through a model or test.
        """
        changes = dict(models or {})
        sql = {}
        for name, change in changes.items():
            before = self._models[self._identity(name)]["compiled_code"]
            sql[self._identity(name)] = change(before)
            if sql[self._identity(name)] == before:
                raise TradegapError(f"the change leaves the SQL of {name} as it was")
        again = {self._identity(name) for name in [*changes, *self.downstream(*seeds, *changes)]}
        if tests is not None or wanted is not None:
            again &= self._read_by(tests or (), wanted or ())
        self.connection.execute("begin")
        try:
            for statement in statements:
                result = self.connection.execute(statement).fetchone()
                if result == (0,):
                    raise TradegapError(f"the change touches no row: {statement}")
            self._run(again, sql)
            yield self
        finally:
            self.connection.execute("rollback")

    def _read_by(self, tests: Collection[str], models: Collection[str]) -> set[str]:
        """The models named, and the nodes that they and the tests named read, all the way."""
        found: set[str] = set()
        waiting = [
            parent for name in tests for parent in self._named_test(name)["depends_on"]["nodes"]
        ]
        waiting += [self._identity(name) for name in models]
        while waiting:
            identity = waiting.pop()
            if identity not in found:
                found.add(identity)
                waiting += self._parents.get(identity, [])
        return found

    def _named_test(self, name: str) -> dict[str, Any]:
        try:
            return self._tests[name]
        except KeyError:
            raise TradegapError(f"the project has no test '{name}'") from None

    def _identity(self, name: str) -> str:
        try:
            return self._identities[name]
        except KeyError:
            raise TradegapError(f"the project has no model or seed '{name}'") from None

    def _run(self, identities: Collection[str], sql: Mapping[str, str]) -> dict[str, float]:
        seconds = {}
        for identity, node in self._models.items():
            materialized = node["config"]["materialized"]
            if identity not in identities or materialized == "ephemeral":
                continue
            kind = "view" if materialized == "view" else "table"
            start = time.perf_counter()
            self.connection.execute(
                f'create schema if not exists "{node["schema"]}"; '
                f'create or replace {kind} "{node["schema"]}"."{node["alias"]}" as '
                f"{sql.get(identity, node['compiled_code'])}"
            )
            seconds[node["name"]] = time.perf_counter() - start
        return seconds

    def _test(self, node: dict[str, Any]) -> TestResult:
        """Run one test as dbt does: count with its `fail_calc`, judge with its `error_if`."""
        config = node["config"]
        condition = config["warn_if" if config["severity"].lower() == "warn" else "error_if"]
        found = self.connection.execute(
            f"select failures, failures {condition} from "
            f"(select {config['fail_calc']} as failures from ({node['compiled_code']}) as found)"
        ).fetchone()
        failures, fails = found or (0, False)
        return TestResult(node["name"], failures or 0, bool(fails))


def in_one_database(sql: str) -> str:
    """Compiled SQL without the name of the second file: a transaction writes into one only."""
    return sql.replace(f'"{WORK.stem}".', "")


def open_build(root: Path) -> duckdb.DuckDBPyConnection:
    """Both files of a build, read only; `intermediate.x` is found as `marts.x` is.

    Raises:
        TradegapError: One of them is not there or cannot be read.
    """
    for path in (BUILT, WORK):
        if not (root / path).exists():
            raise TradegapError(f"there is no {root / path}: run `dbt build`")
    connection = duckdb.connect()
    try:
        for path in (BUILT, WORK):
            connection.execute(f"attach '{quoted(root / path)}' as {path.stem} (read_only)")
        schemas = connection.execute(
            "select distinct database_name || '.' || schema_name from duckdb_schemas() "
            "where database_name in ($built, $work) and schema_name <> 'main'",
            {"built": BUILT.stem, "work": WORK.stem},
        ).fetchall()
        found = [f"{BUILT.stem}.main", *(schema for (schema,) in schemas)]
        connection.execute(f"set search_path = '{','.join(found)}'")
    except duckdb.Error as error:
        connection.close()
        raise TradegapError(f"the build cannot be read: {first_line(error)}") from error
    return connection


def _copy_of_tables(
    root: Path, wanted: Collection[tuple[str, str]] | None
) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the tables of the build but no constraints.

    Args:
        root: The root folder of the built project.
        wanted: Schema and name of the tables to copy; none: all of them.
    """
    connection = open_build(root)
    tables = connection.execute(
        "select database_name, schema_name, table_name from duckdb_tables()"
    ).fetchall()
    connection.execute("attach ':memory:' as copied")
    for database, schema, table in tables:
        if wanted is not None and (schema, table) not in wanted:
            continue
        name = f'"{schema}"."{table}"'
        connection.execute(f'create schema if not exists copied."{schema}"')
        connection.execute(f"create table copied.{name} as select * from {database}.{name}")
    connection.execute("use copied")
    for path in (BUILT, WORK):
        connection.execute(f"detach {path.stem}")
    return connection
