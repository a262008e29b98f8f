"""Rows of bytes that wait on disk, to be read in any order."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Sequence
from itertools import pairwise
from typing import IO

from bibstep.storage.spool import on_disk, spool_errors


class Rows:
    """Rows of ``width`` byte strings, added one by one, then read by their numbers; a context manager.

    In memory a row takes eight bytes for each of its strings. Raises SpoolError if rows cannot be written or read.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._ends = array("Q", [0])
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            with contextlib.suppress(OSError):  # the file is removed anyway
                self._file.close()

    def add(self, row: Sequence[bytes]) -> None:
        """Add a row."""
        with spool_errors():
            self._file = self._file or on_disk()
            self._file.write(b"".join(row))
        for one in row:
            self._ends.append(self._ends[-1] + len(one))

    def __getitem__(self, number: int) -> tuple[bytes, ...]:
        """The row with this number, from 0; adding ends with the first reading."""
        ends = self._ends[number * self._width : (number + 1) * self._width + 1]
        if not self._file or not self._width:
            return ()
        with spool_errors():
            self._file.seek(ends[0])
            data = self._file.read(ends[-1] - ends[0])
        return tuple([data[start - ends[0] : end - ends[0]] for start, end in pairwise(ends)])
