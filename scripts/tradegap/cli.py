"""The command line: `tradegap update`, its steps, and what answers questions.

An error is one line on the error stream that starts with `tradegap: `; the exit code is 1,
or 2 where the command line itself is wrong. An ingest that leaves something out ends with 3.
What a command answers goes to the output
stream, what its reader has to know about it to the error stream as `note: `.
Each command imports what it needs itself, so that the command line starts at once.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from tradegap.errors import TradegapError
from tradegap.project import find_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tradegap.fetch.agencies import Fetched
    from tradegap.fetch.downloads import Downloader


FAILED, MISUSED, PARTLY_LOADED, INTERRUPTED = 1, 2, 3, 130
DOWNLOADS = "downloads"

RELEASE_FORMS = ("text", "markdown", "html", "json", "xlsx")
LIST_FORMS = ("table", "csv", "json")

T = TypeVar("T")


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="tradegap", message="%(prog)s %(version)s")
def tradegap() -> None:
    """U.S. international trade: official figures in, reconciled marts and release pages out.

    The figures come from `make build`, which publishes published/tradegap.duckdb.
    """


def _all_of(*parts: Callable[[Any], Any]) -> Callable[[T], T]:
    """Arguments and options that several commands have, in the order in which help lists them."""

    def add(command: T) -> T:
        for part in reversed(parts):
            command = part(command)
        return command

    return add


_fetching = _all_of(
    click.argument("release", required=False),
    click.option(
        "--to",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        help="Where the release's folder goes.  [default: downloads/ of the project]",
    ),
    click.option("--no-bea", is_flag=True, help="Fetch the Census Bureau's archive only."),
)
# The fields of `Options`.
_ingesting = _all_of(
    click.option("--replace", is_flag=True, help="Take new figures for a release held."),
    click.option("--unusual", is_flag=True, help="Take far fewer rows, other sizes or places."),
    click.option("--all-or-nothing", is_flag=True, help="Load nothing if a file is refused."),
    click.option(
        "--accept",
        metavar="REASON",
        default="",
        callback=lambda _context, _option, reason: reason.strip(),
        help="Take sums that do not add as published beyond the limit, and write down why.",
    ),
)
_listing = click.option(
    "--format",
    "form",
    type=click.Choice(LIST_FORMS),
    default="table",
    show_default=True,
    help="How a list is written.",
)


@tradegap.command(short_help="Download the official files of a release.")
@_fetching
def fetch(release: str | None, folder: Path | None, no_bea: bool) -> None:
    """Download the official files of RELEASE (2026-09); without it, of the current release.

    The Census Bureau's archive and BEA's time series go to a folder named like the release,
    ready for `tradegap ingest`. What is there already is not transferred again. The cache
    stands where TRADEGAP_CACHE says, or in the user's folder for caches.

    Example: tradegap fetch 2026-09
    """
    fetched = _fetched(release, folder or find_root() / DOWNLOADS, no_bea)
    click.echo(f"Release {fetched.release} is in {fetched.folder}")


@tradegap.command(short_help="Fetch, ingest, build and publish a release, print its page.")
@_fetching
@_ingesting
def update(release: str | None, folder: Path | None, no_bea: bool, **options: Any) -> int:
    """Fetch, ingest, build and publish RELEASE; without it, the current release.

    Stops at the first failure. The published database is then as it was.

    Example: tradegap update 2026-09
    """
    from tradegap.load.ingest import Options
    from tradegap.update import update as bring_in

    root = _root_with_whole_seeds()
    fetched = _fetched(release, folder or root / DOWNLOADS, no_bea)
    page, outcome = bring_in(fetched, root, click.echo, Options(**options))
    click.echo(f"\n{page.text}")
    _note(page.notes)
    return PARTLY_LOADED if outcome.refused else 0


@tradegap.command(short_help="Say which releases are held and what is missing.")
@click.option("--all", "all_", is_flag=True, help="List every release, not only the newest.")
@_listing
def status(all_: bool, form: str) -> None:
    """Say which releases the seeds hold, what of each is missing, and what comes next.

    As csv or json it is the list of all releases alone.

    Example: tradegap status --format csv
    """
    from tradegap.load import status as statuses

    root = _root_with_whole_seeds()
    if form != "table":
        click.echo(statuses.releases_held(statuses.held(root)).written(form))
        return
    for line in statuses.status(root, None if all_ else statuses.MOST):
        click.echo(line)


def _fetched(release: str | None, folder: Path, no_bea: bool) -> Fetched:
    """The files of a release, downloaded into a folder of its own below this one."""
    from tradegap.fetch.agencies import Addresses, fetch

    with _downloader() as here, here as downloader:
        return fetch(release, folder, downloader, Addresses.of(), click.echo, bea=not no_bea)


@contextmanager
def _downloader() -> Iterator[Downloader]:
    """A downloader that shows how far it is, on a terminal."""
    from tradegap.fetch.downloads import Downloader, cache_folder

    bars: dict[str, Any] = {}

    def progress(name: str, have: int, total: int | None) -> None:
        if total is None or not sys.stderr.isatty():
            return
        if name not in bars:
            bars[name] = click.progressbar(length=total, label=name, file=sys.stderr)
        bars[name].update(have - bars[name].pos)
        if have == total:
            bars.pop(name).render_finish()

    try:
        yield Downloader(cache_folder(), progress=progress)
    finally:
        for bar in bars.values():  # an error is a line of its own
            bar.render_finish()


@tradegap.command(short_help="Turn official files into seeds.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=Path)
@_ingesting
def ingest(paths: tuple[Path, ...], **options: Any) -> int:
    """Turn official files, or folders or archives of them, into seeds/.

    A file that is refused is left out and named, the others are loaded: the exit code is
    then 3. Run `make build` afterwards.

    Example: tradegap ingest downloads/2026-09
    """
    from tradegap.load.ingest import Options
    from tradegap.load.ingest import ingest as ingest_files

    outcome = ingest_files(list(paths), find_root(), click.echo, Options(**options))
    return PARTLY_LOADED if outcome.refused else 0


@tradegap.command(short_help="Finish an ingest that was broken off.")
def recover() -> None:
    """Finish an ingest that was killed while it put its seeds in their place.

    Every command that reads or writes seeds does that first; `dbt build` refuses to start
    until it is done.

    Example: tradegap recover
    """
    from tradegap.store.journal import recover as finish

    if finish(find_root()):
        click.echo("Finished an ingest that was broken off: run `make build`.")
    else:
        click.echo("Nothing to finish: no ingest was broken off.")


@tradegap.command(short_help="Print or write a release, or list the releases.")
@click.argument("release", required=False)
@click.option(
    "--full/--highlights",
    default=False,
    help="Its whole text, section by section, or its one-page highlights.  [default: highlights]",
)
@click.option("--with-real", is_flag=True, help="Print the real figures even if the page had none.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*RELEASE_FORMS, *LIST_FORMS]),
    help="How a release is written: text, markdown, html, json or xlsx; or the list of releases: "
    "table, csv or json.  [default: text, table]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file to write to, or the folder for trade_<release>.  [default: the terminal; a "
    "workbook goes to published/ of the project]",
)
def release(
    release: str | None, full: bool, with_real: bool, form: str | None, out: Path | None
) -> None:
    """Print or write RELEASE (2024-01); without it, list the releases.

    HTML is one file that needs no other: text, charts, tables, and each number with a link
    to where it comes from.

    \b
    Example: tradegap release 2024-01
             tradegap release 2025-03 --full
             tradegap release 2025-03 --full --format html --out march.html
             tradegap release 2025-03 --format json | jq .figures
    """  # noqa: D301
    from tradegap.database import PUBLISHED, Published
    from tradegap.pages import formats, release_page

    root = find_root()
    if release is None:
        of_a_release = {
            "--full": full,
            "--with-real": with_real,
            "--out": out,
            f"--format {form}": form not in (None, *LIST_FORMS),
        }
        for option, is_given in of_a_release.items():
            if is_given:
                raise click.UsageError(f"{option} needs a release")
        with Published(root) as published:
            click.echo(release_page.releases(published).written(form or "table"))
        return
    form = form or "text"
    if form not in RELEASE_FORMS:
        raise click.UsageError(f"a release is written as {', '.join(RELEASE_FORMS)}, not as {form}")
    if full and with_real:
        raise click.UsageError("--with-real is of the highlights: leave out --full")
    with Published(root) as published:
        content, notes = formats.release(published, release, form, full=full, with_real=with_real)
    if out is None and isinstance(content, str):
        click.echo(content)
    else:
        click.echo(formats.save(content, out or root / PUBLISHED.parent, release, form))
    _note(notes)


@tradegap.command(short_help="Say where a figure of a release comes from.")
@click.argument("release")
@click.argument("figure", required=False)
@_listing
def explain(release: str, figure: str | None, form: str) -> None:
    """Say where FIGURE of RELEASE comes from; without it, list the figures.

    Example: tradegap explain 2024-01 imports_change
    """
    from tradegap.database import Published
    from tradegap.pages import figures

    root = _root_with_whole_seeds()
    with Published(root) as published:
        if figure is None:
            click.echo(figures.figures(published, release).written(form))
        else:
            click.echo(figures.explain(published, root, release, figure))


@tradegap.command(short_help="Print what the exhibits of a release say in words.")
@click.argument("release")
@click.argument("exhibit", required=False)
def notes(release: str, exhibit: str | None) -> None:
    """Print titles, units and notes of the exhibits of RELEASE, or of EXHIBIT alone.

    Example: tradegap notes 2023-04 16
    """
    from tradegap.database import Published
    from tradegap.pages import notes

    with Published(find_root()) as published:
        click.echo(notes.notes(published, release, exhibit))


@tradegap.command(short_help="Draw the ten-year deficit, or other charts.")
@click.argument("release")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to.  [default: published/ of the project]",
)
@click.option(
    "--revisions",
    is_flag=True,
    help="Draw how the deficit of its month, and of all months, was revised instead.",
)
@click.option("--all", "all_", is_flag=True, help="Draw all charts of its page in HTML instead.")
def chart(release: str, out: Path | None, *, revisions: bool, all_: bool) -> None:
    """Draw the ten-year deficit of RELEASE, or other charts, as SVG and PNG, its rows as csv.

    Example: tradegap chart 2024-01 --out pictures
    """
    from tradegap.database import PUBLISHED, Published
    from tradegap.pages import deficit_chart, release_charts, revision_charts

    if revisions and all_:
        raise click.UsageError("take one of --revisions and --all")
    charts = release_charts if all_ else revision_charts if revisions else deficit_chart
    root = find_root()
    with Published(root) as published:
        drawing = charts.draw(published, release, out or root / PUBLISHED.parent)
    for file in drawing.files:
        click.echo(file)
    _note(drawing.notes)


@tradegap.command(short_help="Write a release as an accessible workbook.")
@click.argument("release")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to.  [default: published/ of the project]",
)
@click.pass_context
def workbook(context: click.Context, /, **options: Any) -> None:
    """Write RELEASE as a workbook: cover, contents, notes, and one table a sheet.

    The same as `tradegap release RELEASE --format xlsx`.

    Example: tradegap workbook 2024-01
    """
    context.invoke(release, form="xlsx", **options)


@tradegap.command(short_help="Publish the marts of the last build.")
def publish() -> None:
    """Copy the marts of the last `dbt build` to published/tradegap.duckdb.

    Example: tradegap publish
    """
    from tradegap.publish.publishing import publish as publish_marts

    publication = publish_marts(find_root())
    click.echo(
        f"Published {publication.path}: {publication.tables} tables, "
        f"{publication.views} views, {publication.rows:,} rows"
    )


@tradegap.command(short_help="Write the metrics for other programs.")
def metrics() -> None:
    """Write the metrics to published/metrics.osi.json, for programs that read such documents.

    Its format is Open Semantic Interchange. What dbt itself queries is in the same yml
    files: docs/semantic-layer.md says how.

    Example: tradegap metrics
    """
    from tradegap.publish.metrics import write_document

    path, count = write_document(find_root())
    click.echo(f"Wrote {path}: {count} metrics")


@tradegap.command(short_help="Write the web site with the published data.")
def site() -> None:
    """Write published/site/: a page for each release, category and country, and SQL.

    The page for SQL is bundled and its questions compiled beforehand: `make site` does all
    of it.

    Example: tradegap site
    """
    from tradegap.pages import site_pages, website

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\rPages: {done} of {total}", nl=done == total, err=True)
        elif 10 * done // total > 10 * (done - 1) // total:
            click.echo(f"Pages: {done} of {total}", err=True)

    root = find_root()
    written = website.write(root, lambda folder: site_pages.write(root, folder, progress))
    click.echo(
        f"Wrote {written.path}: {written.pages} pages, {written.questions} questions, "
        f"{written.tables} tables, {written.data_bytes / 1e6:.1f} MB of data"
    )


@tradegap.command(short_help="Write the published marts in open formats.")
def export() -> None:
    """Write what is published into published/formats: Parquet, a data package, SDMX.

    A data dictionary and a manifest with checksums are there, too. Who reads the folder sees
    the old export or the new one.

    Example: tradegap export
    """
    from tradegap.publish.exporting import export as export_marts

    exported = export_marts(find_root())
    click.echo(f"Exported {exported.path}: {exported.tables} tables, {exported.size:,} bytes")


@tradegap.command(short_help="Ask the published file in SQL.")
@click.argument("query", required=False)
@click.option("--file", type=click.File(encoding="utf-8"), help="A file of statements to run.")
@click.option("--tables", is_flag=True, help="List tables, views and functions, what a row is.")
@click.option("--columns", metavar="TABLE", help="List the columns of a table, with their units.")
@_listing
def sql(
    query: str | None, file: TextIO | None, tables: bool, columns: str | None, form: str
) -> None:
    """Run QUERY, one or more statements of SQL, on the published file, which it only reads.

    Without QUERY statements come from --file, from what is piped in, or from a prompt. On a
    terminal a table has its width and 40 rows; csv and json have all.

    Example: tradegap sql "from monthly_totals order by month desc limit 3"
    """
    from tradegap import shell

    if sum(map(bool, (query, file, tables, columns))) > 1:
        raise click.UsageError("take one of QUERY, --file, --tables and --columns")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    with shell.opened(find_root()) as connection:
        if tables:
            click.echo(shell.tables(connection).written(form, width))
        elif columns:
            click.echo(shell.columns(connection, columns).written(form, width))
        elif query is None and file is None and sys.stdin.isatty():
            shell.converse(connection, form, click.echo)
        else:
            statements = query if query is not None else (file or sys.stdin).read()
            for answer in shell.answers(connection, statements, form, width):
                click.echo(answer)


def _root_with_whole_seeds() -> Path:
    """The project's root, after finishing an ingest that was broken off."""
    from tradegap.store.journal import recover as finish

    root = find_root()
    if finish(root):
        _note(["finished an ingest that was broken off: run `make build`"])
    return root


def _note(notes: Iterable[str]) -> None:
    for note in notes:
        click.echo(f"note: {note}", err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    """The exit code of a command; every way it can fail becomes one line."""
    try:
        code = tradegap.main(arguments, prog_name="tradegap", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as request:
        click.echo(request.format_message(), err=True)
        return MISUSED
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "tradegap"
        _complain(f"{error.format_message().rstrip('.')} (see `{command} --help`)")
        return MISUSED
    except (click.ClickException, TradegapError) as error:
        _complain(error.format_message() if isinstance(error, click.ClickException) else str(error))
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        _complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough of it, as `| head` does. Nothing is left to
        # flush at exit, which would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("TRADEGAP_DEBUG"):
            raise
        _complain(
            f"unexpected {type(error).__name__}: {error} "
            "(a fault of the program; TRADEGAP_DEBUG=1 shows where)"
        )
        return FAILED


def _complain(message: str) -> None:
    """Print an error as the one line it has to be."""
    click.echo(f"tradegap: {' '.join(message.split())}", err=True)
