"""Inputs cut into chunks of whole records, each of which can be read by itself, by any process.

Only JSON with records that begin on lines of their own is cut; a record may be followed by text lines. Whether a chunk
ends where a record ends is known when it has been read: a value may be open at its end. Then it is read again together
with the next chunk, or the whole input is read in order from there on.
"""

from __future__ import annotations

import io
import os
import stat
from collections import deque
from collections.abc import Iterator
from importlib import import_module
from typing import BinaryIO, NamedTuple

from bibstep.formats import READERS, FormatInfo
from bibstep.formats.reading import to_its_end
from bibstep.input.detect import peeked, resumed, some
from bibstep.input.json_objects import MAX_PASSED, MAX_REJECTED
from bibstep.input.lines import Lines
from bibstep.input.sources import Opened
from bibstep.model import Record, Rejected

#: A chunk has about so many bytes. Where no record begins within ``LONGEST``, the rest of the input is read in order.
CHUNK = 1 << 19
LONGEST = 4 * CHUNK
#: A line that begins so begins a record, whatever comes before it (see input.json_objects).
_RECORD = b'{"'
_BOM = b"\xef\xbb\xbf"


class Chunk(NamedTuple):
    """Some lines of the input ``name``, from ``line`` on, to be read by the JSON reader in ``module``.

    Without a module it is a whole input, in any format.
    """

    name: str
    line: int
    data: bytes
    module: str = ""


class Ended(NamedTuple):
    """How a chunk ended: ``is_whole`` where reading it by itself gives what reading it in the whole input gives.

    ``is_open``: a value was not complete at its end. ``passed`` and ``rejected`` are counted on (see Lines).
    """

    is_whole: bool
    is_open: bool = False
    passed: int = 0
    rejected: int = 0


def whole(one: Opened) -> Chunk | None:
    """A small file as one chunk; None for a larger one, and for a stream that is no file."""
    try:
        status = os.fstat(one.stream.fileno())
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode) or status.st_size > CHUNK or one.stream.tell():
        return None
    try:
        return Chunk(one.name, 1, one.stream.read())
    except OSError:  # raised again when it is read in order
        one.stream.seek(0)
        return None


class Cut:
    """An input that is cut into chunks, and read in order from where they depend on one another.

    Iterating gives the chunks. Of each, in their order, ``done`` is told how it ended when it was read; ``joined`` and
    ``rest`` are for one that cannot be read by itself. ``is_read`` is true when nothing of the input is left to read.
    """

    def __init__(self, one: Opened, reader: str, max_record: int) -> None:
        self._name = one.name
        self._reader = READERS[reader]
        self._max_record = max_record
        head, self._stream = peeked(one.stream)
        self._module = _module(self._reader, head, one.name)
        self._is_lines = bool(self._module) and head.removeprefix(_BOM).startswith(_RECORD)
        self._line = 1
        self._left = b""
        self._away: deque[Chunk] = deque()
        self._before = Ended(True)
        self.is_read = False

    def __iter__(self) -> Iterator[Chunk]:
        while self._is_lines and not self.is_read:
            try:
                self._read_on()
            except OSError:  # raised again when the rest is read
                return
            end = len(self._left) if self.is_read else self._left.rfind(b"\n" + _RECORD) + 1
            if end:
                chunk = Chunk(self._name, self._line, self._left[:end], self._module)
                self._left = self._left[end:]
                self._line += chunk.data.count(b"\n")
                self._away.append(chunk)
                yield chunk
            if len(self._left) > LONGEST:
                return

    def _read_on(self) -> None:
        """Read about a chunk more, piece by piece, so that nothing is lost where that fails."""
        parts = [self._left]
        size = 0
        try:
            while size < CHUNK and not self.is_read:
                parts.append(some(self._stream, CHUNK - size))
                size += len(parts[-1])
                self.is_read = not parts[-1]
        finally:
            self._left = b"".join(parts)

    def done(self, ended: Ended) -> None:
        """Take note that the first chunk was whole."""
        self._away.popleft()
        self._before = ended

    def may_join(self) -> bool:
        """Whether the first chunk, whose end is open, is short enough to be joined with the next one."""
        return len(self._away[0].data) < LONGEST

    def joined(self) -> Chunk:
        """The first two chunks, which are one from now on."""
        one, other = self._away.popleft(), self._away.popleft()
        self._away.appendleft(one._replace(data=one.data + other.data))
        return self._away[0]

    def rest(self) -> Iterator[Record | Rejected]:
        """What is in all chunks that are not done and in what is left of the input, read in order."""
        return to_its_end(self._rest(), self._name)

    def _rest(self) -> Iterator[Record | Rejected]:
        data = b"".join([chunk.data for chunk in self._away]) + self._left
        stream: BinaryIO = self._stream
        if self.is_read:
            stream = io.BytesIO(data)
        elif data:
            stream = resumed(data, stream)
        self.is_read = True
        if not self._module:
            yield from self._reader.read(stream, self._name, self._max_record)
            return
        lines = Lines(stream, self._max_record, self._away[0].line if self._away else self._line)
        lines.passed, lines.rejected = self._before.passed, self._before.rejected
        yield from import_module(self._module).read(lines, self._name, self._max_record)


class Reading:
    """Reads a chunk: first its records, then how it ended."""

    def __init__(self, chunk: Chunk, reader: str, max_record: int) -> None:
        self._chunk = chunk
        self._reader = reader
        self._max_record = max_record
        self._lines = Lines(io.BytesIO(chunk.data), max_record, chunk.line)
        # What was passed over before the chunk is not known here. Half of each limit is assumed, and ``ended`` says
        # whether that made no difference.
        self._lines.passed, self._lines.rejected = MAX_PASSED // 2, MAX_REJECTED // 2

    def records(self) -> Iterator[Record | Rejected]:
        """What is in the chunk, in order."""
        chunk, longest = self._chunk, self._max_record
        if not chunk.module:
            return READERS[self._reader].read(io.BytesIO(chunk.data), chunk.name, longest)
        found: Iterator[Record | Rejected] = import_module(chunk.module).read(self._lines, chunk.name, longest)
        return found

    def ended(self) -> Ended:
        """How it ended; known when all its records have been read."""
        lines = self._lines
        if not self._chunk.module:
            return Ended(True)
        # Without a record in the chunk the numbers are still those assumed for what comes before.
        is_known = lines.passed < MAX_PASSED // 2 and lines.rejected < MAX_REJECTED // 2
        return Ended(is_known and not lines.starved, lines.starved, lines.passed, lines.rejected)


def _module(reader: FormatInfo, head: bytes, name: str) -> str:
    """The module with which ``reader`` would read an input that begins so, where that is JSON; else nothing."""
    module, problem = reader.module_for(head, name)
    is_json = reader.sign in ("", "json") and module == reader.reader
    return module if is_json and not problem else ""
