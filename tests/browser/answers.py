"""What DuckDB itself answers from the published file, as JSON: the judge of sql.test.mjs.

Of every question its CSV, of every table, view and function the number of its rows.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import duckdb

from tradegap.database import PUBLISHED
from tradegap.pages.website import COMPILED
from tradegap.project import find_root

RELATIONS = """
    select table_name from information_schema.tables where table_schema = 'marts'
    union all
    select
        function_name || '(' || array_to_string(
            list_transform(parameters, lambda name: case name
                when 'flow_asked' then '''imports'''
                when 'month_asked' then '''2025-03'''
                when 'series_asked' then '''balance_goods_and_services_bop_sa'''
                else '''2024-01'''
            end), ', '
        ) || ')'
    from duckdb_functions() where schema_name = 'marts'
"""


def main() -> None:
    root = find_root()
    with (
        duckdb.connect(str(root / PUBLISHED), read_only=True) as connection,
        tempfile.TemporaryDirectory() as folder,
    ):
        csv = {}
        for question in sorted((root / "analyses").glob("*.sql")):
            sql = (root / COMPILED / question.name).read_text(encoding="utf-8")
            answer = Path(folder) / "answer.csv"
            connection.execute(f"copy ({sql}\n) to '{answer}' (format csv, header)")
            csv[question.stem] = answer.read_text(encoding="utf-8")
        counts = {
            name: connection.execute(f"select count(*) from marts.{name}").fetchone()[0]
            for (name,) in connection.execute(RELATIONS).fetchall()
        }
    json.dump({"csv": csv, "counts": counts}, sys.stdout)


main()
