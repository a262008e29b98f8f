"""A citation in a manuscript, and the text of a file in which byte positions are known."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Citation(NamedTuple):
    """A key where a manuscript cites it: the file, the line (from 1), and the bytes ``start`` to ``end`` of the key.

    ``is_label``: the syntax has the same form for labels of the document, so the key counts only if the bibliography
    has it. ``is_used``: false in the body of a macro that is never called. A position of (0, 0) cannot be rewritten.
    """

    key: str
    file: str
    line: int
    start: int
    end: int
    is_label: bool = False
    is_used: bool = True


class Mark(NamedTuple):
    """A citation as a parser yields it: positions are in characters of the file's text.

    ``file`` is empty for the file that is being parsed; a macro may be defined in another one.
    """

    key: str
    start: int
    end: int
    is_label: bool = False
    is_used: bool = True
    file: str = ""


class Include(NamedTuple):
    """Another file that belongs to the manuscript here, as the manuscript names it.

    ``endings`` are tried in order; ``folder`` is where it is looked for first. ``is_optional``: no message if it does
    not exist, because it may be a file of the installation.
    """

    name: str
    position: int
    endings: tuple[str, ...] = ("",)
    folder: str = ""
    is_optional: bool = False


class Label(NamedTuple):
    """A label that the document defines."""

    name: str


class Unread(NamedTuple):
    """A place whose citations cannot be read, and the reason."""

    position: int
    reason: str


class CitesAll(NamedTuple):
    """The manuscript cites the whole bibliography, as with ``\\nocite{*}``."""


#: What a parser yields, in the order of the text.
Found = Mark | Include | Label | Unread | CitesAll


class Text:
    """The text of a file, with the place in bytes of each character.

    UTF-8, else UTF-16 if it has the byte order mark, else Windows-1252 and Latin-1, where a character is a byte.
    """

    def __init__(self, data: bytes) -> None:
        self.encoding = _encoding(data)
        self.text = data.decode(self.encoding)
        self._lines: list[int] = []

    def line(self, position: int) -> int:
        """The line (from 1) of a character."""
        if not self._lines:
            self._lines = [0, *[at + 1 for at, character in enumerate(self.text) if character == "\n"]]
        return bisect_right(self._lines, position)

    def bytes_at(self, positions: Iterable[int]) -> dict[int, int]:
        """The places in bytes of some characters; the text is encoded once."""
        if self.text.isascii() and self.encoding == "utf-8":
            return {position: position for position in positions}
        places: dict[int, int] = {}
        before = size = 0
        for position in sorted(set(positions)):
            size += len(self.text[before:position].encode(self.encoding))
            places[position] = size
            before = position
        return places


def _encoding(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with spaces in place of these spans, so that positions stay; line ends are kept."""
    pieces: list[str] = []
    before = 0
    for start, end in spans:
        if end <= before:
            continue
        start = max(start, before)
        pieces += [text[before:start], _spaces(text[start:end])]
        before = end
    return "".join([*pieces, text[before:]])


def is_inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a position is in one of some spans, which are in order."""
    index = bisect_right(spans, (position, 1 << 60)) - 1
    return index >= 0 and spans[index][0] <= position < spans[index][1]


def _spaces(text: str) -> str:
    return "\n".join([" " * len(line) for line in text.split("\n")])


def keys_in(text: str, start: int, end: int, separator: str = ",") -> Iterator[tuple[str, int, int]]:
    """The keys of a list between two positions, without the space around them, each with its span."""
    position = start
    for piece in text[start:end].split(separator):
        key = piece.strip()
        if key:
            at = position + len(piece) - len(piece.lstrip())
            yield key, at, at + len(key)
        position += len(piece) + len(separator)
