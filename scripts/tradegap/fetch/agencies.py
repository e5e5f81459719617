"""Fetches the official files of a release from the agencies.

The Census Bureau's archive of a release stands under an address of its own,
`ft900xlsx_YYMM.zip` (`ft900xls_YYMM.zip` where its workbooks are old ones), and as long as the
release is the current one as `ft900xlsx.zip` in the folder of the current release. BEA's time
series change their names, so their links are read from its page.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from tradegap.errors import TradegapError
from tradegap.fetch.downloads import (
    WORKBOOK,
    ZIP,
    Download,
    Downloader,
    NotThereError,
    is_same_site,
    public,
)
from tradegap.files import checksum
from tradegap.periods import month_text, release_month, release_name
from tradegap.read.inputs import release_of

Echo = Callable[[str], None]

CENSUS = "https://www.census.gov/foreign-trade/Press-Release"
BEA = "https://www.bea.gov/data/intl-trade-investment/international-trade-goods-and-services"
CURRENT = "current_press_release/ft900xlsx.zip"
NEW, OLD = "xlsx", "xls"
"""The kinds of workbooks that archives have, as their names say."""

# The names seen: trad-time-series-0325, trad0726-time-series, trad-geo-time-series-0125.
SERIES = re.compile(
    r"trad(?:[-_]?(?P<geo>geo))?[-_]?(?P<first>\d{4})?[-_]?time[-_]?series[-_]?(?P<last>\d{4})?"
    r"\.xlsx",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Addresses:
    """Where the agencies keep their files."""

    census: str = CENSUS  # the folder of the Census Bureau's releases
    bea: str = BEA  # the page with the links to BEA's time series

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Addresses:
        """Those of the agencies, unless TRADEGAP_CENSUS_URL or TRADEGAP_BEA_URL says others."""
        return cls(
            (environment.get("TRADEGAP_CENSUS_URL") or CENSUS).rstrip("/"),
            environment.get("TRADEGAP_BEA_URL") or BEA,
        )

    @property
    def current(self) -> str:
        """The archive of the current release."""
        return f"{self.census}/{CURRENT}"

    def archived(self, month: str, kind: str = NEW) -> str:
        """The archive of a release, of new or of old (`xls`) workbooks."""
        return f"{self.census}/ft900/ft900{kind}_{month[2:4]}{month[5:7]}.zip"


@dataclass(frozen=True)
class Fetched:
    """What was fetched: the release, the folder that has its files, and these files."""

    release: str
    folder: Path
    files: list[Path]


@dataclass(frozen=True)
class Link:
    """A link to a workbook of BEA's: its month is `2025-03-01`."""

    address: str
    name: str
    month: str
    is_by_country: bool


def fetch(
    release: str | None,
    folder: Path,
    downloader: Downloader,
    addresses: Addresses,
    echo: Echo,
    *,
    bea: bool = True,
) -> Fetched:
    """Fetch the files of a release, or of the current one, into a folder that is named like it.

    Raises:
        TradegapError: The release is not published, a file cannot be had, or is not what it
            should be.
    """
    wanted = f"{release_month(release):%Y-%m-01}" if release else ""
    archive, month, kind = _archive(wanted, downloader, addresses)
    name = release_name(month)
    files = {Path(f"ft900{kind}_{month[2:4]}{month[5:7]}.zip"): archive}
    if bea:
        for link in _links(downloader, addresses):
            # Those of a later release would bring figures that this release did not have.
            if link.month > month or (link.month < month and not link.is_by_country):
                echo(f"{link.name}: left out, it is of {release_name(link.month)}, not of {name}")
            else:
                # Quarters lag behind: a folder of its own, as the workbooks of one are one release.
                place = Path("bea", "by_country" if link.is_by_country else "", link.name)
                files[place] = downloader.file(link.address, link.name, WORKBOOK)
    target = folder / name
    for path, download in files.items():
        _place(download, target / path)
        state = "fetched" if download.is_new else "not changed"
        echo(
            f"{path.name}: {state}, {download.size / 1e6:.1f} MB, sha256 {download.sha256[:12]}..."
        )
    return Fetched(name, target, [target / path for path in files])


# --- the Census Bureau --------------------------------------------------------------------


def _archive(
    wanted: str, downloader: Downloader, addresses: Addresses
) -> tuple[Download, str, str]:
    """The archive of a release, its month and its kind; of the current one if none is wanted."""
    if wanted:
        # The current release may have no address of its own yet.
        with suppress(NotThereError):
            return (*_checked(downloader, addresses.archived(wanted), wanted), NEW)
    try:
        found, month = _checked(downloader, addresses.current, "")
    except NotThereError:
        raise TradegapError(
            f"{public(addresses.current)} is not there: the Census Bureau may have moved it"
        ) from None
    if wanted in ("", month):
        return found, month, NEW
    name, current = release_name(wanted), release_name(month)
    if wanted > month:
        raise TradegapError(
            f"release {name} is not yet published: the current one is {current} "
            "(releases come at 8:30 Eastern)"
        )
    with suppress(NotThereError):
        return (*_checked(downloader, addresses.archived(wanted, OLD), wanted), OLD)
    raise TradegapError(
        f"release {name} is not in the archive ({public(addresses.archived(wanted))} is not "
        f"there); the current one is {current}"
    )


def _checked(downloader: Downloader, address: str, wanted: str) -> tuple[Download, str]:
    """An archive and the release that its exhibits say; a wrong one does not stay cached."""
    download = downloader.file(address, PurePosixPath(urlsplit(address).path).name, ZIP)
    try:
        month = release_of(download.path)
        if wanted and month != wanted:
            raise TradegapError(
                f"{public(address)}: found release {release_name(month)}, expected "
                f"{release_name(wanted)}: nothing was fetched"
            )
    except TradegapError:
        downloader.forget(download)
        raise
    return download, month


# --- BEA ----------------------------------------------------------------------------------


def _links(downloader: Downloader, addresses: Addresses) -> list[Link]:
    """The newest time series that BEA's page links to: of all countries, and by country."""
    try:
        page = downloader.page(addresses.bea)
    except NotThereError:
        raise TradegapError(
            f"{public(addresses.bea)} is not there: BEA may have moved it (--no-bea does without)"
        ) from None
    newest: dict[bool, Link] = {}
    links = links_of(page, addresses.bea)
    for link in sorted(links, key=lambda link: link.month, reverse=True):
        newest.setdefault(link.is_by_country, link)
    if False not in newest:
        raise TradegapError(
            f"{public(addresses.bea)}: found no link to a workbook named like "
            "trad-time-series-0325.xlsx or trad0726-time-series.xlsx: BEA may have renamed it "
            "(--no-bea does without)"
        )
    return [newest[key] for key in sorted(newest)]


def links_of(page: str, address: str) -> list[Link]:
    """The links of a page to time series, on the same site only."""
    found = []
    for target in re.findall(r"""<a\s[^>]*?href\s*=\s*["']([^"']+)["']""", page, re.IGNORECASE):
        try:
            full = urljoin(address, unescape(target).strip())
            parts = urlsplit(full)
        except ValueError:
            continue
        name = PurePosixPath(parts.path).name
        series = SERIES.fullmatch(name)
        if series is None:
            continue
        digits = series["first"] or series["last"]
        if not digits or not is_same_site(address, full) or not 1 <= int(digits[:2]) <= 12:
            continue
        month = month_text(2000 + int(digits[2:]), int(digits[:2]))
        found.append(Link(full, name, month, bool(series["geo"])))
    return found


# --- the folder ---------------------------------------------------------------------------


def _place(download: Download, target: Path) -> None:
    """Copy a file out of the cache, whole or not at all."""
    try:
        if target.is_file() and checksum(target.read_bytes()) == download.sha256:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.tmp")
        shutil.copyfile(download.path, new)
        new.replace(target)
    except OSError as error:
        raise TradegapError(f"{target} cannot be written: {error.strerror or error}") from None
