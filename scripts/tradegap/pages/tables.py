"""The tables of a release, as the workbook and the page in a browser show them.

Every row is one of the marts of that release; the names of columns are the names that people
see, with their units. Nothing is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tradegap.database import Published, Row

PUBLISHER = "U.S. Census Bureau and U.S. Bureau of Economic Analysis"
REPORT = "U.S. International Trade in Goods and Services"


@dataclass(frozen=True)
class Table:
    """A table of a release: its name, its heading, what it is of, and its rows."""

    name: str
    heading: str
    about: str
    rows: Sequence[Row]  # the names of their columns are the names in the table


NOTES = {
    "Units": "The name of a column has its unit. Dollars are millions of U.S. dollars.",
    "Signs": "Balance is exports less imports: a deficit is negative.",
    "Months": "A month is the date of its first day.",
    "Print": "Of the totals of a month: first, revised since a release before, or as before.",
    "Empty cells": "The release does not have the figure, or a percent has no base.",
    "Releases": "Every figure is the one of this release. Later releases revise it.",
    "Valuation": "Exports are total exports, imports their customs value.",
    "Rounding": "Parts may miss their sum by what rounding leaves.",
}


def usual(relation: str) -> str:
    """Which series of a relation people mean: adjusted, in current dollars, one valuation."""
    return f"""(
            {relation}.price_basis = 'current'
            and {relation}.seasonal_adjustment = 'sa'
            and {relation}.valuation not in ('cif', 'for_consumption')
            and {relation}.export_kind <> 'domestic'
        )"""


TOTALS = """
    select
        totals.month as "Month",
        totals.exports_musd as "Exports (millions of dollars)",
        totals.imports_musd as "Imports (millions of dollars)",
        totals.balance_musd as "Balance (millions of dollars)",
        goods.exports_musd as "Exports of goods (millions of dollars)",
        goods.imports_musd as "Imports of goods (millions of dollars)",
        goods.balance_musd as "Balance of goods (millions of dollars)",
        services.exports_musd as "Exports of services (millions of dollars)",
        services.imports_musd as "Imports of services (millions of dollars)",
        services.balance_musd as "Balance of services (millions of dollars)",
        case
            when prints.is_revised then 'revised'
            when prints.is_first then 'first'
            else 'as before'
        end as "Print"
    from marts.fct_trade_balances as totals
    {others}
    left join (
        select
            month,
            bool_or(is_revision) as is_revised,
            bool_or(is_first_print) as is_first
        from marts.fct_revisions
        where
            release_month = $release_month
            and category_id = 'goods_and_services'
            and area_id = 'world'
            and basis = 'bop'
            and price_basis = 'current'
            and seasonal_adjustment = 'sa'
        group by month
    ) as prints on prints.month = totals.month
    where
        totals.release_month = $release_month
        and totals.category_id = 'goods_and_services'
        and totals.area_id = 'world'
        and totals.price_basis = 'current'
        and totals.seasonal_adjustment = 'sa'
    order by totals.month desc
""".format(
    others="\n".join(
        f"""
    left join marts.fct_trade_balances as {category} on
        {category}.category_id = '{category}'
        and (
            {category}.release_month, {category}.month, {category}.area_id, {category}.basis,
            {category}.price_basis, {category}.seasonal_adjustment, {category}.measure
        ) = (
            totals.release_month, totals.month, totals.area_id, totals.basis,
            totals.price_basis, totals.seasonal_adjustment, totals.measure
        )
        """
        for category in ("goods", "services")
    )
)
CATEGORIES = f"""
    select
        coalesce(named.agency_name, changes.category_id) as "Category",
        named.scheme as "Classification",
        changes.flow as "Flow",
        changes.basis as "Basis",
        changes.value_musd as "Value (millions of dollars)",
        changes.month_change_musd as "Change from the month before (millions of dollars)",
        changes.month_change_pct as "Change from the month before (percent)",
        changes.year_change_musd as "Change from a year before (millions of dollars)",
        changes.year_change_pct as "Change from a year before (percent)"
    from marts.fct_trade_changes as changes
    left join marts.dim_category as named using (category_id)
    where
        changes.release_month = $release_month
        and changes.month = $release_month
        and changes.area_id = 'world'
        and changes.measure = 'value'
        and {usual("changes")}
    order by
        case named.scheme when 'sector' then 0 when 'basis' then 1 else 2 end,
        named.scheme,
        named.sort_order,
        changes.category_id,
        changes.basis,
        changes.flow = 'balance',
        changes.flow
"""
CONTRIBUTIONS = f"""
    select
        coalesce(wholes.agency_name, parents.category_id) as "Sum",
        parts.rollup_id as "Made of",
        parents.basis as "Basis",
        parts.flow as "Flow",
        case
            when parts.is_residual then 'Rounding'
            when parts.area_id <> 'world' then coalesce(areas.area_name, parts.area_id)
            else coalesce(named.agency_name, parts.category_id)
        end as "Part",
        parts.change_musd as "Change from the month before (millions of dollars)",
        parts.contribution_pp as "Contribution to the change of the sum (percentage points)"
    from marts.fct_category_contributions as parts
    inner join marts.dim_series as parents on parents.series_id = parts.parent_series_id
    left join marts.dim_category as wholes on wholes.category_id = parents.category_id
    left join marts.dim_category as named on named.category_id = parts.category_id
    left join marts.dim_area as areas on areas.area_id = parts.area_id
    where
        parts.release_month = $release_month
        and parts.month = $release_month
        and parts.compared_with = 'previous_month'
        and parents.area_id = 'world'
        and {usual("parents")}
    order by parts.rollup_id, parts.parent_series_id, parts.movement_rank nulls last,
        parts.child_id
"""
REVISIONS = f"""
    select
        revisions.month as "Month",
        coalesce(named.agency_name, revisions.category_id) as "Category",
        named.scheme as "Classification",
        revisions.flow as "Flow",
        revisions.basis as "Basis",
        revisions.previous_value_musd as "Value before (millions of dollars)",
        revisions.value_musd as "Value now (millions of dollars)",
        revisions.revision_musd as "Revision (millions of dollars)",
        revisions.revision_pct as "Revision (percent)"
    from marts.fct_revisions as revisions
    left join marts.dim_category as named using (category_id)
    where
        revisions.release_month = $release_month
        and revisions.is_revision
        and revisions.area_id = 'world'
        and {usual("revisions")}
    order by revisions.month desc, named.scheme, named.sort_order, revisions.series_id
"""
COUNTRIES = """
    select
        coalesce(areas.area_name, balances.area_id) as "Country or area",
        balances.area_kind as "Kind",
        balances.basis as "Basis",
        balances.seasonal_adjustment as "Adjustment",
        balances.exports_musd as "Exports (millions of dollars)",
        balances.imports_musd as "Imports (millions of dollars)",
        balances.balance_musd as "Balance (millions of dollars)",
        balances.balance_period_change_musd
            as "Change of the balance from the month before (millions of dollars)"
    from marts.fct_bilateral_balances as balances
    left join marts.dim_area as areas using (area_id)
    where
        balances.release_month = $release_month
        and balances.period_kind = 'month'
        and balances.period_start = $release_month
        and balances.category_id = 'goods'
        and balances.measure = 'value'
    order by balances.seasonal_adjustment desc, balances.area_kind, areas.area_name,
        balances.area_id, balances.basis
"""
TABLES = (
    (
        "Totals",
        "Exports, imports and balance by month",
        "Balance of payments basis, seasonally adjusted.",
        TOTALS,
    ),
    (
        "Categories",
        "Exports and imports by category, with their changes",
        "Seasonally adjusted, on the balance of payments basis (bop) or the Census basis (census).",
        CATEGORIES,
    ),
    (
        "Contributions",
        "What moved exports, imports and balance from the month before",
        "Seasonally adjusted. The parts of a sum, by the list in Made of, add to its change.",
        CONTRIBUTIONS,
    ),
    (
        "Countries",
        "Goods by country and area",
        "The column Adjustment says whether a row is seasonally adjusted: sa or nsa.",
        COUNTRIES,
    ),
    (
        "Revisions",
        "What the release revised of months before",
        "Seasonally adjusted; of the values that were held before.",
        REVISIONS,
    ),
)


def tables(published: Published, month: date) -> list[Table]:
    """The tables of the release of a month that have rows, in their order."""
    found = (
        Table(name, heading, about, published.rows(query, {"release_month": month}))
        for name, heading, about, query in TABLES
    )
    return [table for table in found if table.rows]
