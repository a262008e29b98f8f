"""Detect the format of an input from its first bytes."""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO

from bibstep.text.patterns import later

#: The number of bytes to examine: a bibliography can begin with a long comment.
_HEAD = 64 * 1024
#: Format (a name in formats.LIST, or "json") -> the start of a line that only files in this format have.
_SIGNS = {
    "json": later(rb'^[ \t\r\x0b\x0c]*[\[{][ \t\r\n]*(?:["\[{\]}]|$)', re.MULTILINE),
    "bibtex": later(rb"^[ \t]*@[ \t]*(?:[A-Za-z][A-Za-z_-]*|\['[A-Za-z', ]+'\])[ \t]*[{(]", re.MULTILINE),
    "cff": later(rb"^cff-version: *[\"']?1", re.MULTILINE),
    # RIS, or the tags of PubMed and Web of Science, which the RIS reader knows.
    "ris": later(
        rb"^[ \t]*TY[ \t]{0,2}-[ \t]*[A-Za-z]"
        rb"|\A\s*(?:PMID {0,2}- ?\d|OWN {1,2}- ERIC|FN (?:Clarivate|Thomson|ISI)|PT [A-Z]\s)",
        re.MULTILINE,
    ),
}
#: What may stand before the first element of an XML file.
_XML = (
    rb"\s*(?:<\?xml[^>]{0,400}>\s*)?"
    rb"(?:<!--(?:(?!-->).){0,4000}-->\s*|<!DOCTYPE[^>\[]{0,1000}(?:\[(?:(?!\]\s*>).){0,4000}\]\s*)?>\s*|<\?xml-[^>]{0,400}>\s*){0,9}"
)
_CELL = rb'"?[\w ()./#&-]{1,60}"?[,;\t|]'
#: Format -> the start of its files; what begins so has no other format.
_STARTS = {
    "csv": later(
        rb"\s*(?:sep=.\s+|\"?About the data[^\n]{0,2000}\s+)?"
        rb"(?:PT\tAU\t|(?:" + _CELL + rb")*(?:" + _CELL + rb'"?(?:[a-z]{4,10} )?title"?[,;\t|\r\n]'
        rb'|"?(?:[a-z]{4,10} )?title"?[,;\t|]))',
        re.IGNORECASE,
    ),
    "csl-yaml": later(
        rb"\s*(?:---\s*\n)?(?:(?!cff-version:)[\w-]{1,40}:[^\n]{0,200}\n){0,9}references:\s*\n\s*- "
        rb"|\s*(?:---\s*\n)?- (?:id|type|author|title): ?[^\n]{0,300}\n {2,4}\w"
    ),
    "hayagriva": later(
        rb"\s*(?:---\s*\n|#[^\n]*\n\s*)*"
        rb"(?!(?:preferred-citation|references):)"
        rb"(?:\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|[^\s\":#{\[&*!|>%@`,-][^\s\":{\[]{0,200})"
        rb":[ \t]*\r?\n"
        rb"[ \t]+(?:type|title|author|editor|date|parent|publisher|url|serial-number|page-range|volume|affiliated|note"
        rb"|genre|language):[ \t\r\n]"
    ),
    "pubmed-xml": later(_XML + rb"<(?:Pubmed|PubMed)(?:Book)?Article", re.DOTALL),
    "endnote-xml": later(_XML + rb"<xml>\s*<records>", re.DOTALL),
    "mods": later(_XML + rb"<(?:\w{1,20}:)?mods(?:Collection)?[\s>]", re.DOTALL),
    "endnote": later(rb"\s*(?:%0 [A-Z]|%[ATBJDE] [^\n]+\n(?:[^%\s][^\n]*\n){0,9}\s{0,4}%[0-9A-Z@+] )"),
}
#: The start of files with the own tags of PubMed and Web of Science.
_TAGGED = later(rb"\s*(?:PMID {0,2}- ?\d|OWN {1,2}- ERIC|FN (?:Clarivate|Thomson|ISI)|PT [A-Z]\s)")
#: The names of the formats in messages.
_SHOWN = {
    "json": "JSON",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csv": "a table (CSV)",
    "endnote": "EndNote's tagged format",
    "hayagriva": "Hayagriva's YAML",
}
#: The start of nearly all inputs, which spares a look at the patterns of other files.
_USUAL = later(rb"\s*(?:[\[{](?!\\)|@[A-Za-z_]+[ \t]*[{(]|TY[ \t]{0,2}-)")


def detect(head: bytes, named: str = "") -> str:
    """The format of an input that begins with ``head``: "json", or the name of another format.

    ``named`` is the format of the input's file ending, which is preferred unless only signs of other formats are found.
    An input without any sign is treated as JSON, whose reader reports the error.
    """
    head = _plain(head)
    if started := _started(head):
        return started
    found = {form: match.start() for form, sign in _SIGNS.items() if (match := sign.search(head))}
    if not found or named in found:
        return named or "json"
    return min(found, key=lambda form: found[form])


def _started(head: bytes) -> str:
    """The format whose files begin like this, or ""."""
    head = head.lstrip()
    if _USUAL.match(head):
        return ""
    return next((form for form, start in _STARTS.items() if start.match(head)), "")


def _plain(head: bytes) -> bytes:
    # Without zero bytes, the signs in UTF-16 are those in ASCII.
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff")


def foreign(head: bytes) -> str:
    """A description of the input if it begins like a format that is not read, else an empty text."""
    head = head.lstrip(b"\xef\xbb\xbf").lstrip()
    if _USUAL.match(head):
        return ""
    from bibstep.input.foreign import foreign as described  # most inputs need none of its patterns

    return "" if _started(head) else described(head, any(sign.search(head) for sign in _SIGNS.values()))


def tagged_otherwise(head: bytes) -> bool:
    """Whether an input has the own tags of PubMed or Web of Science, which the RIS reader reads and nothing writes."""
    return _TAGGED.match(head.lstrip(b"\xef\xbb\xbf")) is not None


def other_than(wanted: str, head: bytes) -> str:
    """The format that an input seems to be in if it has no sign of the ``wanted`` one ("json", "bibtex" or "ris").

    ``head`` are its first bytes. Returns "" if there is a sign of the wanted format, or none of another.

    >>> other_than("ris", b"@book{k, title = {T}}"), other_than("ris", b"TY  - BOOK"), other_than("ris", b"text")
    ('BibTeX', '', '')
    """
    if what := foreign(head):
        return what
    head = _plain(head)
    started = _started(head)
    if started == wanted or (not started and wanted in _SIGNS and _SIGNS[wanted].search(head)):
        return ""
    if started:
        return _SHOWN[started]
    return next((_SHOWN[form] for form, sign in _SIGNS.items() if sign.search(head)), "")


def peeked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that still begins with them.

    From a pipe, only available bytes are read, and only until the format is known: its writer may wait for an answer.
    """
    head = b""
    while len(head) < _HEAD and not (_started(head) or any(sign.search(head) for sign in _SIGNS.values())):
        try:
            more = some(stream, _HEAD - len(head))
        except OSError:  # it is raised again when the reader gets here
            break
        if not more:
            break
        head += more
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return head, stream
    return head, resumed(head, stream)


def some(stream: BinaryIO, size: int) -> bytes:
    """Read at most ``size`` bytes with one read call; empty at the end."""
    return stream.read1(size) if isinstance(stream, io.BufferedIOBase) else stream.read(size)


def resumed(head: bytes, rest: BinaryIO) -> BinaryIO:
    """A stream that begins with ``head``, which was read already, and continues with ``rest``."""
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
