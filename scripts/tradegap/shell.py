"""SQL asked of the published file: statements in, tables, csv or json out.

DuckDB runs the statements, turns cells into text and draws the tables; what is here says
where names without a schema are looked for, what an error is, and how a prompt behaves.
"""

from __future__ import annotations

import contextlib
import csv
import difflib
import io
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from tradegap.database import open_published
from tradegap.errors import TradegapError
from tradegap.texts import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

# Where names without a schema are looked for.
SCHEMAS = ("marts", "meta")
# Rows that a terminal is given, and the most of everything that a file or pipe is.
ROWS_ON_A_TERMINAL, ALL = 40, 2**31 - 1

PROMPT, CONTINUED = "tradegap> ", "     ...> "
WELCOME = """\
published/tradegap.duckdb, read-only. A statement ends with a semicolon. Also:
.tables          the tables, views and functions, and what is one row of each
.columns TABLE   its columns, with their units
.quit            or the end of input"""

TABLES = """
    select table_name as relation, 'table' as kind, coalesce(comment, '') as comment
    from duckdb_tables() where schema_name in $schemas
    union all
    select view_name, 'view', coalesce(comment, '')
    from duckdb_views() where schema_name in $schemas
    union all
    select distinct function_name || '(' || array_to_string(parameters, ', ') || ')', 'function',
        coalesce(comment, '')
    from duckdb_functions() where schema_name in $schemas
    order by relation
"""
COLUMNS = """
    select column_name, data_type, coalesce(comment, '') from duckdb_columns()
    where schema_name in $schemas and table_name = $table
    order by column_index
"""


@contextmanager
def opened(root: Path) -> Iterator[DuckDBPyConnection]:
    """The published file, its tables and functions known by their names alone."""
    with open_published(root) as connection:
        connection.execute(f"set search_path = '{','.join(SCHEMAS)}'")
        # Nothing is fetched from elsewhere because a statement names it.
        connection.execute("set autoinstall_known_extensions = false")
        yield connection


def answers(
    connection: DuckDBPyConnection, statements: str, form: str, width: int | None = None
) -> Iterator[str]:
    """What each statement that has an answer gives, in their order.

    Args:
        connection: The published file.
        statements: The statements, with semicolons between them.
        form: `table`, `csv` or `json`.
        width: That of a terminal, to which tables are cut, rows too; nothing is by default.

    Raises:
        TradegapError: DuckDB does not take one of them.
    """
    with _errors_of_one_line():
        for statement in connection.extract_statements(statements):
            relation = connection.sql(statement)
            if relation is not None:
                yield WRITTEN[form](relation) if form in WRITTEN else _table(relation, width)


def _table(relation: DuckDBPyRelation, width: int | None) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        relation.show(
            max_width=width or ALL, max_rows=ROWS_ON_A_TERMINAL if width else ALL, null_value=""
        )
    return out.getvalue().rstrip("\n")


def _csv(relation: DuckDBPyRelation) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(relation.columns)
    writer.writerows(relation.select("cast(columns(*) as varchar)").fetchall())
    return out.getvalue().rstrip("\n")


def _json(relation: DuckDBPyRelation) -> str:
    """An array with an object, on a line of its own, for each row."""
    rows = relation.set_alias("row_of_answer").select("to_json(row_of_answer)").fetchall()
    return "\n".join(["[", ",\n".join(text for (text,) in rows), "]"]) if rows else "[]"


WRITTEN: dict[str, Callable[[DuckDBPyRelation], str]] = {"csv": _csv, "json": _json}


@contextmanager
def _errors_of_one_line() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        # The rest repeats the statement, with a mark below it.
        raise TradegapError(str(error).partition("\n\nLINE ")[0]) from error


def tables(connection: DuckDBPyConnection) -> Listing:
    """The tables, views and functions, with their comments."""
    return Listing(
        ("relation", "kind", "comment"),
        connection.execute(TABLES, {"schemas": SCHEMAS}).fetchall(),
    )


def columns(connection: DuckDBPyConnection, table: str) -> Listing:
    """The columns of a table or view, with their comments.

    Raises:
        TradegapError: There is no such table.
    """
    rows = connection.execute(COLUMNS, {"schemas": SCHEMAS, "table": table}).fetchall()
    if not rows:
        near = difflib.get_close_matches(table, [row[0] for row in tables(connection).rows], 3)
        meant = f", did you mean {' or '.join(near)}?" if near else ""
        raise TradegapError(f"there is no table '{table}'{meant} `tradegap sql --tables` lists all")
    return Listing(("column", "type", "comment"), rows)


def converse(connection: DuckDBPyConnection, form: str, say: Callable[[str], None]) -> None:
    """Answer what is typed at a prompt, until its end."""
    _complete([row[0].partition("(")[0] for row in tables(connection).rows])
    say(WELCOME)
    typed = ""
    while True:
        try:
            typed += input(CONTINUED if typed else PROMPT).strip() + "\n"
            if not typed.startswith(".") and not typed.endswith(";\n"):
                typed = typed.lstrip()
                continue
            words, statements, typed = typed.split(), typed, ""
            width = shutil.get_terminal_size().columns
            if words[0] == ".quit":
                return
            if words[0] == ".tables":
                say(tables(connection).written(form, width))
            elif words[0] == ".columns" and len(words) == 2:
                say(columns(connection, words[1]).written(form, width))
            elif words[0].startswith("."):
                say(WELCOME)
            else:
                for answer in answers(connection, statements, form, width):
                    say(answer)
        except EOFError:
            say("")
            return
        except KeyboardInterrupt:
            say("")
            typed = ""
        except TradegapError as error:
            say(f"tradegap: {error}")


def _complete(names: list[str]) -> None:
    """Let the line be edited, and names be completed, where Python can."""
    try:
        import readline
    except ImportError:
        return
    readline.set_completer(
        lambda text, number: [*(name for name in names if name.startswith(text)), None][number]
    )
    readline.parse_and_bind("tab: complete")
