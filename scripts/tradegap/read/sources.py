"""The result of reading one official file, and the file it comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tradegap.errors import TradegapError
from tradegap.layouts.seeds import Row, Seed
from tradegap.periods import Period
from tradegap.read import archives

CENSUS_AND_BEA = "U.S. Census Bureau and U.S. Bureau of Economic Analysis"
CENSUS = "U.S. Census Bureau"
BEA = "U.S. Bureau of Economic Analysis"

MAX_BYTES = 50_000_000
MAX_ROWS = 20_000
"""More than any official file has, by far."""


@dataclass(frozen=True)
class Source:
    """Where figures come from: one row of reference/source_files, and the path for messages."""

    path: Path
    agency: str
    form: str
    sha256: str
    sheet: str = ""
    file_date: str = ""

    def in_sheet(self, sheet: str) -> Source:
        """The same file, one of its sheets."""
        return replace(self, sheet=sheet)

    @property
    def name(self) -> str:
        """File and sheet, as messages name them."""
        return f"{self.path}, sheet '{self.sheet}'" if self.sheet else str(self.path)


@dataclass(frozen=True)
class Reading:
    """The rows that one file has for one seed.

    Args:
        seed: The seed they belong to.
        release_month: The release that printed them, `2021-08-01`; empty where the file
            covers many.
        rows: The rows, with every column of the seed.
        source: The file.
        last_quarter: The last month of the last quarter it shows, where the file does not say
            its release: the other files of the release do.
        notes: What its sheets say in words (`tradegap.read.notes`).
    """

    seed: Seed
    release_month: str
    rows: tuple[Row, ...]
    source: Source
    last_quarter: str = ""
    notes: tuple[Row, ...] = ()


def row_of(
    seed: Seed,
    release: str,
    period: Period,
    cells: Row,
    line: int | None = None,
    source_row: int | None = None,
) -> Row:
    """A row of a seed, with every column of it and no other; empty where nothing is said."""
    kind, start, end = period
    said = cells | {
        "release_month": release,
        "row_kind": kind,
        "period_start": start,
        "period_end": end,
        "line": str(line or ""),
        "source_row": str(source_row or ""),
    }
    return {column: said.get(column, "") for column in seed.columns}


def bytes_of(path: Path) -> bytes:
    """The content of an input file, which may stand in an archive."""
    archive = archives.archive_of(path.parent)
    if archive is not None:
        content = archives.content(archive, path, MAX_BYTES)
        if not content:
            raise TradegapError(f"{path} is empty: fetch the archive again")
        return content
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise TradegapError(
                f"{path}: found {size / 1e6:,.0f} MB, expected at most {MAX_BYTES / 1e6:.0f} MB: "
                "this is not one of the official files"
            )
        content = path.read_bytes()
    except OSError as error:
        raise TradegapError(f"{path} cannot be read: {error.strerror or error}") from error
    if not content:
        raise TradegapError(f"{path} is empty: fetch it again")
    return content
