"""Which format an input is in, told from its first bytes."""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO

#: How much of an input is looked at: a library can begin with a long comment.
_HEAD = 64 * 1024
#: Format -> how a line begins that only a file in this format has. A format's name in formats.LIST, or "json".
_SIGNS = {
    "json": re.compile(rb'^[ \t\r\n\x0b\x0c]*[\[{][ \t\r\n]*(?:["\[{\]}]|$)', re.MULTILINE),
    "bibtex": re.compile(rb"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE),
    # RIS, or the tags of PubMed and of Web of Science, which its reader knows.
    "ris": re.compile(
        rb"^[ \t]*TY[ \t]{0,2}-[ \t]*[A-Za-z]|\A\s*(?:PMID- ?\d|FN (?:Clarivate|Thomson|ISI)|PT [A-Z]\s)", re.MULTILINE
    ),
}
#: How files begin that PubMed and Web of Science tag in their own way.
_TAGGED = re.compile(rb"\s*(?:PMID- ?\d|FN (?:Clarivate|Thomson|ISI)|PT [A-Z]\s)")
#: How the formats are called.
_SHOWN = {"json": "JSON", "bibtex": "BibTeX", "ris": "RIS"}
#: Formats that are not read, by how a file in them begins: it helps to be told what one has.
_FOREIGN = (
    (
        re.compile(rb"\s*<\?xml|\s*<(?:xml|records|modsCollection|PubmedArticleSet)\b"),
        "XML; export BibTeX or RIS instead",
    ),
    (re.compile(rb"\s*(?:<!DOCTYPE|<html)", re.IGNORECASE), "a web page; export BibTeX or RIS instead"),
    (re.compile(rb"\s*%0 [A-Z]"), "EndNote's tagged format; export RIS instead"),
    (re.compile(rb"\s*---\s*\n(?:references|nocite|bibliography):"), "YAML; pandoc -t csljson makes CSL-JSON of it"),
    (
        re.compile(rb"""\s*(?:"[^"\n]{1,200}"|[^\s":#{\[]{1,200}):[ \t]*\r?\n[ \t]+(?:type|title):\s"""),
        "Hayagriva's YAML, which is written and not read; give what it was made from",
    ),
)


def detect(head: bytes, named: str = "") -> str:
    """The format of an input that begins with ``head``: "json", "bibtex" or "ris".

    ``named`` is the one that the input's name tells, taken where the bytes do not speak against it. An input without
    any sign is taken for JSON, whose reader says what is wrong.
    """
    head = _plain(head)
    found = {form: match.start() for form, sign in _SIGNS.items() if (match := sign.search(head))}
    if not found or named in found:
        return named or "json"
    return min(found, key=lambda form: found[form])


def _plain(head: bytes) -> bytes:
    # UTF-16 is ASCII and zeros, as far as signs go.
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff")


def foreign(head: bytes) -> str:
    """What an input is that begins like a known format that is not read, or nothing."""
    return next((what for sign, what in _FOREIGN if sign.match(head.lstrip(b"\xef\xbb\xbf"))), "")


def tagged_otherwise(head: bytes) -> bool:
    """Whether what counts as RIS has PubMed's or Web of Science's own tags, which are read and not written."""
    return _TAGGED.match(head.lstrip(b"\xef\xbb\xbf")) is not None


def other_than(wanted: str, head: bytes) -> str:
    """What an input looks like that begins with ``head`` and has no sign of the format that it should be in.

    ``wanted`` is "json", "bibtex" or "ris". Nothing where it has such a sign, or none of another format.

    >>> other_than("ris", b"@book{k, title = {T}}"), other_than("ris", b"TY  - BOOK"), other_than("ris", b"text")
    ('BibTeX', '', '')
    """
    if what := foreign(head):
        return what
    head = _plain(head)
    if _SIGNS[wanted].search(head):
        return ""
    return next((_SHOWN[form] for form, sign in _SIGNS.items() if sign.search(head)), "")


def peeked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that still begins with them.

    Of a pipe no more is read than there is and than it takes to tell: its writer may be waiting for an answer.
    """
    head = b""
    while len(head) < _HEAD and not any(sign.search(head) for sign in _SIGNS.values()):
        try:
            more = some(stream, _HEAD - len(head))
        except OSError:  # it comes again when this place is read, and what stands before it is read until then
            break
        if not more:
            break
        head += more
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return head, stream
    return head, resumed(head, stream)


def some(stream: BinaryIO, size: int) -> bytes:
    """What one reading gives, of as much as asked for; nothing at the end."""
    return stream.read1(size) if isinstance(stream, io.BufferedIOBase) else stream.read(size)


def resumed(head: bytes, rest: BinaryIO) -> BinaryIO:
    """A stream from its beginning, though its head was read already."""
    return io.BufferedReader(_Resumed(head, rest), _HEAD)


class _Resumed(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._head[self._at : self._at + len(buffer)] or some(self._rest, len(buffer))
        self._at += len(data)
        buffer[: len(data)] = data
        return len(data)
