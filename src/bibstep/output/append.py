"""Add entries to an existing bibliography without changing anything else in it."""

from __future__ import annotations

import codecs
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bibstep.formats import FORMATS, LIST, format_of_file
from bibstep.formats.template import Format
from bibstep.input.detect import foreign, tagged_otherwise

#: A large file is decoded in parts of so many bytes.
_PART = 1 << 20
_BOM = b"\xef\xbb\xbf"


class AddError(ValueError):
    """Nothing can be added safely to a file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Joint:
    """The place in a file where entries are added: between its own bytes ``before`` and ``after``.

    ``separator`` is written before the first entry. ``newline`` is the file's line ending.
    """

    form: Format
    before: bytes
    separator: str
    after: bytes
    newline: str

    def with_entries(self, texts: list[str]) -> tuple[bytes, ...]:
        """The bytes of the file with the entries added, in parts; without entries, those that it had."""
        return (self.before, self.addition(texts).encode() if texts else b"", self.after)

    def addition(self, texts: list[str]) -> str:
        """The text that is added to the file."""
        own = self.form.newline
        text = self.separator + self.form.separator.join(texts)
        if not self.after:
            text += self.form.epilogue
        text = text.replace(own, "\n") if own != "\n" else text
        return text.replace("\n", self.newline) if self.newline != "\n" else text


def joint(existing: bytes, name: str, to: str = "") -> Joint:
    """Find the place for new entries in a file with these bytes and this name.

    ``to`` names the format of an empty file. Raises AddError for a file that is not in UTF-8, or not a bibliography in
    a format that can be written.
    """
    form = _format(existing, name, to)
    newline = "\r\n" if b"\r\n" in existing else form.newline if is_blank(existing) else "\n"
    if is_blank(existing):
        return Joint(form, b"", form.prologue, b"", newline)
    if not _is_utf8(existing):
        raise AddError(f"{name}: it is not in UTF-8; convert it first")
    if form.name == "csl-json":
        return _in_array(existing, name, form, newline)
    return Joint(form, existing, _gap(existing[-4:].replace(b"\r\n", b"\n")), b"", newline)


def is_blank(data: bytes) -> bool:
    """Whether a file is empty, or all white space."""
    return not data or data.isspace()


def _is_utf8(data: bytes) -> bool:
    """Whether a file is in UTF-8; it is decoded in parts, because as a whole it would take its size again."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _PART):
            decoder.decode(data[start : start + _PART])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _format(existing: bytes, name: str, to: str) -> Format:
    if what := foreign(existing[:65536]):
        raise AddError(f"{name}: this is {what}")
    found = format_of_file(existing, name)
    if not is_blank(existing) and not found:
        raise AddError(f"{name}: its format is read and not written: convert it first")
    if is_blank(existing) and not to and not (found and name.lower().endswith(LIST[found].suffixes)):
        raise AddError(f"{name}: its ending is not that of a format: give --to")
    if found == "ris" and tagged_otherwise(existing[:65536]):
        raise AddError(f"{name}: it is PubMed's or Web of Science's own format: convert it to RIS first")
    if to and not is_blank(existing) and LIST[to].sign != LIST[found].sign:
        raise AddError(f"{name}: it is not in {to} but in {found}")
    return FORMATS[to or found]


def _gap(existing: bytes) -> str:
    """The newlines that a file needs to end in a blank line."""
    return "" if existing.endswith(b"\n\n") else "\n" if existing.endswith(b"\n") else "\n\n"


def _in_array(existing: bytes, name: str, form: Format, newline: str) -> Joint:
    try:
        items = orjson.loads(existing.removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        raise AddError(f"{name}: it is not valid JSON ({error.msg}, line {error.lineno}): repair it first") from None
    if not isinstance(items, list):
        raise AddError(f"{name}: it is not a list of CSL-JSON items")
    end = existing.rindex(b"]")
    before = existing[:end].rstrip()
    return Joint(form, before, form.separator if items else "\n", existing[len(before) :], newline)


class Joined(io.RawIOBase):
    """The parts of a file as one stream, without a copy of them."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._streams = [io.BytesIO(part) for part in parts]

    def readable(self) -> bool:
        """As of every stream."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read bytes into the buffer; returns their number, 0 at the end."""
        while self._streams:
            if size := self._streams[0].readinto(buffer):
                return size
            del self._streams[0]
        return 0
