"""Reads csv forms of what the release is checked with: vintages, totals, printed figures."""

from __future__ import annotations

from collections.abc import Sequence

from tradegap.layouts.model import FLOWS
from tradegap.layouts.seeds import (
    CATEGORY_CHANGES,
    PUBLISHED_FIGURES,
    RELEASE_TOTALS,
    VINTAGES,
    Row,
)
from tradegap.periods import spelled
from tradegap.read.csv_files import CsvFile, Line
from tradegap.read.row_checks import check_run
from tradegap.read.sources import Reading

VINTAGE_COLUMNS = VINTAGES.columns
TOTALS_COLUMNS = tuple(c for c in RELEASE_TOTALS.columns if c != "release_month")
_RENAMED = {"release_month": "reference_month", "published_on": "release_date"}
FIGURES_COLUMNS = tuple(_RENAMED.get(c, c) for c in PUBLISHED_FIGURES.columns)
CHANGES_COLUMNS = tuple(_RENAMED.get(c, c) for c in CATEGORY_CHANGES.columns)

VINTAGE_SERIES = ("BOPTEXP", "BOPTIMP")
FIRST_MONTH = "1992-01-01"


# --- the ledger of vintages ---------------------------------------------------------------


def read_vintages(file: CsvFile) -> Reading:
    """The ledger: what each snapshot changed, one line per series, month and value."""
    file.check_columns(VINTAGE_COLUMNS)
    spans: dict[tuple[str, str], list[Line]] = {}
    for line in file.lines:
        line.whole("value_musd")
        first = line.day("first_seen")
        last = line.day("superseded", may_be_empty=True)
        if last and last <= first:
            raise line.complaint(f"'{last}' as superseded", f"a date after {first}")
        key = (line.one_of("series_id", VINTAGE_SERIES), line.month("month"))
        spans.setdefault(key, []).append(line)
    for (series, month), lines in spans.items():
        _check_spans(series, month, sorted(lines, key=lambda line: line["first_seen"]))
    for series in VINTAGE_SERIES:
        _check_months(file, [month for other, month in spans if other == series], series)
    _check_snapshots(file)
    return Reading(VINTAGES, "", tuple(line.cells for line in file.lines), file.source)


def _check_spans(series: str, month: str, lines: Sequence[Line]) -> None:
    """A value holds until the next one of the same month begins; the last one still holds."""
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        expected = following["first_seen"] if following else ""
        if line["superseded"] != expected:
            raise line.complaint(
                f"'{line['superseded']}' as superseded for {series} of {spelled(month)}",
                f"'{expected}', when the next value begins (row {following.number})"
                if following
                else "nothing, as no later value follows",
            )


def _check_months(file: CsvFile, found: Sequence[str], what: str, first: str = FIRST_MONTH) -> None:
    if not found or min(found) < first:
        raise file.complaint(f"no or older months for {what}", f"those from {spelled(first)} on")
    check_run(file.complaint, found, what, first, max(found))


def _check_snapshots(file: CsvFile) -> None:
    """Each snapshot shows a new month: that is how the release it belongs to is known."""
    newest: dict[str, Line] = {}
    for line in file.lines:
        seen = newest.get(line["first_seen"])
        if seen is None or seen["month"] < line["month"]:
            newest[line["first_seen"]] = line
    before = ""
    for day in sorted(newest):
        line = newest[day]
        if line["month"] <= before:
            raise line.complaint(
                f"{spelled(line['month'])} as the newest month first seen on {day}",
                f"a month after {spelled(before)}, as each snapshot belongs to a new release",
            )
        before = line["month"]


# --- the totals of one release ------------------------------------------------------------


def read_totals(file: CsvFile) -> Reading:
    """Total exports and imports as one release printed them, and goods where known."""
    file.check_columns(TOTALS_COLUMNS)
    months: dict[str, Line] = {}
    for line in file.lines:
        month = line.month("month")
        line.put(months, month, spelled(month))
        line.whole("exports_total")
        line.whole("imports_total")
        goods = [line[column] for column in ("exports_goods", "imports_goods", "goods_source")]
        if any(goods):
            line.whole("exports_goods")
            line.whole("imports_goods")
            line.text("goods_source")
    _check_months(file, list(months), "the totals", min(months))
    release = max(months)
    rows = tuple({"release_month": release, **line.cells} for line in file.lines)
    return Reading(RELEASE_TOTALS, release, rows, file.source)


# --- control figures ----------------------------------------------------------------------


def read_figures(file: CsvFile) -> Reading:
    """The figures that release texts print."""
    file.check_columns(FIGURES_COLUMNS)
    for line in file.lines:
        line.name("figure")
        line.tenths("printed_value")
        line.one_of("unit", ("usd_billions", "percent"))
        line.text("source")
    return Reading(PUBLISHED_FIGURES, "", _control_rows(file, ("figure",)), file.source)


def read_category_changes(file: CsvFile) -> Reading:
    """The changes of categories that a release page prints, in the order it names them."""
    file.check_columns(CHANGES_COLUMNS)
    for line in file.lines:
        line.one_of("flow", FLOWS[1:])
        line.one_of("block", ("goods", "services"))
        line.text("category")
        line.whole("order_on_page")
        line.tenths("printed_change_busd")
    rows = _control_rows(file, ("flow", "block", "order_on_page"))
    return Reading(CATEGORY_CHANGES, "", rows, file.source)


def _control_rows(file: CsvFile, key: Sequence[str]) -> tuple[Row, ...]:
    """Lines as rows of a seed: release month and publication date have other names there."""
    seen: dict[tuple[str, ...], Line] = {}
    dates: dict[str, Line] = {}
    rows = []
    for line in file.lines:
        month = line.month("reference_month")
        published = line.day("release_date", may_be_empty=True)
        if published and published <= month:
            raise line.complaint(f"'{published}' as release_date", f"a date after {spelled(month)}")
        first = dates.setdefault(month, line)
        if first["release_date"] != published:
            raise line.complaint(
                f"'{published}' as release_date of {spelled(month)}",
                f"'{first['release_date']}' as in row {first.number}",
            )
        which = (month, *(line[column] for column in key))
        line.put(seen, which, ", ".join(which))
        names = {new: old for old, new in _RENAMED.items()}
        rows.append({names.get(column, column): cell for column, cell in line.cells.items()})
    return tuple(rows)
