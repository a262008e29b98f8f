"""Read the lines of an input in UTF-8, with their numbers and a maximum length; bytes can be put back."""

from __future__ import annotations

import codecs
import io
from typing import Any, BinaryIO

#: The default for the maximum size of a record in bytes.
MAX_RECORD = 64 * 1024 * 1024
_BLOCK = 64 * 1024

#: Bytes to read at once if lines do not matter, and the maximum number of bytes to skip in a line.
_CHUNK = 1 << 20
_MAX_SKIPPED = 1 << 28
#: The minimum number of bytes from which the encoding is detected.
_LEAST = 16

_NO_UTF8 = b"\xff"
_BOM = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: The first bytes of input that is not text.
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
    """The lines of a stream, which end at ``\\n`` only; ``number`` is the number of the last one read.

    ``longest`` is the maximum size of a record, and so of a line, in bytes; ``first`` is the number of the first line.
    UTF-16 is converted to UTF-8. ``refused`` is the reason if the stream is not text and cannot be read. ``passed`` and
    ``rejected`` are for the reader: the bytes of text and the rejected values since the last record. ``starved`` is
    set when ``part`` reaches the end. If the stream fails in ``part`` or ``skip``, the input ends there and ``failure``
    is the error.
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
        #: Bytes that were put back and are read next; ``_held`` is false if there are none.
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
        """The next line, empty at the end; a line longer than ``longest`` is returned in parts."""
        line = self._back.readline(self.longest + 1) if self._held else b""
        if not line:
            self._held = False
            line = self._stream.readline(self.longest + 1)
        elif len(line) <= self.longest and not line.endswith(b"\n"):
            line += self._stream.readline(self.longest + 1 - len(line))
        if line:
            self.number += 1
            # A byte order mark may be inside a file that was joined from several.
            if line.startswith(_BOM):
                line = line[len(_BOM) :]
                return line or self.next()
        return line

    def block(self) -> bytes:
        """Several whole lines at once, about 64 KB or as many as are available."""
        data = self._back.read()
        if len(data) < _BLOCK:
            stream = self._stream
            data += stream.read1(_BLOCK) if isinstance(stream, io.BufferedIOBase) else stream.read(_BLOCK)
        if data and not data.endswith(b"\n"):
            data += self._stream.readline(MAX_RECORD + 1)
        self.number += data.count(b"\n") + (data[-1:] not in b"\n")
        return data

    def part(self) -> bytes:
        """The next bytes, at most to the end of a line; the caller counts the lines."""
        try:
            part = self._back.readline() or self._stream.readline(_CHUNK)
        except OSError as error:
            part, self.failure, self._stream = b"", error, io.BytesIO()
        self.starved = self.starved or not part
        return part

    def several(self) -> bytes:
        """As ``part``, but whole lines up to 64 KB, as many as are available without waiting."""
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
        """Put back bytes that were read; ``number`` is the line where they begin."""
        self._back = io.BytesIO(data + self._back.read())
        self._held = True
        self.number = number - 1

    def skip(self) -> bool:
        """Skip the rest of a line that is too long. Returns False if its end is too far; then the input ends here."""
        for _ in range(_MAX_SKIPPED // _CHUNK):
            part = self.part()
            if not part or part.endswith(b"\n"):
                return True
        self._stream = io.BytesIO()
        return False


class _Recoded(io.RawIOBase):
    """A stream converted to UTF-8; where it cannot be decoded, it has a byte that is invalid in UTF-8."""

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
    """The decoded data in UTF-8, with an invalid byte in place of anything that could not be decoded."""
    try:
        return decoder.decode(data, last).encode()
    except UnicodeDecodeError:
        decoder.errors = "replace"
        text = decoder.decode(data, last)
        decoder.errors = "strict"
        return text.encode().replace("\ufffd".encode(), _NO_UTF8)
