"""Workbooks with random changes: what is loaded is what the sheet says, or nothing is.

A seeded loop edits the sheets of all 31 exhibits of the made release: cells are emptied,
retyped, exchanged and copied, rows and columns are inserted, deleted, exchanged and doubled.
Whatever the edit, reading ends with the figures of the sheet or with a TradegapError:

- Empty rows and columns put in change nothing, and are never refused.
- A figure is the number that its cell says: the old one, wherever the cell went, or the new
  one, if the cell itself was changed (that a leaf cell is wrong is for the identities to see).
- Where names are changed, or rows change places, a figure stands in the row that the reading
  names and in the column of its heading. Where headings are changed, or columns change places
  (a heading that spans others goes with one of them), it stands in that row.
- An edit of a figure's own cell adds and loses no other figure.

TRADEGAP_FUZZ_RUNS says how many edits each exhibit gets, TRADEGAP_FUZZ_SEED which.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import release_factory
from tradegap.errors import TradegapError
from tradegap.layouts.exhibits import EXHIBITS
from tradegap.layouts.model import FLOWS, CommodityTable, CountryTable, Layout
from tradegap.read.exhibits import read_exhibits
from tradegap.read.items import item_name
from tradegap.read.sources import Reading
from tradegap.read.workbooks import Sheet, Workbook, open_workbook
from tradegap.texts import Cell, is_blank

RUNS = int(os.environ.get("TRADEGAP_FUZZ_RUNS", "20"))
SEED = int(os.environ.get("TRADEGAP_FUZZ_SEED", "1"))

Grid = list[list[Cell]]
Key = tuple[str, ...]
Place = tuple[int, int]
"""A row and a column, both from 0."""


@dataclass(frozen=True)
class Figure:
    """A loaded figure: its value, the row it stands in, from 0, and its decimals."""

    value: str
    row: int
    decimals: int


@dataclass(frozen=True)
class Source:
    """A workbook that is not edited, its figures, and the cell of each."""

    layout: Layout
    workbook: Workbook
    figures: dict[Key, Figure]
    places: dict[Key, Place]

    @property
    def sheet(self) -> Sheet:
        """Its only sheet."""
        return self.workbook.sheets[0]

    def read(self, grid: Grid) -> dict[Key, Figure]:
        """The figures of other cells in place of its own."""
        sheets = (replace(self.sheet, rows=grid),)
        (reading,) = read_exhibits(replace(self.workbook, sheets=sheets))
        return figures_of(self.layout, reading)


@dataclass(frozen=True)
class Edit:
    """An edited sheet.

    Args:
        what: What was done, for messages.
        grid: The cells.
        rows: The row that each row of the unedited sheet went to; the lost ones are not there.
        columns: The same of the columns.
        changed: The cells whose content is another; empty where whole rows or columns moved.
        neutral: Whether nothing but empty rows or columns came in.
    """

    what: str
    grid: Grid
    rows: dict[int, int]
    columns: dict[int, int]
    changed: tuple[Place, ...] = ()
    neutral: bool = False


def figures_of(layout: Layout, reading: Reading) -> dict[Key, Figure]:
    """The figures of a reading, each by its row's key and its column."""
    decimals = {column.name: column.decimals for column in layout.columns}
    key = [column for column in reading.seed.key if column != "release_month"]
    return {
        (*(row[column] for column in key), name): Figure(
            row[name], int(row["source_row"]) - 1, decimals.get(name, 0)
        )
        for row in reading.rows
        for name in layout.names
    }


def source_of(path: Path) -> Source:
    """Open a workbook and find the cell of each of its figures."""
    workbook = open_workbook(path)
    (reading,) = read_exhibits(workbook)
    layout = next(layout for layout in EXHIBITS if layout.seed == reading.seed.name)
    figures = figures_of(layout, reading)
    rows = workbook.sheets[0].rows
    in_rows = {key: _row_of(layout, key, figures) for key in figures}
    # A column of the sheet holds the same of every row: intersect where its figures could be.
    candidates: dict[Key, set[int]] = {}
    for key, figure in figures.items():
        fits = {
            column
            for column, cell in enumerate(rows[in_rows[key]])
            if said(cell, figure.value, figure.decimals)
        }
        candidates.setdefault(_slot(layout, key), fits).intersection_update(fits)
    places = {
        key: (in_rows[key], min(found))
        for key in figures
        if len(found := candidates[_slot(layout, key)]) == 1
    }
    return Source(layout, workbook, figures, places)


def _row_of(layout: Layout, key: Key, figures: dict[Key, Figure]) -> int:
    """The row a figure stands in; exhibits 19 to 20b have a block of rows for each flow."""
    if not isinstance(layout, CountryTable):
        return figures[key].row
    countries = len({figure.row for figure in figures.values()})
    return figures[key].row + FLOWS.index(key[-1]) * (countries + 1)


def _slot(layout: Layout, key: Key) -> Key:
    """What all figures of one column of a sheet have in common."""
    if isinstance(layout, CommodityTable):
        return key[2:]
    return (key[0], *key[3:]) if layout.has_items else key[-1:]


def said(cell: Cell, value: str, decimals: int) -> bool:
    """Whether a cell says a figure."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        if not value:
            return False
        return abs(Decimal(value) - Decimal(repr(cell))) <= Decimal("0.51").scaleb(-decimals) * (
            decimals > 0
        )
    mark = cell.strip() if isinstance(cell, str) else ""
    if mark in ("(X)", "n.a."):
        return not value
    return mark in ("(-)", "(*)") and value == "0"


# --- edits --------------------------------------------------------------------------------


def _unmoved(source: Source) -> tuple[Grid, dict[int, int], dict[int, int]]:
    rows = [list(row) for row in source.sheet.rows]
    return rows, {n: n for n in range(len(rows))}, {n: n for n in range(max(map(len, rows)))}


def _any_cell(source: Source, chance: random.Random) -> Place:
    """A cell: mostly one of a figure, else any that is not blank."""
    if source.places and chance.random() < 0.5:
        return chance.choice(list(source.places.values()))
    filled = [
        (r, c)
        for r, row in enumerate(source.sheet.rows)
        for c, cell in enumerate(row)
        if not is_blank(cell)
    ]
    return chance.choice(filled)


def _retyped(cell: Cell, chance: random.Random) -> Cell:
    """A content of another kind."""
    number = cell if isinstance(cell, int | float) else 7.0
    text = f"{number:g}" if isinstance(cell, int | float) else str(cell)
    choices: list[Cell] = [
        "",
        "   ",
        text if isinstance(cell, int | float) else number,
        f"{number:,.0f}",
        f"'{text}",
        f"{text} (R)",
        True,
        False,
        date(2021, 8, 1),
        datetime(2021, 8, 1, 12),
        "(-)",
        "(X)",
        "n.a.",
        "(D)",
        "x",
        -number,
        number * 1000,
        number + 0.5,
        number + 1,
        float("nan"),
        float("inf"),
        1e300,
        0.0,
        2021.0,
        "#REF!",
        "January",
        "2021",
        "NOTE: x",
        "(1) x",
        "Exports",
        "Total",
        "Other",
    ]
    return chance.choice(choices)


def retype(source: Source, chance: random.Random) -> Edit:
    """A cell with a content of another kind, or none."""
    grid, rows, columns = _unmoved(source)
    r, c = _any_cell(source, chance)
    grid[r][c] = _retyped(grid[r][c], chance)
    return Edit(f"({r + 1}, {c}) is {grid[r][c]!r}", grid, rows, columns, ((r, c),))


def exchange_cells(source: Source, chance: random.Random) -> Edit:
    """Two cells in each other's place."""
    grid, rows, columns = _unmoved(source)
    (r, c), (s, d) = _any_cell(source, chance), _any_cell(source, chance)
    grid[r][c], grid[s][d] = grid[s][d], grid[r][c]
    return Edit(f"({r + 1}, {c}) and ({s + 1}, {d})", grid, rows, columns, ((r, c), (s, d)))


def copy_cell(source: Source, chance: random.Random) -> Edit:
    """A cell a second time, in another's place or a blank one's."""
    grid, rows, columns = _unmoved(source)
    r, c = _any_cell(source, chance)
    if chance.random() < 0.5:
        s, d = _any_cell(source, chance)
    else:
        s, d = chance.randrange(len(grid)), chance.randrange(len(grid[0]))
    grid[s][d] = grid[r][c]
    return Edit(f"({r + 1}, {c}) in ({s + 1}, {d})", grid, rows, columns, ((s, d),))


def move_cell(source: Source, chance: random.Random) -> Edit:
    """A cell in the next place to the right or below."""
    grid, rows, columns = _unmoved(source)
    r, c = _any_cell(source, chance)
    s, d = chance.choice([(r + 1, c), (r, c + 1), (r, c - 1), (r - 1, c)])
    if not (0 <= s < len(grid) and 0 <= d < len(grid[0])):
        return retype(source, chance)
    grid[s][d], grid[r][c] = grid[r][c], ""
    return Edit(f"({r + 1}, {c}) to ({s + 1}, {d})", grid, rows, columns, ((r, c), (s, d)))


def insert_row(source: Source, chance: random.Random) -> Edit:
    """An empty row more."""
    grid, rows, columns = _unmoved(source)
    at = chance.randrange(len(grid) + 1)
    grid.insert(at, [""] * len(grid[0]))
    moved = {n: n + (n >= at) for n in rows}
    return Edit(f"an empty row {at + 1}", grid, moved, columns, neutral=True)


def insert_column(source: Source, chance: random.Random) -> Edit:
    """An empty column more."""
    grid, rows, columns = _unmoved(source)
    at = chance.randrange(len(grid[0]) + 1)
    for row in grid:
        row.insert(at, "")
    moved = {n: n + (n >= at) for n in columns}
    return Edit(f"an empty column {at}", grid, rows, moved, neutral=True)


def delete_row(source: Source, chance: random.Random) -> Edit:
    """A row less."""
    grid, rows, columns = _unmoved(source)
    at = chance.randrange(len(grid))
    del grid[at]
    moved = {n: n - (n > at) for n in rows if n != at}
    return Edit(f"without row {at + 1}", grid, moved, columns)


def delete_column(source: Source, chance: random.Random) -> Edit:
    """A column less."""
    grid, rows, columns = _unmoved(source)
    at = chance.randrange(len(grid[0]))
    for row in grid:
        del row[at]
    moved = {n: n - (n > at) for n in columns if n != at}
    return Edit(f"without column {at}", grid, rows, moved)


def exchange_rows(source: Source, chance: random.Random) -> Edit:
    """Two rows in each other's place."""
    grid, rows, columns = _unmoved(source)
    a, b = chance.randrange(len(grid)), chance.randrange(len(grid))
    grid[a], grid[b] = grid[b], grid[a]
    return Edit(f"rows {a + 1} and {b + 1}", grid, {**rows, a: b, b: a}, columns)


def exchange_columns(source: Source, chance: random.Random) -> Edit:
    """Two columns in each other's place."""
    grid, rows, columns = _unmoved(source)
    a, b = chance.randrange(len(grid[0])), chance.randrange(len(grid[0]))
    for row in grid:
        row[a], row[b] = row[b], row[a]
    return Edit(f"columns {a} and {b}", grid, rows, {**columns, a: b, b: a})


def double_row(source: Source, chance: random.Random) -> Edit:
    """A row a second time."""
    grid, rows, columns = _unmoved(source)
    a, at = chance.randrange(len(grid)), chance.randrange(len(grid) + 1)
    grid.insert(at, list(grid[a]))
    moved = {n: n + (n >= at) for n in rows}
    return Edit(f"row {a + 1} again as row {at + 1}", grid, moved, columns)


def shift_column(source: Source, chance: random.Random) -> Edit:
    """A column's cells one row lower, from some row on."""
    grid, rows, columns = _unmoved(source)
    c, at = chance.randrange(len(grid[0])), chance.randrange(len(grid))
    cells = [row[c] for row in grid]
    for r in range(at, len(grid)):
        grid[r][c] = cells[r - 1] if r > at else ""
    changed = tuple((r, c) for r in range(at, len(grid)))
    return Edit(f"column {c} lower from row {at + 1}", grid, rows, columns, changed)


EDITS: tuple[Callable[[Source, random.Random], Edit], ...] = (
    *(retype, retype, retype, exchange_cells, copy_cell, move_cell, insert_row, insert_column),
    *(delete_row, delete_column, exchange_rows, exchange_columns, double_row, shift_column),
)


# --- what is right ------------------------------------------------------------------------


def check(source: Source, edit: Edit, found: dict[Key, Figure]) -> list[str]:
    """What is wrong with the figures of an edited sheet, in words."""
    wrong = []
    if edit.neutral:
        expected = {key: replace(f, row=edit.rows[f.row]) for key, f in source.figures.items()}
        return [] if found == expected else ["an empty row or column changes something"]
    places = set(source.places.values())
    for key, figure in found.items():
        place = source.places.get(key)
        before = source.figures.get(key)
        is_old = before is not None and figure.value == before.value and place not in edit.changed
        if is_old or (place is not None and said_at(edit, place, figure)):
            continue
        names_alone = not (edit.changed and set(edit.changed) <= places)
        if names_alone and said_in_row(source, edit, key, figure):
            continue
        wrong.append(f"{key} is {figure.value}, {before.value if before else 'nothing'} before")
    if edit.changed and set(edit.changed) <= places and found.keys() != source.figures.keys():
        wrong.append("figures come or go")
    return wrong


def said_at(edit: Edit, place: Place, figure: Figure) -> bool:
    """Whether a figure is said by its cell: where it was, or where its row and column went."""
    row, column = place
    where = ((row, column), (edit.rows.get(row), edit.columns.get(column)))
    return any(
        said(edit.grid[r][c], figure.value, figure.decimals)
        for r, c in where
        if r is not None and c is not None and r < len(edit.grid) and c < len(edit.grid[r])
    )


def said_in_row(source: Source, edit: Edit, key: Key, figure: Figure) -> bool:
    """Whether a figure is said in its row, and there below its heading if no heading changed.

    Where each flow has rows of its own, its row is one of its name.
    """
    rows = [edit.grid[figure.row]]
    if isinstance(source.layout, CountryTable):
        rows = [row for row in edit.grid if any(item_name(cell) == key[2] for cell in row if cell)]
    slot = _slot(source.layout, key)
    column = next((c for k, (_, c) in source.places.items() if _slot(source.layout, k) == slot), -1)
    if column >= 0 and not _changes_headings(source, edit):
        rows = [row[column : column + 1] for row in rows]
    return any(said(cell, figure.value, figure.decimals) for row in rows for cell in row)


def _changes_headings(source: Source, edit: Edit) -> bool:
    """Whether an edit changes or moves rows that have no figures, or moves columns."""
    with_figures = {row for row, _ in source.places.values()}
    touched = {row for row, _ in edit.changed}
    touched |= {row for row in range(len(source.sheet.rows)) if edit.rows.get(row) != row}
    moved = any(edit.columns.get(c) != c for c in range(len(source.sheet.rows[0])))
    return moved or not touched <= with_figures


NUMBERS = [layout.number for layout in EXHIBITS]


@pytest.fixture(scope="module")
def sources(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    """The workbooks of the made release."""
    folder = tmp_path_factory.mktemp("release")
    made = release_factory.second_release(root)
    return {
        number: source_of(made.page(number).save(folder / f"exh{number}.xlsx"))
        for number in made.rows
    }


def test_the_cells_of_figures_are_known(sources: dict[str, Source]) -> None:
    assert set(sources) == set(NUMBERS)
    for number, source in sources.items():
        assert len(source.places) == len(source.figures), number
        for key, (row, column) in source.places.items():
            figure = source.figures[key]
            assert said(source.sheet.rows[row][column], figure.value, figure.decimals)


@pytest.mark.parametrize("number", NUMBERS)
def test_an_edited_sheet_gives_its_figures_or_is_refused(
    number: str, sources: dict[str, Source]
) -> None:
    fuzz(sources[number], number, RUNS)


def fuzz(source: Source, number: str, runs: int) -> None:
    """Edit a sheet again and again."""
    accepted = 0
    for run in range(runs):
        chance = random.Random(f"{SEED} {number} {run}")  # noqa: S311 - no secret
        edit = chance.choice(EDITS)(source, chance)
        what = f"run {run} of exhibit {number}, {edit.what}"
        try:
            found = source.read(edit.grid)
        except TradegapError as error:
            if edit.neutral:
                raise AssertionError(f"{what}: {error}") from error
            continue
        except Exception as error:
            raise AssertionError(f"{what}: {error!r}") from error
        accepted += 1
        assert check(source, edit, found) == [], what
    assert accepted


@pytest.mark.official
@pytest.mark.parametrize("number", NUMBERS)
def test_an_edited_official_sheet_gives_its_figures_or_is_refused(
    number: str, official_files: Path
) -> None:
    fuzz(source_of(official_files / "ft900" / "2021-08" / f"exh{number}.xlsx"), number, RUNS)
