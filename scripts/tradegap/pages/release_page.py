"""The page of a release, and the list of releases.

Everything printed here is a row of the published marts. Nothing is computed: numbers are
only written out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tradegap.database import Published, Row
from tradegap.errors import TradegapError
from tradegap.periods import release_month
from tradegap.texts import Listing, listed_some

if TYPE_CHECKING:
    from collections.abc import Iterable


MOST_NAMED = 6  # releases or figures that an error message names


@dataclass(frozen=True)
class Page:
    """The text of a page, what its reader has to know about it, and its release."""

    text: str
    notes: list[str]
    release: Row


def page(published: Published, release: str, *, with_real: bool = False) -> Page:
    """The page of a release; `with_real` prints real figures if the page of its time had none.

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
    return Page(_text(shown), notes, held)


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


def releases(published: Published) -> Listing:
    """The list of all releases held: published when, with what page, lacking what."""
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
    header = ("release", "published", "page", "lacks")
    return Listing(header, [tuple(row.values()) for row in rows])


def find_release(published: Published, release: str) -> Row:
    """The release with its page.

    Raises:
        TradegapError: The name is not one of a release, or the release is not held.
    """
    found = published.rows(
        """
        select release_month, release_name, published_on, has_page, is_complete, lacks,
            as_printed, revision_note
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
        f"it lacks {held['lacks'] or 'every figure of one'} "
        f"(with a page: {listed_some(names, MOST_NAMED) or 'none'})"
    )
