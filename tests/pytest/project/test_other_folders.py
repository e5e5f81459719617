"""dbt started in another folder: it reads and writes the project's files and no others."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MACROS = ("build_state", "project_path", "read_data_file")

# One process for all commands: dbt needs seconds to start. The words are the folders to
# start in, each with the way from there to the project.
PROGRAM = """
import os, sys
from dbt.cli.main import dbtRunner

runner = dbtRunner()
for words in sys.argv[1:]:
    folder, project = words.split(":")
    os.chdir(folder)
    options = ["--project-dir", project, "--profiles-dir", project]
    result = runner.invoke(["--quiet", "build", *options])
    recover = "run `tradegap recover`" in str(result.exception)
    print("BUILD", result.success, "needs recovering" if recover else result.exception)
    print("FOUND", *sorted(str(value) for value in runner.invoke(
        ["--quiet", "show", "--inline", "select * from {{ ref('doubled') }}", *options]
    ).result.results[0].agate_table.columns["n"].values()) if result.success else "")
"""


def put(folder: Path, numbers: tuple[int, ...]) -> None:
    """A data file with some numbers."""
    folder.mkdir(parents=True)
    with gzip.open(folder / "numbers.csv.gz", "wt") as file:
        file.write("n\n" + "".join(f"{number}\n" for number in numbers))


@pytest.fixture
def small_project(root: Path, tmp_path: Path) -> Path:
    """A project with this project's profile, hooks and data files."""
    project = tmp_path / "the project's own"
    files = {
        "dbt_project.yml": "name: tradegap\nprofile: tradegap\nflags: {use_colors: false, "
        'send_anonymous_usage_stats: false}\non-run-start: "{{ build_started() }}"\n',
        "models/doubled.sql": "select n * 2 as n\n"
        "from {{ read_data_file('numbers.csv.gz', {'n': 'integer'}) }}\n",
    }
    for name, text in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    put(project / "data", (1, 2))
    (project / "macros").mkdir()
    (project / "seeds").mkdir()
    for name in MACROS:
        shutil.copy(root / "macros" / f"{name}.sql", project / "macros")
    shutil.copy(root / "profiles.yml", project)
    return project


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder with all that could be taken for the project's: data, a journal, target/."""
    folder = tmp_path / "elsewhere"
    put(folder / "data", (30, 40))
    (folder / "target").mkdir()
    (folder / "seeds").mkdir()
    (folder / "seeds" / ".journal.json").write_text("{}")
    return folder


def files_of(folder: Path) -> set[str]:
    """The files below a folder, by their names."""
    return {path.name for path in folder.rglob("*") if path.is_file()}


def dbt(*starts: str) -> list[str]:
    """Build and ask the project from each folder: `folder:way from there to the project`."""
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM, *starts],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return [line for line in process.stdout.splitlines() if line[:5] in ("BUILD", "FOUND")]


@pytest.mark.slow
def test_another_folder_changes_nothing(small_project: Path, elsewhere: Path) -> None:
    before = files_of(elsewhere)
    models = small_project / "models"
    starts = (f"{elsewhere}:{small_project}", f"{models}:..", f"{small_project}:.")
    assert dbt(*starts) == ["BUILD True None", "FOUND 2 4"] * len(starts)
    assert files_of(elsewhere) == before
    assert files_of(models) == {"doubled.sql"}
    assert (small_project / "target" / "tradegap.duckdb").exists()


def test_the_projects_own_journal_is_seen_from_another_folder(
    small_project: Path, elsewhere: Path
) -> None:
    (elsewhere / "seeds" / ".journal.json").rename(small_project / "seeds" / ".journal.json")
    assert dbt(f"{elsewhere}:{small_project}")[0] == "BUILD False needs recovering"
