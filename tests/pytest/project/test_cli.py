"""The command line: what it prints where, and how it fails."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tradegap import cli
from tradegap.pages import release_page

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

    from standin import Standin

PAGE = """\
January 2024 Trade Gap is $67.4 Billion

Monthly Deficit

October 2023–January 2024

U.S. Bureau of Economic Analysis
U.S. Census Bureau

Exports of the U.S. Government increased $0.3 billion, or 0.1 percent, to $257.2 billion. \
Exports of goods increased $0.2 billion. Exports of services decreased less than $0.1 billion. \
Twice $0.2 billion.

- Goods.
- Services.

Real goods.

For more.
"""

RELEASES = """\
release  published      page      lacks
2016-09  by 2016-11-04  none      exhibit 1; exhibit 3
2021-08  2021-10-05     partial   services by category
2024-01  2024-03-07     complete
2025-11  not known      none
"""

EXPORTS_CHANGE = """\
figure     exports_change of release 2024-01, billions of U.S. dollars
sentence   Exports of the U.S. Government increased $0.3 billion, or 0.1 percent, to $257.2 billion.
formula    exports - exports of the month before
input 1    exports_sa, 2024-01, exhibit 01 of release 2024-01
           257,193 million (printed), weight +1
           seeds/ft900/exhibit_01.csv, line 3, column exports_total: 257193
           row 41 of the official sheet
input 2    exports_sa, 2023-12, exhibit 01 of release 2024-01
           256,863 million (printed), weight -1
           seeds/ft900/exhibit_01.csv, line 4, column exports_total: 256863
unrounded  0.33
band       0.329 to 0.331 (half of the last digit of each input)
rounded    0.3
printed    0.3
           seeds/control/published_figures.csv, line 2, column printed_value: 0.3
used       0.3
status     agree
notes      exhibit 01: Exports are overstated by $9 million.
"""


def test_the_page_goes_to_the_output_and_notes_to_the_error_stream(
    standin_tradegap: Command,
) -> None:
    outcome = standin_tradegap("release", "2024-01")
    assert outcome.code == 0
    assert outcome.out == PAGE
    assert outcome.err == (
        "note: known only as printed, not computed: goods by category; real goods\n"
        "note: the change is noise\n"
    )


def test_a_paragraph_outside_its_time_is_printed_only_when_asked_for(
    standin_tradegap: Command,
) -> None:
    lacks = "note: release 2021-08 lacks services by category: left out of the page\n"
    outcome = standin_tradegap("release", "2021-08")
    assert outcome == type(outcome)(0, "August 2021 Trade Gap\n", lacks)

    outcome = standin_tradegap("release", "2021-08", "--with-real")
    assert outcome.out == ("August 2021 Trade Gap\n\nThe real deficit increased 1.5 percent.\n")
    assert outcome.err == (f"{lacks}note: the page of its time has no paragraph of real figures\n")


def test_real_figures_asked_for_and_not_held_are_noted(
    standin: Standin, standin_tradegap: Command
) -> None:
    standin.change("delete from marts.rpt_release_highlights where part = 'real'")
    standin_tradegap("publish")
    assert (
        "note: release 2024-01 has no real figures"
        in standin_tradegap("release", "2024-01", "--with-real").err
    )


def test_without_a_release_all_are_listed(standin_tradegap: Command) -> None:
    outcome = standin_tradegap("release")
    assert outcome == type(outcome)(0, RELEASES, "")


def test_a_release_without_a_page_says_what_it_lacks_and_which_have_one(
    standin_tradegap: Command,
) -> None:
    assert standin_tradegap("release", "2016-09").err == (
        "tradegap: release 2016-09 has no page: it lacks exhibit 1; exhibit 3 "
        "(with a page: 2024-01, 2021-08)\n"
    )
    assert "lacks every figure of one" in standin_tradegap("release", "2025-11").err


@pytest.mark.parametrize("command", [["release"], ["explain"], ["chart"], ["explain", "deficit"]])
def test_a_release_that_is_not_held_is_one_line(
    standin_tradegap: Command, command: list[str]
) -> None:
    outcome = standin_tradegap(command[0], "2030-01", *command[1:])
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "tradegap: release 2030-01 is not held: `tradegap release` lists those that are\n"
    )


@pytest.mark.parametrize(
    "name",
    [
        "2024-1",
        "2024-13",
        "2024-00",
        "202401",
        "January 2024",
        "2024-01-01",
        "24-01",
        "0000-01",
        "２０２４-01",
    ],
)
def test_a_name_that_is_no_release_is_told_the_form(standin_tradegap: Command, name: str) -> None:
    outcome = standin_tradegap("release", name)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        f"tradegap: '{name}' is not a release: "
        "write its statistical month, YYYY-MM, as in 2024-01\n"
    )


def test_a_figure_is_explained_down_to_the_line_of_its_seed(standin_tradegap: Command) -> None:
    outcome = standin_tradegap("explain", "2024-01", "exports_change")
    assert outcome == type(outcome)(0, EXPORTS_CHANGE, "")


@pytest.mark.parametrize(
    ("release", "figure", "lines"),
    [
        ("2024-01", "exports_pct", ["256,863 million (printed), weight -100, in the base +1"]),
        # Two sentences print 0.2: which of them is not known.
        ("2024-01", "exports_goods_change", ["paragraph  Exports of the U.S. Government"]),
        (
            "2024-01",
            "exports_services_change",
            [
                "sentence   Exports of services decreased less than $0.1 billion.",
                "unrounded  -0.012",
            ],
        ),
        (
            "2024-01",
            "exports_travel_change",
            [
                "paragraph  Services.",
                "           (does not name this figure)",
                "inputs     none held",
                "printed    0.7",
                "status     printed only",
                "reason     quoted by a newspaper",
                "missing    travel of 2024-01",
                "           travel of 2023-12",
            ],
        ),
        ("2024-01", "avg3_deficit", ["sentence   none: the page does not print it"]),
        (
            "2024-01",
            "deficit",
            [
                "sentence   January 2024 Trade Gap is $67.4 Billion",
                "period_start=2022-12-01;column=exports_total (not there: the seeds changed",
            ],
        ),
        (
            "2021-08",
            "real_goods_deficit_pct",
            [
                "sentence   The real deficit increased 1.5 percent.",
                "(not on the page of its time: `tradegap release` prints it --with-real)",
            ],
        ),
    ],
)
def test_what_is_special_about_a_figure_is_said(
    standin_tradegap: Command, release: str, figure: str, lines: list[str]
) -> None:
    outcome = standin_tradegap("explain", release, figure)
    assert (outcome.code, outcome.err) == (0, "")
    for line in lines:
        assert line in outcome.out


def test_a_figure_that_is_not_held_is_told_its_neighbours(standin_tradegap: Command) -> None:
    outcome = standin_tradegap("explain", "2024-01", "export_change")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(
        "tradegap: release 2024-01 has no figure 'export_change', did you mean exports_change"
    )
    assert outcome.err.endswith("`tradegap explain 2024-01` lists all 7\n")
    assert "mean" not in standin_tradegap("explain", "2024-01", "zzz").err


def test_without_a_figure_all_are_listed(standin_tradegap: Command) -> None:
    lines = standin_tradegap("explain", "2024-01").out.splitlines()
    assert lines[0].split() == [
        "figure",
        "unit",
        "unrounded",
        "rounded",
        "printed",
        "used",
        "status",
    ]
    assert lines[1].split() == ["avg3_deficit", "usd_billions", "64.8", "64.8", "printed", "only"]
    assert lines[3].split() == [
        "exports_change",
        "usd_billions",
        "0.330000",
        "0.3",
        "0.3",
        "0.3",
        "agree",
    ]
    assert len(lines) == 1 + 7


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["releas"], "No such command 'releas'. Did you mean 'release'? (see `tradegap --help`)"),
        (["explain"], "Missing argument 'RELEASE' (see `tradegap explain --help`)"),
        (["release", "--real"], "No such option"),
        (["release", "--with-real"], "--with-real needs a release (see `tradegap release --help`)"),
        (["ingest"], "Missing argument 'PATH...' (see `tradegap ingest --help`)"),
        (["publish", "now"], "Got unexpected extra argument (now) (see `tradegap publish --help`)"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_code_2(
    standin_tradegap: Command, words: list[str], message: str
) -> None:
    outcome = standin_tradegap(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"tradegap: {message}")
    assert outcome.err.count("\n") == 1


def test_help_names_every_command(standin_tradegap: Command) -> None:
    outcome = standin_tradegap("--help")
    assert (outcome.code, outcome.err) == (0, "")
    for command in (
        "fetch",
        "ingest",
        "update",
        "status",
        "recover",
        "release",
        "explain",
        "notes",
        "chart",
        "publish",
        "sql",
        "export",
        "workbook",
    ):
        assert f"\n  {command} " in outcome.out
        page = standin_tradegap(command, "--help")
        assert page.code == 0
        assert f"Example: tradegap {command}" in page.out


@pytest.mark.built
@pytest.mark.parametrize("words", [["status", "--all"], ["release"], ["explain", "2024-01"]])
def test_a_list_comes_as_table_csv_or_json(tradegap: Command, words: list[str]) -> None:
    table, text, objects = (
        tradegap(*words, "--format", form).out for form in ("table", "csv", "json")
    )
    header, *rows = csv.reader(io.StringIO(text))
    assert len(rows) > 5
    assert {len(row) for row in rows} == {len(header)}
    assert [list(row) for row in json.loads(objects)] == [header] * len(rows)
    assert [[cell or "" for cell in row.values()] for row in json.loads(objects)] == rows
    lines = table.splitlines()[-len(rows) - 1 :]
    assert lines[0].split() == " ".join(header).split()
    assert [line.split("  ", 1)[0] for line in lines[1:]] == [row[0] for row in rows]


def test_nothing_published_yet_says_what_to_run(
    standin: Standin, standin_tradegap: Command
) -> None:
    standin.published.unlink()
    for words in (["release"], ["explain", "2024-01"], ["chart", "2024-01"]):
        outcome = standin_tradegap(*words)
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err == (
            "tradegap: there is no published/tradegap.duckdb yet: run `make build`\n"
        )


def test_a_published_file_of_another_version_says_what_to_run(
    standin: Standin, standin_tradegap: Command
) -> None:
    standin.change("drop table marts.rpt_release_highlights")
    standin_tradegap("publish")
    outcome = standin_tradegap("release", "2024-01")
    assert outcome.code == 1
    assert "made by another version of the project, run `make build`" in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_published_file_that_is_no_database_is_one_line(
    standin: Standin, standin_tradegap: Command
) -> None:
    standin.published.write_bytes(b"not a database" * 1000)
    outcome = standin_tradegap("release")
    assert outcome.code == 1
    assert outcome.err.startswith("tradegap: published/tradegap.duckdb cannot be opened")
    assert outcome.err.count("\n") == 1


def test_the_project_is_found_from_a_folder_inside_it(
    standin: Standin, standin_tradegap: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = standin_tradegap("release")
    inside = standin.root / "seeds" / "ft900"
    monkeypatch.setattr(monkeypatch, "chdir", lambda _: None)
    with pytest.MonkeyPatch.context() as context:
        context.chdir(inside)
        assert standin_tradegap("release") == expected


def test_an_unexpected_fault_is_one_line(
    standin_tradegap: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(_: object) -> None:
        raise KeyError("two\nlines")

    monkeypatch.setattr(release_page, "releases", fault)
    monkeypatch.delenv("TRADEGAP_DEBUG", raising=False)
    outcome = standin_tradegap("release")
    assert outcome.code == 1
    assert outcome.err.startswith("tradegap: unexpected KeyError: ")
    assert outcome.err.count("\n") == 1

    monkeypatch.setenv("TRADEGAP_DEBUG", "1")
    with pytest.raises(KeyError):
        cli._run(["release"])


def test_an_interruption_is_one_line(
    standin_tradegap: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(release_page, "releases", interrupt)
    outcome = standin_tradegap("release")
    assert outcome == type(outcome)(130, "", "\ntradegap: interrupted\n")


def test_a_reader_that_has_enough_is_no_error(standin: Standin) -> None:
    program = "from tradegap.cli import main; main()"
    standin.change(
        "insert into marts.dim_release select month, strftime(month, '%Y-%m'), null, null, '', "
        "false from (select cast(unnest(generate_series(date '0100-01-01', date '1900-01-01', "
        "interval 1 month)) as date) as month)"
    )
    subprocess.run([sys.executable, "-c", program, "publish"], cwd=standin.root, check=True)
    with subprocess.Popen(
        [sys.executable, "-c", program, "release"],
        cwd=standin.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline().startswith(b"release")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from tradegap import cli\n"
        "cli._run(['--help'])\n"
        "heavy = {'duckdb', 'dbt', 'altair', 'vl_convert', 'python_calamine', 'requests'}\n"
        "heavy &= set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True)
