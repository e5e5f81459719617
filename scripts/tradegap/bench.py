"""How fast the project is: `python -m tradegap.bench`, or `make bench`.

Prints, from one run in the project's own folder: dbt's start-up (`dbt parse`, from nothing
and with its cache), the whole `dbt build`, the SQL of all models and of all tests run
directly in one DuckDB connection, the five slowest nodes and the peak memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tradegap.compiled import CompiledProject
from tradegap.errors import TradegapError
from tradegap.project import find_root

if TYPE_CHECKING:
    from collections.abc import Iterator

MODELS_AIM_SECONDS = 1.0
BUILD_AIM_PARSES = 3.0
SLOWEST = 5
# The unit of `ru_maxrss`: kilobytes on Linux, bytes on a Mac.
MEMORY_UNITS_PER_MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10


@dataclass(frozen=True)
class Timing:
    """How long a command took and how much memory it had at most."""

    seconds: float
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
    project = CompiledProject(root)
    try:
        models = project.run_models()
        start = time.perf_counter()
        tests = project.run_tests()
        tests_seconds = time.perf_counter() - start
    finally:
        project.close()
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
    ]
    return "\n".join(f"{name:<26}  {value}" for name, value in lines)


def _slowest(name: str, seconds: dict[str, float]) -> Iterator[tuple[str, str]]:
    slowest = sorted(seconds.items(), key=itemgetter(1), reverse=True)[:SLOWEST]
    for number, (node, time_taken) in enumerate(slowest, start=1):
        yield f"{name} {number}", f"{time_taken:.2f} s  {node}"


def _dbt(root: Path, *arguments: str) -> Timing:
    """Run one dbt command as a process of its own, as a person would."""
    dbt = Path(sys.executable).with_name("dbt")
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - the project's own dbt
        [dbt, "--quiet", *arguments], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.stderr.buffer.write(output)
        raise TradegapError(f"`dbt {' '.join(arguments)}` failed, see above")
    return Timing(seconds, usage.ru_maxrss / MEMORY_UNITS_PER_MEGABYTE)


if __name__ == "__main__":
    try:
        click.echo(bench(find_root()))
    except TradegapError as error:
        click.echo(f"tradegap: {error}", err=True)
        sys.exit(1)
