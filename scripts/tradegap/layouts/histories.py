"""The long series that the agencies publish beside the release."""

from __future__ import annotations

from dataclasses import replace

from tradegap.layouts.columns import GROUPS, SECTORS, SERVICES, UNROUNDED, by_flow, plain
from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.model import FLOWS, CodeTable, Column, CountryTable, LongTable

HISTORY = (
    LongTable(
        exhibit="bea_goods_and_services",
        table_number="1",
        title="U.S. International Trade in Goods and Services",
        subtitle="Exports, Imports, and Balances",
        columns=by_flow(SECTORS),
        above=GROUPS,
        first_month="1992-01-01",
        first_year="1960-01-01",
    ),
    LongTable(
        exhibit="bea_services_exports",
        table_number="2",
        title="U.S. International Trade in Services by Major Category",
        subtitle="Exports",
        columns=plain(SERVICES),
        first_month="1999-01-01",
        first_year="1999-01-01",
        flow="exports",
    ),
    LongTable(
        exhibit="bea_services_imports",
        table_number="3",
        title="U.S. International Trade in Services by Major Category",
        subtitle="Imports",
        columns=plain(SERVICES),
        first_month="1999-01-01",
        first_year="1999-01-01",
        flow="imports",
    ),
)

# Long series that are no tables of the history workbook above.
REAL_GOODS = LongTable(
    exhibit="census_real_goods",
    title="Real goods by end-use category, chained dollars",
    columns=next(layout.columns for layout in EXHIBITS if layout.number == "10"),
    above=("End-Use Commodity Category",),
    chained=True,
    blocks=True,
    first_month="1994-01-01",
)
_GOODS_AND_SERVICES = LongTable(
    exhibit="census_goods_and_services",
    title="U.S. International Trade in Goods and Services",
    columns=by_flow(SECTORS),
    above=GROUPS,
    first_month="1992-01-01",
)
TRADE_BY_COUNTRY = CountryTable(
    exhibit="bea_trade_by_country",
    title="U.S. International Trade by Selected Countries and Areas",
    heading="Period",
    first_year=1999,
)
SERIES = (
    TRADE_BY_COUNTRY,
    CountryTable(
        exhibit="census_goods_by_country_sa",
        title="Goods by country and area, Census basis, seasonally adjusted",
        columns=tuple(Column(flow, (flow,), decimals=UNROUNDED) for flow in FLOWS[1:]),
        checks=(),
    ),
    REAL_GOODS,
    _GOODS_AND_SERVICES,
)

# The workbooks of the Census Bureau's histories (realexp, realimp, exhibit_history): a sheet
# has its title in a cell of its own, then year by year its row and its months.
CENSUS_HISTORY = (
    replace(
        REAL_GOODS,
        title="Real Exports of Goods by Principal End-Use Category",
        flow="exports",
        blocks=False,
    ),
    replace(
        REAL_GOODS,
        title="Real Imports of Goods by Principal End-Use Category",
        flow="imports",
        blocks=False,
    ),
    _GOODS_AND_SERVICES,
)


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
    decimals=UNROUNDED,
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
