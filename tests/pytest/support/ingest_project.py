"""A project of seeds only, into which files are ingested."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from tradegap.errors import TradegapError
from tradegap.load.ingest import Options, ingest

if TYPE_CHECKING:
    from pathlib import Path


class Project:
    """A project of which only the seeds are there.

    Args:
        root: Its root folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()

    def ingest(self, *paths: Path, **options: bool | str) -> list[str]:
        """Ingest files; give what it says."""
        said: list[str] = []
        self.outcome = ingest(list(paths), self.root, said.append, Options(**options))
        return said

    def refusal(self, *paths: Path, **options: bool | str) -> str:
        """Ingest files that are refused; give the one line, after looking at the seeds."""
        before = self.files()
        with pytest.raises(TradegapError) as error:
            self.ingest(*paths, **options)
        assert self.files() == before
        assert "\n" not in str(error.value)
        return str(error.value)

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Every file of the seeds with its content and time of change."""
        folder = self.root / "seeds"
        return {
            str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def texts(self) -> dict[str, bytes]:
        """The content of the seeds."""
        return {name: content for name, (content, _) in self.files().items()}

    def rows(self, seed: str, **cells: str) -> list[dict[str, str]]:
        """The rows of a seed that have these cells."""
        with (self.root / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [row for row in rows if all(row[name] == cells[name] for name in cells)]

    def edit(self, seed: str, old: str, new: str) -> None:
        """Change a seed by hand."""
        path = self.root / "seeds" / f"{seed}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
