"""What a layout says: the columns, rows, headings and blocks of a table.

A heading is compared by its letters and digits only (`spoken`), so that line breaks, hyphens
put in for wrapping, double blanks and footnote marks make no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tradegap.periods import MONTHS, Period, month_at, month_number

FLOWS = ("balance", "exports", "imports")

_DATE = re.compile(rf"\s*:\s*(?:({'|'.join(MONTHS)})\s+)?((?:19|20)\d\d)\s*$", re.IGNORECASE)
_FOOTNOTE_MARK = re.compile(r"\s*\((?:\d+|R|P)\)|(?<=[A-Za-z.])\s+\d\s*$", re.IGNORECASE)


def spoken(text: str) -> str:
    """What a heading says: lower-case letters and digits, without footnote marks."""
    without_marks = _FOOTNOTE_MARK.sub("", text)
    return re.sub(r"[^a-z0-9]", "", without_marks.lower().replace("&", " and "))


def undated(text: str) -> str:
    """A line of a title without the date at its end: `..., by Area: 2021`."""
    return _DATE.sub("", text)


def date_of(text: str) -> tuple[int, int]:
    """Year and month at the end of a line of a title; 0 for what it does not say."""
    match = _DATE.search(text)
    if match is None:
        return 0, 0
    months = [month.lower() for month in MONTHS]
    return int(match[2]), months.index(match[1].lower()) + 1 if match[1] else 0


@dataclass(frozen=True)
class Column:
    """One column of a seed.

    Args:
        name: Its name in the seed.
        headings: The wordings seen over it, the workbook's own first; the others are those
            of tidy files.
        flow: The flow it belongs to, where the heading above it says so.
        decimals: How many decimals its figures have at most; further ones are noise of the
            workbook's binary numbers and are rounded away.
        group: The heading above it, where that is no flow.
        unit: Its unit in tidy files, where it is not millions of dollars.
    """

    name: str
    headings: tuple[str, ...]
    flow: str = ""
    decimals: int = 0
    group: str = ""
    unit: str = ""

    @property
    def title(self) -> str:
        """What it is, for messages: its flow and what stands over it."""
        return f"{self.flow or self.group} {self.headings[0]}".strip()

    def says(self, text: str) -> bool:
        """Whether a heading names this column."""
        return spoken(text) in {spoken(heading) for heading in self.headings}


@dataclass(frozen=True)
class Place:
    """A row that a table of items has to have, and where it puts the rows below it.

    Args:
        name: The printed name, without footnote marks. It is compared with its capitals:
            `Miscellaneous Manufactured Articles` has `Miscellaneous manufactured articles`.
        parent: The item it is a part of; empty at the top.
        opens: What rows below it are a part of; by default the item itself.
        until: The name of the last row that is a part of it; those below it are a part of
            its parent again.
        block: The block it stands in; empty: in every block.
        needed: Whether it is always there.
    """

    name: str
    parent: str = ""
    opens: str | None = None
    until: str = ""
    block: str = ""
    needed: bool = True

    @property
    def group(self) -> str:
        """The item that rows below it are a part of."""
        return self.name if self.opens is None else self.opens


@dataclass(frozen=True)
class ItemTable:
    """How a table is read whose rows are items and whose headings are periods.

    Args:
        places: Rows that it has to have, wherever they stand; all others are items of the
            group that the row above them opened.
        headings: What stands over the items of each block; a block without a heading of its
            own is a row `Exports` or `Imports`.
        months: How many months it shows, up to that of the release.
        years: To how many years' dates it shows figures.
        years_later: How many years after the one it shows its release is.
        dated: Whether its title, or the second line of that, ends with its year.
        states_unit: Whether a line states the unit; else the headings do.
        gaps: Items that, with the items they have, may be not applicable: `(X)`.
        silent: Rows that only introduce others.
        indented: Whether all rows but the places are indented.
        whole: The item that shares are percent of, where the table has shares.
    """

    places: tuple[Place, ...]
    headings: tuple[tuple[str, str], ...] = (("", "Item"),)
    months: int = 2
    years: int = 1
    years_later: int = 0
    dated: bool = False
    states_unit: bool = True
    gaps: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    indented: bool = False
    whole: str = ""


@dataclass(frozen=True)
class Layout:
    """One exhibit of the release, or one table of the history workbook.

    Args:
        exhibit: Its code in the seeds: `01`, or the seed's name for history tables.
        title: Its title after the number.
        columns: The figures, in the seed's order.
        above: Headings that may stand above several columns and name no figure.
        adjusted: Whether the figures are seasonally adjusted.
        chained: Whether they are chained dollars (the sheet says of which year).
        blocks: Whether the sheet has a block of rows for exports and one for imports.
        block_column: What else than the flow its two blocks of rows differ in.
        units_in_headings: Whether each heading states its unit, and no line does.
        balances: Figures that are checked on the way in: balance, exports and imports.
        release_elsewhere: Whether the sheet does not say its release: the other files of the
            release do.
        years_before: How many full years are shown before the year of the release.
        as_published: Whether the foot has "<Month> data as published last month".
        flow: The flow of all figures, where the title alone says it.
        commodities: Whether rows are commodities below their categories (read.commodities).
        items: Whether rows are items (countries, groups of products) and periods stand in the
            headings; such a seed has one row per item and period.
        table: How such a table is read, where it is read by tradegap.read.items.
        subtitle: Second line of the title, where there is one.
        heading: What stands over the periods.
        averaged_months: Of how many months, up to the one named, each figure is the mean; such
            a table has no subtotals. 0: of none, a figure is that of its month.
        first_month: First month of a history table.
        first_year: First year of a history table with a year row.
        table_number: Number of a history table as its title prints it.
    """

    exhibit: str
    title: str
    columns: tuple[Column, ...]
    above: tuple[str, ...] = ()
    adjusted: bool = True
    chained: bool = False
    blocks: bool = False
    block_column: str = "flow"
    units_in_headings: bool = False
    balances: tuple[tuple[str, str, str], ...] = ()
    release_elsewhere: bool = False
    years_before: int = 2
    as_published: bool = False
    flow: str = ""
    subtitle: str = ""
    commodities: bool = False
    items: bool = False
    table: ItemTable | None = None
    heading: str = "Period"
    averaged_months: int = 0
    first_month: str = ""
    first_year: str = ""
    table_number: str = ""

    @property
    def number(self) -> str:
        """Its number as titles print it: `1`, `14a`, `2s`; empty where none is printed."""
        return self.exhibit.lstrip("0") if self.exhibit[0].isdigit() else self.table_number

    @property
    def seed(self) -> str:
        """The seed that holds it, a path under seeds/ without `.csv`."""
        if not self.exhibit[0].isdigit():
            return f"history/{self.exhibit}"
        return f"ft900/{'supplement' if self.supplement else 'exhibit'}_{self.exhibit}"

    @property
    def supplement(self) -> bool:
        """Whether it is an exhibit of the supplement: its title says only `Exhibit 1`."""
        return self.number.endswith("s")

    def is_titled(self, text: str) -> bool:
        """Whether a text is the title, or its first line; years at its end go unread."""
        return spoken(undated(text) if self.table else text) == spoken(self.title)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row of the seed."""
        if self.commodities:
            return ("release_month", "category", "item", "row_kind", "period_start", "period_end")
        if self.items:
            item = ("block", "parent_item", "item")
            return ("release_month", *item, "row_kind", "period_start", "period_end")
        flow = (self.block_column,) if self.blocks else ()
        basis = ("price_basis",) if self.chained else ()
        return ("release_month", *flow, *basis, "row_kind", "period_start", "period_end")

    @property
    def block_codes(self) -> dict[str, str]:
        """What the rows that head its blocks say, in their order, and their codes."""
        if not self.blocks:
            return {}
        if self.block_column == "seasonal_adjustment":
            return {"Seasonally Adjusted": "sa", "Not Seasonally Adjusted": "nsa"}
        return {"Exports": "exports", "Imports": "imports"}

    def period(self, month: str) -> Period:
        """Kind and period of a figure that stands beside a month."""
        if not self.averaged_months:
            return "month", month, month
        first = month_at(month_number(month) - self.averaged_months + 1)
        return "three_month_average", first, month

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the figures, in the seed's order."""
        return ("value",) if self.commodities else tuple(c.name for c in self.columns)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The columns of the seed that are no figures."""
        return ("line", "source_row") if self.has_items else ("source_row",)

    @property
    def has_items(self) -> bool:
        """Whether rows are items, commodities or others, which come and go."""
        return self.commodities or self.items


@dataclass(frozen=True)
class CodeTable:
    """A table with a row for each code and year, and a column for each month.

    Args:
        title: What its title says, with the flow, the basis and the adjustment.
        bases: The bases as titles name them, in lower case, and their codes.
        code: What stands over the codes.
        year: What stands over the years.
        unread: Headings of columns that only describe a code.
        letters: The letter that the codes of each flow begin with.
        decimals: How many decimals its figures have.
    """

    title: str
    bases: tuple[tuple[str, str], ...]
    code: str
    year: str
    unread: tuple[str, ...]
    letters: tuple[tuple[str, str], ...]
    decimals: int
