"""March 2025: what the project computes is what the text of that release printed.

The figures are typed from the release text, and most are in no seed. Billions of dollars or
percent, to one decimal, rounded half away from zero as the agencies do.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest

import mutations

if TYPE_CHECKING:
    from pathlib import Path

    from compiled import CompiledProject

FIGURES = {
    "deficit": 140.5,
    "deficit_change": 17.3,
    "prior_deficit_revised": 123.2,
    "exports": 278.5,
    "exports_change": 0.5,
    "imports": 419.0,
    "imports_change": 17.8,
    "goods_deficit": 163.5,
    "goods_deficit_change": 16.5,
    "services_surplus": 23.0,
    "services_surplus_change": -0.8,
    "avg3_deficit": 131.4,
    "avg3_deficit_change": 14.1,
    "avg3_deficit_change_from_year_ago": 63.2,
    "exports_goods_change": 1.3,
    "exports_services_change": -0.9,
    "imports_goods_change": 17.8,
    "imports_services_change": -0.1,
    "real_goods_deficit_pct": 10.2,
    "nominal_goods_deficit_census_pct": 10.3,
    "real_exports_goods_pct": 1.6,
    "nominal_exports_goods_census_pct": 1.4,
    "real_imports_goods_pct": 5.8,
    "nominal_imports_goods_census_pct": 5.5,
    "exports_industrial_supplies_change": 2.2,
    "exports_automotive_change": 1.2,
    "exports_capital_goods_change": -1.5,
    "exports_travel_change": -1.3,
    "exports_transport_change": 0.3,
    "exports_financial_change": 0.2,
    "imports_consumer_goods_change": 22.5,
    "imports_capital_goods_change": 3.7,
    "imports_automotive_change": 2.6,
    "imports_industrial_supplies_change": -10.7,
    "imports_travel_change": -0.4,
    "imports_transport_change": 0.2,
}

# By series and column of the changes. A balance is written with its sign, so that a deficit
# that grows has a negative change; its percent is the change in size.
CHANGES = {
    ("balance_goods_and_services_bop_sa", "ytd_change_musd"): -189.6,
    ("balance_goods_and_services_bop_sa", "ytd_change_pct"): 92.6,
    ("exports_goods_and_services_bop_sa", "ytd_change_musd"): 41.1,
    ("exports_goods_and_services_bop_sa", "ytd_change_pct"): 5.2,
    ("imports_goods_and_services_bop_sa", "ytd_change_musd"): 230.7,
    ("imports_goods_and_services_bop_sa", "ytd_change_pct"): 23.3,
    ("balance_goods_and_services_bop_sa", "avg3_musd"): -131.4,
    ("balance_goods_and_services_bop_sa", "avg3_month_change_musd"): -14.1,
    ("balance_goods_and_services_bop_sa", "avg3_year_change_musd"): -63.2,
    ("exports_goods_and_services_bop_sa", "avg3_musd"): 275.7,
    ("exports_goods_and_services_bop_sa", "avg3_month_change_musd"): 4.0,
    ("exports_goods_and_services_bop_sa", "avg3_year_change_musd"): 13.7,
    ("imports_goods_and_services_bop_sa", "avg3_musd"): 407.1,
    ("imports_goods_and_services_bop_sa", "avg3_month_change_musd"): 18.1,
    ("imports_goods_and_services_bop_sa", "avg3_year_change_musd"): 76.9,
    ("exports_goods_bop_sa", "value_musd"): 183.2,
    ("exports_goods_bop_sa", "month_change_musd"): 1.3,
    ("exports_services_bop_sa", "value_musd"): 95.2,
    ("imports_goods_bop_sa", "value_musd"): 346.8,
    ("imports_services_bop_sa", "value_musd"): 72.2,
    ("exports_goods_census_sa", "month_change_musd"): 2.5,
    ("exports_net_adjustments_bop_sa", "month_change_musd"): -1.2,
    ("imports_goods_census_sa", "month_change_musd"): 17.8,
    ("balance_goods_census_sa_chained_2017", "value_musd"): -150.9,
    ("balance_goods_census_sa_chained_2017", "month_change_musd"): -14.0,
    ("balance_goods_census_sa_chained_2017", "month_change_pct"): 10.2,
    ("exports_goods_census_sa_chained_2017", "value_musd"): 149.7,
    ("exports_goods_census_sa_chained_2017", "month_change_musd"): 2.4,
    ("exports_goods_census_sa_chained_2017", "month_change_pct"): 1.6,
    ("imports_goods_census_sa_chained_2017", "value_musd"): 300.6,
    ("imports_goods_census_sa_chained_2017", "month_change_musd"): 16.4,
    ("imports_goods_census_sa_chained_2017", "month_change_pct"): 5.8,
}


# The same figures in the words of the page; the page itself has not been found.
SENTENCES = [
    "March 2025 Trade Gap is $140.5 Billion",
    "The U.S. goods and services trade deficit increased from $123.2 billion in February "
    "(revised) to $140.5 billion in March, as imports increased more than exports. The goods "
    "deficit increased $16.5 billion to $163.5 billion, and the services surplus decreased "
    "$0.8 billion to $23.0 billion.",
    "Exports of goods increased $1.3 billion, and exports of services decreased $0.9 billion.",
    "Imports of goods increased $17.8 billion, and imports of services decreased $0.1 billion.",
    "The real goods deficit increased 10.2 percent in March, compared to a 10.3 percent increase "
    "in the nominal deficit. Real exports of goods increased 1.6 percent, compared to a 1.4 "
    "percent increase in nominal exports. Real imports of goods increased 5.8 percent, compared "
    "to a 5.5 percent increase in nominal imports.",
]


@pytest.fixture(scope="module")
def project(root: Path, compiled: CompiledProject) -> CompiledProject:
    """The built project, built from the files as they are."""
    assert not mutations.younger_than_the_build(root), "run `dbt build` first"
    return compiled


def one(project: CompiledProject, query: str, *parameters: str) -> Any:  # noqa: ANN401
    """The only value of the only row of a query."""
    ((value,),) = project.connection.execute(query, parameters).fetchall()
    return value


def rounded(value: Decimal) -> Decimal:
    """To one decimal, half away from zero."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


@pytest.mark.parametrize(("figure", "printed"), FIGURES.items(), ids=FIGURES)
def test_the_figure_is_the_printed_one(
    project: CompiledProject, figure: str, printed: float
) -> None:
    of_march = "from marts.fct_release_figures where release_month = '2025-03-01' and figure = ?"
    assert one(project, f"select value_used {of_march}", figure) == Decimal(str(printed))
    computed = one(project, f"select computed_value {of_march}", figure)
    assert rounded(computed) == Decimal(str(printed))


@pytest.mark.parametrize(
    ("series", "column", "printed"),
    [(*key, printed) for key, printed in CHANGES.items()],
    ids=["-".join(key) for key in CHANGES],
)
def test_the_change_is_the_printed_one(
    project: CompiledProject, series: str, column: str, printed: float
) -> None:
    value = one(
        project,
        f"select {column} from marts.fct_trade_changes where release_month = '2025-03-01' "
        "and month = '2025-03-01' and series_id = ?",
        series,
    )
    unit = 1 if column.endswith("_pct") else 1000
    assert rounded(value / unit) == Decimal(str(printed))


@pytest.mark.parametrize("sentence", SENTENCES, ids=range(len(SENTENCES)))
def test_the_page_says_so(project: CompiledProject, sentence: str) -> None:
    assert (
        one(
            project,
            "select count(*) from marts.rpt_release_highlights "
            "where release_month = '2025-03-01' and contains(text, ?)",
            sentence,
        )
        == 1
    )


def test_the_month_before_is_what_the_ledger_held_before_this_release(
    project: CompiledProject,
) -> None:
    for series, printed in [
        ("exports_goods_and_services_bop_sa", 278458),
        ("imports_goods_and_services_bop_sa", 401120),
    ]:
        held = one(
            project,
            "select value_musd from marts.fct_trade_values where series_id = ? "
            "and period_kind = 'month' and period_start = '2025-02-01' "
            "and valid_from_release = '2025-02-01'",
            series,
        )
        assert held == printed
