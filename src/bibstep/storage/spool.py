"""Items that wait for the end of the input, in order: the first of them in memory, the others on disk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import IO, Generic, TypeVar

T = TypeVar("T")
#: Up to this many characters wait in memory.
_MEMORY = 4 * 1024 * 1024
#: Items are written to disk so many at a time, or so many characters.
_BATCH = 256
_BATCH_SIZE = 1024 * 1024


class SpoolError(OSError):
    """A temporary file cannot be written or read; the message says where it is and why."""


class Spool(Generic[T]):
    """Items, added one by one, then read in their order; a context manager, which removes its temporary file.

    ``size`` estimates how many characters an item holds. Raises SpoolError where they cannot be written or read.
    """

    def __init__(self, size: Callable[[T], int]) -> None:
        self._size = size
        self._first: list[T] = []
        self._items: list[T] = []
        self._sizes = self._end = 0
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Spool[T]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            with contextlib.suppress(OSError):  # what could not be written is not needed any more
                self._file.close()

    def add(self, item: T) -> None:
        """Keep one more item."""
        self._sizes += self._size(item)
        if self._file is None:
            self._items.append(item)
            if self._sizes > _MEMORY:
                with spool_errors():
                    self._file = on_disk()
                self._first, self._items, self._sizes = self._items, [], 0
            return
        self._items.append(item)
        if len(self._items) == _BATCH or self._sizes > _BATCH_SIZE:
            self._write(self._file)

    def _write(self, file: IO[bytes]) -> None:
        import pickle

        with spool_errors():
            pickle.dump(self._items, file, pickle.HIGHEST_PROTOCOL)
            self._end = file.tell()
        self._items, self._sizes = [], 0

    def __iter__(self) -> Iterator[T]:
        yield from self._first
        if self._file and self._end:
            yield from self._written(self._file)
        yield from self._items

    def _written(self, file: IO[bytes]) -> Iterator[T]:
        import pickle

        place = 0
        while place < self._end:
            with spool_errors():
                file.seek(place)
                batch: list[T] = pickle.load(file)  # written by this very process
                place = file.tell()
            yield from batch


def on_disk() -> IO[bytes]:
    """A temporary file without a name. Raises OSError where none can be made."""
    import tempfile

    return tempfile.TemporaryFile()


@contextlib.contextmanager
def spool_errors() -> Iterator[None]:
    """Turn an OSError of a temporary file into a SpoolError that names their folder."""
    try:
        yield
    except OSError as error:
        import tempfile

        place = tempfile.tempdir or "TMPDIR"
        raise SpoolError(f"the temporary files ({place}): {error.strerror or error}") from error
