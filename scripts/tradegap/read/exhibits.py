"""Reads the exhibits of the release by what their cells say, not by where they stand.

The title says which exhibit a sheet is, the headings which column is which, the first column
which period a row is. Inserted empty rows and columns make no difference; anything that is
not expected stops with the file, sheet, row and column, what was found and what was expected.
"""

from __future__ import annotations

import re
from pathlib import Path

from tradegap.errors import TradegapError
from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.model import (
    ItemTable,
    Layout,
    MonthTable,
    spoken,
    undated,
)
from tradegap.read.items import read_items
from tradegap.read.period_rows import read_period_rows
from tradegap.read.sources import Reading
from tradegap.read.workbooks import DESCRIBE, TOP_ROWS, Sheet, Title, Workbook
from tradegap.texts import shown


def read_exhibits(workbook: Workbook) -> list[Reading]:
    """The exhibits of a workbook that are read.

    Returns:
        One reading per exhibit; none where the workbook holds only exhibits that are not
        read yet.
    """
    readings = []
    exhibits = [of for of in workbook.titled if of[1].kind == "Exhibit"]
    if not exhibits:
        raise TradegapError(
            f"{workbook.path}: found no cell that begins 'Exhibit' with a number, "
            f"expected an exhibit of the release: {DESCRIBE}"
        )
    for sheet, title in exhibits:
        layout = _layout_of(sheet, title)
        _check_name(workbook.path, layout, title)
        if layout is not None:
            readings.append(_read(sheet, title, layout))
    return readings


def _read(sheet: Sheet, title: Title, layout: Layout) -> Reading:
    """Read the table of an exhibit; each family of tables has its reader."""
    match layout:
        case ItemTable():
            return read_items(sheet, title, layout)
        case MonthTable():
            return read_period_rows(sheet, title, layout)
    raise TypeError(layout)


def _part_of(sheet: Sheet) -> tuple[int, int, str] | None:
    """Row, column and text of the line that says which part of the release this is."""
    return next((t for t in sheet.texts(TOP_ROWS) if re.match(r"\s*Part\s+[A-Z]\s*:", t[2])), None)


def _layout_of(sheet: Sheet, title: Title) -> Layout | None:
    """The layout of an exhibit; none if it is one that is not read."""
    part = _part_of(sheet)
    layouts = {layout.number: layout for layout in EXHIBITS}
    layout = layouts.get(title.number if part else f"{title.number}s")
    if layout is None or not layout.is_titled(title.text):
        of_release = layouts.get(title.number)
        if not part and of_release and of_release.is_titled(title.text):
            raise sheet.unlike(
                "no line 'Part A: Seasonally Adjusted' or 'Part B: NOT Seasonally Adjusted'",
                "one above or below the title",
            )
        if layout is None and not part:
            return None
        which = f"exhibit {title.number}{'' if part else ' of the supplement'}"
        raise sheet.unlike(
            f"{which} with the title {shown(title.text)}" if layout else which,
            f"'{layout.title}'"
            if layout
            else "one that the release has (`tradegap status` lists those that are read)",
            row=title.row,
        )
    _check_subtitle(sheet, title, layout)
    if part:
        row, column, text = part
        expected = "Seasonally Adjusted" if layout.adjusted else "NOT Seasonally Adjusted"
        words = " ".join(text.partition(":")[2].split()).lower()
        if not words.startswith(expected.lower()):
            raise sheet.unlike(shown(text), f"'{expected}'", row, column)
    return layout


def _check_subtitle(sheet: Sheet, title: Title, layout: Layout) -> None:
    """The second line of the title stands below the first."""
    below = [text for row, _, text in sheet.texts(TOP_ROWS) if row > title.row]
    if isinstance(layout, ItemTable):
        below = [undated(text) for text in below]
    if layout.subtitle and spoken(layout.subtitle) not in {spoken(text) for text in below}:
        raise sheet.unlike(
            f"exhibit {title.number} without a second line of its title",
            f"'{layout.subtitle}' below the title",
            row=title.row,
        )


def _check_name(path: Path, layout: Layout | None, title: Title) -> None:
    """Refuse a workbook whose name promises an exhibit it does not hold."""
    name = re.fullmatch(
        r"exh(?:ibit)?[ _-]*0*(\d+[a-z]*?)(s?)(?:[ _(-].*)?", path.stem, re.IGNORECASE
    )
    if name is None:
        return
    promised = f"{name[1]}{name[2]}".lower()
    read = {layout.number for layout in EXHIBITS}
    held = layout.number if layout else ""
    if promised == held or not {promised, held} & read:
        return
    raise TradegapError(
        f"{path}: found Exhibit {title.number}. {title.text}, expected what the name promises "
        f"(exhibit {name[1]}{name[2]}): rename it if the content is right, or fetch it again"
    )
