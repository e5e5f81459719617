"""Reads and writes the seeds. All files that one ingest changes are changed as one (`journal`)."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from pathlib import Path

from tradegap.errors import TradegapError
from tradegap.layouts.seeds import ALL_SEEDS, Holdings, Rows, Seed


def load(root: Path) -> Holdings:
    """The rows of every seed that ingest writes; a file that is not there has none.

    Raises:
        TradegapError: A seed cannot be read, or is not what ingest writes.
    """
    return {seed.name: read(root, seed) for seed in ALL_SEEDS.values()}


def read(root: Path, seed: Seed) -> Rows:
    """The rows of one seed; a file that is not there has none.

    Raises:
        TradegapError: It cannot be read, or is not what ingest writes.
    """
    repair = f"take the committed file back (`git checkout -- {seed.path.parts[0]}`)"
    try:
        content = (root / seed.path).read_bytes()
        text = (gzip.decompress(content) if seed.packed else content).decode()
    except FileNotFoundError:
        return {}
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise TradegapError(f"{seed.path} cannot be read: {error}: {repair}") from error
    rows: Rows = {}
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if tuple(reader.fieldnames or ()) != seed.columns:
            raise TradegapError(
                f"{seed.path}, row 1: found the columns {', '.join(reader.fieldnames or ())}, "
                f"expected {', '.join(seed.columns)}: {repair}"
            )
        for row in reader:
            if None in row or None in row.values():
                raise TradegapError(
                    f"{seed.path}, row {reader.line_num}: "
                    f"expected {len(seed.columns)} cells, found another number: {repair}"
                )
            key = seed.key_of(row)
            if key in rows:
                raise TradegapError(
                    f"{seed.path}, row {reader.line_num}: a second row {', '.join(key)}: {repair}"
                )
            rows[key] = row
    except csv.Error as error:
        raise TradegapError(f"{seed.path} is not CSV: {error}: {repair}") from error
    return rows


def text_of(seed: Seed, rows: Rows) -> str:
    """A seed's file: header line, rows sorted by key, quotation marks only where needed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(seed.columns)
    for key in sorted(rows):
        writer.writerow([rows[key][column] for column in seed.columns])
    return out.getvalue()


def content_of(seed: Seed, rows: Rows) -> bytes:
    """A seed's file as it is stored; the same rows give the same file, whenever it is written."""
    content = text_of(seed, rows).encode()
    return gzip.compress(content, mtime=0) if seed.packed else content


def changed_files(root: Path, before: Holdings, after: Holdings) -> dict[Path, bytes]:
    """The new content of the seeds whose rows change, by their path from the root.

    A seed that is not there gets its header line, so that dbt always finds the table.
    """
    return {
        seed.path: content_of(seed, after[name])
        for name, seed in ALL_SEEDS.items()
        if after[name] != before[name] or not (root / seed.path).exists()
    }
