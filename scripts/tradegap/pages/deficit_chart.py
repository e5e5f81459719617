"""The chart of a release page: ten years of the monthly deficit as one line.

Drawn from `rpt_release_chart` as it stands; title and dates are the page's own. SVG and
PNG are made without a browser or network.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tradegap.errors import TradegapError
from tradegap.pages.drawing import INK, LINE, Drawing, over_time, points, save, styled
from tradegap.pages.release_page import find_release

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import altair

    from tradegap.database import Published, Row
    from tradegap.pages.drawing import Chart


def draw(published: Published, release: str, folder: Path) -> Drawing:
    """Write the chart of a release as `trade_gap_<release>`.

    Raises:
        TradegapError: The release is not held or has no chart, or a file cannot be written.
    """
    month = find_release(published, release)["release_month"]
    rows = points_of(published, month)
    drawn = line(published, month, rows)
    if drawn is None:
        raise TradegapError(
            f"release {release} has no chart: it does not hold the months a chart needs"
        )
    notes = [*_older(month, rows), *_gaps(release, rows)]
    return Drawing(save(drawn, folder, f"trade_gap_{release}", rows), notes)


def points_of(published: Published, month: date) -> list[Row]:
    """The points of the chart of the release of a month."""
    return published.rows(
        "select month, deficit_busd, avg3_deficit_busd, known_release_month "
        "from marts.rpt_release_chart where release_month = ? order by month",
        [month],
    )


def line(published: Published, month: date, rows: Sequence[Row]) -> Chart | None:
    """The chart, where its points and its words are held."""
    parts = published.rows(
        "select part, text from marts.rpt_release_highlights where release_month = ? "
        "and part in ('chart_title', 'chart_period')",
        [month],
    )
    texts = {part["part"]: part["text"] for part in parts}
    if all(row["deficit_busd"] is None for row in rows) or len(texts) < 2:
        return None
    return _chart(rows, texts["chart_title"], texts["chart_period"], _label(published, month))


def _label(published: Published, month: date) -> str | None:
    """The deficit as the page prints it, for the last point."""
    found = published.rows(
        "select value_used from marts.fct_release_figures "
        "where release_month = ? and figure = 'deficit' and value_used is not null",
        [month],
    )
    return f"${found[0]['value_used']} billion" if found else None


def _older(month: date, rows: Sequence[Row]) -> list[str]:
    """A note that names the releases whose figures the older months are."""
    runs = []
    for known, run in groupby(rows, key=lambda row: row["known_release_month"]):
        if known and known != month:
            runs.append(f"{_period(run)} as release {known:%Y-%m} printed them")
    return [f"the release does not print all months: {', '.join(runs)}"] if runs else []


def _gaps(release: str, rows: Sequence[Row]) -> list[str]:
    """A note that names the runs of months of which no figure was known."""
    runs = []
    for is_gap, run in groupby(rows, key=lambda row: row["deficit_busd"] is None):
        if is_gap:
            runs.append(_period(run))
    what = f"no release up to {release} is held that printed"
    return [f"{what} {', '.join(runs)}: a gap in the line"] if runs else []


def _period(run: Iterable[Row]) -> str:
    """The first month of a run of points, and the last one where it is another."""
    months = [f"{row['month']:%Y-%m}" for row in run]
    return months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"


def label(row: Row, words: list[str]) -> altair.Chart:
    """Words beside a point."""
    named: altair.Chart = points([row]).mark_text(
        text=words,
        align="left",
        baseline="middle",
        dx=10,
        dy=-8,
        color=INK,
        fontSize=13,
        lineHeight=17,
    )
    return named


def _chart(rows: Sequence[Row], title: str, period: str, deficit: str | None) -> Chart:
    """One line from zero, its last point named; title on top, source at the foot."""
    layers = [points(rows).mark_line(color=LINE, strokeWidth=2.5, strokeJoin="round")]
    last = rows[-1]
    if deficit and last["deficit_busd"] is not None:
        layers += [
            points([last]).mark_point(color=LINE, filled=True, opacity=1, size=60),
            label(last, [f"{last['month']:%B %Y}", deficit]),
        ]
    return styled(over_time(layers), title, period)
