"""How fast the project is: `python tests/tools/bench.py`, or `make bench`.

Prints, from one run in the project's own folder: dbt's start-up (`dbt parse`, from nothing
and with its cache), the whole `dbt build`, the SQL of all models and of all tests run
directly in one DuckDB connection, the five slowest nodes and the peak memory. Then the
ledger built by itself from the vintages held, and from ten and a hundred times as many made
of them, each in a process of its own, with an as-of query of each. Then, where the official
files are, one whole release ingested into a copy of the project without it. Last, a copy of the
project that holds ten years more: 120 complete releases, made as the tests make them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compiled import MANIFEST, CompiledProject, in_one_database, open_build
from tradegap.database import WORK
from tradegap.errors import TradegapError
from tradegap.layouts.exhibits import EXHIBITS
from tradegap.project import DATA, PROJECT_FILE, SEEDS, find_root

if TYPE_CHECKING:
    from collections.abc import Iterator

MODELS_AIM_SECONDS = 1.0
BUILD_AIM_PARSES = 3.0
AS_OF_AIM_MILLISECONDS = 50
INGEST_AIM_SECONDS = 20
INGEST_AIM_MEGABYTES = 500
RELEASES = 120
RELEASES_AIM_SECONDS = 60
RELEASES_AIM_MEGABYTES = 4000
ADD_RELEASES = """
import pathlib, sys
sys.path.insert(0, sys.argv[1])
import rebuilt
project = rebuilt.copied(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
print(rebuilt.add_months(project, int(sys.argv[4])))
"""
SLOWEST = 5
SCALES = (1, 10, 100)
REPEATS = 5
# The vintages held, and behind them as often as wanted the same changes by later releases:
# shifted by the span they cover, and by a million each time, so that every value changes.
VINTAGES = """
    create or replace table intermediate.int_vintage_spans as
    select
        spans.* replace (
            cast(spans.valid_from_release + to_months(cast(copies.copy * {months} as integer))
                as date) as valid_from_release,
            spans.value + copies.copy as value
        )
    from work.intermediate.int_vintage_spans as spans
    cross join (select unnest(range({scale})) as copy) as copies
"""
LEDGER_RELEASES = """
    create table marts.dim_release as
    select
        valid_from_release as release_month,
        valid_from_release + interval 65 day as known_at
    from intermediate.int_vintage_spans
    group by all
"""
# The unit of `ru_maxrss`: kilobytes on Linux, bytes on a Mac.
MEMORY_UNITS_PER_MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10


@dataclass(frozen=True)
class Timing:
    """How long a command took, all its threads together too, and its memory at most."""

    seconds: float
    processor_seconds: float
    megabytes: float


def bench(root: Path) -> str:
    """Run everything once and say how long it took.

    Args:
        root: The project's root folder; its `target/` is built again.

    Raises:
        TradegapError: dbt did not succeed.
    """
    cold = _dbt(root, "parse", "--no-partial-parse")
    warm = _dbt(root, "parse")
    build = _dbt(root, "build")
    results = json.loads((root / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    # Processes of their own come first: a new one counts the memory of the one it comes from.
    ledgers = [_ledger(root, scale) for scale in SCALES]
    release = _ingest(root)
    project = CompiledProject(root)
    try:
        models = project.run_models()
        start = time.perf_counter()
        tests = project.run_tests()
        tests_seconds = time.perf_counter() - start
    finally:
        project.close()
    ten_years = list(_ten_years(root))
    nodes = {result["unique_id"]: result["execution_time"] for result in results}
    lines = [
        ("dbt parse, from nothing", f"{cold.seconds:.2f} s"),
        ("dbt parse, with its cache", f"{warm.seconds:.2f} s"),
        ("dbt build, whole", f"{build.seconds:.2f} s, {len(results)} nodes"),
        (
            "dbt build / dbt parse",
            f"{build.seconds / cold.seconds:.2f} (aim: at most {BUILD_AIM_PARSES:g})",
        ),
        (
            f"SQL of {len(models)} models",
            f"{sum(models.values()):.2f} s in one connection (aim: under {MODELS_AIM_SECONDS:g})",
        ),
        (f"SQL of {len(tests)} tests", f"{tests_seconds:.2f} s in one connection"),
        ("peak memory of dbt build", f"{build.megabytes:.0f} MB"),
        ("cores", str(os.cpu_count())),
        *_slowest("slowest node", nodes),
        *_slowest("slowest SQL of a model", models),
        *ledgers,
        ("ingest of a release", release),
        *ten_years,
    ]
    return "\n".join(f"{name:<26}  {value}" for name, value in lines)


def _slowest(name: str, seconds: dict[str, float]) -> Iterator[tuple[str, str]]:
    slowest = sorted(seconds.items(), key=itemgetter(1), reverse=True)[:SLOWEST]
    for number, (node, time_taken) in enumerate(slowest, start=1):
        yield f"{name} {number}", f"{time_taken:.2f} s  {node}"


def _ledger(root: Path, scale: int) -> tuple[str, str]:
    """Build the ledger from so many times the vintages held, in a process of its own."""
    timing, output = _timed(root, sys.executable, __file__, str(scale))
    found = json.loads(output)
    return (
        f"ledger of {scale} x the vintages",
        f"{found['seconds']:.2f} s for {found['values']:,} values of {found['releases']:,} "
        f"releases, {timing.megabytes:.0f} MB; totals as of a day {found['milliseconds']:.1f} ms "
        f"(aim: under {AS_OF_AIM_MILLISECONDS:g})",
    )


def build_ledger(root: Path, scale: int) -> dict[str, float]:
    """Build the ledger in memory from so many times the vintages held, and ask it.

    Returns:
        The seconds of the build, its values and releases, and the milliseconds of a query
        of all totals as of a day.
    """
    nodes = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["nodes"]
    model = nodes["model.tradegap.fct_trade_values"]
    changes = nodes["model.tradegap.int_values_changed"]  # a view, built with the ledger
    tables = {*model["depends_on"]["nodes"], *changes["depends_on"]["nodes"]}
    with open_build(root) as connection:
        connection.execute("attach ':memory:' as made; use made; create schema marts")
        for identity in tables - {changes["unique_id"]}:
            database = nodes[identity]["database"]
            name = f"{nodes[identity]['schema']}.{nodes[identity]['alias']}"
            of_files = name.endswith((".int_figures_recorded", ".int_figures_printed"))
            rows = "limit 0" if of_files else ""
            connection.execute(f"create schema if not exists {nodes[identity]['schema']}")
            connection.execute(f"create table {name} as from {database}.{name} {rows}")
        connection.execute(
            "create view intermediate.int_values_changed as "
            f"{in_one_database(changes['compiled_code'])}"
        )
        [(months,)] = connection.execute(
            "select date_diff('month', min(valid_from_release), max(valid_from_release)) + 1 "
            f"from {WORK.stem}.intermediate.int_vintage_spans"
        ).fetchall()
        connection.execute(VINTAGES.format(months=months, scale=scale))
        start = time.perf_counter()
        connection.execute(
            f"create table marts.fct_trade_values as {in_one_database(model['compiled_code'])}"
        )
        seconds = time.perf_counter() - start
        connection.execute(LEDGER_RELEASES)
        [(definition,)] = connection.execute(
            "select macro_definition from duckdb_functions() "
            "where database_name = 'tradegap' and function_name = 'trade_values_as_of'"
        ).fetchall()
        connection.execute(f"create macro marts.trade_values_as_of(as_of) as table {definition}")
        [(day, values, releases)] = connection.execute(
            "select cast(max(known_at) as date), (select count(*) from marts.fct_trade_values), "
            "count(*) from marts.dim_release"
        ).fetchall()
        milliseconds = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            connection.execute("from marts.trade_values_as_of(?::date)", [day]).fetchall()
            milliseconds.append(1000 * (time.perf_counter() - start))
    return {
        "seconds": seconds,
        "values": values,
        "releases": releases,
        "milliseconds": min(milliseconds),
    }


def _ingest(root: Path) -> str:
    """Ingest the newest whole release of the official files, as a process of its own."""
    beside = root.parent / "shared" / "data"
    official = root.joinpath(os.environ.get("TRADEGAP_OFFICIAL_FILES", beside))
    whole = [
        folder
        for folder in sorted(official.glob("ft900/*"))
        if len(list(folder.glob("*.xlsx"))) == len(EXHIBITS)
    ]
    if not whole:
        return f"not timed: no whole release at {official}"
    with tempfile.TemporaryDirectory(prefix="tradegap-") as folder:
        copy = Path(folder).resolve() / "project"
        copy.mkdir()
        shutil.copy(root / PROJECT_FILE, copy)
        for name in ("models", "macros", str(SEEDS), str(DATA)):
            shutil.copytree(root / name, copy / name)
        for layout in EXHIBITS:
            path = copy / SEEDS / f"{layout.seed}.csv"
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            left = [line for line in lines if not line.startswith(f"{whole[-1].name}-01,")]
            path.write_text("".join(left), encoding="utf-8")
        run = "from tradegap.cli import main; main()"
        timing, _ = _timed(copy, sys.executable, "-c", run, "ingest", str(whole[-1]))
    return (
        f"{timing.seconds:.2f} s, {timing.processor_seconds:.2f} s of the processors, "
        f"{timing.megabytes:.0f} MB (aim: under {INGEST_AIM_SECONDS} s and "
        f"{INGEST_AIM_MEGABYTES} MB), {len(EXHIBITS)} workbooks of {whole[-1].name}"
    )


def _ten_years(root: Path) -> Iterator[tuple[str, str]]:
    """Build and test a copy of the project that holds ten years of complete releases more."""
    tests = root / "tests" / "pytest" / "support"
    with tempfile.TemporaryDirectory(prefix="tradegap-") as folder:
        copy = Path(folder).resolve() / "project"
        made, output = _timed(
            root,
            sys.executable,
            "-c",
            ADD_RELEASES,
            str(tests),
            str(root),
            str(copy),
            str(RELEASES),
        )
        yield (
            f"{RELEASES} releases more",
            f"{int(output):,} rows, made and planned in {made.seconds:.0f} s",
        )
        build = _dbt(copy, "build")
        path = copy / "target/run_results.json"
        results = json.loads(path.read_text(encoding="utf-8"))["results"]
        seconds = {"seed": 0.0, "model": 0.0, "test": 0.0}
        for result in results:
            kind = result["unique_id"].partition(".")[0]
            seconds[kind] = seconds.get(kind, 0.0) + result["execution_time"]
        parts = ", ".join(f"{kind}s {seconds[kind]:.0f} s" for kind in ("seed", "model", "test"))
        yield (
            "  dbt build",
            f"{build.seconds:.0f} s, {build.megabytes:.0f} MB (aim: under {RELEASES_AIM_SECONDS} s "
            f"and {RELEASES_AIM_MEGABYTES} MB); by node, two at a time: {parts}",
        )
        timing, output = _timed(copy, sys.executable, __file__, "sql")
        found = json.loads(output)
        models, tests_run = (sum(found[kind].values()) for kind in ("models", "tests"))
        yield (
            "  SQL in one connection",
            f"models {models:.0f} s, tests {tests_run:.0f} s, {timing.megabytes:.0f} MB",
        )
        yield from _slowest("  slowest model", found["models"])
        yield from _slowest("  slowest test", found["tests"])


def run_sql(root: Path) -> dict[str, dict[str, float]]:
    """Run the SQL of all models and all tests; the seconds of each."""
    project = CompiledProject(root, models=False)
    try:
        models = project.run_models()
        tests = {}
        for name in project.tests:
            start = time.perf_counter()
            project.run_tests([name])
            tests[name] = time.perf_counter() - start
    finally:
        project.close()
    return {"models": models, "tests": tests}


def _dbt(root: Path, *arguments: str) -> Timing:
    """Run one dbt command as a process of its own, as a person would."""
    dbt = Path(sys.executable).with_name("dbt")
    return _timed(root, str(dbt), "--quiet", *arguments)[0]


def _timed(root: Path, *command: str) -> tuple[Timing, bytes]:
    """Run a command in the project's folder; how long it took, and what it printed."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.stderr.buffer.write(output)
        raise TradegapError(f"`{' '.join(command)}` failed, see above")
    processor = usage.ru_utime + usage.ru_stime
    return Timing(seconds, processor, usage.ru_maxrss / MEMORY_UNITS_PER_MEGABYTE), output


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["sql"]:
            click.echo(json.dumps(run_sql(find_root())))
        elif len(sys.argv) > 1:
            click.echo(json.dumps(build_ledger(find_root(), int(sys.argv[1]))))
        else:
            click.echo(bench(find_root()))
    except TradegapError as error:
        click.echo(f"tradegap: {error}", err=True)
        sys.exit(1)
