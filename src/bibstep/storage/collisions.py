"""Which of many numbers come more than once: told when all have come, from sorted runs on disk, in little memory."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterator
from heapq import merge
from itertools import pairwise
from typing import IO

from bibstep.storage.spool import on_disk, told

#: So many numbers wait in memory; then they are sorted and put on disk. Of each run so many are read at a time.
_RUN = 1 << 16
_BLOCK = 1 << 9
_SIZE = 8


class Repeats:
    """Takes numbers of 64 bits one by one, and then says which of them came more than once.

    A set of them would take a hundred bytes for each. Raises SpoolError where there is no room for temporary files;
    they are gone with ``close``.
    """

    def __init__(self) -> None:
        self._waiting = array("Q")
        self._runs: list[int] = []
        self._file: IO[bytes] | None = None

    def add(self, number: int) -> None:
        """Take one more number."""
        self._waiting.append(number)
        if len(self._waiting) == _RUN:
            with told():
                self._file = self._file or on_disk()
                self._runs.append(self._file.tell())
                self._file.write(array("Q", sorted(self._waiting)))
            self._waiting = array("Q")

    def found(self) -> set[int]:
        """The numbers that came more than once."""
        if not self._runs and len(set(self._waiting)) == len(self._waiting):
            return set()
        runs = [_run(self._file, start) for start in self._runs if self._file]
        return {one for one, other in pairwise(merge(sorted(self._waiting), *runs)) if one == other}

    def close(self) -> None:
        """Let the temporary files go."""
        if self._file:
            with contextlib.suppress(OSError):  # what could not be written is not needed any more
                self._file.close()


def _run(file: IO[bytes], start: int) -> Iterator[int]:
    for place in range(start, start + _SIZE * _RUN, _SIZE * _BLOCK):
        with told():
            file.seek(place)
            block = file.read(_SIZE * _BLOCK)
        yield from array("Q", block)
