"""What two SDMX libraries read of an export, printed as JSON.

Run by an interpreter that has both: `python probe_sdmx.py published/formats/sdmx`. pysdmx checks
the structure message against the schema of the standard, too.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import sdmx
from pysdmx.io import get_datasets, read_sdmx


def read_by_pysdmx(folder: Path) -> dict[str, object]:
    """Components, codes, and every row as text."""
    structure = folder / "structure.xml"
    message = read_sdmx(structure, validate=True)
    [definition] = message.get_data_structure_definitions()
    [data] = get_datasets(folder / "trade.csv", structure)
    names = [component.id for component in definition.components]
    return {
        "components": names,
        "codes": {
            codelist.id: {code.id: code.name for code in codelist.items}
            for codelist in message.get_codelists()
        },
        "rows": sorted(data.data[names].astype(str).to_numpy().tolist()),
    }


def read_by_sdmx1(folder: Path, series: str) -> dict[str, object]:
    """The same, but of one category only: each row takes it long."""
    structure = sdmx.read_sdmx(folder / "structure.xml")
    definition = structure.structure["TRADE"]
    header, *lines = (folder / "trade.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join([header, *(line for line in lines if f",{series}," in line)])
    message = sdmx.read_sdmx(
        io.BytesIO(text.encode()), format="csv", structure=structure.dataflow["TRADE"]
    )
    dimensions, attributes = (
        [component.id for component in components.components]
        for components in (definition.dimensions, definition.attributes)
    )
    return {
        "components": [*dimensions, *(part.id for part in definition.measures), *attributes],
        "codes": {
            codelist.id: {code.id: str(code.name) for code in codelist}
            for codelist in structure.codelist.values()
        },
        "rows": sorted(
            [
                *(str(observation.dimension[name].value) for name in dimensions),
                str(observation.value),
                *(str(observation.attached_attribute[name].value) for name in attributes),
            ]
            for observation in message.data[0].obs
        ),
    }


if __name__ == "__main__":
    exported = Path(sys.argv[1])
    json.dump(
        {"pysdmx": read_by_pysdmx(exported), "sdmx1": read_by_sdmx1(exported, sys.argv[2])},
        sys.stdout,
    )
