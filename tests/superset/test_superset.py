"""Apache Superset over the published file: what it shows is what the file says.

`make test-bi` makes its environment and runs this. A server is set up from nothing in a
temporary project, asked through its API and opened in Debian's Chromium.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import requests

from tradegap.database import BUILT, PUBLISHED, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-superset" / "bin" / "python"
SERVE = ROOT / "scripts" / "superset" / "serve.py"
PICTURE = ROOT / "target" / "superset.png"
ANALYSES = sorted((ROOT / "analyses").glob("*.sql"))

# What each chart of the dashboard has to show, of the newest month where it shows one.
CHARTS = {
    "Balance, billions of dollars": """
        select month, balance_musd / 1000 as "Balance" from marts.monthly_totals""",
    "Exports, billions of dollars": """
        select month, exports_musd / 1000 as "Exports" from marts.monthly_totals""",
    "Imports, billions of dollars": """
        select month, imports_musd / 1000 as "Imports" from marts.monthly_totals""",
    "Exports and imports, billions of dollars": """
        select month, exports_musd / 1000 as "Exports", imports_musd / 1000 as "Imports"
        from marts.monthly_totals""",
    "Balance of goods and of services, billions of dollars": """
        select
            month, balance_musd / 1000 as "Balance",
            balance_goods_musd / 1000 as "Goods", balance_services_musd / 1000 as "Services"
        from marts.monthly_totals""",
    "What moved the balance from the month before, millions of dollars": """
        select
            component, greatest(balance_change_musd, 0) as "Lowers the deficit",
            least(balance_change_musd, 0) as "Adds to the deficit"
        from marts.monthly_balance_drivers
        where month = (select max(month) from marts.monthly_balance_drivers)""",
    **{
        f"{flow.title()} of goods by category, millions of dollars": f"""
        select
            category, {flow}_musd, {flow}_month_change_musd, {flow}_month_contribution_pp
        from marts.monthly_goods_by_category
        where month = (select max(month) from marts.monthly_balance_drivers)"""
        for flow in ("imports", "exports")
    },
    "Largest deficits in goods, millions of dollars": """
        select country, balance_musd as "Balance" from marts.monthly_goods_by_country
        where
            month = (select max(month) from marts.monthly_goods_by_country)
            and balance_musd < 0
        order by balance_musd limit 12""",
    "Trade in goods by country, millions of dollars": """
        select country, exports_musd, imports_musd, balance_musd, balance_month_change_musd
        from marts.monthly_goods_by_country
        where month = (select max(month) from marts.monthly_goods_by_country)""",
    "Balance of goods by country, billions of dollars": """
        pivot (
            select month, country, balance_musd / 1000 as balance
            from marts.monthly_goods_by_country
            where country in (
                select country from marts.monthly_goods_by_country
                group by country order by sum(balance_musd) limit 5
            )
        ) on country using max(balance) group by month""",
    "Balance as first printed and as known now, billions of dollars": """
        select month, first_print_musd / 1000 as "First print", value_musd / 1000 as "Known now"
        from marts.fct_revisions
        where
            category_id = 'goods_and_services' and flow = 'balance' and is_latest_held
            and price_basis = 'current' and month >= (
                select min(month) from marts.fct_revisions
                where
                    category_id = 'goods_and_services' and flow = 'balance'
                    and first_print_musd is not null
            )""",
    "Revision of the balance since its first print, millions of dollars": """
        select
            month,
            max(deficit_musd) filter (where is_first_print)
            - max(deficit_musd) filter (where is_latest_held)
                as one_revision_from_first_print_musd
        from marts.rpt_revision_chart
        group by month
        having one_revision_from_first_print_musd is not null""",
    "Published figures checked": """
        select count(*) as "Published figures checked" from marts.fct_identity_checks""",
    "Hold within rounding": """
        select count(*) as "Hold within rounding" from marts.fct_identity_checks
        where status = 'holds'""",
    "Differences accepted": """
        select count(*) as "Differences accepted" from marts.fct_identity_checks
        where status in ('recorded', 'reviewed')""",
    "Broken or not checkable": """
        select count(*) as "Broken or not checkable" from marts.fct_identity_checks
        where status in ('excessive', 'broken', 'missing')""",
    "Checks by identity": """
        select
            identity_name, count(*) as "Checked", sum(cast(status = 'holds' as int)) as "Hold",
            sum(cast(status in ('recorded', 'reviewed') as int)) as "Accepted",
            sum(cast(status in ('excessive', 'broken', 'missing') as int)) as "Broken"
        from marts.fct_identity_checks
        group by identity_name""",
    "Accepted differences and their reasons, in the unit of the series": """
        select
            release_month, exhibit, identity_name, period_start, difference, tolerance, status,
            reason
        from marts.fct_identity_checks
        where status in ('recorded', 'reviewed')
        order by release_month desc, identity_name
        limit 1000""",
}
# Filters of the dashboard, by their numbers, as the end of its address: three years of the
# curves, a month, countries.
FILTERS = (
    "?native_filters=(NATIVE_FILTER-1:(extraFormData:(time_range:'{start}%20:%20{end}'),"
    "filterState:(value:'{start}%20:%20{end}'),id:NATIVE_FILTER-1,ownState:())"
    ",NATIVE_FILTER-2:(extraFormData:(filters:!((col:year_month,op:IN,val:!('{month}')))),"
    "filterState:(value:!('{month}')),id:NATIVE_FILTER-2,ownState:())"
    ",NATIVE_FILTER-4:(extraFormData:(filters:!((col:country,op:IN,val:!('{country}')))),"
    "filterState:(value:!('{country}')),id:NATIVE_FILTER-4,ownState:()))"
)
# What is chosen in them: of the file, whatever it holds.
CHOICE = """
    select
        strftime(min(month), '%Y-%m') as month,
        (
            select min(country) from marts.monthly_goods_by_country
            where month = (select max(month) from marts.monthly_goods_by_country)
        ) as country,
        (
            select cast(max(month) - interval 3 year as date)
            from marts.monthly_goods_by_country
        ) as start,
        (select max(month) from marts.monthly_goods_by_country) as end
    from marts.monthly_balance_drivers
"""
# What charts have to show then.
FILTERED = {
    "What moved the balance from the month before, millions of dollars": """
        select
            component, greatest(balance_change_musd, 0) as "Lowers the deficit",
            least(balance_change_musd, 0) as "Adds to the deficit"
        from marts.monthly_balance_drivers
        where month = '{month}-01'""",
    "Balance, billions of dollars": CHARTS["Balance, billions of dollars"],
    "Exports and imports, billions of dollars": """
        select month, exports_musd / 1000 as "Exports", imports_musd / 1000 as "Imports"
        from marts.monthly_totals
        where month >= '{start}' and month < '{end}'""",
    "Balance of goods by country, billions of dollars": """
        select month, balance_musd / 1000 as "{country}" from marts.monthly_goods_by_country
        where country = '{country}' and month >= '{start}' and month < '{end}'""",
}
# None of them may do anything, even where Superset is told to let statements write.
FORBIDDEN = (
    "create table marts.mine as select 1 as one",
    "delete from marts.monthly_totals",
    "update marts.monthly_totals set balance_musd = 0",
    "copy marts.monthly_totals to '{folder}/out.csv'",
    "attach '{folder}/other.duckdb' as other",
    "select * from read_csv('{folder}/dbt_project.yml')",
    "set enable_external_access = true",
)


class Site:
    """A running Superset, with the project whose published file it shows."""

    def __init__(self, project: Path, address: str, user: str, password: str) -> None:
        self.project = project
        self.address = address
        self.login = (user, password)
        self._host = address.partition("/superset/")[0]
        self._session = requests.Session()
        token = self.post(
            "security/login", username=user, password=password, provider="db", refresh=False
        )
        self._session.headers["Authorization"] = f"Bearer {token['access_token']}"
        self._session.headers["X-CSRFToken"] = self.get("security/csrf_token/")["result"]
        self._session.headers["Referer"] = self._host

    def get(self, path: str) -> dict[str, Any]:
        """What the API answers to a GET."""
        return self._answer(self._session.get(f"{self._host}/api/v1/{path}", timeout=60))

    def post(self, path: str, **body: object) -> dict[str, Any]:
        """What the API answers to a POST."""
        return self._answer(self._session.post(f"{self._host}/api/v1/{path}", json=body))

    def put(self, path: str, **body: object) -> dict[str, Any]:
        """What the API answers to a PUT."""
        return self._answer(self._session.put(f"{self._host}/api/v1/{path}", json=body))

    def import_dashboard(self, file: Path) -> dict[str, Any]:
        """What the API answers to a ZIP, as the page for imports sends it."""
        with file.open("rb") as opened:
            return self._answer(
                self._session.post(
                    f"{self._host}/api/v1/dashboard/import/",
                    files={"formData": opened},
                    data={"overwrite": "true"},
                )
            )

    def listed(self, kind: str) -> list[dict[str, Any]]:
        """All datasets, charts or dashboards."""
        return self.get(f"{kind}/?q=(page_size:1000)")["result"]

    def sql(self, query: str) -> list[dict[str, Any]]:
        """The rows that SQL Lab answers."""
        [database] = self.listed("database")
        # Without `queryLimit`, which its page sends, a limit in the query does not count.
        asked = {"database_id": database["id"], "sql": query, "queryLimit": 1000}
        return self.post("sqllab/execute/", runAsync=False, schema="marts", **asked)["data"]

    def published(self) -> duckdb.DuckDBPyConnection:
        """The published file itself."""
        return duckdb.connect(str(self.project / PUBLISHED), read_only=True)

    @staticmethod
    def _answer(response: requests.Response) -> dict[str, Any]:
        if not response.ok:
            raise Refused(f"{response.status_code}: {response.text}")
        return response.json()


class Refused(Exception):  # noqa: N818
    """The API answered with an error."""


def served(project: Path) -> tuple[subprocess.Popen[str], list[str]]:
    """A server of the project's published file, and what it printed until it was ready."""
    server = subprocess.Popen(
        [
            *(PYTHON, SERVE, "--port", "0", "--home", project / "home"),
            *("--published", project / PUBLISHED),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    printed = []
    for line in server.stdout:
        printed.append(line.strip())
        if line.startswith("user "):
            break
    return server, printed


def ended(server: subprocess.Popen[str]) -> None:
    """The server has gone."""
    server.terminate()
    server.communicate()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Superset, set up from nothing over a copy of what is published."""
    assert PYTHON.exists(), f"{PYTHON} is not there: run `make test-bi`"
    assert (ROOT / BUILT).exists(), f"{BUILT} is not there: run `make build`"
    project = tmp_path_factory.mktemp("superset")
    (project / BUILT).parent.mkdir()
    shutil.copy(ROOT / "dbt_project.yml", project)
    shutil.copy(ROOT / BUILT, project / BUILT)
    publish(project)
    server, printed = served(project)
    assert len(printed) == 3, printed
    user, password = re.fullmatch(
        r"user (\S+), password (\S+); Ctrl-C ends it", printed[2]
    ).groups()
    yield Site(project, printed[1], user, password)
    ended(server)


@pytest.fixture(scope="module")
def seen(site: Site) -> dict[str, Any]:
    """What the dashboard shows in Chromium, as it opens and with filters."""
    with closing(site.published()) as file:
        [chosen] = rows_of(file.execute(CHOICE))
    PICTURE.parent.mkdir(exist_ok=True)
    browser = Path(__file__).with_name("browser.py")
    result = subprocess.run(
        [PYTHON, browser, site.address, FILTERS.format(**chosen), *site.login, PICTURE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, f"{result.stderr}\nlook at {PICTURE}"
    return json.loads(result.stdout) | {"chosen": chosen}


def publish(project: Path) -> None:
    """What a person types to publish."""
    command = [sys.executable, "-c", "from tradegap.cli import main; main()", "publish"]
    subprocess.run(command, cwd=project, capture_output=True, check=True)


def comparable(rows: list[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    """Rows whatever their order, with numbers and dates in one form, without what is null."""

    def value(name: str, cell: object) -> str:
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
            if name in ("month", "release_month", "period_start") and cell:
                return datetime.fromtimestamp(float(cell) / 1000, UTC).date().isoformat()
            return f"{float(cell):.6f}".replace("-0.000000", "0.000000")
        return str(cell)

    return sorted(
        sorted((name, value(name, cell)) for name, cell in row.items() if cell is not None)
        for row in rows
    )


def test_every_dataset_has_the_comments_of_the_published_file(site: Site) -> None:
    with closing(site.published()) as file:
        tables = file.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
        columns = file.execute(
            "select table_name, column_name, comment from duckdb_columns() "
            "where schema_name = 'marts' and not internal"
        ).fetchall()
    datasets = {
        dataset["table_name"]: site.get(f"dataset/{dataset['id']}")["result"]
        for dataset in site.listed("dataset")
    }
    star = {name for name, _ in tables if name.startswith(("monthly_", "yearly_", "dim_"))}
    assert star <= set(datasets)
    for name, comment in tables:
        if name in datasets:
            assert datasets[name]["description"] == comment
    for name, column, comment in columns:
        if name in datasets:
            [found] = [c for c in datasets[name]["columns"] if c["column_name"] == column]
            assert found["description"] == comment, (name, column)
    assert [name for name in datasets if name not in dict(tables)] == []


def test_no_metric_adds_up_what_does_not_add(site: Site) -> None:
    with closing(site.published()) as file:
        guarded = 0
        for dataset in site.listed("dataset"):
            table = dataset["table_name"]
            for metric in site.get(f"dataset/{dataset['id']}")["result"]["metrics"]:
                if metric["metric_name"] == "rows":
                    continue
                [(of_all,)] = file.execute(
                    f"select {metric['expression']} from marts.{table}"
                ).fetchall()
                [(of_one,)] = file.execute(
                    f"select {metric['expression']} from (from marts.{table} limit 1)"
                ).fetchall()
                column = metric["metric_name"].partition("_")[2]
                [(first,)] = file.execute(f"select {column} from marts.{table} limit 1").fetchall()
                assert of_one == first, (table, metric)
                forbids = re.search("(not|never) over|Never add", metric["description"])
                if forbids or "May be summed" not in metric["description"]:
                    assert of_all is None, (table, metric)
                    guarded += 1
    assert guarded


def test_every_chart_shows_what_the_file_says(site: Site, seen: dict[str, Any]) -> None:
    names = {str(chart["id"]): chart["slice_name"] for chart in site.listed("chart")}
    assert sorted(names[chart] for chart in seen["charts"]) == sorted(CHARTS)
    with closing(site.published()) as file:
        for chart, rows in seen["charts"].items():
            expected = rows_of(file.execute(CHARTS[names[chart]]))
            assert expected, names[chart]
            assert comparable(rows) == comparable(expected), names[chart]


def test_filters_leave_what_was_chosen(site: Site, seen: dict[str, Any]) -> None:
    numbers = {chart["slice_name"]: str(chart["id"]) for chart in site.listed("chart")}
    with closing(site.published()) as file:
        for chart, query in FILTERED.items():
            expected = rows_of(file.execute(query.format(**seen["chosen"])))
            assert expected, chart
            assert comparable(seen["filtered"][numbers[chart]]) == comparable(expected), chart


def test_the_page_has_no_error_and_asks_no_other_host(seen: dict[str, Any]) -> None:
    assert seen["titles"] == list(CHARTS)
    assert seen["alerts"] == []
    assert seen["hosts"] == ["127.0.0.1"]
    # Superset's counter of visits is refused, and Chromium says so.
    assert [line for line in seen["console"] if "Content Security Policy" not in line] == []


@pytest.mark.parametrize("path", ANALYSES, ids=lambda path: path.stem)
def test_sql_lab_answers_the_questions_of_the_project(path: Path, site: Site) -> None:
    query = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"marts.\1", path.read_text())
    # The macros of what was known stand in the file as functions of the same names.
    query = re.sub(r'\{\{ (\w+_as_of)\("(.+)"\) \}\}', r"select * from marts.\1(\2)", query)
    with closing(site.published()) as file:
        expected = rows_of(file.execute(query))
    assert expected
    assert comparable(site.sql(query)) == comparable(expected)


@pytest.mark.parametrize("allowed", [False, True], ids=["by Superset", "by the connection"])
def test_nothing_can_be_written(site: Site, *, allowed: bool) -> None:
    [database] = site.listed("database")
    site.put(f"database/{database['id']}", allow_dml=allowed)
    before = (site.project / PUBLISHED).read_bytes()
    for statement in FORBIDDEN:
        with pytest.raises(Refused):
            site.sql(statement.format(folder=site.project))
    site.put(f"database/{database['id']}", allow_dml=False)
    assert (site.project / PUBLISHED).read_bytes() == before
    assert not list(site.project.glob("*.csv")) + list(site.project.glob("*.duckdb"))


def test_what_is_published_meanwhile_is_seen_at_once(site: Site) -> None:
    query = "select max(balance_musd) as balance_musd from marts.monthly_totals"
    [old] = site.sql(query)
    with closing(duckdb.connect(str(site.project / BUILT))) as built:
        built.execute("update marts.monthly_totals set balance_musd = balance_musd + 1")
    publish(site.project)
    [new] = site.sql(query)
    assert Decimal(str(new["balance_musd"])) == Decimal(str(old["balance_musd"])) + 1
    shutil.copy(ROOT / BUILT, site.project / BUILT)
    publish(site.project)
    assert site.sql(query) == [old]


def test_superset_imports_the_zip_that_was_made(site: Site) -> None:
    [file] = (site.project / "home").glob("*.zip")
    assert site.import_dashboard(file) == {"message": "OK"}
    assert [board["slug"] for board in site.listed("dashboard")] == ["us-trade"]


def test_a_second_start_sets_nothing_up(site: Site) -> None:
    server, printed = served(site.project)
    ended(server)
    assert len(printed) == 2
    assert site.login[1] in printed[1]


def test_without_a_published_file_the_error_says_what_to_do(tmp_path: Path) -> None:
    result = subprocess.run(
        [PYTHON, SERVE, "--published", tmp_path / "none.duckdb", "--home", tmp_path / "home"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert "run `make build`" in result.stderr
    assert not (tmp_path / "home").exists()
