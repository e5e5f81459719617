"""The charts of a category or country: its exports and imports, and their balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradegap.pages.drawing import AGENCIES, INK, LINE, RED, points, styled
from tradegap.pages.release_charts import ReleaseChart

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair

    from tradegap.database import Row

MOST_LABELLED_YEARS = 12
COLORS = {"exports": LINE, "imports": RED, "balance": LINE}


def charts(label: str, rows: Sequence[Row]) -> list[ReleaseChart]:
    """Two lines for exports and imports, one for the balance, by month."""
    flows = [flow for flow in COLORS if any(row[f"{flow}_musd"] is not None for row in rows)]
    shown = (
        ("exports_and_imports", f"Exports and Imports: {label}", flows[: -("balance" in flows)]),
        ("balance", f"Balance: {label}", flows[len(flows) - ("balance" in flows) :]),
    )
    return [_lines(name, title, rows, lines) for name, title, lines in shown if lines]


def _lines(name: str, title: str, rows: Sequence[Row], flows: Sequence[str]) -> ReleaseChart:
    import altair as alt

    x = alt.X("month:T", scale=alt.Scale(type="utc"), title=f"Source: {AGENCIES}")
    layers: list[altair.Chart] = []
    said = []
    for flow in flows:
        y = alt.Y(
            f"{flow}_musd:Q",
            title="Billions of dollars",
            axis=alt.Axis(labelExpr="format(datum.value / 1000, ',')"),
        )
        last = next(row for row in reversed(rows) if row[f"{flow}_musd"] is not None)
        named = points([last]).mark_text(
            text=flow.capitalize(), align="left", dx=6, color=INK, fontSize=13
        )
        line = points(rows).mark_line(color=COLORS[flow], strokeWidth=2, strokeJoin="round")
        layers += [layer.encode(x=x, y=y) for layer in (line, named)]
        said.append(f"{flow} at {last[f'{flow}_musd']:,.0f} million in {last['month']:%B %Y}")
    first, last = rows[0]["month"], rows[-1]["month"]
    is_long = last.year - first.year > MOST_LABELLED_YEARS
    ticks = {"interval": "year", "step": 5} if is_long else "year"
    period = f"{first:%B %Y}–{last:%B %Y}"
    return ReleaseChart(
        name,
        title,
        f"{period}. Billions of dollars.",
        f"Lines by month that end with {' and '.join(said)} dollars.",
        rows,
        styled(alt.layer(*layers), title, period, dates=("%Y", ticks)),
    )
