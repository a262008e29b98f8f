"""Find the numbers that occur more than once among very many, with sorted runs on disk and little memory."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterator
from heapq import merge
from itertools import pairwise
from typing import IO

from bibstep.storage.spool import on_disk, spool_errors

#: Numbers in a run, which is collected in memory, sorted and written to disk, and in a block, which is read at once.
_RUN = 1 << 16
_BLOCK = 1 << 9
_SIZE = 8


class Collisions:
    """Takes numbers of 64 bits one by one, then finds those that were added more than once.

    A set would take a hundred bytes for each. Raises SpoolError if there is no room for the temporary file; ``close``
    removes it.
    """

    def __init__(self) -> None:
        self._waiting = array("Q")
        self._runs: list[int] = []
        self._file: IO[bytes] | None = None

    def add(self, number: int) -> None:
        """Add a number."""
        self._waiting.append(number)
        if len(self._waiting) == _RUN:
            with spool_errors():
                self._file = self._file or on_disk()
                self._runs.append(self._file.tell())
                self._file.write(array("Q", sorted(self._waiting)))
            self._waiting = array("Q")

    def found(self) -> set[int]:
        """The numbers that were added more than once."""
        if not self._runs and len(set(self._waiting)) == len(self._waiting):
            return set()
        runs = [_run(self._file, start) for start in self._runs if self._file]
        return {one for one, other in pairwise(merge(sorted(self._waiting), *runs)) if one == other}

    def close(self) -> None:
        """Remove the temporary file."""
        if self._file:
            with contextlib.suppress(OSError):  # the file is removed anyway
                self._file.close()


def _run(file: IO[bytes], start: int) -> Iterator[int]:
    for place in range(start, start + _SIZE * _RUN, _SIZE * _BLOCK):
        with spool_errors():
            file.seek(place)
            block = file.read(_SIZE * _BLOCK)
        yield from array("Q", block)
