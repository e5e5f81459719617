"""What all charts share: their points, axes and style, and how they are saved as SVG and PNG."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from tradegap.errors import TradegapError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import altair

    from tradegap.database import Row

    Chart = altair.LayerChart | altair.FacetChart


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


def save(chart: Chart, folder: Path, name: str) -> list[Path]:
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


def points(rows: Iterable[Row]) -> altair.Chart:
    """A chart of rows as they stand: the drawing program knows neither dates nor decimals."""
    import altair as alt

    def plain(value: date | Decimal) -> str | float:
        return value.isoformat() if isinstance(value, date) else float(value)

    return alt.Chart(alt.InlineData(values=json.loads(json.dumps([*rows], default=plain))))


def over_time(
    layers: Iterable[altair.Chart],
    *,
    by: str = "month",
    horizontal: str = f"Source: {SOURCE}",
    vertical: str = "Billions of dollars",
    from_zero: bool = True,
) -> Chart:
    """The layers of a deficit (`deficit_busd`) over months or releases, one upon another."""
    import altair as alt

    x = alt.X(f"{by}:T", scale=alt.Scale(type="utc"), title=horizontal)
    scale = alt.Scale(zero=True) if from_zero else alt.Scale(zero=False, padding=24)
    y = alt.Y("deficit_busd:Q", scale=scale, title=vertical)
    return alt.layer(*(layer.encode(x=x, y=y) for layer in layers))


def styled(
    chart: Chart,
    title: str,
    subtitle: str,
    *,
    dates: tuple[str, str | dict[str, object]] | None = ("%Y", "year"),
) -> Chart:
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
    in_style: Chart = (
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
    return in_style
