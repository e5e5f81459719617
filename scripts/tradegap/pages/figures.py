"""The figures of a release, and where one of them comes from.

Everything printed here is a row of the published marts, or of a seed that one points to.
"""

from __future__ import annotations

import csv
import difflib
import gzip
import re
from typing import TYPE_CHECKING

from tradegap.database import Published, Row
from tradegap.errors import TradegapError
from tradegap.pages.notes import cautions, exhibit_title
from tradegap.pages.release_page import MOST_NAMED, find_release
from tradegap.texts import Listing, written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal
    from pathlib import Path


UNITS = {"usd_billions": "billions of U.S. dollars", "percent": "percent"}
# How the page words an amount, and one that rounds to nothing.
WORDING = {
    "usd_billions": ("${} billion", "less than $0.1 billion"),
    "percent": (" {} percent", "less than 0.1 percent"),
}


def figures(published: Published, release: str) -> Listing:
    """The list of a release's figures, in the order of their names.

    Raises:
        TradegapError: The release is not held.
    """
    held = find_release(published, release)
    rows = published.rows(
        """
        select figure, unit, computed_value, rounded_value, printed_value, value_used, status
        from marts.fct_release_figures where release_month = ? order by figure
        """,
        [held["release_month"]],
    )
    return Listing(
        ("figure", "unit", "unrounded", "rounded", "printed", "used", "status"),
        [tuple(map(written, row.values())) for row in rows],
        right=range(2, 6),
    )


def explain(published: Published, root: Path, release: str, figure: str) -> str:
    """Where a figure comes from: sentence, formula, inputs with their seeds below root, values.

    Raises:
        TradegapError: The release is not held, or has no such figure.
    """
    held = find_release(published, release)
    month = held["release_month"]
    found = published.rows(
        "select * from marts.fct_release_figures where release_month = ? and figure = ?",
        [month, figure],
    )
    if not found:
        raise TradegapError(_no_figure(published, release, month, figure))
    [row] = found
    inputs = published.rows(
        "select * from marts.fct_release_figure_inputs where release_month = ? and figure = ? "
        "order by input_number",
        [month, figure],
    )
    unit = UNITS[row["unit"]]
    fields = [
        ("figure", f"{figure} of release {release}, {unit}"),
        _on_page(published, month, row),
        ("formula", row["formula"]),
        *(_input_fields(root, inputs) if inputs else [("inputs", "none held")]),
        ("unrounded", number(row["computed_value"])),
        ("band", _band(row)),
        ("rounded", number(row["rounded_value"])),
        ("printed", _printed(root, row)),
        ("used", number(row["value_used"])),
        ("status", row["status"]),
        ("reason", row["reason"]),
        ("missing", (row["missing_inputs"] or "").replace("; ", "\n")),
        ("notes", cautions(published, inputs)),
    ]
    texts = (f"{name:<10} {text}" for name, text in fields if text)
    return "\n".join(text.replace("\n", f"\n{'':<10} ") for text in texts)


def _no_figure(published: Published, release: str, month: date, figure: str) -> str:
    rows = published.rows(
        "select figure from marts.fct_release_figures where release_month = ? order by figure",
        [month],
    )
    names = [row["figure"] for row in rows]
    close = difflib.get_close_matches(figure, names, n=MOST_NAMED, cutoff=0.5)
    meant = f", did you mean {' or '.join(', '.join(close).rsplit(', ', 1))}?" if close else ":"
    return (
        f"release {release} has no figure '{figure}'{meant} "
        f"`tradegap explain {release}` lists all {len(names)}"
    )


def _on_page(published: Published, month: date, row: Row) -> tuple[str, str]:
    """The sentence that prints the figure; the paragraph where that cannot be told."""
    if not row["page_part"] or row["value_used"] is None:
        return "sentence", "none: the page does not print it"
    unnamed = published.rows(
        "select figure from marts.rpt_highlight_items "
        "where release_month = ? and figure = ? and not is_named",
        [month, row["figure"]],
    )
    if unnamed:
        return "sentence", "none: the page does not name this category"
    parts = published.rows(
        "select text, is_on_page from marts.rpt_release_highlights "
        "where release_month = ? and part = ?",
        [month, row["page_part"]],
    )
    if not parts:
        return "sentence", f"none: the page of this release has no part '{row['page_part']}'"
    [part] = parts
    # A full stop ends a sentence where the next one starts, but not in "U.S. Bureau".
    sentences = re.split(r"(?<!\b[A-Z]\.[A-Z]\.)(?<=\.) (?=[A-Z])", part["text"])
    words = wording(row["unit"], row["value_used"])
    printing = [text for text in sentences if words in f" {text}".lower()]
    name, text = ("sentence", printing[0]) if len(printing) == 1 else ("paragraph", part["text"])
    if not printing:
        text += "\n(does not name this figure)"
    if not part["is_on_page"]:
        text += "\n(not on the page of its time: `tradegap release` prints it --with-real)"
    return name, text


def wording(unit: str, value: Decimal) -> str:
    """A figure's amount as the page words it, without its sign."""
    some, nothing = WORDING[unit]
    return some.format(abs(value)) if value else nothing


def _input_fields(root: Path, inputs: Iterable[Row]) -> Iterable[tuple[str, str]]:
    """The lines of each input: what it is, its value and weight, where it stands."""
    for row in inputs:
        period = _month(row["period_start"])
        if row["period_kind"] != "month":
            period = f"{period} to {_month(row['period_end'])} ({row['period_kind']})"
        weight = f"weight {number(row['numerator_coefficient'], sign=True)}"
        if row["denominator_coefficient"]:
            weight += f", in the base {number(row['denominator_coefficient'], sign=True)}"
        place = _seed_place(root, row["seed"], row["seed_row"]) or (
            f"{row['seed']}, {row['seed_row']} (not there: the seeds changed after the build)"
        )
        if row["source_row"] is not None:
            place += f"\nrow {row['source_row']} of the official sheet"
        yield (
            f"input {row['input_number']}",
            f"{row['series_id']}, {period}, {exhibit_title(row['exhibit'])} "
            f"of release {_month(row['input_release_month'])}\n"
            f"{number(row['value_musd'])} million ({row['evidence']}), {weight}\n{place}",
        )


def _seed_place(root: Path, seed: str, seed_row: str) -> str | None:
    """The seed's file and line that the key of a row points to, and what stands there.

    `seed_row` is `column=value` pairs joined by semicolons; the pair `column=...` names
    the cell. None where not exactly one line has that key.
    """
    # An item may have a semicolon in its name, but no column's name follows it.
    key = dict(pair.split("=", 1) for pair in re.split(r";(?=\w+=)", seed_row))
    column = key.pop("column")
    try:
        opened = gzip.open if seed.endswith(".gz") else open
        with opened(root / seed, "rt", encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            found = [
                f"{seed}, line {reader.line_num}, column {column}: {row.get(column)}"
                for row in reader
                if all(row.get(name) == value for name, value in key.items())
            ]
    except FileNotFoundError:
        return None
    return found[0] if len(found) == 1 else None


def _printed(root: Path, row: Row) -> str | None:
    """The printed value and the line it was taken from."""
    if row["printed_value"] is None:
        return None
    place = _seed_place(root, row["printed_seed"], row["printed_seed_row"])
    return "\n".join(filter(None, [number(row["printed_value"]), place]))


def _band(row: Row) -> str | None:
    """Between which values half of the last digit of each input can move the unrounded one."""
    if row["lowest_value"] is None or row["highest_value"] is None:
        return None
    return (
        f"{number(row['lowest_value'])} to {number(row['highest_value'])} "
        "(half of the last digit of each input)"
    )


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def number(value: Decimal | int | None, *, sign: bool = False) -> str:
    """A number with thousands separated and no trailing zeros, but for one decimal kept."""
    if value is None:
        return ""
    text = f"{value:+,f}" if sign else f"{value:,f}"
    return text.rstrip("0").rstrip(".") if re.search(r"\.\d\d", text) else text
