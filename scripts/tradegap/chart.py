"""The chart of a release page: ten years of the monthly deficit as one line.

Drawn from `rpt_release_chart` as it stands; title and dates are the page's own. SVG and
PNG are made without a browser or network.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tradegap.errors import TradegapError
from tradegap.pages import find_release

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import altair

    from tradegap.database import Published, Row

# The first is the agencies' own look on paper and stands in the converter itself, so
# that the picture is the same on every machine.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, GREY, GRID, LINE = "#1c1c1c", "#5a5a5a", "#dddddd", "#004c97"
SOURCE = (
    "U.S. Bureau of Economic Analysis and U.S. Census Bureau. Balance of payments basis, "
    "seasonally adjusted."
)
PIXELS_PER_POINT = 2  # of the PNG: sharp on a screen and on paper


@dataclass(frozen=True)
class Drawing:
    """The files of a chart, and what its reader has to know about it."""

    files: list[Path]
    notes: list[str]


def draw(published: Published, release: str, folder: Path) -> Drawing:
    """Write the chart of a release as `trade_gap_<release>.svg` and `.png`.

    Args:
        published: The published database.
        release: The release, `2024-01`.
        folder: Where the files go; made if it is not there.

    Raises:
        TradegapError: The release is not held or has no chart, or a file cannot be written.
    """
    month = find_release(published, release)["release_month"]
    points = published.rows(
        "select month, deficit_busd, known_release_month from marts.rpt_release_chart "
        "where release_month = ? order by month",
        [month],
    )
    texts = {
        row["part"]: row["text"]
        for row in published.rows(
            "select part, text from marts.rpt_release_highlights where release_month = ? "
            "and part in ('chart_title', 'chart_period')",
            [month],
        )
    }
    if all(point["deficit_busd"] is None for point in points) or len(texts) < 2:
        raise TradegapError(
            f"release {release} has no chart: it does not hold the months a chart needs"
        )
    chart = _chart(points, texts["chart_title"], texts["chart_period"], _label(published, month))
    notes = [*_older(month, points), *_gaps(release, points)]
    return Drawing(save(chart, folder, f"trade_gap_{release}"), notes)


def save(chart: altair.LayerChart, folder: Path, name: str) -> list[Path]:
    """Write a chart as `<name>.svg` and `.png`.

    Raises:
        TradegapError: A file cannot be written.
    """
    files = [folder / f"{name}.{suffix}" for suffix in ("svg", "png")]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            chart.save(file, scale_factor=PIXELS_PER_POINT)
    except OSError as error:
        raise TradegapError(f"cannot write the chart: {error}") from error
    return files


def _label(published: Published, month: date) -> str | None:
    """The deficit as the page prints it, for the last point."""
    found = published.rows(
        "select value_used from marts.fct_release_figures "
        "where release_month = ? and figure = 'deficit' and value_used is not null",
        [month],
    )
    return f"${found[0]['value_used']} billion" if found else None


def _older(month: date, points: list[Row]) -> list[str]:
    """A note that names the releases whose figures the older months are."""
    runs = []
    for known, run in groupby(points, key=lambda point: point["known_release_month"]):
        if known and known != month:
            runs.append(f"{_period(run)} as release {known:%Y-%m} printed them")
    return [f"the release does not print all months: {', '.join(runs)}"] if runs else []


def _gaps(release: str, points: list[Row]) -> list[str]:
    """A note that names the runs of months of which no figure was known."""
    runs = []
    for is_gap, run in groupby(points, key=lambda point: point["deficit_busd"] is None):
        if is_gap:
            runs.append(_period(run))
    what = f"no release up to {release} is held that printed"
    return [f"{what} {', '.join(runs)}: a gap in the line"] if runs else []


def _period(run: Iterable[Row]) -> str:
    """The first month of a run of points, and the last one where it is another."""
    months = [f"{point['month']:%Y-%m}" for point in run]
    return months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"


def _chart(points: list[Row], title: str, period: str, label: str | None) -> altair.LayerChart:
    """One line from zero, its last point named; title on top, source at the foot."""
    import altair as alt

    x = alt.X("month:T", scale=alt.Scale(type="utc"), title=f"Source: {SOURCE}")
    y = alt.Y("deficit:Q", scale=alt.Scale(zero=True), title="Billions of dollars")
    layers = [alt.Chart(_data(points)).mark_line(color=LINE, strokeWidth=2.5, strokeJoin="round")]
    last = points[-1]
    if label and last["deficit_busd"] is not None:
        end = alt.Chart(_data([last]))
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
    return styled(alt.layer(*(layer.encode(x=x, y=y) for layer in layers)), title, period)


def styled(
    chart: altair.LayerChart,
    title: str,
    subtitle: str,
    *,
    dates: tuple[str, str | dict[str, object]] | None = ("%Y", "year"),
) -> altair.LayerChart:
    """A chart in the look of all of them.

    Args:
        chart: The layers, with their own scales and axis titles.
        title: What stands on top.
        subtitle: What stands under it.
        dates: How dates of the horizontal axis are written, and where they stand; none
            for an axis of words.
    """
    import altair as alt

    ticks = {"format": dates[0], "tickCount": dates[1]} if dates else {}
    return (
        chart.properties(
            width=720,
            height=360,
            padding={"left": 20, "top": 20, "right": 24, "bottom": 16},
            title=alt.Title(title, subtitle=subtitle),
            description=f"{title}, {subtitle}",
        )
        .configure(font=FONT, background="white")
        .configure_view(stroke=None, clip=False)
        .configure_title(
            anchor="start",
            frame="group",
            fontSize=18,
            color=INK,
            subtitleFontSize=14,
            subtitleColor=GREY,
            subtitlePadding=6,
            offset=22,
        )
        .configure_axis(labelFontSize=13, labelColor=INK, titleFontWeight="normal")
        .configure_axisX(
            **ticks,
            labelFlush=False,
            grid=False,
            domainColor=INK,
            tickColor=INK,
            titleAnchor="start",
            titleAlign="left",
            titleFontSize=11,
            titleColor=GREY,
            titlePadding=16,
            labelPadding=6,
        )
        .configure_axisY(
            tickCount=6,
            domain=False,
            ticks=False,
            gridColor=GRID,
            titleAngle=0,
            titleAlign="left",
            titleAnchor="end",
            titleX=0,
            titleY=-14,
            titleFontSize=13,
            titleColor=GREY,
        )
    )


def _data(points: list[Row]) -> altair.InlineData:
    """The points for the drawing program, which knows no decimals."""
    import altair as alt

    return alt.InlineData(
        values=[
            {
                "month": row["month"].isoformat(),
                "deficit": None if row["deficit_busd"] is None else float(row["deficit_busd"]),
            }
            for row in points
        ]
    )
