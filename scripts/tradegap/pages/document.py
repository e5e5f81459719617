"""A release as a document: its text, the figures in it and where they come from, read once.

What is written of it in Markdown, JSON, HTML or as plain text is these rows of the published
marts, and nothing else.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tradegap.pages.release_page import page
from tradegap.pages.tables import PUBLISHER, REPORT
from tradegap.texts import as_json_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tradegap.database import Published, Row

LINK = re.compile(r"\[([^\]]*)\]\(#(\w*)\)")
# What a mark of Markdown or a tag begins with, where it stands in a text.
MARKS = re.compile(r"([\\`*_<])")

# Without the heading, which stands in the document's title, and what belongs to the chart.
HIGHLIGHTS = """
    select
        part as section,
        cast(null as varchar) as section_title,
        case element when 'bullet' then 1 else 0 end as level,
        element,
        text,
        linked_text
    from marts.rpt_release_highlights
    where
        release_month = $release_month
        and (is_on_page or ($with_real and part = 'real'))
        and part not in ('heading', 'chart_title', 'chart_period', 'agency_bea', 'agency_census')
    order by position
"""
HEADLINE = """
    select text as headline from marts.rpt_release_highlights
    where release_month = ? and element = 'title'
"""
FULL = """
    select section, section_title, level, 'paragraph' as element, text, linked_text
    from marts.rpt_release_text
    where release_month = $release_month
    order by position
"""
MISSING = """
    select section_title, missing from marts.rpt_release_sections
    where release_month = ? and not is_present
    order by position
"""
# How often changes of the size of the release's kept their sign, for beside its text.
SURENESS = """
    select note from marts.rpt_release_sureness
    where release_month = ? and note is not null
    order by figure
"""
FIGURES = """
    select
        figure, unit, value_used as value, computed_value as unrounded, lowest_value,
        highest_value, rounded_value as rounded, printed_value as printed, status, reason,
        formula, missing_inputs, printed_seed, printed_seed_row
    from marts.fct_release_figures
    where release_month = ?
    order by figure
"""
INPUTS = """
    select
        figure, series_id as series, period_kind, period_start, period_end,
        input_release_month as release_month, exhibit, value_musd, evidence,
        numerator_coefficient as weight, denominator_coefficient as weight_in_base,
        seed, seed_row, source_row
    from marts.fct_release_figure_inputs
    where release_month = ?
    order by figure, input_number
"""


@dataclass(frozen=True)
class Document:
    """A release: its text line by line, its figures by name, and what its reader must know."""

    release: Row
    is_full: bool
    lines: list[Row]
    figures: dict[str, Row]  # those of the text first, in its order
    notes: list[str]
    missing: list[str]

    @property
    def name(self) -> str:
        """The release as people name it: 2025-03."""
        return str(self.release["release_name"])

    @property
    def headline(self) -> str:
        """The headline of its page."""
        return str(self.release["headline"])

    @property
    def title(self) -> str:
        """What the report of the release is called."""
        return f"{REPORT}, {self.release['release_month']:%B %Y}"


def read(
    published: Published, release: str, *, full: bool = False, with_real: bool = False
) -> Document:
    """The text and figures of a release: its one-page highlights, or all sections it has.

    Raises:
        TradegapError: The release is not held, or has no page.
    """
    highlights = page(published, release, with_real=with_real)
    held, notes = highlights.release, highlights.notes
    month = held["release_month"]
    [headline] = published.rows(HEADLINE, [month])
    asked = {"release_month": month} if full else {"release_month": month, "with_real": with_real}
    lines = published.rows(FULL if full else HIGHLIGHTS, asked)
    missing = [
        f"{row['section_title']} ({row['missing']})" if row["missing"] else row["section_title"]
        for row in (published.rows(MISSING, [month]) if full else [])
    ]
    if full:
        notes = [*notes, *(row["note"] for row in published.rows(SURENESS, [month]))]
    found = {row["figure"]: row | {"inputs": []} for row in published.rows(FIGURES, [month])}
    for row in published.rows(INPUTS, [month]):
        found[row.pop("figure")]["inputs"].append(row)
    named = dict.fromkeys(name for line in lines for name in named_figures(line))
    order = [*(name for name in named if name in found), *(n for n in found if n not in named)]
    return Document(
        held | headline, full, lines, {name: found[name] for name in order}, notes, missing
    )


def pieces(line: Row) -> Iterator[tuple[str, str]]:
    """A line's text in pieces, each with the figure that it prints or an empty name."""
    text = line["linked_text"] or line["text"]
    end = 0
    for link in LINK.finditer(text):
        yield text[end : link.start()], ""
        yield link[1], link[2]
        end = link.end()
    yield text[end:], ""


def named_figures(line: Row) -> list[str]:
    """The figures that a line prints, in its order."""
    return [figure for _, figure in pieces(line) if figure]


def sections(lines: Iterable[Row]) -> Iterator[tuple[str | None, list[Row]]]:
    """The lines by section, each with its title; the highlights are one without."""
    for title, rows in groupby(lines, lambda row: row["section_title"]):
        yield title, list(rows)


def blocks(rows: Iterable[Row]) -> Iterator[tuple[bool, list[Row]]]:
    """The paragraphs and lists of a section, and which of them are lists."""

    def block(row: Row) -> tuple[bool, str | None]:
        is_paragraph = row["level"] == 0 and row["section_title"] is None
        return row["level"] > 0, row["section"] if is_paragraph else None

    for (is_list, _), group in groupby(rows, block):
        yield is_list, list(group)


def gaps(document: Document) -> list[str]:
    """The sections that the release lacks, as one sentence, if there are any."""
    return [f"Not in this release as held: {'; '.join(document.missing)}."] * bool(document.missing)


def as_text(document: Document) -> str:
    """The text for a terminal, headings underlined."""
    written = [document.title, *_written(document, "{0}\n{1}", lambda text: text)]
    return "\n\n".join([*written, *gaps(document)])


def as_markdown(document: Document) -> str:
    """The text as plain Markdown: headings, paragraphs and bullets."""
    written = [f"# {document.title}", *_written(document, "## {0}", _escaped)]
    return "\n\n".join([*written, *map(_escaped, gaps(document))])


def _written(document: Document, heading: str, escaped: Callable[[str], str]) -> Iterator[str]:
    """Headings, paragraphs and lists, between which there is a blank line."""
    for title, lines in sections(document.lines):
        if title:
            yield heading.format(escaped(title), "-" * len(title))
        for is_list, rows in blocks(lines):
            if is_list:
                yield "\n".join(
                    f"{'  ' * (row['level'] - 1)}- {escaped(row['text'])}" for row in rows
                )
            elif rows[0]["element"] == "title":
                yield heading.format(escaped(rows[0]["text"]), "-" * len(rows[0]["text"]))
            else:
                yield " ".join(escaped(row["text"]) for row in rows)


def _escaped(text: str) -> str:
    return MARKS.sub(r"\\\1", text)


def as_json(document: Document) -> str:
    """All of it as one JSON document; what is not known is null."""
    held = document.release
    content = {
        "title": document.title,
        "source": f"{PUBLISHER}, report FT-900",
        "release": {
            "name": document.name,
            "month": held["release_month"],
            "published_on": held["published_on"],
            "text": "full" if document.is_full else "highlights",
            "notes": document.notes,
            "missing": document.missing,
        },
        "sections": [
            {
                "title": title,
                "sentences": [
                    {
                        "section": row["section"],
                        "level": row["level"],
                        "text": row["text"],
                        "linked_text": row["linked_text"],
                        "figures": named_figures(row),
                    }
                    for row in rows
                ],
            }
            for title, rows in sections(document.lines)
        ],
        "figures": list(document.figures.values()),
    }
    return json.dumps(content, default=as_json_cell, ensure_ascii=False, indent=1)
