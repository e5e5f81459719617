"""Which changes of the models' SQL are noticed by a test, and which are not.

    python tests/tools/mutation_score.py [--sample 200] [--model fct_trade_changes] ...

Each change of `sql_mutants` is made in the compiled SQL of a built project. The unit tests
of the model run with it, then the model on the data held; if rows of it change, what depends
on it and the data tests, the nearest first, until one fails. A change is

- `killed` if a test fails, or the data no longer go through,
- `refused` if the database does not take the SQL: nobody could commit it,
- `equivalent` if no row of the model changes with the data held,
- `explained` if it is listed, with the reason, in `EXPLAINED`,
- `survived` otherwise: wrong data that no test sees.
"""

from __future__ import annotations

import argparse
import csv
import functools
import json
import multiprocessing
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import duckdb
from sqlglot import exp

import sql_mutants
from compiled import MANIFEST, CompiledProject
from sql_mutants import Mutant
from tradegap.errors import TradegapError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ROOT = Path(__file__).parents[2]
EXPLAINED = Path(__file__).parent / "explained_mutants.csv"
RESULTS = Path("target/mutants.csv")
RESULT_COLUMNS = ["verdict", "model", "kind", "text", "noticed_by", "changed_models"]
FIXTURE = "__dbt__cte__"
ACTUAL = "dbt_internal_unit_test_actual"
EXPECTED = "dbt_internal_unit_test_expected"
# A change that makes a model run on and on is noticed, too: the slowest takes three seconds.
LONGEST_SECONDS = 10
# What the database says of SQL that it does not take, whatever the data.
REFUSALS = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)


@dataclass(frozen=True)
class Verdict:
    """What became of a change: the test that failed, or the models whose rows changed."""

    mutant: Mutant
    verdict: str
    noticed_by: str = ""
    changed_models: tuple[str, ...] = ()

    @property
    def row(self) -> list[str]:
        """The verdict as a row of RESULTS."""
        mutant = self.mutant
        return [
            self.verdict,
            mutant.model,
            mutant.kind,
            mutant.text,
            self.noticed_by,
            " ".join(self.changed_models),
        ]


@dataclass(frozen=True)
class UnitTest:
    """A unit test of dbt as it was compiled.

    `model` is the tree of the model's SQL over the fixtures, `fixtures` are those CTEs,
    `columns` what is compared, `expected` the SQL of the rows expected.
    """

    name: str
    model: exp.Expr
    fixtures: list[exp.Expr]
    columns: str
    expected: str

    def query(self, mutant: Mutant | None) -> str:
        """SQL that gives the rows that are not expected, and the expected that are missing."""
        tree = sql_mutants.changed(self.model, mutant) if mutant else self.model.copy()
        with_ = tree.args.get("with_")
        if with_ is None:
            with_ = exp.With(expressions=[])
            tree.set("with_", with_)
        with_.set(
            "expressions", [*(cte.copy() for cte in self.fixtures), *with_.args["expressions"]]
        )
        actual = f"select {self.columns} from ({sql_mutants.written(tree)}) as actual"
        expected = f"select {self.columns} from ({self.expected}) as expected"
        return (
            f"with actual_rows as materialized ({actual}), "
            f"expected_rows as materialized ({expected}) "
            "(select * from actual_rows except all select * from expected_rows) union all "
            "(select * from expected_rows except all select * from actual_rows)"
        )


def unit_tests(root: Path, model: str) -> list[UnitTest]:
    """The unit tests of a model of a built project, as the build compiled them.

    Raises:
        TradegapError: A unit test was not run by the build.
    """
    manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    found = []
    for node in manifest["unit_tests"].values():
        if node["model"] != model:
            continue
        folder = root / "target/run" / node["package_name"] / node["original_file_path"]
        paths = list(folder.rglob(f"{node['name']}.sql"))
        if len(paths) != 1:
            raise TradegapError(f"unit test {node['name']} was not run: run `dbt build`")
        found.append(unit_test(node["name"], paths[0].read_text(encoding="utf-8")))
    return found


def unit_test(name: str, sql: str) -> UnitTest:
    """Take the SQL that dbt runs for a unit test apart."""
    ctes = {cte.alias: cte.this for cte in sql_mutants.parsed(sql).args["with_"].expressions}
    model = ctes[ACTUAL].args["from_"].this.this.copy()
    compared = ctes[EXPECTED].expressions[:-1]
    expected = sql_mutants.written(ctes[EXPECTED].args["from_"].this.this)
    with_ = model.args.get("with_")
    fixtures = []
    if with_ is not None:
        fixtures = [cte for cte in with_.expressions if cte.alias.startswith(FIXTURE)]
        own = [cte for cte in with_.expressions if not cte.alias.startswith(FIXTURE)]
        if own:
            with_.set("expressions", own)
        else:
            model.set("with_", None)
    columns = ", ".join(sql_mutants.written(column) for column in compared)
    return UnitTest(name, model, fixtures, columns, expected.replace(ACTUAL, "actual_rows"))


class Judge:
    """Makes changes in a copy of the built project and says what becomes of each.

    Args:
        root: The root folder of a built project.

    Raises:
        TradegapError: The project is not built.
    """

    def __init__(self, root: Path) -> None:
        self.project = CompiledProject(root, models=False)
        # One thread, so that sums of doubles come out the same each time.
        # What needs more memory than that is noticed, too: nothing is put on disk.
        self.project.connection.execute(
            "set threads = 1; set memory_limit = '4GB'; set temp_directory = ''; "
            "set enable_progress_bar = false"
        )
        self._root = root
        self._units: dict[str, list[UnitTest]] = {}
        self._trees: dict[str, exp.Expr] = {}
        self._prints: dict[str, tuple[Any, ...]] = {}
        self._seconds: dict[str, float] = {}
        self._explained = explained()
        self._killers: Counter[tuple[str, str]] = Counter()

    def close(self) -> None:
        """Let go of the copy."""
        self.project.close()

    def mutants(self, model: str) -> list[Mutant]:
        """All changes of the SQL of a model."""
        self._run(model)
        return sql_mutants.mutants(model, self.project.sql(model), self._types)

    def unit_tests(self, model: str) -> list[UnitTest]:
        """The unit tests of a model, read once."""
        if model not in self._units:
            self._units[model] = unit_tests(self._root, model)
        return self._units[model]

    def verdict(self, mutant: Mutant) -> Verdict:
        """Make one change, look what notices it, and take it back.

        Raises:
            TradegapError: A data test fails before anything is changed.
        """
        self._run(mutant.model)
        tree = self._tree(mutant.model)
        for unit in self.unit_tests(mutant.model):
            if self._unit_notices(unit, mutant):
                return Verdict(mutant, "killed", unit.name)
        self._run(*self.project.downstream(mutant.model))
        for test in self._tests_of(mutant.model):
            self._time(test)
        sql = sql_mutants.written(sql_mutants.changed(tree, mutant))
        try:
            with ExitStack() as stack:
                with time_limit(self.project.connection, LONGEST_SECONDS):
                    stack.enter_context(
                        self.project.changed(
                            models={mutant.model: lambda _: sql}, wanted=[mutant.model]
                        )
                    )
                with time_limit(self.project.connection, LONGEST_SECONDS * 20):
                    return self._run_on(mutant)
        except REFUSALS:
            return Verdict(mutant, "refused")
        except duckdb.Error as error:
            return Verdict(mutant, "killed", f"{type(error).__name__} in {mutant.model}")

    def _run(self, *models: str) -> None:
        """Run models and all that they read as they are, each once, and know their rows."""
        wanted = {name for model in models for name in self.project.upstream(model)}
        missing = wanted - self._prints.keys()
        self.project.run_models(missing)
        self._prints |= {model: self._print(model) for model in missing}

    def _time(self, test: str) -> None:
        """See a data test pass before anything is changed, and know how long it takes."""
        if test not in self._seconds:
            self._run(*self.project.reads(test))
            start = time.perf_counter()
            if self.project.failing([test]):
                raise TradegapError(f"{test} fails before anything is changed")
            self._seconds[test] = time.perf_counter() - start

    def _tests_of(self, model: str) -> dict[str, list[str]]:
        """The data tests that a change of a model can reach, and what of it they read."""
        reached = {model, *self.project.downstream(model)}
        reading = {
            test: [name for name in self.project.reads(test) if name in reached]
            for test in self.project.tests
        }
        return {test: names for test, names in reading.items() if names}

    def _run_on(self, mutant: Mutant) -> Verdict:
        """The verdict on a change that the model runs with: transaction and all is open."""
        model = mutant.model
        if self._print(model) == self._prints[model]:
            return Verdict(mutant, "equivalent")
        changes = Changes(self, model)
        try:
            noticed_by = self._failing_test(model, changes)
            if noticed_by:
                return Verdict(mutant, "killed", noticed_by)
            for other in self.project.downstream(model):
                changes.reaches(other)
        except duckdb.Error as error:
            return Verdict(mutant, "killed", f"{type(error).__name__} in {changes.running}")
        kind = "explained" if (model, mutant.kind, mutant.text) in self._explained else "survived"
        return Verdict(mutant, kind, changed_models=tuple(sorted(changes.changed)))

    def _failing_test(self, model: str, changes: Changes) -> str | None:
        """A data test that fails, those that most often saw changes of the model first."""
        depth = {
            name: number for number, name in enumerate([model, *self.project.downstream(model)])
        }
        reading = self._tests_of(model)
        tests = sorted(
            reading,
            key=lambda test: (
                -self._killers[model, test],
                max(depth[name] for name in reading[test]),
                self._seconds[test],
            ),
        )
        for test in tests:
            reached = [changes.reaches(name) for name in reading[test]]
            if any(reached):
                changes.running = test
                if self.project.failing([test]):
                    self._killers[model, test] += 1
                    return test
        return None

    def _unit_notices(self, unit: UnitTest, mutant: Mutant) -> bool:
        connection = self.project.connection
        try:
            with time_limit(connection, LONGEST_SECONDS):
                return connection.execute(unit.query(mutant)).fetchone() is not None
        except REFUSALS:
            # A fixture may lack the column: that says nothing of the change.
            return False
        except duckdb.Error:
            return True

    def _tree(self, model: str) -> exp.Expr:
        """The tree of a model, once it is known to mean what the model says."""
        if model not in self._trees:
            tree = sql_mutants.parsed(self.project.sql(model))
            for unit in self.unit_tests(model):
                if not sql_mutants.are_alike(tree, unit.model):
                    raise TradegapError(f"unit test {unit.name} has other SQL than {model}")
                rows = self.project.connection.execute(unit.query(None)).fetchall()
                if rows:
                    raise TradegapError(f"unit test {unit.name} fails unchanged: {rows[0]}")
            sql = sql_mutants.written(tree)
            with self.project.changed(models={model: lambda _: sql}, wanted=[model]):
                if self._print(model) != self._prints[model]:
                    raise TradegapError(f"{model} gives other rows when it is written anew")
            self._trees[model] = tree
        return self._trees[model]

    def _types(self, query: str) -> dict[str, str]:
        rows = self.project.connection.execute(f"describe {query}").fetchall()
        return {name: kind for name, kind, *_ in rows}

    def _print(self, model: str) -> tuple[Any, ...]:
        """What tells the rows of a model from others, whatever their order."""
        relation = self.project.relation(model)
        types = self._types(f"select * from {relation}")
        values = ", ".join(
            f'round("{name}", 6)' if kind == "DOUBLE" else f'"{name}"'
            for name, kind in types.items()
        )
        counted = self.project.connection.execute(
            f"select count(*), sum(hash({values})) from {relation}"
        ).fetchone()
        # A type that widens, a decimal that is summed say, leaves the values as they were.
        return (*counted, *types)


class Changes:
    """How far a change has come: which models were run again, and whose rows changed."""

    def __init__(self, judge: Judge, model: str) -> None:
        self._judge = judge
        self._known = {model: True}
        self._below = set(judge.project.downstream(model))
        self.running = model

    @property
    def changed(self) -> set[str]:
        """The models of which rows are known to have changed."""
        return {model for model, has_changed in self._known.items() if has_changed}

    def reaches(self, model: str) -> bool:
        """Whether rows of a model change; what it reads is run again before it."""
        if model not in self._known:
            # All of them, not only up to the first: each has to be run.
            reached = [
                self.reaches(parent)
                for parent in self._judge.project.reads(model)
                if parent in self._below or parent in self._known
            ]
            self.running = model
            if any(reached):
                self._judge.project.run_models([model])
            self._known[model] = (
                any(reached) and self._judge._print(model) != self._judge._prints[model]
            )
        return self._known[model]


@contextmanager
def time_limit(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what the connection does after so many seconds."""
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def explained() -> dict[tuple[str, str, str], str]:
    """The changes that no test has to notice, with the reason, as reviewed."""
    with EXPLAINED.open(encoding="utf-8", newline="") as file:
        return {
            (row["model"], row["kind"], row["text"]): row["reason"] for row in csv.DictReader(file)
        }


def sampled(found: Iterable[Mutant], count: int | None) -> list[Mutant]:
    """As many changes as asked for, the same ones each time; without a number, all.

    Exchanged columns are nearly half of all changes: no more than a quarter of a sample.
    """
    if count is None:
        return list(found)
    ordered = sorted(found, key=lambda mutant: mutant.order)
    columns = [mutant for mutant in ordered if mutant.kind == "another column"]
    others = [mutant for mutant in ordered if mutant.kind != "another column"]
    few = columns[: count // 4]
    return sorted([*few, *others[: count - len(few)]], key=lambda mutant: mutant.model)


def score(verdicts: Collection[Verdict]) -> str:
    """The count of each verdict, and the part of the changes with wrong data that is seen."""
    counts = Counter(verdict.verdict for verdict in verdicts)
    wrong = counts["killed"] + counts["survived"] + counts["explained"]
    return (
        f"{len(verdicts)} changes: {counts['killed']} killed, {counts['survived']} survived, "
        f"{counts['explained']} explained, {counts['equivalent']} equivalent on the data held, "
        f"{counts['refused']} refused by the database; "
        f"{100 * counts['killed'] / max(wrong, 1):.1f} % of {wrong} with wrong data are noticed"
    )


@functools.cache
def _judge() -> Judge:
    """The judge of a process of its own."""
    return Judge(ROOT)


def _listed(model: str) -> list[Mutant]:
    return _judge().mutants(model)


def _judged(mutant: Mutant) -> Verdict:
    return _judge().verdict(mutant)


def main() -> None:
    """Judge the changes asked for; the exit code is 1 if one survived."""
    parser = argparse.ArgumentParser(description="Which changes of the SQL no test notices.")
    parser.add_argument("--model", action="append", help="only changes of this model")
    parser.add_argument("--sample", type=int, help="so many changes, the same each time")
    parser.add_argument("--workers", type=int, default=2, help="processes side by side")
    options = parser.parse_args()
    start = time.perf_counter()
    verdicts = []
    with (
        multiprocessing.get_context("spawn").Pool(options.workers) as pool,
        (ROOT / RESULTS).open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(RESULT_COLUMNS)
        models = options.model or CompiledProject(ROOT, models=False).models
        found = [mutant for some in pool.map(_listed, models) for mutant in some]
        chosen = sampled(found, options.sample)
        click.echo(f"{len(chosen)} of {len(found)} changes in {len(models)} models")
        for verdict in pool.imap_unordered(_judged, chosen, chunksize=8):
            verdicts.append(verdict)
            writer.writerow(verdict.row)
            file.flush()
            if verdict.verdict == "survived":
                click.echo(f"survived: {verdict.mutant.model}: {verdict.mutant.text}")
            if len(verdicts) % 100 == 0:
                seconds = time.perf_counter() - start
                click.echo(f"{len(verdicts)} of {len(chosen)}, {seconds:.0f} s")
    click.echo(score(verdicts))
    sys.exit(any(verdict.verdict == "survived" for verdict in verdicts))


if __name__ == "__main__":
    main()
