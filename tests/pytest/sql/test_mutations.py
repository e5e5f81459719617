"""Every reconciliation test can fail: something is broken, and that very test reports it.

Each case breaks one thing in a copy of the built database, runs again what the test reads,
sees the test fail and takes everything back. A case is a row of `mutations.csv`, or several
with the same test and name: what is edited (see `mutations.change_of`), and in `shows` what a
row that the test reports says. Where every column, seed or exhibit is broken the same way, the
cases are made below.

Figures are moved by more than twice what rounding allows, by 1 where two prints of a figure have
to be equal. What rounding allows, which the test must not report, stands beside one figure of
each test as `allowed`: within half a unit for each rounded figure of the sum, for k addends
printed in millions (k + 1) / 2, down to the whole million.
"""

from __future__ import annotations

import csv
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

import mutations
from compiled import MANIFEST, CompiledProject, open_build
from mutations import (
    Change,
    blanked,
    changed,
    dropped,
    emptied,
    flipped,
    moved,
    one_of,
    repeated,
    requeried,
    statement,
)
from tradegap.layouts.seeds import FIGURE_SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from _pytest.mark import ParameterSet

TABLE = Path(__file__).with_name("mutations.csv")


@dataclass(frozen=True)
class Case:
    """One thing broken, the test that has to report it, and what a reported row shows, in SQL."""

    test: str
    what: str
    change: Change
    shows: str = "true"

    @property
    def is_of_identity(self) -> bool:
        """Whether it is seen in the checks of an identity, which has a sentence for a name."""
        return " " in self.test


def cases(test: str, changes: Mapping[str, Change]) -> list[Case]:
    """Cases of one test, by what is broken."""
    return [Case(test, what, change) for what, change in changes.items()]


def table() -> list[dict[str, str]]:
    """The rows of the table of cases."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_table() -> Iterator[Case]:
    """The cases of the table."""
    for (test, what), rows in groupby(table(), lambda row: (row["test"], row["what"])):
        edits = list(rows)
        change = reduce(add, map(mutations.change_of, edits))
        yield Case(test, what, change, edits[0]["shows"] or "true")


def within_rounding() -> Iterator[Case]:
    """Figures moved by just what rounding allows, one for each test that allows any."""
    for row in table():
        if row["allowed"]:
            what = re.sub(r"(?<=_by_).*", row["allowed"], row["what"])
            yield Case(row["test"], what, mutations.change_of(row | {"value": row["allowed"]}))


# Names of tests and models ----------------------------------------------------------------

HOLDS = "every_identity_holds"
COVERAGE = "what is printed is what coverage lists"
COLUMNS_MODEL = "stg_exhibits__figures_of_columns"
COLUMNS_TEST = "figures_of_columns_are_staged_cell_by_cell"
ITEMS_MODEL = "stg_exhibits__figures_of_items"
ITEMS_TEST = "figures_of_items_are_staged_cell_by_cell"
TOTALS_MODEL = "stg_history__release_totals_figures"
TOTALS_TEST = "release_totals_are_staged_cell_by_cell"
# The codes of imports are read from a file, so that it is their model that is broken.
END_USE_MODEL = "stg_history__goods_by_end_use_code_figures"

# Staging ----------------------------------------------------------------------------------

# The exhibits whose rows are items, of which coverage knows the number of figures.
COUNTED = {
    **{f"exhibit_{code}": code for code in ("07", "08", "14", "14a", "15", "16a", "17a", "18")},
    **{f"exhibit_{code}": code for code in ("19", "20", "20a", "20b")},
    **{f"supplement_{code}": code for code in ("1s", "2s", "2as", "4s", "4as")},
    "bea_trade_by_country": "bea_trade_by_country",
    "census_goods_by_country_sa": "census_goods_by_country_sa",
}
# The seeds whose columns are items, and the exhibits they hold.
STAGED = {
    **{
        f"exhibit_{number}": number
        for number in ("01", "02", "03", "04", "05", "06", "09", "10", "11", "12", "13", "16", "17")
    },
    "supplement_3s": "3s",
    **{
        seed: seed
        for seed in (
            "bea_goods_and_services",
            "bea_services_exports",
            "bea_services_imports",
            "census_real_goods",
        )
    },
}


def breaks_of_staging(model: str, exhibit: str) -> dict[str, Change]:
    """What can go wrong between a seed and the model that stages it."""
    here = f"exhibit = '{exhibit}'"
    first = f"{here} and seed_row = (select min(seed_row) from built where {here})"
    least, most = (f"(select {end}(item) from built where {here})" for end in ("min", "max"))
    changes = {
        "cell_moved_by_1": moved(model, "value", 1, first),
        "signs_flipped": flipped(model, "value", here),
        "cell_lost": dropped(model, first),
        "cell_doubled": repeated(model, first),
        "two_items_swapped": changed(
            model,
            "item",
            f"case item when {least} then {most} when {most} then {least} else item end",
            here,
        ),
        "months_shifted": changed(
            model, "period_start", "cast(period_start + interval 1 month as date)", here
        ),
        "cell_of_another_seed_row": changed(
            model, "seed_row", "replace(seed_row, 'release_month=20', 'release_month=19')", first
        ),
        "no_seed_row": blanked(model, "seed_row", first),
    }
    return {f"{exhibit}_{what}": change for what, change in changes.items()}


def losses_of_staging(model: str, seed: str, exhibit: str, column: str) -> dict[str, Change]:
    """What can be left out of the model: an exhibit, a column of it, all that is held of it."""
    here = f"exhibit = '{exhibit}'"
    first = f"(select min({column}) from built where {here})"
    return {
        f"{seed}_lost": dropped(model, here),
        f"{seed}_taken_for_another": changed(model, "exhibit", "'00'", here),
        f"{seed}_without_a_column": dropped(model, f"{here} and {column} = {first}"),
    }


def without_figures(seed: str) -> Change:
    """A seed whose rows have lost all of their figures."""
    (name,) = (name for name in FIGURE_SEEDS if name.rpartition("/")[2] == seed)
    columns = FIGURE_SEEDS[name]
    figures = [c for c in columns.columns if c not in (*columns.key, "source_row", "goods_source")]
    lost = ", ".join(f"{column} = null" for column in figures)
    return statement(f"seeds.{seed}", f"update seeds.{seed} set {lost}")


STAGING = [
    # A seed with plain columns, one with a chain year, and two with blocks of rows.
    *(
        case
        for exhibit in ("01", "11", "3s", "census_real_goods")
        for case in cases(COLUMNS_TEST, breaks_of_staging(COLUMNS_MODEL, exhibit))
    ),
    *(
        case
        for seed, exhibit in STAGED.items()
        for case in cases(
            COLUMNS_TEST,
            losses_of_staging(COLUMNS_MODEL, seed, exhibit, "item")
            | {f"{seed}_without_figures": without_figures(seed)},
        )
    ),
    # A seed whose items stand under categories, one of several tables, one of neither.
    *(
        case
        for exhibit in ("07", "16a", "census_goods_by_country_sa")
        for case in cases(ITEMS_TEST, breaks_of_staging(ITEMS_MODEL, exhibit))
    ),
    *(
        case
        for seed, exhibit in COUNTED.items()
        for case in cases(
            ITEMS_TEST,
            losses_of_staging(ITEMS_MODEL, seed, exhibit, "column_name")
            | {f"{seed}_emptied": emptied(f"seeds.{seed}")},
        )
    ),
    *cases(TOTALS_TEST, breaks_of_staging(TOTALS_MODEL, "release_totals")),
    *cases(TOTALS_TEST, {"figures_lost": without_figures("release_totals")}),
]

# Marts ------------------------------------------------------------------------------------

# One row of each of the marts of partners, petroleum and real trade.
BILATERAL_MART = "marts.fct_bilateral_balances"
ONE_PARTNER = (
    "release_month = '2021-08-01' and period_kind = 'month' and period_start = '2021-08-01' "
    "and area_id = 'china' and seasonal_adjustment = 'nsa' and measure = 'value'"
)
ONE_PETROLEUM = (
    "release_month = '2021-08-01' and period_kind = 'month' and period_start = '2021-08-01'"
)
ONE_REAL = (
    "release_month = '2021-08-01' and month = '2021-08-01' and flow = 'imports' "
    "and category_id = 'petroleum'"
)
SIDES = ["exports", "imports", "balance"]
SIDES_OF_A_CHANGE = [f"{side}_{base}_change" for side in SIDES for base in ("period", "year")]
RANKS = [f"{side}_{rank}" for side in SIDES for rank in ("rank", "rank_among")]
PARTNER_COLUMNS = [
    *(f"{side}_musd" for side in SIDES),
    "rounding_musd",
    *(f"{change}_{unit}" for unit in ("musd", "pct") for change in SIDES_OF_A_CHANGE),
    *(f"{side}_share_pct" for side in SIDES),
]
PETROLEUM_PRODUCTS = [
    f"{real}{product}_{side}_sa_musd"
    for real in ("", "real_")
    for product in ("petroleum", "nonpetroleum")
    for side in SIDES
]
PETROLEUM_COLUMNS = [
    *PETROLEUM_PRODUCTS,
    *(
        f"{product}_{side}_nsa_{unit}"
        for product in ("energy_petroleum", "crude")
        for side in ("exports", "imports")
        for unit in ("musd", "thousand_barrels")
    ),
    *(f"{product}_balance_nsa_musd" for product in ("energy_petroleum", "crude")),
    *(
        f"crude_{side}_nsa_{unit}"
        for side in ("exports", "imports")
        for unit in ("thousand_barrels_per_day", "usd_per_barrel")
    ),
    "crude_imports_nsa_month_change_musd",
    "crude_imports_nsa_price_effect_musd",
    "crude_imports_nsa_quantity_effect_musd",
    "crude_imports_nsa_interaction_musd",
]
REAL_COLUMNS = [
    "nominal_musd",
    "real_musd",
    "implicit_price_index",
    "nominal_month_change_musd",
    "nominal_month_change_pct",
    "real_month_change_musd",
    "real_month_change_pct",
    "price_month_change_pct",
    "volume_effect_musd",
    "price_effect_musd",
    "interaction_musd",
    "balance_nominal_change_musd",
    "balance_volume_effect_musd",
    "balance_price_effect_musd",
    "balance_interaction_musd",
]
REQUIRED = {"exports_musd", "imports_musd", "balance_musd", "rounding_musd", "real_musd"}


def breaks_of_a_mart(mart: str, where: str, columns: list[str]) -> dict[str, Change]:
    """Every measure of one row moved and, where it may be null, missing; rows lost and made."""
    return {
        **{f"{column}_moved": moved(mart, column, 0.0001, where) for column in columns},
        **{
            f"{column}_missing": blanked(mart, column, where)
            for column in columns
            if column not in REQUIRED
        },
        "row_lost": dropped(mart, where),
        "row_of_no_release": repeated(mart, where, "date '2021-07-01' as release_month"),
        "table_emptied": emptied(mart),
    }


CHANGES = "marts.fct_trade_changes"
MARTS = [
    *cases(
        "bilateral_balances_are_what_the_release_printed",
        breaks_of_a_mart(BILATERAL_MART, ONE_PARTNER, PARTNER_COLUMNS)
        | {f"{rank}_moved": moved(BILATERAL_MART, rank, 1, ONE_PARTNER) for rank in RANKS}
        | {f"{rank}_missing": blanked(BILATERAL_MART, rank, ONE_PARTNER) for rank in RANKS},
    ),
    *cases(
        "petroleum_balance_is_what_the_release_printed",
        breaks_of_a_mart("marts.fct_petroleum_balance", ONE_PETROLEUM, PETROLEUM_COLUMNS),
    ),
    *cases(
        "real_trade_is_what_the_release_printed",
        breaks_of_a_mart("marts.fct_real_trade", ONE_REAL, REAL_COLUMNS),
    ),
    *(
        case
        for name in ("month", "year", "ytd", "avg3_month", "avg3_year", "avg12_month", "avg12_year")
        for rows in [one_of(CHANGES, f"{name}_change_pct is not null")]
        for case in cases(
            "changes_follow_from_the_values_of_their_row",
            {
                f"change_moved_{name}": moved(CHANGES, f"{name}_change_musd", 0.00001, rows),
                f"no_change_{name}": blanked(CHANGES, f"{name}_change_musd", rows),
                f"percent_flipped_{name}": changed(
                    CHANGES, f"{name}_change_pct", f"-{name}_change_pct - 1", rows
                ),
                f"no_percent_{name}": blanked(CHANGES, f"{name}_change_pct", rows),
            },
        )
    ),
]

# Of each table of the star a row, and the change that it has.
STARS = {
    "monthly_totals": ("month = '2021-08-01'", "month"),
    "yearly_totals": ("year = 2020", "year"),
    "monthly_goods_by_category": (
        "month = '2021-08-01' and category_id = 'capital_goods'",
        "month",
    ),
    "monthly_services_by_category": ("month = '2025-03-01' and category_id = 'travel'", "month"),
    "monthly_goods_by_country": ("month = '2025-03-01' and area_id = 'china'", "month"),
    "yearly_goods_by_country": ("year = 2024 and area_id = 'china'", "year"),
    "yearly_goods_by_group": ("year = 2024 and area_id = 'european_union'", "year"),
}


def breaks_of_a_star(mart: str, where: str, change: str) -> dict[str, Change]:
    """What can go wrong between a table of the star and the ledger."""
    breaks = {
        "exports_moved": moved(mart, "exports_musd", 0.0001, where),
        "balance_flipped": flipped(mart, "balance_musd", where),
        "imports_missing": blanked(mart, "imports_musd", where),
        "change_moved": moved(mart, f"balance_{change}_change_musd", 0.0001, where),
        "percent_missing": blanked(mart, f"exports_{change}_change_pct", where),
        "another_release": changed(mart, "release_month", "date '2019-01-01'", where),
        "change_of_another_release": changed(
            mart, f"{change}_change_release_month", "date '2019-01-01'", where
        ),
        "row_lost": dropped(mart, where),
        "table_emptied": emptied(mart),
    }
    if "_by_" in mart:
        breaks["share_moved"] = moved(mart, "imports_share_pct", 0.0001, where)
    return named_for(mart, breaks)


def named_for(mart: str, breaks: dict[str, Change]) -> dict[str, Change]:
    """The same, each name with that of the mart before it."""
    return {f"{mart.partition('.')[2]}_{what}": change for what, change in breaks.items()}


def breaks_of_values(mart: str, where: str, value: str, change: str) -> dict[str, Change]:
    """The same of a table that has other columns: a value and the change in it."""
    breaks = {
        "value_moved": moved(mart, value, 0.0001, where),
        "value_missing": blanked(mart, value, where),
        "change_moved": moved(mart, f"{change}_musd", 0.0001, where),
        "percent_missing": blanked(mart, f"{change}_pct", where),
        "another_release": changed(mart, "release_month", "date '2019-01-01'", where),
        "change_of_another_release": changed(
            mart, "month_change_release_month", "date '2019-01-01'", where
        ),
        "row_lost": dropped(mart, where),
        "table_emptied": emptied(mart),
    }
    return named_for(mart, breaks)


MARTS += [
    case
    for star, (where, change) in STARS.items()
    for case in cases(
        "star_shows_the_newest_release_that_holds_most",
        breaks_of_a_star(f"marts.{star}", where, change),
    )
]
MARTS += [
    case
    for mart, where, value, change in (
        (
            "marts.monthly_goods_by_commodity",
            "month = '2025-03-01' and commodity_id = 'import_passenger_cars'",
            "value_musd",
            "month_change",
        ),
        (
            "marts.monthly_real_goods_by_category",
            "month = '2025-03-01' and category_id = 'capital_goods'",
            "real_imports_musd",
            "real_exports_month_change",
        ),
    )
    for case in cases(
        "star_shows_the_newest_release_that_holds_most",
        breaks_of_values(mart, where, value, change),
    )
]
MARTS += cases(
    "days_are_those_of_the_calendar",
    {
        f"another_{column}": changed("marts.dim_date", column, value, "date_day = '2020-10-01'")
        for column, value in {
            "month": "date '2020-09-01'",
            "is_month_start": "false",
            "year": "2021",
            "quarter": "3",
            "year_quarter": "'2020-Q3'",
            "month_of_year": "9",
            "month_name": "'May'",
            "fiscal_year": "2020",
        }.items()
    },
)

# The tests --------------------------------------------------------------------------------

# Only the table the test compares with: contributions stay as they are.
UNREAD = Case(
    "contributions_add_to_the_change_of_the_parent",
    "changes_not_there",
    Change((f"delete from {CHANGES}",)),
)
CASES = [*STAGING, *MARTS, *of_table(), UNREAD]
IDENTITY_CASES = [case for case in CASES if case.is_of_identity]
OTHER_CASES = [case for case in CASES if not case.is_of_identity]

# How the compiled SQL reads the compressed file of goods by code.
FILE_READ = re.compile(r"read_csv\(\s*'(?:[^']|'')*/data/goods_by_end_use.*?\}\s*\)", re.DOTALL)


def firsts(cases: list[Case]) -> dict[str, Case]:
    """The first case of each test."""
    return {case.test: case for case in reversed(cases)}


def first_and_rest(cases: list[Case]) -> list[ParameterSet]:
    """The cases as parameters: the first of each test for CI, the rest for people.

    Identities take long one by one: `make test` breaks the first of each at once.
    """
    return [
        pytest.param(
            case,
            marks=(pytest.mark.slow if case.is_of_identity else ())
            if case is firsts(cases)[case.test]
            else pytest.mark.mutation,
            id=f"{case.test}-{case.what}",
        )
        for case in cases
    ]


@pytest.fixture(scope="module")
def project(root: Path, built: Path) -> Iterator[CompiledProject]:
    """The built project, of which every test passes before anything is broken.

    To be quick, the long histories are cut to their last years or months, and coverage
    with them: the vintage ledger to what its releases print as figures, the others to
    what the cases break. On tables so small one thread is quicker than two.
    """
    younger = mutations.younger_than_the_build(root)
    assert not younger, "run `dbt build` first: these changed since"
    project = CompiledProject(root, models=False)
    project.connection.execute(
        "set threads = 1; "
        "delete from seeds.bop_totals_vintages where month < '2015-01-01'; "
        "update seeds.release_coverage set first_month = '2015-01-01' "
        "where exhibit = 'bop_totals_vintages'; "
        "delete from seeds.census_real_goods where period_start < '2021-01-01'; "
        "update seeds.release_coverage set first_month = '2021-01-01', first_year = '2021-01-01' "
        "where exhibit = 'census_real_goods' and first_month is not null; "
        "delete from seeds.bea_trade_by_country where period_start < '2023-01-01'; "
        "delete from seeds.census_goods_by_country_sa where period_start < '2024-11-01'; "
        "create table seeds.end_use_file as "
        f"select * from {FILE_READ.search(project.sql(END_USE_MODEL)).group()} "
        "where month >= '2024-11-01'"
    )
    project.rewrite(lambda sql: FILE_READ.sub("seeds.end_use_file", sql))
    project.connection.execute(
        """
        update seeds.release_coverage set figure_count = case exhibit
            when 'goods_by_end_use_code' then (select count(*) from seeds.end_use_file)
            when 'bea_trade_by_country' then (
                select count(exports) + count(imports) + count(balance)
                from seeds.bea_trade_by_country
            )
            else (
                select count(exports) + count(imports) from seeds.census_goods_by_country_sa
            )
        end
        where exhibit in (
            'goods_by_end_use_code', 'bea_trade_by_country', 'census_goods_by_country_sa'
        )
        """
    )
    project.run_models()
    project.connection.execute(
        "create table marts.checks_before as select * from marts.fct_identity_checks"
    )
    assert project.failing() == set()
    yield project
    project.close()


@pytest.mark.parametrize("case", first_and_rest(OTHER_CASES))
def test_what_is_broken_is_reported(project: CompiledProject, case: Case) -> None:
    with project.changed(*case.change.statements, **case.change.arguments, tests=[case.test]):
        assert project.failing([case.test]) == {case.test}
        assert project.found(case.test, case.shows), project.found(case.test)[:5]


@contextmanager
def checks_that_changed(
    project: CompiledProject, change: Change, identities: Iterable[str]
) -> Iterator[list[dict[str, Any]]]:
    """The checks of identities that do not hold once something is broken, new ones only.

    They stand in the table `changed_checks`, too.
    """
    names = ", ".join(f"'{name}'" for name in identities)
    change += requeried(
        "fct_identity_checks", f"select * from built where identity_name in ({names})"
    )
    with project.changed(*change.statements, **change.arguments, wanted=["fct_identity_checks"]):
        project.connection.execute(
            "create temp table changed_checks as select * from marts.fct_identity_checks "
            "where status not in ('holds', 'reviewed') except select * from marts.checks_before"
        )
        result = project.connection.execute("from changed_checks")
        columns = [column[0] for column in result.description]
        yield [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def is_shown(project: CompiledProject, case: Case) -> bool:
    """Whether a check of the case's identity changed and says what the case says."""
    return bool(
        project.connection.execute(
            f"from changed_checks where identity_name = ? and {case.shows}", [case.test]
        ).fetchall()
    )


@pytest.mark.parametrize("case", first_and_rest(IDENTITY_CASES))
def test_a_broken_identity_is_reported(project: CompiledProject, case: Case) -> None:
    with checks_that_changed(project, case.change, [case.test]) as found:
        assert is_shown(project, case), found[:5]
        # What may be a fact about the source is recorded; all else fails.
        fails = any(row["status"] != "recorded" for row in found)
        assert project.failing([HOLDS]) == ({HOLDS} if fails else set())


def test_every_identity_is_reported_when_all_are_broken(project: CompiledProject) -> None:
    broken = firsts(IDENTITY_CASES)
    change = reduce(add, (case.change for case in broken.values()))
    with checks_that_changed(project, change, broken):
        assert [name for name, case in broken.items() if not is_shown(project, case)] == []
        assert project.failing([HOLDS]) == {HOLDS}


@pytest.mark.mutation
@pytest.mark.parametrize(
    "case", list(within_rounding()), ids=lambda case: f"{case.test}-{case.what}"
)
def test_what_rounding_allows_is_not_reported(project: CompiledProject, case: Case) -> None:
    with checks_that_changed(project, case.change, [case.test]) as found:
        assert found == []


def lost_rows() -> Change:
    """A row lost in each exhibit of items, and another one of an item that has no name."""
    seeds = [f"seeds.{seed}" for seed in COUNTED]
    return reduce(
        add,
        (
            dropped(seed, one_of(seed)) + changed(seed, "item", "'Atlantis'", one_of(seed))
            for seed in seeds
        ),
    )


def test_each_exhibit_of_items_misses_a_row_and_an_item_without_a_name(
    project: CompiledProject,
) -> None:
    with checks_that_changed(project, lost_rows(), [COVERAGE]) as found:
        counts = {row["exhibit"] for row in found if row["period_kind"] == "all"}
        assert counts == set(COUNTED.values())
        assert {row["exhibit"] for row in found if row["actual_value"] == 1} == counts


# Keys -------------------------------------------------------------------------------------

UNIQUE = [
    "int_averages_checked",
    "int_child_changes",
    "int_child_values",
    "int_exhibit_series_listed",
    "int_figures_expected",
    "int_figures_published",
    "int_figures_recorded",
    "int_item_edges",
    "int_prints_in_turn",
    "int_release_steps",
    "int_release_values",
    "int_revision_horizons",
    "int_revision_noise",
    "int_rollup_edges",
    "int_vintage_spans",
    "int_worlds_balanced",
    "int_years_summed",
    "latest_bilateral_balances",
    "latest_category_contributions",
    "latest_headline_trade",
    "latest_trade_balances",
    "latest_trade_changes",
    "latest_trade_values",
]
# A row doubled in a seed, and the model whose key it breaks.
DOUBLED = {
    **{f"seeds.{seed}": "int_figures_recorded" for seed in STAGED if seed != "exhibit_02"},
    "seeds.exhibit_02": "int_averages_checked",
    "seeds.release_totals": "int_figures_recorded",
    **{f"seeds.{seed}": "int_figures_recorded" for seed in COUNTED},
    "seeds.items": "int_figures_recorded",
    "seeds.item_schemes": "int_figures_recorded",
    "seeds.exhibit_columns": "int_exhibit_series_listed",
    "seeds.bop_totals_vintages": "int_vintage_spans",
    "seeds.published_figures": "int_figures_published",
    "seeds.printed_text_figures": "int_figures_published",
    "seeds.published_category_changes": "int_figures_published",
    "seeds.release_coverage": "int_figures_expected",
    "seeds.exhibit_series": "int_figures_expected",
    "seeds.rollups": "int_rollup_edges",
}
# A row doubled in a seed, and the table that the database then refuses.
REFUSED = {
    "seeds.releases": "dim_release",
    "seeds.series": "dim_series",
    "seeds.categories": "dim_category",
    "seeds.areas": "dim_area",
    "seeds.known_discrepancies": "fct_release_figures",
    "seeds.figures": "fct_release_figures",
}


@pytest.fixture(scope="module")
def tests(root: Path) -> dict[str, dict[str, Any]]:
    """The data tests that reconcile or count keys, by name."""
    return mutations.data_tests(root)


def uniqueness(tests: dict[str, dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    """The test of the key of each model that has one, and the key."""
    return {
        node["attached_node"].rpartition(".")[2]: (
            name,
            node["test_metadata"]["kwargs"]["columns"],
        )
        for name, node in tests.items()
        if mutations.generic(node) == "rows_are_unique"
    }


def relation(project: CompiledProject, model: str) -> tuple[str, bool]:
    """The name of a model with its schema, and whether it is a view."""
    schema, kind = project.connection.execute(
        "select table_schema, table_type from information_schema.tables where table_name = ?",
        [model],
    ).fetchone()
    return f"{schema}.{model}", kind == "VIEW"


def doubled_row(project: CompiledProject, model: str) -> Change:
    """One row of a table or view a second time."""
    name, is_view = relation(project, model)
    if is_view:
        return requeried(model, "select * from built union all (select * from built limit 1)")
    return repeated(name, one_of(name))


def hole_in_the_key(project: CompiledProject, model: str, column: str) -> Change:
    """One row of a table, or all of a view, without a column of the key."""
    name, is_view = relation(project, model)
    if is_view:
        return requeried(model, f"select * replace (null as {column}) from built")
    return blanked(name, column, one_of(name))


@pytest.mark.mutation
@pytest.mark.parametrize("model", UNIQUE)
def test_a_doubled_row_and_a_hole_in_the_key_are_reported(
    project: CompiledProject, tests: dict[str, dict[str, Any]], model: str
) -> None:
    test, key = uniqueness(tests)[model]
    holes = [hole_in_the_key(project, model, column) for column in key]
    for change in [doubled_row(project, model), *holes]:
        with project.changed(*change.statements, **change.arguments, tests=[test]):
            assert project.failing([test]) == {test}


@pytest.mark.mutation
@pytest.mark.parametrize(("seed", "model"), DOUBLED.items(), ids=DOUBLED)
def test_a_row_doubled_in_a_seed_is_reported(
    project: CompiledProject, tests: dict[str, dict[str, Any]], seed: str, model: str
) -> None:
    test, _ = uniqueness(tests)[model]
    change = repeated(seed, one_of(seed))
    with project.changed(*change.statements, **change.arguments, tests=[test]):
        assert project.failing([test]) == {test}


def keys_of_tables(root: Path) -> dict[str, list[str]]:
    """The key of each model that has one as a constraint, by name."""
    manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    return {
        node["name"]: constraint["columns"]
        for node in manifest["nodes"].values()
        for constraint in node.get("constraints", ())
        if constraint["type"] == "primary_key"
    }


def test_the_database_enforces_the_key_of_every_table(root: Path, built: Path) -> None:
    with open_build(built) as connection:
        enforced = connection.execute(
            "select table_name, constraint_column_names from duckdb_constraints() "
            "where schema_name = 'marts' and constraint_type = 'PRIMARY KEY'"
        ).fetchall()
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
    assert dict(enforced) == keys_of_tables(root)
    assert {name for (name,) in tables} == dict(enforced).keys()


@pytest.mark.parametrize(("seed", "model"), REFUSED.items(), ids=REFUSED)
def test_a_row_doubled_in_a_seed_is_refused(
    project: CompiledProject, root: Path, seed: str, model: str
) -> None:
    key = keys_of_tables(root)[model]
    change = repeated(seed, one_of(seed))
    with project.changed(*change.statements, **change.arguments, wanted=[model]):
        columns = project.connection.execute(f"describe marts.{model}").fetchall()
        types = ", ".join(f"{name} {kind}" for name, kind, *_ in columns)
        with pytest.raises(duckdb.ConstraintException, match=r"(?i)duplicate key"):
            project.connection.execute(
                f"create temporary table keyed ({types}, primary key ({', '.join(key)})); "
                f"insert into keyed select * from marts.{model}"
            )


# Nothing left out -------------------------------------------------------------------------


def test_every_test_is_shown_to_fail(tests: dict[str, dict[str, Any]]) -> None:
    unique = {name for name, _ in uniqueness(tests).values()}
    assert {case.test for case in OTHER_CASES} == tests.keys() - unique
    assert set(UNIQUE) == uniqueness(tests).keys()


def test_the_names_of_the_cases_differ() -> None:
    assert len({(case.test, case.what) for case in CASES}) == len(CASES)
