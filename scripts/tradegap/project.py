"""Where the project is: its root folder and the folders in it."""

from __future__ import annotations

import re
from pathlib import Path

from tradegap.errors import TradegapError

PROJECT_FILE = "dbt_project.yml"
PROJECT_NAME = "tradegap"

SEEDS = Path("seeds")
DATA = Path("data")


def find_root(start: Path | None = None) -> Path:
    """The project's root folder.

    Looked for from the current folder upwards, then from where the package is installed:
    an editable install stands inside the project.

    Args:
        start: The folder to begin with; the current one by default.

    Raises:
        TradegapError: No folder on the way is the project.
    """
    current = (start or Path.cwd()).resolve()
    package = Path(__file__).resolve().parent
    for folder in (current, *current.parents, package, *package.parents):
        if is_root(folder):
            return folder
    raise TradegapError(
        f"{current} is not inside the project: change to the folder that holds its {PROJECT_FILE}"
    )


def is_root(folder: Path) -> bool:
    """Whether a folder is the project's: its dbt project is named tradegap."""
    try:
        text = (folder / PROJECT_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    name = re.search(r"""^name:\s*["']?([\w-]+)["']?\s*(#.*)?$""", text, re.MULTILINE)
    return name is not None and name[1] == PROJECT_NAME
