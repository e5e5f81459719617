"""What the exhibits of a release say in words beside their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradegap.database import Published, Row
from tradegap.errors import TradegapError
from tradegap.pages.release_page import find_release

if TYPE_CHECKING:
    from collections.abc import Iterable


def notes(published: Published, release: str, exhibit: str | None = None) -> str:
    """What all exhibits of a release, or one (`16`, `1s`), say in words beside their figures.

    Raises:
        TradegapError: The release is not held, or no notes of it are.
    """
    month = find_release(published, release)["release_month"]
    rows = published.rows(
        """
        select exhibit, note_kind, mark, note_text from marts.exhibit_notes
        where release_month = ? order by exhibit, sheet, note_number
        """,
        [month],
    )
    codes = list(dict.fromkeys(row["exhibit"] for row in rows))
    if not codes:
        raise TradegapError(
            f"no notes of release {release} are held: they stand in workbooks, not in csv files"
        )
    wanted = [code for code in codes if exhibit in (None, code, code.lstrip("0"))]
    if not wanted:
        raise TradegapError(
            f"release {release} has no notes of exhibit '{exhibit}': those with notes are "
            f"{', '.join(codes)}"
        )
    lines = []
    for code in wanted:
        lines.append(f"{exhibit_title(code)} of release {release}")
        lines += [
            f"  {row['note_kind']:<10} {' '.join(filter(None, (row['mark'], row['note_text'])))}"
            for row in rows
            if row["exhibit"] == code
        ]
    return "\n".join(lines)


def cautions(published: Published, inputs: Iterable[Row]) -> str | None:
    """What the exhibits of a figure's inputs say against adding or trusting their figures."""
    sentences: dict[str, None] = {}
    for month, exhibit in dict.fromkeys((r["input_release_month"], r["exhibit"]) for r in inputs):
        for note in published.rows(
            """
            select note_text from marts.exhibit_notes
            where release_month = ? and exhibit = ? and note_kind in ('additivity', 'limitation')
            order by sheet, note_number
            """,
            [month, exhibit],
        ):
            sentences[f"{exhibit_title(exhibit)}: {note['note_text']}"] = None
    return "\n".join(sentences) or None


def exhibit_title(exhibit: str) -> str:
    """An exhibit or other table, as people name it."""
    return f"exhibit {exhibit}" if exhibit[:1].isdigit() else exhibit
