"""The database files, and how they are read.

`dbt build` writes the marts into `target/tradegap.duckdb`, all else into `target/work.duckdb`;
`tradegap publish` copies the first to `published/tradegap.duckdb`. Everything a person asks
for is read from the published file, so an answer never comes from half a build.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradegap.errors import TradegapError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


BUILT = Path("target/tradegap.duckdb")
WORK = Path("target/work.duckdb")
PUBLISHED = Path("published/tradegap.duckdb")

Row = dict[str, Any]


def first_line(error: BaseException) -> str:
    """The first line of an error's text, for messages of one line."""
    return str(error).strip().split("\n", 1)[0]


def quoted(path: Path) -> str:
    """A path as it stands between the quotation marks of a SQL string."""
    return str(path).replace("'", "''")


def rows_of(result: duckdb.DuckDBPyConnection) -> list[Row]:
    """The rows of a query that was run, each as a dictionary of its columns."""
    names = [column[0] for column in result.description]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


def open_published(root: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published database.

    Raises:
        TradegapError: Nothing has been published yet, or the file is not a database.
    """
    import duckdb  # a tenth of a second that `tradegap --help` need not wait for

    path = root / PUBLISHED
    if not path.exists():
        raise TradegapError(f"there is no {PUBLISHED} yet: run `make build`")
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise TradegapError(f"{PUBLISHED} cannot be opened: {first_line(error)}") from error


class Published:
    """The published database, closed at the end of a `with`, for queries of our own."""

    def __init__(self, root: Path) -> None:
        self._connection = open_published(root)

    def __enter__(self) -> Published:
        return self

    def __exit__(self, *exception: object) -> None:
        self._connection.close()

    def rows(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[Row]:
        """The rows of a query, each as a dictionary of its columns.

        Raises:
            TradegapError: The database does not have what the query asks for.
        """
        import duckdb

        try:
            result = self._connection.execute(
                sql, parameters if isinstance(parameters, dict) else list(parameters)
            )
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise TradegapError(
                f"{PUBLISHED} was made by another version of the project, "
                f"run `make build`: {first_line(error)}"
            ) from error
        except duckdb.Error as error:
            raise TradegapError(f"{PUBLISHED} cannot be read: {first_line(error)}") from error
        return rows_of(result)
