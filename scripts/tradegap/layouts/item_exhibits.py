"""The exhibits whose rows are items (countries, products) below headings of periods."""

from __future__ import annotations

from tradegap.layouts.columns import Headings, plain
from tradegap.layouts.model import FLOWS, Column, Difference, ItemTable, Place

# --- exhibits whose rows are items --------------------------------------------------------


def _groups(parent: str, *names: str, block: str = "") -> tuple[Place, ...]:
    """Items that head the items they have."""
    return tuple(Place(name, parent, block=block) for name in names)


_TOTAL_CENSUS = "Total Census Basis"
_OF_ALL = Place("Net Adjustments", opens="")

_COUNTRIES = (
    Place("Total Balance of Payments Basis", opens=""),
    _OF_ALL,
    Place(_TOTAL_CENSUS),
    *_groups(
        _TOTAL_CENSUS,
        "North America",
        "Europe",
        "Pacific Rim Countries",
        "South/Central America",
        "Africa",
        "Other Countries",
    ),
    Place("European Union", "Europe", until="Other"),
    Place("Euro Area", "Europe", opens="Europe"),
    Place("Unidentified Countries", _TOTAL_CENSUS, opens=_TOTAL_CENSUS, needed=False),
    Place("Timing Adjustments", _TOTAL_CENSUS, opens=_TOTAL_CENSUS, needed=False),
)

_SECTIONS = (
    "Food and Live Animals",
    "Beverages and Tobacco",
    "Crude Materials Except Fuels",
    "Mineral Fuels and Lubricants",
    "Animal and Vegetables Oils",
    "Chemicals and Related Products",
    "Manufactured Goods by Material",
    "Machinery and Transport Equipment",
    "Miscellaneous Manufactured Articles",
    "Miscellaneous Commodities",
)

_TECHNOLOGIES = (
    Place("Total"),
    *_groups(
        "Total",
        "North America",
        "European Union",
        "Pacific Rim Countries",
        "South/Central America",
        "Other Countries",
        block="countries",
    ),
)

_AREAS_OF_OIL = (
    Place("Total"),
    *_groups("Total", "North America", "Europe", "South/Central America", "Africa", "Asia"),
    Place("All Other Countries", "Total", opens="Total"),
)

_PRODUCTS = (
    Place("GRAND TOTAL"),
    *_groups(
        "GRAND TOTAL",
        "Agricultural, Forestry & Fishery Products",
        "Mining, Total",
        "Manufacturing, Total",
        "Special Classification Provisions",
    ),
    Place("Re-exports", "GRAND TOTAL", opens="GRAND TOTAL"),
    Place("Timing Adjustments", "GRAND TOTAL", opens="GRAND TOTAL", needed=False),
)

# Areas stand below the rows without a country, and are in no sum.
_ALL_COUNTRIES = (
    Place("TOTAL"),
    Place("Unidentified", "TOTAL", opens=""),
    Place("Timing adjustment", "TOTAL", opens="", needed=False),
)

_BY_FLOW = plain({flow: (flow.capitalize(),) for flow in FLOWS})


def _unrounded(items: Headings) -> tuple[Column, ...]:
    return tuple(Column(item, headings, decimals=6) for item, headings in items.items())


_NAICS = "NAICS-Based Product Code Groupings"
_BY_STATE: Headings = {
    "manufactured": (
        f"{_NAICS} Manufactured Commodities Total",
        f"{_NAICS} Manufactured Commodities",
    ),
    "nonmanufactured": (
        f"{_NAICS} Non-Manufactured Commodities (1) Total",
        f"{_NAICS} Non-Manufactured Commodities (1)",
    ),
}
_BALANCE = (Difference("balance", "exports", "imports"),)


def _by_country(code: str, years_later: int) -> ItemTable:
    """Exhibits 14 and 14a: the year of the release, and the one before as it was revised."""
    return ItemTable(
        exhibit=code,
        title="U.S. Trade in Goods by Selected Countries and Areas",
        columns=_BY_FLOW,
        checks=_BALANCE,
        places=_COUNTRIES,
        dated=True,
        years_later=years_later,
    )


def _by_country_and_area(code: str, years_later: int) -> ItemTable:
    """Exhibits 4 and 4a of the supplement: all countries, with two values of imports."""
    return ItemTable(
        exhibit=code,
        title="Exports, Imports, and Trade Balance of Goods by Country and Area, Not Seasonally "
        "Adjusted",
        columns=_unrounded(
            {
                "balance": ("Balance (Customs imports)",),
                "exports": ("Exports Domestic & Foreign, F.A.S. basis",),
                "imports_customs": ("Imports Customs basis",),
                "imports_cif": ("Imports C.I.F. basis",),
            }
        ),
        checks=(Difference("balance", "exports", "imports_customs"),),
        places=_ALL_COUNTRIES,
        heading="Country",
        months=1,
        beside=("Rank",),
        years_later=years_later,
        dated=True,
    )


def _by_state(code: str, title: str, items: Headings) -> ItemTable:
    """Exhibits 2 and 2a of the supplement: states, with their shares of the total."""
    return ItemTable(
        exhibit=code,
        title=title,
        subtitle="Not Seasonally Adjusted",
        columns=_unrounded(_BY_STATE | items | {"total": ("Total", "Total Total")}),
        places=(
            Place("U.S. Total"),
            Place("Foreign Trade Zone", opens="U.S. Total"),
            Place("Other", "U.S. Total"),
            Place("Timing Adjustment", "U.S. Total", opens="U.S. Total", needed=False),
        ),
        months=1,
        dated=True,
        gaps=("Estimated Shipments", "Timing Adjustment"),
        indented=True,
        beside=("Percent",),
        whole="U.S. Total",
    )


ITEM_EXHIBITS = (
    _by_country("14", 0),
    _by_country("14a", 1),
    ItemTable(
        exhibit="15",
        title="U.S. Trade in Goods by Principal Commodities",
        columns=plain({flow: (flow.capitalize(),) for flow in FLOWS[1:]}),
        places=(
            Place("Total Balance of Payment Basis", opens=""),
            _OF_ALL,
            Place(_TOTAL_CENSUS, opens=""),
            Place("Manufactured Goods", opens=""),
            Place("Agricultural Commodities", opens=""),
            *_groups(_TOTAL_CENSUS, *_SECTIONS, "Re-Exports"),
            Place("Manufactured Goods", "Re-Exports", opens="Re-Exports"),
            Place("Agricultural Commodities", "Re-Exports", opens="Re-Exports"),
        ),
        years=2,
        gaps=("Re-Exports",),
    ),
    ItemTable(
        exhibit="16a",
        title="U.S. Trade in Advanced Technology Products by Technology Group and Selected "
        "Countries and Areas",
        columns=_BY_FLOW,
        checks=_BALANCE,
        places=_TECHNOLOGIES,
        headings=(
            ("technology_groups", "Technology Group"),
            ("countries", "Selected Countries and Areas"),
        ),
        years=2,
    ),
    ItemTable(
        exhibit="17a",
        title="U.S. Imports of Crude Oil by Selected Countries and Areas",
        columns=plain(
            {
                "quantity": ("Quantity (thousands of barrels)",),
                "customs_value": ("Customs Value (thousands of dollars)",),
                "cif_value": ("C.I.F. Value (thousands of dollars)",),
            }
        ),
        places=_AREAS_OF_OIL,
        heading="Country",
        units_in_headings=True,
        indented=True,
    ),
    ItemTable(
        exhibit="18",
        title="U.S. Trade in Motor Vehicles and Parts by Selected Countries",
        columns=plain(
            {
                "total": ("Total",),
                "passenger_cars": ("Passenger Cars",),
                "trucks_buses_special_purpose_vehicles": (
                    "Trucks, Buses, Special Purpose Vehicles",
                ),
                "parts": ("Parts",),
            }
        ),
        blocks=True,
        places=(Place("TOTAL"),),
        heading="Country",
    ),
    ItemTable(
        exhibit="1s",
        title="Exports, Imports, and Balance of Goods by Selected NAICS-Based Product Code",
        subtitle="Not Seasonally Adjusted",
        columns=_unrounded(
            {
                "balance": ("Balance",),
                "exports": ("Exports",),
                "imports_for_consumption": ("Imports for Consumption (Customs Value) Totals",),
                "calculated_duty": ("Imports for Consumption (Customs Value) Calculated Duty",),
            }
        ),
        checks=(Difference("balance", "exports", "imports_for_consumption"),),
        places=_PRODUCTS,
        heading="NAICS-Based Product\nCode Description",
        months=1,
        dated=True,
        gaps=("Re-exports", "Timing Adjustments"),
        silent=("(Domestic)",),
    ),
    _by_state(
        "2s",
        "Origin of Movement of U.S. Exports of Goods by State by NAICS-Based Product Code "
        "Groupings",
        {"reexports": ("Re-exports",)},
    ),
    _by_state(
        "2as",
        "U.S. General Imports of Goods by State, State of Destination, by NAICS-Based "
        "Product Code Groupings",
        {},
    ),
    _by_country_and_area("4s", 0),
    _by_country_and_area("4as", 1),
)
