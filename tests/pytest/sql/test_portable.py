"""Models and data tests keep to the SQL that PostgreSQL runs, too; `make test-engines` runs it.

A function that is new here is no mistake: let it run there, then list it. What engines have by
different names is written by a macro of dbt's, or by a dispatched one in macros/.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from compiled import MANIFEST

if TYPE_CHECKING:
    from pathlib import Path

PORTABLE = {
    *("abs", "avg", "cast", "coalesce", "count", "decimal", "extract", "first_value", "floor"),
    *("greatest", "lag", "lead", "least", "length", "lower", "max", "min", "mod", "nullif"),
    *("position", "rank", "replace", "right", "round", "row_number", "sign", "split_part"),
    *("sqrt", "stddev_samp", "string_agg", "substr", "substring", "sum", "upper"),
}
# DuckDB's own, as macros write them for it; never written in a model or test.
BY_MACROS = {
    *("date_diff", "date_trunc", "error", "generate_series", "read_csv", "regexp_replace"),
    *("string_split", "try_cast"),
}
DUCKDB_ONLY = re.compile(
    r"::|//|->|\[|\b(?:anti|asof|exclude|ilike|pivot|positional|qualify|semi|unpivot)\b"
    r"|\bgroup by all\b|\border by all\b|\busing\b|\bas double\b(?! precision)"
)


def without_texts(sql: str) -> str:
    """SQL without comments and what stands in quotation marks."""
    return re.sub(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", "''", sql, flags=re.DOTALL)


def functions_in(sql: str) -> set[str]:
    """The names directly before a bracket: sqlfluff puts a space after any other word."""
    return set(re.findall(r"\b([a-z_]\w*)\(", without_texts(sql)))


def not_portable(raw: str, compiled: str) -> set[str]:
    """The functions and words of a model or test that other engines do not know."""
    written = without_texts(re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", raw, flags=re.DOTALL))
    by_macros = BY_MACROS - functions_in(written)
    return functions_in(compiled) - PORTABLE - by_macros | set(DUCKDB_ONLY.findall(written))


@pytest.mark.built
def test_models_and_tests_keep_to_portable_sql(root: Path, built: Path) -> None:
    nodes = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["nodes"].values()
    read = [node for node in nodes if node["resource_type"] in ("model", "test")]
    assert read
    assert {
        node["name"]: found
        for node in read
        if (found := not_portable(node["raw_code"], node["compiled_code"]))
    } == {}


@pytest.mark.parametrize(
    "sql",
    [
        "select arg_max(a, b) from c",
        "select try_cast(a as date) from b",
        "select * exclude (a) from b",
        "select a::date from b",
        "select a // 2 from b",
        "select a[1] from b",
        "select a from b qualify row_number() over (order by a) = 1",
        "select a, count(*) from b group by all",
        "select a from b join c using (d)",
        "select cast(a as double) from b",
    ],
)
def test_what_only_duckdb_knows_is_seen(sql: str) -> None:
    assert not_portable(sql, sql)


def test_words_in_texts_comments_and_macros_are_not_sql() -> None:
    raw = "select 'a::b' as c, {{ d('//') }} as e -- as double\nfrom f"
    assert not_portable(raw, "select 'a::b' as c, date_diff('x', 1, 2) as e\nfrom f") == set()
