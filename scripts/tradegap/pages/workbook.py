"""A release as an accessible workbook, in the manner of official statistics.

A cover, a list of its sheets, notes, and one table a sheet: a heading and what it is of above,
one row of names with their units, numbers as numbers, an empty cell where the release has none,
no merged cells, nothing said by colour alone. Every number is a row of the marts of that
release. Nothing is computed.
"""

from __future__ import annotations

import io
import textwrap
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tradegap.errors import TradegapError
from tradegap.pages.release_page import find_release, page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from tradegap.database import Published, Row

PUBLISHER = "U.S. Census Bureau and U.S. Bureau of Economic Analysis"
REPORT = "U.S. International Trade in Goods and Services"

HEADER = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
LINE, WIDEST = 15, 90  # the height of a line in points, the width of a text in characters


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook: its sheet, its heading, what it is of, and its rows."""

    name: str
    heading: str
    about: str
    rows: Sequence[Row]  # the names of their columns are the names in the sheet


NOTES = {
    "Units": "The name of a column has its unit. Dollars are millions of U.S. dollars.",
    "Signs": "Balance is exports less imports: a deficit is negative.",
    "Months": "A month is the date of its first day.",
    "Empty cells": "The release does not have the figure, or a percent has no base.",
    "Releases": "Every figure is the one of this release. Later releases revise it.",
    "Valuation": "Exports are total exports, imports their customs value.",
    "Rounding": "Parts may miss their sum by what rounding leaves.",
}

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
        services.balance_musd as "Balance of services (millions of dollars)"
    from marts.fct_trade_balances as totals
    {others}
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
CATEGORIES = """
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
        and changes.price_basis = 'current'
        and changes.seasonal_adjustment = 'sa'
        and changes.measure = 'value'
        and changes.valuation not in ('cif', 'for_consumption')
        and changes.export_kind <> 'domestic'
    order by named.scheme, named.sort_order, changes.category_id, changes.basis, changes.flow
"""
CONTRIBUTIONS = """
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
        and parents.price_basis = 'current'
        and parents.seasonal_adjustment = 'sa'
        and parents.valuation not in ('cif', 'for_consumption')
        and parents.export_kind <> 'domestic'
    order by parts.rollup_id, parts.parent_series_id, parts.movement_rank nulls last,
        parts.child_id
"""
REVISIONS = """
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
        and revisions.price_basis = 'current'
        and revisions.seasonal_adjustment = 'sa'
        and revisions.valuation not in ('cif', 'for_consumption')
        and revisions.export_kind <> 'domestic'
    order by revisions.month desc, named.scheme, named.sort_order, revisions.series_id
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
        "Seasonally adjusted; the column Basis says on which basis: bop or census.",
        CATEGORIES,
    ),
    (
        "Contributions",
        "What moved exports, imports and balance from the month before",
        "Seasonally adjusted. The parts of a sum, by the list in Made of, add to its change.",
        CONTRIBUTIONS,
    ),
    (
        "Revisions",
        "What the release revised of months before",
        "Seasonally adjusted; of the values that were held before.",
        REVISIONS,
    ),
)


def write(published: Published, release: str, folder: Path) -> tuple[Path, list[str]]:
    """Write the workbook of a release into a folder.

    Returns:
        The file, and what a reader has to know about it.

    Raises:
        TradegapError: The release is not held or has no page, or the file cannot be written.
    """
    import xlsxwriter

    notes = page(published, release).notes
    held = find_release(published, release)
    sheets = _sheets(published, held, notes)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        workbook.set_properties(
            # The same release gives the same bytes.
            {
                "title": REPORT,
                "author": PUBLISHER,
                "created": datetime.combine(held["release_month"], time()),
            }
        )
        _write_cover(workbook, held)
        for sheet in sheets:
            _write_table(workbook, sheet)
    path = folder / f"trade_{release}.xlsx"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.getvalue())
    except OSError as error:
        raise TradegapError(f"cannot write the workbook: {error}") from error
    return path, notes


def _sheets(published: Published, held: Row, notes: Sequence[str]) -> list[Sheet]:
    release = {"release_month": held["release_month"]}
    highlights = published.rows(
        'select text as "Text" from marts.rpt_release_highlights '
        "where release_month = ? and is_on_page order by position",
        [held["release_month"]],
    )
    figures = [
        Sheet("Highlights", "What the release says", "The text of its page.", highlights),
        *(
            Sheet(name, heading, about, published.rows(query, release))
            for name, heading, about, query in TABLES
        ),
    ]
    figures = [sheet for sheet in figures if sheet.rows]
    said = [{"Note": name, "Text": text} for name, text in NOTES.items()]
    said += [{"Note": "This release", "Text": note} for note in notes]
    about = Sheet("Notes", "Notes", "How to read the tables.", said)
    contents = [{"Sheet": sheet.name, "Table": sheet.heading} for sheet in (about, *figures)]
    return [
        Sheet("Contents", "Contents", "A sheet has one table each.", contents),
        about,
        *figures,
    ]


def _write_cover(workbook: Workbook, held: Row) -> None:
    sheet = workbook.add_worksheet("Cover")
    sheet.set_column(0, 0, WIDEST)
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    _write_heading(workbook, sheet, f"{REPORT}, {held['release_month']:%B %Y}")
    published_on = held["published_on"]
    for row, text in enumerate(
        (
            f"Source: {PUBLISHER}, report FT-900.",
            f"Published on {published_on:%B} {published_on.day}, {published_on.year}."
            if published_on
            else "Not known when it was published.",
            "The figures are those of this release; later releases revise them.",
            "The sheet Contents lists the tables, the sheet Notes says how to read them.",
            "Figures are works of the U.S. government and may be used freely.",
        ),
        start=1,
    ):
        sheet.write_string(row, 0, text, wrapped)


def _write_heading(workbook: Workbook, sheet: Worksheet, text: str) -> None:
    sheet.write_string(0, 0, text, workbook.add_format({"bold": True, "font_size": 15}))
    sheet.hide_gridlines(2)


def _write_table(workbook: Workbook, table: Sheet) -> None:
    sheet = workbook.add_worksheet(table.name)
    _write_heading(workbook, sheet, table.heading)
    sheet.write_string(1, 0, table.about)
    header, first = 3, 4
    names = list(table.rows[0])
    formats = {
        name: workbook.add_format({"text_wrap": True, "valign": "top", **_form(name)})
        for name in names
    }
    sheet.add_table(
        header,
        0,
        header + len(table.rows),
        len(names) - 1,
        {
            "name": f"table_{table.name.lower()}",
            "columns": [
                {"header": name, "header_format": workbook.add_format(HEADER)} for name in names
            ],
            "style": "Table Style Light 1",
            "banded_rows": False,
        },
    )
    sheet.set_row(header, 4 * LINE if any("(" in name for name in names) else LINE)
    for row, cells in enumerate(table.rows, first):
        sheet.set_row(row, LINE * max(len(_lines(cells[name])) for name in names))
    for column, name in enumerate(names):
        sheet.set_column(column, column, _width(name, table.rows))
        for row, cells in enumerate(table.rows, first):
            _write_cell(sheet, row, column, cells[name], formats[name])
    if table.name == "Contents":
        for row, cells in enumerate(table.rows, first):
            sheet.write_url(row, 0, f"internal:'{cells['Sheet']}'!A1", string=cells["Sheet"])
    sheet.freeze_panes(first, 0)
    sheet.repeat_rows(header)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _form(name: str) -> dict[str, str]:
    """How the numbers of a column look."""
    if name == "Month":
        return {"num_format": "yyyy-mm", "align": "left"}
    if "(millions" in name:
        return {"num_format": "#,##0;-#,##0;0"}
    return {"num_format": "0.0"} if "(percent" in name else {}


def _lines(cell: object) -> list[str]:
    """The lines that a cell takes: programs do not all find the height of a row themselves."""
    return textwrap.wrap(str(cell), WIDEST) or [""]


def _width(name: str, rows: Sequence[Row]) -> int:
    """The width of a column in characters: of one of numbers its name takes some lines."""
    if "(" in name or name == "Month":
        return 16
    return 4 + max(
        len(line) for cell in (name, *(row[name] for row in rows)) for line in _lines(cell)
    )


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, form: Any) -> None:  # noqa: ANN401
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), form)
    elif value is not None:
        sheet.write_string(row, column, str(value), form)
