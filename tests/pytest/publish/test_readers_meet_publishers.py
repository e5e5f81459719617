"""Eight programs read without pause while 50 builds are published, half of them killed.

Each build has a number, which stands in two marts and in the state of the build. A reader
opens the file, asks for all three one after another, and closes it. It stops, and says why,
at the first error, at numbers of two builds, and where a build comes back that was over.
"""

from __future__ import annotations

import multiprocessing
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tradegap.publish.publishing import publish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from standin import Standin

READERS, PUBLISHES = 8, 50

READER = """
import os, select, sys
import duckdb

os.nice(10)  # reading fills what publishing leaves of the processors
newest, reads, enough = -1, 0, False
while not enough:  # and the last reading begins after it was told so
    enough = bool(select.select([sys.stdin], [], [], 0)[0])
    with duckdb.connect(sys.argv[1], True, {'threads': 1}) as connection:
        found = [
            number
            for relation in ("marts.build_number", "marts.build_rows", "meta.build_state")
            for number, in connection.execute(f"select distinct build from {relation}").fetchall()
        ]
    if len(found) != 3 or len(set(found)) != 1:
        sys.exit(f"a mixture: {found}")
    if found[0] < newest:
        sys.exit(f"build {found[0]} came back after {newest}")
    newest, reads = found[0], reads + 1
print(newest, reads)
"""

NUMBERED = """
alter table meta.build_state add column if not exists build integer;
update meta.build_state set build = {build};
create or replace table marts.build_number as select {build} as build;
create or replace table marts.build_rows as
select {build} as build, number, hash(number) as noise from range(10000) as numbers (number);
"""


@pytest.fixture
def readers(standin: Standin) -> Iterator[list[subprocess.Popen[str]]]:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(standin.published)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(READERS)
    ]
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def build(standin: Standin, number: int) -> None:
    standin.change(NUMBERED.format(build=number))


@pytest.mark.slow
def test_readers_see_whole_builds_while_publishers_are_killed(
    standin: Standin,
    request: pytest.FixtureRequest,
) -> None:
    # Processes are forked from one that has everything imported, so that a kill meets
    # publishing and not the start of Python.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tradegap.publish.publishing"])
    build(standin, 0)
    publish(standin.root)
    readers = request.getfixturevalue("readers")

    chance = random.Random(1960)  # noqa: S311 - any moments will do, the same each time
    duration, outcomes, current = 0.0, [], 0
    for number in range(1, PUBLISHES + 1):
        build(standin, number)
        publisher = processes.Process(target=publish, args=(standin.root,))
        started = time.monotonic()
        publisher.start()
        if number % 2:
            publisher.join(chance.uniform(0, duration))
            publisher.kill()
        publisher.join()
        if publisher.exitcode == 0:
            duration = time.monotonic() - started
        outcomes.append(publisher.exitcode)
        [(published,)] = standin.ask("from marts.build_number")
        # Killed or not, the file is the build before or this one.
        assert published in ((number,) if publisher.exitcode == 0 else (current, number))
        assert publisher.exitcode or standin.unfinished() == []
        current = published

    publish(standin.root)
    assert standin.unfinished() == []
    reads = 0
    for reader in readers:
        out, err = reader.communicate("enough\n", timeout=60)
        assert err == ""
        newest, count = map(int, out.split())
        assert newest == PUBLISHES
        reads += count
    assert reads > PUBLISHES
    # Some were killed, some came before their kill, and nothing else happened.
    assert set(outcomes) == {0, -signal.SIGKILL}
