"""How files are refused: with one line that names the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tradegap.errors import TradegapError
from tradegap.read.inputs import read_all

if TYPE_CHECKING:
    from pathlib import Path


def refusal(*paths: Path) -> str:
    """The one line with which files are refused."""
    with pytest.raises(TradegapError) as error:
        read_all(list(paths))
    text = str(error.value)
    assert "\n" not in text
    assert any(str(path) in text for path in paths)
    return text
