"""The project rebuilt from seeds that a test chooses: some releases, some of their exhibits.

The compiled SQL of all models and data tests runs in one connection, without dbt. What is held
becomes seeds by the same steps as in `tradegap ingest`, so that what ingest accepts is what is
built.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from compiled import CompiledProject
from release_factory import Release, layout_of, release_of, trade_of
from tradegap.database import quoted
from tradegap.layouts.model import FLOWS, Layout
from tradegap.layouts.seeds import (
    ALL_SEEDS,
    COVERAGE,
    FIGURE_SEEDS,
    GOODS_BY_CODE,
    RELEASES,
    SOURCE_FILES,
    Holdings,
    Seed,
)
from tradegap.load.merging import plan_of
from tradegap.load.plausible import implausible
from tradegap.periods import month_at, month_number
from tradegap.project import PROJECT_FILE
from tradegap.read.sources import Reading
from tradegap.store.item_names import add_new
from tradegap.store.releases import check_days, renew
from tradegap.store.seed_files import changed_files, content_of, load, text_of

AVERAGES = "2"
"""The number of the exhibit whose figures are no values of the ledger."""


def without_figures(held: Holdings) -> Holdings:
    """Seeds in which no figure is held: the lists of names, and nothing else."""
    derived = {RELEASES.name, COVERAGE.name, SOURCE_FILES.name}
    return {
        name: {} if name in FIGURE_SEEDS or name in derived else dict(rows)
        for name, rows in held.items()
    }


def with_readings(held: Holdings, readings: Sequence[Reading]) -> Holdings:
    """The seeds after files were ingested: planned, checked, named and covered as ingest does."""
    plan = plan_of(held, dict(enumerate(readings)))
    assert not plan.differences, plan.differences
    assert not plan.conflicts, plan.conflicts
    check_days(plan.holdings)
    found = implausible(held, plan.holdings, plan.releases)
    assert not found, found
    add_new(plan.holdings, plan.releases)
    renew(held, plan.holdings)
    return plan.holdings


def only(held: Holdings, exhibits: Collection[str]) -> Holdings:
    """The seeds with some exhibits or tables of them alone, by their codes in coverage."""
    empty = without_figures(held)
    kept = {name: held[name] for name, seed in FIGURE_SEEDS.items() if seed.exhibit in exhibits}
    after = empty | kept
    after[SOURCE_FILES.name] = {
        key: row for key, row in held[SOURCE_FILES.name].items() if row["exhibit"] in exhibits
    }
    renew(empty, after)
    return after


def only_releases(held: Holdings, releases: Collection[str]) -> Holdings:
    """The seeds with what some releases (`2021-08-01`) hold alone."""
    after = without_figures(held)
    for name, seed in {**FIGURE_SEEDS, SOURCE_FILES.name: SOURCE_FILES}.items():
        if seed.by_release:
            rows = held[name].items()
            after[name] = {key: row for key, row in rows if row["release_month"] in releases}
    renew(without_figures(held), after)
    return after


def copied(root: Path, copy: Path) -> Path:
    """A copy of the project, to be built in a folder of its own."""
    copy.mkdir()
    for name in (PROJECT_FILE, "profiles.yml"):
        shutil.copy(root / name, copy)
    for name in ("models", "macros", "seeds", "data", "analyses"):
        shutil.copytree(root / name, copy / name)
    shutil.copytree(root / "tests", copy / "tests", ignore=shutil.ignore_patterns("pytest"))
    return copy


def first_free_month(held: Holdings) -> str:
    """The January before which a whole year is free of releases."""
    last = max(row["release_month"] for row in held[RELEASES.name].values())
    return f"{int(last[:4]) + 2}-01-01"


def add_months(project: Path, count: int) -> int:
    """Put so many complete releases, month after month, into the seeds of a copied project.

    Returns:
        How many rows they have.
    """
    held = load(project)
    trade = trade_of(project)
    first = month_number(first_free_month(held))
    releases = (release_of(trade, month_at(first + number)) for number in range(count))
    readings = [release.reading(number) for release in releases for number in release.rows]
    for path, content in changed_files(project, held, with_readings(held, readings)).items():
        (project / path).write_bytes(content)
    return sum(len(reading.rows) for reading in readings)


@dataclass(frozen=True)
class Problem:
    """A test that fails, or figures that do not come back, with some of what is wrong."""

    what: str
    count: int
    examples: tuple[object, ...] = ()

    def __str__(self) -> str:
        shown = "".join(f"\n    {example}" for example in self.examples)
        return f"{self.what}: {self.count}{shown}"


class Rebuilt:
    """The models and tests of the built project, over seeds that are exchanged.

    Args:
        root: The project's root folder, built.
        folder: Where seeds may be written meanwhile.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.project = CompiledProject(root, models=False)
        # On tables so small one thread is quicker than two.
        self.project.connection.execute("set threads = 1")
        self._folder = folder
        self._held: Holdings = {}
        self._packed = folder / GOODS_BY_CODE.path.name
        pattern = rf"'[^']*{re.escape(GOODS_BY_CODE.path.name)}'"
        self.project.rewrite(lambda sql: re.sub(pattern, f"'{quoted(self._packed)}'", sql))

    def close(self) -> None:
        """Let go of the database."""
        self.project.close()

    def hold(self, holdings: Holdings, wanted: str = "") -> None:
        """Put other seeds in place, and run all models over them, or those one needs."""
        for name, rows in holdings.items():
            if self._held.get(name) != rows:
                self._load(ALL_SEEDS[name], holdings)
        self._held = holdings
        self.project.run_models(self.project.upstream(wanted) if wanted else None)

    def _load(self, seed: Seed, holdings: Holdings) -> None:
        rows = holdings[seed.name]
        if seed.packed:
            self._packed.write_bytes(content_of(seed, rows))
            return
        path = self._folder / "seed.csv"
        path.write_text(text_of(seed, rows), encoding="utf-8")
        table = f'seeds."{seed.path.stem}"'
        connection = self.project.connection
        described = connection.execute(f"describe {table}").fetchall()
        types = {column: kind for column, kind, *_ in described}
        connection.execute(f"delete from {table}")
        connection.execute(
            f"insert into {table} by name select * from read_csv(?, columns = ?, header = true, "
            "auto_detect = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n')",
            [str(path), {column: types[column] for column in seed.columns}],
        )

    def problems(self, releases: Iterable[Release] = ()) -> list[Problem]:
        """What is wrong: every test that fails, every figure of releases that is not there."""
        found = [
            Problem(result.name, result.failures, tuple(self.project.found(result.name)[:3]))
            for result in self.project.run_tests()
            if result.fails
        ]
        for release in releases:
            found += self.lost(release)
        return found

    # --- whether every figure comes back --------------------------------------------------

    def lost(self, release: Release) -> list[Problem]:
        """The figures of a release that the marts do not give, or not exactly."""
        self._write_expected(release)
        found = []
        for what, query in {"printed figures": COUNTED, **COMPARISONS}.items():
            rows = self.project.connection.execute(query).fetchall()
            if rows:
                found.append(Problem(f"{release.name}: {what}", len(rows), tuple(rows[:3])))
        return found

    def _write_expected(self, release: Release) -> None:
        """Every cell of a release with the series it is, read off the reviewed lists alone."""
        path = self._folder / "expected.csv"
        lines = [
            "\t".join(cell)
            for number in release.rows
            if number != AVERAGES
            for cell in _cells(layout_of(number), release)
        ]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        self.project.connection.execute(CELLS, [str(path)])
        self.project.connection.execute(EXPECTED)
        self.project.connection.execute(ROUNDED)


def _cells(layout: Layout, release: Release) -> Iterable[tuple[str, ...]]:
    """The cells of an exhibit that hold a figure, each with its place."""
    for row in release.rows[layout.number]:
        as_published = row["row_kind"] == "as_published_last_month"
        block = row.get("block") or "all"
        part = row[layout.block_column] + "_" if layout.blocks and not layout.has_items else ""
        for column in layout.names:
            if row[column]:
                yield (
                    layout.exhibit,
                    row["release_month"],
                    month_at(month_number(row["release_month"]) - 1)
                    if as_published
                    else row["release_month"],
                    block,
                    row.get("category", row.get("parent_item", "")),
                    row.get("item", ""),
                    part + column,
                    row.get("price_basis", "current"),
                    "month" if as_published else row["row_kind"],
                    row["period_start"],
                    row["period_end"],
                    row[column],
                )


CELLS = """
    create or replace table cells as
    from read_csv(
        ?, header = false, auto_detect = false, delim = '\t', quote = '', escape = '',
        nullstr = '~',
        columns = {
            'exhibit': 'varchar', 'carried_by': 'date', 'release_month': 'date',
            'block': 'varchar', 'parent_item': 'varchar', 'item': 'varchar',
            'column_name': 'varchar', 'price_basis': 'varchar', 'period_kind': 'varchar',
            'period_start': 'date', 'period_end': 'date', 'printed': 'decimal(18, 6)'
        }
    )
"""

# The series of a cell: where rows are items, of the exhibit's column and the item between
# them; else, and for totals, the reviewed one.
EXPECTED = """
    create or replace table expected as
    with coded as (
        select
            cells.*,
            schemes.dimension,
            items.item as code,
            items.export_kind as item_export_kind,
            case
                when cells.item = '' then cells.column_name
                else
                    case when cells.block = 'all' then '' else cells.block || '_' end
                    || case
                        when cells.column_name = 'value' then ''
                        else cells.column_name || '_'
                    end
                    || items.item
            end as listed_item
        from cells
        left join seeds.item_schemes as schemes
            on cells.exhibit = schemes.exhibit and cells.block = schemes.block
        left join seeds.items
            on
                schemes.scheme = items.scheme
                and cells.parent_item = coalesce(items.parent_item, '')
                and cells.item = items.printed_name
                and cells.carried_by between coalesce(items.first_release, date '1900-01-01')
                and coalesce(items.last_release, date '9999-12-01')
    )

    select
        coded.exhibit, coded.release_month, coded.carried_by, coded.period_kind,
        coded.period_start, coded.period_end, coded.printed, coded.column_name,
        coded.item <> '' and coded.code <> coded.parent_item and reviewed.series_id is null
            as is_item,
        coalesce(series.flow, columns.flow) as flow,
        coalesce(
            series.category_id,
            case when coded.dimension = 'category' then coded.code else columns.category_id end
        ) as category_id,
        coalesce(
            series.area_id,
            case when coded.dimension = 'area' then coded.code else columns.area_id end
        ) as area_id,
        coalesce(series.basis, columns.basis) as basis,
        coalesce(series.valuation, columns.valuation) as valuation,
        coalesce(
            series.export_kind,
            case when columns.flow = 'exports' then coded.item_export_kind end,
            columns.export_kind
        ) as export_kind,
        coded.price_basis,
        coalesce(series.seasonal_adjustment, columns.seasonal_adjustment)
            as seasonal_adjustment,
        coalesce(series.measure, columns.measure) as measure,
        cast(
            coded.printed * coalesce(reviewed.multiplier, columns.multiplier)
            as decimal(18, 6)
        ) as value
    from coded
    left join seeds.exhibit_series as reviewed
        on
            coded.exhibit = reviewed.exhibit
            and coded.listed_item = reviewed.item
            and split_part(coded.price_basis, '_', 1) = reviewed.price_basis
    left join seeds.series as series
        on reviewed.series_id = series.series_id
    left join seeds.exhibit_columns as columns
        on
            coded.exhibit = columns.exhibit
            and coded.block = columns.block
            and coded.column_name = columns.column_name
"""

COUNTED = """
    select 'cells', (select count(*) from cells), (select count(*) from expected)
    where (select count(*) from cells) <> (select count(*) from expected)
    union all
    select exhibit || ': a figure without a series', count(*), 0
    from expected
    where flow is null or value is null
    group by exhibit
"""

SERIES = (
    *("flow", "category_id", "area_id", "basis", "valuation", "export_kind", "price_basis"),
    *("seasonal_adjustment", "measure"),
)
BALANCE = ("category_id", "area_id", "basis", "seasonal_adjustment", "measure")
PERIOD = ("period_kind", "period_start", "period_end")
USUAL = (
    "expected.valuation in ('fas', 'customs', 'not_applicable') "
    "and expected.export_kind in ('total', 'not_applicable') "
    "and expected.measure = 'value'"
)
OF_FLOW = """case expected.flow
    when 'exports' then fact.exports_musd
    when 'imports' then fact.imports_musd
    else fact.balance_musd
end"""
# A balance stands where both flows do.
PAIRED = f"""(
    select {", ".join(("release_month", *PERIOD, *BALANCE, "price_basis"))}
    from expected
    where flow <> 'balance' and {USUAL}
    group by all
    having count(distinct flow) = 2
)"""
COUNTRIES = "('14', '14a', '19', '20', '20a', '20b', '4s', '4as')"
PETROLEUM = {
    **{
        ("09", f"{flow}_{product}"): f"{product}_{flow}_sa_musd"
        for flow in FLOWS
        for product in ("petroleum", "nonpetroleum")
    },
    **{
        ("11", f"{flow}_{product}"): f"real_{product}_{flow}_sa_musd"
        for flow in FLOWS
        for product in ("petroleum", "nonpetroleum")
    },
    **{
        ("17", f"{flow}_{column}"): fact.format(flow)
        for flow in FLOWS[1:]
        for column, fact in (
            ("petroleum_value", "energy_petroleum_{}_nsa_musd"),
            ("petroleum_quantity", "energy_petroleum_{}_nsa_thousand_barrels"),
            ("crude_value", "crude_{}_nsa_musd"),
            ("crude_quantity", "crude_{}_nsa_thousand_barrels"),
            ("crude_quantity_per_day", "crude_{}_nsa_thousand_barrels_per_day"),
            ("crude_unit_price", "crude_{}_nsa_usd_per_barrel"),
        )
    },
}


def _same(columns: Iterable[str], other: str = "fact") -> str:
    return " and ".join(f"expected.{column} = {other}.{column}" for column in columns)


# The supplement prints millions with their decimals, other exhibits round them; a release
# that prints the month before once more may round what the supplement of then had.
ROUNDED = f"""
    create or replace table expected as
    select
        *,
        case
            when exhibit not like '%s' and (
                release_month <> carried_by
                or bool_or(exhibit like '%s')
                over (partition by {", ".join((*SERIES, *PERIOD, "release_month"))})
            ) then 0.5 else 0
        end as rounding
    from expected
"""


def _lost(fact: str, value: str, on: str, where: str = "true") -> str:
    """The expected figures that a mart does not give, or gives otherwise.

    Where a release prints a figure with more digits too, the mart gives that one, and this
    one is its rounding.
    """
    return f"""
        select expected.*, {value} as found
        from expected left join {fact} as fact on {on}
        where {where}
        and coalesce(abs(expected.value - {value}) > expected.rounding, true)
    """


# What each mart has to say of the figures of a release.
COMPARISONS = {
    "figures that fct_trade_values does not give as of the release": _lost(
        "marts.fct_trade_values",
        "fact.value",
        f"{_same((*SERIES, *PERIOD))} and expected.release_month >= fact.valid_from_release "
        "and expected.release_month < coalesce(fact.valid_to_release, date '9999-12-01')",
    ),
    "months that fct_trade_changes does not give": _lost(
        """(
            select changes.*, series.valuation, series.export_kind, series.measure
            from marts.fct_trade_changes as changes
            join marts.dim_series as series using (series_id)
        )""",
        "fact.value_musd",
        f"{_same((*SERIES, 'release_month'))} and expected.period_start = fact.month",
        "expected.period_kind = 'month' and expected.measure in ('value', 'calculated_duty')",
    ),
    "months that fct_trade_balances does not give": _lost(
        "marts.fct_trade_balances",
        OF_FLOW,
        f"{_same((*BALANCE, 'price_basis', 'release_month'))} "
        "and expected.period_start = fact.month",
        f"expected.period_kind = 'month' and {USUAL} and exists (select 1 from {PAIRED} as pairs "
        f"where {_same(('release_month', *PERIOD, *BALANCE, 'price_basis'), 'pairs')})",
    ),
    "figures that fct_bilateral_balances does not give": _lost(
        "marts.fct_bilateral_balances",
        OF_FLOW,
        _same((*BALANCE, *PERIOD, "release_month")),
        f"expected.exhibit in {COUNTRIES} and {USUAL} "
        "and expected.area_id <> 'world' and expected.category_id <> 'net_adjustments'",
    ),
    "figures that fct_commodity_changes does not give": _lost(
        "marts.fct_commodity_changes",
        """case
            when expected.period_kind = 'month' and expected.period_end = expected.release_month
                then fact.value_musd
            when expected.period_kind = 'month' then fact.previous_month_musd
            when expected.period_end = expected.release_month then fact.ytd_musd
            else fact.previous_ytd_musd
        end""",
        _same(("release_month", "category_id", "flow")),
        "expected.exhibit in ('07', '08') and expected.is_item",
    ),
    "figures that fct_real_trade does not give": _lost(
        "marts.fct_real_trade",
        "fact.real_musd",
        f"{_same(('release_month', 'flow', 'category_id', 'price_basis'))} "
        "and expected.period_start = fact.month",
        "expected.exhibit in ('10', '11') and expected.period_kind = 'month' "
        "and expected.flow <> 'balance'",
    ),
    "figures that fct_petroleum_balance does not give": " union all ".join(
        _lost(
            "marts.fct_petroleum_balance",
            f"fact.{column}",
            _same(("release_month", *PERIOD)),
            f"expected.exhibit = '{exhibit}' and expected.column_name = '{name}'",
        )
        for (exhibit, name), column in PETROLEUM.items()
    ),
}
