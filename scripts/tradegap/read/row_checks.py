"""Checks of figures of one row on the way in, where one sheet says the same thing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from tradegap.errors import TradegapError
from tradegap.layouts.model import Layout
from tradegap.periods import month_at, month_number

Complain = Callable[[str, str], TradegapError]
"""Makes the error of a row: what was found there, what was expected."""

HALF = Decimal("0.5")


def check_row(layout: Layout, row: Mapping[str, str], complain: Complain) -> None:
    """Check a row of a seed for what its layout says.

    Args:
        layout: The exhibit.
        row: The row, with its period and its figures.
        complain: Makes the error from what was found and what was expected.

    Raises:
        TradegapError: Figures do not fit each other.
    """
    decimals = {column.name: column.decimals for column in layout.columns}
    for balance, exports, imports in layout.balances:
        _check_balance(row, (balance, exports, imports), decimals[balance], complain)
    if "crude_unit_price" in decimals:
        _check_crude(row, complain)


def _check_balance(
    row: Mapping[str, str], names: tuple[str, str, str], decimals: int, complain: Complain
) -> None:
    """A balance is exports less imports; three rounded figures are 1.5 units apart at most."""
    found = [row[name] for name in names]
    what = f"{names[0]}{_of(row)}"
    if "" in found:
        if found[0] != "":
            raise complain(f"{found[0]} as {what}", f"none without {names[1]} or {names[2]}")
        if "" not in found[1:]:
            raise complain(f"no {what}", f"one beside {names[1]} and {names[2]}")
        return
    balance, exports, imports = (Decimal(text) for text in found)
    tolerance = 3 * HALF.scaleb(-decimals)
    if abs(balance - (exports - imports)) > tolerance:
        raise complain(
            f"{balance:,} as {what}",
            f"{exports - imports:,} within {tolerance.normalize():f}, {names[1]} {exports:,} less "
            f"{names[2]} {imports:,}",
        )


def _check_crude(row: Mapping[str, str], complain: Complain) -> None:
    """Crude oil: the barrels a day and the price of a barrel fit its quantity and its value.

    Each figure is rounded on its own: a price by half a cent and by what half a unit of the
    quantity and of the value make of it, barrels a day by half and by half over the days.
    """
    quantity, value = Decimal(row["crude_quantity"]), Decimal(row["crude_value"])
    price, daily = Decimal(row["crude_unit_price"]), Decimal(row["crude_quantity_per_day"])
    if abs(price * quantity - value) > HALF / 100 * quantity + HALF * (1 + price):
        raise complain(
            f"{price} dollars a barrel of crude oil{_of(row)}",
            f"what {value:,} thousand dollars for {quantity:,} thousand barrels make",
        )
    following = month_at(month_number(row["period_end"]) + 1)
    days = (date.fromisoformat(following) - date.fromisoformat(row["period_start"])).days
    if abs(daily * days - quantity) > HALF * days + HALF:
        raise complain(
            f"{daily:,} thousand barrels of crude oil a day{_of(row)}",
            f"what {quantity:,} thousand barrels in {days} days make",
        )


def _of(row: Mapping[str, str]) -> str:
    """Which row it is, for messages."""
    start, end = row["period_start"][:7], row["period_end"][:7]
    item = f" of {row['item']}" if "item" in row else ""
    return f"{item} of {start}" + (f" to {end}" if start != end else "")
