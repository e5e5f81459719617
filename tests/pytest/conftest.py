"""What the tests share: the project, its databases, a stand-in for both, the command line."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol
from zlib import crc32

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

import standin as standin_project
from compiled import CompiledProject
from standin import Standin
from tradegap import cli
from tradegap.database import BUILT, PUBLISHED
from tradegap.project import find_root
from tradegap.publish.publishing import publish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xdist.remote import Producer


# They take minutes: begun first, so that no worker is left with one of them at the end.
LONGEST = (
    *("test_second_release.py", "test_sql_mutants.py", "test_update.py", "test_official_files.py"),
    *("test_official_releases.py", "test_build_state.py", "test_recomputed.py"),
    *("test_mutations.py", "test_releases.py", "test_misreadings.py"),
    *("test_page_follows_the_seeds.py", "test_identities.py", "test_other_folders.py"),
)
# A file of more tests than this goes out in parts of about as many.
MOST_TESTS = 150


class ByFile(LoadScopeScheduling):
    """Gives a worker all tests of a file, which share what takes long to make.

    Long files go out in parts. (`--dist loadgroup` does it by marks, which pytest 9.2 no
    longer lets xdist 3.8 see.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file = self._file(nodeid)
        parts = 1 + self._tests[file] // MOST_TESTS
        return f"{file} {crc32(nodeid.encode()) % parts}"

    @cached_property
    def _tests(self) -> Counter[str]:
        """How many tests a file has."""
        return Counter(map(self._file, self.collection))

    @staticmethod
    def _file(nodeid: str) -> str:
        return nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Tests are shared out by file."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first."""
    items.sort(key=lambda item: [item.path.name == name for name in LONGEST], reverse=True)


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code and both of its streams."""

    code: int
    out: str
    err: str


class Command(Protocol):
    """Runs `tradegap` with some words, in a project's folder."""

    def __call__(self, *arguments: str) -> Outcome:
        """Run the command."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return find_root()


def _needed(path: Path) -> Path:
    if not path.exists():
        pytest.fail(f"{path} is not there: run `make build` first", pytrace=False)
    return path


@pytest.fixture(scope="session")
def built(root: Path) -> Path:
    """The root of the built project, for `open_build`. Not built is a failure, never a pass."""
    _needed(root / BUILT)
    return root


@pytest.fixture(scope="session")
def published(root: Path) -> Path:
    """The database that `tradegap publish` made. Not there is a failure, never a pass."""
    return _needed(root / PUBLISHED)


@pytest.fixture(scope="session")
def compiled(root: Path) -> Iterator[CompiledProject]:
    """The project's own models and tests, over a copy of the built database in memory.

    Shared by all tests: break it with `compiled.changed(...)`, which takes it back.
    """
    project = CompiledProject(root)
    yield project
    project.close()


@pytest.fixture(scope="session")
def official_files(root: Path) -> Path:
    """The folder of official input files, which are not part of the repository.

    Stands beside the project, or where TRADEGAP_OFFICIAL_FILES says.
    """
    beside = root.parent / "shared" / "data"
    folder = root.joinpath(os.environ.get("TRADEGAP_OFFICIAL_FILES", beside))
    if not folder.is_dir():
        pytest.skip(f"the official input files are not at {folder}")
    return folder


@pytest.fixture(scope="session")
def standin_template(tmp_path_factory: pytest.TempPathFactory) -> Standin:
    """The stand-in project, made and published once."""
    standin = standin_project.make(tmp_path_factory.mktemp("standin"))
    publish(standin.root)
    return standin


@pytest.fixture
def standin(standin_template: Standin, tmp_path: Path) -> Standin:
    """A stand-in project of one's own, built and published."""
    return Standin(shutil.copytree(standin_template.root, tmp_path / "project"))


def _command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    def run(*arguments: str) -> Outcome:
        monkeypatch.chdir(folder)
        with pytest.raises(SystemExit) as exit_:
            cli.main(arguments)
        out, err = capsys.readouterr()
        return Outcome(exit_.value.code, out, err)

    return run


@pytest.fixture
def tradegap(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command line, in the project itself."""
    return _command(root, monkeypatch, capsys)


@pytest.fixture
def standin_tradegap(
    standin: Standin, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command line, in the stand-in project."""
    return _command(standin.root, monkeypatch, capsys)
