"""The exhibits of the release and of its supplement, in their order."""

from __future__ import annotations

import re

from tradegap.layouts.columns import (
    ADJUSTMENTS,
    BOP,
    CENSUS,
    END_USE,
    GROUPS,
    SECTORS,
    SERVICES,
    UNROUNDED,
    by_flow,
    plain,
)
from tradegap.layouts.item_exhibits import ITEM_EXHIBITS
from tradegap.layouts.model import (
    FLOWS,
    Column,
    CommodityTable,
    CountryTable,
    Difference,
    Layout,
    MonthTable,
    PerDay,
    Place,
    UnitPrice,
)

# Exhibits 5 and 12 print no balance of the net adjustments.
_GOODS = tuple(
    Column(f"{flow}_{item}", headings, flow)
    for flow in FLOWS
    for item, headings in (("bop", BOP), ("net_adjustments", ADJUSTMENTS), ("census", CENSUS))
    if not (flow == "balance" and item == "net_adjustments")
)

# Exhibits 6 and 13 print the same columns, adjusted and unadjusted.
_GOODS_BY_END_USE = plain({"bop": BOP, "net_adjustments": ADJUSTMENTS, "census": CENSUS} | END_USE)

# Exhibits 7 and 8 spell the categories out; each name heads the commodities of its own.
_CATEGORIES = (
    Place("Total, Balance of Payments Basis", opens=""),
    Place("Net Adjustments", opens=""),
    Place("Total, Census Basis", opens=""),
    Place("Foods, feeds, and beverages", opens="foods_feeds_beverages"),
    Place("Industrial supplies and materials", opens="industrial_supplies"),
    Place("Capital goods, except automotive", opens="capital_goods"),
    Place("Automotive vehicles, parts, and engines", opens="automotive"),
    Place("Consumer goods", opens="consumer_goods"),
    Place("Other goods", opens="other_goods"),
)

_PETROLEUM = "Total energy-related petroleum products"
_CRUDE = "Crude Oil"


def _oil(name: str, group: str, heading: str, tidy: str, unit: str, decimals: int = 0) -> Column:
    """A column of exhibit 17, which tidy files name with its group."""
    return Column(name, (heading, tidy), decimals=decimals, group=group, unit=unit)


_BARRELS = "Quantity (thousands of barrels)"
_THOUSANDS = "Value (thousands of dollars)"
_PRODUCTS = "Energy-related petroleum products"
_ENERGY = (
    _oil("petroleum_quantity", _PETROLEUM, _BARRELS, f"{_PRODUCTS}: quantity", "thousand barrels"),
    _oil("petroleum_value", _PETROLEUM, _THOUSANDS, f"{_PRODUCTS}: value", "thousand USD"),
    _oil("crude_quantity", _CRUDE, _BARRELS, "Crude oil: quantity", "thousand barrels"),
    _oil(
        "crude_quantity_per_day",
        _CRUDE,
        "Thousands of barrels per day (average)",
        "Crude oil: quantity per day",
        "thousand barrels per day",
    ),
    _oil("crude_value", _CRUDE, _THOUSANDS, "Crude oil: value", "thousand USD"),
    _oil(
        "crude_unit_price",
        _CRUDE,
        "Unit Price (dollars)",
        "Crude oil: unit price",
        "USD per barrel",
        decimals=2,
    ),
)


_COUNTRY = "Country and Area"

_PERIOD_EXHIBITS = (
    MonthTable(
        exhibit="01",
        title="U.S. International Trade in Goods and Services",
        columns=by_flow(SECTORS),
        above=GROUPS,
        as_published=True,
    ),
    MonthTable(
        exhibit="02",
        title="U.S. International Trade in Goods and Services",
        subtitle="Three-Month Moving Averages",
        columns=by_flow(SECTORS),
        above=GROUPS,
        heading="Month of Moving Average",
        averaged_months=3,
    ),
    MonthTable(
        exhibit="03",
        title="U.S. Exports of Services by Major Category",
        columns=plain(SERVICES),
        as_published=True,
        flow="exports",
    ),
    MonthTable(
        exhibit="04",
        title="U.S. Imports of Services by Major Category",
        columns=plain(SERVICES),
        as_published=True,
        flow="imports",
    ),
    MonthTable(
        exhibit="05",
        title="U.S. Trade in Goods",
        columns=_GOODS,
        above=GROUPS,
        as_published=True,
    ),
    MonthTable(
        exhibit="06",
        title="U.S. Trade in Goods by Principal End-Use Category",
        columns=_GOODS_BY_END_USE,
        above=("End-Use Commodity Category",),
        blocks=True,
        years_before=1,
    ),
    CommodityTable(
        exhibit="07",
        title="U.S. Exports of Goods by End-Use Category and Commodity",
        places=_CATEGORIES,
        flow="exports",
    ),
    CommodityTable(
        exhibit="08",
        title="U.S. Imports of Goods by End-Use Category and Commodity",
        places=_CATEGORIES,
        flow="imports",
    ),
    MonthTable(
        exhibit="09",
        title="U.S. Trade in Petroleum and Non-Petroleum Products by End-Use",
        columns=by_flow(
            {
                "bop": ("Total", *BOP),
                "net_adjustments": ADJUSTMENTS,
                "petroleum": ("Petroleum",),
                "nonpetroleum": ("Non-petroleum",),
            }
        ),
        above=GROUPS,
        years_before=1,
    ),
    MonthTable(
        exhibit="10",
        title="Real U.S. Trade in Goods by Principal End-Use Category",
        columns=plain({"census": CENSUS} | END_USE | {"residual": ("Residual",)}),
        above=("End-Use Commodity Category",),
        chained=True,
        blocks=True,
        years_before=1,
    ),
    MonthTable(
        exhibit="11",
        title="Real U.S. Trade in Petroleum and Non-Petroleum Products by End-Use",
        columns=by_flow(
            {
                "census": CENSUS,
                "petroleum": ("Petroleum",),
                "nonpetroleum": ("Non-petroleum",),
                "residual": ("Residual",),
            }
        ),
        above=GROUPS,
        chained=True,
    ),
    MonthTable(
        exhibit="12",
        title="U.S. Trade in Goods",
        columns=_GOODS,
        above=GROUPS,
        adjusted=False,
        as_published=True,
    ),
    MonthTable(
        exhibit="13",
        title="U.S. Trade in Goods by Principal End-Use Category",
        columns=_GOODS_BY_END_USE,
        above=("End-Use Commodity Category",),
        adjusted=False,
        blocks=True,
        years_before=1,
    ),
    MonthTable(
        exhibit="16",
        title="U.S. Trade in Advanced Technology Products",
        columns=tuple(
            Column(f"{flow}_advanced_technology", (flow.capitalize(),)) for flow in FLOWS
        ),
        adjusted=False,
        checks=(Difference(*(f"{flow}_advanced_technology" for flow in FLOWS)),),
    ),
    MonthTable(
        exhibit="17",
        title="U.S. Trade in Energy-Related Petroleum Products,",
        subtitle="Including Crude Oil",
        columns=_ENERGY,
        above=(_PETROLEUM, _CRUDE),
        adjusted=False,
        blocks=True,
        units_in_headings=True,
        checks=(
            UnitPrice("crude oil", "crude_unit_price", "crude_quantity", "crude_value"),
            PerDay("crude oil", "crude_quantity_per_day", "crude_quantity"),
        ),
        years_before=1,
    ),
    CountryTable(
        exhibit="19",
        title="U.S. Trade in Goods by Selected Countries and Areas - Census Basis",
        heading=_COUNTRY,
    ),
    *(
        CountryTable(
            exhibit=code, title=title, heading=_COUNTRY, months=0, runs=("quarter", "year")
        )
        for code, title in (
            ("20", "U.S. Trade in Goods and Services by Selected Countries and Areas - BOP Basis"),
            ("20a", "U.S. Trade in Goods by Selected Countries and Areas - BOP Basis"),
            ("20b", "U.S. Trade in Services by Selected Countries and Areas"),
        )
    ),
    MonthTable(
        exhibit="3s",
        title="Exports, Imports, and Trade Balance of Goods",
        columns=(
            Column("balance_customs", ("Customs",), "balance", UNROUNDED),
            Column("balance_cif", ("C.I.F.",), "balance", UNROUNDED),
            Column("exports_fas", ("F.A.S. Value",), "exports", UNROUNDED),
            Column("imports_customs", ("Customs value",), "imports", UNROUNDED),
            Column("imports_cif", ("C.I.F. Value",), "imports", UNROUNDED),
        ),
        above=GROUPS,
        blocks=True,
        block_column="seasonal_adjustment",
        checks=(
            Difference("balance_customs", "exports_fas", "imports_customs"),
            Difference("balance_cif", "exports_fas", "imports_cif"),
        ),
        years_before=1,
    ),
)


def _place(layout: Layout) -> tuple[bool, int, str]:
    """The place of an exhibit in the release: 9, 10, 14, 14a, then the supplement: 2s, 2as."""
    digits = re.sub(r"\D", "", layout.number)
    return layout.supplement, int(digits), layout.number.removesuffix("s")


EXHIBITS: tuple[Layout, ...] = tuple(sorted((*_PERIOD_EXHIBITS, *ITEM_EXHIBITS), key=_place))
