"""The January 2024 page is produced, not typed: a changed seed changes its sentences only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mutations
from mutations import Change, changed, dropped, flipped, moved, repeated

if TYPE_CHECKING:
    from compiled import CompiledProject

EXPECTED = Path(__file__).parent / "expected" / "2024-01_highlights.md"
HIGHLIGHTS = "rpt_release_highlights"
# Parts of a page that print no figure.
WITHOUT_FIGURES = {
    "heading",
    "chart_title",
    "chart_period",
    "agency_bea",
    "agency_census",
    "footer",
}


@pytest.fixture(scope="module")
def project(root: Path, compiled: CompiledProject) -> CompiledProject:
    """The built project, built from the files as they are."""
    assert not mutations.younger_than_the_build(root), "run `dbt build` first"
    return compiled


def page(project: CompiledProject, release: str) -> list[str]:
    """The lines of a release's page, as `tradegap release` puts them, but for blank ones."""
    lines = project.connection.execute(
        "select case element when 'bullet' then '- ' else '' end || text "
        "from marts.rpt_release_highlights "
        "where release_month = ? and is_on_page order by position",
        [f"{release}-01"],
    ).fetchall()
    return [line for (line,) in lines]


def expected(replaced: dict[str, str] | None = None) -> list[str]:
    """The page as published, without blank lines, with other sentences in some places."""
    text = EXPECTED.read_text(encoding="utf-8")
    for old, new in (replaced or {}).items():
        assert text.count(old) == 1, f"not once on the page: {old}"
        text = text.replace(old, new)
    return [line for line in text.splitlines() if line.strip()]


def test_the_page_is_the_published_one(project: CompiledProject) -> None:
    assert page(project, "2024-01") == expected()


@dataclass(frozen=True)
class Case:
    """A change of the seeds of January 2024, and the sentences it changes, old to new."""

    what: str
    change: Change
    sentences: dict[str, str]


def january(column: str, by: int) -> Change:
    """A figure of January in the totals of the release moved, millions of dollars."""
    return moved("seeds.release_totals", column, by, "month = '2024-01-01'")


def total(series: str, column: str, month: str, by: int) -> Change:
    """A total moved in both files that hold it: the release's totals and the vintages."""
    return moved("seeds.release_totals", column, by, f"month = '{month}'") + moved(
        "seeds.bop_totals_vintages",
        "value_musd",
        by,
        f"series_id = '{series}' and month = '{month}' and first_seen = '2024-03-08'",
    )


def category(flow: str, name: str) -> str:
    return f"release_month = '2024-01-01' and flow = '{flow}' and category = '{name}'"


def figure(name: str) -> str:
    return f"release_month = '2024-01-01' and figure = '{name}'"


PRINTED_CHANGES = "seeds.published_category_changes"
PRINTED_FIGURES = "seeds.published_figures"

CASES = [
    Case(
        "total_exports",
        total("BOPTEXP", "exports_total", "2024-01-01", 1000),
        {
            "Trade Gap is $67.4 Billion": "Trade Gap is $66.4 Billion",
            "to $67.4 billion in January, as imports": "to $66.4 billion in January, as imports",
            "the services surplus decreased $0.3 billion to $24.2 billion.": (
                "the services surplus increased $0.7 billion to $25.2 billion."
            ),
            "increased $0.3 billion, or 0.1 percent, in January to $257.2 billion.": (
                "increased $1.3 billion, or 0.5 percent, in January to $258.2 billion."
            ),
            "exports of services increased $0.2 billion.": (
                "exports of services increased $1.2 billion."
            ),
        },
    ),
    Case(
        "total_imports_of_the_month_before",
        total("BOPTIMP", "imports_total", "2023-12-01", -700),
        {
            "from $64.2 billion in December (revised)": "from $63.5 billion in December (revised)",
            "the services surplus decreased $0.3 billion": (
                "the services surplus decreased $1.0 billion"
            ),
            "increased $3.6 billion, or 1.1 percent, in January": (
                "increased $4.3 billion, or 1.3 percent, in January"
            ),
            "imports of services increased $0.5 billion.": (
                "imports of services increased $1.2 billion."
            ),
        },
    ),
    Case(
        "total_imports_until_the_deficit_decreases",
        total("BOPTIMP", "imports_total", "2024-01-01", -3400),
        {
            "Trade Gap is $67.4 Billion": "Trade Gap is $64.0 Billion",
            "trade deficit increased from $64.2 billion in December (revised) to $67.4 billion "
            "in January, as imports increased more than exports.": (
                "trade deficit decreased from $64.2 billion in December (revised) to "
                "$64.0 billion in January, as exports increased more than imports."
            ),
            "the services surplus decreased $0.3 billion to $24.2 billion.": (
                "the services surplus increased $3.1 billion to $27.6 billion."
            ),
            "increased $3.6 billion, or 1.1 percent, in January to $324.6 billion.": (
                "increased $0.2 billion, or 0.1 percent, in January to $321.2 billion."
            ),
            "imports of services increased $0.5 billion.": (
                "imports of services decreased $2.9 billion."
            ),
            "The increase in imports of services reflected increases in travel ($0.5 billion) "
            "and in financial services ($0.1 billion). A decrease in transport ($0.2 billion) "
            "partly offset the increases.": (
                "The decrease in imports of services reflected a decrease in transport "
                "($0.2 billion). Increases in travel ($0.5 billion) and in financial services "
                "($0.1 billion) partly offset the decrease."
            ),
        },
    ),
    Case(
        "goods_exports",
        january("exports_goods", 100),
        {
            "The goods deficit increased $3.0 billion to $91.6 billion, and the services surplus "
            "decreased $0.3 billion to $24.2 billion.": (
                "The goods deficit increased $2.9 billion to $91.5 billion, and the services "
                "surplus decreased $0.4 billion to $24.1 billion."
            ),
            "Exports of goods increased $0.2 billion, and exports of services increased "
            "$0.2 billion.": (
                "Exports of goods increased $0.3 billion, and exports of services increased "
                "$0.1 billion."
            ),
        },
    ),
    Case(
        "goods_imports_of_the_month_before",
        moved("seeds.release_totals", "imports_goods", -200, "month = '2023-12-01'"),
        {
            "The goods deficit increased $3.0 billion": "The goods deficit increased $3.2 billion",
            "the services surplus decreased $0.3 billion": (
                "the services surplus decreased $0.1 billion"
            ),
            "Imports of goods increased $3.1 billion, and imports of services increased "
            "$0.5 billion.": (
                "Imports of goods increased $3.3 billion, and imports of services increased "
                "$0.3 billion."
            ),
        },
    ),
    Case(
        "printed_category",
        moved(
            PRINTED_CHANGES,
            "printed_change_busd",
            0.3,
            category("exports", "Automotive vehicles, parts, and engines"),
        ),
        {
            "reflected increases in automotive vehicles, parts, and engines ($1.4 billion)": (
                "reflected increases in automotive vehicles, parts, and engines ($1.7 billion)"
            )
        },
    ),
    Case(
        "printed_category_with_the_other_sign",
        flipped(PRINTED_CHANGES, "printed_change_busd", category("exports", "Travel")),
        {
            "reflected increases in financial services ($0.1 billion) and in travel "
            "($0.1 billion).": (
                "reflected an increase in financial services ($0.1 billion). A decrease in travel "
                "($0.1 billion) partly offset the increase."
            )
        },
    ),
    Case(
        "printed_category_that_is_not_named",
        dropped(PRINTED_CHANGES, category("imports", "Consumer goods")),
        {
            "Decreases in industrial supplies and materials ($1.3 billion) and in consumer goods "
            "($1.1 billion) partly offset": (
                "A decrease in industrial supplies and materials ($1.3 billion) partly offset"
            )
        },
    ),
    Case(
        "printed_category_more",
        repeated(
            PRINTED_CHANGES,
            category("imports", "Transport"),
            "'Insurance services' as category, 4 as order_on_page, -0.1 as printed_change_busd",
        ),
        {
            "A decrease in transport ($0.2 billion) partly offset": (
                "Decreases in transport ($0.2 billion) and in insurance services ($0.1 billion) "
                "partly offset"
            )
        },
    ),
    Case(
        "real_percent",
        changed(PRINTED_FIGURES, "printed_value", "-1.0", figure("real_imports_goods_pct")),
        {
            "Real imports of goods increased 1.0 percent": (
                "Real imports of goods decreased 1.0 percent"
            )
        },
    ),
    Case(
        "real_percent_equal_to_the_nominal_one",
        moved(PRINTED_FIGURES, "printed_value", 0.1, figure("real_goods_deficit_pct")),
        {
            "increased 3.0 percent in January, compared to a 3.1 percent increase in the nominal "
            "deficit.": (
                "increased 3.1 percent in January, which is the same as the increase in the "
                "nominal deficit."
            )
        },
    ),
    Case(
        "nominal_percent",
        changed(
            PRINTED_FIGURES, "printed_value", "-8.4", figure("nominal_exports_goods_census_pct")
        ),
        {
            "compared to a 0.1 percent increase in nominal exports": (
                "compared to an 8.4 percent decrease in nominal exports"
            )
        },
    ),
    # A figure that can be computed is computed: what was printed does not reach the page.
    Case(
        "printed_total",
        moved(PRINTED_FIGURES, "printed_value", 1.0, figure("deficit"))
        + moved(PRINTED_FIGURES, "printed_value", 1.0, figure("exports_goods_change")),
        {},
    ),
    # The page is of this release: what a later one says of January does not reach it.
    Case(
        "later_release",
        moved(
            "seeds.bop_totals_vintages",
            "value_musd",
            1000,
            "month = '2024-01-01' and first_seen > '2024-03-08'",
        )
        + moved("seeds.bea_goods_and_services", "exports_total", 1000, "row_kind = 'month'"),
        {},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_a_changed_seed_changes_its_sentences_only(project: CompiledProject, case: Case) -> None:
    with project.changed(*case.change.statements, **case.change.arguments, wanted=[HIGHLIGHTS]):
        assert page(project, "2024-01") == expected(case.sentences)
    assert page(project, "2024-01") == expected()


@pytest.mark.parametrize("release", ["2021-08", "2025-03"])
def test_every_number_of_a_release_with_its_exhibits_is_computed(
    project: CompiledProject, release: str
) -> None:
    sources = dict(
        project.connection.execute(
            "select part, figures_source from marts.rpt_release_highlights where release_month = ?",
            [f"{release}-01"],
        ).fetchall()
    )
    assert {part for part, source in sources.items() if source == "none"} == WITHOUT_FIGURES
    assert {source for part, source in sources.items() if part not in WITHOUT_FIGURES} == {
        "computed"
    }
    assert sources.keys() - WITHOUT_FIGURES == {
        "title",
        "lead",
        "exports",
        "exports_goods",
        "exports_services",
        "imports",
        "imports_goods",
        "imports_services",
        "real",
    }
    printed_only = project.connection.execute(
        "select figure from marts.fct_release_figures "
        "where release_month = ? and page_part is not null and status = 'printed only'",
        [f"{release}-01"],
    ).fetchall()
    assert printed_only == []


def test_the_page_of_january_says_which_of_its_parts_are_as_printed(
    project: CompiledProject,
) -> None:
    parts = project.connection.execute(
        "select part, figures_source from marts.rpt_release_highlights "
        "where release_month = '2024-01-01' and figures_source <> 'none' order by position"
    ).fetchall()
    assert dict(parts) == {
        "title": "computed",
        "lead": "computed",
        "exports": "computed",
        "exports_goods": "printed",
        "exports_services": "printed",
        "imports": "computed",
        "imports_goods": "printed",
        "imports_services": "printed",
        "real": "printed",
    }
