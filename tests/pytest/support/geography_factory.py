"""Writes exhibits 16, 17, 19 to 20b, supplement 3s and long series, with invented figures.

The sheets have their real layout and can be made for any month; a test breaks something in
one and reads it. Balances, prices and barrels a day fit exactly.
"""

from __future__ import annotations

from calendar import monthrange

from workbook_factory import MONTHS, PART_B, Cell, Month, Page, span_label

PART_C = "Part C: Seasonally Adjusted (by Geography)"
COUNTRIES = ("Brazil", "Korea, South", "All other countries (1)", "CAFTA-DR", "European Union**")
FLOWS = ("Balance", "Exports", "Imports")
QUARTERS = ("First", "Second", "Third", "Fourth")


def trade(country: int, period: int, flow: str) -> int:
    """A figure of a country in a period; a balance is exports less imports."""
    exports, imports = 1000 * country + 3 * period, 1200 * country - 5 * period + 40
    return {"exports": exports, "imports": imports}.get(flow.lower(), exports - imports)


# --- countries ----------------------------------------------------------------------------


def last_quarter(release: Month) -> Month:
    """Year and number of the last quarter that is complete in a month."""
    year, month = release
    return (year, month // 3) if month >= 3 else (year - 1, 4)


def _quarters(last: Month, count: int) -> list[str]:
    numbers = range(last[0] * 4 + last[1] - count, last[0] * 4 + last[1])
    return [f"{QUARTERS[number % 4]} Quarter\n{number // 4}" for number in numbers]


def by_country(number: str, release: Month = (2021, 8)) -> Page:
    """Exhibit 19, 20, 20a or 20b of a release."""
    year, month = release
    title = {
        "19": "U.S. Trade in Goods by Selected Countries and Areas - Census Basis",
        "20": "U.S. Trade in Goods and Services by Selected Countries and Areas - BOP Basis",
        "20a": "U.S. Trade in Goods by Selected Countries and Areas - BOP Basis",
        "20b": "U.S. Trade in Services by Selected Countries and Areas",
    }[number]
    headings: list[Cell]
    if number == "19":
        before = (year - (month == 1), (month - 2) % 12 + 1)
        headings = [
            f"{MONTHS[month - 1]}\n{year}",
            f"{MONTHS[before[1] - 1]}\n{before[0]}",
            None,
            *_quarters(last_quarter(release), 5),
            None,
            f"Year-to-Date\n{year}",
            f"Year-to-Date\n{year - 1}",
        ]
    else:
        last = last_quarter(release)
        years = last[0] - (last[1] < 4)
        headings = [*_quarters(last, 6), *(f"Annual\n{y}" for y in range(years - 2, years + 1))]
    rows: list[list[Cell]] = [
        [None, " "],
        [PART_C],
        [f"Exhibit {number}. {title}"],
        ["In millions of dollars. (-) Represents zero or less than one-half of measurement shown."],
        ["Country and Area", *headings],
    ]
    # a heading over two columns: marks stand in the first, figures in the second
    places = [index for index, heading in enumerate(headings) if heading]
    if number == "19":
        places[1] += 1
    for flow in FLOWS:
        rows.append([flow])
        for country, name in enumerate(COUNTRIES, start=1):
            row: list[Cell] = [name] + [None] * len(headings)
            for period, place in enumerate(places):
                row[place + 1] = trade(country, period, flow)
                if number == "20" and name == "CAFTA-DR":
                    row[place + 1] = "n.a."
            if number == "19" and (flow, name) == ("Balance", "Brazil"):
                row[2] = "(R)"
            rows.append(row)
    if number != "19":
        rows.append(["n.a. Not available"])
    rows += [
        ["NOTES:"],
        ["* Countries may be included in more than one area."],
        ["www.example.gov."],
    ]
    return Page(rows, number)


# --- advanced technology, petroleum, supplement 3 -----------------------------------------


def _periods(release: Month, years_before: int) -> list[tuple[Cell, list[Month]]]:
    """What the first cells say and the months each speaks of; none where it is empty."""
    found: list[tuple[Cell, list[Month]]] = []
    for year in range(release[0] - years_before, release[0] + 1):
        current = year == release[0]
        found.append((str(year), []))
        if not current or release[1] == 12:
            found.append(("Jan.- Dec.", [(year, month) for month in range(1, 13)]))
        if release[1] != 12:
            span = [(year, month) for month in range(1, release[1] + 1)]
            found.append((span_label(release[1]), span))
        for month, name in enumerate(MONTHS, start=1):
            label = f"{name} (R)" if current and month == release[1] - 1 else name
            shown = not current or month <= release[1]
            found.append((label, [(year, month)] if shown else []))
    return found


def technology(release: Month = (2021, 8)) -> Page:
    """Exhibit 16."""
    rows: list[list[Cell]] = [
        [PART_B],
        ["Exhibit 16. U.S. Trade in Advanced Technology Products"],
        ["In millions of dollars. Details may not equal totals due to rounding."],
        ["Period", *FLOWS],
    ]
    for label, months in _periods(release, 2):
        figures = [sum(trade(9, y * 12 + m, flow) for y, m in months) for flow in FLOWS]
        rows.append([label, *(figures if months else [])])
    rows += [["NOTES:"], ["* Data are not available on a BOP basis."]]
    return Page(rows, "16")


def petroleum_of(flow: str, months: list[Month]) -> list[float]:
    """What exhibit 17 prints for some months: the price is 50.25 dollars or 40.5."""
    days = sum(monthrange(*month)[1] for month in months)
    daily, price = (3000, 50.25) if flow == "exports" else (6000, 40.5)
    quantity = daily * days
    return [2 * quantity, 90 * quantity, quantity, daily, round(price * quantity), price]


def petroleum(release: Month = (2021, 8)) -> Page:
    """Exhibit 17."""
    rows: list[list[Cell]] = [
        [PART_B],
        ["Exhibit 17. U.S. Trade in Energy-Related Petroleum Products,"],
        ["Including Crude Oil"],
        ["Details may not equal totals due to rounding. "],
        ["Period", "Total energy-related petroleum products (1)", None, "Crude Oil"],
        [
            *(None, "Quantity (thousands of barrels)", "Value  (thousands of dollars)"),
            *("Quantity (thousands of barrels)", "Thousands of barrels per day (average)"),
            *("Value  (thousands of dollars)", "Unit Price (dollars)"),
        ],
    ]
    for flow in ("exports", "imports"):
        rows.append([None, flow.capitalize()])
        for label, months in _periods(release, 1):
            rows.append([label, *(petroleum_of(flow, months) if months else [])])
    rows += [["(1) Details shown are not available on a BOP basis."], ["NOTE: For more see"]]
    return Page(rows, "17")


def supplement_3(release: Month = (2021, 8)) -> Page:
    """Exhibit 3 of the supplement, whose numbers have more decimals than they mean."""
    rows: list[list[Cell]] = [
        ["Exhibit 3. Exports, Imports, and Trade Balance of Goods"],
        ["In millions of dollars. Details may not equal totals due to rounding. (R) - Revised. "],
        ["Period", "Balance", None, "Exports", "Imports"],
        [None, "Customs", "C.I.F.", "F.A.S. Value", "Customs value", "C.I.F. Value"],
    ]
    for adjustment, swing in ((" Seasonally Adjusted", 0.0), ("Not Seasonally Adjusted", 7.5)):
        rows.append([None, adjustment])
        for label, months in _periods(release, 1):
            if not months:
                rows.append([label, *[" "] * 5 * str(label).isdecimal()])
                continue
            exports, customs, cif = (
                sum(base + month + swing for _, month in months) + 1e-9 / 3
                for base in (1000.123456, 2000.654321, 2100.25)
            )
            rows.append([label, exports - customs, exports - cif, exports, customs, cif])
    rows.append([" "])
    return Page(rows, "3")


# --- histories ----------------------------------------------------------------------------


def history(last: Month = (2024, 4)) -> Page:
    """BEA's history by country up to a quarter, with its table of contents."""
    after = last[0] * 12 + 3 * last[1] + 2  # quarters come out in the third month after them
    updated = f"Last updated {MONTHS[after % 12]} 6, {after // 12}"
    contents: list[list[Cell]] = [[updated], ["Table of Contents"]]
    tables: list[tuple[str, list[list[Cell]]]] = []
    title = "U.S. International Trade by Selected Countries and Areas"
    names = [name.replace(" (1)", "").replace("**", "") for name in COUNTRIES]
    for sector in ("Goods and Services", "Goods", "Services"):
        for flow in ("Exports", "Imports", "Balance"):
            number = len(tables) + 1
            what = f"{flow} {'on' if flow == 'Balance' else 'of'} {sector}"
            contents.append([f"Table {number}. {title} - {what}"])
            rows: list[list[Cell]] = [
                [updated],
                [f"Table {number}. {title}"],
                [what],
                ["[Millions of dollars, quarters seasonally adjusted]"],
                [],
                ["Period", *names, "South/\nCentral America"],
                ["Annual"],
            ]
            for year in range(1999, last[0] + (last[1] == 4)):
                rows.append([float(year), *_history_row(year, flow)])
            rows.append(["Quarterly"])
            for quarter in range(1999 * 4, last[0] * 4 + last[1]):
                mark = " (R)" if quarter % 3 else " "
                label = f"{quarter // 4} {quarter % 4 + 1}{mark}"
                rows.append([label, *_history_row(quarter, flow)])
            rows += [[], ["(R) Revised\n"], ["n.a. Not available"]]
            rows += [["(*) Transactions between zero and +/- $500,000."], ["NOTES:"], ["www.b.gov"]]
            tables.append((f"Table {number}", rows))
    return Page(contents, "Readme", tables)


def _history_row(period: int, flow: str) -> list[Cell]:
    row: list[Cell] = [trade(country, period, flow) for country in range(1, len(COUNTRIES) + 2)]
    row[3] = "n.a."
    return row


def goods_by_country(release: Month = (2025, 2)) -> list[dict[str, str]]:
    """The Census Bureau's history by country: two areas, one of which has ended."""
    lines = []
    for area, last in (("Korea, South", release), ("OPEC", (release[0] - 1, 12))):
        for flow in ("exports", "imports"):
            for number in range(2023 * 12, last[0] * 12 + last[1]):
                month = f"{number // 12}-{number % 12 + 1:02d}-01"
                value = f"{number / 7:.6f}"
                lines.append({"month": month, "flow": flow, "area": area, "value_musd": value})
    return lines


REAL_ITEMS = (
    *("Automotive Vehicles, etc.", "Foods, Feeds, & Beverages", "Total, Census Basis"),
    *("Capital Goods", "Consumer Goods", "Industrial Supplies", "Other Goods", "Residual"),
)


def real_goods(release: Month = (1995, 2)) -> list[dict[str, str]]:
    """The Census Bureau's history in chained 2012 dollars."""
    return [
        {
            "month": f"{number // 12}-{number % 12 + 1:02d}-01",
            "flow": flow,
            "item": item,
            "value_chained_2012_musd": f"{number + 100 * place}.0",
        }
        for flow in ("exports", "imports")
        for place, item in enumerate(REAL_ITEMS)
        for number in range(1994 * 12, release[0] * 12 + release[1])
    ]


def imports_by_code(release: Month = (2025, 2)) -> list[dict[str, str]]:
    """The Census Bureau's history by end-use code: three codes from 2024 on."""
    return [
        {
            "month": f"{number // 12}-{number % 12 + 1:02d}-01",
            "end_use_code": code,
            "value_musd": f"{number / 8:.3f}",
        }
        for code in ("MGOODS", "M0", "M00000")
        for number in range(2024 * 12, release[0] * 12 + release[1])
    ]


def end_use_codes() -> list[dict[str, str]]:
    """Codes of the tree and outside it."""
    names = {"M00000": "Green coffee", "M000": "Coffee, cocoa", "MGOODS": "Grand total"}
    codes = ("M0", "M00", "M000", "M00000", "MC", "MC0000", "MGOODS")
    return [{"end_use_code": code, "name": names.get(code, f"Name of {code}")} for code in codes]
