"""What the official exhibits look like, as data: titles, headings, rows, units, seeds.

Nothing outside this module and its readers knows an exhibit's layout. A heading is compared
by its letters and digits only (`spoken`), so that line breaks, hyphens put in for wrapping,
double blanks and footnote marks make no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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

_FOOTNOTE_MARK = re.compile(r"\s*\((?:\d+|R|P)\)|(?<=[A-Za-z.])\s+\d\s*$", re.IGNORECASE)


def spoken(text: str) -> str:
    """What a heading says: lower-case letters and digits, without footnote marks."""
    without_marks = _FOOTNOTE_MARK.sub("", text)
    return re.sub(r"[^a-z0-9]", "", without_marks.lower().replace("&", " and "))


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
    heading: str = "Period"
    averaged_months: int = 0
    first_month: str = ""
    first_year: str = ""

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
    def supplement(self) -> bool:
        """Whether it is one of the supplement, whose exhibits are numbered from 1, too."""
        return self.seed.startswith("ft900/supplement_")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the figures, in the seed's order."""
        return ("value",) if self.commodities else tuple(c.name for c in self.columns)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The columns of the seed that are no figures."""
        of_items = self.commodities or self.items
        return ("line", "source_row") if of_items else ("source_row",)


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


EXHIBITS = (
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

# Exhibits of the release that are not read yet.
OTHER_EXHIBITS = ("14", "14a", "15", "16a", "17a", "18")

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
    Layout(
        exhibit="census_real_goods_chained_2012",
        number="",
        title="Real goods by end-use category, chained 2012 dollars",
        seed="history/census_real_goods_chained_2012",
        columns=next(layout.columns for layout in EXHIBITS if layout.number == "10"),
        chained=True,
        blocks=True,
        first_month="1994-01-01",
    ),
)

# Tables 4 and 5: services by the categories used before 1999, not read.
OTHER_HISTORY = ("4", "5")


def listed(layouts: tuple[Layout, ...] = EXHIBITS) -> str:
    """The numbers of the exhibits that are read, for messages: `1, 3 and 4`."""
    numbers = [layout.number for layout in layouts]
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}"
