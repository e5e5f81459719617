"""A new release in one command: what was fetched is ingested, built, published and printed.

The steps follow each other and the first that fails ends it. Publishing is the last that
changes anything, and replaces the file at once: until then, and whatever fails, the published
database is the old one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tradegap.database import BUILT, PUBLISHED, Published
from tradegap.errors import TradegapError
from tradegap.fetch.agencies import Fetched
from tradegap.load import ingest
from tradegap.load.ingest import Options, Outcome
from tradegap.pages import release_page
from tradegap.publish import publishing


def update(
    fetched: Fetched, root: Path, echo: Callable[[str], None], options: Options
) -> tuple[release_page.Page, Outcome]:
    """Bring fetched files into the published database.

    Returns:
        The release's page, and what the ingest loaded and left out.

    Raises:
        TradegapError: A step failed. The published database is then as it was, unless it
            says that the release is published and only its page cannot be printed.
    """
    outcome = ingest.ingest(fetched.files, root, echo, options)
    echo("dbt build: seeds, models and tests")
    build(root)
    publication = publishing.publish(root)
    echo(f"Published {publication.path}: {publication.rows:,} rows")
    try:
        with Published(root) as published:
            return release_page.page(published, fetched.release), outcome
    except TradegapError as error:
        raise TradegapError(
            f"release {fetched.release} is published, but its page cannot be printed: {error}"
        ) from error


def build(root: Path) -> None:
    """Run `dbt build` in a process of its own, as a person would.

    Raises:
        TradegapError: It fails; what dbt says is on the terminal.
    """
    # This very environment's dbt, and this project's own profile.
    command = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build", "--quiet"]
    environment = {name: value for name, value in os.environ.items() if name[:4] != "DBT_"}
    result = subprocess.run(  # noqa: S603 - no word of it comes from outside
        command, cwd=root, env=environment, check=False
    )
    if result.returncode != 0:
        raise TradegapError(
            f"dbt build failed (what it says stands above): {PUBLISHED} is as before, the seeds "
            f"hold the new release (`git diff seeds`), {BUILT} the failed build"
        )
