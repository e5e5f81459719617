"""Writes the agencies' long histories in their real layout, with invented figures that add up.

The Census Bureau's histories of real goods and of goods and services, and BEA's IDS-0182.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbook_factory import END_USE, MONTHS, Cell, Month, Page, figures

REAL_FIRST, TRADE_FIRST = 1994, 1992
YEAR_LABELS = ("Jan.-Dec.", "Jan. -Dec.", "Jan.- Dec.")
REAL_HEADINGS = ("Total Census Basis (1)", *END_USE, "Residual (3)")


def real_goods_history(
    flow: str = "exports", release: Month = (1996, 3), chain: int = 2012
) -> Page:
    """The history of real exports or imports, as realexp.xlsx and realimp.xlsx."""
    rows: list[list[Cell]] = [
        ["Seasonally Adjusted"],
        [f"Real {flow.capitalize()} of Goods by Principal End-Use Category"],
        [f"Chained ({chain}) Dollars"],
        ["In millions of dollars.  The values in this table are subject to periodic change"],
        ["information for monthly deflators.  (-)  Represents zero or less than one half of it."],
        ["Period", None, "End-Use Commodity Category "],
        [None, *REAL_HEADINGS],
    ]
    for year in range(REAL_FIRST, release[0] + 1):
        rows += _year(year, release, lambda months: figures("10", months, flow))
    rows += [[None], ["(1) Detailed data are presented on a Census basis."]]
    rows += [['(3) The "residual" represents the difference between'], ["www.example.gov."]]
    return Page(rows, "real" + flow[:3], merged=["A6:A7"])


def goods_and_services_history(release: Month = (1994, 3)) -> Page:
    """The history of exhibit 1, as exhibit_history.xlsx."""
    below: list[Cell] = ["Total", "Goods (1)", "Services"]
    rows: list[list[Cell]] = [
        ["U.S. International Trade in Goods and Services, 1992 - Present "],
        ["In millions of dollars. Seasonally adjusted; details may not equal totals due to it."],
        [None, None, "Balance", None, None, "Exports", None, None, " Imports", None],
        ["  Period", *below, *below, *below],
    ]
    for year in range(TRADE_FIRST, release[0] + 1):
        rows += _year(year, release, lambda months: figures("1", months))
    rows += [[None], ["(1) Data presented on a Balance of Payments (BOP) Basis."]]
    rows.append(["Source: U.S. Census Bureau, Economic Indicators Division."])
    return Page(rows, "exhibit_history")


def _year(year: int, release: Month, printed: object) -> Iterator[list[Cell]]:
    """A year: its own row, the row of its sum, and twelve months, the future ones empty."""
    last = release[1] if year == release[0] else 12
    # Years stand as text or as numbers, labels with blanks that nobody sees.
    yield [str(year) if year % 2 else float(year)]
    months = [(year, month) for month in range(1, 13)]
    yield [YEAR_LABELS[year % 3], *printed(months[:last])]  # type: ignore[operator]
    for month, name in enumerate(MONTHS, start=1):
        label = {1: "January ", 3: "March.", 6: "June           "}.get(month, name)
        yield [label, *(printed([(year, month)]) if month <= last else [])]  # type: ignore[operator]


CODES = ("GOODS", "GENMR", "NMGLD", "PET", "NPET", "0", "1", "00", "000", "00000", "00010")
DESCRIPTIONS = {"00000": "Green coffee", "0": "Foods, feeds, & beverages"}
KINDS = tuple((basis, adjustment) for basis in ("Census", "BP") for adjustment in ("NSA", "SA"))


def code_value(code: str, number: int, basis: str = "Census", adjustment: str = "SA") -> float:
    """A figure: codes add up to those that they begin with."""
    swing = 0 if adjustment == "SA" else (number % 12 - 5.5) / 100
    gold = 0.0 if basis == "Census" else 30.0
    coffee, cocoa = number / 8 + swing, 7 + (2 if basis == "BP" else 0)
    food, supplies = round(coffee + cocoa, 3), number + 0.25
    values = {
        "00000": coffee,
        "00010": cocoa,
        "1": supplies,
        "NMGLD": gold,
        "GENMR": food + supplies,
        "GOODS": food + supplies + gold,
        "PET": 3.5,
        "NPET": food + supplies + gold - 3.5,
    }
    return round(values.get(code, food), 3)


def goods_by_code(
    flow: str = "imports", release: Month = (2025, 2), first_year: int = 2024
) -> Page:
    """BEA's IDS-0182: four sheets of one flow."""
    letter = "M" if flow == "imports" else "X"
    sheets: list[tuple[str, list[list[Cell]]]] = []
    for basis, adjustment in KINDS:
        rows: list[list[Cell]] = [
            [
                f"Monthly {flow.capitalize()} of Goods, {basis}-based, {adjustment}, "
                "in Millions of Dollars"
            ],
            ["Enduse Code", "Year", *(name[:3] for name in MONTHS), "EU Description"],
        ]
        for year in range(first_year, release[0] + 1):
            last = release[1] if year == release[0] else 12
            for code in CODES:
                values: list[Cell] = [
                    code_value(code, year * 12 + month - 1, basis, adjustment)
                    if month <= last
                    else "  "
                    for month in range(1, 13)
                ]
                name = DESCRIPTIONS.get(code, "Something")
                rows.append([f"{letter}{code} ", float(year), *values, name])
        sheets.append((f"{basis}-based, {adjustment}", rows))
    (name, rows), *others = sheets
    return Page(rows, name, others)
