"""Checks new seeds with the project's own identities before they are written.

The rules stand once, in SQL. A copy of the project with the new seeds is built, as far as
the identities need it, in a folder of its own; what does not hold there is refused.
"""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from tradegap.database import Row, first_line, quoted, rows_of
from tradegap.errors import TradegapError
from tradegap.project import DATA, PROJECT_FILE, SEEDS

if TYPE_CHECKING:
    from dbt.contracts.graph.nodes import ModelNode, SeedNode

    Nodes = Mapping[str, SeedNode | ModelNode]


MODELS = ("fct_identity_checks", "int_figures_revised")
MOST_REVISIONS = 5
"""At most this many revisions of a release are listed."""

MEMORY = "150MB"
"""What the check takes beside dbt and the seeds; larger tables go to the disk meanwhile."""
FOLDERS = ("models", "macros", "tests", "analyses")

PROFILE = """\
tradegap:
  target: check
  outputs:
    check: {{type: duckdb, path: '{path}', schema: main, threads: 2, keep_open: false}}
"""

# What a release does not hold to: misreadings first, then what the agencies print so.
NOT_HELD = """
    select *
    from marts.fct_identity_checks
    where
        status not in ('holds', 'reviewed')
        and (
            list_contains(cast($releases as date[]), carried_by_release_month)
            or list_contains(cast($releases as date[]), release_month)
        )
    order by
        status <> 'broken', status <> 'missing', abs(difference) - tolerance desc,
        carried_by_release_month, exhibit, identity_name, series_id, period_start, period_end,
        block
"""

# The largest revisions of a release, with how many there are of all that is compared.
REVISED = """
    select *
    from intermediate.int_figures_revised
    where
        list_contains(cast($releases as date[]), release_month)
        and revision_rank <= $most
        and revision <> 0
    order by release_month, revision_rank
"""


Check = Row
"""A row of fct_identity_checks."""


@dataclass(frozen=True)
class Checked:
    """What new seeds would make."""

    not_held: list[Check]
    revised: list[Row]  # the largest revisions of each release

    def of(self, *statuses: str) -> list[Check]:
        """The checks of some statuses.

        A misreading is `broken` (a core identity) or `missing` (a side of one). Sums that the
        agencies do not hold to add are `recorded`, beyond the limit `excessive`.
        """
        return [check for check in self.not_held if check["status"] in statuses]


NOTHING_FOUND = Checked([], [])


class Checker:
    """The project's identities, compiled once and run over one set of new seeds after another."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._nodes: Nodes | None = None

    def __enter__(self) -> Checker:
        self._folder = tempfile.TemporaryDirectory(prefix="tradegap-")
        self._work = Path(self._folder.name).resolve()
        return self

    def __exit__(self, *exception: object) -> None:
        self._folder.cleanup()

    def check(self, files: Mapping[Path, bytes], releases: Collection[str]) -> Checked:
        """What would not hold with new seeds, by path from the root, for the releases ingested.

        Args:
            files: The new content of seeds, by path from the root.
            releases: The releases that are ingested (`2021-08-01`).

        Raises:
            TradegapError: The project does not compile, or cannot be built with the new seeds.
        """
        for model in MODELS:
            if not any((self._root / "models").rglob(f"{model}.sql")):
                raise TradegapError(
                    f"the project has no model {model}, which checks what is ingested: take it "
                    "back from version control"
                )
        # Called `work`, it holds everything in one file (macros/generate_database_name.sql).
        copy, database = self._work / "project", self._work / "work.duckdb"
        try:
            shutil.rmtree(copy, ignore_errors=True)
            database.unlink(missing_ok=True)
            _copy_project(self._root, copy, files)
            (copy / "profiles.yml").write_text(PROFILE.format(path=database), encoding="utf-8")
            if self._nodes is None:
                self._nodes = _compiled(copy)
            # Models read files below data/ as the project's own folder has them.
            with contextlib.chdir(copy), duckdb.connect(str(database)) as connection:
                connection.execute(f"set temp_directory = '{quoted(self._work / 'spill')}'")
                _build(connection, copy, self._nodes)
                wanted = {"releases": sorted(releases)}
                return Checked(
                    rows_of(connection.execute(NOT_HELD, wanted)),
                    rows_of(connection.execute(REVISED, wanted | {"most": MOST_REVISIONS})),
                )
        except (OSError, duckdb.Error) as error:
            raise TradegapError(f"the new seeds could not be checked: {error}") from error


def _copy_project(root: Path, copy: Path, files: Mapping[Path, bytes]) -> None:
    """The project with the new seeds, in a folder of its own."""
    copy.mkdir()
    shutil.copy(root / PROJECT_FILE, copy)
    ignored = shutil.ignore_patterns(".*", "pytest", "tools", "clients", "__pycache__")
    for folder in (*FOLDERS, str(SEEDS), str(DATA)):
        if (root / folder).is_dir():
            shutil.copytree(root / folder, copy / folder, ignore=ignored)
    for path, content in files.items():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes(content)


def _compiled(copy: Path) -> Nodes:
    """The seeds and models that the identities need, with their SQL, by dbt's names for them."""
    from dbt.cli.main import dbtRunner  # seconds, that an ingest without news need not wait

    arguments = [
        *("compile", "--quiet", "--no-partial-parse"),
        *("--select", *(f"+{model}" for model in MODELS), "--indirect-selection", "empty"),
        *("--project-dir", str(copy), "--profiles-dir", str(copy), "--target", "check"),
        *("--target-path", str(copy / "target"), "--log-path", str(copy / "logs")),
        *("--no-use-colors", "--no-write-json", "--log-level", "none"),
    ]
    with _unchanged_surroundings():
        result = dbtRunner().invoke(arguments)
    if result.exception is not None:
        raise TradegapError(f"the new seeds could not be checked: {result.exception}")
    results: Any = result.result
    if not result.success:
        failed = [node for node in results if str(node.status) in ("error", "fail")]
        what = f"{failed[0].node.name}: {failed[0].message}" if failed else "dbt compile failed"
        raise TradegapError(f"the project does not build with the new seeds: {what}")
    return {found.node.unique_id: found.node for found in results}


def _build(connection: duckdb.DuckDBPyConnection, copy: Path, nodes: Nodes) -> None:
    """Build the identities and what they need.

    The SQL that dbt compiled is run by itself: dbt takes longer about each of a hundred seeds
    and models than DuckDB does, and holds every seed in memory as Python values.
    """
    connection.execute(
        f"set threads = 2; set memory_limit = '{MEMORY}'; set enable_progress_bar = false"
    )
    parents = {
        identity: [p for p in getattr(node.depends_on, "nodes", ()) if p in nodes]
        for identity, node in nodes.items()
    }
    for identity in TopologicalSorter(parents).static_order():
        node = nodes[identity]
        connection.execute(f'create schema if not exists "{node.schema}"')
        try:
            _create(connection, copy, node)
        except duckdb.OutOfMemoryException:
            connection.execute("reset memory_limit")
            _create(connection, copy, node)
        except duckdb.Error as error:
            raise TradegapError(
                f"the project does not build with the new seeds: {node.name}: {first_line(error)}"
            ) from error


def _create(connection: duckdb.DuckDBPyConnection, copy: Path, node: SeedNode | ModelNode) -> None:
    """Make the table or view of a seed or model."""
    name = f'"{node.schema}"."{node.alias}"'
    sql = getattr(node, "compiled_code", None)  # a seed has none
    if sql:
        kind = "view" if node.config.materialized == "view" else "table"
        connection.execute(f"create {kind} {name} as {sql}")
        return
    path = copy / node.original_file_path
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file), [])
    types = {column: str(node.config.column_types.get(column, "varchar")) for column in header}
    connection.execute(
        f"create table {name} as from read_csv(?, columns = ?, header = true, auto_detect = false, "
        "delim = ',', quote = '\"', escape = '\"', new_line = '\\n')",
        [str(path), types],
    )


@contextmanager
def _unchanged_surroundings() -> Iterator[None]:
    """Give back the current folder and the environment's DBT_ settings, which dbt reads."""
    before = Path.cwd()
    settings = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("DBT_")}
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.update(settings)
