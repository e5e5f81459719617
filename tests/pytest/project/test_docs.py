"""Every relation dbt builds has a description, and every column, there and nowhere else."""

import json
from pathlib import Path

from compiled import open_build


def test_documented_columns_are_the_built_ones(root: Path, built: Path) -> None:
    """The columns of the YAML files are those of the database, each with its comment."""
    manifest = json.loads((root / "target/manifest.json").read_text(encoding="utf-8"))
    documented = {
        (node["schema"], node["name"], column["name"], column["description"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        for column in node["columns"].values()
    }
    with open_build(built) as database:
        rows = database.execute(
            "select schema_name, table_name, column_name, comment from duckdb_columns() "
            "where schema_name in ('staging', 'intermediate', 'marts')"
        ).fetchall()
    assert rows
    assert documented == set(rows)


def test_every_relation_says_its_grain(built: Path) -> None:
    """The comment of a table or view begins with what one of its rows is."""
    with open_build(built) as database:
        rows = database.execute(
            "select schema_name, table_name as name, comment from duckdb_tables() "
            "where schema_name in ('seeds', 'intermediate', 'marts') union all "
            "select schema_name, view_name, comment from duckdb_views() "
            "where schema_name in ('staging', 'intermediate', 'marts')"
        ).fetchall()
    assert len(rows) > 50
    assert [row for row in rows if not (row[2] or "").startswith("One row per ")] == []


def test_every_seed_column_is_typed_and_described(root: Path) -> None:
    """A seed column without a type would be guessed, and a code lose its leading zero."""
    manifest = json.loads((root / "target/manifest.json").read_text(encoding="utf-8"))
    seeds = [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]
    assert seeds
    for seed in seeds:
        header = (root / seed["original_file_path"]).read_text(encoding="utf-8").split("\n", 1)[0]
        columns = header.split(",")
        assert list(seed["config"]["column_types"]) == columns, seed["name"]
        assert list(seed["columns"]) == columns, seed["name"]
        assert all(column["description"] for column in seed["columns"].values()), seed["name"]
