"""Running compiled SQL by itself: order, changes taken back, tests judged as dbt does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from compiled import CompiledProject
from tradegap.errors import TradegapError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def node(
    kind: str, name: str, sql: str = "", parents: list[str] | None = None, **config: str
) -> dict[str, Any]:
    """One node of a manifest, as far as it is read."""
    settings = {"severity": "ERROR", "fail_calc": "count(*)", "error_if": "!= 0", "warn_if": "!= 0"}
    return {
        "name": name,
        "alias": name,
        "schema": "seeds" if kind == "seed" else "marts",
        "resource_type": kind,
        "compiled_code": sql,
        "depends_on": {} if kind == "seed" else {"nodes": parents or []},
        "config": {"materialized": "table", **settings, **config},
    }


NODES = {
    # Not in the order of the graph.
    "model.c": node("model", "c", "select n from marts.b", ["model.b"], materialized="view"),
    "model.a": node("model", "a", "select n * 10 as n from seeds.numbers", ["seed.numbers"]),
    "model.b": node(
        "model", "b", "select n + 1 as n from marts.a", ["model.a"], materialized="view"
    ),
    "model.apart": node("model", "apart", "select 7 as n"),
    "seed.numbers": node("seed", "numbers"),
    "test.small": node("test", "c_is_small", "select * from marts.c where n > 100", ["model.c"]),
    "test.few": node(
        "test", "a_has_few_large", "select * from marts.a where n > 15", ["model.a"], error_if="> 1"
    ),
    "test.sum": node(
        "test",
        "numbers_add_up",
        "select n - 5 as difference from marts.apart",
        ["model.apart"],
        fail_calc="sum(difference)",
        severity="warn",
        warn_if="> 2",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "target").mkdir()
    write_manifest(tmp_path, NODES)
    with duckdb.connect(str(tmp_path / "target" / "tradegap.duckdb")) as connection:
        connection.execute(
            "create schema seeds; create schema marts; "
            "create table seeds.numbers (n integer primary key check (n < 5)); "
            "insert into seeds.numbers values (1), (2); "
            "create table marts.a as select 10 as n union select 20; "
            "create table marts.apart as select 7 as n"
        )
    duckdb.connect(str(tmp_path / "target" / "work.duckdb")).close()
    return tmp_path


def write_manifest(folder: Path, nodes: dict[str, Any]) -> None:
    (folder / "target" / "manifest.json").write_text(json.dumps({"nodes": nodes}))


@pytest.fixture
def project(folder: Path) -> Iterator[CompiledProject]:
    project = CompiledProject(folder)
    yield project
    project.close()


def numbers(project: CompiledProject, relation: str) -> list[int]:
    return [
        n for (n,) in project.connection.execute(f"select n from {relation} order by n").fetchall()
    ]


def test_models_run_after_those_they_depend_on(project: CompiledProject) -> None:
    order = project.models
    assert sorted(order) == ["a", "apart", "b", "c"]
    assert order.index("a") < order.index("b") < order.index("c")
    assert set(project.run_models()) == set(order)
    assert numbers(project, "marts.c") == [11, 21]


def test_what_is_downstream_is_in_the_order_of_the_graph(project: CompiledProject) -> None:
    assert project.downstream("numbers") == ["a", "b", "c"]
    assert project.downstream("b") == ["c"]
    assert project.downstream("apart") == []


def test_tests_count_and_judge_as_in_dbt(project: CompiledProject) -> None:
    results = {result.name: (result.failures, result.fails) for result in project.run_tests()}
    assert results == {
        "c_is_small": (0, False),
        "a_has_few_large": (1, False),
        "numbers_add_up": (2, False),
    }
    assert [result.name for result in project.run_tests(["c_is_small"])] == ["c_is_small"]
    with pytest.raises(TradegapError, match="no test 'c_is_large'"):
        project.run_tests(["c_is_large"])


def test_a_changed_seed_reaches_the_tests_and_is_taken_back(project: CompiledProject) -> None:
    with project.changed("update seeds.numbers set n = 50 where n = 1", seeds=["numbers"]):
        assert numbers(project, "marts.c") == [21, 501]
        assert project.failing() == {"c_is_small", "a_has_few_large"}
    assert numbers(project, "seeds.numbers") == [1, 2]
    assert numbers(project, "marts.c") == [11, 21]
    assert project.failing() == set()


def test_only_what_the_tests_read_is_run_again(project: CompiledProject) -> None:
    with project.changed(
        "update seeds.numbers set n = 50 where n = 1",
        seeds=["numbers"],
        models={"apart": lambda sql: sql.replace("7", "9")},
        tests=["a_has_few_large"],
    ):
        assert project.failing(["a_has_few_large"]) == {"a_has_few_large"}
        assert numbers(project, "marts.a") == [20, 500]
        assert numbers(project, "marts.apart") == [7]


def test_a_doubled_row_is_not_stopped_by_a_key(project: CompiledProject) -> None:
    with project.changed("insert into seeds.numbers from seeds.numbers", seeds=["numbers"]):
        assert numbers(project, "marts.a") == [10, 10, 20, 20]


def test_a_changed_model_is_taken_back(project: CompiledProject) -> None:
    with project.changed(models={"a": lambda sql: sql.replace("*", "+")}):
        assert numbers(project, "marts.c") == [12, 13]
    assert numbers(project, "marts.c") == [11, 21]


def test_a_broken_change_is_taken_back(project: CompiledProject) -> None:
    with (
        pytest.raises(duckdb.ConversionException),
        project.changed(models={"a": lambda sql: "select cast('x' as integer) as n"}),
    ):
        pass
    assert numbers(project, "marts.c") == [11, 21]


def test_a_change_that_changes_nothing_is_refused(project: CompiledProject) -> None:
    with (
        pytest.raises(TradegapError, match="touches no row"),
        project.changed("delete from seeds.numbers where n = 9", seeds=["numbers"]),
    ):
        pass
    with (
        pytest.raises(TradegapError, match="leaves the SQL of a as it was"),
        project.changed(models={"a": lambda sql: sql.replace("minus", "plus")}),
    ):
        pass
    with pytest.raises(TradegapError, match="no model or seed 'nowhere'"):
        project.downstream("nowhere")


def test_the_built_database_stays_as_it_is(folder: Path, project: CompiledProject) -> None:
    before = (folder / "target" / "tradegap.duckdb").read_bytes()
    with project.changed("delete from seeds.numbers", seeds=["numbers"]):
        assert numbers(project, "marts.a") == []
    assert (folder / "target" / "tradegap.duckdb").read_bytes() == before


def test_without_a_compiled_build_it_says_what_to_run(folder: Path) -> None:
    write_manifest(folder, {"model.a": node("model", "a")})
    with pytest.raises(TradegapError, match="holds no compiled SQL: run `dbt build`"):
        CompiledProject(folder)
    write_manifest(folder, NODES | {"test.small": node("test", "c_is_small")})
    with pytest.raises(TradegapError, match="holds no compiled SQL"):
        CompiledProject(folder)
    (folder / "target" / "manifest.json").unlink()
    with pytest.raises(TradegapError, match=r"there is no target/manifest.json: run `dbt build`"):
        CompiledProject(folder)
    write_manifest(folder, NODES)
    (folder / "target" / "tradegap.duckdb").unlink()
    with pytest.raises(TradegapError, match="run `dbt build`"):
        CompiledProject(folder)
