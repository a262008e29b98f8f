"""Inputs cut into chunks of whole records, each of which can be read by itself, by any process.

JSON with records that begin on lines of their own is cut unseen; a record may be followed by text lines. Whether a
chunk ends where a record ends is known when it has been read: a value may be open at its end. Then it is read again
together with the next chunk, or the input is scanned from there on.

Any other input is scanned by its reader, which cuts it into pieces as it does for itself; a chunk has some of them.
"""

from __future__ import annotations

import io
import os
import pickle
import stat
from collections import deque
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from typing import Any, NamedTuple

from bibstep.formats import READERS, pieces_of, records_of
from bibstep.formats.reading import unreadable
from bibstep.input.detect import peeked, resumed, some
from bibstep.input.json_objects import MAX_PASSED, MAX_REJECTED
from bibstep.input.lines import Lines
from bibstep.input.sources import Opened
from bibstep.model import Record, Rejected, Source

#: A chunk has about so many bytes. Where no record begins within ``LONGEST``, the rest of the input is read in order.
CHUNK = 1 << 19
LONGEST = 4 * CHUNK
#: So many pieces are pickled together at most; what they have in common takes room once.
_TOGETHER = 64
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


class Pieces(NamedTuple):
    """Some pieces of the input ``name`` that the reader in ``module`` has cut: pickled lists of them."""

    name: str
    module: str
    data: tuple[bytes, ...]


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
    """An input that is cut into chunks unseen, and scanned from where they depend on one another, or at once.

    Iterating gives the chunks. Of each, in their order, ``done`` is told how it ended when it was read; ``joined`` and
    ``scanned`` are for one that cannot be read by itself. ``is_read`` is true when nothing of the input is left to
    read, ``is_lines`` is false where nothing can be cut unseen.
    """

    def __init__(self, one: Opened, reader: str, max_record: int) -> None:
        self._name = one.name
        self._reader = READERS[reader]
        self._max_record = max_record
        head, self._stream = peeked(one.stream)
        self._module, self._problem = self._reader.module_for(head, one.name)
        is_json = self._reader.sign in ("", "json") and self._module == self._reader.reader and not self._problem
        self.is_lines = is_json and head.removeprefix(_BOM).startswith(_RECORD)
        self._line = 1
        self._left = b""
        self._away: deque[Chunk] = deque()
        self._before = Ended(True)
        self.is_read = False

    def __iter__(self) -> Iterator[Chunk]:
        while self.is_lines and not self.is_read:
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

    def scanned(self) -> Iterator[Pieces | Rejected]:
        """What is in all chunks that are not done and in what is left of the input, scanned in order."""
        if self._problem:
            yield Rejected(Source(self._name, 1), self._problem)
            return
        try:
            for data in _pickled(self._pieces()):
                yield Pieces(self._name, self._module, data)
        except OSError as error:
            yield unreadable(error, self._name)

    def _pieces(self) -> Iterator[Any]:
        left = b"".join([chunk.data for chunk in self._away]) + self._left
        stream: Any = self._stream
        if self.is_read:
            stream = io.BytesIO(left)
        elif left:
            stream = resumed(left, self._stream)
        self.is_read = True
        if self.is_lines:
            stream = Lines(stream, self._max_record, self._away[0].line if self._away else self._line)
            stream.passed, stream.rejected = self._before.passed, self._before.rejected
        yield from pieces_of(self._module, stream, self._name, self._max_record)


def _pickled(pieces: Iterator[Any]) -> Iterator[tuple[bytes, ...]]:
    """The pieces, pickled, for about half a chunk at a time. Where scanning fails, those before come first."""
    failure: OSError | None = None
    pickled: list[bytes] = []
    together: list[Any] = []
    size, most = 0, 1
    try:
        for piece in pieces:
            together.append(piece)
            if len(together) >= most:
                pickled.append(pickle.dumps(together, pickle.HIGHEST_PROTOCOL))
                size += len(pickled[-1])
                # A few large pieces are not pickled together: that would take their room a second time.
                most = min(_TOGETHER, CHUNK * len(together) // (8 * len(pickled[-1])))
                together = []
                if size > CHUNK // 2:
                    yield tuple(pickled)
                    pickled, size = [], 0
    except OSError as error:
        failure = error
    if together:
        pickled.append(pickle.dumps(together, pickle.HIGHEST_PROTOCOL))
    if pickled:
        yield tuple(pickled)
    if failure:
        raise failure


def records_in(pieces: Pieces) -> Iterator[Record | Rejected]:
    """What is in some pieces, in order."""
    found = chain.from_iterable(pickle.loads(data) for data in pieces.data)  # this command has pickled them
    return records_of(pieces.module, found, pieces.name)


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
