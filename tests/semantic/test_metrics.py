"""What `mf query` answers is what plain SQL on the marts gives, to the last digit.

Every metric is asked for by nothing, by time in each grain, and by each of its dimensions,
alone and beside time. What may be summed over time is read from the comments of the marts'
columns, never from the metrics. `make test-metrics` runs this on the database that
`dbt build` wrote. It calls the commands of `mf` without the program around them, which
would first ask for a newer version of itself.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import pytest
from dbt_metricflow.cli import main as mf
from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.converters.models import OSIDocument
from metricflow.converters.osi_to_msi import OSIToMSIConverter

from tradegap.database import BUILT
from tradegap.publish.metrics import write_document

if TYPE_CHECKING:
    from collections.abc import Iterator

# dbt leaves its log open, and `mf` asks for what its libraries will drop.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

ROOT = Path(__file__).resolve().parents[2]
# The tables of the star that have metrics, and what the names of these begin with.
PREFIXES = {
    "monthly_totals": "",
    "monthly_goods_by_category": "goods_category_",
    "monthly_services_by_category": "services_category_",
    "monthly_real_goods_by_category": "category_",
    "monthly_goods_by_country": "country_",
    "monthly_balance_drivers": "driver_",
    "yearly_totals": "year_",
    "yearly_goods_by_country": "year_country_",
}
# Metrics of others of their table.
SHARES = {
    f"{flow}_services_share_pct": f"100.0 * sum({flow}_services_musd)"
    f" / nullif(sum({flow}_goods_musd) + sum({flow}_services_musd), 0)"
    for flow in ("exports", "imports")
}
MEASURES = """
    select column_name, comment from duckdb_columns()
    where schema_name = 'marts' and table_name = ? and column_name similar to '.*_(musd|pct|pp)'
"""

COMMANDS = re.findall("^mf .*", (ROOT / "docs/semantic-layer.md").read_text("utf-8"), re.MULTILINE)
# Dimensions of which a table holds the names itself.
LOCAL = ("category", "country", "component")

Answer = dict[tuple[str, ...], float]
"""The values of a metric by what it was asked by; null is left out."""


class Dimension(NamedTuple):
    """What a dimension is in SQL, and the join that it takes."""

    column: str
    join: str = ""


class Metric(NamedTuple):
    """What a metric is in SQL, and whether it is that of the newest period only."""

    expression: str
    is_newest: bool = False


class Project(NamedTuple):
    """The project as dbt and `mf` see it, and its marts."""

    root: Path
    mf: CLIConfiguration
    manifest: dict[str, Any]
    marts: duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    """The project as it was built; `mf` finds it in the folder it is started in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        written = Path("target/semantic_manifest.json")
        for path in (Path(BUILT), written):
            assert path.exists(), f"{path} is not there: run `dbt build`"
        for path in Path("models").rglob("*.yml"):
            age = path.stat().st_mtime - written.stat().st_mtime
            assert age < 0, f"{path} is newer than {written}: run `dbt build`"
        manifest = json.loads(written.read_text(encoding="utf-8"))
        configuration = CLIConfiguration()
        configuration.setup(configure_file_logging=False)
        yield Project(ROOT, configuration, manifest, duckdb.connect(BUILT))


def models_of(project: Project) -> dict[str, dict[str, Any]]:
    """The semantic models by their tables."""
    return {model["node_relation"]["alias"]: model for model in project.manifest["semantic_models"]}


def metrics_of(project: Project, table: str) -> dict[str, Metric]:
    """The metrics that a table should have, by what its columns say of themselves.

    What is never added up is a metric only where a period has a single row.
    """
    prefix = PREFIXES[table]
    is_single = table.endswith("_totals")
    metrics = {}
    for column, comment in project.marts.execute(MEASURES, [table]).fetchall():
        never = "Never add it up" in comment
        if not never:
            assert "May be summed over" in comment, f"{table}.{column}"
        if is_single or not never:
            is_newest = never or "not over" in comment
            metrics[prefix + column] = Metric(f"{'max' if never else 'sum'}({column})", is_newest)
    if is_single:
        metrics |= {prefix + name: Metric(expression) for name, expression in SHARES.items()}
    return metrics


def periods_of(table: str) -> dict[str, Dimension]:
    """Time of a table in every grain, its own first."""
    is_monthly = table.startswith("monthly")
    time = f"{table}.month" if is_monthly else f"make_date({table}.year, 1, 1)"
    return {
        f"metric_time__{grain}": Dimension(f"date_trunc('{grain}', {time})")
        for grain in (["month", "quarter"] if is_monthly else []) + ["year"]
    }


def dimensions_of(project: Project, table: str) -> dict[str, Dimension]:
    """The dimensions of a table and of those it refers to, named as `mf` names them."""
    models = models_of(project)
    model = models[table]
    found = {
        named(model["primary_entity"], dimension): Dimension(
            f"date_trunc('month', {table}.{source(dimension)})"
            if dimension["type"] == "time"
            else f"{table}.{source(dimension)}"
        )
        for dimension in model["dimensions"]
        if dimension["name"] != model["defaults"]["agg_time_dimension"]
    }
    foreign = {one["name"]: source(one) for one in model["entities"] if one["type"] == "foreign"}
    for other, its in models.items():
        for key in its["entities"]:
            if key["type"] == "primary" and key["name"] in foreign:
                on = f"{table}.{foreign[key['name']]} = {other}.{source(key)}"
                found |= {
                    named(key["name"], one): Dimension(
                        f"{other}.{source(one)}", f"left join marts.{other} on {on}"
                    )
                    for one in its["dimensions"]
                }
    return found


def source(part: dict[str, Any]) -> str:
    """The column of a dimension or entity."""
    return part["expr"] or part["name"]


def named(entity: str, dimension: dict[str, Any]) -> str:
    """What `mf` calls a dimension; time has its grain at the end."""
    time = dimension["type_params"]
    return "__".join([entity, dimension["name"], *([time["time_granularity"]] if time else [])])


def asked(
    project: Project, path: Path, metrics: list[str], *by: str, **more: str
) -> dict[str, Answer]:
    """What `mf query` answers, by metric."""
    options = {"csv": str(path), "metrics": ",".join(metrics), "group-by": ",".join(by), **more}
    arguments = [word for name, value in options.items() if value for word in (f"--{name}", value)]
    path.write_text("")  # stays so where there is no row
    mf.query.main(["--quiet", *arguments], obj=project.mf, standalone_mode=False)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        metric: {tuple(row[name] for name in by): float(row[metric]) for row in rows if row[metric]}
        for metric in metrics
    }


def computed(project: Project, table: str, *by: str, condition: str = "true") -> dict[str, Answer]:
    """The same from plain SQL."""
    periods = periods_of(table)
    parts = [(periods | dimensions_of(project, table))[name] for name in by]
    keys = ", ".join(f"coalesce(cast({part.column} as varchar), '')" for part in parts)
    bucket = next((periods[name].column for name in by if name in periods), "true")
    time = next(iter(periods.values())).column
    newest = f"{time} = max({time}) over (partition by {bucket})"
    answers = {}
    for name, metric in metrics_of(project, table).items():
        rows = project.marts.execute(f"""
            with asked as (
                select * from marts.{table} where {condition}
                {f"qualify {newest}" if metric.is_newest else ""}
            )
            select [{keys}]::varchar[], {metric.expression}
            from asked as {table} {" ".join(dict.fromkeys(part.join for part in parts))}
            group by all
        """).fetchall()
        answers[name] = {tuple(key): float(value) for key, value in rows if value is not None}
    return answers


def different(found: dict[str, Answer], wanted: dict[str, Answer]) -> list[tuple[object, ...]]:
    """Some values of each metric that are not what they should be, or are missing."""
    return [
        (metric, key, found[metric].get(key), wanted[metric].get(key))
        for metric in wanted
        for key, _ in sorted(found[metric].items() ^ wanted[metric].items())[:2]
    ]


def test_mf_accepts_the_definitions(project: Project) -> None:
    """Names, types and joins, and every expression in the database."""
    mf.validate_configs.main(["--show-all"], obj=project.mf, standalone_mode=False)


def test_every_measure_of_the_star_that_has_a_sum_is_a_metric(project: Project) -> None:
    wanted = {name: table for table in PREFIXES for name in metrics_of(project, table)}
    assert set(wanted) == {metric["name"] for metric in project.manifest["metrics"]}
    simple = {
        metric["name"]: metric["type_params"]["metric_aggregation_params"]["semantic_model"]
        for metric in project.manifest["metrics"]
        if metric["type"] == "simple"
    }
    assert simple == {name: wanted[name] for name in simple}


@pytest.mark.parametrize("table", [name for name in PREFIXES if name.endswith("_totals")])
@pytest.mark.parametrize("flow", ["exports", "imports"])
def test_a_share_of_services_has_goods_for_the_same_periods(
    project: Project, table: str, flow: str
) -> None:
    alone = project.marts.execute(f"""
        select * from marts.{table}
        where ({flow}_goods_musd is null) <> ({flow}_services_musd is null)
    """).fetchall()
    assert alone == []


@pytest.mark.parametrize("table", PREFIXES)
def test_a_metric_by_anything_is_what_the_mart_has(
    project: Project, tmp_path: Path, table: str
) -> None:
    dimensions, periods = dimensions_of(project, table), list(periods_of(table))
    groups = [(), *((name,) for name in [*periods, *dimensions])]
    groups += [(name, periods[-1]) for name in dimensions]
    metrics = list(metrics_of(project, table))
    [(held,)] = project.marts.execute(f"select count(*) from marts.{table}").fetchall()
    assert any(computed(project, table, periods[0]).values()) == (held > 0)
    wrong = [
        (by, *one)
        for by in groups
        for one in different(
            asked(project, tmp_path / "answer.csv", metrics, *by), computed(project, table, *by)
        )
    ]
    assert not wrong, f"asked by, metric, answer, what it should be: {wrong[:5]}"


@pytest.mark.parametrize("table", PREFIXES)
def test_a_metric_of_some_months_and_members_is_that_of_those(
    project: Project, tmp_path: Path, table: str
) -> None:
    """Newest is then the newest of what is asked for: the condition comes first."""
    periods = periods_of(table)
    time = periods[next(iter(periods))].column
    grain = "month" if table.startswith("monthly") else "year"
    [(first, last)] = project.marts.execute(
        f"select quantile_disc({time}, 0.1)::date, quantile_disc({time}, 0.9)::date"
        f" from marts.{table}"
    ).fetchall()
    if first is None:
        return  # nothing is held to choose from
    condition = f"{time} between '{first}' and '{last}'"
    # Not by `--start-time` and `--end-time`, for which time begins in 2000 and ends in 2040.
    where = f"{{{{ TimeDimension('metric_time', '{grain}') }}}} between '{first}' and '{last}'"
    local = [name for name in dimensions_of(project, table) if name.split("__")[-1] in LOCAL]
    for name in local:
        column = dimensions_of(project, table)[name].column
        [(value,)] = project.marts.execute(f"select min({column}) from marts.{table}").fetchall()
        condition += f" and {column} = '{value}'"
        where += f" and {{{{ Dimension('{name}') }}}} = '{value}'"
    metrics = list(metrics_of(project, table))
    found = asked(project, tmp_path / "answer.csv", metrics, where=where)
    assert not different(found, computed(project, table, condition=condition))


@pytest.fixture(scope="module")
def document(project: Project) -> OSIDocument:
    """The metrics as other programs read them, read by the library that dbt reads them with."""
    path, _ = write_document(project.root)
    return OSIDocument.parse_raw(path.read_text(encoding="utf-8"))


def test_the_document_has_every_sum_and_nothing_that_is_none(
    project: Project, document: OSIDocument
) -> None:
    [model] = document.semantic_model
    wanted = {
        name
        for table in PREFIXES
        for name, metric in metrics_of(project, table).items()
        if not metric.is_newest
    }
    assert {metric.name for metric in model.metrics or []} == wanted
    # dbt takes it as its own: names, keys and expressions fit together.
    read = OSIToMSIConverter().convert(document).output
    assert {metric.name for metric in read.metrics} >= wanted


def test_the_document_is_sql_that_the_database_runs(
    project: Project, document: OSIDocument, tmp_path: Path
) -> None:
    [model] = document.semantic_model
    sources = {dataset.name: f"{dataset.source} as {dataset.name}" for dataset in model.datasets}
    for dataset in model.datasets:
        assert dataset.fields
        fields = ", ".join(field.expression.dialects[0].expression for field in dataset.fields)
        project.marts.execute(f"select {fields} from {sources[dataset.name]} limit 1")
    for table in PREFIXES:
        metrics = {
            metric.name: metric.expression.dialects[0].expression
            for metric in model.metrics or []
            if metric.name in metrics_of(project, table)
        }
        if metrics:
            [row] = project.marts.execute(
                f"select {', '.join(metrics.values())} from {sources[table]}"
            ).fetchall()
            found = {
                name: {} if value is None else {(): float(value)}
                for name, value in zip(metrics, row, strict=True)
            }
            assert found == asked(project, tmp_path / "answer.csv", list(metrics))


def test_a_relationship_of_the_document_loses_and_doubles_no_row(
    project: Project, document: OSIDocument
) -> None:
    [model] = document.semantic_model
    assert model.relationships
    sources = {dataset.name: dataset.source for dataset in model.datasets}
    for one in model.relationships:
        on = " and ".join(
            f"here.{left} = there.{right}"
            for left, right in zip(one.from_columns, one.to_columns, strict=True)
        )
        [counts] = project.marts.execute(f"""
            select
                (select count(*) from {sources[one.from_dataset]}),
                (
                    select count(*) from {sources[one.from_dataset]} as here
                    inner join {sources[one.to]} as there on {on}
                )
        """).fetchall()
        assert counts[0] == counts[1], one.name


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_guide_runs(project: Project, command: str) -> None:
    _, name, *arguments = shlex.split(command)
    code = None
    try:
        mf.cli.commands[name].main(arguments, obj=project.mf, standalone_mode=False)
    except SystemExit as end:  # what `--explain` does when it is done
        code = end.code
    assert not code
