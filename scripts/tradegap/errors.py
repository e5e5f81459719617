"""The one error people see."""

from __future__ import annotations


class TradegapError(Exception):
    """Something a person can put right; its text is one line that says how.

    Args:
        message: What was found where, what was expected and what to do. Line breaks and
            repeated blanks become single blanks, so that it stays one line.
    """

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))
