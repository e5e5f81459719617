"""Checks on the way in: what belongs there is there once, and figures of one row fit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from tradegap.errors import TradegapError
from tradegap.layouts.model import Difference, Layout, PerDay, UnitPrice
from tradegap.periods import month_at, month_number, months_between, spelled

Complain = Callable[[str, str], TradegapError]
"""Makes the error of a row: what was found there, what was expected."""

HALF = Decimal("0.5")


def check_complete(
    complain: Callable[..., TradegapError],
    found: Iterable[tuple[str, int]],
    wanted: Collection[str],
    because: str,
    may_lack: Collection[str] = (),
) -> None:
    """Check that all that is wanted is found, once, and nothing else.

    Args:
        complain: Makes the error from what was found, what was expected, and the row.
        found: What was found, in words, and in which row.
        wanted: What belongs there, in the same words.
        because: Why it does.
        may_lack: What of it may be missing.
    """
    rows: dict[str, int] = {}
    wanted = dict.fromkeys(wanted)
    for what, row in found:
        if what in rows:
            raise complain(f"a {what} a second time", f"it once (row {rows[what]})", row)
        if what not in wanted:
            raise complain(f"a {what}", f"none, {because}", row)
        rows[what] = row
    missing = [what for what in wanted if what not in rows and what not in may_lack]
    if missing:
        raise complain(f"no {missing[0]}", f"one, {because}")


def check_run(
    complain: Complain, months: Collection[str], what: str, first: str, last: str
) -> None:
    """Check that no month is missing from the first to the last."""
    missing = next((month for month in months_between(first, last) if month not in months), "")
    if missing:
        raise complain(
            f"no {spelled(missing)} for {what}",
            f"every month from {spelled(first)} to {spelled(last)}",
        )


def check_row(
    layout: Layout, row: Mapping[str, str], complain: Complain, slack: Decimal = Decimal(0)
) -> None:
    """Check a row of a seed for what its layout says.

    Args:
        layout: The exhibit.
        row: The row, with its period and its figures.
        complain: Makes the error from what was found and what was expected.
        slack: By how much more than by rounding its differences may be off.
    """
    for check in layout.checks:
        match check:
            case Difference():
                decimals = next(c.decimals for c in layout.columns if c.name == check.name)
                _check_difference(check, row, 3 * HALF.scaleb(-decimals) + slack, complain)
            case UnitPrice():
                _check_price(check, row, complain)
            case PerDay():
                _check_per_day(check, row, complain)


def _check_difference(
    check: Difference, row: Mapping[str, str], tolerance: Decimal, complain: Complain
) -> None:
    """A balance is exports less imports; three rounded figures are 1.5 units apart at most."""
    names = (check.name, check.minuend, check.subtrahend)
    found = [row[name] for name in names]
    what = f"{check.name}{_of(row)}"
    if "" in found:
        if found[0] != "":
            raise complain(f"{found[0]} as {what}", f"none without {names[1]} or {names[2]}")
        if "" not in found[1:]:
            raise complain(f"no {what}", f"one beside {names[1]} and {names[2]}")
        return
    balance, exports, imports = (Decimal(text) for text in found)
    if abs(balance - (exports - imports)) > tolerance:
        raise complain(
            f"{balance:,} as {what}",
            f"{exports - imports:,} within {tolerance.normalize():f}, {names[1]} {exports:,} less "
            f"{names[2]} {imports:,}",
        )


def _check_price(check: UnitPrice, row: Mapping[str, str], complain: Complain) -> None:
    """The price is rounded to half a cent, and the others move it by half a unit of theirs."""
    names = (check.price, check.quantity, check.value)
    price, quantity, value = (Decimal(row[name]) for name in names)
    if abs(price * quantity - value) > HALF / 100 * quantity + HALF * (1 + price):
        raise complain(
            f"{price} dollars a barrel of {check.of}{_of(row)}",
            f"what {value:,} thousand dollars for {quantity:,} thousand barrels make",
        )


def _check_per_day(check: PerDay, row: Mapping[str, str], complain: Complain) -> None:
    """Both are rounded by half: that of the day counts on each of the days."""
    daily, quantity = Decimal(row[check.daily]), Decimal(row[check.quantity])
    following = month_at(month_number(row["period_end"]) + 1)
    days = (date.fromisoformat(following) - date.fromisoformat(row["period_start"])).days
    if abs(daily * days - quantity) > HALF * days + HALF:
        raise complain(
            f"{daily:,} thousand barrels of {check.of} a day{_of(row)}",
            f"what {quantity:,} thousand barrels in {days} days make",
        )


def _of(row: Mapping[str, str]) -> str:
    """Which row it is, for messages."""
    start, end = row["period_start"][:7], row["period_end"][:7]
    item = f" of {row['item']}" if "item" in row else ""
    return f"{item} of {start}" + (f" to {end}" if start != end else "")
