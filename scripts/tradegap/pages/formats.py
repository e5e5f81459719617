"""A release in the form that is asked for: text, Markdown, HTML, JSON or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tradegap.errors import TradegapError
from tradegap.pages import document, release_page

if TYPE_CHECKING:
    from tradegap.database import Published
    from tradegap.pages.document import Document

# The forms, and the ends of their files' names.
SUFFIXES = {"text": "txt", "markdown": "md", "html": "html", "json": "json", "xlsx": "xlsx"}


def release(
    published: Published, name: str, form: str, *, full: bool = False, with_real: bool = False
) -> tuple[str | bytes, list[str]]:
    """A release in a form, and what its reader has to know about it.

    Raises:
        TradegapError: The release is not held, or has no page.
    """
    if form == "text" and not full:
        page = release_page.page(published, name, with_real=with_real)
        return page.text, page.notes
    read = document.read(published, name, full=full, with_real=with_real)
    return written(published, read, form), read.notes


def written(published: Published, read: Document, form: str) -> str | bytes:
    """A release that was read, in a form."""
    if form == "html":
        from tradegap.pages import html  # Jinja and the charts take half a second

        return html.release_page(published, read)
    if form == "xlsx":
        from tradegap.pages import workbook

        return workbook.as_workbook(published, read)
    forms = {
        "text": document.as_text,
        "markdown": document.as_markdown,
        "json": document.as_json,
    }
    return forms[form](read)


def save(content: str | bytes, out: Path, name: str, form: str) -> Path:
    """Write a release to a file, or to a folder as `trade_<release>`, and say where it is.

    A name with an end, such as `march.html`, is a file's, unless a folder has it.

    Raises:
        TradegapError: It cannot be written.
    """
    is_folder = out.is_dir() or not out.suffix
    path = out / f"trade_{name}.{SUFFIXES[form]}" if is_folder else out
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else f"{content}\n".encode())
    except OSError as error:
        raise TradegapError(f"cannot write {path}: {error.strerror or error}") from error
    return path
