"""Writes small official files in their real layout, with invented figures that add up.

A release is made for any month. Its figures hold every identity exactly: a month's figures
depend on the month only, categories add to their totals, the unadjusted year equals the
adjusted one, and what was "published last month" is what this release prints. A test takes a
`Page` (the cells of one sheet), breaks something in it and saves it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.")

PART_A = "Part A: Seasonally Adjusted (by Commodity/Service)"
PART_B = "Part B: NOT Seasonally Adjusted"
UNIT = (
    "In millions of dollars. Details may not equal totals due to seasonal adjustment and "
    "rounding. (R) - Revised."
)
REAL_UNIT = (
    "In millions of dollars. Details may not equal totals due to seasonal adjustment and rounding. "
    "(-) Represents zero or less than one-half of measurement shown. (R) - Revised."
)
TITLES = {
    "1": "U.S. International Trade in Goods and Services",
    "2": "U.S. International Trade in Goods and Services",
    "3": "U.S. Exports of Services by Major Category",
    "4": "U.S. Imports of Services by Major Category",
    "5": "U.S. Trade in Goods",
    "6": "U.S. Trade in Goods by Principal End-Use Category",
    "9": "U.S. Trade in Petroleum and Non-Petroleum Products by End-Use",
    "10": "Real U.S. Trade in Goods by Principal End-Use Category",
    "11": "Real U.S. Trade in Petroleum and Non-Petroleum Products by End-Use",
    "12": "U.S. Trade in Goods",
    "13": "U.S. Trade in Goods by Principal End-Use Category",
}
UNADJUSTED = ("12", "13")
SERVICES = (
    "Total Services",
    "Maintenance and Repair Services n.i.e.",
    "Transport",
    "Travel (1)",
    "Construction",
    "Insurance Services",
    "Financial Services",
    "Charges for the Use of Intellectual Property n.i.e.",
    "Telecommuni-cations, Computer, and Information Services",
    "Other Business Services",
    "Personal, Cultural, and Recreational Services",
    "Government Goods and Services n.i.e. ",
)
END_USE = (
    "Foods, Feeds, & Beverages",
    "Industrial Supplies (2)",
    "Capital Goods",
    "Automotive Vehicles, etc.",
    "Consumer Goods",
    "Other Goods",
)
BOP, ADJUSTMENTS, CENSUS = (
    "Total Balance of Payments Basis",
    "Net Adjustments",
    "Total Census Basis",
)

Cell = object
Month = tuple[int, int]


# --- figures ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trade:
    """The trade of one month, or of several added up, in millions of dollars."""

    goods: tuple[int, ...]
    services: tuple[int, ...]
    adjustments: int
    petroleum: int
    residual: int
    real_petroleum: int

    def __add__(self, other: Trade) -> Trade:
        return Trade(
            tuple(a + b for a, b in zip(self.goods, other.goods, strict=True)),
            tuple(a + b for a, b in zip(self.services, other.services, strict=True)),
            self.adjustments + other.adjustments,
            self.petroleum + other.petroleum,
            self.residual + other.residual,
            self.real_petroleum + other.real_petroleum,
        )

    @property
    def census(self) -> int:
        """Goods, Census basis."""
        return sum(self.goods)

    @property
    def bop(self) -> int:
        """Goods, BOP basis."""
        return self.census + self.adjustments

    @property
    def all_services(self) -> int:
        """Services."""
        return sum(self.services)


def trade(flow: str, month: Month, adjusted: bool = True) -> Trade:
    """The trade of a month; unadjusted it swings by the season and is equal over a year."""
    number = month[0] * 12 + month[1] - 24_000
    base = 1 if flow == "exports" else 2
    swing = 0 if adjusted else (month[1] % 12 - 5) * 12 - 6
    return Trade(
        goods=tuple(base * 10_000 + 1_000 * k + 13 * number + swing for k in range(1, 7)),
        services=tuple(base * 2_000 + 100 * k + 5 * number for k in range(1, 12)),
        adjustments=300 + base * number,
        petroleum=base * 9_000 - 3 * number,
        residual=-400 - number,
        real_petroleum=base * 7_000 + 2 * number,
    )


def summed(flow: str, months: list[Month], adjusted: bool = True) -> Trade:
    """The trade of several months."""
    total = trade(flow, months[0], adjusted)
    for month in months[1:]:
        total += trade(flow, month, adjusted)
    return total


def figures(number: str, months: list[Month], flow: str = "") -> list[int]:
    """What an exhibit prints for some months, in the order of its columns."""
    if number == "2":
        return [round(total / 3) for total in figures("1", _three_months_to(months[-1]))]
    adjusted = number not in UNADJUSTED
    exports, imports = (summed(f, months, adjusted) for f in ("exports", "imports"))
    one = imports if flow == "imports" or number == "4" else exports
    if number in ("3", "4"):
        return [one.all_services, *one.services]
    if number in ("6", "13"):
        return [one.bop, one.adjustments, one.census, *one.goods]
    if number == "10":
        return [_real(one, months), *(good + 7 * len(months) for good in one.goods), one.residual]
    columns = {
        "1": lambda t: [t.bop + t.all_services, t.bop, t.all_services],
        "5": lambda t: [t.bop, t.adjustments, t.census],
        "9": lambda t: [t.bop, t.adjustments, t.petroleum, t.census - t.petroleum],
        "11": lambda t: [
            _real(t, months),
            t.real_petroleum,
            _real(t, months) - t.real_petroleum - 2 * t.residual,
            2 * t.residual,
        ],
    }[number.replace("12", "5")]
    out, into = columns(exports), columns(imports)
    balance = [a - b for a, b in zip(out, into, strict=True)]
    if number in ("5", "12"):
        del balance[1]
    return [*balance, *out, *into]


def _three_months_to(month: Month) -> list[Month]:
    numbers = range(month[0] * 12 + month[1] - 3, month[0] * 12 + month[1])
    return [(number // 12, number % 12 + 1) for number in numbers]


def _real(one: Trade, months: list[Month]) -> int:
    """Goods in chained dollars, Census basis: seven more a month in each of six categories."""
    return one.census + 42 * len(months) + one.residual


# --- sheets -------------------------------------------------------------------------------


@dataclass
class Page:
    """The cells of a sheet, row by row, to be changed and saved.

    Args:
        rows: The cells; rows count from 1 in Excel, from 0 here.
        sheet: The name of the sheet.
        others: Further sheets.
        merged: Ranges of merged cells; what they cover keeps its content.
    """

    rows: list[list[Cell]]
    sheet: str = "1"
    others: list[tuple[str, list[list[Cell]]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    def find(self, text: str, nth: int = 1) -> int:
        """The index of the n-th row that has a cell beginning with a text."""
        found = [
            index
            for index, row in enumerate(self.rows)
            if any(str(cell).strip().startswith(text) for cell in row)
        ]
        return found[nth - 1]

    def replace(self, old: str, new: Cell) -> None:
        """Put another content in place of a cell's."""
        for row in self.rows:
            for column, cell in enumerate(row):
                if cell == old:
                    row[column] = new
                    return
        raise LookupError(old)

    def save(self, path: Path) -> Path:
        """Write the workbook."""
        path.parent.mkdir(parents=True, exist_ok=True)
        book = openpyxl.Workbook()
        del book[book.sheetnames[0]]
        for name, rows in [(self.sheet, self.rows), *self.others]:
            sheet = book.create_sheet(name)
            for number, row in enumerate(rows, start=1):
                for column, cell in enumerate(row, start=1):
                    if cell is not None:
                        sheet.cell(number, column, cell)
        for cells in self.merged:
            book[self.sheet].merged_cells.add(cells)
        book.save(path)
        return path


def span_label(month: int, mark: str = "") -> str:
    """What stands beside the year to date of a month; January's names no second month."""
    last = {1: "", 12: "Dec."}.get(month) or SHORT[month - 1] * (month > 1)
    return f"Jan. - {last}{mark}"


def exhibit(number: str, release: Month = (2021, 8), chain: int = 2012) -> Page:
    """An exhibit of a release.

    Args:
        number: Its number: 1, 2, 3, 4, 5, 6, 9, 10, 11, 12 or 13.
        release: The statistical month of the release.
        chain: The chain year of exhibits 10 and 11.
    """
    real = number in ("10", "11")
    rows: list[list[Cell]] = [
        [None, " "],
        [PART_B if number in UNADJUSTED else PART_A],
        [f"Exhibit {number}. {TITLES[number]}"],
    ]
    if number == "2":
        rows.append(["Three-Month Moving Averages"])
    if real:
        rows.append([f"Chained ({chain}) Dollars"])
    rows.append([REAL_UNIT if real else UNIT])
    rows += _headings(number)
    if number in ("6", "10", "13"):
        for flow in ("exports", "imports"):
            rows.append([None, flow.capitalize()])
            rows += _table(number, release, 1, flow)
    else:
        rows += _table(number, release, 1 if number == "9" else 2, "")
    if number in ("1", "3", "4", "5", "12"):
        before = release[0] - (release[1] == 1), (release[1] - 2) % 12 + 1
        rows.append([f"{MONTHS[before[1] - 1]} data as published last month:"])
        rows.append([None, *figures(number, [before])])
    rows += [["(1) Data are presented on another basis."], ["NOTE: For more see the notes or"]]
    rows.append(["www.example.gov."])
    return Page(rows, number)


def _headings(number: str) -> list[list[Cell]]:
    if number in ("3", "4"):
        return [["Period", *SERVICES]]
    if number in ("6", "13"):
        return [
            ["Period", BOP, "Net  Adjustments", f"{CENSUS} (1)", "End-Use Commodity Category"],
            [None] * 4 + list(END_USE),
        ]
    if number == "10":
        named = [name.replace("Vehicles,", "Vehicles") for name in END_USE]
        return [
            ["Period", f"{CENSUS} (1)", "End-Use Commodity Category "],
            [None, None, *named, "Residual (3)"],
        ]
    below = {
        "1": ["Total", "Goods (1)", "Services"],
        "5": [BOP, ADJUSTMENTS, CENSUS],
        "9": ["Total", "Net      Adjust- ments", "Petroleum (1)", "Non-petroleum"],
        "11": [f"{CENSUS} (1)", "Petroleum", " Non-petroleum", "Residual     (2)"],
    }[{"2": "1", "12": "5"}.get(number, number)]
    first = [name for name in below if name != ADJUSTMENTS] if number in ("5", "12") else below
    above: list[Cell] = ["Month of Moving Average" if number == "2" else "Period"]
    lower: list[Cell] = [None]
    for name, group in (("Balance", first), ("Exports", below), ("Imports", below)):
        above += [name] + [None] * (len(group) - 1)
        lower += group
    return [above, lower]


def _table(number: str, release: Month, years_before: int, flow: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for year in range(release[0] - years_before, release[0] + 1):
        current = year == release[0]
        rows.append([float(year) if number in ("3", "4") else str(year)])
        if number != "2" and (not current or release[1] == 12):
            months = [(year, month) for month in range(1, 13)]
            rows.append(["Jan. - Dec.", *figures(number, months, flow)])
        if number != "2" and release[1] != 12:
            months = [(year, month) for month in range(1, release[1] + 1)]
            mark = "(R)" if release[1] == 1 and year == release[0] - 1 else ""
            rows.append([span_label(release[1], mark), *figures(number, months, flow)])
        for month, name in enumerate(MONTHS, start=1):
            label = f"{name} (R) " if current and month == release[1] - 1 else name
            shown = not current or month <= release[1]
            blank: list[Cell] = [" ", " "] if number in ("3", "4") else []
            rows.append([label, *(figures(number, [(year, month)], flow) if shown else blank)])
    return rows


def save_release(
    folder: Path, release: Month = (2021, 8), numbers: tuple[str, ...] = tuple(TITLES)
) -> list[Path]:
    """Write exhibits of a release as the agencies name them."""
    return [exhibit(number, release).save(folder / f"exh{number}.xlsx") for number in numbers]


# --- the history workbook -----------------------------------------------------------------


def history(release: Month = (2021, 8)) -> Page:
    """BEA's history workbook: tables 1 to 3, and 4, which is not read."""
    tables = []
    for number, subtitle, first, first_year in (
        ("1", "Exports, Imports, and Balances", 1992, 1960),
        ("2", "Exports", 1999, 1999),
        ("3", "Imports", 1999, 1999),
    ):
        title = (
            TITLES["1"]
            if number == "1"
            else "U.S. International Trade in Services by Major Category"
        )
        exhibit_number = {"1": "1", "2": "3", "3": "4"}[number]
        rows: list[list[Cell]] = [
            [f"Last updated {MONTHS[release[1] % 12]} 5, {release[0]}"],
            [f"Table {number}. {title}"],
            [subtitle],
            ["[Millions of dollars, months seasonally adjusted]"],
            ["Details may not equal totals due to seasonal adjustment and rounding.  "],
            [],
        ]
        if number == "1":
            below = ["Total", "Goods 1", "Services"]
            rows.append(["Period", None, "Balance", None, None, "Exports", None, None, " Imports"])
            rows.append([None, *below * 3])
        else:
            names = [
                name.replace("Telecommuni-cations", "Telecom-munications") for name in SERVICES
            ]
            rows.append(["Period", "Total", *(name.replace(" (1)", " 1") for name in names[1:])])
        rows.append(["Annual"])
        for year in range(first_year, release[0] + (release[1] == 12)):
            months = [(year, month) for month in range(1, 13)]
            rows.append([float(year), *figures(exhibit_number, months)])
        rows.append(["Monthly"])
        for year in range(first, release[0] + 1):
            for month in range(1, 13 if year < release[0] else release[1] + 1):
                mark = " (R)" if (year, month + 1) == release else " " * (month % 3)
                label = f"{year} {MONTHS[month - 1][:3]}{mark}"
                rows.append([label, *figures(exhibit_number, [(year, month)])])
        rows += [[], ["(R) Revised"], ["1 Data are presented on a balance of payments basis."]]
        tables.append((f"Table {number}", rows))
    readme = [["Last updated some day"], ["Table of Contents:"], ["Table 1", "Goods and Services"]]
    old = [
        ["Table 4. U.S. International Trade in Services by Major Category (Previous Presentation)"],
        ["Exports"],
        ["Period", "Total"],
        [1999.0, "(1)"],
    ]
    return Page(readme, "Readme", [*tables, ("Table 4", old)])


# --- csv files ----------------------------------------------------------------------------

TIDY_COLUMNS = ("exhibit", "flow", "line", "item", "month", "value", "unit", "seasonal_adjustment")
TIDY_ITEMS = {
    "1": ["Total", "Goods (BOP basis)", "Services"],
    "3": [name.replace(" (1)", "").replace("uni-c", "unic").strip() for name in SERVICES],
    "6": [
        *("Total, Balance of Payments Basis", "Net Adjustments", "Total, Census Basis"),
        *(name.replace(" (2)", "") for name in END_USE),
    ],
    "10": ["Total, Census Basis", *(name.replace(" (2)", "") for name in END_USE), "Residual"],
}


def tidy(
    release: Month = (2021, 8), numbers: tuple[str, ...] = ("1", "3", "6", "10")
) -> list[dict[str, str]]:
    """The lines of a tidy file with some exhibits."""
    lines = []
    for number in numbers:
        years = 1 if number in ("6", "10") else 2
        flows = {"1": ["balance", "exports", "imports"], "3": ["exports"]}.get(
            number, ["exports", "imports"]
        )
        items = TIDY_ITEMS[number]
        for flow in flows:
            for year in range(release[0] - years, release[0] + 1):
                for month in range(1, 13 if year < release[0] else release[1] + 1):
                    values = figures(number, [(year, month)], flow)
                    if number == "1":
                        values = values[3 * flows.index(flow) :][:3]
                    lines += [
                        {
                            "exhibit": number,
                            "flow": flow,
                            "line": str(line),
                            "item": item,
                            "month": f"{year}-{month:02d}-01",
                            "value": str(value),
                            "unit": ("chained 2017 " if number == "10" else "") + "USD millions",
                            "seasonal_adjustment": "SA",
                        }
                        for line, (item, value) in enumerate(zip(items, values, strict=True), 1)
                    ]
    return lines


def save_csv(path: Path, lines: list[dict[str, str]]) -> Path:
    """Write lines as a csv file, with the columns of the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    return path


def vintages(releases: list[Month]) -> list[dict[str, str]]:
    """A ledger in which each release prints the months up to its own, unrevised."""
    lines = []
    for series, flow in (("BOPTEXP", "exports"), ("BOPTIMP", "imports")):
        for year in range(1992, releases[-1][0] + 1):
            for month in range(1, 13):
                seen = next((r for r in releases if r >= (year, month)), None)
                if seen is None:
                    continue
                one = trade(flow, (year, month))
                published = f"{seen[0] + (seen[1] + 2 > 12)}-{(seen[1] + 1) % 12 + 1:02d}-06"
                lines.append(
                    {
                        "series_id": series,
                        "month": f"{year}-{month:02d}-01",
                        "first_seen": published,
                        "superseded": "",
                        "value_musd": str(one.bop + one.all_services),
                    }
                )
    return lines


def totals(release: Month, first: Month, goods_from: Month) -> list[dict[str, str]]:
    """The totals of a release, with goods from some month on."""
    lines = []
    for number in range(first[0] * 12 + first[1] - 1, release[0] * 12 + release[1]):
        month = (number // 12, number % 12 + 1)
        exports, imports = trade("exports", month), trade("imports", month)
        known = month >= goods_from
        lines.append(
            {
                "month": f"{month[0]}-{month[1]:02d}-01",
                "exports_total": str(exports.bop + exports.all_services),
                "imports_total": str(imports.bop + imports.all_services),
                "exports_goods": str(exports.bop) if known else "",
                "imports_goods": str(imports.bop) if known else "",
                "goods_source": "quoted_after_release" if known else "",
            }
        )
    return lines


def printed_figures() -> list[dict[str, str]]:
    """Some figures as release texts print them."""
    source = "release text or a news quotation of it"
    return [
        {
            "reference_month": month,
            "release_date": day,
            "figure": figure,
            "printed_value": value,
            "unit": unit,
            "source": source,
        }
        for month, day, figure, value, unit in (
            ("2021-08-01", "2021-10-05", "deficit", "73.3", "usd_billions"),
            ("2021-08-01", "2021-10-05", "exports_pct", "0.5", "percent"),
            ("2021-09-01", "", "deficit", "81", "usd_billions"),
        )
    ]


def category_changes() -> list[dict[str, str]]:
    """Some changes of categories as a release page prints them."""
    return [
        {
            "reference_month": "2021-08-01",
            "release_date": "2021-10-05",
            "flow": "exports",
            "block": "goods",
            "category": category,
            "order_on_page": order,
            "printed_change_busd": change,
        }
        for category, order, change in (
            ("Automotive vehicles, parts, and engines", "1", "1.4"),
            ("Consumer goods", "2", "-0.6"),
        )
    ]


# --- commodities --------------------------------------------------------------------------

COMMODITIES = {
    "": ("Total, Balance of Payments Basis", "Net Adjustments", "Total, Census Basis"),
    "Foods, feeds, and beverages": ("Corn", "Rice"),
    "Industrial supplies and materials": ("Copper", "Crude oil"),
    "Capital goods, except automotive": ("Computers", "Semiconductors"),
    "Automotive vehicles, parts, and engines": ("Passenger cars, new and used",),
    "Consumer goods": ("Rugs", "Recorded media"),
    "Other goods": (),
}


def commodities(number: str, release: Month = (2021, 8)) -> Page:
    """Exhibit 7 or 8 of a release, with a few commodities; its figures are no sums."""
    flow = {"7": "Exports", "8": "Imports"}[number]
    year, month = release
    before = (year - 1, 12) if month == 1 else (year, month - 1)
    rows: list[list[Cell]] = [
        [None, " "],
        [PART_A],
        [f"Exhibit {number}. U.S. {flow} of Goods by End-Use Category and Commodity"],
        ["In millions of dollars. Details may not equal totals due to rounding. The commodities "],
        ["are ranked. (-) Represents zero or less than one-half of measurement shown."],
        ["Item (1)", MONTHS[month - 1], MONTHS[before[1] - 1], "Monthly ", *["Year-to-Date"] * 3],
        [None, year, f"{before[0]} (R)", "Change", year, year - 1, "Change"],
    ]
    for category, items in COMMODITIES.items():
        for item in ([category] if category else []) + list(items):
            size = 100 * len(rows)
            rows.append([item, size, size + 10, -10, 8 * size, 7 * size, size])
    rows += [["(1) Detailed data are presented on a Census basis."], ["NOTE: For more see"]]
    rows.append(["www.example.gov."])
    return Page(rows, number)


def tidy_commodities(number: str) -> list[dict[str, str]]:
    """The months of `commodities` of 2021-08 as lines of a tidy file."""
    lines = []
    figured = [row for row in commodities(number).rows if isinstance(row[-1], int)]
    for position, row in enumerate(figured, start=1):
        for column, month in ((1, "2021-08-01"), (2, "2021-07-01")):
            lines.append(
                {
                    "exhibit": number,
                    "flow": {"7": "exports", "8": "imports"}[number],
                    "line": str(position),
                    "item": str(row[0]),
                    "month": month,
                    "value": str(row[column]),
                    "unit": "USD millions",
                    "seasonal_adjustment": "SA",
                }
            )
    return lines
