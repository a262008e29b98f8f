"""What waits for the end of the input: kept in order, first in memory, then on disk, and read as often as wanted."""

from __future__ import annotations

import contextlib
import pickle
import tempfile
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
#: Up to this many bytes wait in memory.
_MEMORY = 16 * 1024 * 1024
#: Items that are written at a time.
_BATCH = 256


class SpoolError(OSError):
    """What waits cannot be kept: there is no room for temporary files; the message says so."""


class Spool(Generic[T]):
    """Items added one by one, then read from the first as often as wanted; a context manager, gone with it.

    Raises SpoolError where they cannot be kept or read.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115  (closed on leaving)
        self._batch: list[T] = []

    def __enter__(self) -> Spool[T]:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # what could not be written is not needed any more
            self._file.close()

    def add(self, item: T) -> None:
        """Keep one more item."""
        self._batch.append(item)
        if len(self._batch) == _BATCH:
            self._flush()

    def _flush(self) -> None:
        if not self._batch:
            return
        with _told():
            pickle.dump(self._batch, self._file, pickle.HIGHEST_PROTOCOL)
        self._batch = []

    def __iter__(self) -> Iterator[T]:
        with _told():
            self._file.seek(0, 2)
        self._flush()
        with _told():
            end = self._file.tell()
            self._file.seek(0)
        while True:
            with _told():
                if self._file.tell() >= end:
                    return
                batch: list[T] = pickle.load(self._file)  # written by this very process
            yield from batch


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = tempfile.tempdir or "TMPDIR"
        raise SpoolError(f"the temporary files ({place}): {error.strerror or error}") from error
