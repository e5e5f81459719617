"""All seeds or none: an ingest killed at any moment, a disk that fails, what is left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tradegap.errors import TradegapError
from tradegap.files import lock_of
from tradegap.store import journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from conftest import Command

    from standin import Standin

A, B, NEW = Path("seeds/ft900/a.csv"), Path("seeds/ft900/b.csv"), Path("seeds/reference/c.csv")
BEFORE = {A: "a old\n", B: "b old\n"}
AFTER = {A: "a new\n", B: "b new\n", NEW: "c new\n"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill loses nothing that was written, so the disk need not be waited for."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def project(folder: Path) -> Path:
    """A project of two old seeds."""
    for path, text in BEFORE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def seeds(root: Path) -> dict[Path, str]:
    """What dbt would read."""
    return {path.relative_to(root): path.read_text() for path in root.rglob("*.csv")}


def hidden(root: Path) -> list[str]:
    """The journal and temporary files."""
    return sorted(path.name for path in (root / "seeds").rglob(".*"))


def write(root: Path) -> None:
    """What an ingest does at its end."""
    with journal.only_writer(root):
        journal.write(root, {path: text.encode() for path, text in AFTER.items()})


State = dict[Path, bytes | None]


def state(root: Path) -> State:
    """All that stands on disk: files with their content, folders with none."""
    return {
        path.relative_to(root): None if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
    }


def put(found: State, root: Path) -> Path:
    """A folder in which that stands."""
    root.mkdir()
    for path, content in found.items():
        (root / path).mkdir() if content is None else (root / path).write_bytes(content)
    return root


def at_each_line(look: Callable[[], object], action: Callable[[Path], object], root: Path) -> None:
    """Do something and look, before each line of the journal's module that runs."""

    def trace(frame: FrameType, event: str, _: object) -> object:
        if frame.f_code.co_filename != journal.__file__:
            return None
        if event == "line":
            look()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action(root)
    finally:
        sys.settrace(before)


def moments(action: Callable[[Path], object], root: Path) -> list[State]:
    """What stands on disk before each line and at the end: what a kill would leave there."""
    found: list[State] = []
    at_each_line(lambda: found.append(state(root)), action, root)
    return [*found, state(root)]


def killed_at(line: int, root: Path) -> None:
    """Write in a process that is killed before the n-th line."""
    child = os.fork()
    if child == 0:  # pragma: no cover - killed
        lines = count()
        at_each_line(
            lambda: next(lines) == line and os.kill(os.getpid(), signal.SIGKILL), write, root
        )
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_kill_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    found = moments(write, project(tmp_path / "project"))
    assert len(found) > 100
    seen = set()
    for number, (moment, _) in enumerate(groupby(found)):
        root = put(moment, tmp_path / str(number))
        has_journal = (root / journal.JOURNAL).exists()
        # Without a journal, which stops dbt, the seeds are whole as they stand.
        if not has_journal:
            assert seeds(root) in (BEFORE, AFTER), number
        assert journal.recover(root) == has_journal
        assert seeds(root) == AFTER if has_journal else seeds(root) in (BEFORE, AFTER)
        seen.add((has_journal, seeds(root) == AFTER))
        # Whatever is left does not hinder the next ingest, and that leaves nothing.
        write(root)
        assert seeds(root) == AFTER
        assert hidden(root) == []
    assert seen == {(False, False), (True, True), (False, True)}


def test_a_kill_leaves_what_stood_on_disk_and_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal.secrets, "token_hex", lambda _: "00000000")
    found = moments(write, project(tmp_path / "project"))
    for line in range(4, len(found) - 1, len(found) // 5):
        root = project(tmp_path / str(line))
        killed_at(line, root)
        assert state(root) == found[line]
        write(root)
        assert seeds(root) == AFTER


def left_at_its_worst(folder: Path) -> Path:
    """A project whose ingest was killed when one file of three was in its place."""
    for moment in moments(write, project(folder / "project")):
        root = put(moment, folder / "worst")
        if seeds(root) not in (BEFORE, AFTER):
            return root
        shutil.rmtree(root)
    raise AssertionError


def test_a_kill_while_recovering_is_recovered_from(tmp_path: Path) -> None:
    found = moments(journal.recover, left_at_its_worst(tmp_path))
    assert len(found) > 20
    for number, (moment, _) in enumerate(groupby(found)):
        root = put(moment, tmp_path / str(number))
        journal.recover(root)
        assert seeds(root) == AFTER
        assert not (root / journal.JOURNAL).exists()
        assert not journal.recover(root)


def test_nothing_left_is_nothing_to_do(tmp_path: Path) -> None:
    assert not journal.recover(project(tmp_path))
    assert not journal.recover(tmp_path / "no project")


def test_recovering_waits_for_a_running_ingest(tmp_path: Path) -> None:
    root = left_at_its_worst(tmp_path)
    with FileLock(lock_of(root / "seeds")):
        thread = threading.Thread(target=journal.recover, args=(root,))
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        assert seeds(root) not in (BEFORE, AFTER)
    thread.join(10)
    assert seeds(root) == AFTER


def test_seeds_changed_since_are_not_overwritten(tmp_path: Path) -> None:
    root = left_at_its_worst(tmp_path)
    [in_place] = [path for path, text in seeds(root).items() if text == AFTER[path]]
    (root / in_place).write_text("by hand\n")
    before = seeds(root)
    with pytest.raises(TradegapError, match=r"cannot be finished, seeds/.*was changed since: del"):
        journal.recover(root)
    assert seeds(root) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "files": []}',
        json.dumps({"version": 1, "files": [{"path": "../x", "new": "", "sha256": ""}]}),
        json.dumps({"version": 1, "files": [{"path": "/x", "new": "", "sha256": ""}]}),
        json.dumps({"version": 1, "files": [{"path": "seeds/../x", "new": "", "sha256": ""}]}),
        json.dumps({"version": 1, "files": [{"path": "seeds/x", "new": "y", "sha256": ""}]}),
        json.dumps({"version": 1, "files": [{"path": "", "new": "", "sha256": ""}]}),
        json.dumps({"version": 1, "files": ["seeds/x"]}),
    ],
)
def test_a_journal_that_no_ingest_wrote_changes_nothing(text: str, tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / journal.JOURNAL).write_text(text)
    with pytest.raises(TradegapError, match="is not what an ingest writes: delete"):
        journal.recover(root)
    assert seeds(root) == BEFORE


def test_a_journal_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / journal.JOURNAL).write_bytes(b"\xff")
    with pytest.raises(TradegapError, match=r"\.journal\.json cannot be read"):
        journal.recover(root)
    assert seeds(root) == BEFORE


def test_seeds_that_have_no_folder_are_not_written(tmp_path: Path) -> None:
    (tmp_path / "seeds").write_text("no folder")
    with (
        pytest.raises(TradegapError, match="the seeds cannot be written"),
        journal.only_writer(tmp_path),
    ):
        pass


def test_a_folder_that_cannot_be_locked_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: FileLock, **__: float) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(FileLock, "acquire", refused)
    with pytest.raises(TradegapError, match=r"cannot be locked \(No locks available\)"):
        write(project(tmp_path))
    assert seeds(tmp_path) == BEFORE


@pytest.mark.parametrize("fails_at", range(4))
def test_a_disk_that_refuses_a_rename_leaves_the_old(
    fails_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, calls, rename = project(tmp_path), count(), Path.replace

    def failing(self: Path, target: Path) -> Path:
        if next(calls) == fails_at:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(TradegapError, match="could not be written, they are as before"):
        write(root)
    assert seeds(root) == BEFORE
    assert not (root / journal.JOURNAL).exists()


def test_a_disk_that_refuses_every_rename_after_one_is_put_right_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, calls, rename = project(tmp_path), count(), Path.replace

    def failing(self: Path, target: Path) -> Path:
        if next(calls) > 1:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(TradegapError, match="run `tradegap recover`"):
            write(root)
        assert (root / journal.JOURNAL).exists()
        with pytest.raises(TradegapError, match="run `tradegap recover`"):
            journal.recover(root)
    assert journal.recover(root)
    assert seeds(root) == AFTER


def test_the_command_says_what_it_finished(standin: Standin, standin_tradegap: Command) -> None:
    assert standin_tradegap("recover") == type(standin_tradegap("recover"))(
        0, "Nothing to finish: no ingest was broken off.\n", ""
    )
    folder = standin.root / "seeds" / "ft900"
    (folder / ".a.tmp").write_text("new\n")
    entry = {
        "path": "seeds/ft900/a.csv",
        "new": "seeds/ft900/.a.tmp",
        "sha256": journal.checksum(b"new\n"),
    }
    (standin.root / journal.JOURNAL).write_text(json.dumps({"version": 1, "files": [entry]}))
    outcome = standin_tradegap("recover")
    assert outcome.out == "Finished an ingest that was broken off: run `make build`.\n"
    assert (folder / "a.csv").read_text() == "new\n"
