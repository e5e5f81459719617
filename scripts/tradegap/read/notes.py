"""Reads what a sheet says in words: its titles, its unit, whether it adds up, its notes.

The words stand above the headings and below the last row of figures. A release's own notes
say what its figures are ("exports are overstated by $896 million in April 2023"), so they
are kept with them, exhibit by exhibit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tradegap.layouts.seeds import Row
from tradegap.read.workbooks import TOP_ROWS, Sheet, title_of
from tradegap.texts import Cell, is_blank

_MARK = re.compile(r"\((?:\d+|R|P|-|X|Z|D|\*)\)|\d+(?= )|\*+|NOTES?:|Source:|n\.a\.", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[a-z)]\.)\s+(?=[A-Z(\[])")
_UNIT = re.compile(r"\[?(?:in )?[a-z]+ of dollars\b", re.IGNORECASE)
_ROUNDING = re.compile(r"\bmay not equal totals?\b.*\brounding\b", re.IGNORECASE)
_ADDITIVITY = re.compile(
    r"\b(?:will|do|does|may) not (?:equal|sum|add)\b|\bnot additive\b"
    r"|\bnot included in the\b.*\btotals\b",
    re.IGNORECASE,
)
_LIMITATION = re.compile(r"\bsuppress|\b(?:over|under)stated\b", re.IGNORECASE)
_LEGEND = re.compile(
    r"\(?(?:-|X|R|P|\*|NA)\)\s*-?\s*(?:Represents|Revised|Not|Preliminary|Transactions)"
    r"|n\.a\.\s*-?\s*Not available",
    re.IGNORECASE,
)
MAX_LENGTH_OF_LEGEND = 200
MAX_LENGTH = 4_000
"""No note of an official sheet is nearly as long."""


def notes_of(sheet: Sheet) -> list[Row]:
    """The words of a sheet, in their order: kind, mark, text and the row they begin in.

    Kinds are title, unit, rounding (details may miss totals by rounding), additivity (the
    figures do not add up beyond that), limitation (shipments that are suppressed, figures
    too large or too small), legend (what a mark means) and note.
    """
    notes: list[Row] = []

    def take(kind: str, text: str, row: int, mark: str = "") -> None:
        number = str(len(notes) + 1).zfill(3)
        notes.append(
            {
                "sheet": sheet.source.sheet,
                "note_number": number,
                "note_kind": kind,
                "mark": mark,
                "note_text": text[:MAX_LENGTH],
                "source_row": str(row),
            }
        )

    titles, words = _top(sheet)
    for row, text in titles:
        take("title", text, row)
    for row, text in words:
        for sentence in _SENTENCE.split(text):
            take(_kind_of(sentence), sentence, row)
    for row, mark, text in _foot(sheet):
        take(_kind_of(f"{mark} {text}"), text, row, mark)
    return notes


def _kind_of(text: str) -> str:
    """What a sentence, or a note, is about."""
    if _LEGEND.search(text) and len(text) < MAX_LENGTH_OF_LEGEND:
        return "legend"
    kinds = {
        "unit": _UNIT.match(text),
        "rounding": _ROUNDING.search(text),
        "additivity": _ADDITIVITY.search(text),
        "limitation": _LIMITATION.search(text),
    }
    return next((kind for kind, found in kinds.items() if found), "note")


def _text_of(cells: Sequence[Cell]) -> str:
    """The text of a row that has one cell; else nothing."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if len(filled) != 1 or not isinstance(filled[0], str):
        return ""
    return " ".join(filled[0].split())


def _top(sheet: Sheet) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The lines of the title, and the paragraph that begins with the unit."""
    title = title_of(sheet)
    titles: list[tuple[int, str]] = []
    words: list[tuple[int, str]] = []
    for number, cells in sheet.numbered():
        text = _text_of(cells)
        if number > TOP_ROWS or not text:
            break
        if words or (_begins_words(text) and (title is None or number > title.row)):
            if words and not _ends(words[-1][1]):
                row, before = words.pop()
                words.append((row, f"{before} {text}"))
            else:
                words.append((number, text))
        else:
            titles.append((number, text))
    return titles, words


def _begins_words(text: str) -> bool:
    return _kind_of(text) != "note"


def _foot(sheet: Sheet) -> Iterator[tuple[int, str, str]]:
    """The notes below the figures: the row each begins in, its mark and its text."""
    numbered = list(sheet.numbered())
    last = max(
        (
            index
            for index, (_, cells) in enumerate(numbered)
            if sum(isinstance(c, int | float) and not isinstance(c, bool) for c in cells) > 1
        ),
        default=len(numbered),
    )
    row, mark, text = 0, "", ""
    for number, cells in numbered[last + 1 :]:
        line = _text_of(cells)
        begun = _MARK.match(line)
        if not line or (not row and not begun and not _is_note(line)):
            continue  # a month to come, an item without figures
        if begun or _ends(text):
            if text:
                yield row, mark, text
            row, mark = number, begun[0] if begun else ""
            text = line[begun.end() :].strip(" -") if begun else line
        else:
            text = f"{text} {line}".strip()
    if text:
        yield row, mark, text


def _is_note(line: str) -> bool:
    return len(line.split()) > 5


def _ends(text: str) -> bool:
    """Whether a note may end with this text, so that the next line is another one."""
    return text.endswith((".", ":", "]"))
