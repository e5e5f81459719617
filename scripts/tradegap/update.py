"""A new release in one command: fetch, ingest, `dbt build`, publish, the page.

The steps follow each other and the first that fails ends it. Publishing is the last that
changes anything, and replaces the file at once: until then, and whatever fails, the published
database is the old one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tradegap.database import BUILT, PUBLISHED, Published
from tradegap.errors import TradegapError
from tradegap.fetch import agencies
from tradegap.fetch.agencies import Addresses
from tradegap.fetch.downloads import Downloader
from tradegap.load import ingest
from tradegap.load.ingest import Options, Outcome
from tradegap.pages import release_page
from tradegap.publish import publishing

Echo = Callable[[str], None]


@dataclass(frozen=True)
class UpdateOptions:
    """What to update to, and how.

    Args:
        release: The release; the current one if none is named.
        folder: Where fetched files go.
        bea: Whether BEA's time series are wanted, too.
        options: What the ingest may do.
    """

    release: str | None
    folder: Path
    bea: bool = True
    options: Options = field(default_factory=Options)


@dataclass(frozen=True)
class Updated:
    """What came of it: the release's page, and what the ingest loaded and left out."""

    page: release_page.Page
    outcome: Outcome


def update(
    wish: UpdateOptions, root: Path, downloader: Downloader, addresses: Addresses, echo: Echo
) -> Updated:
    """Bring a release from the agencies' servers into the published database.

    Args:
        wish: What to update to.
        root: The project's root folder.
        downloader: What downloads.
        addresses: Where from.
        echo: Where to report, line by line.

    Returns:
        The release's page, and what was left out.

    Raises:
        TradegapError: A step failed. The published database is then as it was, unless it
            says that the release is published and only its page cannot be printed.
    """
    with downloader:
        fetched = agencies.fetch(
            wish.release, wish.folder, downloader, addresses, echo, bea=wish.bea
        )
    outcome = ingest.ingest(fetched.files, root, echo, wish.options)
    echo("dbt build: seeds, models and tests")
    build(root)
    publication = publishing.publish(root)
    echo(f"Published {publication.path}: {publication.rows:,} rows")
    try:
        with Published(root) as published:
            return Updated(release_page.page(published, fetched.release), outcome)
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
