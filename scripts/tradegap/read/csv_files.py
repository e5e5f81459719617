"""Opens input files in CSV form and checks single cells."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from tradegap.errors import TradegapError
from tradegap.files import checksum
from tradegap.layouts.seeds import Row
from tradegap.periods import is_month
from tradegap.read.sources import CENSUS_AND_BEA, Source, bytes_of

MAX_LINES = 200_000
MAX_UNPACKED = 100_000_000
Key = TypeVar("Key", bound=Hashable)
REMEDY = "correct the file or fetch it again"


@dataclass(frozen=True)
class Line:
    """One line of a CSV file: its number in the file and its cells by column."""

    path: Path
    number: int
    cells: Row = field(repr=False)

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def complaint(self, found: str, expected: str) -> TradegapError:
        """The error that says what is wrong in this line."""
        return complaint(self.path, found, expected, self.number)

    def put(self, lines: dict[Key, Line], key: Key, what: str) -> None:
        """Take this line for what it is of, of which there may be one only."""
        if key in lines:
            raise self.complaint(f"{what} a second time", f"it once (row {lines[key].number})")
        lines[key] = self

    def whole(self, column: str) -> str:
        """A whole number."""
        return self._matching(column, r"-?[1-9]\d{0,11}|0", "a whole number")

    def decimal(self, column: str, decimals: int) -> str:
        """A number of at most some decimals, without zeros at its end."""
        if not decimals:
            return self.whole(column)
        pattern = rf"-?(?:0|[1-9]\d{{0,11}})(?:\.\d{{1,{decimals}}})?"
        text = self._matching(column, pattern, f"a number of at most {decimals} decimals")
        number = f"{Decimal(text).normalize():f}"
        return "0" if number == "-0" else number

    def tenths(self, column: str) -> str:
        """A number printed in tenths; `4` stands for 4.0."""
        return self._matching(column, r"-?\d{1,11}(\.\d)?", "a number of at most one decimal")

    def month(self, column: str) -> str:
        """The first day of a month."""
        text = self.cells[column]
        if not is_month(text):
            raise self.complaint(f"'{text}' as {column}", "a month such as 2024-01-01")
        return text

    def day(self, column: str, may_be_empty: bool = False) -> str:
        """A date, or nothing."""
        text = self.cells[column]
        if not text and may_be_empty:
            return text
        try:
            if date.fromisoformat(text).isoformat() == text:
                return text
        except ValueError:
            pass
        raise self.complaint(f"'{text}' as {column}", "a date such as 2024-03-07")

    def one_of(self, column: str, choices: Iterable[str]) -> str:
        """A text that is one of a few."""
        text = self.cells[column]
        choices = list(choices)
        if text not in choices:
            raise self.complaint(f"'{text}' as {column}", f"one of: {'; '.join(choices)}")
        return text

    def name(self, column: str) -> str:
        """A name in snake_case."""
        return self._matching(column, r"[a-z][a-z0-9_]{0,79}", "a name in lower case")

    def text(self, column: str) -> str:
        """A text that says something."""
        return self._matching(column, r"\S(.{0,198}\S)?", "some text")

    def _matching(self, column: str, pattern: str, expected: str) -> str:
        text = self.cells[column]
        if not re.fullmatch(pattern, text):
            raise self.complaint(f"'{text[:60]}' as {column}", expected)
        return text


@dataclass(frozen=True)
class CsvFile:
    """A CSV file: where it comes from, its columns and its lines."""

    source: Source
    columns: tuple[str, ...]
    lines: tuple[Line, ...] = field(repr=False)

    @property
    def path(self) -> Path:
        """The file."""
        return self.source.path

    def complaint(self, found: str, expected: str, line: int | None = None) -> TradegapError:
        """The error that says what is wrong with the file, or a line of it."""
        return complaint(self.path, found, expected, line)

    def check_columns(self, expected: Sequence[str]) -> None:
        """Check that the file has these columns, in any order, and has lines."""
        missing = [column for column in expected if column not in self.columns]
        surplus = [column for column in self.columns if column not in expected]
        if missing or surplus:
            wrong = [f"no {column}" for column in missing] + [f"also {c}" for c in surplus]
            raise complaint(self.path, ", ".join(wrong), f"the columns {', '.join(expected)}", 1)
        if not self.lines:
            raise self.complaint("no line below the columns", "figures")


def complaint(path: Path, found: str, expected: str, line: int | None = None) -> TradegapError:
    """The error that says what is wrong in a CSV file."""
    place = f"{path}, row {line}" if line else str(path)
    return TradegapError(f"{place}: found {found}, expected {expected}: {REMEDY}")


def read_csv(path: Path) -> CsvFile:
    """Read a CSV file of UTF-8 text, which may be packed (`.csv.gz`)."""
    content = bytes_of(path)
    source = Source(path, CENSUS_AND_BEA, "csv", checksum(content))
    if path.suffix.lower() == ".gz":
        content = _unpacked(path, content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise complaint(path, f"bytes that are no text at {error.start}", "UTF-8 text") from error
    lines: list[Line] = []
    columns: tuple[str, ...] = ()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if not cells:
                continue
            if not columns:
                columns = tuple(cells)
                continue
            if len(cells) != len(columns):
                raise complaint(
                    path, f"{len(cells)} cells", f"{len(columns)} as in row 1", reader.line_num
                )
            if len(lines) >= MAX_LINES:
                raise complaint(path, f"more than {MAX_LINES:,} lines", "an official file")
            row = dict(zip(columns, cells, strict=True))
            lines.append(Line(path, reader.line_num, row))
    except csv.Error as error:
        raise complaint(path, f"a broken line ({error})", "CSV", reader.line_num) from error
    if len(set(columns)) != len(columns) or not columns:
        raise complaint(path, "columns without or with equal names", "named columns", 1)
    return CsvFile(source, columns, tuple(lines))


def _unpacked(path: Path, content: bytes) -> bytes:
    """The content of a packed file, of sensible size."""
    try:
        with gzip.open(io.BytesIO(content)) as file:
            unpacked = file.read(MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise TradegapError(f"{path} is cut off or damaged ({error}): fetch it again") from error
    if len(unpacked) > MAX_UNPACKED:
        raise TradegapError(
            f"{path}: found more than {MAX_UNPACKED / 1e6:.0f} MB unpacked, expected less: this is "
            "not one of the official files"
        )
    return unpacked
