"""Set up Superset over the published file, and serve it to this machine alone.

`make superset` runs it in Superset's environment. All of it stands in one folder: the
metadata database, the secret key, the password, and the ZIP that was imported. What is
there already is not made again.
"""

from __future__ import annotations

import logging
import os
import secrets
import sys
from contextlib import redirect_stdout
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import bundle
import click
import duckdb

if TYPE_CHECKING:
    from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
USER = "admin"
BUNDLE = "us_international_trade.zip"


@click.command()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=ROOT / "target" / "superset",
    help="The folder of this installation. [default: target/superset]",
)
@click.option(
    "--published",
    type=click.Path(path_type=Path, dir_okay=False),
    default=ROOT / "published" / "tradegap.duckdb",
    help="The file to serve. [default: published/tradegap.duckdb]",
)
@click.option("--port", default=8088, show_default=True, help="The port, 0 for any free one.")
def main(home: Path, published: Path, port: int) -> None:
    """Set up Superset over the published file, if need be, and serve it on 127.0.0.1."""
    if not published.exists():
        raise click.ClickException(f"there is no {published} yet: run `make build`")
    home.mkdir(parents=True, exist_ok=True)
    home = home.resolve()
    password = _secret(home / "password", 12)
    _secret(home / "secret_key", 32)
    os.environ["SUPERSET_HOME"] = str(home)
    os.environ["SUPERSET_CONFIG_PATH"] = str(Path(__file__).with_name("superset_config.py"))
    try:
        files = bundle.contents(published)
    except duckdb.Error as error:
        raise click.ClickException(f"{published} cannot be read: {error}") from error

    from werkzeug.serving import make_server

    logging.disable(logging.WARNING)
    imported = home / BUNDLE
    bundle.write(files, new := home / f"{BUNDLE}.new", f"Superset {version('apache-superset')}")
    if not imported.exists():
        click.echo("Setting up Superset, once: a minute or two")
        # What a set-up that was broken off has left, the database's journal too.
        for leftover in home.glob("metadata.db*"):
            leftover.unlink()
    app = _application()
    if not (imported.exists() and imported.read_bytes() == new.read_bytes()):
        _set_up(app, password, files)
    new.replace(imported)
    try:
        server = make_server("127.0.0.1", port, app, threaded=True)
    except SystemExit:
        raise click.ClickException(f"port {port} is taken: choose another, --port 0") from None
    click.echo(f"http://127.0.0.1:{server.port}/superset/dashboard/us-trade/")
    click.echo(f"user {USER}, password {password}; Ctrl-C ends it")
    sys.stdout.flush()
    server.serve_forever()


def _secret(path: Path, length: int) -> str:
    """What the file holds, made up on the first run, and readable by nobody else."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(length))
    return path.read_text()


def _application() -> Flask:
    """Superset itself."""
    # Superset prints where its settings are.
    with redirect_stdout(StringIO()):
        from superset.app import create_app

        return create_app()


def _set_up(app: Flask, password: str, files: dict[str, str]) -> None:
    """Bring the metadata database up to date and import the dashboard into it."""
    with app.app_context():
        from flask import g
        from flask_migrate import upgrade
        from superset.commands.importers.v1.assets import ImportAssetsCommand

        from superset import appbuilder, security_manager

        # Migrations print what each of them changed.
        with redirect_stdout(StringIO()):
            upgrade(directory=str(Path(app.root_path) / "migrations"))
        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        g.user = security_manager.find_user(USER) or security_manager.add_user(
            USER, "tradegap", "", f"{USER}@localhost", security_manager.find_role("Admin"), password
        )
        ImportAssetsCommand(files).run()


if __name__ == "__main__":
    main()
