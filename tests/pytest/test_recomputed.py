"""Every row of the marts equals the one that a second computation gives, without tolerance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from recomputed import Recomputed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.built

Row = tuple[Any, ...]
R = Recomputed
# What gives the rows of a mart, and in what columns.
MARTS = {
    "fct_trade_values": (R.trade_values, R.VALUE_COLUMNS),
    "latest_trade_values": (R.latest_trade_values, (*R.VALUE_COLUMNS, "is_of_one_release")),
    "fct_trade_balances": (lambda r: r.balances, R.BALANCE_COLUMNS),
    "latest_trade_balances": (R.latest_trade_balances, (*R.BALANCE_COLUMNS, "is_of_one_release")),
    "latest_headline_trade": (R.latest_headline_trade, R.HEADLINE_COLUMNS),
    "fct_bilateral_balances": (lambda r: r.bilateral_balances, R.BILATERAL_COLUMNS),
    "latest_bilateral_balances": (
        R.latest_bilateral_balances,
        (*R.BILATERAL_COLUMNS, "is_of_one_release"),
    ),
    "fct_trade_changes": (lambda r: r.changes, R.CHANGE_COLUMNS),
    "latest_trade_changes": (R.latest_trade_changes, R.LATEST_CHANGE_COLUMNS),
    "fct_category_contributions": (lambda r: r.contributions, R.CONTRIBUTION_COLUMNS),
    "latest_category_contributions": (R.latest_category_contributions, R.CONTRIBUTION_COLUMNS),
    "fct_commodity_changes": (R.commodity_changes, R.COMMODITY_COLUMNS),
    "fct_real_trade": (R.real_trade, R.REAL_COLUMNS),
}
