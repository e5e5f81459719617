"""Text for people: tables of columns as wide as they need to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


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
