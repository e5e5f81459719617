"""A PostgreSQL server of Debian's package, in a temporary folder and on a socket there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
OWNER = "postgres"
BUILDER = "tradegap"
# Nothing of a server that is thrown away need outlive a crash; else it is as installed.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@contextmanager
def running_server() -> Iterator[dict[str, str]]:
    """A server with an empty database, as the variables by which its clients find it."""
    binaries = _binaries()
    # PostgreSQL refuses to run as root, and pytest's folders are open to their owner alone.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="tradegap-postgres-"))
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str | Path) -> None:
        log = folder / "log"
        with log.open("a") as output:
            result = subprocess.run(
                [binaries / program, *arguments],
                user=user,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            )
        assert result.returncode == 0, log.read_text()

    try:
        run("initdb", "--username", OWNER, "--auth", "trust", "--no-sync", folder / "data")
        settings = SETTINGS | {"unix_socket_directories": str(folder)}
        with (folder / "data" / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        run("pg_ctl", "start", "--wait", "--pgdata", folder / "data")
        try:
            owner = ("--host", folder, "--username", OWNER)
            run("createuser", *owner, "--createrole", BUILDER)
            run("createdb", *owner, "--owner", BUILDER, BUILDER)
            yield {"PGHOST": str(folder), "PGUSER": BUILDER, "PGDATABASE": BUILDER}
        finally:
            run("pg_ctl", "stop", "--mode", "immediate", "--pgdata", folder / "data")
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path:
    """The folder of the server's programs, which Debian does not put on the path."""
    found = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    assert found, f"no PostgreSQL server in {DEBIAN}: apt-get install postgresql"
    return max(found, key=lambda path: int(path.parent.name))
