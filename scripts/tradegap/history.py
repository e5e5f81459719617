"""Reads the long series, the vintages and the control figures.

BEA's history workbook (tables 1 to 3), the ledger of vintages of total exports and imports,
the totals of one release, and the figures that release texts print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tradegap.csvfiles import CsvFile, Line
from tradegap.errors import TradegapError
from tradegap.layouts import FLOWS, HISTORY, UNREAD_HISTORY, Layout, spoken
from tradegap.readings import (
    BEA,
    Reading,
    month_at,
    month_number,
    month_text,
    months_between,
    spelled,
)
from tradegap.seeds import (
    CATEGORY_CHANGES,
    EXHIBIT_SEEDS,
    PUBLISHED_FIGURES,
    RELEASE_TOTALS,
    VINTAGES,
    Row,
)
from tradegap.tables import Header, Label, Table, check_unit, label_of, read_header
from tradegap.workbooks import (
    DESCRIBE,
    TOP_ROWS,
    Sheet,
    Title,
    Workbook,
    is_blank,
    shown,
    title_of,
)

VINTAGE_COLUMNS = VINTAGES.columns
TOTALS_COLUMNS = tuple(c for c in RELEASE_TOTALS.columns if c != "release_month")
_RENAMED = {"release_month": "reference_month", "published_on": "release_date"}
FIGURES_COLUMNS = tuple(_RENAMED.get(c, c) for c in PUBLISHED_FIGURES.columns)
CHANGES_COLUMNS = tuple(_RENAMED.get(c, c) for c in CATEGORY_CHANGES.columns)

VINTAGE_SERIES = ("BOPTEXP", "BOPTIMP")
FIRST_MONTH = "1992-01-01"


# --- BEA's history workbook ---------------------------------------------------------------


def is_history(workbook: Workbook) -> bool:
    """Whether a workbook is BEA's history of goods and services: one of its tables is there."""
    return any(
        _layout_of(sheet, title)
        for sheet in workbook.sheets
        if (title := title_of(sheet)) and title.kind == "Table"
    )


def read_history(workbook: Workbook) -> list[Reading]:
    """Tables 1 to 3 of the history workbook.

    Raises:
        TradegapError: A table is missing, or something in it is not as expected.
    """
    readings: dict[str, Reading] = {}
    for sheet in workbook.sheets:
        title = title_of(sheet)
        if title is None or title.kind != "Table" or title.number in UNREAD_HISTORY:
            continue
        layout = _layout_of(sheet, title)
        if layout is None or layout.exhibit in readings:
            raise sheet.complaint(
                f"Table {title.number}. {title.text}" + (" a second time" if layout else ""),
                "; ".join(f"Table {la.number}. {la.title}, {la.subtitle}" for la in HISTORY),
                row=title.row,
                remedy=DESCRIBE,
            )
        readings[layout.exhibit] = _read_table(sheet, title, layout)
    missing = [layout.number for layout in HISTORY if layout.exhibit not in readings]
    if missing:
        raise TradegapError(
            f"{workbook.path}: found no table {' and '.join(missing)}, expected tables 1, 2 and 3 "
            f"of the history of goods and services: {DESCRIBE}"
        )
    first, *others = readings.values()
    for other in others:
        if other.release_month != first.release_month:
            raise TradegapError(
                f"{other.source.name}: found {spelled(other.release_month)} as the last month, "
                f"expected {spelled(first.release_month)} as in sheet '{first.source.sheet}': "
                "fetch the file again, nothing was written"
            )
    return list(readings.values())


def _layout_of(sheet: Sheet, title: Title) -> Layout | None:
    """The table that a sheet is, by title and subtitle."""
    subtitle = next(
        (
            str(cell)
            for number, cells in sheet.numbered()
            if title.row < number <= TOP_ROWS
            for cell in cells
            if not is_blank(cell)
        ),
        "",
    )
    return next(
        (
            layout
            for layout in HISTORY
            if layout.number == title.number
            and spoken(layout.title) == spoken(title.text)
            and spoken(layout.subtitle) == spoken(subtitle)
        ),
        None,
    )


def _read_table(sheet: Sheet, title: Title, layout: Layout) -> Reading:
    """One table: annual rows, then monthly rows, both without gaps."""
    header = read_header(sheet, layout)
    check_unit(sheet, header, layout)
    _check_adjustment(sheet, header)
    rows = _rows(sheet, header, layout)
    release = rows[-1]["period_start"]
    last_year = int(release[:4]) - (not release.endswith("-12-01"))
    years = [row for row in rows if row["row_kind"] == "year"]
    if years[-1]["period_end"] != month_text(last_year, 12):
        raise sheet.complaint(
            f"{years[-1]['period_end'][:4]} as the last year",
            f"{last_year}, as the last month is {spelled(release)}",
            int(years[-1]["source_row"]),
        )
    for row in rows:
        row["release_month"] = release
    source = replace(
        sheet.source,
        agency=BEA,
        form="history_workbook",
        file_date=updated_on(sheet, title),
    )
    return Reading(EXHIBIT_SEEDS[layout.seed], release, tuple(rows), source)


def _check_adjustment(sheet: Sheet, header: Header) -> None:
    """The line of the unit says that months are seasonally adjusted."""
    said = [
        str(cell)
        for number, cells in sheet.numbered()
        if number < header.last_row
        for cell in cells
        if "dollars" in str(cell)
    ]
    if not any(re.search(r"\bmonths seasonally adjusted\b", text) for text in said):
        raise sheet.complaint(
            "; ".join(shown(text) for text in said), "'months seasonally adjusted'", remedy=DESCRIBE
        )


def _rows(sheet: Sheet, header: Header, layout: Layout) -> list[Row]:
    table = Table(sheet, header)
    rows: list[Row] = []
    section = ""
    wanted = {"Annual": layout.first_year, "Monthly": layout.first_month}
    ended = False
    for number, cells in sheet.numbered():
        if number <= header.last_row:
            continue
        first = cells[header.period]
        said = " ".join(str(first).split())
        if ended:
            table.refuse_figures(number, cells, "nothing beside the notes at the foot")
            continue
        if said in wanted and (said == "Monthly") == bool(rows):
            table.refuse_figures(number, cells, f"nothing beside '{said}'")
            section = said
            continue
        label = _history_label(first)
        if label.kind == "foot" and section == "Monthly":
            table.refuse_figures(number, cells, "nothing beside the notes at the foot")
            ended = True
            continue
        if not section or label.kind != ("year" if section == "Annual" else "month"):
            raise sheet.complaint(
                shown(first),
                {
                    "": "'Annual' or 'Monthly'",
                    "Annual": "a year, or 'Monthly'",
                    "Monthly": "a month such as '2025 Feb (R)', or a note",
                }[section],
                number,
                header.period,
                remedy=DESCRIBE,
            )
        start = month_text(label.number, 1) if section == "Annual" else month_at(label.number)
        if start != wanted[section]:
            after = f" after row {rows[-1]['source_row']}" if rows else ""
            raise sheet.complaint(shown(first), f"{_said(section, wanted[section])}{after}", number)
        months = 12 if section == "Annual" else 1
        wanted[section] = month_at(month_number(start) + months)
        rows.append(
            {
                "release_month": "",
                "row_kind": "year" if section == "Annual" else "month",
                "period_start": start,
                "period_end": month_at(month_number(start) + months - 1),
                "source_row": str(number),
                **table.values(number, cells),
            }
        )
    if not rows or rows[0]["row_kind"] != "year" or rows[-1]["row_kind"] != "month":
        raise sheet.complaint(
            "no annual or no monthly figures", "years below 'Annual', months below 'Monthly'"
        )
    return rows


def _said(section: str, month: str) -> str:
    return month[:4] if section == "Annual" else spelled(month)


def _history_label(cell: object) -> Label:
    """A year, or a month by its running number (`2025 Feb (R)`)."""
    label = label_of(cell)
    if label.kind == "unknown" and isinstance(cell, str):
        match = re.fullmatch(r"\s*((?:19|20)\d\d)\s+(\S.*)", cell, re.DOTALL)
        month = label_of(match[2]) if match else Label("unknown")
        if match and month.kind == "month":
            return Label("month", month_number(month_text(int(match[1]), month.number)))
    return label if label.kind in ("year", "foot") else Label("unknown")


def updated_on(sheet: Sheet, title: Title) -> str:
    """The date of the line "Last updated May 6, 2025"."""
    for number, cells in sheet.numbered():
        if number > title.row:
            break
        for cell in cells:
            match = re.match(r"\s*Last updated\s+(\w+\s+\d{1,2},\s+\d{4})", str(cell))
            if match:
                said = " ".join(match[1].split())
                try:
                    return datetime.strptime(said, "%B %d, %Y").date().isoformat()
                except ValueError as error:
                    raise sheet.complaint(shown(cell), "a date", number) from error
    raise sheet.complaint("no line 'Last updated'", "one above the title", remedy=DESCRIBE)


# --- the ledger of vintages ---------------------------------------------------------------


def read_vintages(file: CsvFile) -> Reading:
    """The ledger: what each snapshot changed, one line per series, month and value.

    Raises:
        TradegapError: A cell is wrong, a month is missing, or two values hold at once.
    """
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
    wanted = months_between(first, max(found)) if found else []
    missing = sorted(set(wanted) - set(found))
    if not found or missing or min(found) < first:
        raise file.complaint(
            f"no {spelled(missing[0])} for {what}" if missing else f"no or older months for {what}",
            f"every month from {spelled(first)} on",
        )


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
    """Total exports and imports as one release printed them, and goods where known.

    Raises:
        TradegapError: A cell is wrong, or a month is missing or comes twice.
    """
    file.check_columns(TOTALS_COLUMNS)
    months: dict[str, int] = {}
    for line in file.lines:
        month = line.month("month")
        if month in months:
            raise line.complaint(
                f"{spelled(month)} a second time", f"it once (row {months[month]})"
            )
        months[month] = line.number
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
    """The figures that release texts print.

    Raises:
        TradegapError: A cell is wrong, a figure comes twice, or dates disagree.
    """
    file.check_columns(FIGURES_COLUMNS)
    for line in file.lines:
        line.name("figure")
        line.tenths("printed_value")
        line.one_of("unit", ("usd_billions", "percent"))
        line.text("source")
    return Reading(PUBLISHED_FIGURES, "", _control_rows(file, ("figure",)), file.source)


def read_category_changes(file: CsvFile) -> Reading:
    """The changes of categories that a release page prints, in the order it names them.

    Raises:
        TradegapError: A cell is wrong, a place comes twice, or dates disagree.
    """
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
    seen: dict[tuple[str, ...], int] = {}
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
        if which in seen:
            raise line.complaint(
                f"{', '.join(which)} a second time", f"it once (row {seen[which]})"
            )
        seen[which] = line.number
        names = {new: old for old, new in _RENAMED.items()}
        rows.append({names.get(column, column): cell for column, cell in line.cells.items()})
    return tuple(rows)
