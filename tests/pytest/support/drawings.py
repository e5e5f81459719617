"""What a drawn chart holds."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def words(svg: Path) -> list[str]:
    """The texts of a drawing, in the order of the file."""
    root = ElementTree.parse(svg).getroot()  # noqa: S314 - our own drawing
    return [
        line
        for text in root.iter("{http://www.w3.org/2000/svg}text")
        for line in text.itertext()
        if line.strip()
    ]
