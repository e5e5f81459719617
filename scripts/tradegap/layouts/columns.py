"""Columns that several tables have, under every wording of their headings."""

from __future__ import annotations

from tradegap.layouts.model import FLOWS, Column

Headings = dict[str, tuple[str, ...]]
"""What stands over columns, by the columns' names."""


def by_flow(items: Headings, flows: tuple[str, ...] = FLOWS) -> tuple[Column, ...]:
    """A column for each flow and item, flow by flow."""
    return tuple(
        Column(f"{flow}_{item}", headings, flow)
        for flow in flows
        for item, headings in items.items()
    )


def plain(items: Headings) -> tuple[Column, ...]:
    """A column for each item, under any of its headings."""
    return tuple(Column(item, headings) for item, headings in items.items())


BOP: tuple[str, ...] = ("Total Balance of Payments Basis", "Total, Balance of Payments Basis")
CENSUS: tuple[str, ...] = ("Total Census Basis", "Total, Census Basis")
ADJUSTMENTS: tuple[str, ...] = ("Net Adjustments",)

SECTORS: Headings = {
    "total": ("Total",),
    "goods": ("Goods", "Goods (BOP basis)"),
    "services": ("Services",),
}

SERVICES: Headings = {
    "total_services": ("Total Services", "Total"),
    "maintenance_and_repair": ("Maintenance and Repair Services n.i.e.",),
    "transport": ("Transport",),
    "travel": ("Travel",),
    "construction": ("Construction",),
    "insurance": ("Insurance Services",),
    "financial": ("Financial Services",),
    "intellectual_property": ("Charges for the Use of Intellectual Property n.i.e.",),
    "telecommunications_computer_information": (
        "Telecommunications, Computer, and Information Services",
    ),
    "other_business": ("Other Business Services",),
    "personal_cultural_recreational": ("Personal, Cultural, and Recreational Services",),
    "government": ("Government Goods and Services n.i.e.",),
}

END_USE: Headings = {
    "foods_feeds_beverages": ("Foods, Feeds, & Beverages",),
    "industrial_supplies": ("Industrial Supplies",),
    "capital_goods": ("Capital Goods",),
    "automotive": ("Automotive Vehicles, etc.",),
    "consumer_goods": ("Consumer Goods",),
    "other_goods": ("Other Goods",),
}

GROUPS = ("Balance", "Exports", "Imports")

UNROUNDED = 6
