"""The charts of a release, for its page in a browser and as files.

Each is drawn from rows of the marts as they stand, and has words for who does not see it.
A release has the charts that it has figures for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tradegap.pages import deficit_chart, revision_charts
from tradegap.pages.drawing import (
    AGENCIES,
    BEFORE,
    INK,
    LINE,
    RED,
    Drawing,
    over_time,
    points,
    save,
    styled,
)
from tradegap.pages.release_page import find_release

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from tradegap.database import Published, Row
    from tradegap.pages.drawing import Chart

# The sums of which a chart shows what moved them.
MOVED = {
    "goods_by_end_use": ("goods", "Census basis"),
    "services_by_category": ("services", "balance of payments basis"),
}
CONTRIBUTIONS = """
    select
        parts.rollup_id,
        parts.flow,
        coalesce(named.agency_name, parts.category_id) as category,
        parts.change_musd,
        parts.contribution_pp
    from marts.fct_category_contributions as parts
    inner join marts.dim_series as sums on sums.series_id = parts.parent_series_id
    left join marts.dim_category as named on named.category_id = parts.category_id
    where
        parts.release_month = $release_month
        and parts.month = $release_month
        and parts.compared_with = 'previous_month'
        and parts.flow in ('exports', 'imports')
        and not parts.is_residual
        and parts.contribution_pp is not null
        and sums.category_id in ('goods', 'services')
        and sums.price_basis = 'current'
        and sums.seasonal_adjustment = 'sa'
    order by parts.flow, parts.contribution_pp desc, category
"""


@dataclass(frozen=True)
class ReleaseChart:
    """A chart: its name as a file, its words, the rows it is drawn from, and what is drawn."""

    name: str
    title: str
    subtitle: str
    said: str  # what it shows, for who does not see it
    rows: Sequence[Row]
    drawn: Chart


def charts(published: Published, month: date) -> list[ReleaseChart]:
    """The charts of the release of a month that it has figures for."""
    found = _deficits(published, month)
    contributions = published.rows(CONTRIBUTIONS, {"release_month": month})
    for rollup in MOVED:
        parts = [row for row in contributions if row["rollup_id"] == rollup]
        found += _moved(rollup, month, parts)
    return [*found, *_revisions(revision_charts.prints_of(published, month))]


def draw(published: Published, release: str, folder: Path) -> Drawing:
    """Write all charts of a release.

    Raises:
        TradegapError: The release is not held, or a file cannot be written.
    """
    month = find_release(published, release)["release_month"]
    files: list[Path] = []
    for chart in charts(published, month):
        files += save(chart.drawn, folder, f"{chart.name}_{release}", chart.rows)
    return Drawing(files, [])


def _deficits(published: Published, month: date) -> list[ReleaseChart]:
    """Ten years of the deficit, and of its average of three months."""
    rows = deficit_chart.points_of(published, month)
    drawn = deficit_chart.line(published, month, rows)
    if drawn is None:
        return []
    known = [row for row in rows if row["deficit_busd"] is not None]
    deficit = ReleaseChart(
        "trade_gap",
        drawn.title.text,
        f"{drawn.title.subtitle}. Billions of dollars, as known at the release.",
        f"A line of the monthly deficit, from {_point(known[0])} to {_point(known[-1])}.",
        rows,
        drawn,
    )
    averages = [row for row in rows if row["avg3_deficit_busd"] is not None]
    if not averages:
        return [deficit]
    title, period = "Deficit and Its Three-Month Average", drawn.title.subtitle
    return [
        deficit,
        ReleaseChart(
            "trade_gap_average",
            title,
            f"{period}. Billions of dollars; the light line is the month.",
            "Two lines, the monthly deficit and its average of three months, which ends at "
            f"{_dollars(averages[-1]['avg3_deficit_busd'])} in {averages[-1]['month']:%B %Y}.",
            rows,
            styled(
                over_time(
                    [
                        points(rows).mark_line(color=BEFORE, strokeWidth=1.5),
                        points(
                            row | {"deficit_busd": row["avg3_deficit_busd"]} for row in rows
                        ).mark_line(color=LINE, strokeWidth=2.5, strokeJoin="round"),
                        deficit_chart.label(
                            averages[-1] | {"deficit_busd": averages[-1]["avg3_deficit_busd"]},
                            ["Average of", "three months"],
                        ),
                    ]
                ),
                title,
                f"{period}; the light line is the month",
            ),
        ),
    ]


def _moved(rollup: str, month: date, rows: Sequence[Row]) -> list[ReleaseChart]:
    """What moved exports and imports of goods or services, on one scale side by side."""
    what, basis = MOVED[rollup]
    amounts = [row["contribution_pp"] for row in rows]
    found = []
    for flow in ("exports", "imports"):
        parts = [row for row in rows if row["flow"] == flow]
        if not parts:
            continue
        title = f"What Moved {flow.capitalize()} of {what.capitalize()}"
        subtitle = (
            f"{month:%B %Y}, contributions to the percent change from the month before, "
            f"percentage points. Seasonally adjusted, {basis}."
        )
        said = "; ".join(f"{row['category']} {row['contribution_pp']:+.2f}" for row in parts)
        drawn = styled(_bars(parts, min(amounts), max(amounts)), title, subtitle, dates=None)
        found.append(
            ReleaseChart(
                f"contributions_{what}_{flow}",
                title,
                subtitle,
                f"Bars, from what added most to what took away most: {said}.",
                parts,
                drawn.properties(height={"step": 38}),
            )
        )
    return found


def _bars(rows: Sequence[Row], lowest: Decimal, highest: Decimal) -> Chart:
    """Bars to both sides of nothing, ordered, each under its name and with its number."""
    import altair as alt

    named = [row | {"label": f"{row['contribution_pp']:+.2f}"} for row in rows]
    ends = alt.Scale(domain=[min(float(lowest), 0), max(float(highest), 0)], padding=36)
    base = points(named).encode(
        y=alt.Y("category:N", sort=None, axis=None),
        x=alt.X(
            "contribution_pp:Q",
            scale=ends,
            axis=alt.Axis(tickCount=5),
            title=f"Percentage points. Source: {AGENCIES}",
        ),
    )
    rises = alt.datum.contribution_pp >= 0
    labels: dict[str, Any] = {"color": INK, "fontSize": 12, "baseline": "middle", "yOffset": 7}
    return alt.layer(
        base.mark_bar(height=13, yOffset=7).encode(
            color=alt.condition(rises, alt.value(LINE), alt.value(RED))
        ),
        base.mark_text(align="left", yOffset=-7, color=INK, fontSize=12).encode(
            text="category:N", x=alt.value(0)
        ),
        base.transform_filter(rises)
        .mark_text(align="left", xOffset=4, **labels)
        .encode(text="label:N"),
        base.transform_filter(~rises)
        .mark_text(align="right", xOffset=-4, **labels)
        .encode(text="label:N"),
    )


def _revisions(prints: Sequence[Row]) -> list[ReleaseChart]:
    """What later releases held made of the month's deficit."""
    if len(prints) < 2 or not prints[0]["is_first_print"]:
        return []
    drawn = revision_charts.steps(prints)
    changed = [row for row in prints if row["is_changed"]]
    said = "; ".join(
        f"{_dollars(row['deficit_busd'])} in the release of {row['release_month']:%B %Y}"
        for row in changed
    )
    return [
        ReleaseChart(
            "deficit_revisions",
            drawn.title.text,
            f"{drawn.title.subtitle}. The axis does not start at zero; a small point is a "
            "release held, a large one changed the value.",
            f"Steps of the value: {said}.",
            prints,
            drawn,
        )
    ]


def _point(row: Row) -> str:
    return f"{_dollars(row['deficit_busd'])} in {row['month']:%B %Y}"


def _dollars(billions: Decimal) -> str:
    return f"{'-' * (billions < 0)}${abs(billions):.1f} billion"
