"""What dbt's hooks leave in the database about a build, which publishing relies on."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from tradegap.files import checksum

if TYPE_CHECKING:
    from pathlib import Path

# One process for all commands: dbt needs seconds to start.
PROGRAM = """
import shlex
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

runner = dbtRunner()
for command in (
    "build",
    "run --select doubled",
    "build --vars {most:\\ 1}",
    "build --exclude-resource-type unit_test",
    "test",
    "compile",
    "test --vars {most:\\ 1}",
    "seed",
):
    succeeded = runner.invoke(["--quiet", *shlex.split(command)]).success
    with duckdb.connect("target/tradegap.duckdb") as connection:
        row = connection.execute(
            "select command, state, problems, finished_at >= started_at from meta.build_state"
        ).fetchall()
        tests = connection.execute("from meta.build_tests order by all").fetchall()
        files = connection.execute("from meta.build_files order by all").fetchall()
        versions = connection.execute("from meta.build_versions order by all").fetchall()
    print("STATE", command.split()[0], succeeded, row)
    if command.startswith("build"):
        print("TESTS", *tests)
print("FILES", files)
print("VERSIONS", versions)
Path("seeds/.journal.json").write_text("{}")
for command in ("build", "test"):
    result = runner.invoke(["--quiet", command])
    print("JOURNAL", command, result.success, "run `tradegap recover`" in str(result.exception))
"""

PACKED = gzip.compress(b"n\n3\n4\n5\n")
# The second has a row of two lines.
SEEDS = {"seeds/numbers.csv": "n\n1\n2\n", "seeds/more/texts.csv": 't,n\n"a\nb",1\n'}

STATES = """\
STATE build True [('dbt build', 'complete', None, True)]
TESTS ('data test', 'not_null', 1, 1) ('data test', 'singular', 1, 1) ('unit test', 'unit', 1, 1)
STATE run True [('dbt run', 'partial', '4 nodes were not selected', True)]
STATE build False [('dbt build', 'failed', '1 nodes without success, first is_small', True)]
TESTS ('data test', 'not_null', 1, 1) ('data test', 'singular', 1, 0) ('unit test', 'unit', 1, 1)
STATE build True [('dbt build', 'complete', None, True)]
TESTS ('data test', 'not_null', 1, 1) ('data test', 'singular', 1, 1)
STATE test True [('dbt build', 'complete', None, True)]
STATE compile True [('dbt build', 'complete', None, True)]
STATE test False [('dbt build', 'failed', '1 nodes without success, first is_small', True)]
STATE seed True [('dbt seed', 'partial', '3 nodes were not selected', True)]
FILES [('data/packed.csv.gz', 3, {data}, '{packed}'), \
('seeds/more/texts.csv', 1, 12, '{texts}'), ('seeds/numbers.csv', 2, 6, '{numbers}')]
VERSIONS [('dbt', '{dbt}'), ('duckdb', 'v{duckdb}'), ('tradegap', '2.7')]
JOURNAL build False True
JOURNAL test True False
"""


@pytest.fixture
def small_project(root: Path, tmp_path: Path) -> Path:
    """A project of three nodes with this project's hooks and profile."""
    files = {
        "dbt_project.yml": 'name: tradegap\nversion: "2.7"\n'
        "profile: tradegap\nflags: {use_colors: false, "
        "send_anonymous_usage_stats: false, require_generic_test_arguments_property: true}\n"
        'on-run-start: "{{ build_started() }}"\non-run-end:\n'
        '  - "{{ describe_build(results) }}"\n  - "{{ build_finished(results) }}"\n',
        **SEEDS,
        "models/doubled.yml": "models: [{name: doubled, columns: [{name: n, data_tests: [not_null]}"
        "]}]\nunit_tests: [{name: one_is_two, model: doubled, given: [{input: ref('numbers'), "
        "rows: [{n: 1}]}], expect: {rows: [{n: 2}]}}]\n",
        "models/doubled.sql": "select n * 2 as n from {{ ref('numbers') }}\n",
        "tests/is_small.sql": "select * from {{ ref('doubled') }} "
        "where n > {{ var('most', 100) }}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "packed.csv.gz").write_bytes(PACKED)
    (tmp_path / "macros").mkdir()
    for name in ("build_state.sql", "build_meta.sql", "project_path.sql"):
        shutil.copy(root / "macros" / name, tmp_path / "macros")
    shutil.copy(root / "profiles.yml", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_only_a_whole_and_successful_build_is_complete(small_project: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=small_project,
        capture_output=True,
        text=True,
        check=True,
    )
    words = ("STATE", "TESTS", "FILES", "VERSIONS", "JOURNAL")
    said = [line for line in process.stdout.splitlines() if line.split(" ")[0] in words]
    assert "\n".join(said) + "\n" == STATES.format(
        dbt=version("dbt-core"),
        duckdb=version("duckdb"),
        data=len(PACKED),
        packed=checksum(PACKED),
        texts=checksum(SEEDS["seeds/more/texts.csv"].encode()),
        numbers=checksum(SEEDS["seeds/numbers.csv"].encode()),
    )


def test_the_project_has_the_hooks(root: Path) -> None:
    project = (root / "dbt_project.yml").read_text()
    # First, so that whatever fails after it leaves the build unfinished, too.
    assert 'on-run-start:\n  - "{{ build_started() }}"\n' in project
    # Last, so that whatever fails before it leaves the build unfinished.
    [at_the_end] = re.findall(r"^on-run-end:\n((?:  - .*\n)+)", project, re.MULTILINE)
    assert at_the_end.splitlines()[-1] == '  - "{{ build_finished(results) }}"'
