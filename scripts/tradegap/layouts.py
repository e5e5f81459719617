"""What the official exhibits look like, as data: titles, headings, rows, units, seeds.

Nothing outside this module and its readers knows an exhibit's layout. A heading is compared
by its letters and digits only (`spoken`), so that line breaks, hyphens put in for wrapping,
double blanks and footnote marks make no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

FLOWS = ("balance", "exports", "imports")
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

_DATE = re.compile(rf"\s*:\s*(?:({'|'.join(MONTHS)})\s+)?((?:19|20)\d\d)\s*$", re.IGNORECASE)
_FOOTNOTE_MARK = re.compile(r"\s*\((?:\d+|R|P)\)|(?<=[A-Za-z.])\s+\d\s*$", re.IGNORECASE)


def spoken(text: str) -> str:
    """What a heading says: lower-case letters and digits, without footnote marks."""
    without_marks = _FOOTNOTE_MARK.sub("", text)
    return re.sub(r"[^a-z0-9]", "", without_marks.lower().replace("&", " and "))


def undated(text: str) -> str:
    """A line of a title without the date at its end: `..., by Area: 2021`."""
    return _DATE.sub("", text)


def date_of(text: str) -> tuple[int, int]:
    """Year and month at the end of a line of a title; 0 for what it does not say."""
    match = _DATE.search(text)
    if match is None:
        return 0, 0
    months = [month.lower() for month in MONTHS]
    return int(match[2]), months.index(match[1].lower()) + 1 if match[1] else 0


@dataclass(frozen=True)
class Column:
    """One column of a seed.

    Args:
        name: Its name in the seed.
        headings: The wordings seen over it, the workbook's own first; the others are those
            of tidy files.
        flow: The flow it belongs to, where the heading above it says so.
        decimals: How many decimals its figures have at most; further ones are noise of the
            workbook's binary numbers and are rounded away.
        group: The heading above it, where that is no flow.
        unit: Its unit in tidy files, where it is not millions of dollars.
    """

    name: str
    headings: tuple[str, ...]
    flow: str = ""
    decimals: int = 0
    group: str = ""
    unit: str = ""

    def says(self, text: str) -> bool:
        """Whether a heading names this column."""
        return spoken(text) in {spoken(heading) for heading in self.headings}


@dataclass(frozen=True)
class Place:
    """A row that a table of items has to have, and where it puts the rows below it.

    Args:
        name: The printed name, without footnote marks. It is compared with its capitals:
            `Miscellaneous Manufactured Articles` has `Miscellaneous manufactured articles`.
        parent: The item it is a part of; empty at the top.
        opens: What rows below it are a part of; by default the item itself.
        until: The name of the last row that is a part of it; those below it are a part of
            its parent again.
        block: The block it stands in; empty: in every block.
        needed: Whether it is always there.
    """

    name: str
    parent: str = ""
    opens: str | None = None
    until: str = ""
    block: str = ""
    needed: bool = True

    @property
    def group(self) -> str:
        """The item that rows below it are a part of."""
        return self.name if self.opens is None else self.opens


@dataclass(frozen=True)
class ItemTable:
    """How a table is read whose rows are items and whose headings are periods.

    Args:
        places: Rows that it has to have, wherever they stand; all others are items of the
            group that the row above them opened.
        headings: What stands over the items of each block; a block without a heading of its
            own is a row `Exports` or `Imports`.
        months: How many months it shows, up to that of the release.
        years: To how many years' dates it shows figures.
        years_later: How many years after the one it shows its release is.
        dated: Whether its title, or the second line of that, ends with its year.
        states_unit: Whether a line states the unit; else the headings do.
        gaps: Items that, with the items they have, may be not applicable: `(X)`.
        silent: Rows that only introduce others.
        indented: Whether all rows but the places are indented.
        whole: The item that shares are percent of, where the table has shares.
    """

    places: tuple[Place, ...]
    headings: tuple[tuple[str, str], ...] = (("", "Item"),)
    months: int = 2
    years: int = 1
    years_later: int = 0
    dated: bool = False
    states_unit: bool = True
    gaps: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    indented: bool = False
    whole: str = ""


@dataclass(frozen=True)
class Layout:
    """One exhibit of the release, or one table of the history workbook.

    Args:
        exhibit: Its code in the seeds: `01`, or the seed's name for history tables.
        number: Its number as titles print it: `1`.
        title: Its title after the number.
        seed: The seed that holds it, a path under seeds/ without `.csv`.
        columns: The figures, in the seed's order.
        above: Headings that may stand above several columns and name no figure.
        adjusted: Whether the figures are seasonally adjusted.
        chained: Whether they are chained dollars (the sheet says of which year).
        blocks: Whether the sheet has a block of rows for exports and one for imports.
        block_column: What else than the flow its two blocks of rows differ in.
        units_in_headings: Whether each heading states its unit, and no line does.
        balances: Figures that are checked on the way in: balance, exports and imports.
        release_elsewhere: Whether the sheet does not say its release: the other files of the
            release do.
        years_before: How many full years are shown before the year of the release.
        as_published: Whether the foot has "<Month> data as published last month".
        flow: The flow of all figures, where the title alone says it.
        commodities: Whether rows are commodities below their categories (tradegap.commodities).
        items: Whether rows are items (countries, groups of products) and periods stand in the
            headings; such a seed has one row per item and period.
        table: How such a table is read, where it is read by tradegap.items.
        subtitle: Second line of the title, where there is one.
        heading: What stands over the periods.
        averaged_months: Of how many months, up to the one named, each figure is the mean; such
            a table has no subtotals. 0: of none, a figure is that of its month.
        first_month: First month of a history table.
        first_year: First year of a history table with a year row.
    """

    exhibit: str
    number: str
    title: str
    seed: str
    columns: tuple[Column, ...]
    above: tuple[str, ...] = ()
    adjusted: bool = True
    chained: bool = False
    blocks: bool = False
    block_column: str = "flow"
    units_in_headings: bool = False
    balances: tuple[tuple[str, str, str], ...] = ()
    release_elsewhere: bool = False
    years_before: int = 2
    as_published: bool = False
    flow: str = ""
    subtitle: str = ""
    commodities: bool = False
    items: bool = False
    table: ItemTable | None = None
    heading: str = "Period"
    averaged_months: int = 0
    first_month: str = ""
    first_year: str = ""

    @property
    def supplement(self) -> bool:
        """Whether it is an exhibit of the supplement: its title says only `Exhibit 1`."""
        return self.number.endswith("s")

    def is_titled(self, text: str) -> bool:
        """Whether a text is the title, or its first line; years at its end go unread."""
        return spoken(undated(text) if self.table else text) == spoken(self.title)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row of the seed."""
        if self.commodities:
            return ("release_month", "category", "item", "row_kind", "period_start", "period_end")
        if self.items:
            item = ("block", "parent_item", "item")
            return ("release_month", *item, "row_kind", "period_start", "period_end")
        flow = (self.block_column,) if self.blocks else ()
        basis = ("price_basis",) if self.chained else ()
        return ("release_month", *flow, *basis, "row_kind", "period_start", "period_end")

    @property
    def block_codes(self) -> dict[str, str]:
        """What the rows that head its blocks say, in their order, and their codes."""
        if not self.blocks:
            return {}
        if self.block_column == "seasonal_adjustment":
            return {"Seasonally Adjusted": "sa", "Not Seasonally Adjusted": "nsa"}
        return {"Exports": "exports", "Imports": "imports"}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the figures, in the seed's order."""
        return ("value",) if self.commodities else tuple(c.name for c in self.columns)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The columns of the seed that are no figures."""
        return ("line", "source_row") if self.has_items else ("source_row",)

    @property
    def has_items(self) -> bool:
        """Whether rows are items, commodities or others, which come and go."""
        return self.commodities or self.items


def _by_flow(
    items: dict[str, tuple[str, ...]], flows: tuple[str, ...] = FLOWS
) -> tuple[Column, ...]:
    return tuple(
        Column(f"{flow}_{item}", headings, flow)
        for flow in flows
        for item, headings in items.items()
    )


def _plain(items: dict[str, tuple[str, ...]]) -> tuple[Column, ...]:
    return tuple(Column(item, headings) for item, headings in items.items())


_BOP = ("Total Balance of Payments Basis", "Total, Balance of Payments Basis")
_CENSUS = ("Total Census Basis", "Total, Census Basis")
_ADJUSTMENTS = ("Net Adjustments",)

_SECTORS = {
    "total": ("Total",),
    "goods": ("Goods", "Goods (BOP basis)"),
    "services": ("Services",),
}

_SERVICES = {
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

_END_USE = {
    "foods_feeds_beverages": ("Foods, Feeds, & Beverages",),
    "industrial_supplies": ("Industrial Supplies",),
    "capital_goods": ("Capital Goods",),
    "automotive": ("Automotive Vehicles, etc.",),
    "consumer_goods": ("Consumer Goods",),
    "other_goods": ("Other Goods",),
}

# Exhibits 5 and 12 print no balance of the net adjustments.
_GOODS = tuple(
    Column(f"{flow}_{item}", headings, flow)
    for flow in FLOWS
    for item, headings in (("bop", _BOP), ("net_adjustments", _ADJUSTMENTS), ("census", _CENSUS))
    if not (flow == "balance" and item == "net_adjustments")
)

# Exhibits 6 and 13 print the same columns, adjusted and unadjusted.
_GOODS_BY_END_USE = _plain(
    {"bop": _BOP, "net_adjustments": _ADJUSTMENTS, "census": _CENSUS} | _END_USE
)

# Exhibits 7 and 8 spell the categories out; each name heads the commodities of its own.
COMMODITY_TOTALS = (
    "Total, Balance of Payments Basis",
    "Net Adjustments",
    "Total, Census Basis",
)
COMMODITY_CATEGORIES = {
    "foods_feeds_beverages": "Foods, feeds, and beverages",
    "industrial_supplies": "Industrial supplies and materials",
    "capital_goods": "Capital goods, except automotive",
    "automotive": "Automotive vehicles, parts, and engines",
    "consumer_goods": "Consumer goods",
    "other_goods": "Other goods",
}

_GROUPS = ("Balance", "Exports", "Imports")
_BALANCE = (("balance", "exports", "imports"),)

_PETROLEUM = "Total energy-related petroleum products"
_CRUDE = "Crude Oil"
_BARRELS = "Quantity (thousands of barrels)"
_THOUSANDS = "Value (thousands of dollars)"
_ENERGY = (
    Column(
        "petroleum_quantity",
        (_BARRELS, "Energy-related petroleum products: quantity"),
        group=_PETROLEUM,
        unit="thousand barrels",
    ),
    Column(
        "petroleum_value",
        (_THOUSANDS, "Energy-related petroleum products: value"),
        group=_PETROLEUM,
        unit="thousand USD",
    ),
    Column(
        "crude_quantity",
        (_BARRELS, "Crude oil: quantity"),
        group=_CRUDE,
        unit="thousand barrels",
    ),
    Column(
        "crude_quantity_per_day",
        ("Thousands of barrels per day (average)", "Crude oil: quantity per day"),
        group=_CRUDE,
        unit="thousand barrels per day",
    ),
    Column(
        "crude_value",
        (_THOUSANDS, "Crude oil: value"),
        group=_CRUDE,
        unit="thousand USD",
    ),
    Column(
        "crude_unit_price",
        ("Unit Price (dollars)", "Crude oil: unit price"),
        decimals=2,
        group=_CRUDE,
        unit="USD per barrel",
    ),
)

_UNROUNDED = 6


def _by_country(code: str, title: str, *, bop: bool = True) -> Layout:
    """Exhibits 19 to 20b: countries and areas, periods in the headings."""
    return Layout(
        exhibit=code,
        number=code,
        title=title,
        seed=f"ft900/exhibit_{code}",
        columns=_plain({"balance": (), "exports": (), "imports": ()}),
        items=True,
        heading="Country and Area",
        balances=_BALANCE,
        release_elsewhere=bop,
    )


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

_STATES = (
    Place("U.S. Total"),
    Place("Foreign Trade Zone", opens="U.S. Total"),
    Place("Other", "U.S. Total"),
    Place("Timing Adjustment", "U.S. Total", opens="U.S. Total", needed=False),
)

# Areas stand below the rows without a country, and are in no sum.
_ALL_COUNTRIES = (
    Place("TOTAL"),
    Place("Unidentified", "TOTAL", opens=""),
    Place("Timing adjustment", "TOTAL", opens="", needed=False),
)

_BY_FLOW = _plain({flow: (flow.capitalize(),) for flow in FLOWS})


def _unrounded(items: dict[str, tuple[str, ...]]) -> tuple[Column, ...]:
    return tuple(Column(item, headings, decimals=6) for item, headings in items.items())


_NAICS = "NAICS-Based Product Code Groupings"
_BY_STATE = {
    "manufactured": (
        f"{_NAICS} Manufactured Commodities Total",
        f"{_NAICS} Manufactured Commodities",
    ),
    "nonmanufactured": (
        f"{_NAICS} Non-Manufactured Commodities (1) Total",
        f"{_NAICS} Non-Manufactured Commodities (1)",
    ),
}
_TOTAL_OF_STATES = {"total": ("Total", "Total Total")}

_BY_COUNTRY_AND_AREA = _unrounded(
    {
        "balance": ("Balance (Customs imports)",),
        "exports": ("Exports Domestic & Foreign, F.A.S. basis",),
        "imports_customs": ("Imports Customs basis",),
        "imports_cif": ("Imports C.I.F. basis",),
    }
)

ITEM_EXHIBITS = (
    Layout(
        exhibit="14",
        number="14",
        title="U.S. Trade in Goods by Selected Countries and Areas",
        seed="ft900/exhibit_14",
        columns=_BY_FLOW,
        adjusted=False,
        items=True,
        table=ItemTable(_COUNTRIES, dated=True),
    ),
    Layout(
        exhibit="14a",
        number="14a",
        title="U.S. Trade in Goods by Selected Countries and Areas",
        seed="ft900/exhibit_14a",
        columns=_BY_FLOW,
        adjusted=False,
        items=True,
        table=ItemTable(_COUNTRIES, dated=True, years_later=1),
    ),
    Layout(
        exhibit="15",
        number="15",
        title="U.S. Trade in Goods by Principal Commodities",
        seed="ft900/exhibit_15",
        columns=_plain({flow: (flow.capitalize(),) for flow in FLOWS[1:]}),
        adjusted=False,
        items=True,
        table=ItemTable(
            (
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
    ),
    Layout(
        exhibit="16a",
        number="16a",
        title="U.S. Trade in Advanced Technology Products by Technology Group and Selected "
        "Countries and Areas",
        seed="ft900/exhibit_16a",
        columns=_BY_FLOW,
        adjusted=False,
        items=True,
        table=ItemTable(
            _TECHNOLOGIES,
            headings=(
                ("technology_groups", "Technology Group"),
                ("countries", "Selected Countries and Areas"),
            ),
            years=2,
        ),
    ),
    Layout(
        exhibit="17a",
        number="17a",
        title="U.S. Imports of Crude Oil by Selected Countries and Areas",
        seed="ft900/exhibit_17a",
        columns=_plain(
            {
                "quantity": ("Quantity (thousands of barrels)",),
                "customs_value": ("Customs Value (thousands of dollars)",),
                "cif_value": ("C.I.F. Value (thousands of dollars)",),
            }
        ),
        adjusted=False,
        items=True,
        table=ItemTable(
            _AREAS_OF_OIL, headings=(("", "Country"),), states_unit=False, indented=True
        ),
    ),
    Layout(
        exhibit="18",
        number="18",
        title="U.S. Trade in Motor Vehicles and Parts by Selected Countries",
        seed="ft900/exhibit_18",
        columns=_plain(
            {
                "total": ("Total",),
                "passenger_cars": ("Passenger Cars",),
                "trucks_buses_special_purpose_vehicles": (
                    "Trucks, Buses, Special Purpose Vehicles",
                ),
                "parts": ("Parts",),
            }
        ),
        adjusted=False,
        blocks=True,
        items=True,
        table=ItemTable((Place("TOTAL"),), headings=(("", "Country"),)),
    ),
    Layout(
        exhibit="1s",
        number="1s",
        title="Exports, Imports, and Balance of Goods by Selected NAICS-Based Product Code",
        subtitle="Not Seasonally Adjusted",
        seed="ft900/supplement_1s",
        columns=_unrounded(
            {
                "balance": ("Balance",),
                "exports": ("Exports",),
                "imports_for_consumption": ("Imports for Consumption (Customs Value) Totals",),
                "calculated_duty": ("Imports for Consumption (Customs Value) Calculated Duty",),
            }
        ),
        adjusted=False,
        items=True,
        table=ItemTable(
            _PRODUCTS,
            headings=(("", "NAICS-Based Product\nCode Description"),),
            months=1,
            dated=True,
            gaps=("Re-exports", "Timing Adjustments"),
            silent=("(Domestic)",),
        ),
    ),
    Layout(
        exhibit="2s",
        number="2s",
        title="Origin of Movement of U.S. Exports of Goods by State by NAICS-Based Product Code "
        "Groupings",
        subtitle="Not Seasonally Adjusted",
        seed="ft900/supplement_2s",
        columns=_unrounded(_BY_STATE | {"reexports": ("Re-exports",)} | _TOTAL_OF_STATES),
        adjusted=False,
        items=True,
        table=ItemTable(
            _STATES,
            months=1,
            dated=True,
            gaps=("Estimated Shipments", "Timing Adjustment"),
            indented=True,
            whole="U.S. Total",
        ),
    ),
    Layout(
        exhibit="2as",
        number="2as",
        title="U.S. General Imports of Goods by State, State of Destination, by NAICS-Based "
        "Product Code Groupings",
        subtitle="Not Seasonally Adjusted",
        seed="ft900/supplement_2as",
        columns=_unrounded(_BY_STATE | _TOTAL_OF_STATES),
        adjusted=False,
        items=True,
        table=ItemTable(
            _STATES,
            months=1,
            dated=True,
            gaps=("Estimated Shipments", "Timing Adjustment"),
            indented=True,
            whole="U.S. Total",
        ),
    ),
    Layout(
        exhibit="4s",
        number="4s",
        title="Exports, Imports, and Trade Balance of Goods by Country and Area, Not Seasonally "
        "Adjusted",
        seed="ft900/supplement_4s",
        columns=_BY_COUNTRY_AND_AREA,
        adjusted=False,
        items=True,
        table=ItemTable(_ALL_COUNTRIES, headings=(("", "Country"),), months=1, dated=True),
    ),
    Layout(
        exhibit="4as",
        number="4as",
        title="Exports, Imports, and Trade Balance of Goods by Country and Area, Not Seasonally "
        "Adjusted",
        seed="ft900/supplement_4as",
        columns=_BY_COUNTRY_AND_AREA,
        adjusted=False,
        items=True,
        table=ItemTable(
            _ALL_COUNTRIES,
            headings=(("", "Country"),),
            months=1,
            years_later=1,
            dated=True,
        ),
    ),
)

_PERIOD_EXHIBITS = (
    Layout(
        exhibit="01",
        number="1",
        title="U.S. International Trade in Goods and Services",
        seed="ft900/exhibit_01",
        columns=_by_flow(_SECTORS),
        above=_GROUPS,
        as_published=True,
    ),
    Layout(
        exhibit="02",
        number="2",
        title="U.S. International Trade in Goods and Services",
        subtitle="Three-Month Moving Averages",
        seed="ft900/exhibit_02",
        columns=_by_flow(_SECTORS),
        above=_GROUPS,
        heading="Month of Moving Average",
        averaged_months=3,
    ),
    Layout(
        exhibit="03",
        number="3",
        title="U.S. Exports of Services by Major Category",
        seed="ft900/exhibit_03",
        columns=_plain(_SERVICES),
        as_published=True,
        flow="exports",
    ),
    Layout(
        exhibit="04",
        number="4",
        title="U.S. Imports of Services by Major Category",
        seed="ft900/exhibit_04",
        columns=_plain(_SERVICES),
        as_published=True,
        flow="imports",
    ),
    Layout(
        exhibit="05",
        number="5",
        title="U.S. Trade in Goods",
        seed="ft900/exhibit_05",
        columns=_GOODS,
        above=_GROUPS,
        as_published=True,
    ),
    Layout(
        exhibit="06",
        number="6",
        title="U.S. Trade in Goods by Principal End-Use Category",
        seed="ft900/exhibit_06",
        columns=_GOODS_BY_END_USE,
        above=("End-Use Commodity Category",),
        blocks=True,
        years_before=1,
    ),
    Layout(
        exhibit="07",
        number="7",
        title="U.S. Exports of Goods by End-Use Category and Commodity",
        seed="ft900/exhibit_07",
        columns=(),
        commodities=True,
        flow="exports",
    ),
    Layout(
        exhibit="08",
        number="8",
        title="U.S. Imports of Goods by End-Use Category and Commodity",
        seed="ft900/exhibit_08",
        columns=(),
        commodities=True,
        flow="imports",
    ),
    Layout(
        exhibit="09",
        number="9",
        title="U.S. Trade in Petroleum and Non-Petroleum Products by End-Use",
        seed="ft900/exhibit_09",
        columns=_by_flow(
            {
                "bop": ("Total", *_BOP),
                "net_adjustments": _ADJUSTMENTS,
                "petroleum": ("Petroleum",),
                "nonpetroleum": ("Non-petroleum",),
            }
        ),
        above=_GROUPS,
        years_before=1,
    ),
    Layout(
        exhibit="10",
        number="10",
        title="Real U.S. Trade in Goods by Principal End-Use Category",
        seed="ft900/exhibit_10",
        columns=_plain({"census": _CENSUS} | _END_USE | {"residual": ("Residual",)}),
        above=("End-Use Commodity Category",),
        chained=True,
        blocks=True,
        years_before=1,
    ),
    Layout(
        exhibit="11",
        number="11",
        title="Real U.S. Trade in Petroleum and Non-Petroleum Products by End-Use",
        seed="ft900/exhibit_11",
        columns=_by_flow(
            {
                "census": _CENSUS,
                "petroleum": ("Petroleum",),
                "nonpetroleum": ("Non-petroleum",),
                "residual": ("Residual",),
            }
        ),
        above=_GROUPS,
        chained=True,
    ),
    Layout(
        exhibit="12",
        number="12",
        title="U.S. Trade in Goods",
        seed="ft900/exhibit_12",
        columns=_GOODS,
        above=_GROUPS,
        adjusted=False,
        as_published=True,
    ),
    Layout(
        exhibit="13",
        number="13",
        title="U.S. Trade in Goods by Principal End-Use Category",
        seed="ft900/exhibit_13",
        columns=_GOODS_BY_END_USE,
        above=("End-Use Commodity Category",),
        adjusted=False,
        blocks=True,
        years_before=1,
    ),
    Layout(
        exhibit="16",
        number="16",
        title="U.S. Trade in Advanced Technology Products",
        seed="ft900/exhibit_16",
        columns=tuple(
            Column(f"{flow}_advanced_technology", (flow.capitalize(),)) for flow in FLOWS
        ),
        adjusted=False,
        balances=(tuple(f"{flow}_advanced_technology" for flow in FLOWS),),  # type: ignore[arg-type]
    ),
    Layout(
        exhibit="17",
        number="17",
        title="U.S. Trade in Energy-Related Petroleum Products,",
        subtitle="Including Crude Oil",
        seed="ft900/exhibit_17",
        columns=_ENERGY,
        above=(_PETROLEUM, _CRUDE),
        adjusted=False,
        blocks=True,
        units_in_headings=True,
        years_before=1,
    ),
    _by_country(
        "19", "U.S. Trade in Goods by Selected Countries and Areas - Census Basis", bop=False
    ),
    _by_country(
        "20", "U.S. Trade in Goods and Services by Selected Countries and Areas - BOP Basis"
    ),
    _by_country("20a", "U.S. Trade in Goods by Selected Countries and Areas - BOP Basis"),
    _by_country("20b", "U.S. Trade in Services by Selected Countries and Areas"),
    Layout(
        exhibit="3s",
        number="3s",
        title="Exports, Imports, and Trade Balance of Goods",
        seed="ft900/supplement_3s",
        columns=(
            Column("balance_customs", ("Customs",), "balance", _UNROUNDED),
            Column("balance_cif", ("C.I.F.",), "balance", _UNROUNDED),
            Column("exports_fas", ("F.A.S. Value",), "exports", _UNROUNDED),
            Column("imports_customs", ("Customs value",), "imports", _UNROUNDED),
            Column("imports_cif", ("C.I.F. Value",), "imports", _UNROUNDED),
        ),
        above=_GROUPS,
        blocks=True,
        block_column="seasonal_adjustment",
        balances=(
            ("balance_customs", "exports_fas", "imports_customs"),
            ("balance_cif", "exports_fas", "imports_cif"),
        ),
        years_before=1,
    ),
)


def _place(layout: Layout) -> tuple[bool, int, str]:
    """The place of an exhibit in the release: 9, 10, 14, 14a, then the supplement: 2s, 2as."""
    digits = re.sub(r"\D", "", layout.number)
    return layout.supplement, int(digits), layout.number.removesuffix("s")


EXHIBITS = tuple(sorted((*_PERIOD_EXHIBITS, *ITEM_EXHIBITS), key=_place))

HISTORY = (
    Layout(
        exhibit="bea_goods_and_services",
        number="1",
        title="U.S. International Trade in Goods and Services",
        subtitle="Exports, Imports, and Balances",
        seed="history/bea_goods_and_services",
        columns=_by_flow(_SECTORS),
        above=_GROUPS,
        first_month="1992-01-01",
        first_year="1960-01-01",
    ),
    Layout(
        exhibit="bea_services_exports",
        number="2",
        title="U.S. International Trade in Services by Major Category",
        subtitle="Exports",
        seed="history/bea_services_exports",
        columns=_plain(_SERVICES),
        first_month="1999-01-01",
        first_year="1999-01-01",
        flow="exports",
    ),
    Layout(
        exhibit="bea_services_imports",
        number="3",
        title="U.S. International Trade in Services by Major Category",
        subtitle="Imports",
        seed="history/bea_services_imports",
        columns=_plain(_SERVICES),
        first_month="1999-01-01",
        first_year="1999-01-01",
        flow="imports",
    ),
)

# Long series that are no tables of the history workbook above.
_REAL_GOODS = Layout(
    exhibit="census_real_goods",
    number="",
    title="Real goods by end-use category, chained dollars",
    seed="history/census_real_goods",
    columns=next(layout.columns for layout in EXHIBITS if layout.number == "10"),
    above=("End-Use Commodity Category",),
    chained=True,
    blocks=True,
    first_month="1994-01-01",
)
_GOODS_AND_SERVICES = Layout(
    exhibit="census_goods_and_services",
    number="",
    title="U.S. International Trade in Goods and Services",
    seed="history/census_goods_and_services",
    columns=_by_flow(_SECTORS),
    above=_GROUPS,
    first_month="1992-01-01",
)
SERIES = (
    Layout(
        exhibit="bea_trade_by_country",
        number="",
        title="U.S. International Trade by Selected Countries and Areas",
        seed="history/bea_trade_by_country",
        columns=_plain({"balance": (), "exports": (), "imports": ()}),
        items=True,
        balances=_BALANCE,
        first_year="1999-01-01",
    ),
    Layout(
        exhibit="census_goods_by_country_sa",
        number="",
        title="Goods by country and area, Census basis, seasonally adjusted",
        seed="history/census_goods_by_country_sa",
        columns=tuple(Column(flow, (flow,), decimals=_UNROUNDED) for flow in FLOWS[1:]),
        items=True,
    ),
    _REAL_GOODS,
    _GOODS_AND_SERVICES,
)

# The workbooks of the Census Bureau's histories (realexp, realimp, exhibit_history): a sheet
# has its title in a cell of its own, then year by year its row and its months.
CENSUS_HISTORY = (
    replace(
        _REAL_GOODS,
        title="Real Exports of Goods by Principal End-Use Category",
        flow="exports",
        blocks=False,
    ),
    replace(
        _REAL_GOODS,
        title="Real Imports of Goods by Principal End-Use Category",
        flow="imports",
        blocks=False,
    ),
    _GOODS_AND_SERVICES,
)


@dataclass(frozen=True)
class CodeTable:
    """A table with a row for each code and year, and a column for each month.

    Args:
        title: What its title says, with the flow, the basis and the adjustment.
        bases: The bases as titles name them, in lower case, and their codes.
        code: What stands over the codes.
        year: What stands over the years.
        unread: Headings of columns that only describe a code.
        letters: The letter that the codes of each flow begin with.
        decimals: How many decimals its figures have.
    """

    title: str
    bases: tuple[tuple[str, str], ...]
    code: str
    year: str
    unread: tuple[str, ...]
    letters: tuple[tuple[str, str], ...]
    decimals: int


# BEA's IDS-0182, Detailed Goods Trade Data: a sheet for each basis and adjustment.
GOODS_BY_CODE_TABLE = CodeTable(
    title=(
        r"Monthly (?P<flow>Exports|Imports) of Goods, (?P<basis>Census|BO?P)-based, "
        r"(?P<adjustment>N?SA), in Millions of Dollars"
    ),
    bases=(("census", "census"), ("bp", "bop"), ("bop", "bop")),
    code="Enduse Code",
    year="Year",
    unread=("EU Description",),
    letters=(("exports", "X"), ("imports", "M")),
    decimals=_UNROUNDED,
)

# Tables 4 and 5 of BEA's history: services by the categories used before 1999, not read.
UNREAD_HISTORY = ("4", "5")

# Tables of the agencies that are not read, by some of their headings.
UNREAD_TABLES = (
    (
        ("year", "CTY_CODE", "CTYNAME", "IYR", "EYR"),
        "the Census Bureau's unadjusted history by country (country.xlsx), which is not read",
    ),
    (
        ("year", "cty_code", "cty_desc", "EJAN", "IJAN"),
        "the Census Bureau's adjusted history by country (ctyseasonal.xlsx), which states neither "
        "its unit nor its adjustment: it is read in csv form (docs/csv-forms.md)",
    ),
    (
        ("DATE", "ENDUSE", "DESCRIPTION", "VALUE"),
        "the Census Bureau's history by end-use code (exports_enduse.xlsx, imports_enduse.xlsx), "
        "which states neither its unit nor its adjustment: imports are read in csv form "
        "(docs/csv-forms.md), exports and imports from BEA's IDS-0182",
    ),
)


def listed(layouts: tuple[Layout, ...] = EXHIBITS) -> str:
    """The numbers of the exhibits that are read, for messages: `1, 3 and 4`."""
    numbers = [layout.number for layout in layouts]
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}"
