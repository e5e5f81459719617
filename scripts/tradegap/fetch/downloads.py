"""Downloads files over HTTP: politely, completely, and never more than needed.

A file is kept in a cache with its checksum and what the server said of it. The next time the
server is asked whether it changed, and sends it only then. A transfer that is cut off begins
again. What is not what it should be (its type, its size, another host) is refused.

No message names more of an address than its host and path, and none quotes an error of the
network library: both can hold a password that stands in the environment.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import requests
from platformdirs import user_cache_path
from requests.exceptions import ChunkedEncodingError
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import Retry

from tradegap.errors import TradegapError
from tradegap.files import checksum, only_user

CACHE = "TRADEGAP_CACHE"
MAX_BYTES = 50_000_000
MAX_PAGE_BYTES = 5_000_000
CHUNK = 65_536
BUSY = (429, 500, 502, 503, 504)

ANY_BYTES = ("application/octet-stream", "binary/octet-stream")
ZIP = ("application/zip", "application/x-zip-compressed", "application/x-zip", *ANY_BYTES)
WORKBOOK = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", *ZIP)
PAGE = ("text/html", "application/xhtml+xml")

T = TypeVar("T")
Progress = Callable[[str, int, int | None], None]
"""Told the name of a file, the bytes that are there, and all of them if known."""


@dataclass(frozen=True)
class RetryPolicy:
    """How long to wait, in seconds, and how often to try."""

    attempts: int = 5  # per file
    wait: float = 1.0  # before the second attempt; doubled before each further one
    longest: float = 120.0  # give up if the server asks for a longer wait
    connect: float = 10.0  # until there has to be a connection
    read: float = 30.0  # within which more of an answer has to come
    total: float = 900.0  # that one attempt may take
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Download:
    """A file in the cache, and whether it had to be transferred."""

    path: Path
    sha256: str
    size: int
    is_new: bool


class NotThereError(TradegapError):
    """The server has no such file."""


class _TransientError(Exception):
    """Something that may be over at the next attempt."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def public(address: str) -> str:
    """An address for messages: its host and path, never a user, password or query."""
    parts = urlsplit(address)
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.hostname or ''}{port}{parts.path}"


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The cache: where TRADEGAP_CACHE says, else in the user's folder for caches."""
    folder = environment.get(CACHE)
    return Path(folder).expanduser() if folder else user_cache_path("tradegap", appauthor=False)


@dataclass
class Downloader:
    """Downloads into one cache. Use it in a `with`: it locks the cache."""

    cache: Path
    patience: RetryPolicy = field(default_factory=RetryPolicy)
    progress: Progress = lambda *_: None
    max_bytes: int = MAX_BYTES
    _session: requests.Session = field(default_factory=requests.Session, repr=False)
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack, repr=False)

    def __enter__(self) -> Downloader:
        self._session.headers["User-Agent"] = (
            f"tradegap/{version('tradegap')} (reads U.S. trade releases; cached, one at a time)"
        )
        # Lengths and checksums are of the file itself, not of a packed form of it.
        self._session.headers["Accept-Encoding"] = "identity"
        self._session.max_redirects = 5
        self._stack.enter_context(_only_user(self.cache))
        self._stack.enter_context(self._session)
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def file(self, address: str, name: str, kinds: Sequence[str]) -> Download:
        """Download a file of one of some content types, or find the cached one still the same.

        Raises:
            NotThereError: The server has no such file.
            TradegapError: It cannot be had, or is not what it should be.
        """
        mark = hashlib.sha256(address.encode()).hexdigest()[:16]
        path = self.cache / f"{mark}-{name}"
        return self._retried(address, lambda: self._transfer(address, path, name, kinds))

    def page(self, address: str) -> str:
        """Download a web page. It is not cached.

        Raises:
            NotThereError: The server has no such page.
            TradegapError: It cannot be had, or is no page.
        """
        return self._retried(address, lambda: self._page(address))

    def forget(self, download: Download) -> None:
        """Remove a file from the cache that turned out to be wrong."""
        for path in (download.path, _beside(download.path, ".json")):
            path.unlink(missing_ok=True)

    # --- attempts -------------------------------------------------------------------------

    def _retried(self, address: str, attempt: Callable[[], T]) -> T:
        """Try until it works, or until it is clear that it does not.

        Waits as long as the server asks for, else twice as long each time.
        """
        policy = self.patience
        for number in range(policy.attempts):
            try:
                return attempt()
            except _TransientError as error:
                reason = error
            if number + 1 < policy.attempts:
                asked = reason.wait
                policy.sleep(policy.wait * 2.0**number if asked is None else asked)
        raise TradegapError(
            f"{public(address)}: {reason}, after {policy.attempts} attempts: try again later"
        )

    @contextlib.contextmanager
    def _answer(self, address: str, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """The server's answer to one request, its body not read yet."""
        answered = False
        try:
            with self._session.get(
                address,
                headers=dict(headers),
                stream=True,
                timeout=(self.patience.connect, self.patience.read),
                allow_redirects=True,
            ) as response:
                answered = True
                self._check_answer(address, response)
                yield response
        except requests.exceptions.SSLError:
            raise TradegapError(
                f"{public(address)}: the connection is not safe (its certificate is not accepted)"
            ) from None
        except (requests.ConnectionError, requests.Timeout, ChunkedEncodingError, HTTPError):
            what = "the transfer was cut off" if answered else "no connection (are you online?)"
            raise _TransientError(what) from None
        except requests.RequestException as error:
            raise TradegapError(
                f"{public(address)} cannot be fetched ({type(error).__name__})"
            ) from None

    def _check_answer(self, address: str, response: requests.Response) -> None:
        """Raise unless the answer is a file, or that nothing changed."""
        if not is_same_site(address, response.url):
            raise TradegapError(
                f"{public(address)}: sent on to {public(response.url)}, which is another site "
                "or is not encrypted: nothing was fetched"
            )
        status = response.status_code
        if status in (404, 410):
            raise NotThereError(f"{public(address)} is not there ({status})")
        if status in BUSY:
            asked = _seconds(response.headers.get("Retry-After", ""))
            if asked is not None and asked > self.patience.longest:
                raise TradegapError(
                    f"{public(address)}: the server is busy ({status}) and asks to wait "
                    f"{asked:,.0f} seconds: try again then"
                )
            raise _TransientError(f"the server is busy ({status})", asked)
        if status not in (200, 304):
            raise TradegapError(
                f"{public(address)}: the server answers {status}: nothing was fetched"
            )

    def _page(self, address: str) -> str:
        with self._answer(address, {}) as response:
            _check_kind(address, response, PAGE)
            content = self._received(address, response, MAX_PAGE_BYTES)
            return content.decode(response.encoding or "utf-8", errors="replace")

    def _transfer(self, address: str, path: Path, name: str, kinds: Sequence[str]) -> Download:
        """One attempt: the cached file if it is still the same, else a new one."""
        known = _record_of(path)
        is_whole = path.is_file() and checksum(path.read_bytes()) == known.get("sha256")
        headers = {"If-None-Match": "etag", "If-Modified-Since": "last_modified"}
        asked = {header: known[mark] for header, mark in headers.items() if known.get(mark)}
        with self._answer(address, asked if is_whole else {}) as response:
            if response.status_code == 304 and is_whole:
                return Download(path, known["sha256"], path.stat().st_size, is_new=False)
            if response.status_code != 200:
                raise _TransientError("the server sends no file", 0)
            _check_kind(address, response, kinds)
            content = self._received(address, response, self.max_bytes, name)
        if not content.startswith(b"PK"):
            raise TradegapError(
                f"{public(address)}: found something else than a zip file or workbook: the "
                "address may have moved"
            )
        record = {
            "etag": response.headers.get("ETag", ""),
            "last_modified": response.headers.get("Last-Modified", ""),
            "sha256": checksum(content),
        }
        part = _beside(path, ".part")
        part.write_bytes(content)
        part.replace(path)
        _beside(path, ".json").write_text(json.dumps(record), encoding="utf-8")
        is_new = not (is_whole and record["sha256"] == known["sha256"])
        return Download(path, record["sha256"], len(content), is_new)

    def _received(
        self, address: str, response: requests.Response, most: int, name: str = ""
    ) -> bytes:
        """The whole body of an answer; progress is told of a file, which has a name."""
        end = time.monotonic() + self.patience.total
        progress: Progress = self.progress if name else lambda *_: None
        length = response.headers.get("Content-Length", "")
        packed = response.headers.get("Content-Encoding", "identity") != "identity"
        total = int(length) if length.isdigit() and not packed else None
        content = bytearray()
        progress(name, 0, total)
        # read1 gives what has come, so that progress is seen; iter_content waits for more.
        while max(len(content), total or 0) <= most:
            chunk = response.raw.read1(CHUNK, decode_content=True)
            if not chunk:
                break
            content += chunk
            progress(name, len(content), total)
            if time.monotonic() > end:
                raise _TransientError("the transfer takes too long")
        else:
            raise TradegapError(
                f"{public(address)}: found more than {most / 1e6:,.0f} MB: this is not one of the "
                "official files"
            )
        if total is not None and len(content) != total:
            raise _TransientError("the transfer was cut off")
        return bytes(content)


@contextlib.contextmanager
def _only_user(folder: Path) -> Iterator[None]:
    """The cache's folder, made and locked; an error of its disk is one line."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TradegapError(f"the cache cannot be written: {error.strerror}") from None
    with only_user(folder, "another `tradegap fetch` is running"):
        try:
            yield
        except OSError as error:
            raise TradegapError(f"cannot be stored: {error.strerror or error}") from None


def is_same_site(asked: str, answered: str) -> bool:
    """Whether an address is of the same site, and as safe."""
    one, other = urlsplit(asked), urlsplit(answered)
    if one.scheme == "https" and other.scheme != "https":
        return False
    names = [(parts.hostname or "").split(".") for parts in (one, other)]
    if any(part.isdigit() for part in (names[0][-1], names[1][-1])):  # numbers, not names
        return one.netloc.rpartition("@")[2] == other.netloc.rpartition("@")[2]
    return names[0][-2:] == names[1][-2:]


def _seconds(text: str) -> float | None:
    """How long Retry-After asks to wait: seconds, or a date."""
    try:
        return Retry(retry_after_max=sys.maxsize).parse_retry_after(text)
    except InvalidHeader:
        return None


def _check_kind(address: str, response: requests.Response, kinds: Sequence[str]) -> None:
    """Refuse an answer of another type; one without a type is judged by its content."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind and kind not in kinds:
        raise TradegapError(
            f"{public(address)}: found {kind[:60]}, expected {kinds[0]}: the address may have moved"
        )


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f"{path.name}{suffix}")


def _record_of(path: Path) -> dict[str, str]:
    """What the server said of a file in the cache; nothing if that cannot be read."""
    try:
        record = json.loads(_beside(path, ".json").read_text(encoding="utf-8"))
        return {name: str(record[name]) for name in ("etag", "last_modified", "sha256")}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
