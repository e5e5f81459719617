"""The charts of revisions: what later releases made of the deficit that was first printed.

Three pictures, drawn from `rpt_revision_chart` and `fct_revision_statistics` as they stand:
a month's value through its releases, first prints against the latest values, and the size
of revisions by horizon. The first is of one release's month, the others of all that is held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradegap.errors import TradegapError
from tradegap.pages.drawing import (
    BEFORE,
    GREY,
    INK,
    LINE,
    RED,
    SOURCE,
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
    from pathlib import Path

    from tradegap.database import Published, Row
    from tradegap.pages.drawing import Chart


FIRST, LATEST = "First print", "Latest held"
FAN = 6  # months that a line of the fan goes back from its release
PERIODS = ["Months before 2020", "Months since 2020"]
BALANCE = "balance_goods_and_services_bop_sa"


PRINTS = """
    select
        month, release_month, months_old, is_first_print, is_latest_held, is_changed,
        deficit_busd
    from marts.rpt_revision_chart
    where month = coalesce(cast(? as date), month)
    order by month, release_month
"""


def draw(published: Published, release: str, folder: Path) -> Drawing:
    """Write the three charts.

    Raises:
        TradegapError: The release is not held or its month has no first print, or a file
            cannot be written.
    """
    month = find_release(published, release)["release_month"]
    prints = prints_of(published)
    own = [row for row in prints if row["month"] == month]
    if not own or not own[0]["is_first_print"]:
        raise TradegapError(
            f"release {release} has no chart of revisions: its own deficit is not held"
        )
    sizes = published.rows(
        """
        select
            case horizon
                when 'latest' then 'latest held' when '1' then '1 month'
                else horizon || ' months'
            end as horizon,
            'Months ' || replace(month_period, '_', ' ') as period,
            mean_absolute_revision_musd as size,
            format('{:,}', cast(round_even(mean_absolute_revision_musd, 0) as bigint)) as label
        from marts.fct_revision_statistics
        where series_id = ? and month_kind = 'all' and month_period <> 'all'
        order by horizon_months nulls last, month_period
        """,
        [BALANCE],
    )
    files = [
        *save(steps(own), folder, f"deficit_revisions_{release}", own),
        *save(_fan(prints), folder, "deficit_first_prints", prints),
        *save(_sizes(sizes), folder, "deficit_revision_sizes", sizes),
    ]
    return Drawing(files, [])


def prints_of(published: Published, month: date | None = None) -> list[Row]:
    """What each release held of the deficit of a month, or of all months."""
    return published.rows(PRINTS, [month])


def steps(prints: Sequence[Row]) -> Chart:
    """One month's deficit in each release held: steps, a point where it changed."""
    changed = [row for row in prints if row["is_changed"]]
    layers = [
        points(prints).mark_line(
            color=LINE, strokeWidth=2.5, interpolate="step-after", strokeJoin="round"
        ),
        points(prints).mark_point(color=LINE, filled=True, opacity=1, size=14),
        points(changed).mark_point(color=LINE, filled=True, opacity=1, size=70),
    ]
    first, last = prints[0], prints[-1]
    return styled(
        over_time(
            layers,
            by="release_month",
            horizontal=f"Release. Source: {SOURCE}",
            vertical="Billions of dollars; the axis does not start at zero. A small point is a "
            "release held, a large one changed the value.",
            from_zero=False,
        ),
        f"The Deficit of {first['month']:%B %Y} as Each Release Printed It",
        f"From ${first['deficit_busd']:.1f} billion in the release of "
        f"{first['release_month']:%B %Y} to ${last['deficit_busd']:.1f} billion in that of "
        f"{last['release_month']:%B %Y}",
        dates=("%b %Y", {"interval": "month", "step": 3}),
    )


def _fan(prints: Sequence[Row]) -> Chart:
    """Each release's own last months, its first print, and what is known now."""
    import altair as alt

    recent = [row for row in prints if row["months_old"] <= FAN]
    latest = [row | {"kind": LATEST} for row in prints if row["is_latest_held"]]
    first = [row | {"kind": FIRST} for row in prints if row["is_first_print"]]
    kinds = alt.Scale(domain=[FIRST, LATEST], range=[RED, LINE])
    color = alt.Color("kind:N", scale=kinds, title=None)
    layers = [
        points(recent).mark_line(color=GREY, opacity=0.45).encode(detail="release_month:T"),
        points(latest).mark_line(strokeWidth=2).encode(color=color),
        points(first).mark_point(filled=True, opacity=1, size=22).encode(color=color),
    ]
    return styled(
        over_time(layers),
        "First Prints of the Deficit and What Is Known Now",
        f"{first[0]['month']:%B %Y}–{first[-1]['month']:%B %Y}; grey: the last {FAN} months "
        "as each release printed them",
    )


def _sizes(sizes: Sequence[Row]) -> Chart:
    """The mean size of revisions, a pair of bars for each horizon."""
    import altair as alt

    order: list[str] = list(dict.fromkeys(row["horizon"] for row in sizes))
    base = points(sizes).encode(
        x=alt.X(
            "horizon:N",
            sort=order,
            scale=alt.Scale(paddingInner=0.3),
            axis=alt.Axis(labelAngle=0),
            title=f"Time after the first print. Source: {SOURCE}",
        ),
        xOffset=alt.XOffset("period:N", sort=PERIODS),
        y=alt.Y("size:Q", scale=alt.Scale(zero=True), title="Mean size, millions of dollars"),
    )
    colors = alt.Scale(domain=PERIODS, range=[BEFORE, LINE])
    return styled(
        alt.layer(
            base.mark_bar().encode(color=alt.Color("period:N", scale=colors, title=None)),
            base.mark_text(dy=-8, color=INK, fontSize=12).encode(text="label:N"),
        ),
        "How Far First Prints of the Deficit Are Revised",
        "Mean size of the later deficit less the first print, by time after it",
        dates=None,
    )
