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
    from collections.abc import Iterable
    from datetime import date

    from tradegap.database import Published, Row
    from tradegap.pages.drawing import Chart


def draw(published: Published, release: str, folder: Path) -> Drawing:
    """Write the chart of a release as `trade_gap_<release>.svg` and `.png`.

    Raises:
        TradegapError: The release is not held or has no chart, or a file cannot be written.
    """
    month = find_release(published, release)["release_month"]
    rows = published.rows(
        "select month, deficit_busd, known_release_month from marts.rpt_release_chart "
        "where release_month = ? order by month",
        [month],
    )
    parts = published.rows(
        "select part, text from marts.rpt_release_highlights where release_month = ? "
        "and part in ('chart_title', 'chart_period')",
        [month],
    )
    texts = {part["part"]: part["text"] for part in parts}
    if all(row["deficit_busd"] is None for row in rows) or len(texts) < 2:
        raise TradegapError(
            f"release {release} has no chart: it does not hold the months a chart needs"
        )
    chart = _chart(rows, texts["chart_title"], texts["chart_period"], _label(published, month))
    notes = [*_older(month, rows), *_gaps(release, rows)]
    return Drawing(save(chart, folder, f"trade_gap_{release}"), notes)


def _label(published: Published, month: date) -> str | None:
    """The deficit as the page prints it, for the last point."""
    found = published.rows(
        "select value_used from marts.fct_release_figures "
        "where release_month = ? and figure = 'deficit' and value_used is not null",
        [month],
    )
    return f"${found[0]['value_used']} billion" if found else None


def _older(month: date, rows: list[Row]) -> list[str]:
    """A note that names the releases whose figures the older months are."""
    runs = []
    for known, run in groupby(rows, key=lambda row: row["known_release_month"]):
        if known and known != month:
            runs.append(f"{_period(run)} as release {known:%Y-%m} printed them")
    return [f"the release does not print all months: {', '.join(runs)}"] if runs else []


def _gaps(release: str, rows: list[Row]) -> list[str]:
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


def _chart(rows: list[Row], title: str, period: str, label: str | None) -> Chart:
    """One line from zero, its last point named; title on top, source at the foot."""
    layers = [points(rows).mark_line(color=LINE, strokeWidth=2.5, strokeJoin="round")]
    last = rows[-1]
    if label and last["deficit_busd"] is not None:
        end = points([last])
        layers += [
            end.mark_point(color=LINE, filled=True, opacity=1, size=60),
            end.mark_text(
                text=[f"{last['month']:%B %Y}", label],
                align="left",
                baseline="middle",
                dx=10,
                dy=-8,
                color=INK,
                fontSize=13,
                lineHeight=17,
            ),
        ]
    return styled(over_time(layers), title, period)
