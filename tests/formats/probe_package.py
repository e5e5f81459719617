"""What frictionless says of an exported data package, printed as JSON: its errors.

Run by an interpreter that has it: `python probe_package.py published/formats/datapackage.json`.
The description is looked at as a whole, and of dimensions and star each row with its types and
keys. Left out are tables with whole numbers that may be null, which frictionless takes from
Parquet as fractions.
"""

from __future__ import annotations

import json
import sys

from frictionless import Package, Resource

SMALL = ("dim_", "monthly_", "yearly_")


def is_read_right(resource: Resource) -> bool:
    """Whether frictionless keeps the types of its fields."""
    return all(field.type != "integer" or field.required for field in resource.schema.fields)


def main(path: str) -> None:
    """Print the errors, and which resources were looked at."""
    errors = Package.validate_descriptor(path).flatten(["type", "message"])
    looked_at = []
    for resource in Package(path).resources:
        if resource.name.startswith(SMALL) and is_read_right(resource):
            looked_at.append(resource.name)
            found = resource.validate().flatten(["type", "message"])
            errors += [[resource.name, *error] for error in found]
    json.dump({"errors": errors, "looked_at": looked_at}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
