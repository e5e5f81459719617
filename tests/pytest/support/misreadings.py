"""Misreadings of an exhibit: its figures under wrong columns, rows, blocks, months or units.

They are found from the layout alone. Nothing else of the rows is touched: names, periods and
places stay as they are, so that only figures can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tradegap.layouts.model import FLOWS, CommodityTable, CountryTable, Layout
from tradegap.layouts.seeds import Row

Cell = tuple[int, str]
"""The index of a row and the name of a column."""
Span = tuple[str, str, str]
THOUSAND = Decimal(1000)


@dataclass(frozen=True)
class Misreading:
    """The rows of an exhibit with its figures misread.

    Args:
        number: The number of the exhibit.
        kind: What kind of misreading it is.
        what: What exactly, in words that no month stands in.
        rows: The rows as they would be loaded.
    """

    number: str
    kind: str
    what: str
    rows: list[Row]

    @property
    def name(self) -> tuple[str, str, str]:
        """What names it, whatever the release."""
        return self.number, self.kind, self.what


def misreadings(layout: Layout, rows: list[Row], before: list[Row]) -> list[Misreading]:
    """Every misreading of an exhibit that changes a figure.

    Args:
        layout: The exhibit.
        rows: Its rows, read right.
        before: The rows of the release before.
    """
    kinds: dict[str, Callable[[], Iterator[tuple[str, list[Row]]]]] = {
        "two columns exchanged": lambda: _columns(layout, rows),
        "shifted by a row": lambda: _shifted(layout, rows),
        "two blocks exchanged": lambda: _blocks(layout, rows),
        "a period of the release before": lambda: _other_release(layout, rows, before),
        "another unit": lambda: _units(layout, rows),
    }
    return [
        Misreading(layout.number, kind, what, changed)
        for kind, found in kinds.items()
        for what, changed in found()
        if changed != rows
    ]


# --- where figures stand in the sheet -----------------------------------------------------


def _span(row: Row) -> Span:
    return row["row_kind"], row["period_start"], row["period_end"]


def _spans_stand_in_headings(layout: Layout) -> bool:
    return layout.has_items


def _names_are_blocks(layout: Layout) -> bool:
    """Whether the flows are blocks of rows: exhibits 19 to 20b."""
    return isinstance(layout, CountryTable)


def _column_of(layout: Layout, spans: Sequence[Span], row: Row, name: str) -> tuple[str, str]:
    """The column of the sheet that a figure stands in: its name, and its period by number."""
    period = f"period {spans.index(_span(row)) + 1}" if _spans_stand_in_headings(layout) else ""
    return ("" if isinstance(layout, CountryTable | CommodityTable) else name), period


def _item_of(row: Row) -> tuple[str, str, str]:
    return row.get("block", ""), row.get("category", row.get("parent_item", "")), row["item"]


def _row_of(layout: Layout, row: Row, name: str) -> tuple[object, ...]:
    """The row of the sheet that a figure stands in."""
    if layout.has_items:
        return (*_item_of(row), name if _names_are_blocks(layout) else "")
    return (_block_of(layout, row, name), *_span(row))


def _block_of(layout: Layout, row: Row, name: str) -> str:
    """The block of rows that a figure stands in."""
    if _names_are_blocks(layout):
        return name
    if layout.has_items:
        return row.get("block", "")
    return row[layout.block_column] if layout.blocks else ""


def _flow_of(layout: Layout, name: str) -> str:
    """The flow of a column, where columns differ in that."""
    if _names_are_blocks(layout):
        return ""
    flow = name.split("_")[0]
    return flow if flow in FLOWS else ""


def _cells(layout: Layout, rows: Sequence[Row]) -> list[Cell]:
    return [(index, name) for index in range(len(rows)) for name in layout.names]


def _with(rows: list[Row], figures: dict[Cell, str]) -> list[Row]:
    """The rows with other figures in some cells."""
    changed = [dict(row) for row in rows]
    for (index, name), figure in figures.items():
        changed[index][name] = figure
    return changed


def _taken(rows: list[Row], sources: dict[Cell, Cell]) -> list[Row]:
    """The rows with the figures of other cells in some cells."""
    return _with(rows, {cell: rows[index][name] for cell, (index, name) in sources.items()})


def _exchanged(rows: list[Row], pairs: Sequence[tuple[Cell, Cell]]) -> list[Row]:
    return _taken(rows, dict(pairs) | {second: first for first, second in pairs})


# --- kinds --------------------------------------------------------------------------------


def _columns(layout: Layout, rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Two columns that stand beside each other, exchanged."""
    spans = list(dict.fromkeys(map(_span, rows)))
    columns: dict[tuple[str, str], dict[tuple[object, ...], Cell]] = {}
    for index, name in _cells(layout, rows):
        column = _column_of(layout, spans, rows[index], name)
        columns.setdefault(column, {})[_row_of(layout, rows[index], name)] = index, name
    order = [(name, period) for name, period in columns]
    if layout.has_items:
        order.sort(key=lambda column: layout.names.index(column[0]) if column[0] else 0)
    for first, second in pairwise(order):
        pairs = [(columns[first][row], columns[second][row]) for row in columns[first]]
        yield (
            " and ".join(" ".join(filter(None, c)) for c in (first, second)),
            _exchanged(rows, pairs),
        )


def _shifted(layout: Layout, rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """All figures of one kind of rows a row further down; the first row has the last one's."""
    lists: dict[tuple[str, str, str], list[Cell]] = {}
    spans = list(dict.fromkeys(map(_span, rows)))
    for index, name in _cells(layout, rows):
        row = rows[index]
        period = _column_of(layout, spans, row, name)[1]
        kind = "" if layout.has_items else row["row_kind"]
        lists.setdefault((kind, f"{_block_of(layout, row, name)}{period}", name), []).append(
            (index, name)
        )
    for kind in dict.fromkeys(kind for kind, *_ in lists):
        sources = {
            cell: source
            for (other, *_), cells in lists.items()
            if other == kind
            for cell, source in zip(cells, cells[-1:] + cells[:-1], strict=True)
        }
        yield kind or "items", _taken(rows, sources)


def _blocks(layout: Layout, rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Two blocks of rows exchanged, or the columns of two flows."""
    blocks: dict[str, dict[tuple[object, ...], Cell]] = {}
    flows: dict[str, dict[tuple[object, ...], Cell]] = {}
    for index, name in _cells(layout, rows):
        row = rows[index]
        block, flow = _block_of(layout, row, name), _flow_of(layout, name)
        names = [other for other in layout.names if _flow_of(layout, other) == flow]
        item = _item_of(row)[1:] if layout.has_items else ()
        column = "" if _names_are_blocks(layout) else name
        blocks.setdefault(block, {})[*item, *_span(row), column] = index, name
        flows.setdefault(flow, {})[block, *item, *_span(row), names.index(name)] = index, name
    for parts in (blocks, flows):
        for first, second in pairwise(parts):
            common = parts[first].keys() & parts[second].keys()
            pairs = [(parts[first][key], parts[second][key]) for key in sorted(common)]
            yield f"{first} and {second}", _exchanged(rows, pairs)


def _other_release(
    layout: Layout, rows: list[Row], before: list[Row]
) -> Iterator[tuple[str, list[Row]]]:
    """The newest period of a kind as the release before has its newest, or the same one."""
    spans = sorted(set(map(_span, rows)), key=lambda span: (span[2], span))
    others = sorted(set(map(_span, before)), key=lambda span: (span[2], span))
    for kind in dict.fromkeys(span[0] for span in spans):
        newest = [span for span in spans if span[0] == kind]
        older = [span for span in others if span[0] == kind]
        common = [span for span in newest if span in older]
        if older and older[-1] != newest[-1]:
            yield f"its newest {kind}", _filled(layout, rows, newest[-1], before, older[-1])
        if common:
            yield f"the same {kind}", _filled(layout, rows, common[-1], before, common[-1])


def _filled(
    layout: Layout, rows: list[Row], span: Span, before: list[Row], other: Span
) -> list[Row]:
    """The rows with the figures of a period of the release before in one of theirs."""

    def key(row: Row) -> tuple[str, ...]:
        named = [c for c in layout.key if not c.startswith(("release_", "row_", "period_"))]
        return tuple(row[column] for column in named)

    found = {key(row): row for row in before if _span(row) == other}
    return [
        row | {name: found[key(row)][name] for name in layout.names}
        if _span(row) == span and key(row) in found
        else dict(row)
        for row in rows
    ]


def _units(layout: Layout, rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """All figures a thousand times as large or small."""
    decimals = max((column.decimals for column in layout.columns), default=0)
    for what, factor in (("thousands for millions", THOUSAND), ("billions", 1 / THOUSAND)):
        figures = {
            (index, name): _text(Decimal(rows[index][name]) * factor, decimals)
            for index, name in _cells(layout, rows)
            if rows[index][name]
        }
        yield what, _with(rows, figures)


def _text(figure: Decimal, decimals: int) -> str:
    text = f"{figure:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
