"""Read the records of an XML file one by one, with flat memory; entities of the file's own are refused.

The standard library's expat is told to stop at any declaration of an entity, which is what defusedxml does too: without
entities there is no text that grows, and nothing to fetch.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import html5
from typing import BinaryIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from bibstep.input.lines import size

#: Elements nested deeper than this are no records.
_DEEPEST = 200
_LINE = 1 << 16


def elements(stream: BinaryIO, names: frozenset[str], max_record: int) -> Iterator[tuple[int, Element | str]]:
    """Yield (line, element) for each outermost element with one of the names, or (line, why the rest cannot be read).

    Prefixes of namespaces are removed from the names of elements and attributes. An element has ``max_record`` bytes
    at most. Several documents may follow each other. Raises nothing, except what reading the stream raises.
    """
    first = 1
    parser = _Parser(names, max_record)
    while True:
        line = stream.readline(_LINE)
        fault = ""
        try:
            if not line:
                parser.close()
            elif parser.is_done and line.lstrip().startswith(b"<?xml"):
                first += parser.line - 1
                parser = _Parser(names, max_record)
                parser.feed(line.lstrip())
            else:
                parser.feed(line)
        except expat.ExpatError as error:
            fault = f"this is not well-formed XML: {expat.errors.messages[error.code]}"
        except LookupError as error:
            fault = f"this XML is in an encoding that cannot be read: {error}"
        except _RefusedError as error:
            fault = str(error)
        for found, element in parser.ready:
            yield first + found - 1, element
        parser.ready.clear()
        if fault:
            yield first + parser.line - 1, fault
        if fault or not line:
            return


def inline(element: Element | None) -> str:
    """Return the text of an element with its markup as HTML's and its characters escaped (``H<sub>2</sub>``)."""
    if element is None:
        return ""
    parts = [_escaped(element.text)]
    for child in element:
        inner = inline(child)
        tag = _STYLES.get(child.tag, "")
        if child.tag == "style":  # EndNote's
            tag = next((_STYLES[face] for face in child.get("face", "").split() if face in _STYLES), "")
        parts += [f"<{tag}>{inner}</{tag}>" if tag and inner else inner, _escaped(child.tail)]
    return "".join(parts)


def plain(element: Element | None) -> str:
    """Return the text of an element without its markup."""
    return "".join(element.itertext()).strip() if element is not None else ""


_STYLES = {
    "i": "i",
    "italic": "i",
    "em": "i",
    "b": "b",
    "bold": "b",
    "sub": "sub",
    "subscript": "sub",
    "sup": "sup",
    "superscript": "sup",
}


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _RefusedError(Exception):
    """The file declares an entity, or has an element that is too large or too deep."""


class _Parser:
    """One XML document; ``ready`` are the elements that are complete, with their lines."""

    def __init__(self, names: frozenset[str], max_record: int) -> None:
        self.ready: list[tuple[int, Element]] = []
        self.is_done = False
        self._names = names
        self._longest = max_record
        self._builder: TreeBuilder | None = None
        self._depth = self._top = self._start = self._line = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed
        self._parser.CharacterDataHandler = self._text
        self._parser.SkippedEntityHandler = self._entity
        self._parser.EntityDeclHandler = self._refuse

    @property
    def line(self) -> int:
        """The line that is read now."""
        return self._parser.CurrentLineNumber

    def feed(self, data: bytes) -> None:
        """Read more of the document."""
        self._parser.Parse(data, False)
        if self._builder and self._parser.CurrentByteIndex - self._start > self._longest:
            raise _RefusedError(f"the record is longer than {size(self._longest)}")

    def close(self) -> None:
        """End the document."""
        self._parser.Parse(b"", True)

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _RefusedError(f"its elements are nested more than {_DEEPEST} deep")
        name = name.rpartition(":")[2]
        if self._builder is None and name in self._names:
            self._builder = TreeBuilder()
            self._top, self._start, self._line = self._depth, self._parser.CurrentByteIndex, self.line
        if self._builder is not None:
            self._builder.start(name, {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def _closed(self, name: str) -> None:
        if self._builder is not None:
            self._builder.end(name.rpartition(":")[2])
            if self._depth == self._top:
                self.ready.append((self._line, self._builder.close()))
                self._builder = None
        self._depth -= 1
        self.is_done = not self._depth

    def _text(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _entity(self, name: str, is_parameter: bool) -> None:
        """Take an entity of HTML, which the file's DTD may declare, for its character."""
        if not is_parameter:
            self._text(html5.get(f"{name};", f"&{name};"))

    def _refuse(self, name: str, *_: object) -> None:
        raise _RefusedError(
            f"it declares the entity {name[:40]!r}; entities are refused, because they can grow without end"
        )
