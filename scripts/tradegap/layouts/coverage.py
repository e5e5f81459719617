"""What each release should hold of each table, by its layout and the form of its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.histories import HISTORY, SERIES
from tradegap.layouts.model import Layout, LongTable, MonthTable
from tradegap.layouts.seeds import (
    COVERAGE,
    GOODS_BY_CODE,
    RELEASE_TOTALS,
    VINTAGES,
    Holdings,
    Row,
    Rows,
)
from tradegap.periods import month_at, month_number, month_text

VINTAGE_FIRST_MONTH = "1992-01-01"


def snapshots_of(vintages: Iterable[Row]) -> dict[str, str]:
    """The first snapshot that shows each release: the newest month first seen on that day."""
    newest: dict[str, str] = {}
    for row in vintages:
        newest[row["first_seen"]] = max(newest.get(row["first_seen"], ""), row["month"])
    return {month: day for day, month in sorted(newest.items(), reverse=True)}


# --- coverage -----------------------------------------------------------------------------


def coverage_of(holdings: Holdings) -> Rows:
    """What each release should hold of each exhibit, by its layout and the form of its file."""
    rows: list[Row] = []
    for layout in EXHIBITS:
        rows += _coverage_of_exhibit(layout, holdings[layout.seed].values())
    for layout in HISTORY:
        rows += [
            _row(release, layout.exhibit, "all", layout.first_month, release, layout.first_year)
            for release in {row["release_month"] for row in holdings[layout.seed].values()}
        ]
    for layout in SERIES:
        releases: dict[str, list[Row]] = {}
        for row in holdings[layout.seed].values():
            releases.setdefault(row["release_month"], []).append(row)
        for release, held in releases.items():
            if isinstance(layout, LongTable):
                rows += _coverage_of_series(layout, release, held)
            else:
                rows.append(_counted(release, layout.exhibit, _figures_in(layout, held)))
    rows += [
        _row(release, VINTAGES.exhibit, "all", VINTAGE_FIRST_MONTH, release)
        for release in snapshots_of(holdings[VINTAGES.name].values())
    ]
    codes = Counter(row["release_month"] for row in holdings[GOODS_BY_CODE.name].values())
    rows += [_counted(release, GOODS_BY_CODE.exhibit, count) for release, count in codes.items()]
    rows += _coverage_of_totals(list(holdings[RELEASE_TOTALS.name].values()))
    return {COVERAGE.key_of(row): row for row in rows}


def _coverage_of_exhibit(layout: Layout, rows: Iterable[Row]) -> list[Row]:
    """One row per release of an exhibit.

    A workbook has subtotals and, where the layout says so, the row as published last month;
    tidy files and moving averages have months only. Whether a January release has
    year-to-date rows is not known from its layout, so its own rows say it.
    """
    releases: dict[str, list[Row]] = {}
    for row in rows:
        releases.setdefault(row["release_month"], []).append(row)
    coverage = []
    for release, held in releases.items():
        if not isinstance(layout, MonthTable):
            coverage.append(_counted(release, layout.exhibit, _figures_in(layout, held)))
            continue
        first = month_text(int(release[:4]) - layout.years_before, 1)
        has_subtotals = any(row["source_row"] for row in held) and not layout.averaged_months
        january = any(row["row_kind"] == "year_to_date" for row in held)
        to_date = {"01": january, "12": False}.get(release[5:7], True)
        coverage.append(
            _row(
                release,
                layout.exhibit,
                held[0]["price_basis"] if layout.chained else "all",
                first,
                release,
                first if has_subtotals else "",
                to_date=has_subtotals and to_date,
                as_published=has_subtotals and layout.as_published,
            )
        )
    return coverage


def _coverage_of_series(layout: LongTable, release: str, held: Iterable[Row]) -> list[Row]:
    """A long series: for each flow it has, its months and years, and the running year to date.

    Only a workbook has rows of years. Whether it has one of the running year is not known from
    its layout, so its own rows say it.
    """
    blocks: dict[str, list[Row]] = {}
    for row in held:
        block = f"{row['flow']}_{row['price_basis']}" if layout.blocks else "all"
        blocks.setdefault(block, []).append(row)
    coverage = []
    for block, rows in blocks.items():
        has_years = any(row["source_row"] for row in rows)
        first_year = layout.first_month if has_years else ""
        coverage.append(
            _row(release, layout.exhibit, block, layout.first_month, release, first_year)
        )
        if any(row["row_kind"] == "year_to_date" for row in rows):
            january = month_text(int(release[:4]), 1)
            to_date = _row(release, layout.exhibit, block, "", release, january, to_date=True)
            coverage.append(to_date | {"has_year_rows": _flag(False)})
    return coverage


def _figures_in(layout: Layout, held: Iterable[Row]) -> int:
    """How many cells hold a figure."""
    return sum(1 for row in held for name in layout.names if row[name])


def _counted(release: str, exhibit: str, count: int) -> Row:
    """How many figures there are: items come and go, so a lost one is seen by their number."""
    return _row(release, exhibit, "all", "", "") | {"figure_count": str(count)}


def _coverage_of_totals(rows: list[Row]) -> list[Row]:
    """Totals from the first month to the release; goods in runs of consecutive months."""
    coverage = []
    for release in {row["release_month"] for row in rows}:
        held = [row for row in rows if row["release_month"] == release]
        for block, column in (("total", "exports_total"), ("goods", "exports_goods")):
            numbers = sorted(month_number(row["month"]) for row in held if row[column])
            starts = [number for number in numbers if number - 1 not in set(numbers)]
            ends = [number for number in numbers if number + 1 not in set(numbers)]
            coverage += [
                _row(release, RELEASE_TOTALS.exhibit, block, month_at(start), month_at(end))
                for start, end in zip(starts, ends, strict=True)
            ]
    return coverage


def _row(
    release: str,
    exhibit: str,
    block: str,
    first_month: str,
    last_month: str,
    first_year: str = "",
    *,
    to_date: bool = False,
    as_published: bool = False,
) -> Row:
    return {
        "release_month": release,
        "exhibit": exhibit,
        "block": block,
        "first_month": first_month,
        "last_month": last_month,
        "first_year": first_year,
        "has_year_rows": _flag(bool(first_year)),
        "has_year_to_date_rows": _flag(to_date),
        "has_as_published_row": _flag(as_published),
        "figure_count": "",
    }


def _flag(value: bool) -> str:
    return "true" if value else "false"
