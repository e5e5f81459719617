"""Publishing: what is kept, what is refused, what a reader or a broken-off run sees."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest
from filelock import FileLock

from tradegap.errors import TradegapError
from tradegap.files import lock_of
from tradegap.publish.publishing import publish

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

    from standin import Standin

NEWEST = "select release_name from marts.a_view_over_a_view"
ADD_RELEASE = (
    "insert into marts.dim_release values ('2026-01-01', '2026-01', null, null, 'x', false)"
)

READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(connection.execute(line).fetchall(), flush=True)
"""

# DuckDB writes the storage version into the header: 64 is v1.0.0, which old clients know.
STORAGE_1_0 = 64


@pytest.fixture
def another_process(standin: Standin):  # noqa: ANN201 - a generator of a generator
    """A process that has a database open: sends it a query, gets the answer's text."""
    processes = []

    def start(path: Path, program: str = READER):  # noqa: ANN202
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)

        def ask(query: str) -> str:
            process.stdin.write(query + "\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        return ask

    yield start
    for process in processes:
        process.communicate(timeout=10)


def storage_version(path: Path) -> int:
    with path.open("rb") as file:
        return struct.unpack("<Q", file.read(20)[12:])[0]


def test_only_the_marts_and_the_state_of_the_build_are_published(standin: Standin) -> None:
    assert standin.ask(
        "select distinct schema_name from duckdb_tables() union "
        "select distinct schema_name from duckdb_views() where not internal order by all"
    ) == [("marts",), ("meta",)]


def test_rows_constraints_and_comments_are_kept(standin: Standin) -> None:
    for query in (
        "from marts.rpt_release_highlights order by all",
        "from marts.fct_release_figure_inputs order by all",
        "from marts.a_view_over_a_view",
        "select table_name, constraint_text from duckdb_constraints() where schema_name = 'marts' "
        "order by all",
        "select table_name, comment from duckdb_tables() where schema_name = 'marts' order by all",
        "select view_name, comment from duckdb_views() where schema_name = 'marts' order by all",
        "select table_name, column_name, data_type, comment from duckdb_columns() "
        "where schema_name = 'marts' order by all",
        "select function_name, parameters, macro_definition, comment from duckdb_functions() "
        "where schema_name = 'marts' order by all",
        "from marts.releases_up_to('2024-01', '2020-01') order by all",
    ):
        rows = standin.ask(query)
        assert rows
        assert rows == standin.ask(query, standin.built)


def test_constraints_are_enforced_in_the_published_file(standin: Standin) -> None:
    with (
        duckdb.connect(str(standin.published)) as connection,
        pytest.raises(duckdb.ConstraintException),
    ):
        connection.execute("insert into marts.dim_release select * from marts.dim_release")


def test_the_file_has_the_storage_version_that_old_clients_know(standin: Standin) -> None:
    assert storage_version(standin.published) == STORAGE_1_0


def test_views_work_under_another_file_name_and_alias(standin: Standin) -> None:
    renamed = standin.published.rename(standin.root / "figures of march.db")
    assert standin.ask(NEWEST, renamed) == [("2025-11",)]
    with duckdb.connect() as connection:
        connection.execute(f"attach '{renamed}' as trade (read_only)")
        assert connection.execute("select * from trade.marts.latest_releases").fetchone()


def test_an_open_reader_keeps_its_snapshot_and_a_new_one_sees_the_new_data(
    standin: Standin,
    another_process,  # noqa: ANN001
) -> None:
    before = another_process(standin.published)
    assert before(NEWEST) == "[('2025-11',)]"
    standin.change(ADD_RELEASE)
    publish(standin.root)
    assert before(NEWEST) == "[('2025-11',)]"
    assert another_process(standin.published)(NEWEST) == "[('2026-01',)]"


def test_publishing_twice_gives_the_same_content(standin: Standin) -> None:
    first, second = publish(standin.root), publish(standin.root)
    assert first == second
    assert (first.tables, first.views) == (9, 2)
    assert standin.unfinished() == []


def test_the_first_publish_makes_the_folder(standin: Standin) -> None:
    standin.published.unlink()
    standin.published.parent.rmdir()
    publish(standin.root)
    assert standin.ask(NEWEST) == [("2025-11",)]


@pytest.mark.parametrize("step", ["_copy", "_looked_at", "flush"])
def test_a_kill_before_the_rename_leaves_the_old_file(standin: Standin, step: str) -> None:
    before = standin.published.read_bytes()
    standin.change(ADD_RELEASE)
    program = (
        "import os, pathlib, signal, sys\n"
        "from tradegap.publish import publishing\n"
        f"step = publishing.{step}\n"
        "def killed(*arguments):\n"
        "    step(*arguments)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"publishing.{step} = killed\n"
        "publishing.publish(pathlib.Path(sys.argv[1]))\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(standin.root)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert standin.published.read_bytes() == before
    assert standin.unfinished()

    publish(standin.root)
    assert standin.ask(NEWEST) == [("2026-01",)]
    assert standin.unfinished() == []


def test_a_full_disk_leaves_the_old_file(
    standin: Standin, standin_tradegap: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = standin.published.read_bytes()
    standin.change(ADD_RELEASE)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = standin_tradegap("publish")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "tradegap: cannot publish: [Errno 28] No space left on device\n"
    assert standin.published.read_bytes() == before
    assert standin.unfinished() == []


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("drop table meta.build_state", "does not say that a build completed"),
        ("delete from meta.build_state", "does not say whether its build completed"),
        ("update meta.build_state set state = 'running'", "the last `dbt build` was broken off"),
        (
            "update meta.build_state set state = 'failed', problems = '2 nodes failed'",
            "the last `dbt build` is not a completed build (2 nodes failed)",
        ),
        (
            "update meta.build_state set command = 'dbt run', state = 'partial', problems = 'x'",
            "the last `dbt run` is not a completed build (x)",
        ),
    ],
)
def test_a_build_that_did_not_complete_is_refused(
    standin: Standin, standin_tradegap: Command, sql: str, message: str
) -> None:
    before = standin.published.read_bytes()
    standin.change(sql)
    outcome = standin_tradegap("publish")
    assert outcome.code == 1
    assert message in outcome.err
    assert outcome.err.endswith(": run `dbt build`\n")
    assert outcome.err.count("\n") == 1
    assert standin.published.read_bytes() == before


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        (
            "create view marts.named as select * from tradegap.marts.dim_release",
            "marts.named needs what is not published",
        ),
        (
            "create view marts.outside as select * from work.seeds.exhibit_01",
            "marts.outside needs what is not published",
        ),
        (
            "create macro marts.outside() as table select * from work.seeds.exhibit_01",
            "marts.outside needs what is not published",
        ),
        (
            "create macro marts.seeds_of(id) as table select * from work.seeds.exhibit_01 "
            "where exhibit_01.id = id",
            "marts.seeds_of needs what is not published",
        ),
        ("drop schema marts cascade", "has no schema marts to publish"),
    ],
)
def test_marts_that_do_not_stand_alone_are_refused(
    standin: Standin, sql: str, message: str
) -> None:
    before = standin.published.read_bytes()
    standin.change(sql)
    with pytest.raises(TradegapError, match=message):
        publish(standin.root)
    assert standin.published.read_bytes() == before
    assert standin.unfinished() == []


def test_what_a_write_ahead_log_holds_is_published(standin: Standin) -> None:
    program = (
        "import duckdb, os, sys\n"
        "connection = duckdb.connect(sys.argv[1])\n"
        "connection.execute(sys.argv[2])\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", program, standin.built, ADD_RELEASE], check=True)
    assert standin.built.with_name("tradegap.duckdb.wal").exists()
    publish(standin.root)
    assert standin.ask(NEWEST) == [("2026-01",)]
    assert standin.unfinished() == []


def test_somebody_who_reads_the_build_is_not_in_the_way(
    standin: Standin,
    another_process,  # noqa: ANN001
) -> None:
    assert another_process(standin.built)(NEWEST) == "[('2025-11',)]"
    publish(standin.root)


def test_a_build_that_is_running_is_waited_for_by_the_person(
    standin: Standin,
    another_process,  # noqa: ANN001
) -> None:
    builder = another_process(standin.built, READER.replace(", read_only=True", ""))
    assert builder("select 1") == "[(1,)]"
    with pytest.raises(TradegapError, match="is being written: let the dbt build finish"):
        publish(standin.root)


def test_one_publishes_at_a_time(standin: Standin) -> None:
    with (
        FileLock(lock_of(standin.published.parent)),
        pytest.raises(TradegapError, match="another `tradegap publish` is running"),
    ):
        publish(standin.root)
    publish(standin.root)


def test_nothing_built_is_one_line(standin: Standin, standin_tradegap: Command) -> None:
    standin.built.unlink()
    outcome = standin_tradegap("publish")
    assert outcome.code == 1
    assert outcome.err == (
        "tradegap: there is no target/tradegap.duckdb to publish: run `dbt build` first\n"
    )


def test_a_file_that_is_no_database_is_one_line(
    standin: Standin, standin_tradegap: Command
) -> None:
    standin.built.write_bytes(b"not a database" * 1000)
    outcome = standin_tradegap("publish")
    assert outcome.code == 1
    assert outcome.err.startswith("tradegap: target/tradegap.duckdb cannot be read")
    assert outcome.err.count("\n") == 1


def test_publish_says_what_it_published(standin: Standin, standin_tradegap: Command) -> None:
    outcome = standin_tradegap("publish")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"Published {standin.published}: 9 tables, 2 views, 45 rows\n"
