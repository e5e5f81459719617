"""The metrics as a document for other programs, in the format Open Semantic Interchange.

dbt writes such a document when it parses, `target/osi_document.json`. Three things in it
are not so: the format cannot say that a metric is that of the newest month, so such a
metric is there as a sum over months; two tables that refer to a third are there as if they
referred to each other; and the columns that metrics are sums of are missing. This keeps
what is right and adds those columns and the keys, from what dbt wrote of the models.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tradegap.errors import TradegapError
from tradegap.project import PROJECT_NAME

TARGET = Path("target")
DOCUMENT = Path("published/metrics.osi.json")
DESCRIPTION = (
    "U.S. international trade in goods and services, as the agencies print it: what may be "
    "summed over months, years, categories and countries. Changes, contributions and shares "
    "may not be summed over time, which this format cannot say: they are columns of the tables."
)


def write_document(root: Path) -> tuple[Path, int]:
    """Write the document beside the published database.

    Returns:
        Where it is, and how many metrics it has.

    Raises:
        TradegapError: dbt has not parsed the project yet, or the file cannot be written.
    """
    document = document_of(
        _read(root, "osi_document.json"),
        _read(root, "semantic_manifest.json"),
        _read(root, "manifest.json"),
    )
    path = root / DOCUMENT
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise TradegapError(f"cannot write {DOCUMENT}: {error.strerror}") from error
    return path, len(document["semantic_model"][0]["metrics"])


def document_of(
    written: dict[str, Any], semantics: dict[str, Any], manifest: dict[str, Any]
) -> dict[str, Any]:
    """What dbt wrote of the metrics, without what is not so, and with columns and keys."""
    [model] = written["semantic_model"]
    nodes = {node["name"]: node for node in manifest["nodes"].values()}
    parts = {metric["name"]: metric["type_params"] for metric in semantics["metrics"]}
    # A metric that is computed from others is what they are.
    aggregated = {
        name: params["metric_aggregation_params"]
        for name, params in parts.items()
        if params["metric_aggregation_params"]
    }
    sums = {name for name, how in aggregated.items() if not how["non_additive_dimension"]}
    metrics = [
        metric
        for metric in model["metrics"]
        if {one["name"] for one in parts[metric["name"]]["metrics"] or [metric]} <= sums
    ]
    columns = {(aggregated[name]["semantic_model"], parts[name]["expr"] or name) for name in sums}
    tables = {table for table, _ in columns}
    keys = {dataset["name"]: dataset.get("primary_key") for dataset in model["datasets"]}
    relationships = [
        one
        for one in model["relationships"]
        if one["from"] in tables and one["to_columns"] == keys[one["to"]]
    ]
    tables |= {one["to"] for one in relationships}
    datasets = [
        {
            **dataset,
            "primary_key": _key(nodes[dataset["name"]]),
            "fields": [
                *dataset["fields"],
                *(
                    _field(column)
                    for column in nodes[dataset["name"]]["columns"].values()
                    if (dataset["name"], column["name"]) in columns
                ),
            ],
        }
        for dataset in model["datasets"]
        if dataset["name"] in tables
    ]
    return {
        **written,
        "semantic_model": [
            {
                "name": PROJECT_NAME,
                "description": DESCRIPTION,
                "datasets": sorted(datasets, key=_name),
                "relationships": sorted(relationships, key=_name),
                "metrics": sorted(metrics, key=_name),
            }
        ],
    }


def _name(part: dict[str, Any]) -> str:
    """The name of a part: dbt writes them in no lasting order."""
    return str(part["name"])


def _key(node: dict[str, Any]) -> list[str]:
    """The columns of a model's primary key."""
    [key] = [one["columns"] for one in node["constraints"] if one["type"] == "primary_key"]
    return list(key)


def _field(column: dict[str, Any]) -> dict[str, Any]:
    """A column as a field of the document."""
    expression = {"dialects": [{"dialect": "ANSI_SQL", "expression": column["name"]}]}
    return {
        "name": column["name"],
        "expression": expression,
        "description": column["description"],
    }


def _read(root: Path, name: str) -> dict[str, Any]:
    """A file that dbt wrote."""
    try:
        content: dict[str, Any] = json.loads((root / TARGET / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise TradegapError(f"there is no {TARGET / name}: run `dbt build` first") from error
    except (OSError, ValueError) as error:
        raise TradegapError(f"{TARGET / name} cannot be read: run `dbt build` again") from error
    return content
