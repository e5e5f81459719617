"""Releases of an invented trade, after those that are held, and what is held before them."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import rebuilt
import release_factory
from tradegap.periods import month_at, month_number
from tradegap.project import find_root
from tradegap.store import seed_files

if TYPE_CHECKING:
    from release_factory import Release
    from tradegap.layouts.seeds import Holdings

ALL = os.environ.get("TRADEGAP_RELEASES") == "all"
"""Whether every shape and every misreading is tried, not a sample."""
ROOT = find_root()


@cache
def held() -> Holdings:
    """The seeds of the project."""
    return seed_files.load(ROOT)


@cache
def trade() -> release_factory.Trade:
    """The invented trade."""
    return release_factory.trade_of(ROOT)


def month_of(month: int) -> str:
    """A month of a year of which nothing is held, or of the next (13 is its January)."""
    return month_at(month_number(rebuilt.first_free_month(held())) + month - 1)


@cache
def complete(month: int) -> Release:
    """The complete release of a month."""
    return release_factory.release_of(trade(), month_of(month))


@cache
def nothing() -> Holdings:
    """No figure of anything."""
    return rebuilt.without_figures(held())
