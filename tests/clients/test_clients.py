"""Which DuckDB clients read the published file: what docs/clients.md claims, no more, no less.

Tried are the oldest and the newest patch of each minor version from 1.0 on, each in an
environment of its own with nothing but its `duckdb`. `make test-clients` makes them from
the locks beside this file, and runs this. A client reads a kind of relation if it gives
every name, key, comment, row and cell of it as the project's own DuckDB does.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "published" / "tradegap.duckdb"
PROBE = Path(__file__).with_name("probe.py")
ENVIRONMENTS = ROOT / ".venv-clients"

KINDS = ("tables", "views", "functions")
# The columns of the table in docs/clients.md, by their headings: the ways of the probe.
WAYS = {
    "opened, or a copy of it": ("opened", "copied"),
    "attached, after `use`": ("attached, in use",),
    "attached, without `use`": ("attached",),
}
HEADING = "| " + " | ".join(["DuckDB", "tried", *WAYS]) + " |\n"

VERSIONS = sorted(
    (path.stem.removeprefix("duckdb-") for path in PROBE.parent.glob("duckdb-*.lock")),
    key=lambda version: [int(part) for part in version.split(".")],
)


@cache
def probed(python: Path) -> dict[str, dict[str, object]]:
    """What the DuckDB of an interpreter reads, by way and part."""
    assert python.exists(), f"{python} is not there: run `make test-clients`"
    assert PUBLISHED.exists(), f"{PUBLISHED} is not there: run `make build`"
    result = subprocess.run(
        [python, "-I", PROBE, PUBLISHED], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def expected() -> dict[str, object]:
    """What the project's own DuckDB reads of the file as it is."""
    return probed(Path(sys.executable))["opened"]


def unread(parts: dict[str, object], kind: str, *, every_cell: bool) -> dict[str, object]:
    """Which parts of a kind of relation are not read as they should, and what was."""
    return {
        part: parts.get("error", parts.get(part))
        for part, value in expected().items()
        if part.startswith(f"{kind}: ")
        and (every_cell or not part.startswith(f"{kind}: cells of "))
        and parts.get(part) != value
    }


def claimed() -> dict[str, list[str]]:
    """The rows of the table in docs/clients.md by minor version: patches tried, then the ways."""
    guide = (ROOT / "docs/clients.md").read_text(encoding="utf-8")
    assert HEADING in guide, "docs/clients.md has no table of the clients"
    rows = re.match(r"\|[-|]+\|\n((?:\|.*\n)+)", guide.partition(HEADING)[2])[1]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows.splitlines()]
    return {minor: rest for minor, *rest in cells}


def minor(version: str) -> str:
    """The minor version of a version."""
    return version.rpartition(".")[0]


def python_of(version: str) -> Path:
    """The interpreter that has a version of DuckDB."""
    return ENVIRONMENTS / version / "bin" / "python"


def test_the_project_itself_reads_every_kind() -> None:
    parts = expected()
    assert not [value for value in parts.values() if "Error" in str(value)]
    for kind in KINDS:
        assert len(parts[f"{kind}: names"]) > 3
        assert [part for part in parts if part.startswith(f"{kind}: cells of ")]
    assert len(parts["tables: keys"]) == len(parts["tables: names"])


def test_the_guide_names_the_versions_tried() -> None:
    assert VERSIONS
    tried: dict[str, list[str]] = {}
    for version in VERSIONS:
        tried.setdefault(minor(version), []).append(version)
    assert {name: cells[0] for name, cells in claimed().items()} == {
        name: ", ".join(versions) for name, versions in tried.items()
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_a_client_reads_what_the_guide_says(version: str) -> None:
    probe = probed(python_of(version))
    assert probe["version"] == version
    read, reasons = [], []
    for ways in WAYS.values():
        kinds = []
        for kind in KINDS:
            missing = {
                part: value
                for way in ways
                for part, value in unread(probe[way], kind, every_cell=way == "opened").items()
            }
            if missing:
                reasons.append(f"{ways[0]}: {next(iter(missing.items()))}")
            else:
                kinds.append(kind)
        read.append(", ".join(kinds) or "nothing")
    assert claimed()[minor(version)][1:] == read, "\n".join(reasons)
