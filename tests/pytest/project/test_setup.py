"""The set-up: one lock with hashes, the measured versions, nothing that names a place."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# Versions known to work together; another one is a decision, not an accident.
PINS = {
    "dbt-core": "1.12.6",
    "dbt-duckdb": "1.11.1",
    "duckdb": "1.5.5",
    "sqlfluff": "4.4.0",
    "sqlfluff-templater-dbt": "4.4.0",
}


def locked(root: Path) -> dict[str, str]:
    """The entry of each package in the lock, with its hashes."""
    entries = re.split(r"\n(?=\S)", (root / "requirements.lock").read_text().strip())
    return {re.match(r"[\w.-]+", entry)[0]: entry for entry in entries if entry[0] != "#"}


def test_every_package_of_the_lock_has_a_version_and_hashes(root: Path) -> None:
    packages = locked(root)
    assert len(packages) > 50
    for name, entry in packages.items():
        assert re.match(rf"{re.escape(name)}==\S+( ; .*)? \\\n    --hash=sha256:\w{{64}}", entry)


@pytest.mark.parametrize("name", ["requirements.lock", "tests/clients/frames.lock"])
def test_a_lock_names_no_place(root: Path, name: str) -> None:
    text = (root / name).read_text()
    assert "://" not in text
    assert "index" not in text
    assert "@" not in text


def test_each_client_has_a_lock_of_its_one_package(root: Path) -> None:
    locks = list((root / "tests" / "clients").glob("duckdb-*.lock"))
    assert len(locks) > 10
    for lock in locks:
        text = lock.read_text()
        version = re.fullmatch(r"duckdb-(\d+\.\d+\.\d+)", lock.stem)[1]
        assert re.fullmatch(
            rf"duckdb=={re.escape(version)}( \\\n    --hash=sha256:[0-9a-f]{{64}})+\n", text
        ), lock


def test_frames_are_read_with_the_duckdb_of_the_project(root: Path) -> None:
    lock = (root / "tests" / "clients" / "frames.lock").read_text()
    assert locked(root)["duckdb"] in lock


def test_dbt_v2_has_locks_that_name_no_place(root: Path) -> None:
    folder = root / "tests" / "v2"
    assert re.fullmatch(
        r"dbt==2\S+( \\\n    --hash=sha256:[0-9a-f]{64})+\n", (folder / "dbt.lock").read_text()
    )
    library = json.loads((folder / "package-lock.json").read_text())
    assert "integrity" in library["packages"]["node_modules/@duckdb/node-bindings-linux-x64"]
    assert "://" not in json.dumps(library)


def test_the_site_has_a_lock_that_names_no_place(root: Path) -> None:
    folder = root / "scripts" / "site"
    wanted = json.loads((folder / "package.json").read_text())
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    project = packages.pop("")
    for kind in ("dependencies", "devDependencies"):
        assert project[kind] == wanted[kind]
        for name, version in wanted[kind].items():
            assert packages[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


@pytest.mark.parametrize(
    "name",
    [
        *("scripts/superset/requirements.lock", "scripts/superset/wtforms-json.lock"),
        *("tests/engines/sail.lock", "tests/engines/pyspark-client.lock"),
    ],
)
def test_locks_of_other_environments_name_no_place(root: Path, name: str) -> None:
    for entry in re.split(r"\n(?=\S)", (root / name).read_text().strip()):
        assert re.fullmatch(
            r"[\w.-]+==\S+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+", entry
        ), entry


def test_sail_is_asked_by_the_dbt_of_the_project(root: Path) -> None:
    folder = root / "tests" / "engines"
    text = (folder / "sail.lock").read_text()
    assert locked(root)["dbt-core"] in text
    names = set(re.findall(r"^[\w.-]+(?===)", text, re.MULTILINE))
    wanted = re.findall(r"^[\w-]+", (folder / "sail.in").read_text(), re.MULTILINE)
    # The client is built from its source, by what the lock has.
    assert set(wanted) - names == {"pyspark-client"}
    assert (folder / "pyspark-client.lock").read_text().startswith("pyspark-client==")


def test_superset_has_all_that_it_asks_for_in_its_lock(root: Path) -> None:
    folder = root / "scripts" / "superset"
    wanted = tomllib.loads((folder / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.match(r"[\w-]+", requirement)[0] for requirement in wanted}
    text = (folder / "requirements.lock").read_text()
    assert names <= set(re.findall(r"^[\w.-]+(?===)", text, re.MULTILINE))


def test_the_measured_versions_are_locked(root: Path) -> None:
    packages = locked(root)
    for name, version in PINS.items():
        assert packages[name].startswith(f"{name}=={version} ")


def test_all_that_the_project_asks_for_is_locked(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.match(r"[\w-]+", requirement)[0] for requirement in wanted}
    assert names <= set(locked(root))


def test_nothing_that_is_made_can_be_committed(root: Path) -> None:
    for name in (
        *("exh1.xlsx", "seeds/ft900xlsx.zip", "target/x", "published/tradegap.duckdb"),
        *(".venv/x", ".venv-clients/1.0.0/x", ".venv-v2/x", ".venv-superset/x", ".venv-sail/x"),
    ):
        ignored = subprocess.run(["git", "check-ignore", "-q", name], cwd=root, check=False)
        assert ignored.returncode == 0, name


@pytest.fixture
def made(root: Path, tmp_path: Path) -> Path:
    """A project of empty files, whose programs only write down that they were called."""
    shutil.copy(root / "Makefile", tmp_path)
    for name in ("requirements.lock", "pyproject.toml", "dbt_project.yml", "profiles.yml"):
        (tmp_path / name).touch()
    sources = re.search(r"find (.+?) -not", (root / "Makefile").read_text().replace("\\\n", ""))[1]
    for folder in sources.split():
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "file").touch()
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, does in (
        ("dbt", ""),
        ("tradegap", "mkdir -p published; touch published/tradegap.duckdb"),
    ):
        (programs / name).write_text(f"#!/bin/sh\necho {name} $1 >>called\n{does}\n")
        (programs / name).chmod(0o755)
    # Set up, and all of it a while ago.
    (programs.parent / ".ready").touch()
    for path in sorted(tmp_path.rglob("*")):
        os.utime(path, (0, 0))
    os.utime(programs.parent / ".ready", (1, 1))
    return tmp_path


def called(project: Path) -> list[str]:
    """The programs that `make build` calls before it prints the page."""
    (project / "called").unlink(missing_ok=True)
    subprocess.run(["make", "build"], cwd=project, capture_output=True, check=True)
    return (project / "called").read_text().splitlines()[:-1]


WHOLE_BUILD = ["tradegap recover", "dbt build", "tradegap publish"]


def test_a_build_is_made_when_something_changed_and_only_then(made: Path) -> None:
    assert called(made) == WHOLE_BUILD
    assert called(made) == []
    os.utime(made / "published" / "tradegap.duckdb", (2, 2))
    (made / "seeds" / "new.csv").touch()
    assert called(made) == WHOLE_BUILD
    assert called(made) == []


@pytest.mark.parametrize(
    "name", ["models/file", "macros/file", "data/file", "published/tradegap.duckdb"]
)
def test_a_build_is_made_when_a_file_has_gone(made: Path, name: str) -> None:
    assert called(made) == WHOLE_BUILD
    os.utime(made / "published" / "tradegap.duckdb", (2, 2))
    (made / name).unlink()
    assert called(made) == WHOLE_BUILD


def test_make_help_names_every_target(root: Path) -> None:
    makefile = (root / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    assert {"build", "test", "test-clients", "lint", "docs", "bench", "clean", "help"} <= set(
        targets
    )
    printed = subprocess.run(
        ["make", "help"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    for target in targets:
        assert re.search(rf"^make {target} +\S", printed, re.MULTILINE), target
