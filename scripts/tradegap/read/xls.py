"""Checks old workbooks (.xls) before they are read: the twin of what workbooks.py does for .xlsx.

An old workbook is a compound file, and its stream `Workbook` a run of records, each with its
kind and its length. The reader of both kinds tells neither formulas nor macros.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

SIGNATURE = olefile.MAGIC

_STREAMS = ("Workbook", "Book")
"""The name since Excel 97, and the one before it, in the reader's order."""

_FORMULAS = (0x0006, 0x0206, 0x0406)
_CELLS = (0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, *_FORMULAS)
_RUNS_OF_CELLS = (0x00BD, 0x00BE)
_SHEET, _PASSWORD, _PROJECT, _PROJECT_WITHOUT_MACROS = 0x0085, 0x002F, 0x00D3, 0x01BD
_MACRO_SHEETS = (1, 6)
_VBA = "_VBA_PROJECT_CUR"
_TEXTS = (0, 3)
"""What a formula gives where it gives no number: a text, or an empty one."""


class WrongError(Exception):
    """What is wrong with an old workbook; the message says what it `is` or what was `found`."""


def inspect(content: bytes, max_rows: int, max_columns: int) -> str:
    """Check that a file is a sound old workbook of sensible size.

    Args:
        content: The file.
        max_rows: How many rows a sheet may have.
        max_columns: How many columns.

    Returns:
        The date on which it says it was last changed; empty if it does not say.

    Raises:
        WrongError: It is no workbook, is protected, has macros, formulas that give numbers, or
            cells that reach absurdly far.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            if file.exists("EncryptedPackage"):
                raise WrongError("is protected by a password: take the file as it was published")
            name = next((name for name in _STREAMS if file.exists(name)), None)
            if name is None:
                raise WrongError("is no workbook, but another kind of document of Office")
            records = list(_records(file.openstream(name).read()))
            saved = getattr(file.get_metadata(), "last_saved_time", None)  # read from the file
            has_project = file.exists(_VBA)
    except WrongError:
        raise
    except Exception as error:  # the library has many errors for what is damaged
        raise WrongError(f"is cut off or damaged ({error}): fetch it again") from error
    kinds = {kind for kind, _ in records}
    if _PASSWORD in kinds:
        raise WrongError("is protected by a password: take the file as it was published")
    _check_macros(records, has_project or _PROJECT in kinds)
    _check_cells(records, max_rows, max_columns)
    return saved.date().isoformat() if saved else ""


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a stream: kind and content."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise ValueError("a record reaches beyond its end")
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _check_macros(records: list[tuple[int, bytes]], has_project: bool) -> None:
    """Refuse macros; Excel leaves a project without any, and marks it so."""
    sheets = [content[5] for kind, content in records if kind == _SHEET and len(content) > 5]
    marked_empty = any(kind == _PROJECT_WITHOUT_MACROS for kind, _ in records)
    if any(sheet in _MACRO_SHEETS for sheet in sheets) or (has_project and not marked_empty):
        raise WrongError(
            "found macros, expected a workbook without: this is not one of the official files"
        )


def _check_cells(records: list[tuple[int, bytes]], max_rows: int, max_columns: int) -> None:
    """Refuse numbers that a formula computes, and cells that reach absurdly far."""
    for kind, content in records:
        if kind not in (*_CELLS, *_RUNS_OF_CELLS) or len(content) < 6:
            continue
        row, column = struct.unpack_from("<HH", content)
        if kind in _RUNS_OF_CELLS:
            column = struct.unpack_from("<H", content, len(content) - 2)[0]
        if row >= max_rows or column >= max_columns:
            raise WrongError(
                f"found a cell in row {row + 1:,}, column {column + 1:,}, expected at most "
                f"{max_rows:,} rows and {max_columns} columns: this is not one of the official "
                "files"
            )
        if kind in _FORMULAS and not _gives_text(content):
            raise WrongError(
                f"found a formula in row {row + 1}, column {column + 1}, expected a number as it "
                "was published: fetch the file again"
            )


def _gives_text(formula: bytes) -> bool:
    """Whether what a formula gave is a text: then two bytes of its result say so."""
    return len(formula) >= 14 and formula[12:14] == b"\xff\xff" and formula[6] in _TEXTS
