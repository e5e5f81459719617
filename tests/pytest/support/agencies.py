"""A server on this machine that stands for the agencies', and misbehaves when asked to."""

from __future__ import annotations

import hashlib
import threading
import time
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tradegap.fetch.agencies import Addresses
from workbook_factory import Month, history, save_release
from xls_writer import as_xls

if TYPE_CHECKING:
    from types import TracebackType

ZIP = "application/x-zip-compressed"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html; charset=utf-8"
CURRENT = "/census/current_press_release/ft900xlsx.zip"
PAGE = "/bea/data/page"


def archived(month: Month, kind: str = "xlsx") -> str:
    """The path of an archived release."""
    return f"/census/ft900/ft900{kind}_{month[0] % 100:02d}{month[1]:02d}.zip"


@cache
def archive(
    month: Month = (2021, 8),
    numbers: tuple[str, ...] = ("1", "3", "12"),
    suffix: str = ".xlsx",
) -> bytes:
    """An archive of a release in the real layout, with invented figures."""
    out = BytesIO()
    with TemporaryDirectory() as folder, zipfile.ZipFile(out, "w") as packed:
        for book in save_release(Path(folder), month, numbers):
            if suffix == ".xls":
                as_xls(book, book.with_suffix(suffix))
            packed.write(book.with_suffix(suffix), f"{book.stem}{suffix}")
    return out.getvalue()


@cache
def series(month: Month = (2021, 8)) -> bytes:
    """BEA's time series."""
    with TemporaryDirectory() as folder:
        return history(month).save(Path(folder, "book.xlsx")).read_bytes()


@dataclass
class Fault:
    """What goes wrong with one answer.

    Args:
        status: Answer this instead of the file.
        headers: Further headers, instead of those that there would be.
        cut: Close the connection after so many bytes.
        pause: Wait so many seconds before the second half.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = -1
    pause: float = 0


@dataclass
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: dict[str, str]
    status: int = 0
    sent: int = 0


class _Server(ThreadingHTTPServer):
    """A server that does not mind who hangs up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: tests hang up on purpose."""


class Agencies:
    """The server. Use it in a `with`."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.asked: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), self._handler())

    def __enter__(self) -> Agencies:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def addresses(self) -> Addresses:
        """The agencies' addresses on this server."""
        return Addresses(f"{self.url}/census", f"{self.url}{PAGE}")

    def links(self, *names: str) -> None:
        """Put links on BEA's page."""
        text = "".join(f'<p><a class="x" href="/bea/files/{name}">data</a></p>' for name in names)
        self.files[PAGE] = (f"<!doctype html><html>{text}</html>".encode(), HTML)

    def put_release(self, month: Month = (2021, 8), *, current: bool = True) -> None:
        """Publish a release, with BEA's time series."""
        self.files[archived(month)] = (archive(month), ZIP)
        if current:
            self.files[CURRENT] = self.files[archived(month)]
            name = f"trad-time-series-{month[1]:02d}{month[0] % 100:02d}.xlsx"
            self.files[f"/bea/files/{name}"] = (series(month), XLSX)
            self.links(name)

    def statuses(self, path: str) -> list[int]:
        """What was answered for a path."""
        return [asked.status for asked in self.asked if asked.path == path]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        agencies = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                asked = Asked(self.command, self.path, dict(self.headers))
                agencies.asked.append(asked)
                faults = agencies.faults[self.path]
                fault = faults.pop(0) if faults else Fault()
                content, kind = agencies.files.get(self.path, (b"not here", HTML))
                headers = {"Content-Type": kind}
                headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:8]}"'
                status = 200 if self.path in agencies.files else 404
                if status == 200 and self.headers.get("If-None-Match") == headers["ETag"]:
                    status, content = 304, b""
                if fault.status:
                    status, content = fault.status, b""
                asked.status = status
                headers = {**headers, "Content-Length": str(len(content)), **fault.headers}
                self.send_response(status)
                for name, text in headers.items():
                    if text:
                        self.send_header(name, text)
                if not headers["Content-Length"]:
                    self.send_header("Connection", "close")
                    self.close_connection = True
                self.end_headers()
                body = content if fault.cut < 0 else content[: fault.cut]
                half = len(body) // 2
                try:
                    self.wfile.write(body[:half])
                    self.wfile.flush()
                    time.sleep(fault.pause)
                    self.wfile.write(body[half:])
                except OSError:
                    self.close_connection = True
                asked.sent = len(body)
                if fault.cut >= 0:
                    self.close_connection = True

        return Handler
