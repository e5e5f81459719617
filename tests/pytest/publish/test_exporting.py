"""Exporting: what is written, and what a reader or a broken-off run sees."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tradegap.errors import TradegapError
from tradegap.files import checksum, lock_of
from tradegap.publish.exporting import export
from tradegap.publish.publishing import publish

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

    from standin import Standin

# What an export needs beyond what other commands read.
MORE = """
alter table meta.build_state add column invocation_id varchar default 'one';
alter table meta.build_state add column finished_at timestamp default '2024-03-07 13:30:00';
create table meta.build_versions as select 'tradegap' as program, '2.7' as version;
create table meta.build_files as select 'seeds/a.csv' as path, 1 as row_count;

create table marts.dim_area (area_id varchar primary key, area_name varchar);
insert into marts.dim_area values ('world', 'World & others'), ('china', 'China');
create table marts.dim_category as select 'goods' as category_id, 'Goods' as agency_name;
create view marts.latest_trade_balances as
select
    date '2024-01-01' as release_month, date '2023-12-01' as month, 'goods' as category_id,
    area_id, 'bop' as basis, 'current' as price_basis, 'sa' as seasonal_adjustment,
    1.5::decimal(18, 6) as exports_musd, null::decimal(18, 6) as imports_musd,
    -2::decimal(18, 6) as balance_musd
from marts.dim_area;
create table marts.with_a_residual as select 'residual' as area_id, 1::decimal(18, 6) as share_pct;
comment on column marts.with_a_residual.share_pct is
'Share. May be summed over areas; not over months. It''s a share.';
"""
SDMX = """\
STRUCTURE,STRUCTURE_ID,ACTION,FREQ,FLOW,CATEGORY,AREA,BASIS,PRICE_BASIS,SEASONAL_ADJUST,TIME_PERIOD,\
OBS_VALUE,UNIT_MEASURE,UNIT_MULT,RELEASE
dataflow,TRADEGAP:TRADE(1.0),I,M,balance,goods,china,bop,current,sa,2023-12,-2.000000,USD,6,2024-01
dataflow,TRADEGAP:TRADE(1.0),I,M,balance,goods,world,bop,current,sa,2023-12,-2.000000,USD,6,2024-01
dataflow,TRADEGAP:TRADE(1.0),I,M,exports,goods,china,bop,current,sa,2023-12,1.500000,USD,6,2024-01
dataflow,TRADEGAP:TRADE(1.0),I,M,exports,goods,world,bop,current,sa,2023-12,1.500000,USD,6,2024-01
"""


@pytest.fixture
def exportable(standin: Standin) -> Standin:
    standin.change(MORE)
    publish(standin.root)
    return standin


def exported_build(standin: Standin) -> str:
    """Which build is exported: all files of it are there, as the manifest says."""
    folder = standin.root / "published" / "formats"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert {file["path"] for file in manifest["files"]} == {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    for file in manifest["files"]:
        content = (folder / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), checksum(content))
    return manifest["build"]["invocation_id"]


def folders(standin: Standin) -> int:
    """How many exports there are, whole or not, beside the link to one."""
    return len(list((standin.root / "published").glob("formats-*")))


def another_build(standin: Standin) -> None:
    standin.change("update meta.build_state set invocation_id = 'two'")
    publish(standin.root)


def test_the_files_are_those_of_the_manifest(exportable: Standin) -> None:
    export(exportable.root)
    assert exported_build(exportable) == "one"
    manifest = json.loads((exportable.root / "published/formats/manifest.json").read_text())
    assert manifest["database"]["sha256"] == checksum(exportable.published.read_bytes())
    assert manifest["build"]["finished_at"] == "2024-03-07T13:30:00Z"


def test_an_export_again_has_the_same_bytes(exportable: Standin) -> None:
    manifest = exportable.root / "published" / "formats" / "manifest.json"
    export(exportable.root)
    first = manifest.read_bytes()
    export(exportable.root)
    assert manifest.read_bytes() == first
    assert folders(exportable) == 1


def test_cells_are_those_of_the_published_file(exportable: Standin) -> None:
    export(exportable.root)
    folder = exportable.root / "published" / "formats" / "parquet"
    for name in ("rpt_release_highlights", "fct_release_figures", "latest_releases"):
        file = exportable.ask(f"from '{folder / name}.parquet' order by all")
        assert file == exportable.ask(f"from marts.{name} order by all")
        assert file


def test_sdmx_leaves_out_what_is_not_known(exportable: Standin) -> None:
    export(exportable.root)
    folder = exportable.root / "published" / "formats" / "sdmx"
    assert (folder / "trade.csv").read_text() == SDMX
    assert "World &amp; others" in (folder / "structure.xml").read_text()


def test_the_dictionary_says_unit_sum_and_what_is_referred_to(exportable: Standin) -> None:
    export(exportable.root)
    path = exportable.root / "published" / "formats" / "data_dictionary.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {(row["table_name"], row["column_name"]): row for row in csv.DictReader(file)}
    share = rows["with_a_residual", "share_pct"]
    assert (share["unit"], share["summable_over"]) == ("percent", "areas; not over months")
    assert share["description"].endswith("It's a share.")
    assert rows["rpt_release_chart", "deficit_busd"]["unit"] == "billions of U.S. dollars"
    assert rows["rpt_release_chart", "release_month"]["refers_to"] == "dim_release.release_month"
    assert rows["latest_trade_balances", "area_id"]["refers_to"] == "dim_area.area_id"
    # One of its rows is in no dimension.
    assert rows["with_a_residual", "area_id"]["refers_to"] == ""


def test_the_data_package_has_types_and_keys(exportable: Standin) -> None:
    export(exportable.root)
    path = exportable.root / "published" / "formats" / "datapackage.json"
    resources = {
        resource["name"]: resource for resource in json.loads(path.read_text())["resources"]
    }
    schema = resources["rpt_release_chart"]["schema"]
    assert schema["primaryKey"] == ["release_month", "month"]
    assert {field["name"]: field["type"] for field in schema["fields"]} == {
        **dict.fromkeys(("release_month", "month", "known_release_month"), "date"),
        **dict.fromkeys(("deficit_musd", "deficit_busd", "avg3_deficit_busd"), "number"),
    }
    assert schema["fields"][0]["constraints"] == {"required": True}
    assert schema["foreignKeys"] == [
        {
            "fields": ["release_month"],
            "reference": {"resource": "dim_release", "fields": ["release_month"]},
        }
    ]


@pytest.mark.parametrize("step", ["_write_parquet", "_written", "_put_in_place"])
def test_a_kill_leaves_a_whole_export(exportable: Standin, step: str) -> None:
    export(exportable.root)
    another_build(exportable)
    program = (
        "import os, pathlib, signal, sys\n"
        "from tradegap.publish import exporting\n"
        f"step = exporting.{step}\n"
        "def killed(*arguments):\n"
        "    step(*arguments)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"exporting.{step} = killed\n"
        "exporting.export(pathlib.Path(sys.argv[1]))\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(exportable.root)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert exported_build(exportable) == ("two" if step == "_put_in_place" else "one")
    assert folders(exportable) == 2

    export(exportable.root)
    assert exported_build(exportable) == "two"
    assert folders(exportable) == 1


def test_a_full_disk_leaves_the_old_export(
    exportable: Standin, standin_tradegap: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(exportable.root)
    another_build(exportable)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = standin_tradegap("export")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "tradegap: cannot export: [Errno 28] No space left on device\n"
    assert exported_build(exportable) == "one"
    assert folders(exportable) == 1


def test_nothing_is_exported_while_somebody_publishes(exportable: Standin) -> None:
    with (
        FileLock(lock_of(exportable.published.parent)),
        pytest.raises(TradegapError, match="another `tradegap publish` or `tradegap export`"),
    ):
        export(exportable.root)


def test_export_says_what_it_wrote(exportable: Standin, standin_tradegap: Command) -> None:
    outcome = standin_tradegap("export")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"Exported {exportable.root}/published/formats: 15 tables, ")


def test_a_published_file_of_another_version_is_one_line(
    standin: Standin, standin_tradegap: Command
) -> None:
    outcome = standin_tradegap("export")
    assert outcome.code == 1
    assert "made by another version of the project, run `make build`" in outcome.err
    assert outcome.err.count("\n") == 1
    assert folders(standin) == 0


def test_nothing_published_is_one_line(
    standin: Standin, standin_tradegap: Command, tmp_path: Path
) -> None:
    standin.published.unlink()
    outcome = standin_tradegap("export")
    assert outcome.err == "tradegap: there is no published/tradegap.duckdb yet: run `make build`\n"
