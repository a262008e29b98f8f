"""A store for small tuples that are needed again in any order: the first in memory, the others on disk."""

from __future__ import annotations

import contextlib
import marshal
import tempfile
from array import array
from typing import Any

from bibstep.storage.spool import spool_errors

#: The number of bytes kept in memory.
_MEMORY = 8 * 1024 * 1024


class PackedTuples:
    """Tuples of texts, bytes, numbers and frozen sets, each with its number from 0; a context manager.

    Raises SpoolError if they cannot be written or read.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115  (closed by __exit__)
        self._places = array("Q", [0])

    def __enter__(self) -> PackedTuples:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # the file is removed anyway
            self._file.close()

    def __len__(self) -> int:
        return len(self._places) - 1

    def add(self, item: tuple[Any, ...]) -> int:
        """Add a tuple and return its number."""
        data = marshal.dumps(tuple(item))  # it does not take a named one
        with spool_errors():
            self._file.seek(self._places[-1])
            self._file.write(data)
        self._places.append(self._places[-1] + len(data))
        return len(self) - 1

    def __getitem__(self, number: int) -> tuple[Any, ...]:
        with spool_errors():
            self._file.seek(self._places[number])
            data = self._file.read(self._places[number + 1] - self._places[number])
        found: tuple[Any, ...] = marshal.loads(data)  # safe, because this process has written it
        return found
