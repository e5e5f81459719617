"""The documents show real output: every command and query in them is run again and compared.

The documents are README.md, CONTRIBUTING.md and those in docs/. How a block is checked, by
what it is:

- `console`: a line that starts with `$ ` is a command for bash, the lines after it are what
  it prints (the output stream, then the error stream).
- `sql` or `python` with a block `text` after it: a query or program, and what it gives.
- `<!-- answer of: analyses/NAME.sql -->` before a block `text`: what that analysis gives.
- `<!-- marts -->` and `<!-- analyses -->`: the table after it is made from the published
  database, and from the head comments of the analyses.
- `<!-- folders -->`: the tree after it has every folder of the project.
- `sh`: commands for a person, not run here. Each has to exist.
- `csv`: lines of a file that is read, see `test_csv_forms.py`.

Queries read the published database; those that name the schema `intermediate` read the
built one. Blanks at the end of a line do not count.

`python tests/pytest/project/test_shown_output.py --update` writes all of it anew.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
import sqlalchemy

from tradegap import cli
from tradegap.database import BUILT, PUBLISHED, WORK
from tradegap.project import find_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

pytestmark = pytest.mark.built

ROOT = find_root()
README = ROOT / "README.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
DOCUMENTS = [README, CONTRIBUTING, *sorted((ROOT / "docs").glob("*.md"))]

BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]+?) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.M | re.S
)
TABLE = re.compile(r"^<!-- (?P<mark>\w+) -->\n\n(?P<text>(?:^\|.*\n)+)", re.M)
ANSWERED = ("sql", "python")
LIMIT_OF_LINES = 300


@dataclass(frozen=True)
class Shown:
    """Something a document shows: where its text stands, and how it is made anew."""

    document: Path
    line: int
    kind: str
    text: str
    start: int
    renew: Callable[[], str]

    @property
    def name(self) -> str:
        """As a test calls it."""
        return f"{self.document.name}, line {self.line}, {self.kind}"


# What is shown ----------------------------------------------------------------------------


def shown(document: Path, written: str) -> Iterator[Shown]:
    """All that the text of a document shows and that can be made anew, in its order."""
    asked = None
    for block in BLOCK.finditer(written):
        language, mark, text = block["language"], block["mark"] or "", block["text"]
        kind, renew = language, None
        if language == "console":
            renew = _later(_console, text)
        elif mark.startswith("answer of: "):
            kind = mark
            renew = _later(_analysis_answer, mark.removeprefix("answer of: "))
        elif language == "text" and asked:
            kind = f"answer of {asked['language']}"
            renew = _later(_program if asked["language"] == "python" else _query, asked["text"])
        if renew:
            start = block.start("text")
            yield Shown(document, _line(written, start), kind, text, start, renew)
        asked = block if language in ANSWERED else None
    for table in TABLE.finditer(written):
        make = {"marts": _marts, "analyses": _analyses}[table["mark"]]
        start = table.start("text")
        yield Shown(document, _line(written, start), table["mark"], table["text"], start, make)


def _later(function: Callable[[str], str], text: str) -> Callable[[], str]:
    return lambda: function(text)


def _line(written: str, start: int) -> int:
    return written.count("\n", 0, start) + 1


def _stripped(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


# How it is made ---------------------------------------------------------------------------


def _console(text: str) -> str:
    """The commands of a block, each with what it prints."""
    commands = [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{_printed(command)}" for command in commands)


def _printed(command: str) -> str:
    """What a command prints, run in the project with this very interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        for name, words in (
            ("python", ""),
            ("tradegap", "-c 'from tradegap.cli import main; main()'"),
        ):
            script = Path(folder, name)
            script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {words} "$@"\n')
            script.chmod(0o755)
        paths = [str(ROOT / "scripts"), *filter(None, [os.environ.get("PYTHONPATH")])]
        result = subprocess.run(
            ["bash", "-c", command],
            cwd=ROOT,
            env={
                # Under `make test` a make of its own would say that it is one of two.
                **{name: value for name, value in os.environ.items() if "MAKE" not in name},
                "COLUMNS": "100",
                "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": os.pathsep.join(paths),
            },
            capture_output=True,
            text=True,
            check=False,
        )
    return _stripped(result.stdout + result.stderr)


def _program(text: str) -> str:
    """What a Python program prints."""
    result = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return _stripped(result.stdout + result.stderr)


def _query(sql: str) -> str:
    """What a query gives, as a table of text."""
    is_of_marts_only = "intermediate." not in sql
    path = ROOT / (PUBLISHED if is_of_marts_only else BUILT)
    with duckdb.connect(str(path), read_only=True) as connection:
        if not is_of_marts_only:
            connection.execute(f"attach '{ROOT / WORK}' as work (read_only)")
            connection.execute(f"set search_path = '{BUILT.stem}.main,work.intermediate'")
        found = connection.execute(sql)
        header = [column[0] for column in found.description]
        rows = [["" if cell is None else str(cell) for cell in row] for row in found.fetchall()]
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [header, ["-" * width for width in widths], *rows]
    right = [_is_numeric([row[number] for row in rows]) for number in range(len(header))]
    return _stripped("\n".join(_aligned(line, widths, right) for line in lines))


def _is_numeric(cells: Sequence[str]) -> bool:
    return all(re.fullmatch(r"(-?[\d.]+)?", cell) for cell in cells)


def _aligned(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    return "  ".join(
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    )


def _analysis_answer(path: str) -> str:
    return _query(_runnable(path))


def _runnable(path: str) -> str:
    """An analysis as it runs in a client: its relations by their names in the database."""
    return re.sub(r"\{\{ ref\('(\w+)'\) \}\}", _relation, (ROOT / path).read_text())


def _relation(reference: re.Match[str]) -> str:
    schema = "intermediate" if reference[1].startswith("int_") else "marts"
    return f"{schema}.{reference[1]}"


def _marts() -> str:
    """The published tables and views, with their key, their rows and their grain."""
    with duckdb.connect(str(ROOT / PUBLISHED), read_only=True) as connection:
        relations = connection.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'marts' "
            "union all select view_name, comment from duckdb_views() where schema_name = 'marts' "
            "order by all"
        ).fetchall()
        lines = [
            f"| `{name}` | {_rows(connection, name)} | {re.match(r'[^.:]+', comment)[0]} |"
            for name, comment in relations
        ]
    return "\n".join(["| relation | rows | grain |", "|---|---:|---|", *lines]) + "\n"


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    [(count,)] = connection.execute(f"select count(*) from marts.{name}").fetchall()
    return f"{count:,}"


def _analyses() -> str:
    """The questions of the analyses."""
    lines = []
    for path in sorted((ROOT / "analyses").glob("*.sql")):
        head = " ".join(
            line.removeprefix("-- ")
            for line in path.read_text().splitlines()
            if line.startswith("-- ")
        )
        question = re.match(r"Question: (.+?\?)", head)[1]
        lines.append(f"| `{path.stem}` | {question[0].upper()}{question[1:]} |")
    return "\n".join(["| analysis | question |", "|---|---|", *lines]) + "\n"


# Tests ------------------------------------------------------------------------------------


@cache
def _written(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def _prose() -> str:
    """All documents without their blocks."""
    return "\n".join(BLOCK.sub("", _written(document)) for document in DOCUMENTS)


@cache
def _tracked() -> list[str]:
    """The paths of all files of the repository."""
    return subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()


SHOWN = [block for document in DOCUMENTS for block in shown(document, _written(document))]


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.name)
def test_what_a_document_shows_is_what_comes_out(
    block: Shown, built: Path, published: Path
) -> None:
    assert block.text == block.renew(), (
        "`python tests/pytest/project/test_shown_output.py --update` renews it"
    )


def test_the_documents_show_something_of_every_kind() -> None:
    kinds = {block.kind.split()[0] for block in SHOWN}
    assert kinds >= {"console", "answer", "marts", "analyses"}
    commands = re.findall(r"^\$ tradegap (\w+)", _written(README), re.MULTILINE)
    assert {"release", "explain"} <= set(commands)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_block_is_checked_in_some_way(document: Path) -> None:
    checked = {block.start for block in SHOWN if block.document == document}
    blocks = list(BLOCK.finditer(_written(document)))
    for block, after in pairwise(blocks):
        if block["language"] in ANSWERED and after["language"] == "text":
            checked.add(block.start("text"))
    others = {
        block["language"]
        for block in blocks
        if block.start("text") not in checked and block["mark"] != "folders"
    }
    assert others <= ({"csv"} if document.stem == "csv-forms" else {"sh"})


def _people_commands() -> list[str]:
    """The commands the documents give a person: in blocks `sh` and in running text."""
    blocks = [
        block["text"]
        for document in DOCUMENTS
        for block in BLOCK.finditer(_written(document))
        if block["language"] == "sh"
    ]
    prose = re.findall(r"`((?:make|tradegap|dbt) [^`]+)`", _prose())
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in [*lines, *prose] if line]


@pytest.mark.parametrize("command", sorted(set(_people_commands())))
def test_a_command_for_a_person_exists(command: str) -> None:
    program, *words = shlex.split(command.replace("…", "..."))
    if program == "make":
        targets = re.findall(r"^([a-z0-9-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert words[0] in targets
    elif program == "tradegap":
        known = cli.tradegap.commands[words[0]]
        options = {option for parameter in known.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options | {"--help"}
    else:
        programs = {"cd", "dbt", "duckdb", "export", "git", "mf", "python"}
        assert program in programs | {"createdb", "createuser", "psql"}


def test_every_path_named_exists(published: Path) -> None:
    paths = {path for path in re.findall(r"`([\w.]+/[\w./]*)`", _prose()) if "NN" not in path}
    assert len(paths) > 10
    assert {path for path in paths if not (ROOT / path).exists()} == set()
    names = set(re.findall(r"`(\w+\.(?:csv|md|py|sql|yml))`", _prose()))
    assert len(names) > 10
    assert names <= {Path(path).name for path in _tracked()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", BLOCK.sub("", _written(document)))
    assert [link for link in links if not (document.parent / link).exists()] == []


def _connecting(call: str) -> str:
    """A call that the README gives for connecting, with its arguments."""
    [found] = set(re.findall(rf"`({re.escape(call)}\(.+?\))`", _written(README)))
    return found


def test_python_connects_as_the_readme_says(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    with eval(_connecting("duckdb.connect")) as connection:  # noqa: S307
        assert connection.execute("select count(*) from marts.dim_release").fetchone()[0]
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("create table marts.new (id integer)")


def test_sqlalchemy_connects_as_the_readme_says(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    engine = eval(f"sqlalchemy.{_connecting('create_engine')}")  # noqa: S307
    columns = sqlalchemy.inspect(engine).get_columns("rpt_release_chart", schema="marts")
    assert (
        "millions of dollars"
        in {column["name"]: column for column in columns}["deficit_musd"]["comment"]
    )
    engine.dispose()


def _folders() -> Iterator[str]:
    """The paths in the tree of folders."""
    blocks = BLOCK.finditer(_written(CONTRIBUTING))
    [block] = [block for block in blocks if block["mark"] == "folders"]
    above: list[str] = []
    for line in block["text"].splitlines():
        indent, name = re.match(r"( *)(\S+)", line).groups()
        above = [*above[: len(indent) // 2], name.rstrip("/")]
        yield "/".join(above)


def test_the_tree_of_folders_is_the_real_one() -> None:
    listed = set(_folders())
    assert sorted(path for path in listed if not (ROOT / path).exists()) == []
    folders = {
        "/".join(Path(path).parts[:depth])
        for path in _tracked()
        for depth in (1, 2, 3)
        if len(Path(path).parts) > depth
        and (depth < 3 or path.startswith("models/intermediate/"))
        and not path.startswith(".")
    }
    assert folders
    assert sorted(folders - listed) == []


def test_the_readme_is_short_and_names_no_place_of_the_machine() -> None:
    assert len(_written(README).splitlines()) <= LIMIT_OF_LINES
    assert not any(str(ROOT) in _written(document) for document in DOCUMENTS)


def test_a_stale_output_is_seen(published: Path) -> None:
    stale = _written(README).replace("67434", "67435").replace("$67.4 Billion", "$67.5 Billion")
    seen = [
        after.name
        for before, after in zip(shown(README, _written(README)), shown(README, stale), strict=True)
        if before.text != after.text and after.text != after.renew()
    ]
    assert len(seen) >= 2


def update(document: Path) -> None:
    """Write all that a document shows anew."""
    for number in range(len(list(shown(document, document.read_text(encoding="utf-8"))))):
        text = document.read_text(encoding="utf-8")
        block = list(shown(document, text))[number]
        new = block.renew()
        if new != block.text:
            sys.stderr.write(f"{block.name}: renewed\n")
            end = block.start + len(block.text)
            document.write_text(text[: block.start] + new + text[end:], encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("usage: python tests/pytest/project/test_shown_output.py --update")
    for written in DOCUMENTS:
        update(written)
