"""The pages of the web site beside SQL: releases, what each category and country did, checks.

Every page is a file of its own with links to the others that work under any address. All of
them are made from the published file, by a process for each processor: charts take most of the
time.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradegap.database import Published
from tradegap.pages import (
    document,
    formats,
    html,
    release_charts,
    tables,
    topic_charts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradegap.database import Row

NAVIGATION = (
    ("releases/index.html", "Releases"),
    ("topics/index.html", "Categories and countries"),
    ("checks.html", "Checks"),
    ("downloads.html", "Downloads"),
    ("sql.html", "SQL"),
)
RELEASES = """
    select
        releases.release_name as name,
        releases.release_month,
        releases.published_on,
        pages.is_complete,
        pages.lacks,
        titles.text as headline
    from marts.dim_release as releases
    inner join marts.rpt_release_pages as pages using (release_month)
    inner join marts.rpt_release_highlights as titles using (release_month)
    where pages.has_page and titles.element = 'title'
    order by releases.release_month desc
"""


@dataclass(frozen=True)
class Topics:
    """Pages of one kind: their folder, what they are called, and their table of the star."""

    folder: str
    name: str
    table: str
    key: str
    label: str
    about: str
    revisions: str  # which of fct_revisions are theirs


SEASONALLY = "Seasonally adjusted, in current dollars"
TOPICS = (
    Topics(
        "goods",
        "Goods by end-use category",
        "monthly_goods_by_category",
        "category_id",
        "category",
        f"{SEASONALLY}, Census basis.",
        "category_id = $key and area_id = 'world' and basis = 'census'",
    ),
    Topics(
        "services",
        "Services by category",
        "monthly_services_by_category",
        "category_id",
        "category",
        f"{SEASONALLY}, balance of payments basis.",
        "category_id = $key and area_id = 'world' and basis = 'bop'",
    ),
    Topics(
        "countries",
        "Goods by country",
        "monthly_goods_by_country",
        "area_id",
        "country",
        f"{SEASONALLY}, Census basis.",
        "category_id = 'goods' and area_id = $key and basis = 'census'",
    ),
)
HISTORY = """
    select
        month as "Month",
        release_month as "Release",
        exports_musd as "Exports (millions of dollars)",
        imports_musd as "Imports (millions of dollars)",
        balance_musd as "Balance (millions of dollars)",
        exports_month_change_pct as "Exports, change from the month before (percent)",
        imports_month_change_pct as "Imports, change from the month before (percent)",
        exports_year_change_pct as "Exports, change from a year before (percent)",
        imports_year_change_pct as "Imports, change from a year before (percent)",
        exports_share_pct as "Share of exports (percent)",
        imports_share_pct as "Share of imports (percent)"
    from marts.{table} where {key} = ? order by month desc
"""
# Every month from the first to the last: where none is held the line has a gap.
POINTS = """
    with held as (
        select * from marts.{table} where {key} = ?
    )

    select months.month, held.exports_musd, held.imports_musd, held.balance_musd
    from marts.dim_month as months
    left join held using (month)
    where months.month between (select min(month) from held) and (select max(month) from held)
    order by months.month
"""
CONTRIBUTIONS = """
    select
        month as "Month",
        exports_month_contribution_pp
            as "To exports, from the month before (percentage points)",
        imports_month_contribution_pp
            as "To imports, from the month before (percentage points)",
        exports_year_contribution_pp
            as "To exports, from a year before (percentage points)",
        imports_year_contribution_pp
            as "To imports, from a year before (percentage points)"
    from marts.{table} where {key} = ? and month_change_release_month is not null
    order by month desc
"""
REVISIONS = """
    select
        month as "Month",
        flow as "Flow",
        first_print_musd as "First print (millions of dollars)",
        value_musd as "Newest held (millions of dollars)",
        release_month as "Release of the newest",
        revision_from_first_print_musd as "Revision since the first (millions of dollars)",
        revision_from_first_print_pct as "Revision since the first (percent)"
    from marts.fct_revisions
    where
        {which}
        and flow in ('exports', 'imports')
        and {usual}
        and is_latest_held
        and not is_first_print
        and first_print_musd is not null
    order by month desc, flow
"""
CHECKS = """
    select
        identity_name as "Identity",
        identity_class as "Class",
        count(*) as "Checked (count)",
        count(*) filter (where status = 'holds') as "Holds (count)",
        count(*) filter (where status = 'reviewed') as "Reviewed difference (count)",
        count(*) filter (where status = 'recorded') as "Recorded difference (count)",
        count(*) filter (where status not in ('holds', 'reviewed', 'recorded'))
            as "Other (count)"
    from marts.fct_identity_checks
    group by identity_name, identity_class
    order by identity_name
"""
DIFFERENCES = """
    select
        identity_name as "Identity",
        strftime(carried_by_release_month, '%Y-%m') as "Release",
        exhibit as "Exhibit",
        series_id as "Series",
        strftime(period_start, '%Y-%m') as "Period",
        expected_value as "Expected (millions of dollars)",
        actual_value as "Printed (millions of dollars)",
        difference as "Difference (millions of dollars)",
        status as "Status",
        reason as "Reason"
    from marts.fct_identity_checks
    where status <> 'holds'
    order by identity_name, carried_by_release_month desc, exhibit, series_id, period_start
"""


def write(root: Path, folder: Path, progress: Callable[[int, int], None]) -> int:
    """Write all pages into a folder, saying how many of how many are written.

    Returns:
        The number of pages.

    Raises:
        TradegapError: The published file lacks what a page needs.
    """
    with Published(root) as published:
        releases = published.rows(RELEASES)
        topics = [
            {"topics": topics, "key": row["key"], "label": row["label"]}
            for topics in TOPICS
            for row in published.rows(
                f"select distinct {topics.key} as key, {topics.label} as label "
                f"from marts.{topics.table} order by label"
            )
        ]
        for name in ("releases", "topics", *(topics.folder for topics in TOPICS)):
            (folder / name).mkdir(exist_ok=True)
        _write_lists(published, folder, releases, topics)
    around = zip([None, *releases[:-1]], [*releases[1:], None], strict=True)
    jobs: list[tuple[Any, ...]] = [
        *((_write_release, row["name"], turn) for row, turn in zip(releases, around, strict=True)),
        *((_write_topic, row["topics"], row["key"], row["label"]) for row in topics),
    ]
    # Not forked: a process that has opened a database or drawn a chart has threads.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as processes:
        waiting = [processes.submit(job, root, folder, *rest) for job, *rest in jobs]
        for done, one in enumerate(as_completed(waiting), 1):
            one.result()
            progress(done, len(jobs))
    return len(jobs)


def _site(depth: int, **more: Any) -> dict[str, Any]:
    return {"root": "../" * depth, "pages": NAVIGATION, **more}


def _write_lists(
    published: Published, folder: Path, releases: list[Row], topics: list[Row]
) -> None:
    """The pages that lead to others, and those of checks and downloads."""
    found = [(f"releases/{row['name']}.html", row["headline"]) for row in releases]
    found += [
        (f"{row['topics'].folder}/{row['key']}.html", f"{row['label']}: {row['topics'].name}")
        for row in topics
    ]
    newest = document.read(published, releases[0]["name"]) if releases else None
    charts = release_charts.charts(published, releases[0]["release_month"]) if releases else []
    complete = next((row for row in releases if row["is_complete"]), None)
    pages: dict[str, tuple[int, str, dict[str, Any]]] = {
        "index.html": (
            0,
            "index.html",
            {
                "document": newest,
                "complete": complete,
                "index": found,
                "charts": html.pictures(charts[:2]),
            },
        ),
        "releases/index.html": (1, "releases.html", {"releases": releases}),
        "topics/index.html": (1, "topics.html", {"kinds": TOPICS, "topics": topics}),
        "checks.html": (
            0,
            "checks.html",
            {
                "blocks": [
                    html.block("Identities, and whether they hold", published.rows(CHECKS)),
                    html.block("Where they do not hold", published.rows(DIFFERENCES)),
                ]
            },
        ),
        "downloads.html": (0, "downloads.html", {"releases": releases, "said": tables.NOTES}),
    }
    for address, (depth, template, content) in pages.items():
        text = html.rendered(template, site=_site(depth), **content)
        (folder / address).write_text(text, encoding="utf-8")


def _write_release(root: Path, folder: Path, name: str, turn: tuple[Row | None, ...]) -> None:
    """A release's page, with its workbook and its JSON beside it."""
    with Published(root) as published:
        read = document.read(published, name, full=True)
        if not read.lines:
            read = document.read(published, name)
        later, earlier = turn
        site = _site(1, later=later, earlier=earlier)
        text = html.release_page(published, read, site)
        (folder / f"releases/{name}.html").write_text(text, encoding="utf-8")
        for form in ("json", "xlsx"):
            content = formats.written(published, read, form)
            formats.save(content, folder / "releases", name, form)


def _write_topic(root: Path, folder: Path, topics: Topics, key: str, label: str) -> None:
    """The page of a category or country: its history, contributions and revisions."""
    with Published(root) as published:
        history = published.rows(HISTORY.format(**vars(topics)), [key])
        blocks = [html.block("By month", history)]
        if topics.key == "category_id":
            rows = published.rows(CONTRIBUTIONS.format(**vars(topics)), [key])
            blocks.append(html.block("Contributions to exports and imports of the whole", rows))
        points = published.rows(POINTS.format(**vars(topics)), [key])
        which = {"which": topics.revisions, "usual": tables.usual("fct_revisions")}
        revised = published.rows(REVISIONS.format(**which), {"key": key})
        blocks.append(html.block("Revisions since the first print", revised))
    text = html.rendered(
        "topic.html",
        label=label,
        topics=topics,
        charts=html.pictures(topic_charts.charts(label, points)),
        blocks=[block for block in blocks if block.rows],
        newest=history[0],
        site=_site(1),
    )
    (folder / topics.folder / f"{key}.html").write_text(text, encoding="utf-8")
