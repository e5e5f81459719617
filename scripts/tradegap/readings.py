"""What reading one official file gives, whatever its form."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tradegap import archives
from tradegap.errors import TradegapError
from tradegap.layouts import MONTHS, Layout
from tradegap.seeds import Row, Seed

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
        notes: What its sheets say in words (`tradegap.notes`).
    """

    seed: Seed
    release_month: str
    rows: tuple[Row, ...]
    source: Source
    last_quarter: str = ""
    notes: tuple[Row, ...] = ()


def month_text(year: int, month: int) -> str:
    """A month as seeds write it: `2021-08-01`."""
    return f"{year:04d}-{month:02d}-01"


def month_number(month: str) -> int:
    """A running number of a month, so that neighbours differ by one."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_at(number: int) -> str:
    """The month of a running number."""
    return month_text(number // 12, number % 12 + 1)


def months_between(first: str, last: str) -> list[str]:
    """All months from the first to the last, both included."""
    return [month_at(number) for number in range(month_number(first), month_number(last) + 1)]


def period_of(layout: Layout, month: str) -> Row:
    """Kind and period of a figure that stands beside a month."""
    kind, months = "month", 1
    if layout.averaged_months:
        kind, months = "three_month_average", layout.averaged_months
    return {
        "row_kind": kind,
        "period_start": month_at(month_number(month) - months + 1),
        "period_end": month,
    }


def is_month(text: str) -> bool:
    """Whether a text is the first day of a month, as `2021-08-01`."""
    return re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])-01", text) is not None


def release_name(month: str) -> str:
    """A release as people name it: `2021-08`."""
    return month[:7]


def spelled(month: str) -> str:
    """A month in words: `August 2021`."""
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def spelled_period(kind: str, start: str, end: str) -> str:
    """A period in words: `August 2021`, `2021`, `January to August 2021`."""
    if kind == "month":
        return spelled(start)
    if kind == "year":
        return start[:4]
    first = {"quarter": "the quarter", "three_month_average": "the three months"}
    return f"{first.get(kind, 'January')} to {spelled(end)}"


def some(items: Sequence[str], most: int = 5) -> str:
    """A few of many things, and how many more there are."""
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return f"{', '.join(items[:most])}{more}"


def bytes_of(path: Path) -> bytes:
    """The content of an input file, which may stand in an archive.

    Raises:
        TradegapError: It cannot be read, is empty or is absurdly large.
    """
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


def checksum(content: bytes) -> str:
    """The SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()
