"""Writes old workbooks (.xls) for tests: as little of the format as its readers need.

A workbook is a compound file of 512-byte sectors with one stream, `Workbook`, of records. The
streams of a password or of macros, and records of any kind, can be put beside.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

Cell = object

SECTOR = 512
SMALLEST = 4096
"""A stream below this size would stand in another place of the file."""
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
GLOBALS, WORKSHEET = 0x0005, 0x0010
LAST_SAVED, FILETIME = 13, 0x40


def record(kind: int, content: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(content)) + content


@dataclass
class Formula:
    """A cell that a formula computes, and what is stored of its result."""

    result: float | str


@dataclass
class Book:
    """An old workbook.

    Args:
        sheets: Its sheets: name and rows of cells.
        merged: The merged ranges of the first sheet: first and last row and column, from 0.
        records: Further records before the sheets.
        streams: Further streams.
        kind: The kind of its sheets: 0 for worksheets, 1 for those of macros.
        saved: When it was last saved.
    """

    sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    records: bytes = b""
    streams: dict[str, bytes] = field(default_factory=dict)
    kind: int = 0
    saved: date | None = None

    def save(self, path: Path) -> Path:
        """Write the workbook."""
        streams = {"Workbook": self._stream(), **self.streams}
        if self.saved:
            streams["\x05SummaryInformation"] = _summary(self.saved)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(compound_file(streams))
        return path

    def _stream(self) -> bytes:
        bodies = [
            _sheet(rows, () if number else self.merged)
            for number, (_, rows) in enumerate(self.sheets)
        ]
        head = _beginning(GLOBALS) + record(0x0042, struct.pack("<H", 1200)) + self.records
        names = [name.encode("utf-16-le") for name, _ in self.sheets]
        start = len(head) + sum(4 + 8 + len(name) for name in names) + 4
        for name, body in zip(names, bodies, strict=True):
            place = struct.pack("<IBBBB", start, 0, self.kind, len(name) // 2, 1)
            head += record(0x0085, place + name)
            start += len(body)
        return head + record(0x000A) + b"".join(bodies)


def _beginning(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _sheet(rows: Sequence[Sequence[Cell]], merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    cells = b"".join(
        _cell(row, column, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell is not None and cell != ""
    )
    ranges = b"".join(struct.pack("<HHHH", *place) for place in merged)
    joined = record(0x00E5, struct.pack("<H", len(merged)) + ranges) if merged else b""
    return _beginning(WORKSHEET) + cells + joined + record(0x000A)


def _cell(row: int, column: int, cell: Cell) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, Formula):
        is_text = isinstance(cell.result, str)
        result = b"\0" * 6 + b"\xff\xff" if is_text else struct.pack("<d", cell.result)
        formula = record(0x0006, place + result + struct.pack("<HIHB", 0, 0, 1, 0x17))
        return formula + (record(0x0207, _text(cell.result)) if is_text else b"")
    if isinstance(cell, bool):
        return record(0x0205, place + struct.pack("<BB", cell, 0))
    if isinstance(cell, int | float):
        return record(0x0203, place + struct.pack("<d", cell))
    return record(0x0204, place + _text(str(cell)))


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _summary(saved: date) -> bytes:
    """The stream that says when a file was last saved."""
    moment = datetime(saved.year, saved.month, saved.day, 12, tzinfo=UTC)
    ticks = int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    values = struct.pack("<IQ", FILETIME, ticks)
    section = struct.pack("<IIII", 16 + len(values), 1, LAST_SAVED, 16) + values
    return struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0, b"", 1, b"", 48) + section


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file; a name with a slash is that of a stream in a storage."""
    sectors: list[bytes] = []
    chain: list[int] = []
    places: dict[str, tuple[int, int]] = {}
    for name, content in streams.items():
        padded = content.ljust(SMALLEST, b"\0")
        places[name] = (_append(sectors, chain, padded), len(padded))
    directory = _directory(places)
    first_directory = _append(sectors, chain, directory)
    tables = 1
    while tables * SECTOR // 4 < len(sectors) + tables:
        tables += 1
    assert tables < 109, "a longer table of sectors than tests need"
    chain += [FAT] * tables
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff")
    place = [len(sectors) + number if number < tables else FREE for number in range(109)]
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII109I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, tables),
        *(first_directory, 0, SMALLEST, END, 0, END, 0, *place),
    )
    return header + b"".join(sectors) + table


def _append(sectors: list[bytes], chain: list[int], content: bytes) -> int:
    """Put content into sectors; the number of its first one."""
    first = len(sectors)
    parts = [
        content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)
    ]
    sectors += parts
    chain += [*range(first + 1, first + len(parts)), END]
    return first


def _directory(places: dict[str, tuple[int, int]]) -> bytes:
    """The entries of all streams, and of the storages that some stand in."""
    entries: list[tuple[str, int, int, int, int, int]] = []  # name, kind, next, child, start, size
    storages = sorted({name.partition("/")[0] for name in places if "/" in name})
    tops = [*storages, *(name for name in places if "/" not in name)]
    numbers = {name: number for number, name in enumerate(tops, start=1)}
    within = [name for name in places if "/" in name]
    entries.append(("Root Entry", 5, FREE, 1, END, 0))
    for number, name in enumerate(tops, start=1):
        following = number + 1 if number < len(tops) else FREE
        if name in storages:
            child = len(tops) + 1 + next(i for i, n in enumerate(within) if n.startswith(name))
            entries.append((name, 1, following, child, 0, 0))
        else:
            entries.append((name, 2, following, FREE, *places[name]))
    assert len(numbers) == len(tops)
    entries += [(name.partition("/")[2], 2, FREE, FREE, *places[name]) for name in within]
    return b"".join(_entry(*entry) for entry in entries).ljust(SECTOR, b"\0")


def _entry(name: str, kind: int, following: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        *(text, len(text), kind, 1, FREE, following, child, b"", 0, 0, 0, start, size),
    )


def as_xls(book: Path, path: Path, sheets: Iterable[str] = ()) -> Path:
    """A new workbook (.xlsx) as an old one."""
    opened = openpyxl.load_workbook(book)
    wanted = [opened[name] for name in sheets or opened.sheetnames]
    merged = [
        (r.min_row - 1, r.max_row - 1, r.min_col - 1, r.max_col - 1)
        for r in wanted[0].merged_cells.ranges
    ]
    pages = [
        (page.title, [list(row) for row in page.iter_rows(values_only=True)]) for page in wanted
    ]
    return Book(pages, merged).save(path)
