"""Writes small exhibits whose rows are items, in their real layout, with invented figures.

Balances, shares and ranks fit the figures; sums are none. `tables` says, for each exhibit,
which item is printed under which parent, so that a test knows what to expect.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbook_factory import MONTHS, PART_B, Cell, Month, Page

NOTE = "NOTE: For more see www.example.gov."
LEGEND = (
    "(X) - Not applicable. (-) Represents zero or less than one-half of measurement shown. "
    "(R) - Revised."
)
MILLIONS = "In millions of dollars. Details may not equal totals due to rounding. "

TITLES = {
    "14": "Exhibit 14. U.S. Trade in Goods by Selected Countries and Areas: {year}",
    "14a": "Exhibit 14a. U.S. Trade in Goods by Selected Countries and Areas: {year}",
    "15": "Exhibit 15. U.S. Trade in Goods by Principal Commodities",
    "16a": "Exhibit 16a. U.S. Trade in Advanced Technology Products by Technology Group and "
    "Selected Countries and Areas",
    "17a": " Exhibit 17a. U.S. Imports of Crude Oil by Selected Countries and Areas",
    "18": "Exhibit 18. U.S. Trade in Motor Vehicles and Parts by Selected Countries ",
    "1s": "Exhibit 1. Exports, Imports, and Balance of Goods by Selected NAICS-Based Product Code,",
    "2s": "Exhibit 2. Origin of Movement of U.S. Exports of Goods by State by NAICS-Based Product "
    "Code Groupings,",
    "2as": "Exhibit 2a. U.S. General Imports of Goods by State, State of Destination, by "
    "NAICS-Based Product Code Groupings,",
    "4s": "Exhibit 4. Exports, Imports, and Trade Balance of Goods by Country and Area, Not "
    "Seasonally Adjusted: {year}",
    "4as": "Exhibit 4a. Exports, Imports, and Trade Balance of Goods by Country and Area, Not "
    "Seasonally Adjusted: {year}",
}

# Printed name and parent, in printed order.
Items = tuple[tuple[str, str], ...]

_CENSUS = "Total Census Basis"
COUNTRIES: Items = (
    ("Total Balance of Payments Basis", ""),
    ("Net Adjustments", ""),
    (_CENSUS, ""),
    ("North America", _CENSUS),
    ("Canada", "North America"),
    ("Mexico", "North America"),
    ("Europe", _CENSUS),
    ("European Union", "Europe"),
    ("Austria", "European Union"),
    ("Belgium", "European Union"),
    ("Other", "European Union"),
    ("Norway", "Europe"),
    ("Other Europe", "Europe"),
    ("Euro Area", "Europe"),
    ("Pacific Rim Countries", _CENSUS),
    ("Korea, South", "Pacific Rim Countries"),
    ("Other", "Pacific Rim Countries"),
    ("South/Central America", _CENSUS),
    ("Brazil", "South/Central America"),
    ("Africa", _CENSUS),
    ("Egypt", "Africa"),
    ("Other Countries", _CENSUS),
    ("India", "Other Countries"),
    ("Unidentified Countries (2)", _CENSUS),
    ("Timing Adjustments", _CENSUS),
)
SECTIONS = (
    "Food and Live Animals  ",
    "Beverages and Tobacco",
    "Crude Materials Except Fuels",
    "Mineral Fuels and Lubricants",
    "Animal and Vegetables Oils",
    "Chemicals and Related Products",
    "Manufactured Goods by Material",
    "Machinery and Transport Equipment",
    "Miscellaneous Manufactured Articles",
    "Miscellaneous Commodities",
)
COMMODITIES: Items = (
    ("Total Balance of Payment Basis (2)", ""),
    ("Net Adjustments (2)", ""),
    ("Total Census Basis (2)", ""),
    ("Manufactured Goods (3)", ""),
    ("Agricultural Commodities (3)", ""),
    *(
        item
        for section in SECTIONS
        for item in (
            (section, _CENSUS),
            (
                "Miscellaneous manufactured articles"
                if section == "Miscellaneous Manufactured Articles"
                else f"Some of {section.split()[0].lower()} (4)",
                section.strip(),
            ),
        )
    ),
    ("Re-Exports", _CENSUS),
    ("Manufactured Goods (3)", "Re-Exports"),
    ("Agricultural Commodities (3)", "Re-Exports"),
)
TECHNOLOGIES: Items = (
    ("Total", ""),
    ("Aerospace (1)", "Total"),
    ("Weapons", "Total"),
)
REGIONS: Items = (
    ("Total", ""),
    ("North America", "Total"),
    ("Canada", "North America"),
    ("European Union", "Total"),
    ("France", "European Union"),
    ("Other", "European Union"),
    ("Pacific Rim Countries", "Total"),
    ("South/Central America", "Total"),
    ("Other", "South/Central America"),
    ("Other Countries", "Total"),
    ("Israel", "Other Countries"),
)
OIL: Items = (
    ("Total", ""),
    ("North America", "Total"),
    ("Canada", "North America"),
    ("Europe", "Total"),
    ("Norway", "Europe"),
    ("Other", "Europe"),
    ("South/Central America", "Total"),
    ("Africa", "Total"),
    ("Angola", "Africa"),
    ("Asia", "Total"),
    ("All Other Countries", "Total"),
)
CARS: Items = (("TOTAL", ""), ("Canada", "TOTAL"), ("Other", "TOTAL"))
PRODUCTS: Items = (
    ("GRAND TOTAL", ""),
    ("Agricultural, Forestry & Fishery Products", "GRAND TOTAL"),
    ("Forestry Products, Nspf", "Agricultural, Forestry & Fishery Products"),
    ("Mining, Total", "GRAND TOTAL"),
    ("Oil And Gas", "Mining, Total"),
    ("Manufacturing, Total", "GRAND TOTAL"),
    ("Chemicals (1)", "Manufacturing, Total"),
    ("Special Classification Provisions", "GRAND TOTAL"),
    ("Scrap & Waste", "Special Classification Provisions"),
    ("Re-exports", "GRAND TOTAL"),
    ("Timing Adjustments", "GRAND TOTAL"),
)
STATES: Items = (
    ("U.S. Total", ""),
    ("Foreign Trade Zone", ""),
    ("Alabama", "U.S. Total"),
    ("Wyoming", "U.S. Total"),
    ("Other", "U.S. Total"),
    ("Estimated Shipments", "Other"),
    ("Unreported (2)", "Other"),
    ("Timing Adjustment", "U.S. Total"),
)
WORLD: Items = (
    ("TOTAL", ""),
    ("Australia*", "TOTAL"),
    ("Bahrain**", "TOTAL"),
    ("Chad", "TOTAL"),
    ("Korea, North", "TOTAL"),
    ("Tuvalu", "TOTAL"),
    ("Unidentified (1)", "TOTAL"),
    ("Timing adjustment", "TOTAL"),
    ("Africa", ""),
    ("APEC", ""),
)

TABLES: dict[str, tuple[tuple[str, Items], ...]] = {
    "14": (("", COUNTRIES),),
    "14a": (("", COUNTRIES),),
    "15": (("", COMMODITIES),),
    "16a": (("technology_groups", TECHNOLOGIES), ("countries", REGIONS)),
    "17a": (("", OIL),),
    "18": (("exports", CARS), ("imports", CARS)),
    "1s": (("", PRODUCTS),),
    "2s": (("", STATES),),
    "2as": (("", STATES),),
    "4s": (("", WORLD),),
    "4as": (("", WORLD),),
}
COLUMNS = {
    "14": ("balance", "exports", "imports"),
    "14a": ("balance", "exports", "imports"),
    "15": ("exports", "imports"),
    "16a": ("balance", "exports", "imports"),
    "17a": ("quantity", "customs_value", "cif_value"),
    "18": ("total", "passenger_cars", "trucks_buses_special_purpose_vehicles", "parts"),
    "1s": ("balance", "exports", "imports_for_consumption", "calculated_duty"),
    "2s": ("manufactured", "nonmanufactured", "reexports", "total"),
    "2as": ("manufactured", "nonmanufactured", "total"),
    "4s": ("balance", "exports", "imports_customs", "imports_cif"),
    "4as": ("balance", "exports", "imports_customs", "imports_cif"),
}


@dataclass(frozen=True)
class Shown:
    """A period that headings show: a month, or the months of a year up to it."""

    year: int
    month: int
    to_date: bool = False

    @property
    def word(self) -> str:
        """What the heading says without the year."""
        return "Year-to-Date" if self.to_date else MONTHS[self.month - 1]

    @property
    def heading(self) -> str:
        """What a heading over two lines says."""
        return f"{self.word}\n{self.year}"


def periods(number: str, release: Month) -> list[Shown]:
    """What an exhibit shows of a release, in the order of its columns."""
    year, month = release[0] - number.startswith(("14a", "4a")), release[1]
    before = (year - 1, 12) if month == 1 else (year, month - 1)
    shown = [Shown(year, month)]
    if not number.endswith("s"):
        shown.append(Shown(*before))
    shown.append(Shown(year, month, to_date=True))
    if number in ("15", "16a"):
        shown.append(Shown(year - 1, month, to_date=True))
    return shown


def value(number: str, column: str, name: str, shown: Shown) -> float:
    """A figure, before rounding to what is printed: larger for the first items."""
    index = sum(ord(letter) for letter in name) % 97 + (1000 if "TOTAL" in name.upper() else 1)
    size = shown.month if shown.to_date else 1
    of_column = {"exports": 3.0, "cif_value": 2.5}.get(column, 2.0 + len(column) / 10)
    figure = size * index * of_column * (10 + shown.year % 10) + shown.month
    if column == "balance":
        imports = next(c for c in COLUMNS[number] if c.startswith("imports"))
        return value(number, "exports", name, shown) - value(number, imports, name, shown)
    return round(figure, 6) if number.endswith("s") else round(figure)


def _row(number: str, name: str, shown: list[Shown], by_period: bool) -> list[Cell]:
    columns = COLUMNS[number]
    order = (
        [(c, p) for p in shown for c in columns]
        if by_period
        else [(c, p) for c in columns for p in shown]
    )
    return [round(value(number, c, name, p), 6) for c, p in order]


def page(number: str, release: Month = (2021, 8)) -> Page:
    """An exhibit of a release."""
    shown = periods(number, release)
    title = TITLES[number].format(year=shown[0].year)
    rows: list[list[Cell]] = [[None, " "]]
    if number.endswith("s"):
        rows += [[title]]
        if number[0] in "12":
            month = f"{shown[0].word} " if number == "1s" else ""
            rows += [[f"Not Seasonally Adjusted: {month}{shown[0].year} "]]
        rows += [[], [MILLIONS], [LEGEND]]
    else:
        unit = "Details may not equal totals. " if number == "17a" else MILLIONS
        rows += [[PART_B], [title], [unit], [LEGEND]]
    table = {
        "14": _countries,
        "14a": _countries,
        "15": _commodities,
        "16a": _technologies,
        "17a": _oil,
        "18": _cars,
        "1s": _products,
        "2s": _states,
        "2as": _states,
        "4s": _world,
        "4as": _world,
    }[number]
    made, merged = table(number, shown, len(rows) + 1)
    rows += [*made, ["(1) Detailed data are presented on another basis."], [NOTE], ["or www."]]
    return Page(rows, number, merged=merged)


Made = tuple[list[list[Cell]], list[str]]


def _countries(number: str, shown: list[Shown], _: int) -> Made:
    top: list[Cell] = ["Item (1)"]
    for name in ("Balance", "Exports", "Imports"):
        top += [name, None, None, None]
    heading: list[Cell] = [None, *[shown[0].heading, shown[1].heading, None, shown[2].heading] * 3]
    rows = [top, heading]
    for name, _parent in COUNTRIES:
        figures = _row(number, name, shown, by_period=False)
        row: list[Cell] = [name]
        for k in range(0, 9, 3):
            # Marks come and go.
            row += [figures[k], "(R)" if name == "Canada" else None, *figures[k + 1 : k + 3]]
        rows.append(row)
    rows[-2][1:] = ["(-)", None, "(-)", "(-)"] * 3
    return rows, []


def _commodities(number: str, shown: list[Shown], _: int) -> Made:
    years: list[Cell] = ["Item (1)"]
    names: list[Cell] = [None]
    flows: list[Cell] = [None]
    before = 0
    for k, period in enumerate(shown):
        years += [period.year if period.year != before else None, None, *[None] * 2 * (k == 1)]
        names += [period.word, None, *[None] * 2 * (k == 1)]
        flows += ["Exports", None, "Imports", None] if k == 1 else ["Exports", "Imports"]
        before = period.year
    rows = [years, names, flows]
    for name, parent in COMMODITIES:
        row: list[Cell] = [name]
        for k, period in enumerate(shown):
            exports, imports = (value(number, c, name, period) for c in COLUMNS[number])
            into: Cell = "(X)" if "Re-Exports" in (name, parent) else imports
            mark = "(R)" if parent == "" else None
            row += [mark, exports, mark, into] if k == 1 else [exports, into]
        rows.append(row)
    return rows, []


def _technologies(number: str, shown: list[Shown], first: int) -> Made:
    rows: list[list[Cell]] = []
    merged: list[str] = []
    for heading, items in (
        ("Technology Group", TECHNOLOGIES),
        ("Selected Countries and Areas", REGIONS),
    ):
        at = first + len(rows)
        merged.append(f"A{at}:A{at + 2}")
        years: list[Cell] = [heading]
        names: list[Cell] = [heading]
        before = 0
        for period in shown:
            years += [period.year if period.year != before else None, None, None]
            names += [period.word, None, None]
            before = period.year
        rows += [years, names, [None, *["Balance", "Exports", "Imports"] * len(shown)]]
        rows += [[name, *_row(number, name, shown, by_period=True)] for name, _ in items]
        rows.append([])
    return rows[:-1], merged


def _oil(number: str, shown: list[Shown], _: int) -> Made:
    names = (
        "Quantity\n(thousands of barrels)",
        "Customs Value\n(thousands of dollars)",
        "C.I.F. Value\n(thousands of dollars)",
    )
    rows: list[list[Cell]] = [
        ["Country", None, *(cell for name in names for cell in (name, None, None))],
        [],
        [None, None, *[period.word for period in shown] * 3],
        [None, None, *[period.year for period in shown] * 3],
    ]
    for name, parent in OIL:
        figures = _row(number, name, shown, by_period=False)
        if name == "All Other Countries":
            figures = ["(-)"] * 9
        rows.append([name, None, *figures] if parent in ("", "Total") else [None, name, *figures])
    return rows, []


def _cars(number: str, shown: list[Shown], _: int) -> Made:
    names = ("Total", "Passenger Cars", "Trucks, Buses, Special Purpose Vehicles", "Parts")
    rows: list[list[Cell]] = [
        ["Country ", *(cell for name in names for cell in (name, None, None))],
        [None, *[period.heading for period in shown] * 4],
    ]
    for block in ("Exports", "Imports"):
        rows.append([None, block])
        rows += [[name, *_row(number, name, shown, by_period=False)] for name, _ in CARS]
    return rows, []


def _products(number: str, shown: list[Shown], first: int) -> Made:
    imports = "Imports for Consumption (Customs Value)"
    rows: list[list[Cell]] = [
        [None, "Balance", None, "Exports", None, imports],
        ["NAICS-Based Product", *[None] * 4, "Totals", None, "Calculated Duty"],
        ["Code Description", *[period.word for period in shown] * 4],
        [None, *[None] * 5, 0, None, 0],  # leftovers below merged cells
        [None, None, None, None, " "],
    ]
    merged = [f"{letter}{first + 2}:{letter}{first + 3}" for letter in "BCDEFGHI"]
    for name, parent in PRODUCTS:
        figures = _row(number, name, shown, by_period=False)
        if name == "Re-exports":
            figures = [*figures[2:4], *figures[2:4], *["(X)"] * 4]
        if name == "Timing Adjustments":
            figures = ["(X)", -44.5, "(X)", -44.5, *["(X)"] * 4]
        rows.append([name, *figures])
        if parent == "GRAND TOTAL" and not name.startswith(("Re", "Timing")):
            rows.append(["(Domestic)"])
    return rows, merged


def _states(number: str, shown: list[Shown], _: int) -> Made:
    month, to_date = (period.word for period in shown)
    pair: list[Cell] = [month, to_date]
    groupings = "NAICS-Based Product Code Groupings"
    wide = number == "2as"
    rows: list[list[Cell]] = [
        ["Item", groupings, *[None] * 5, *([] if wide else ["Re-exports", None]), "Total"],
        [None, "Manufactured Commodities", None, None, "Non-Manufactured Commodities (1)"],
        [None, *pair, None, *pair, None, *pair, *([] if wide else pair)],
        [None, *[None, "Total", "Percent"] * (3 if wide else 2)],
        [],
    ]
    for name, parent in STATES:
        indented = parent == "Other" or name in ("Alabama", "Wyoming")
        row: list[Cell] = [f"  {name}" if indented else name]
        for column in COLUMNS[number]:
            now, so_far = (value(number, column, name, period) for period in shown)
            whole = value(number, column, "U.S. Total", shown[1])
            row += [now, so_far]
            if wide or column in ("manufactured", "nonmanufactured"):
                share = so_far / whole * 100
                row.append("(-)" if share < 0.05 else share)
        if name == "Timing Adjustment":
            row[1:] = ["(X)"] * (len(row) - 1)
            row[-2 if wide else -1] = -44.5
        if name == "Estimated Shipments":
            row[1 : -3 if wide else -2] = ["(X)"] * (6 if wide else 8)
        rows.append(row)
    return rows, []


def _world(number: str, shown: list[Shown], first: int) -> Made:
    month, to_date = (period.word for period in shown)
    rows: list[list[Cell]] = [
        ["Country", "Balance", None, None, " Exports", None, None, " Imports"],
        [
            None,
            "(Customs imports)",
            None,
            None,
            "Domestic & Foreign, F.A.S. basis",
            None,
            None,
            "Customs basis",
            None,
            None,
            " C.I.F. basis",
        ],
        [None, *[month, to_date, "Rank"] * 4],
        [None, None, "to-Date", None, None, 0, None, None, "to-Date"],
        [],
    ]
    merged = [f"{letter}{first + 2}:{letter}{first + 3}" for letter in "BCDEFGHIJKLM"]
    ranked = ["Australia*", "Bahrain**", "Chad"]
    for name, _parent in WORLD:
        row: list[Cell] = [name]
        for column in COLUMNS[number]:
            order = sorted(
                ranked,
                key=lambda n, c=column: (  # type: ignore[misc]
                    value(number, c, n, shown[1]) * (1 if c == "balance" else -1)
                ),
            )
            figures = [round(value(number, column, name, period), 6) for period in shown]
            if name in ranked:
                row += [*figures, order.index(name) + 1]
            elif name in ("Korea, North", "Unidentified (1)"):
                row += ["(-)", "(-)", "(X)"]
            elif name == "Tuvalu":  # less than is printed, but not nothing
                row += ["(-)", "(-)", 1 + len(ranked) if column != "exports" else "(X)"]
            else:
                row += [*figures, "(X)"]
        rows.append(row)
    return rows, merged
