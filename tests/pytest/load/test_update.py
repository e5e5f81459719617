"""A release in one command: its steps in order, and that a failure leaves what is published."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from agencies import CURRENT, ZIP, Agencies, Fault, archive, archived
from tradegap import update as updating
from tradegap.database import PUBLISHED
from tradegap.errors import TradegapError
from tradegap.fetch import agencies as fetching
from tradegap.fetch.downloads import Downloader, RetryPolicy
from tradegap.load import identities
from tradegap.load.ingest import Options, Outcome
from tradegap.update import update
from workbook_factory import exhibit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Command

    from standin import Standin

EVERY_EXHIBIT = ("1", "3", "4", "5", "6", "9", "10", "11", "12")


@pytest.fixture
def agencies() -> Iterator[Agencies]:
    """A server with the release of August 2021."""
    with Agencies() as server:
        server.put_release((2021, 8))
        yield server


@pytest.fixture
def command(
    agencies: Agencies,
    standin_tradegap: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    """The command line in a stand-in project whose builds succeed at once."""
    monkeypatch.setenv("TRADEGAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TRADEGAP_CENSUS_URL", agencies.addresses.census)
    monkeypatch.setenv("TRADEGAP_BEA_URL", agencies.addresses.bea)
    monkeypatch.setattr(updating, "build", lambda _: None)
    monkeypatch.setattr(identities.Checker, "check", lambda *_: identities.NOTHING_FOUND)
    return standin_tradegap


@pytest.fixture
def empty(standin: Standin) -> Standin:
    """The stand-in project without seeds, which are not those of ingest."""
    shutil.rmtree(standin.root / "seeds")
    return standin


def test_the_steps_follow_each_other(empty: Standin, command: Command) -> None:
    outcome = command("update", "2021-08")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    steps = ("ft900xlsx_2108.zip: fetched", "2021-08 exhibit 01: new", "Wrote ", "dbt build:")
    steps = (*steps, "Published ", "August 2021 Trade Gap")
    places = [next(n for n, line in enumerate(lines) if line.startswith(step)) for step in steps]
    assert places == sorted(places)
    assert outcome.err.startswith("note: release 2021-08 lacks services by category")
    assert (empty.root / "seeds" / "ft900" / "exhibit_01.csv").is_file()


def test_again_changes_nothing(empty: Standin, command: Command, agencies: Agencies) -> None:
    command("update")
    before = {path: path.stat().st_mtime_ns for path in (empty.root / "seeds").rglob("*.csv")}
    outcome = command("update")
    assert outcome.code == 0
    assert "No change: all of it is held already." in outcome.out
    assert {p: p.stat().st_mtime_ns for p in (empty.root / "seeds").rglob("*.csv")} == before
    assert agencies.statuses(CURRENT) == [200, 304]


@pytest.mark.parametrize("flag", ["replace", "unusual"])
def test_what_ingest_is_to_take_is_passed_on(
    flag: str, empty: Standin, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Options] = []

    def take(_paths: object, _root: object, _echo: object, options: Options) -> Outcome:
        taken.append(options)
        return Outcome()

    monkeypatch.setattr(updating.ingest, "ingest", take)
    command("update", "2021-08", f"--{flag.replace('_', '-')}")
    command("update", "2021-08")
    assert taken == [Options(**{flag: True}), Options()]


def failing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let one step fail."""

    def fail(*_: object, **__: object) -> None:
        raise TradegapError(f"no {name} today")

    place = {
        "fetch": (fetching, "fetch"),
        "ingest": (updating.ingest, "ingest"),
        "build": (updating, "build"),
        "publish": (updating.publishing, "publish"),
    }[name]
    monkeypatch.setattr(*place, fail)


@pytest.mark.parametrize("name", ["fetch", "ingest", "build", "publish"])
def test_the_first_failure_ends_it_and_leaves_what_is_published(
    name: str, empty: Standin, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = empty.published.read_bytes()
    failing(monkeypatch, name)
    reached = []
    publish = updating.publishing.publish
    if name != "publish":
        monkeypatch.setattr(
            updating.publishing, "publish", lambda root: (reached.append(root), publish(root))[1]
        )
    outcome = command("update")
    assert (outcome.code, outcome.err) == (1, f"tradegap: no {name} today\n")
    assert empty.published.read_bytes() == before
    assert reached == []
    assert empty.unfinished() == []


def test_a_page_that_fails_says_that_the_release_is_published(
    empty: Standin, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = empty.published.stat().st_mtime_ns

    def fail(*_: object) -> None:
        raise TradegapError("no page today")

    monkeypatch.setattr(updating.release_page, "page", fail)
    outcome = command("update", "2021-08")
    assert (outcome.code, outcome.err.splitlines()[-1]) == (
        1,
        "tradegap: release 2021-08 is published, but its page cannot be printed: no page today",
    )
    assert "Published " in outcome.out
    assert empty.published.stat().st_mtime_ns != before


def test_a_release_not_yet_published_changes_nothing(
    standin: Standin, command: Command, agencies: Agencies
) -> None:
    before = {path: path.read_bytes() for path in standin.root.rglob("*") if path.is_file()}
    outcome = command("update", "2021-09")
    assert outcome.err.startswith("tradegap: release 2021-09 is not yet published")
    agencies.faults[CURRENT] = [Fault(403)]
    assert "the server answers 403" in command("update").err
    assert {p: p.read_bytes() for p in standin.root.rglob("*") if p.is_file()} == before


def test_a_broken_off_ingest_is_finished_first(
    standin: Standin, command: Command, agencies: Agencies
) -> None:
    (standin.root / "seeds" / ".journal.json").write_text('{"version": 1, "files": []}')
    agencies.faults[CURRENT] = [Fault(403)]
    assert "note: finished an ingest that was broken off" in command("update").err


@pytest.mark.parametrize("succeeds", [True, False])
def test_a_build_is_dbts_own(
    succeeds: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {}

    def run(words: list[str], **how: object) -> subprocess.CompletedProcess:
        asked.update(how, words=words)
        return subprocess.CompletedProcess(words, 0 if succeeds else 1)

    monkeypatch.setattr(updating.subprocess, "run", run)
    monkeypatch.setenv("DBT_TARGET", "elsewhere")
    monkeypatch.setenv("OTHER", "kept")
    if succeeds:
        updating.build(tmp_path)
    else:
        with pytest.raises(TradegapError, match=r"dbt build failed .* is as before"):
            updating.build(tmp_path)
    assert (asked["words"][0], asked["cwd"]) == (sys.executable, tmp_path)
    assert asked["words"][-2:] == ["build", "--quiet"]
    assert asked["env"]["OTHER"] == "kept"
    assert "DBT_TARGET" not in asked["env"]


@pytest.mark.slow
def test_a_copy_of_the_project_takes_a_new_release(
    root: Path, agencies: Agencies, tmp_path: Path
) -> None:
    """The real thing: seeds, identities, every dbt test, the page; then a release that is wrong."""
    project = tmp_path / "project"
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in tracked:
        if not name.startswith("tests/pytest/") and (root / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, project / name)
    said: list[str] = []

    def update_to(release: str | None) -> str:
        patience = RetryPolicy(attempts=1)
        folder, addresses = tmp_path / "downloads", agencies.addresses
        with Downloader(tmp_path / "cache", patience) as downloader:
            fetched = fetching.fetch(release, folder, downloader, addresses, said.append, bea=False)
        page, _ = update(fetched, project, said.append, Options())
        return page.text

    agencies.files[CURRENT] = (archive((2031, 8), EVERY_EXHIBIT), ZIP)
    assert update_to(None).startswith("August 2031 Trade Gap is $")
    with duckdb.connect(str(project / PUBLISHED), read_only=True) as connection:
        held = connection.execute(
            "select exhibits from marts.dim_release where release_name = '2031-08'"
        ).fetchall()
    assert held == [("01, 03, 04, 05, 06, 09, 10, 11, 12",)]

    published = (project / PUBLISHED).read_bytes()
    seeds = {path: path.read_bytes() for path in (project / "seeds").rglob("*.csv")}
    agencies.files[archived((2031, 9))] = (wrong_archive(tmp_path / "wrong"), ZIP)
    with pytest.raises(TradegapError, match="does not hold for"):
        update_to("2031-09")
    assert (project / PUBLISHED).read_bytes() == published
    assert {p: p.read_bytes() for p in (project / "seeds").rglob("*.csv")} == seeds


def wrong_archive(folder: Path) -> bytes:
    """An archive of September 2031 with one wrong figure."""
    page = exhibit("1", (2031, 9))
    page.rows[page.find("September", 3)][4] += 100
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.write(page.save(folder / "exh1.xlsx"), "exh1.xlsx")
    return out.getvalue()
