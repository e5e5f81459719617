"""`tradegap sql`: statements in, tables, csv or json out, and a prompt."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Command

CELLS = (
    "select * from (values (123456789012.123450::decimal(18, 6), date '2024-01-31', null, 'a,b'), "
    "(-2, null, true, '')) v(a, b, c, d)"
)
TABLE = """\
┌──────────────┐
│ release_name │
│   varchar    │
├──────────────┤
│ 2021-08      │
│ 2024-01      │
└──────────────┘
"""
HUNDRED = "select number, repeat('wide', 100) as text from range(100) as numbers(number)"


def answered(outcome: object) -> str:
    """The output of a command that went well."""
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


@pytest.fixture
def piped_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Somebody sits at a terminal and types lines; an exception is a key for it."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def type_in(*lines: str | type[BaseException]) -> None:
        monkeypatch.setattr(sys, "stdin", Terminal())
        keys = iter([*lines, EOFError])

        def typed_line(_prompt: str) -> str:
            key = next(keys)
            if isinstance(key, str):
                return key
            raise key

        monkeypatch.setattr("builtins.input", typed_line)

    return type_in


def test_tables_and_functions_are_known_without_their_schema(standin_tradegap: Command) -> None:
    query = "select release_name from releases_up_to('2024-01', '2021-01') order by release_name"
    assert answered(standin_tradegap("sql", query)) == TABLE
    assert "dbt build" in answered(standin_tradegap("sql", "from build_state"))
    assert "rpt_release_chart" in answered(standin_tradegap("sql", "show tables"))


def test_csv_has_the_cells_as_duckdb_writes_them(standin_tradegap: Command) -> None:
    assert answered(standin_tradegap("sql", CELLS, "--format", "csv")) == (
        'a,b,c,d\n123456789012.123450,2024-01-31,,"a,b"\n-2.000000,,true,\n'
    )


def test_json_is_a_row_a_line_with_numbers_as_they_are(standin_tradegap: Command) -> None:
    text = answered(standin_tradegap("sql", CELLS, "--format", "json"))
    assert text.splitlines()[1] == '{"a":123456789012.123450,"b":"2024-01-31","c":null,"d":"a,b"},'
    assert json.loads(text)[1] == {"a": -2, "b": None, "c": True, "d": ""}
    assert answered(standin_tradegap("sql", f"{CELLS} where false", "--format", "json")) == "[]\n"


def test_a_null_is_an_empty_cell(standin_tradegap: Command) -> None:
    assert "NULL" not in answered(standin_tradegap("sql", CELLS))


def test_several_statements_answer_in_turn(standin_tradegap: Command) -> None:
    statements = "create temp table kept as select 5 as five; from kept;; select 'a;b' as text;"
    assert (
        answered(standin_tradegap("sql", statements, "--format", "csv")) == "five\n5\ntext\na;b\n"
    )


def test_statements_come_from_a_file_or_a_pipe(
    standin_tradegap: Command, tmp_path: Path, piped_in: Callable[[str], None]
) -> None:
    path = tmp_path / "question.sql"
    path.write_text("-- How many?\nselect count(*) as releases\nfrom dim_release\n")
    expected = "releases\n4\n"
    assert answered(standin_tradegap("sql", "--file", str(path), "--format", "csv")) == expected
    piped_in(path.read_text())
    assert answered(standin_tradegap("sql", "--format", "csv")) == expected
    piped_in("")
    assert answered(standin_tradegap("sql")) == ""


def test_what_goes_elsewhere_than_to_a_terminal_is_whole(standin_tradegap: Command) -> None:
    lines = answered(standin_tradegap("sql", HUNDRED)).splitlines()
    assert len([line for line in lines if "wide" * 100 in line]) == 100


def test_a_terminal_gets_its_width_and_forty_rows(
    standin_tradegap: Command, typed: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    typed(f"{HUNDRED};")
    lines = answered(standin_tradegap("sql")).splitlines()
    assert max(map(len, lines[5:])) == 90
    assert any("40 shown" in line for line in lines[-3:])


def test_tables_are_listed_with_what_a_row_is(standin_tradegap: Command) -> None:
    lines = answered(standin_tradegap("sql", "--tables")).splitlines()
    assert lines[0].split() == ["relation", "kind", "comment"]
    for name, kind, comment in (
        ("dim_release", "table", "One row per release; it's the first table."),
        ("latest_releases", "view", "One row: the newest release."),
        ("releases_up_to(newest, least)", "function", "One row per release between two; it's"),
    ):
        [line] = [line for line in lines if line.startswith(f"{name} ")]
        assert line.removeprefix(name).lstrip().startswith(f"{kind} ")
        assert comment in line


def test_columns_are_listed_with_their_units(standin_tradegap: Command) -> None:
    lines = answered(standin_tradegap("sql", "--columns", "rpt_release_chart")).splitlines()
    assert [line.split()[0] for line in lines] == [
        *("column", "release_month", "month", "known_release_month"),
        *("deficit_musd", "deficit_busd", "avg3_deficit_busd"),
    ]
    assert "deficit_musd         DECIMAL(18,6)  Millions of U.S. dollars." in lines


def test_a_table_that_is_not_there_is_told_its_neighbours(standin_tradegap: Command) -> None:
    outcome = standin_tradegap("sql", "--columns", "rpt_release_charts")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(
        "tradegap: there is no table 'rpt_release_charts', did you mean rpt_release_chart"
    )


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("selec 1", 'Parser Error: syntax error at or near "selec"'),
        (
            "from dim_releases",
            'Table with name dim_releases does not exist! Did you mean "dim_release"?',
        ),
        ("select 'a'::integer", "Conversion Error: Could not convert string 'a' to INT32"),
        ("delete from dim_release", "attached in read-only mode"),
        ("load spatial", 'Extension "spatial" is an existing extension.'),
    ],
)
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_an_error_is_one_line(
    standin_tradegap: Command, statement: str, message: str, form: str
) -> None:
    outcome = standin_tradegap("sql", f"select 1 as before; {statement}", "--format", form)
    assert outcome.code == 1
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


def test_two_kinds_of_questions_at_once_are_a_misuse(standin_tradegap: Command) -> None:
    outcome = standin_tradegap("sql", "select 1", "--tables")
    assert outcome.code == 2
    assert outcome.err == (
        "tradegap: take one of QUERY, --file, --tables and --columns (see `tradegap sql --help`)\n"
    )


def test_a_prompt_answers_and_goes_on_after_errors(
    standin_tradegap: Command, typed: Callable[..., None]
) -> None:
    typed(
        "",
        "select release_name from dim_release",
        "where release_name in ('2021-08', '2024-01');",
        "selec 1;",
        "select 'given up'",
        KeyboardInterrupt,
        ".tables",
        ".columns dim_release",
        ".columns nothing",
        ".quit",
        "select 'never read';",
    )
    out = answered(standin_tradegap("sql"))
    assert TABLE in out
    assert 'tradegap: Parser Error: syntax error at or near "selec"\n' in out
    assert "given up" not in out
    assert "One row: the newest release." in out
    assert "published_no_later_than  DATE" in out
    assert "tradegap: there is no table 'nothing'" in out
    assert "never read" not in out
