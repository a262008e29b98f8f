"""The lines of an input, counted, in UTF-8, none longer than a record may be; what was read too far can be put back."""

from __future__ import annotations

import codecs
import io
from typing import Any, BinaryIO

#: The most bytes that one record may take, where nothing else is asked for.
MAX_RECORD = 64 * 1024 * 1024
_BLOCK = 64 * 1024

#: Bytes read at a time where no line is looked for, and the most that is passed over of one line.
_CHUNK = 1 << 20
_MAX_SKIPPED = 1 << 28
#: What an input begins with is told from at least so many bytes.
_LEAST = 16

_NO_UTF8 = b"\xff"
_BOM = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: How input begins that is no text at all.
_BINARY = {
    b"\x1f\x8b": "compressed with gzip",
    b"\x28\xb5\x2f\xfd": "compressed with zstd",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ": "compressed with xz",
    b"PK\x03\x04": "a zip archive",
    b"%PDF": "a PDF",
    b"\0": "binary",
}


def size(number: int) -> str:
    """A number of bytes for messages: ``64 MiB``, ``500 KiB``, ``1000 bytes``."""
    for unit, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if number % unit == 0:
            return f"{number // unit} {name}"
    return f"{number} bytes"


class Lines:
    """The lines of a stream: they end at ``\\n`` only, and ``number`` is that of the last one read, from 1.

    ``refused`` says why nothing can be read, where the stream holds no text. UTF-16 is turned into UTF-8. A record, and
    so a line, may have ``longest`` bytes. ``first`` is the number of the first line. ``passed`` and ``rejected`` are
    the reader's: bytes of text, and things rejected, since the last record. ``starved`` is set when ``part`` was asked
    for more than there is. Where the stream fails in ``part`` or ``skip``, that is the end, and ``failure`` says why.
    """

    def __init__(self, stream: BinaryIO, longest: int = MAX_RECORD, first: int = 1) -> None:
        self.number = first - 1
        self.longest = longest
        self.refused = ""
        self.passed = self.rejected = 0
        self.starved = False
        self.failure: OSError | None = None
        self._stream = stream
        head = stream.readline(max(longest, _LEAST) + 1)
        if head[:2] in _UTF16_MARKS or (head[:2].count(b"\0") == 1 and head[:2].strip(b"\0") in (b"{", b"[")):
            head = self._from_utf16(head)
        for magic, what in _BINARY.items():
            if head.startswith(magic):
                self.refused = f"this is {what}, not text"
        #: What was read and is still to be handed on; ``_held`` is false where that is surely nothing.
        self._back = io.BytesIO(head.removeprefix(_BOM))
        self._held = True

    def _from_utf16(self, head: bytes) -> bytes:
        more = self._stream.read(_CHUNK)
        head += more
        encoding = "utf-16" if head[:2] in _UTF16_MARKS else "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
        decoder = codecs.getincrementaldecoder(encoding)()
        first = _decoded(decoder, head, not more)
        if _NO_UTF8 in first[:_LEAST]:
            self.refused = "this is neither UTF-8 nor UTF-16"
            return b""
        self._stream = io.BufferedReader(_Recoded(first, decoder, self._stream))
        return self._stream.readline(self.longest + 1)

    def next(self) -> bytes:
        """The next line, or nothing at the end; a line longer than ``longest`` comes in parts."""
        line = self._back.readline(self.longest + 1) if self._held else b""
        if not line:
            self._held = False
            line = self._stream.readline(self.longest + 1)
        elif len(line) <= self.longest and not line.endswith(b"\n"):
            line += self._stream.readline(self.longest + 1 - len(line))
        if line:
            self.number += 1
            # A byte order mark also stands where files were joined.
            if line.startswith(_BOM):
                line = line[len(_BOM) :]
                return line or self.next()
        return line

    def block(self) -> bytes:
        """Several lines at once, about 64 KB or as much as has come, the last of them whole."""
        data = self._back.read()
        if len(data) < _BLOCK:
            stream = self._stream
            data += stream.read1(_BLOCK) if isinstance(stream, io.BufferedIOBase) else stream.read(_BLOCK)
        if data and not data.endswith(b"\n"):
            data += self._stream.readline(MAX_RECORD + 1)
        self.number += data.count(b"\n") + (data[-1:] not in b"\n")
        return data

    def part(self) -> bytes:
        """More of the input, at most a line of it; the caller counts the lines."""
        try:
            part = self._back.readline() or self._stream.readline(_CHUNK)
        except OSError as error:
            part, self.failure, self._stream = b"", error, io.BytesIO()
        self.starved = self.starved or not part
        return part

    def several(self) -> bytes:
        """As ``part``, but as many whole lines as there are without waiting, up to 64 KB."""
        stream = self._stream
        part = self._back.readline()
        if part or not isinstance(stream, io.BufferedIOBase):
            return part or self.part()
        try:
            part = stream.read1(_BLOCK)
            if part and not part.endswith(b"\n"):
                part += stream.readline(_CHUNK)
        except OSError as error:
            self.failure, self._stream = error, io.BytesIO()
        self.starved = self.starved or not part
        return part

    def unread(self, data: bytes, number: int) -> None:
        """Put back what was read too far; ``number`` is the line on which it begins."""
        self._back = io.BytesIO(data + self._back.read())
        self._held = True
        self.number = number - 1

    def skip(self) -> bool:
        """Pass over what is left of a line that is too long; False where it has no end, and no more is read."""
        for _ in range(_MAX_SKIPPED // _CHUNK):
            part = self.part()
            if not part or part.endswith(b"\n"):
                return True
        self._stream = io.BytesIO()
        return False


class _Recoded(io.RawIOBase):
    """A stream in another encoding as UTF-8. What cannot be decoded becomes a byte that UTF-8 has not."""

    def __init__(self, first: bytes, decoder: codecs.IncrementalDecoder, rest: BinaryIO) -> None:
        self._ready = first
        self._decoder = decoder
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._ready:
            more = self._rest.read(_CHUNK)
            self._ready = _decoded(self._decoder, more, not more)
            if not more:
                break
        data = self._ready[: len(buffer)]
        self._ready = self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _decoded(decoder: codecs.IncrementalDecoder, data: bytes, last: bool) -> bytes:
    """What was decoded, in UTF-8, with a byte that UTF-8 has not in the place of what could not be."""
    try:
        return decoder.decode(data, last).encode()
    except UnicodeDecodeError:
        decoder.errors = "replace"
        text = decoder.decode(data, last)
        decoder.errors = "strict"
        return text.encode().replace("\ufffd".encode(), _NO_UTF8)
