"""Changes several files as one: a kill at any moment leaves all old or all new ones.

The new files are written under temporary names beside the old ones and flushed to disk. Then
a journal that lists them is put in its place by one rename: this is the moment at which the
change happens. The files are renamed over the old ones, and the journal is removed.

A process that is killed before the journal stands has changed nothing. One that is killed
afterwards leaves the journal, and the next command finishes what it says: `recover`. Until
then the seeds may be a mixture, so `dbt build` refuses to start while there is a journal
(`macros/build_state.sql`).
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from tradegap.errors import TradegapError
from tradegap.files import checksum, flush, only_user
from tradegap.project import DATA, SEEDS

JOURNAL = SEEDS / ".journal.json"
VERSION = 1
BUSY = "another `tradegap ingest` is running"
ANY_MARK = "[0-9a-f]" * 8


class Entry(TypedDict):
    """One file of a change, its paths from the root.

    `new` is the temporary file that takes its place, with the checksum of its content; both
    are empty where the file is removed.
    """

    path: str
    new: str
    sha256: str


@contextlib.contextmanager
def only_writer(root: Path) -> Iterator[None]:
    """A lock on the seeds that the system takes back even from a killed process.

    What a killed ingest left is finished or removed first.

    Raises:
        TradegapError: Another ingest holds it, there is no folder for the seeds, or what was
            left cannot be finished.
    """
    folder = root / SEEDS
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise TradegapError(f"the seeds cannot be written: {error}") from error
    with only_user(folder, BUSY):
        _finish(root)
        _remove_temporaries(root, ANY_MARK)
        yield


def recover(root: Path) -> bool:
    """Finish an ingest that was killed after it had decided what to write; whether one was.

    Raises:
        TradegapError: It cannot be finished.
    """
    if not (root / JOURNAL).exists():
        return False
    # A running ingest has a journal for moments only: wait for it.
    with only_user(root / SEEDS, BUSY, wait=True):
        return _finish(root)


def write(root: Path, files: Mapping[Path, bytes]) -> None:
    """Write files, by path from the root, all together. `only_writer` has to hold the lock.

    Raises:
        TradegapError: The disk does not take them. All files are then as they were, or a
            journal is left that takes them back.
    """
    before = {path: _bytes_of(root / path) for path in files}
    mark = secrets.token_hex(4)
    try:
        _change(root, files, mark)
    except OSError as error:
        if (root / JOURNAL).exists():
            # Some files are in their place and the disk does not take the others: the way
            # back is a change like any other.
            try:
                _change(root, before, secrets.token_hex(4))
            except OSError as second:
                raise TradegapError(
                    f"the seeds could not be written ({error}) nor taken back ({second}): "
                    "put the disk right, then run `tradegap recover`"
                ) from second
            _remove_temporaries(root, mark)
        raise TradegapError(
            f"the seeds could not be written, they are as before: {error}"
        ) from error


def _temporary(path: Path, mark: str) -> Path:
    """The temporary name of a file's new content."""
    return path.with_name(f".{path.name}.{mark}.tmp")


def _remove_temporaries(root: Path, mark: str) -> None:
    """Remove what a change, or any, wrote and did not put in its place."""
    for folder in (root / SEEDS, root / DATA):
        for leftover in folder.rglob(f".*.{mark}.tmp"):
            with contextlib.suppress(OSError):
                leftover.unlink()


def _change(root: Path, contents: Mapping[Path, bytes | None], mark: str) -> None:
    """Give each file its content, or remove it where there is none."""
    entries: list[Entry] = []
    journal = root / JOURNAL
    draft = _temporary(journal, mark)
    try:
        for path, content in contents.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            entry = Entry(path=path.as_posix(), new="", sha256="")
            entries.append(entry)
            if content is not None:
                new = _temporary(path, mark)
                entry["new"], entry["sha256"] = new.as_posix(), checksum(content)
                _write_flushed(root / new, content)
                with contextlib.suppress(FileNotFoundError):  # a new file has the usual mode
                    (root / new).chmod((root / path).stat().st_mode)
        _flush_folders(root, entries)
        text = json.dumps({"version": VERSION, "files": entries}, indent=1)
        _write_flushed(draft, text.encode())
        draft.replace(journal)
    except BaseException:
        _remove_temporaries(root, mark)
        raise
    flush(journal.parent)
    _put_in_place(root, entries)


def _finish(root: Path) -> bool:
    """Do what a journal says that was left; the lock has to be held."""
    try:
        text = (root / JOURNAL).read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    except (OSError, UnicodeDecodeError) as error:
        raise TradegapError(f"{JOURNAL} cannot be read: {error}") from error
    repair = (
        f"delete {JOURNAL}, take the committed seeds back (`git checkout -- seeds`) and ingest "
        "again"
    )
    try:
        left = json.loads(text)
        entries: list[Entry] = left["files"]
        if left["version"] != VERSION or not all(_is_sound(entry) for entry in entries):
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise TradegapError(f"{JOURNAL} is not what an ingest writes: {repair}") from error
    for entry in (entry for entry in entries if entry["new"]):
        # Still to be renamed, or renamed already; anything else was done by somebody else.
        contents = (_bytes_of(root / place) for place in (entry["new"], entry["path"]))
        content = next((found for found in contents if found is not None), b"")
        if checksum(content) != entry["sha256"]:
            raise TradegapError(
                f"an ingest was broken off and cannot be finished, {entry['path']} was changed "
                f"since: {repair}"
            )
    try:
        _put_in_place(root, entries)
    except OSError as error:
        raise TradegapError(
            f"an ingest was broken off and cannot be finished: {error}: put the disk right, then "
            "run `tradegap recover`"
        ) from error
    return True


def _is_sound(entry: Entry) -> bool:
    """Whether an entry names files inside the seeds, or beside them in data/, only."""
    paths = [Path(entry["path"]), *([Path(entry["new"])] if entry["new"] else [])]
    return bool(entry["path"]) and all(
        path.parts[0] in (str(SEEDS), str(DATA)) and ".." not in path.parts for path in paths
    )


def _put_in_place(root: Path, entries: list[Entry]) -> None:
    """Rename every file that is not yet in its place, then remove the journal."""
    for entry in entries:
        path = root / entry["path"]
        if not entry["new"]:
            path.unlink(missing_ok=True)
        elif (root / entry["new"]).exists():
            (root / entry["new"]).replace(path)
    _flush_folders(root, entries)
    (root / JOURNAL).unlink()
    flush((root / JOURNAL).parent)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write_flushed(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folders(root: Path, entries: Iterable[Entry]) -> None:
    for folder in {(root / entry["path"]).parent for entry in entries}:
        flush(folder)
