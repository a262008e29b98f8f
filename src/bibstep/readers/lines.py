"""The lines of an input, counted, in UTF-8, none longer than a record may be; what was read too far can be put back."""

from __future__ import annotations

import io
from typing import BinaryIO

#: The most bytes that one record may take.
MAX_RECORD = 64 * 1024 * 1024
_BLOCK = 64 * 1024

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


class Lines:
    """The lines of a stream: they end at ``\\n`` only, and ``number`` is that of the last one read, from 1.

    ``refused`` says why nothing can be read, where the stream holds no text. UTF-16 is turned into UTF-8.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.number = 0
        self.refused = ""
        self._stream = stream
        head = stream.readline(MAX_RECORD + 1)
        if head[:2] in _UTF16_MARKS or (head[:2].count(b"\0") == 1 and head[:2].strip(b"\0") in (b"{", b"[")):
            head = self._from_utf16(head)
        for magic, what in _BINARY.items():
            if head.startswith(magic):
                self.refused = f"this is {what}, not text"
        self._back = io.BytesIO(head.removeprefix(_BOM))

    def _from_utf16(self, head: bytes) -> bytes:
        whole = head + self._stream.read(MAX_RECORD)
        encoding = "utf-16" if whole[:2] in _UTF16_MARKS else "utf-16-be" if whole[:1] == b"\0" else "utf-16-le"
        try:
            self._stream = io.BytesIO(whole.decode(encoding).encode())
        except UnicodeError:
            self.refused = "this is neither UTF-8 nor UTF-16"
            return b""
        return self._stream.readline(MAX_RECORD + 1)

    def next(self) -> bytes:
        """The next line, or nothing at the end; a line longer than MAX_RECORD comes in parts."""
        line = self._back.readline()
        if not line:
            line = self._stream.readline(MAX_RECORD + 1)
        elif not line.endswith(b"\n"):
            line += self._stream.readline(MAX_RECORD + 1)
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
        return self._back.readline() or self._stream.readline(1 << 20)

    def unread(self, data: bytes, number: int) -> None:
        """Put back what was read too far; ``number`` is the line on which it begins."""
        self._back = io.BytesIO(data + self._back.read())
        self.number = number - 1

    def skip(self) -> None:
        """Pass over what is left of a line that is too long, up to a bound: input without end is not waited for."""
        for _ in range(16):
            part = self._stream.readline(MAX_RECORD)
            if not part or part.endswith(b"\n"):
                return
