"""The page of a release in a browser: its numbers and tables, looked up in the database."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest

import webpage
from tradegap.database import Published
from tradegap.pages import html
from tradegap.pages.document import Document, as_markdown, as_text, blocks, read, sections
from tradegap.pages.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Command

    from webpage import Element

RELEASES = [
    "2024-01",
    "2025-03",
    *(pytest.param(release, marks=pytest.mark.slow) for release in ("2021-08", "2023-04")),
]
# An amount in a text, with what makes it smaller than its last digit.
AMOUNT = re.compile(
    r"(?P<less>less than )?"
    r"(?:\$(?P<dollars>[\d,.]*\d)(?: [Bb]illion)?|(?P<percent>[\d.]+\d) percent)"
)


@pytest.fixture(scope="module", params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def database(root: Path, published: Path) -> Iterator[Published]:
    with Published(root) as database:
        yield database


@pytest.fixture(scope="module", params=["full", "highlights"])
def page(
    request: pytest.FixtureRequest,
    release: str,
    database: Published,
) -> Element:
    found = read(database, release, full=request.param == "full")
    return webpage.read(html.release_page(database, found))


def decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def shown(value: Decimal | None, places: str = "1") -> str:
    return "" if value is None else f"{value.quantize(Decimal(places), ROUND_HALF_UP):,f}"


@pytest.mark.built
def test_it_asks_nobody_for_anything_and_its_links_lead_somewhere(page: Element) -> None:
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    assert len(set(ids)) == len(ids)
    for element in page.all():
        assert "src" not in element.attributes, element.tag
        address = element.attributes.get("href", "#content")
        assert address == "data:," or address.removeprefix("#") in ids, address
        for name in (element.attributes.get("aria-labelledby") or "content").split():
            assert name in ids
    [policy] = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy.attributes["content"].startswith("default-src 'none'; ")
    assert not re.search(r"@import|url\((?!#)", next(page.all("style")).text())


@pytest.mark.built
def test_every_number_of_the_text_is_a_link_to_its_figure(
    page: Element, release: str, database: Published
) -> None:
    figures = {
        row["figure"]: row
        for row in database.rows(
            "select figure, unit, value_used from marts.fct_release_figures "
            "where release_month = cast(? as date)",
            [f"{release}-01"],
        )
    }
    [text], [box] = page.all("section", id="text"), page.all("section", class_="box")
    links = [*text.all("a", class_="figure"), *box.all("a", class_="figure")]
    assert links
    for link in links:
        figure = figures[link.attributes["href"].removeprefix("#figure-")]
        said = AMOUNT.fullmatch(link.text())
        assert said, link.text()
        assert bool(said["percent"]) == (figure["unit"] == "percent")
        if said["less"]:
            assert figure["value_used"] == 0
        else:
            assert decimal(said["dollars"] or said["percent"]) == abs(figure["value_used"])
        [row] = page.all("tr", id=f"figure-{figure['figure']}")
        assert decimal(next(row.all("td")).text()) == figure["value_used"]
    for part in (text, box):
        for element in (*part.all("p"), *part.all("li"), *part.all("dd")):
            if element.attributes.get("class") != "quiet":
                assert not AMOUNT.search(element.text(without="number")), element.text()


@pytest.mark.built
def test_every_figure_that_is_linked_has_its_row_with_its_inputs(
    page: Element, release: str, database: Published
) -> None:
    expected = database.rows(
        "select * from marts.fct_release_figures where release_month = cast(? as date)",
        [f"{release}-01"],
    )
    rows = {
        row.attributes["id"].removeprefix("figure-"): row
        for row in page.all("tr")
        if "id" in row.attributes
    }
    links = {link.attributes["href"] for link in page.all("a", class_="figure")}
    assert {f"#figure-{figure}" for figure in rows} == links
    for figure in (figure for figure in expected if figure["figure"] in rows):
        used, unrounded, printed, status, inputs = rows[figure["figure"]].all("td")
        for cell, name in (
            (used, "value_used"),
            (unrounded, "computed_value"),
            (printed, "printed_value"),
        ):
            found = decimal(cell.text()) if cell.text() else None
            assert found == figure[name], (figure["figure"], name)
        assert status.text().startswith(figure["status"])
        sources = database.rows(
            "select series_id, seed, seed_row from marts.fct_release_figure_inputs "
            "where release_month = ? and figure = ? order by input_number",
            [figure["release_month"], figure["figure"]],
        )
        said = [item.text() for item in inputs.all("li")]
        assert len(said) == max(len(sources), 1)
        for item, source in zip(said, sources, strict=False):
            assert item.startswith(source["series_id"])
            assert item.endswith(f"{source['seed']}: {source['seed_row']}")


@pytest.mark.built
def test_the_totals_are_those_of_the_database(
    page: Element, release: str, database: Published
) -> None:
    expected = database.rows(
        "select strftime(month, '%Y-%m') as month, exports_musd, imports_musd, balance_musd "
        "from marts.fct_trade_balances where release_month = cast(? as date) "
        "and category_id = 'goods_and_services' and seasonal_adjustment = 'sa' "
        "order by month desc",
        [f"{release}-01"],
    )
    table = next(table for table in page.all("table") if "by month" in table.text())
    found = [
        [next(row.all("th")).text(), *(cell.text() for cell in list(row.all("td"))[:3])]
        for row in table.all("tr")
        if list(row.all("td"))
    ]
    assert found
    month, *amounts = zip(*found, strict=True)
    assert list(month) == [row["month"] for row in expected[: len(found)]]
    for column, name in zip(amounts, ("exports_musd", "imports_musd", "balance_musd"), strict=True):
        assert list(column) == [shown(row[name]) for row in expected[: len(found)]]
    if len(found) < len(expected):
        assert f"The first {len(found)} of {len(expected)} rows" in page.text()


@pytest.mark.built
def test_the_categories_are_those_of_the_database(
    page: Element, release: str, database: Published
) -> None:
    for flow in ("exports", "imports"):
        expected = database.rows(
            "select agency_name, value_musd, month_change_musd, month_change_pct "
            "from marts.fct_trade_changes join marts.dim_category using (category_id) "
            "where release_month = cast(? as date) and month = release_month and flow = ? "
            "and scheme = 'services' and seasonal_adjustment = 'sa' order by sort_order",
            [f"{release}-01", flow],
        )
        tables = [
            table
            for table in page.all("table")
            if next(table.all("caption")).text().startswith(f"services: {flow}")
        ]
        found = [
            [cell.text() for cell in row.children if hasattr(cell, "tag")][:4]
            for table in tables[:1]
            for row in next(table.all("tbody")).all("tr")
        ]
        assert found == [
            [
                row["agency_name"],
                shown(row["value_musd"]),
                shown(row["month_change_musd"]),
                shown(row["month_change_pct"], "0.1"),
            ]
            for row in expected
        ]


@pytest.mark.built
def test_a_chart_says_what_it_shows(page: Element) -> None:
    charts = list(page.all("svg"))
    assert charts
    for chart in charts:
        title, said = (next(chart.all(tag)).text().strip() for tag in ("title", "desc"))
        assert title
        assert re.search(r"\d\.\d", said)
        assert any(path.attributes.get("d") for path in chart.all("path"))


@pytest.mark.built
def test_sections_that_are_not_held_are_named(release: str, database: Published) -> None:
    missing = database.rows(
        "select section_title from marts.rpt_release_sections "
        "where release_month = cast(? as date) and not is_present order by position",
        [f"{release}-01"],
    )
    found = read(database, release, full=True)
    lines = [line for line in as_text(found).splitlines() if line.startswith("Not in this release")]
    assert len(lines) == bool(missing)
    for row in missing:
        assert row["section_title"] in lines[0]
        assert f"\n## {row['section_title']}\n" not in as_markdown(found)


MADE = Document(
    release={
        "release_name": "2024-01",
        "release_month": date(2024, 1, 1),
        "published_on": None,
        "headline": "Fish & <b>chips</b>",
    },
    is_full=True,
    lines=[
        {
            "section": "fish",
            "section_title": "Côte d'Ivoire & <i>others</i>",
            "level": 1,
            "element": "paragraph",
            "text": 'Fish <script>alert("1")</script> *rose* $1.0 billion.',
            "linked_text": 'Fish <script>alert("1")</script> *rose* [$1.0 billion](#fish).',
        }
    ],
    figures={
        "fish": {
            "figure": "fish",
            "unit": "usd_billions",
            "value": Decimal("1.0"),
            "unrounded": None,
            "printed": Decimal("1.0"),
            "status": "printed only",
            "reason": '"quoted" & <unsure>',
            "formula": "a < b",
            "printed_seed": None,
            "printed_seed_row": None,
            "inputs": [],
        }
    },
    notes=["<note>"],
    missing=["Nothing & <none>"],
)


def test_names_with_special_characters_are_escaped() -> None:
    block = html.Block(
        title="<t>",
        about="&",
        columns=["Category", "Value (millions of dollars)"],
        rows=[{"Category": "<td>O'Neil & Co.", "Value (millions of dollars)": Decimal("-0.5")}],
        count=1,
    )
    text = html.rendered(
        "release.html",
        document=MADE,
        source="A & B",
        box=[row for row in html.BOX if row[1] == "fish"],
        sections=[(title, list(blocks(rows))) for title, rows in sections(MADE.lines)],
        charts=[],
        tables=[(Table("Odd", "<h>", "<a>", block.rows), [block])],
        said={},
        exhibits=[],
        figures=MADE.figures,
        site=None,
    )
    page = webpage.read(text)
    assert "<script>alert" not in text
    assert next(page.all("li", class_="level-1")).text(without="tip") == MADE.lines[0]["text"]
    assert next(page.all("h2")).text() == "Fish & <b>chips</b>"
    assert next(page.all("h3")).text() == "Côte d'Ivoire & <i>others</i>"
    row = next(page.all("tbody"))
    assert next(row.all("th")).text() == "<td>O'Neil & Co."
    assert next(row.all("td")).text() == "-1"
    assert "\\<script>alert" in as_markdown(MADE)
    assert "\\*rose\\*" in as_markdown(MADE)


@pytest.mark.built
@pytest.mark.parametrize(
    ("form", "suffix"),
    [("text", "txt"), ("markdown", "md"), ("html", "html"), ("json", "json"), ("xlsx", "xlsx")],
)
def test_a_release_goes_to_a_file_or_a_folder(
    tradegap: Command, published: Path, tmp_path: Path, form: str, suffix: str
) -> None:
    file = tmp_path / "new" / f"march.{suffix}"
    for out, written in ((tmp_path, tmp_path / f"trade_2025-03.{suffix}"), (file, file)):
        outcome = tradegap("release", "2025-03", "--full", "--format", form, "--out", str(out))
        assert (outcome.code, outcome.out) == (0, f"{written}\n")
    assert file.read_bytes() == (tmp_path / f"trade_2025-03.{suffix}").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2, "nothing else is left there"


@pytest.mark.built
def test_json_has_the_values_of_the_database(
    tradegap: Command, release: str, database: Published
) -> None:
    content = json.loads(tradegap("release", release, "--format", "json").out, parse_float=Decimal)
    expected = database.rows(
        "select figure, value_used, computed_value from marts.fct_release_figures "
        "where release_month = cast(? as date)",
        [f"{release}-01"],
    )
    assert {one["figure"]: (one["value"], one["unrounded"]) for one in content["figures"]} == {
        row["figure"]: (row["value_used"], row["computed_value"]) for row in expected
    }
    named = {
        figure
        for section in content["sections"]
        for sentence in section["sentences"]
        for figure in sentence["figures"]
    }
    assert named
    assert named <= {one["figure"] for one in content["figures"]}


@pytest.mark.built
@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["1999-01", "--format", "html"], 1, "release 1999-01 is not held"),
        (["2024-01", "--format", "csv"], 2, "a release is written as text, markdown"),
        (["2024-01", "--full", "--with-real"], 2, "--with-real is of the highlights"),
        (["--format", "html"], 2, "--format html needs a release"),
        (["--out", "x"], 2, "--out needs a release"),
        (["2024-01", "--out", "dbt_project.yml/x.txt"], 1, "cannot write dbt_project.yml/x.txt: "),
    ],
)
def test_what_cannot_be_written_is_one_line(
    tradegap: Command, published: Path, words: list[str], code: int, message: str
) -> None:
    outcome = tradegap("release", *words)
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.startswith(f"tradegap: {message}")
    assert outcome.err.count("\n") == 1
