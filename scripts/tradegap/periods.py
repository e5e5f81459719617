"""Months and other periods: how they are written, counted, named and read."""

from __future__ import annotations

import re
from datetime import date

from tradegap.errors import TradegapError

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

Period = tuple[str, str, str]
"""Kind, first and last month of a period."""

QUARTERS = ("First", "Second", "Third", "Fourth")


def quarter_of(year: int, number: int) -> Period:
    """A quarter, its number from 1."""
    return "quarter", month_text(year, 3 * number - 2), month_text(year, 3 * number)


def year_of(year: int) -> Period:
    """A year."""
    return "year", month_text(year, 1), month_text(year, 12)


def year_to_date(end: str) -> Period:
    """January to a month; December's is the year."""
    return "year" if end[5:7] == "12" else "year_to_date", f"{end[:4]}-01-01", end


def following(period: Period) -> Period:
    """The next period of its kind."""
    kind, start, end = period
    months = month_number(end) - month_number(start) + 1
    return kind, month_at(month_number(start) + months), month_at(month_number(end) + months)


def month_text(year: int, month: int) -> str:
    """A month as seeds write it: `2021-08-01`."""
    return f"{year:04d}-{month:02d}-01"


def month_number(month: str) -> int:
    """A running number of a month, so that neighbours differ by one."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_at(number: int) -> str:
    """The month of a running number."""
    return month_text(number // 12, number % 12 + 1)


def months_between(first: str, last: str) -> list[str]:
    """All months from the first to the last, both included."""
    return [month_at(number) for number in range(month_number(first), month_number(last) + 1)]


def is_month(text: str) -> bool:
    """Whether a text is the first day of a month, as `2021-08-01`."""
    return re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])-01", text) is not None


def release_name(month: str) -> str:
    """A release as people name it: `2021-08`."""
    return month[:7]


def spelled(month: str) -> str:
    """A month in words: `August 2021`."""
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def spelled_period(kind: str, start: str, end: str) -> str:
    """A period in words: `August 2021`, `2021`, `January to August 2021`."""
    if kind == "month":
        return spelled(start)
    if kind == "year":
        return start[:4]
    first = {"quarter": "the quarter", "three_month_average": "the three months"}
    return f"{first.get(kind, 'January')} to {spelled(end)}"


def release_month(name: str) -> date:
    """The first day of the statistical month that names a release.

    Args:
        name: A release as people write it, `2024-01`.

    Raises:
        TradegapError: The name is not of that form.
    """
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", name):
            raise ValueError(name)
        return date.fromisoformat(f"{name}-01")
    except ValueError:
        raise TradegapError(
            f"'{name}' is not a release: write its statistical month, YYYY-MM, as in 2024-01"
        ) from None


def month_of_name(name: str) -> int:
    """The number of a month by its name or an abbreviation of it; 0 if it is none."""
    word = name.strip().rstrip(".").lower()
    return next(
        (
            number
            for number, month in enumerate(MONTHS, start=1)
            if len(word) >= 3 and month.lower().startswith(word)
        ),
        0,
    )
