"""The page of a release, the list of releases, and where a figure comes from.

Everything printed here is a row of the published marts. Nothing is computed: numbers are
only written out, a seed row is only looked up.
"""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tradegap.database import Published, Row, release_month
from tradegap.errors import TradegapError
from tradegap.texts import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

MOST_NAMED = 6  # releases or figures that an error message names
UNITS = {"usd_billions": "billions of U.S. dollars", "percent": "percent"}
# How the page words an amount, and one that rounds to nothing.
WORDING = {
    "usd_billions": ("${} billion", "less than $0.1 billion"),
    "percent": (" {} percent", "less than 0.1 percent"),
}


@dataclass(frozen=True)
class Page:
    """The text of a page, and what its reader has to know about it."""

    text: str
    notes: list[str]


def page(published: Published, release: str, *, with_real: bool = False) -> Page:
    """The page of a release.

    Args:
        published: The published database.
        release: The release, `2024-01`.
        with_real: Print the paragraph of real figures where the page of its time had none.

    Raises:
        TradegapError: The release is not held, or has no page.
    """
    held = find_release(published, release)
    if not held["has_page"]:
        raise TradegapError(_no_page(published, held))
    rows = published.rows(
        """
        select part, element, text, is_on_page from marts.rpt_release_highlights
        where release_month = ? order by position
        """,
        [held["release_month"]],
    )
    real = [row for row in rows if row["part"] == "real"]
    notes = []
    if held["lacks"]:
        notes.append(f"release {release} lacks {held['lacks']}: left out of the page")
    if held["as_printed"]:
        notes.append(f"known only as printed, not computed: {held['as_printed']}")
    if held["revision_note"]:
        notes.append(held["revision_note"])
    if with_real and not real:
        notes.append(f"release {release} has no real figures to print")
    if with_real and any(not row["is_on_page"] for row in real):
        notes.append("the page of its time has no paragraph of real figures")
    shown = [row for row in rows if row["is_on_page"] or (with_real and row["part"] == "real")]
    return Page(_text(shown), notes)


def _text(rows: Iterable[Row]) -> str:
    """Paragraphs with a blank line between them, but for bullets and the two agencies."""
    lines: list[str] = []
    before = None
    for row in rows:
        group = _group(row)
        if lines and (group is None or group != before):
            lines.append("")
        lines.append(f"- {row['text']}" if group == "bullets" else row["text"])
        before = group
    return "\n".join(lines)


def _group(row: Row) -> str | None:
    """The lines a row belongs with, between which there is no blank line."""
    if row["element"] == "bullet":
        return "bullets"
    return "agencies" if row["part"].startswith("agency_") else None


def releases(published: Published) -> str:
    """The table of all releases held: published when, with what page, lacking what."""
    rows = published.rows(
        """
        select
            release_name,
            case
                when published_on is not null then cast(published_on as varchar)
                when published_no_later_than is not null
                    then 'by ' || cast(published_no_later_than as varchar)
                else 'not known'
            end as published,
            case
                when not coalesce(has_page, false) then 'none'
                when is_complete then 'complete'
                else 'partial'
            end as page,
            coalesce(lacks, '') as lacks
        from marts.dim_release
        left join marts.rpt_release_pages using (release_month)
        order by release_month
        """
    )
    return table(("release", "published", "page", "lacks"), [tuple(row.values()) for row in rows])


def figures(published: Published, release: str) -> str:
    """The table of a release's figures, in the order of their names.

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
    return table(
        ("figure", "unit", "unrounded", "rounded", "printed", "used", "status"),
        [tuple("" if value is None else str(value) for value in row.values()) for row in rows],
        right=range(2, 6),
    )


def explain(published: Published, root: Path, release: str, figure: str) -> str:
    """Where a figure comes from: sentence, formula, inputs with their seeds, values.

    Args:
        published: The published database.
        root: The project's root folder, where the seeds are.
        release: The release, `2024-01`.
        figure: A figure of that release, `imports_change`.

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
        ("unrounded", _number(row["computed_value"])),
        ("band", _band(row)),
        ("rounded", _number(row["rounded_value"])),
        ("printed", _printed(root, row)),
        ("used", _number(row["value_used"])),
        ("status", row["status"]),
        ("reason", row["reason"]),
        ("missing", _missing(row)),
        ("notes", _cautions(published, inputs)),
    ]
    return "\n".join(
        f"{name:<10} {line}" if number == 0 else f"{'':<10} {line}"
        for name, text in fields
        if text
        for number, line in enumerate(text.split("\n"))
    )


def notes(published: Published, release: str, exhibit: str | None = None) -> str:
    """What the exhibits of a release say in words beside their figures, exhibit by exhibit.

    Args:
        published: The published database.
        release: The release, `2023-04`.
        exhibit: The code of an exhibit or table (`16`, `1s`); all of them if None.

    Raises:
        TradegapError: The release is not held, or no notes of it are.
    """
    month = find_release(published, release)["release_month"]
    rows = published.rows(
        """
        select exhibit, note_kind, mark, note_text from marts.exhibit_notes
        where release_month = ? order by exhibit, sheet, note_number
        """,
        [month],
    )
    codes = list(dict.fromkeys(row["exhibit"] for row in rows))
    if not codes:
        raise TradegapError(
            f"no notes of release {release} are held: they stand in workbooks, not in csv files"
        )
    wanted = [code for code in codes if exhibit in (None, code, code.lstrip("0"))]
    if not wanted:
        raise TradegapError(
            f"release {release} has no notes of exhibit '{exhibit}': those with notes are "
            f"{', '.join(codes)}"
        )
    lines = []
    for code in wanted:
        lines.append(f"{_exhibit(code)} of release {release}")
        lines += [
            f"  {row['note_kind']:<10} {' '.join(filter(None, (row['mark'], row['note_text'])))}"
            for row in rows
            if row["exhibit"] == code
        ]
    return "\n".join(lines)


def _cautions(published: Published, inputs: Iterable[Row]) -> str | None:
    """What the exhibits of a figure's inputs say against adding or trusting their figures."""
    said = {}
    for month, exhibit in dict.fromkeys((r["input_release_month"], r["exhibit"]) for r in inputs):
        for note in published.rows(
            """
            select note_text from marts.exhibit_notes
            where release_month = ? and exhibit = ? and note_kind in ('additivity', 'limitation')
            order by sheet, note_number
            """,
            [month, exhibit],
        ):
            said[f"{_exhibit(exhibit)}: {note['note_text']}"] = None
    return "\n".join(said) or None


def find_release(published: Published, release: str) -> Row:
    """The release with its page.

    Raises:
        TradegapError: The name is not one of a release, or the release is not held.
    """
    found = published.rows(
        """
        select release_month, release_name, has_page, is_complete, lacks, as_printed,
            revision_note
        from marts.dim_release left join marts.rpt_release_pages using (release_month)
        where release_month = ?
        """,
        [release_month(release)],
    )
    if not found:
        raise TradegapError(
            f"release {release} is not held: `tradegap release` lists those that are"
        )
    return found[0]


def _no_page(published: Published, held: Row) -> str:
    with_page = published.rows(
        "select release_name from marts.dim_release join marts.rpt_release_pages "
        "using (release_month) where has_page order by release_month desc"
    )
    names = [row["release_name"] for row in with_page]
    return (
        f"release {held['release_name']} has no page: "
        f"it lacks {held['lacks'] or 'every figure of one'} (with a page: {_some(names)})"
    )


def _missing(row: Row) -> str | None:
    """What the figure lacks to be computed, a line each."""
    return row["missing_inputs"] and row["missing_inputs"].replace("; ", "\n")


def _no_figure(published: Published, release: str, month: date, figure: str) -> str:
    names = [
        row["figure"]
        for row in published.rows(
            "select figure from marts.fct_release_figures where release_month = ? order by figure",
            [month],
        )
    ]
    close = difflib.get_close_matches(figure, names, n=MOST_NAMED, cutoff=0.5)
    meant = f", did you mean {_some(close, ' or ')}?" if close else ":"
    return (
        f"release {release} has no figure '{figure}'{meant} "
        f"`tradegap explain {release}` lists all {len(names)}"
    )


def _some(names: Sequence[str], last: str = ", ") -> str:
    """Some of the names, and how many more there are."""
    if not names:
        return "none"
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        return f"{', '.join(shown)} and {len(names) - MOST_NAMED} more"
    return last.join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


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
    wording = _wording(row)
    printing = [text for text in sentences if wording in f" {text}".lower()]
    name, text = ("sentence", printing[0]) if len(printing) == 1 else ("paragraph", part["text"])
    if not printing:
        text += "\n(does not name this figure)"
    if not part["is_on_page"]:
        text += "\n(not on the page of its time: `tradegap release` prints it --with-real)"
    return name, text


def _wording(row: Row) -> str:
    """The figure's amount as the page words it, without its sign."""
    some, nothing = WORDING[row["unit"]]
    amount = str(abs(row["value_used"]))
    return nothing if amount == "0.0" else some.format(amount)


def _input_fields(root: Path, inputs: Iterable[Row]) -> Iterable[tuple[str, str]]:
    """The lines of each input: what it is, its value and weight, where it stands."""
    for row in inputs:
        period = _month(row["period_start"])
        if row["period_kind"] != "month":
            period = f"{period} to {_month(row['period_end'])} ({row['period_kind']})"
        weight = f"weight {_number(row['numerator_coefficient'], sign=True)}"
        if row["denominator_coefficient"]:
            weight += f", in the base {_number(row['denominator_coefficient'], sign=True)}"
        place = _seed_place(root, row["seed"], row["seed_row"]) or (
            f"{row['seed']}, {row['seed_row']} (not there: the seeds changed after the build)"
        )
        if row["source_row"] is not None:
            place += f"\nrow {row['source_row']} of the official sheet"
        yield (
            f"input {row['input_number']}",
            f"{row['series_id']}, {period}, {_exhibit(row['exhibit'])} "
            f"of release {_month(row['input_release_month'])}\n"
            f"{_number(row['value_musd'])} million ({row['evidence']}), {weight}\n{place}",
        )


def _exhibit(exhibit: str) -> str:
    return f"exhibit {exhibit}" if exhibit[:1].isdigit() else exhibit


def _seed_place(root: Path, seed: str, seed_row: str) -> str | None:
    """The seed's file and line that the key of a row points to, and what stands there.

    `seed_row` is `column=value` pairs joined by semicolons; the pair `column=...` names
    the cell. None where not exactly one line has that key.
    """
    # An item may have a semicolon in its name, but no column's name follows it.
    key = dict(pair.split("=", 1) for pair in re.split(r";(?=\w+=)", seed_row))
    column = key.pop("column")
    try:
        with (root / seed).open(encoding="utf-8", newline="") as file:
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
    return "\n".join(filter(None, [_number(row["printed_value"]), place]))


def _band(row: Row) -> str | None:
    """Between which values half of the last digit of each input can move the unrounded one."""
    if row["lowest_value"] is None or row["highest_value"] is None:
        return None
    return (
        f"{_number(row['lowest_value'])} to {_number(row['highest_value'])} "
        "(half of the last digit of each input)"
    )


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _number(value: Decimal | int | None, *, sign: bool = False) -> str:
    """A number with thousands separated and no trailing zeros, but for one decimal kept."""
    if value is None:
        return ""
    text = f"{value:+,f}" if sign else f"{value:,f}"
    return text.rstrip("0").rstrip(".") if re.search(r"\.\d\d", text) else text
