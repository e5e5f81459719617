"""The seeds: which files there are, their keys and columns.

A seed is a CSV file of UTF-8 text with a header line, sorted by its key, an empty cell where
there is nothing. What tables are called outside `layouts` and `read` is said here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.histories import GOODS_BY_CODE_TABLE, HISTORY, SERIES
from tradegap.project import DATA, SEEDS

Row = dict[str, str]
Key = tuple[str, ...]
Rows = dict[Key, Row]


@dataclass(frozen=True)
class Seed:
    """One seed file.

    Args:
        name: Its path under seeds/, without `.csv`.
        key: The columns that name a row, in sorting order.
        columns: All columns, in the file's order.
        remarks: Columns that are no figure: a difference there is no revision.
        fills: Columns whose empty cells are filled by later files as a matter of course.
        constant: Columns that are equal in all rows of one release.
        by_release: Whether a file speaks for whole releases; else for the whole seed.
        packed: Whether it is too long for a seed: then it stands packed in data/, beside them.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()
    constant: tuple[str, ...] = ()
    by_release: bool = True
    packed: bool = False

    @property
    def exhibit(self) -> str:
        """The code of the exhibit or table in coverage and provenance."""
        name = self.name.rpartition("/")[2]
        return name.removeprefix("exhibit_").removeprefix("supplement_")

    @property
    def is_exhibit(self) -> bool:
        """Whether it holds an exhibit of the report: one workbook has all rows of a release."""
        return self.name.startswith("ft900/")

    @property
    def title(self) -> str:
        """What it holds, for messages: `exhibit 01`, `bop_totals_vintages`."""
        return f"exhibit {self.exhibit}" if self.is_exhibit else self.exhibit

    @property
    def number(self) -> str:
        """The number of the exhibit, as titles print it: `1`."""
        return self.exhibit.lstrip("0")

    @property
    def has_items(self) -> bool:
        """Whether rows are items, which come and go."""
        return "line" in self.columns

    @property
    def figures(self) -> tuple[str, ...]:
        """The columns that hold figures."""
        return tuple(c for c in self.columns if c not in (*self.key, *self.remarks))

    @property
    def path(self) -> Path:
        """The file, from the project's root."""
        return DATA / f"{self.name}.csv.gz" if self.packed else SEEDS / f"{self.name}.csv"

    def key_of(self, row: Mapping[str, str]) -> Key:
        """The key of a row."""
        return tuple(row[column] for column in self.key)


def _names(columns: str) -> tuple[str, ...]:
    """Names of columns with blanks between them."""
    return tuple(columns.split())


EXHIBIT_SEEDS = {
    layout.seed: Seed(
        name=layout.seed,
        key=layout.key,
        columns=(*layout.key, *layout.remarks, *layout.names),
        remarks=layout.remarks,
        constant=("price_basis",) if "price_basis" in layout.key else (),
    )
    for layout in (*EXHIBITS, *HISTORY, *SERIES)
}
REPORT_SEEDS = tuple(EXHIBIT_SEEDS[layout.seed] for layout in EXHIBITS)
"""The exhibits of the report and its supplement, in their order."""
FLOW_OF_CODE = {letter: flow for flow, letter in GOODS_BY_CODE_TABLE.letters}
"""The flow of an end-use code, by its first letter."""

VINTAGES = Seed(
    name="history/bop_totals_vintages",
    key=("series_id", "month", "first_seen"),
    columns=("series_id", "month", "first_seen", "superseded", "value_musd"),
    fills=("superseded",),
    by_release=False,
)
RELEASE_TOTALS = Seed(
    name="history/release_totals",
    key=("release_month", "month"),
    columns=_names(
        "release_month month exports_total imports_total exports_goods imports_goods goods_source"
    ),
)
PUBLISHED_FIGURES = Seed(
    name="control/published_figures",
    key=("release_month", "figure"),
    columns=("release_month", "published_on", "figure", "printed_value", "unit", "source"),
    fills=("published_on",),
    constant=("published_on",),
)
CATEGORY_CHANGES = Seed(
    name="control/published_category_changes",
    key=("release_month", "flow", "block", "order_on_page"),
    columns=_names(
        "release_month published_on flow block category order_on_page printed_change_busd"
    ),
    fills=("published_on",),
    constant=("published_on",),
)
GOODS_BY_CODE = Seed(
    name="goods_by_end_use_code",
    key=("release_month", "basis", "seasonal_adjustment", "end_use_code", "month"),
    columns=("release_month", "basis", "seasonal_adjustment", "end_use_code", "month", "value"),
    packed=True,
)
END_USE_CODES = Seed(
    name="reference/end_use_codes",
    key=("end_use_code",),
    columns=("end_use_code", "name", "digits", "parent_code"),
    by_release=False,
)
_OTHERS = (
    *(VINTAGES, RELEASE_TOTALS, PUBLISHED_FIGURES, CATEGORY_CHANGES),
    *(GOODS_BY_CODE, END_USE_CODES),
)
FIGURE_SEEDS = {**EXHIBIT_SEEDS, **{seed.name: seed for seed in _OTHERS}}

RELEASES = Seed(
    name="reference/releases",
    key=("release_month",),
    columns=_names("release_month published_on published_no_later_than vintage_first_seen note"),
)
COVERAGE = Seed(
    name="reference/release_coverage",
    key=("release_month", "exhibit", "block", "first_month"),
    columns=_names(
        "release_month exhibit block first_month last_month first_year has_year_rows "
        "has_year_to_date_rows has_as_published_row figure_count"
    ),
)
SOURCE_FILES = Seed(
    name="reference/source_files",
    key=("release_month", "exhibit", "file"),
    columns=_names("release_month exhibit agency file sheet form file_date sha256"),
)
ITEM_SCHEMES = Seed(
    name="reference/item_schemes",
    key=("exhibit", "block"),
    columns=("exhibit", "block", "scheme", "dimension", "code_prefix", "rollup_id"),
    by_release=False,
)
ITEMS = Seed(
    name="reference/items",
    key=("scheme", "parent_item", "printed_name", "first_release"),
    columns=_names(
        "scheme parent_item printed_name first_release last_release item part_of export_kind "
        "is_reviewed"
    ),
    by_release=False,
)
NOTES = Seed(
    name="ft900/printed_notes",
    key=("release_month", "exhibit", "sheet", "note_number"),
    columns=_names("release_month exhibit sheet note_number note_kind mark note_text source_row"),
)
KNOWN_BREAKS = Seed(
    name="control/known_identity_breaks",
    key=_names(
        "identity_name exhibit series_id period_kind period_start period_end expected_value "
        "actual_value"
    ),
    columns=_names(
        "identity_name exhibit series_id period_kind period_start period_end expected_value "
        "actual_value reason"
    ),
    by_release=False,
)
REFERENCE_SEEDS = {
    seed.name: seed
    for seed in (ITEM_SCHEMES, ITEMS, RELEASES, COVERAGE, SOURCE_FILES, NOTES, KNOWN_BREAKS)
}

ALL_SEEDS = FIGURE_SEEDS | REFERENCE_SEEDS

Holdings = dict[str, Rows]
"""The rows of every seed, by the seed's name."""
