"""What all charts share: points, axes and style, and how they are saved or stand in a page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradegap.errors import TradegapError
from tradegap.texts import Listing, as_json_cell, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import altair

    from tradegap.database import Row

    Chart = altair.LayerChart | altair.FacetChart


# The first is the agencies' own look on paper and stands in the converter itself, so
# that the picture is the same on every machine.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, GREY, GRID, LINE = "#1c1c1c", "#5a5a5a", "#dddddd", "#004c97"
# Beside the blue of what is known now: what was first printed or fell, and what was before.
RED, BEFORE = "#d1495b", "#a9b8c6"
AGENCIES = "U.S. Bureau of Economic Analysis and U.S. Census Bureau."
SOURCE = f"{AGENCIES} Balance of payments basis, seasonally adjusted."
# In a page: so narrow that its letters are large enough on a phone.
WIDTH_INLINE, HEIGHT_INLINE = 400, 230
PIXELS_PER_POINT = 2  # of the PNG: sharp on a screen and on paper


@dataclass(frozen=True)
class Drawing:
    """The files of a chart, and what its reader has to know about it."""

    files: list[Path]
    notes: list[str]


def save(chart: Chart, folder: Path, name: str, rows: Sequence[Row]) -> list[Path]:
    """Write a chart as `<name>.svg` and `.png`, and the rows it is drawn from as `.csv`.

    Raises:
        TradegapError: A file cannot be written.
    """
    files = [folder / f"{name}.{suffix}" for suffix in ("svg", "png", "csv")]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files[:2]:
            chart.save(file, scale_factor=PIXELS_PER_POINT)
        listing = Listing(list(rows[0]), [[written(cell) for cell in row.values()] for row in rows])
        files[2].write_text(listing.written("csv") + "\n", encoding="utf-8")
    except OSError as error:
        raise TradegapError(f"cannot write the chart: {error}") from error
    return files


def inline(chart: Chart, name: str) -> tuple[str, str]:
    """A chart that stands in a page with a title of its own: its view box and its SVG.

    Its colours follow the page, so nothing is painted behind it.
    """
    import vl_convert

    spec: dict[str, Any] = chart.to_dict(validate=False)
    del spec["title"], spec["description"]
    spec |= {"width": WIDTH_INLINE, "padding": {"left": 4, "top": 4, "right": 14, "bottom": 4}}
    spec["height"] = spec["height"] if isinstance(spec["height"], dict) else HEIGHT_INLINE
    spec["config"]["background"] = None
    for layer in spec["layer"]:
        for axis in ("x", "y"):
            layer["encoding"][axis]["title"] = None
    svg = vl_convert.vegalite_to_svg(spec)
    # A picture is one thing to who hears it, and several stand in a page.
    svg = re.sub(r' (?:role|aria-[a-z]+|class|font-family)="[^"]*"', "", svg)
    svg = re.sub(r'(id="|url\(#)(clip|gradient)', rf"\1{name}_\2", svg)
    svg = re.sub(r"(\.\d\d)\d+", r"\1", svg)  # hundredths of a pixel
    [(box, content)] = re.findall(r'<svg [^>]*viewBox="([^"]*)">(.*)</svg>', svg, re.DOTALL)
    return box, content


def points(rows: Iterable[Row]) -> altair.Chart:
    """A chart of rows as they stand: the drawing program knows neither dates nor decimals."""
    import altair as alt

    # As text, which is passed from layer to layer without a copy of each number.
    values = json.dumps([*rows], default=as_json_cell)
    return alt.Chart(alt.InlineData(values=values, format=alt.JsonDataFormat(type="json")))


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

    ticks: dict[str, Any] = {"format": dates[0], "tickCount": dates[1]} if dates else {}
    in_style: Chart = chart.properties(
        width=720,
        height=360,
        padding={"left": 20, "top": 20, "right": 24, "bottom": 16},
        title=alt.Title(title, subtitle=subtitle),
        description=f"{title}, {subtitle}",
    ).configure(  # all at once: each step copies the whole chart
        font=FONT,
        background="white",
        view=alt.ViewConfig(stroke=None, clip=False),
        title=alt.TitleConfig(
            anchor="start",
            frame="group",
            fontSize=18,
            color=INK,
            subtitleFontSize=14,
            subtitleColor=GREY,
            subtitlePadding=6,
            offset=22,
        ),
        axis=alt.AxisConfig(labelFontSize=13, labelColor=INK, titleFontWeight="normal"),
        axisX=alt.AxisConfig(
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
        ),
        axisY=alt.AxisConfig(
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
        ),
    )
    return in_style
