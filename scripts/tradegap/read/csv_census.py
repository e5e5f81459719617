"""Reads csv forms of the Census Bureau's long series: goods by country and code, real goods."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tradegap.layouts.histories import REAL_GOODS
from tradegap.layouts.model import FLOWS, Column, Layout
from tradegap.layouts.seeds import END_USE_CODES, EXHIBIT_SEEDS, GOODS_BY_CODE, Row
from tradegap.periods import months_between, spelled
from tradegap.read.csv_files import CsvFile, Line
from tradegap.read.items import item_name
from tradegap.read.row_checks import check_run
from tradegap.read.sources import CENSUS, Reading, Source, row_of
from tradegap.texts import listed_some

COUNTRY_COLUMNS = ("month", "flow", "area", "value_musd")
REAL_COLUMNS = ("month", "flow", "item", "value_chained_YYYY_musd")
"""YYYY stands for the chain year."""
CODE_COLUMNS = ("month", "end_use_code", "value_musd")
NAME_COLUMNS = ("end_use_code", "name")

DECIMALS = 6
CHAINED = r"value_(chained_\d{4})_musd"
GRAND_TOTAL = "MGOODS"
TREE = r"M[0-5](?:\d\d?|\d{4})?"
"""Codes of the tree of end use: 1, 2, 3 or 5 digits."""

Name = tuple[str, ...]
Series = dict[Name, dict[str, str]]
"""The values of each series, by its name and by month."""


def read_goods_by_country(file: CsvFile) -> Reading:
    """Exports and imports of goods by country and area."""
    file.check_columns(COUNTRY_COLUMNS)
    seed = EXHIBIT_SEEDS["history/census_goods_by_country_sa"]

    def key_of(line: Line) -> tuple[str, str]:
        return item_name(line.text("area")), line.one_of("flow", FLOWS[1:])

    series = _series_of(file, key_of, COUNTRY_COLUMNS[-1], DECIMALS)
    release = _last_month(series)
    areas = list(dict.fromkeys(area for area, _ in series))
    rows: list[Row] = []
    for count, area in enumerate(areas, start=1):
        exports, imports = (series.get((area, flow), {}) for flow in FLOWS[1:])
        if exports.keys() != imports.keys():
            months = [spelled(month) for month in sorted(exports.keys() ^ imports.keys())]
            raise file.complaint(
                f"only one flow of {area} in {listed_some(months, 2)}",
                "exports and imports of the same months",
            )
        for month, value in exports.items():
            cells = {"item": area, "exports": value, "imports": imports[month]}
            rows.append(row_of(seed, release, ("month", month, month), cells, count))
    return Reading(seed, release, tuple(rows), _by_census(file))


def read_real_goods(file: CsvFile) -> Reading:
    """Exports, imports or both of goods by end-use category in chained dollars."""
    chained = [column for column in file.columns if column not in REAL_COLUMNS[:-1]]
    value = next((column for column in chained if re.fullmatch(CHAINED, column)), REAL_COLUMNS[-1])
    file.check_columns((*REAL_COLUMNS[:-1], value))
    layout, seed = REAL_GOODS, EXHIBIT_SEEDS[REAL_GOODS.seed]

    def key_of(line: Line) -> tuple[str, str]:
        flow = line.one_of("flow", FLOWS[1:])
        return flow, _column_of(layout, line).name

    series = _series_of(file, key_of, value, 0)
    release = _last_month(series)
    months = months_between(layout.first_month, release)
    rows: list[Row] = []
    for flow in dict.fromkeys(flow for flow, _ in series):
        for name in layout.names:
            found = series.get((flow, name), {})
            missing = [month for month in months if month not in found]
            if missing or len(found) != len(months):
                month = missing[0] if missing else min(found)
                raise file.complaint(
                    f"{'no' if missing else 'also'} {spelled(month)} for {name} of {flow}",
                    f"every month from {spelled(months[0])} to {spelled(release)}",
                )
        for month in months:
            figures = {name: series[flow, name][month] for name in layout.names}
            cells = {"flow": flow, "price_basis": re.sub(CHAINED, r"\1", value), **figures}
            rows.append(row_of(seed, release, ("month", month, month), cells))
    return Reading(seed, release, tuple(rows), _by_census(file))


def read_imports_by_code(file: CsvFile) -> Reading:
    """Imports of goods by end-use code, Census basis, seasonally adjusted."""
    file.check_columns(CODE_COLUMNS)
    series = _series_of(file, lambda line: (_code_of(line),), CODE_COLUMNS[-1], DECIMALS)
    release = _last_month(series)
    longest = max(series.values(), key=len)
    for (code,), months in series.items():
        if months.keys() != longest.keys():
            month = min(longest.keys() ^ months.keys())
            raise file.complaint(
                f"{spelled(month)} for some codes and not for others, such as {code}",
                "the same months for every code",
            )
    rows = [
        {
            "release_month": release,
            "basis": "census",
            "seasonal_adjustment": "sa",
            "end_use_code": code,
            "month": month,
            "value": value,
        }
        for (code,), months in series.items()
        for month, value in months.items()
    ]
    return Reading(GOODS_BY_CODE, release, tuple(rows), _by_census(file))


def read_end_use_codes(file: CsvFile) -> Reading:
    """Names of end-use codes, and the tree that their digits make."""
    file.check_columns(NAME_COLUMNS)
    lines: dict[str, Line] = {}
    for line in file.lines:
        code = _code_of(line)
        line.text("name")
        line.put(lines, code, code)
    rows = []
    for code, line in lines.items():
        digits = parent = ""
        if re.fullmatch(TREE, code):
            digits = str(len(code) - 1)
            parent = {2: GRAND_TOTAL, 6: code[:4]}.get(len(code), code[:-1])
            if parent not in lines:
                raise line.complaint(f"{code} without {parent}", "the code it is a part of, too")
        rows.append(
            {"end_use_code": code, "name": line["name"], "digits": digits, "parent_code": parent}
        )
    return Reading(END_USE_CODES, "", tuple(rows), _by_census(file))


def _code_of(line: Line) -> str:
    code = line["end_use_code"]
    if not re.fullmatch(r"M[A-Z0-9]{1,7}", code):
        raise line.complaint(f"'{code[:60]}' as end_use_code", "a code of imports such as M10000")
    return code


def _column_of(layout: Layout, line: Line) -> Column:
    column = next((column for column in layout.columns if column.says(line["item"])), None)
    if column is None:
        raise line.complaint(
            f"the item '{line['item'][:60]}'",
            f"one of: {'; '.join(column.headings[-1] for column in layout.columns)}",
        )
    return column


def _series_of(file: CsvFile, key_of: Callable[[Line], Name], value: str, decimals: int) -> Series:
    """The values of each series by month, each month once and none left out between."""
    series: Series = {}
    for line in file.lines:
        months = series.setdefault(key_of(line), {})
        month = line.month("month")
        if month in months:
            what = f"{spelled(month)} of {', '.join(key_of(line))}"
            raise line.complaint(f"{what} a second time", "it once")
        months[month] = _value(line, value, decimals)
    for key, months in series.items():
        check_run(file.complaint, months, ", ".join(key), min(months), max(months))
    return series


def _value(line: Line, column: str, decimals: int) -> str:
    """A figure; where it is whole, the file may write it as 5144.0."""
    if not decimals and re.fullmatch(r"-?\d+\.0", line[column]):
        line = replace(line, cells={**line.cells, column: line[column][:-2]})
    return line.decimal(column, decimals)


def _last_month(series: Series) -> str:
    """The last month of any series, which is the release."""
    return max(month for months in series.values() for month in months)


def _by_census(file: CsvFile) -> Source:
    return replace(file.source, agency=CENSUS)
