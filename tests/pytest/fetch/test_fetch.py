"""Fetching from a server on this machine: what it brings, and all that goes wrong."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests
from filelock import FileLock

from agencies import CURRENT, HTML, PAGE, XLSX, ZIP, Agencies, Fault, archive, archived, series
from tradegap.errors import TradegapError
from tradegap.fetch.agencies import Addresses, Fetched, fetch, links_of
from tradegap.fetch.downloads import WORKBOOK, Downloader, RetryPolicy, cache_folder, public
from tradegap.files import lock_of
from tradegap.read.inputs import read_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Command

    from standin import Standin

AUGUST = (2021, 8)


@pytest.fixture
def agencies() -> Iterator[Agencies]:
    """A server with the release of August 2021."""
    with Agencies() as server:
        server.put_release(AUGUST)
        yield server


class Fetcher:
    """Fetches into a folder of its own, waiting for nothing.

    Args:
        server: The server.
        folder: Where cache and files go.
    """

    def __init__(self, server: Agencies, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.waits: list[float] = []
        self.said: list[str] = []
        self.progress: list[tuple[str, int, int | None]] = []
        self.max_bytes = 10_000_000
        self.addresses = server.addresses
        self.patience = RetryPolicy(
            attempts=4, connect=2, read=0.3, longest=60, sleep=self.waits.append
        )

    @property
    def cache(self) -> Path:
        """The cache."""
        return self.folder / "cache"

    def __call__(self, release: str | None = None, *, bea: bool = True) -> Fetched:
        """Fetch a release."""
        self.said.clear()
        with Downloader(
            self.cache, self.patience, lambda *step: self.progress.append(step), self.max_bytes
        ) as downloader:
            return fetch(
                release, self.folder / "to", downloader, self.addresses, self.said.append, bea=bea
            )

    def refusal(self, release: str | None = None, *, bea: bool = True) -> str:
        """The one line with which a fetch ends; nothing of it is left in the folder."""
        before = self.files()
        with pytest.raises(TradegapError) as error:
            self(release, bea=bea)
        assert self.files() == before
        assert "\n" not in str(error.value)
        # Errors of the network library can quote what stands in the environment.
        assert not isinstance(error.value.__cause__, requests.RequestException)
        return str(error.value)

    def files(self) -> dict[str, bytes]:
        """The files that were fetched."""
        folder = self.folder / "to"
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def fetcher(agencies: Agencies, tmp_path: Path) -> Fetcher:
    """Fetches from that server."""
    return Fetcher(agencies, tmp_path)


# --- what it brings -----------------------------------------------------------------------


def test_the_current_release_is_named_by_what_it_holds(fetcher: Fetcher) -> None:
    fetched = fetcher()
    name = "trad-time-series-0821.xlsx"
    folder = fetcher.folder / "to" / "2021-08"
    files = [folder / "ft900xlsx_2108.zip", folder / "bea" / name]
    assert fetched == Fetched("2021-08", folder, files)
    assert fetcher.files() == {
        "2021-08/ft900xlsx_2108.zip": fetcher.server.files[CURRENT][0],
        f"2021-08/bea/{name}": fetcher.server.files[f"/bea/files/{name}"][0],
    }
    assert fetcher.said[0].startswith("ft900xlsx_2108.zip: fetched, 0.0 MB, sha256 ")
    exhibits = {reading.seed.exhibit for reading in read_all([fetched.folder])[0]}
    assert exhibits >= {"01", "03", "12", "bea_goods_and_services"}


def test_an_archived_release(fetcher: Fetcher) -> None:
    fetcher.server.put_release((2021, 7), current=False)
    assert fetcher("2021-07").release == "2021-07"
    assert list(fetcher.files()) == ["2021-07/ft900xlsx_2107.zip"]
    assert fetcher.server.statuses(CURRENT) == []
    assert fetcher.said[0] == (
        "trad-time-series-0821.xlsx: left out, it is of 2021-08, not of 2021-07"
    )


def test_the_newest_release_may_have_no_address_of_its_own_yet(fetcher: Fetcher) -> None:
    del fetcher.server.files[archived(AUGUST)]
    assert fetcher("2021-08").release == "2021-08"
    assert fetcher.server.statuses(archived(AUGUST)) == [404]


@pytest.mark.parametrize(
    "name",
    [
        "trad-time-series-0821.xlsx",
        "trad0821-time-series.xlsx",
        "trad-0821-time-series.xlsx",
        "Trad_Time_Series_0821.xlsx",
    ],
)
def test_the_time_series_under_every_name(fetcher: Fetcher, name: str) -> None:
    fetcher.server.files[f"/bea/files/{name}"] = (series(), XLSX)
    fetcher.server.links("trad-geo-time-series-0621.xlsx", "other-0821.xlsx", name)
    fetcher.server.files["/bea/files/trad-geo-time-series-0621.xlsx"] = (series(), XLSX)
    fetcher()
    assert set(fetcher.files()) == {
        "2021-08/ft900xlsx_2108.zip",
        f"2021-08/bea/{name}",
        "2021-08/bea/by_country/trad-geo-time-series-0621.xlsx",
    }


def test_of_several_links_the_newest_on_the_same_site() -> None:
    page = """
        <a href='https://apps.bea.gov/a/trad-time-series-1225.xlsx?x=1&amp;y'>a</a>
        <A HREF="/b/trad0126-time-series.xlsx">b</A> <a href="trad1326-time-series.xlsx">c</a>
        <a href="https://elsewhere.org/trad0226-time-series.xlsx">d</a>
        <a href="http://www.bea.gov/trad0326-time-series.xlsx">e</a>
        <a href="/trad-geo-time-series-0925.xlsx">f</a> <a href="//[bad">g</a>
        <a href="/trad-time-series.xlsx">h</a>"""
    links = links_of(page, "https://www.bea.gov/data/page")
    assert [(link.month, link.is_by_country) for link in links] == [
        ("2025-12-01", False),
        ("2026-01-01", False),
        ("2025-09-01", True),
    ]
    assert links[0].address == "https://apps.bea.gov/a/trad-time-series-1225.xlsx?x=1&y"


def test_it_says_who_asks(fetcher: Fetcher) -> None:
    fetcher()
    for asked in fetcher.server.asked:
        assert asked.headers["User-Agent"].startswith("tradegap/0.")
        assert "U.S. trade releases" in asked.headers["User-Agent"]


def test_progress_comes_to_the_end(fetcher: Fetcher) -> None:
    fetcher()
    size = len(fetcher.server.files[CURRENT][0])
    steps = [step for step in fetcher.progress if step[0] == "ft900xlsx.zip"]
    assert steps[0] == ("ft900xlsx.zip", 0, size)
    assert steps[-1] == ("ft900xlsx.zip", size, size)


# --- never more than needed ---------------------------------------------------------------


def test_what_did_not_change_is_not_transferred_again(fetcher: Fetcher) -> None:
    fetcher()
    before = fetcher.files()
    fetcher()
    assert fetcher.server.statuses(CURRENT) == [200, 304]
    assert fetcher.files() == before
    assert all(": not changed, " in line for line in fetcher.said)


def test_what_changed_is_transferred_again(fetcher: Fetcher) -> None:
    fetcher()
    fetcher.server.files[CURRENT] = (archive(AUGUST, ("1", "3")), ZIP)
    fetcher()
    assert fetcher.server.statuses(CURRENT) == [200, 200]
    assert fetcher.files()["2021-08/ft900xlsx_2108.zip"] == fetcher.server.files[CURRENT][0]


def test_a_cached_file_that_was_changed_is_not_trusted(fetcher: Fetcher) -> None:
    fetcher()
    [cached] = fetcher.cache.glob("*-ft900xlsx.zip")
    cached.write_bytes(b"PK other")
    fetcher()
    assert fetcher.server.statuses(CURRENT) == [200, 200]


def test_a_broken_note_in_the_cache_is_not_trusted(fetcher: Fetcher) -> None:
    fetcher()
    for note in fetcher.cache.glob("*.json"):
        note.write_text("oops")
    fetcher()
    assert fetcher.server.statuses(CURRENT) == [200, 200]


def test_two_at_once_are_refused(fetcher: Fetcher) -> None:
    fetcher.cache.mkdir()
    with FileLock(lock_of(fetcher.cache)):
        assert "another `tradegap fetch` is running" in fetcher.refusal()


# --- what may be over soon ----------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(fetcher: Fetcher, status: int) -> None:
    fetcher.server.faults[CURRENT] = [Fault(status), Fault(status)]
    fetcher()
    assert fetcher.server.statuses(CURRENT) == [status, status, 200]
    assert fetcher.waits == [1, 2]


def test_a_server_says_how_long_to_wait(fetcher: Fetcher) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    fetcher.server.faults[CURRENT] = [
        Fault(429, {"Retry-After": "7"}),
        Fault(503, {"Retry-After": soon}),
        Fault(503, {"Retry-After": "when it suits"}),
    ]
    fetcher()
    assert fetcher.waits[0] == 7
    assert 25 < fetcher.waits[1] <= 30
    assert fetcher.waits[2] == 4


def test_a_server_that_asks_to_wait_for_long_is_not_waited_for(fetcher: Fetcher) -> None:
    fetcher.server.faults[CURRENT] = [Fault(429, {"Retry-After": "3600"})]
    assert "is busy (429) and asks to wait 3,600 seconds: try again then" in fetcher.refusal()
    assert fetcher.waits == []


def test_a_server_that_stays_busy(fetcher: Fetcher) -> None:
    fetcher.server.faults[CURRENT] = [Fault(503)] * 9
    assert "the server is busy (503), after 4 attempts: try again later" in fetcher.refusal()
    assert fetcher.waits == [1, 2, 4]


def test_a_transfer_that_is_cut_off_begins_again(fetcher: Fetcher) -> None:
    content = fetcher.server.files[CURRENT][0]
    fetcher.server.faults[CURRENT] = [Fault(cut=1_000), Fault(cut=500)]
    fetcher()
    assert fetcher.server.statuses(CURRENT) == [200, 200, 200]
    assert fetcher.files()["2021-08/ft900xlsx_2108.zip"] == content


@pytest.mark.parametrize("fault", [Fault(304), Fault(206, {"Content-Range": "bytes 5-9/10"})])
def test_an_answer_that_is_no_whole_file_is_not_taken(fetcher: Fetcher, fault: Fault) -> None:
    fetcher.server.faults[CURRENT] = [fault]
    if fault.status == 304:
        fetcher()
        assert fetcher.server.statuses(CURRENT) == [304, 200]
    else:
        assert "the server answers 206: nothing was fetched" in fetcher.refusal()


def test_a_slow_server_is_given_up_and_asked_again(fetcher: Fetcher) -> None:
    fetcher.server.faults[CURRENT] = [Fault(pause=0.6)]
    fetcher()
    assert fetcher.server.statuses(CURRENT)[0] == 200
    assert fetcher.waits == [1]


def test_a_server_that_drips_is_given_up(fetcher: Fetcher) -> None:
    fetcher.patience = RetryPolicy(attempts=2, total=0, sleep=fetcher.waits.append)
    fetcher.server.faults[CURRENT] = [Fault(headers={"ETag": ""}), Fault(headers={"ETag": ""})]
    assert "the transfer takes too long, after 2 attempts" in fetcher.refusal()


def test_a_server_that_does_not_say_how_much_it_sends(fetcher: Fetcher) -> None:
    fetcher.server.faults[CURRENT] = [Fault(headers={"Content-Length": ""})]
    fetcher()
    assert fetcher.files()["2021-08/ft900xlsx_2108.zip"] == fetcher.server.files[CURRENT][0]


def test_offline(fetcher: Fetcher) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"127.0.0.1:{unused.getsockname()[1]}"
    fetcher.addresses = Addresses(f"http://{nowhere}/census", f"http://{nowhere}/bea")
    assert fetcher.refusal() == (
        f"{nowhere}/census/current_press_release/ft900xlsx.zip: no connection (are you online?), "
        "after 4 attempts: try again later"
    )


# --- what is wrong for good ---------------------------------------------------------------


def test_a_release_that_is_not_yet_published(fetcher: Fetcher) -> None:
    assert fetcher.refusal("2021-09") == (
        "release 2021-09 is not yet published: the current one is 2021-08 "
        "(releases come at 8:30 Eastern)"
    )
    assert fetcher.waits == []


def test_a_release_that_is_not_in_the_archive(fetcher: Fetcher) -> None:
    message = fetcher.refusal("2015-03")
    assert message.startswith("release 2015-03 is not in the archive (127.0.0.1:")
    assert message.endswith("ft900xlsx_1503.zip is not there); the current one is 2021-08")


def test_a_release_of_old_workbooks(fetcher: Fetcher) -> None:
    content = archive((2020, 2), suffix=".xls")
    fetcher.server.files[archived((2020, 2), "xls")] = (content, ZIP)
    fetched = fetcher("2020-02")
    assert fetcher.files() == {"2020-02/ft900xls_2002.zip": content}
    exhibits = {reading.seed.exhibit for reading in read_all([fetched.folder])[0]}
    assert exhibits == {"01", "03", "12"}


def test_an_archive_of_old_workbooks_of_another_release(fetcher: Fetcher) -> None:
    content = archive((2020, 1), suffix=".xls")
    fetcher.server.files[archived((2020, 2), "xls")] = (content, ZIP)
    assert "found release 2020-01, expected 2020-02" in fetcher.refusal("2020-02")


def test_a_name_that_is_no_release(fetcher: Fetcher) -> None:
    assert "'2021-13' is not a release" in fetcher.refusal("2021-13")
    assert fetcher.server.asked == []


def test_no_current_release(fetcher: Fetcher) -> None:
    del fetcher.server.files[CURRENT]
    assert "is not there: the Census Bureau may have moved it" in fetcher.refusal()


def test_an_archive_that_holds_another_release_does_not_stay(fetcher: Fetcher) -> None:
    fetcher.server.files[archived((2021, 7))] = (archive(AUGUST), ZIP)
    assert "found release 2021-08, expected 2021-07: nothing was fetched" in fetcher.refusal(
        "2021-07"
    )
    assert not list(fetcher.cache.glob("*.zip*"))


def test_a_page_instead_of_a_file(fetcher: Fetcher) -> None:
    fetcher.server.files[CURRENT] = (b"<html>moved</html>", HTML)
    assert "found text/html, expected application/zip: the address may" in fetcher.refusal()


@pytest.mark.parametrize("kind", ["", ZIP, "application/octet-stream"])
def test_a_page_that_says_it_is_a_file(fetcher: Fetcher, kind: str) -> None:
    fetcher.server.files[CURRENT] = (b"<html>moved</html>", kind)
    assert "found something else than a zip file" in fetcher.refusal()
    assert not list(fetcher.cache.glob("*.part*"))


def test_a_zip_file_that_is_no_archive(fetcher: Fetcher) -> None:
    fetcher.server.files[CURRENT] = (b"PK" + bytes(1_000), ZIP)
    assert "is cut off, damaged or no archive" in fetcher.refusal()
    assert not list(fetcher.cache.glob("*.zip*"))


@pytest.mark.parametrize("length", ["99999999", ""])
def test_a_file_of_absurd_size(fetcher: Fetcher, length: str) -> None:
    fetcher.max_bytes = 1_000
    fetcher.server.faults[CURRENT] = [Fault(headers={"Content-Length": length})]
    assert "found more than 0 MB: this is not one of the official files" in fetcher.refusal()
    assert sum(path.stat().st_size for path in fetcher.cache.iterdir()) < 1_000


def test_a_refusal_of_the_server(fetcher: Fetcher) -> None:
    fetcher.server.faults[CURRENT] = [Fault(403)]
    assert "the server answers 403: nothing was fetched" in fetcher.refusal()
    assert fetcher.waits == []


def test_sent_on_to_another_site(fetcher: Fetcher) -> None:
    with Agencies() as other:
        other.put_release(AUGUST)
        headers = {"Location": f"{other.url}{CURRENT}"}
        fetcher.server.faults[CURRENT] = [Fault(302, headers)]
        assert "which is another site or is not encrypted" in fetcher.refusal()


def test_sent_on_within_the_site(fetcher: Fetcher) -> None:
    fetcher.server.faults[CURRENT] = [Fault(302, {"Location": archived(AUGUST)})]
    assert fetcher().release == "2021-08"


def test_sent_on_for_ever(fetcher: Fetcher) -> None:
    fetcher.server.faults[CURRENT] = [Fault(302, {"Location": CURRENT})] * 9
    assert "cannot be fetched (TooManyRedirects)" in fetcher.refusal()


def test_a_page_without_links(fetcher: Fetcher) -> None:
    fetcher.server.links("README.pdf")
    assert "found no link to a workbook named like trad-time-series-0325.xlsx" in fetcher.refusal()
    assert fetcher(bea=False).release == "2021-08"


def test_a_page_that_is_gone_or_is_no_page(fetcher: Fetcher) -> None:
    del fetcher.server.files[PAGE]
    assert "is not there: BEA may have moved it (--no-bea does without)" in fetcher.refusal()
    fetcher.server.files[PAGE] = (b"PK", ZIP)
    assert "expected text/html" in fetcher.refusal()


def test_a_page_of_absurd_size(fetcher: Fetcher) -> None:
    fetcher.server.files[PAGE] = (b" " * 5_000_001, HTML)
    assert "found more than 5 MB" in fetcher.refusal()


def test_a_link_that_leads_nowhere(fetcher: Fetcher) -> None:
    fetcher.server.links("trad-time-series-0821.xlsx", "trad0821-time-series.xlsx")
    fetcher.server.files.pop("/bea/files/trad-time-series-0821.xlsx")
    assert "trad-time-series-0821.xlsx is not there (404)" in fetcher.refusal()


def test_a_folder_that_cannot_be_written(fetcher: Fetcher) -> None:
    (fetcher.folder / "to").write_text("a file")
    with pytest.raises(TradegapError, match="cannot be written"):
        fetcher()
    fetcher.cache.rename(fetcher.folder / "old")
    fetcher.cache.write_text("a file")
    with pytest.raises(TradegapError, match="the cache cannot be written"):
        fetcher()


# --- nothing of the environment is told ---------------------------------------------------


def test_an_address_is_shown_without_password_and_query(fetcher: Fetcher) -> None:
    assert public("https://me:secret@host.org:8080/a/b.zip?key=secret#x") == "host.org:8080/a/b.zip"
    assert public("http://host:secret/a") == "host/a"
    secret = fetcher.server.url.replace("http://", "http://me:secret@")
    fetcher.addresses = Addresses(f"{secret}/census", f"{secret}{PAGE}?key=secret")
    fetcher.server.faults[CURRENT] = [Fault(503)] * 4
    messages = [fetcher.refusal(), fetcher.refusal("2030-01")]
    del fetcher.server.files[PAGE]
    messages.append(fetcher.refusal())
    assert not [message for message in messages if "secret" in message]


def test_a_wrong_proxy_is_not_told(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://me:secret@127.0.0.1:9")
    assert "secret" not in fetcher.refusal()
    monkeypatch.setenv("http_proxy", "nonsense://secret")
    assert "secret" not in fetcher.refusal()


def test_addresses_and_cache_come_from_the_environment(tmp_path: Path) -> None:
    assert Addresses.of({}) == Addresses()
    assert Addresses.of({}).current == (
        "https://www.census.gov/foreign-trade/Press-Release/current_press_release/ft900xlsx.zip"
    )
    assert Addresses().archived("2026-09-01").endswith("/Press-Release/ft900/ft900xlsx_2609.zip")
    said = Addresses.of({"TRADEGAP_CENSUS_URL": "http://a/", "TRADEGAP_BEA_URL": "http://b"})
    assert said == Addresses("http://a", "http://b")
    assert cache_folder({"TRADEGAP_CACHE": "/a"}) == Path("/a")
    assert cache_folder({}).name == "tradegap"


# --- the command --------------------------------------------------------------------------


def test_the_command_says_where_the_files_are(
    agencies: Agencies,
    standin_tradegap: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRADEGAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TRADEGAP_CENSUS_URL", agencies.addresses.census)
    monkeypatch.setenv("TRADEGAP_BEA_URL", agencies.addresses.bea)
    outcome = standin_tradegap("fetch", "2021-08")
    assert (outcome.code, outcome.err) == (0, "")
    folder = tmp_path / "project" / "downloads" / "2021-08"
    assert outcome.out.splitlines()[-1] == f"Release 2021-08 is in {folder}"
    assert (folder / "ft900xlsx_2108.zip").is_file()
    outcome = standin_tradegap("fetch", "--no-bea", "--to", str(tmp_path / "other"))
    assert outcome.code == 0
    assert [path.name for path in (tmp_path / "other" / "2021-08").iterdir()] == [
        "ft900xlsx_2108.zip"
    ]
    outcome = standin_tradegap("fetch", "2021-09")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("tradegap: release 2021-09 is not yet published")


def test_a_terminal_sees_how_far_it_is_and_an_error_on_a_line_of_its_own(
    agencies: Agencies, standin: Standin, tmp_path: Path
) -> None:
    program = "from tradegap.cli import main; main()"
    environment = {
        **os.environ,
        "TRADEGAP_CACHE": str(tmp_path / "cache"),
        "TRADEGAP_CENSUS_URL": agencies.addresses.census,
    }

    def on_a_terminal(code: int) -> str:
        ours, theirs = os.openpty()
        words = [sys.executable, "-c", program, "fetch", "--no-bea"]
        with open(ours, "rb", buffering=0) as terminal:  # noqa: PTH123 - an open handle
            result = subprocess.run(
                words, cwd=standin.root, env=environment, stderr=theirs, check=False
            )
            os.close(theirs)
            assert result.returncode == code
            return terminal.read(20_000).decode()

    agencies.faults[CURRENT] = [Fault(cut=1_000), Fault(403)]
    *_, bar, error = on_a_terminal(1).splitlines()
    assert "ft900xlsx.zip" in bar
    assert error.startswith("tradegap: 127.0.0.1")
    assert "100%" in on_a_terminal(0)


def test_workbooks_are_known_by_their_type() -> None:
    assert XLSX in WORKBOOK
