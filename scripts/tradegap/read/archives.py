"""Reads archives: a zip file is looked into like a folder, and nothing is ever unpacked.

A file in an archive has a path like any other, `ft900xlsx_2108.zip/exh1.xlsx`. Its content is
read into memory, with limits; nothing is written, so no name in an archive can reach outside.
Names that try are refused all the same, as is everything that no official archive has.
"""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath

from tradegap.errors import TradegapError

SUFFIX = ".zip"
MAX_ENTRIES = 1_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
SMALL = 5_000_000
"""A part up to this size may be packed as tightly as it likes."""

MACROS = (".xlsm", ".xlsb", ".xltm", ".xlam")
NOT_OFFICIAL = "this is not one of the official files"


def archive_of(path: Path) -> Path | None:
    """The archive that a path leads into, or that it is; none if it is a plain file."""
    for part in (path, *path.parents):
        if part.suffix.lower() == SUFFIX and part.is_file():
            return part
    return None


def members(archive: Path, max_bytes: int) -> list[Path]:
    """The files in an archive, as paths; hidden ones and what a Mac adds left out.

    Args:
        archive: A zip file.
        max_bytes: How large the archive itself may be.
    """
    try:
        size = archive.stat().st_size
        if size > max_bytes:
            raise TradegapError(
                f"{archive}: found {size / 1e6:,.0f} MB, expected at most "
                f"{max_bytes / 1e6:.0f} MB: {NOT_OFFICIAL}"
            )
        with zipfile.ZipFile(archive) as file:
            entries = file.infolist()
    except TradegapError:
        raise
    except OSError as error:
        raise TradegapError(f"{archive} cannot be read: {error.strerror or error}") from error
    except Exception as error:  # zipfile has many errors for what is no archive
        raise TradegapError(
            f"{archive} is cut off, damaged or no archive: fetch it again"
        ) from error
    _check(archive, entries)
    files = [entry for entry in entries if not entry.is_dir() and not _is_hidden(entry.filename)]
    return sorted(archive / entry.filename for entry in files)


def content(archive: Path, path: Path, max_bytes: int) -> bytes:
    """The content of a file in an archive."""
    name = path.relative_to(archive).as_posix()
    try:
        with zipfile.ZipFile(archive) as file, file.open(name) as member:
            found = member.read(max_bytes + 1)
    except Exception as error:  # every packing method has errors of its own
        raise TradegapError(f"{path} is damaged: fetch the archive again") from error
    if len(found) > max_bytes:
        raise TradegapError(
            f"{path}: found more than {max_bytes / 1e6:.0f} MB, expected less: {NOT_OFFICIAL}"
        )
    return found


def check_size(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip file, an archive or a workbook, that is of absurd size once unpacked."""
    unpacked = sum(entry.file_size for entry in entries)
    found = f"{len(entries):,} parts of {unpacked / 1e6:,.0f} MB unpacked"
    expected = f"{MAX_ENTRIES:,} of {MAX_UNPACKED / 1e6:.0f} MB"
    wrong = len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED
    for entry in entries:
        if entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size) and not wrong:
            found = (
                f"'{entry.filename[:80]}' of {entry.file_size / 1e6:,.0f} MB packed into "
                f"{entry.compress_size:,} bytes"
            )
            expected, wrong = f"{MAX_RATIO} to 1", True
    if wrong:
        raise TradegapError(f"{path}: found {found}, expected at most {expected}: {NOT_OFFICIAL}")


def _check(archive: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what no official archive has."""

    def refusal(found: str, expected: str) -> TradegapError:
        return TradegapError(f"{archive}: found {found}, expected {expected}: {NOT_OFFICIAL}")

    check_size(archive, entries)
    names: set[str] = set()
    for entry in entries:
        # As it stands in the file: zipfile itself cuts a name at a null character.
        name = entry.orig_filename
        shown = f"'{''.join(c if c.isprintable() else '?' for c in name[:80])}'"
        if not _is_safe(name):
            raise refusal(f"the name {shown}", "names of files inside the archive")
        if name.lower() in names:
            raise refusal(f"two files {shown}", "one of each name")
        names.add(name.lower())
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise refusal(f"{shown}, a link or device", "plain files")
        if entry.flag_bits & 1:
            raise refusal(f"{shown} behind a password", "files without one")
        if PurePosixPath(name).suffix.lower() in MACROS:
            raise refusal(f"{shown}, a workbook with macros", ".xlsx")


def _is_safe(name: str) -> bool:
    """Whether a name stays inside the archive on every system."""
    parts = name.rstrip("/").split("/")
    return (
        bool(name)
        and name.isprintable()
        and not any(mark in name for mark in '\\:*?"<>|')
        and not any(part in ("", ".", "..") for part in parts)
    )


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)
