"""Pages for a browser: templates/, filled with rows of the published marts.

A page is one file that asks nobody for anything. It reads without its script, which only
closes what is shown beside a number and opens what is folded before it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradegap.pages import document as documents
from tradegap.pages import drawing, release_charts, tables
from tradegap.pages.figures import UNITS, number, wording
from tradegap.pages.notes import exhibit_title
from tradegap.texts import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Environment

    from tradegap.database import Published, Row
    from tradegap.pages.document import Document
    from tradegap.pages.release_charts import ReleaseChart
    from tradegap.pages.tables import Table

MOST_ROWS = 25  # of a table by month; the workbook has the others
MOST_ROWS_ALONE = 60  # of a table on a page of its own; the data have the others
OPEN_ROWS = 12  # a longer table is folded

# The columns that make several tables of one, each with those that are the same in it.
PARTED = {
    "Categories": ("Classification", "Flow"),
    "Contributions": ("Made of", "Sum", "Flow"),
    "Countries": ("Adjustment", "Kind"),
}
BY_MONTH = ("Totals", "Revisions")
# What a word in a column that is the same in a whole table is called above it.
WORDS = {
    "sector": "Total, goods and services",
    "end_use": "Goods by end-use category",
    "export_commodity": "Goods by commodity",
    "import_commodity": "Goods by commodity",
    "naics": "Goods by NAICS",
    "sitc": "Goods by SITC",
    "basis": "Total, goods and services",  # net adjustments, a part of goods
    "bop": "balance of payments basis",
    "census": "Census basis",
    "sa": "Seasonally adjusted",
    "nsa": "Not seasonally adjusted",
    "country": "countries",
}
# The box on top: what it is called, its level, its change, and its change in percent.
BOX = (
    ("Deficit", "deficit", "deficit_change", ""),
    ("Exports", "exports", "exports_change", "exports_pct"),
    ("Imports", "imports", "imports_change", "imports_pct"),
    ("Goods deficit", "goods_deficit", "goods_deficit_change", ""),
    ("Services surplus", "services_surplus", "services_surplus_change", ""),
)
NOTES = """
    select exhibit, note_kind, mark, note_text from marts.exhibit_notes
    where release_month = ? order by exhibit, sheet, note_number
"""


@dataclass(frozen=True)
class Block:
    """A table of a page: what it is called, its columns, its rows, and how many there are."""

    title: str
    about: str
    columns: Sequence[str]
    rows: Sequence[Row]
    count: int

    @property
    def is_open(self) -> bool:
        """Whether it stands there unfolded."""
        return len(self.rows) <= OPEN_ROWS


def release_page(
    published: Published, document: Document, site: dict[str, Any] | None = None
) -> str:
    """The page of a release; in the site with links to its other pages."""
    month = document.release["release_month"]
    box = [row for row in BOX if row[1] in document.figures]
    named = {name for line in document.lines for name in documents.named_figures(line)}
    named |= {name for row in box for name in row[1:]}
    return rendered(
        "release.html",
        document=document,
        source=tables.PUBLISHER,
        box=box,
        figures={name: row for name, row in document.figures.items() if name in named},
        sections=[
            (title, list(documents.blocks(rows)))
            for title, rows in documents.sections(document.lines)
        ],
        charts=pictures(release_charts.charts(published, month)),
        tables=[(table, _blocks(table)) for table in tables.tables(published, month)],
        said=tables.NOTES,
        exhibits=[
            (exhibit_title(exhibit).replace("_", " ").capitalize(), list(rows))
            for exhibit, rows in groupby(
                published.rows(NOTES, [month]), lambda row: str(row["exhibit"])
            )
        ],
        site=site,
    )


def pictures(charts: Iterable[ReleaseChart]) -> list[tuple[ReleaseChart, str, str]]:
    """Charts for a page, each with its view box and its SVG."""
    return [(chart, *drawing.inline(chart.drawn, chart.name)) for chart in charts]


def rendered(template: str, **content: Any) -> str:
    """A template with its content."""
    return _templates().get_template(template).render(**content)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": number,
        "month": lambda day: f"{day:%B %Y}",
        "day": lambda day: f"{day:%B} {day.day}, {day.year}",
        "cell": cell,
        "pieces": documents.pieces,
        "amount": amount,
    }
    environment.globals |= {"units": UNITS, "unit_of": _unit, "is_number": _is_number}
    environment.tests["rise"] = lambda figure: (figure["unrounded"] or figure["value"]) > 0
    return environment


def amount(figure: Row) -> str:
    """A figure as a text words it, without its sign."""
    if figure["value"] is None:
        return "not known"
    return wording(figure["unit"], figure["value"]).strip()


def cell(value: object, column: str) -> str:
    """A cell as people read it: dollars whole, percent and points with one decimal."""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        places = Decimal(1) if "(millions" in column else Decimal("0.1")
        return f"{value.quantize(places, ROUND_HALF_UP):,f}"
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    return written(value)


def _is_number(column: str) -> bool:
    return "(" in column


def _unit(column: str) -> tuple[str, str]:
    """The name of a column, and its unit."""
    name, _, unit = column.partition(" (")
    return name, unit.rstrip(")")


def block(title: str, rows: Sequence[Row]) -> Block:
    """A table of a page as it stands, its first rows where it is long."""
    names = list(rows[0]) if rows else []
    empty = [name for name in names[1:] if all(row[name] is None for row in rows)]
    columns = [name for name in names if name not in empty]
    return Block(title, "", columns, rows[:MOST_ROWS_ALONE], len(rows))


def _blocks(table: Table) -> list[Block]:
    """A table in the parts that agencies print, without what is the same in a whole part."""
    by = PARTED.get(table.name, ())
    parts: dict[tuple[str, ...], list[Row]] = {}
    for row in table.rows:
        parts.setdefault(tuple(_word(row[name] or "") for name in by), []).append(row)
    blocks = []
    for key, rows in parts.items():
        named = [name for name in rows[0] if name not in by]
        same = [
            name
            for name in named[1:]
            if name in ("Basis", "Classification") and len({row[name] for row in rows}) == 1
        ]
        shown = rows[:MOST_ROWS] if table.name in BY_MONTH else rows
        blocks.append(
            Block(
                title=": ".join(filter(None, key)) or table.heading,
                about=", ".join(_word(rows[0][name] or "") for name in same),
                columns=[name for name in named if name not in same],
                rows=shown,
                count=len(rows),
            )
        )
    return blocks


def _word(word: str) -> str:
    return WORDS.get(word, word.replace("_", " "))
