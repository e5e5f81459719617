"""What a layout says: the columns, rows, headings and blocks of a table.

A heading is compared by its letters and digits only (`spoken`), so that line breaks, hyphens
put in for wrapping, double blanks and footnote marks make no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

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


# --- what figures of one row have to fit ---------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One figure is a second less a third, as balances are, as far as rounding lets it."""

    name: str
    minuend: str
    subtrahend: str


@dataclass(frozen=True)
class UnitPrice:
    """Dollars a barrel of something are its thousand dollars for its thousand barrels."""

    of: str
    price: str
    quantity: str
    value: str


@dataclass(frozen=True)
class PerDay:
    """Barrels a day of something are the barrels of a period over its days."""

    of: str
    daily: str
    quantity: str


Check = Difference | UnitPrice | PerDay


# --- tables --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What every table has: an exhibit of the release, or a long series beside it.

    Args:
        exhibit: Its code in the seeds: `01`, or the seed's name for series.
        title: Its title after the number.
        subtitle: Second line of the title, where there is one.
        columns: The figures, in the seed's order.
        heading: What stands over the first column.
        adjusted: Whether the figures are seasonally adjusted.
        chained: Whether they are chained dollars (the sheet says of which year).
        units_in_headings: Whether headings state the unit, and no line does.
        blocks: Whether the sheet has a block of rows for exports and one for imports.
        flow: The flow of all figures, where the title alone says it.
        checks: What figures of one row have to fit, on the way in.
    """

    exhibit: str
    title: str
    subtitle: str = ""
    columns: tuple[Column, ...]
    heading: str = "Period"
    adjusted: bool = True
    chained: bool = False
    units_in_headings: bool = False
    blocks: bool = False
    flow: str = ""
    checks: tuple[Check, ...] = ()

    has_items: ClassVar[bool] = True
    """Whether rows are items, commodities or others, which come and go."""

    @property
    def number(self) -> str:
        """Its number as titles print it: `1`, `14a`, `2s`; empty where none is printed."""
        return self.exhibit.lstrip("0") if self.exhibit[0].isdigit() else ""

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
        """Whether a text is the title, or its first line."""
        return spoken(text) == spoken(self.title)

    @property
    def named_by(self) -> tuple[str, ...]:
        """The columns of the seed that name a row beside its release and its period."""
        return ("block", "parent_item", "item")

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row of the seed."""
        return ("release_month", *self.named_by, "row_kind", "period_start", "period_end")

    @property
    def block_codes(self) -> dict[str, str]:
        """What the rows that head its blocks say, in their order, and their codes."""
        return {"Exports": "exports", "Imports": "imports"} if self.blocks else {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the figures, in the seed's order."""
        return tuple(column.name for column in self.columns)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The columns of the seed that are no figures."""
        return ("line", "source_row") if self.has_items else ("source_row",)


@dataclass(frozen=True, kw_only=True)
class MonthTable(Layout):
    """A table with a row for each month, year by year, and rows of subtotals.

    Args:
        above: Headings that may stand above several columns and name no figure.
        block_column: What its two blocks of rows differ in, where it has blocks.
        years_before: How many full years are shown before the year of the release.
        as_published: Whether the foot has "<Month> data as published last month".
        averaged_months: Of how many months, up to the one named, each figure is the mean; such
            a table has no subtotals. 0: of none, a figure is that of its month.
    """

    above: tuple[str, ...] = ()
    block_column: str = "flow"
    years_before: int = 2
    as_published: bool = False
    averaged_months: int = 0

    has_items: ClassVar[bool] = False

    @property
    def named_by(self) -> tuple[str, ...]:
        """The columns of the seed that name a row beside its release and its period."""
        block = (self.block_column,) if self.blocks else ()
        return (*block, "price_basis") if self.chained else block

    @property
    def block_codes(self) -> dict[str, str]:
        """What the rows that head its blocks say, in their order, and their codes."""
        if self.blocks and self.block_column == "seasonal_adjustment":
            return {"Seasonally Adjusted": "sa", "Not Seasonally Adjusted": "nsa"}
        return super().block_codes

    def period(self, month: str) -> Period:
        """Kind and period of a figure that stands beside a month."""
        if not self.averaged_months:
            return "month", month, month
        first = month_at(month_number(month) - self.averaged_months + 1)
        return "three_month_average", first, month


@dataclass(frozen=True, kw_only=True)
class LongTable(MonthTable):
    """A long series with a row for each month.

    Args:
        first_month: Its first month.
        first_year: The first year with a row of its own, where that is an earlier one.
        table_number: Its number, where its title prints one.
    """

    first_month: str
    first_year: str = ""
    table_number: str = ""

    @property
    def number(self) -> str:
        """Its number as the title prints it; empty where none is printed."""
        return self.table_number


@dataclass(frozen=True, kw_only=True)
class ItemTable(Layout):
    """A table whose rows are items (countries, products) and whose headings are periods.

    Args:
        places: Rows that it has to have, wherever they stand; all others are items of the
            group that the row above them opened.
        headings: What stands over the items of each of several blocks side by side; in one table
            a block begins with a row `Exports` or `Imports`.
        months: How many months it shows, up to that of the release.
        years: To how many years' dates it shows figures.
        runs: The kinds of periods that it shows without gaps, `quarter` or `year`.
        years_later: How many years after the one it shows its release is.
        dated: Whether its title, or the second line of that, ends with its year.
        marks: Marks that may stand in place of a figure, beside that of zero.
        gaps: Items that, with the items they have, may be not applicable: `(X)`.
        silent: Rows that only introduce others.
        indented: Whether all rows but the places are indented.
        ranked: Whether items stand below their places by size, so that the places alone, in
            their order, say what an item is a part of.
        beside: What it prints beside figures: `Rank`, `Percent`, `Change`.
        whole: The item that shares are percent of, where the table has shares.
    """

    heading: str = "Item"
    adjusted: bool = False
    places: tuple[Place, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    months: int = 2
    years: int = 1
    runs: tuple[str, ...] = ()
    years_later: int = 0
    dated: bool = False
    marks: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    indented: bool = False
    ranked: bool = False
    beside: tuple[str, ...] = ()
    whole: str = ""

    @property
    def headed(self) -> tuple[Column, ...]:
        """The columns that headings name."""
        return self.columns

    def is_titled(self, text: str) -> bool:
        """Whether a text is the title, or its first line; years at its end go unread."""
        return super().is_titled(undated(text))


@dataclass(frozen=True, kw_only=True)
class CommodityTable(ItemTable):
    """A table of commodities below their categories, ranked by their change."""

    columns: tuple[Column, ...] = (Column("value", ("", "Monthly")),)
    adjusted: bool = True
    years: int = 2
    ranked: bool = True
    beside: tuple[str, ...] = ("Change",)

    @property
    def named_by(self) -> tuple[str, ...]:
        """The columns of the seed that name a row beside its release and its period."""
        return ("category", "item")


@dataclass(frozen=True, kw_only=True)
class CountryTable(ItemTable):
    """A table of countries and areas in blocks of flows, below headings of periods.

    Args:
        first_year: The first year of a long series.
    """

    columns: tuple[Column, ...] = tuple(Column(flow, ("",)) for flow in FLOWS)
    checks: tuple[Check, ...] = (Difference("balance", "exports", "imports"),)
    adjusted: bool = True
    years: int = 2
    runs: tuple[str, ...] = ("quarter",)
    marks: tuple[str, ...] = ("(*)", "n.a.")
    first_year: int = 0

    @property
    def headed(self) -> tuple[Column, ...]:
        """The columns that headings name: all say the period only, the block says which it is."""
        return self.columns[:1]

    @property
    def block_codes(self) -> dict[str, str]:
        """What the rows that head its blocks say, in any order, and their codes."""
        return {flow.capitalize(): flow for flow in FLOWS}


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
