"""Folders that one process uses at a time, and files that are on the disk when they are named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tradegap.errors import TradegapError


def lock_of(folder: Path) -> Path:
    """The file beside a folder that is locked while a process uses the folder."""
    return folder.with_name(f".{folder.name}.lock")


@contextmanager
def only_user(folder: Path, busy: str, *, wait: bool = False) -> Iterator[None]:
    """A lock on a folder that the system takes back even from a killed process.

    Args:
        folder: The folder; a file beside it is locked, and stays there (`lock_of`).
        busy: What to say when another process has it.
        wait: Whether to wait for it instead.

    Raises:
        TradegapError: Another process has it, or the folder cannot be locked.
    """
    lock = FileLock(lock_of(folder))
    try:
        lock.acquire(timeout=-1 if wait else 0)
    except Timeout:
        raise TradegapError(f"{busy}: let it finish") from None
    except (OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TradegapError(
            f"{folder} cannot be locked ({reason}), as where one may not write and on some network "
            "drives: put the project on a local disk"
        ) from error
    try:
        yield
    finally:
        lock.release()


def checksum(content: bytes) -> str:
    """The SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk: a rename must not overtake a file's content."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
