"""Text for people: cells and lists in messages, tables of columns as wide as they need to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Cell = object


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing, or blanks only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: Cell) -> str:
    """A cell's content, for messages."""
    text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    text = " ".join(text.split())
    return f"'{text[:57]}...'" if len(text) > 60 else f"'{text}'"


def listed_some(items: Sequence[str], most: int = 5) -> str:
    """A few of many things, and how many more there are."""
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return f"{', '.join(items[:most])}{more}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Lines of columns as wide as their widest cell, the `right` ones aligned to the right."""
    lines = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    aligned = dict.fromkeys(right, str.rjust)
    return "\n".join(
        "  ".join(
            aligned.get(column, str.ljust)(cell, width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
