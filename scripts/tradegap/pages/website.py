"""The web site: pages that need a static server and nothing else, with the data they read.

`make site` bundles the pages into `target/site/` and compiles the questions of analyses/; this
puts both into `published/site/`, with every published table as a file of its own and a
catalogue of what there is. A browser fetches the tables that a query names, and no others.

The files are DuckDB's own, because its version for browsers brings no reader of Parquet, and
packed here, because a simple server does not pack. Keys are left out: they guard what is
written, and make a file twice as large.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from tradegap.database import PUBLISHED, Published, Row, first_line, quoted
from tradegap.errors import TradegapError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SITE = PUBLISHED.parent / "site"
BUNDLED = Path("target/site")
COMPILED = Path("target/compiled/tradegap/analyses")
DATA = "data"
CATALOGUE = "catalogue.json.gz"

# A block holds one column or a part of it: the small ones keep a small table small.
ATTACH = "attach '{}' as file (storage_version 'v1.0.0', block_size 16384)"
# Beyond it a file takes three times as long, to be two percent smaller.
LEVEL = 5

RELATIONS = """
    select table_name as name, 'table' as kind, comment, estimated_size as rows, null as sql
    from duckdb_tables() where database_name = current_database() and schema_name = 'marts'
    union all
    select view_name, 'view', comment, null, sql
    from duckdb_views() where database_name = current_database() and schema_name = 'marts'
    union all
    select
        function_name, 'function', comment, null,
        'create macro marts.' || function_name || '(' || array_to_string(parameters, ', ')
        || ') as table ' || macro_definition
    from duckdb_functions()
    where database_name = current_database() and schema_name = 'marts'
    order by name
"""
COLUMNS = """
    select table_name, column_name as name, data_type as type, comment
    from duckdb_columns()
    where database_name = current_database() and schema_name = 'marts'
    order by table_name, column_index
"""
KEYS = """
    select table_name, constraint_column_names as columns
    from duckdb_constraints()
    where
        database_name = current_database() and schema_name = 'marts'
        and constraint_type = 'PRIMARY KEY'
"""
NEWEST_MONTH = "select strftime(max(month), '%B %Y') as newest_month from marts.monthly_totals"
HEAD = re.compile(r"Question: (?P<question>.+?\?).* Answer: (?P<answer>.+?) Unit: (?P<unit>.+)")


@dataclass(frozen=True)
class Site:
    """What was written: the folder, its pages, questions and tables, and what the data weigh."""

    path: Path
    pages: int
    questions: int
    tables: int
    data_bytes: int


def write(root: Path, write_pages: Callable[[Path], int]) -> Site:
    """Write the site anew: pages, catalogue and data.

    Args:
        root: The project's folder.
        write_pages: Writes the pages that need no program into a folder, and counts them.

    Raises:
        TradegapError: Nothing is published, the pages are not bundled, the questions are
            not compiled, or one of them does not run on what is published. The site is
            then still the old one.
    """
    for needed in (BUNDLED, COMPILED):
        if not (root / needed).is_dir():
            raise TradegapError(f"there is no {needed}/: run `make site`, which makes it first")
    new = root / SITE.with_name(".site.new")
    shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
    try:
        shutil.copytree(root / BUNDLED, new)
        with Published(root) as published:
            relations = _relations(published)
            questions = [_question(published, path) for path in sorted((root / COMPILED).glob("*"))]
            [newest] = published.rows(NEWEST_MONTH)
        pages = write_pages(new)
        tables = [one["name"] for one in relations if one["kind"] == "table"]
        files = _write_tables(root, new / DATA, tables)
        for relation in relations:
            relation["file"] = files.get(relation["name"])
        catalogue = {**newest, "relations": relations, "questions": questions}
        text = json.dumps(catalogue, ensure_ascii=False).encode()
        (new / DATA / CATALOGUE).write_bytes(gzip.compress(text, LEVEL, mtime=0))
        _replace(root / SITE, new)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    size = sum(file["bytes"] for file in files.values())
    return Site(root / SITE, pages, len(questions), len(files), size)


def _relations(published: Published) -> list[Row]:
    """Every table, view and function with its comment, columns and key."""
    relations = published.rows(RELATIONS)
    columns, keys = published.rows(COLUMNS), published.rows(KEYS)
    for relation in relations:
        relation["columns"] = [
            {part: column[part] for part in ("name", "type", "comment")}
            for column in columns
            if column["table_name"] == relation["name"]
        ]
        relation["key"] = [
            name for key in keys if key["table_name"] == relation["name"] for name in key["columns"]
        ]
    return relations


def _question(published: Published, path: Path) -> Row:
    """A question of analyses/: what its head says, and its SQL as a person writes it."""
    sql = re.sub(r'"([a-z_]+)"\."([a-z_]\w*)"', r"\1.\2", path.read_text(encoding="utf-8"))
    published.rows(f"explain {sql}")
    query = re.sub(r"\A(-- .*\n)+", "", sql)
    comments = sql.removesuffix(query).splitlines()
    head = HEAD.match(" ".join(line.removeprefix("-- ") for line in comments))
    if head is None:
        raise TradegapError(
            f"analyses/{path.name} does not begin with comments `Question:`, `Answer:`, `Unit:`"
        )
    said = {part: f"{text[0].upper()}{text[1:]}" for part, text in head.groupdict().items()}
    return {"name": path.stem, **said, "sql": query.strip()}


def _write_tables(root: Path, folder: Path, names: list[str]) -> dict[str, Row]:
    """Every table as a packed file of its own, with its address and size."""
    folder.mkdir()
    with ThreadPoolExecutor(max_workers=2) as packers:
        packed = packers.map(_packed, _table_files(root, folder, names))
        return dict(zip(names, packed, strict=True))


def _table_files(root: Path, folder: Path, names: list[str]) -> Iterator[Path]:
    """The files of the tables, each named like its table."""
    try:
        with duckdb.connect() as connection:
            connection.execute(f"attach '{quoted(root / PUBLISHED)}' as published (read_only)")
            for name in names:
                path = folder / f"{name}.duckdb"
                connection.execute(ATTACH.format(quoted(path)))
                connection.execute(f"create table file.{name} as from published.marts.{name}")
                connection.execute("detach file")
                yield path
    except duckdb.Error as error:
        raise TradegapError(
            f"a table cannot be written for the site: {first_line(error)}"
        ) from error


def _packed(path: Path) -> Row:
    """Pack a file in its place; a browser that has an older one sees another address."""
    content = gzip.compress(path.read_bytes(), LEVEL, mtime=0)
    target = path.with_suffix(".duckdb.gz")
    target.write_bytes(content)
    path.unlink()
    version = hashlib.sha256(content).hexdigest()[:12]
    return {"path": f"{DATA}/{target.name}?{version}", "bytes": len(content)}


def _replace(old: Path, new: Path) -> None:
    """Put the new folder in the place of the old one."""
    before = new.with_suffix(".old")
    shutil.rmtree(before, ignore_errors=True)
    if old.exists():
        old.rename(before)
    new.rename(old)
    shutil.rmtree(before, ignore_errors=True)
