"""A page of HTML as a tree, for tests that read it; what is not well-formed is an error."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = {"meta", "link", "br", "input", "img", "hr"}


@dataclass
class Element:
    """An element: its tag, its attributes, and its children and texts in their order."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    def all(self, tag: str | None = None, **attributes: str) -> Iterator[Element]:
        """The elements below it, with a tag and with attributes (`class_` has a word of it)."""
        for child in self.children:
            if isinstance(child, Element):
                wanted = attributes.get("class_")
                classes = (child.attributes.get("class") or "").split()
                if (
                    tag in (None, child.tag)
                    and (wanted is None or wanted in classes)
                    and all(
                        child.attributes.get(name) == value
                        for name, value in attributes.items()
                        if name != "class_"
                    )
                ):
                    yield child
                yield from child.all(tag, **attributes)

    def text(self, without: str | None = None) -> str:
        """What it says, but for the elements of a class."""
        return "".join(
            child
            if isinstance(child, str)
            else ""
            if without and without in (child.attributes.get("class") or "").split()
            else child.text(without)
            for child in self.children
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"<{tag}> has an attribute twice"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> at {self.getpos()} closes another element"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """A page as a tree."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    [document] = reader.open
    return document
