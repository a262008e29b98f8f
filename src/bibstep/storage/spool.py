"""A store for items that wait for the end of the input, in order: the first in memory, the others on disk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import IO, Generic, TypeVar

T = TypeVar("T")
#: The number of characters kept in memory.
_MEMORY = 4 * 1024 * 1024
#: The number of items, or of characters, that are written to disk at once.
_BATCH = 256
_BATCH_SIZE = 1024 * 1024


class SpoolError(OSError):
    """A temporary file cannot be written or read; the message has its folder and the reason."""


class Spool(Generic[T]):
    """Items, added one by one, then read in order; a context manager, which removes its temporary file.

    ``size`` estimates the number of characters in an item. Raises SpoolError if items cannot be written or read.
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
            with contextlib.suppress(OSError):  # the file is removed anyway
                self._file.close()

    def add(self, item: T) -> None:
        """Add an item."""
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
                batch: list[T] = pickle.load(file)  # safe, because this process has written it
                place = file.tell()
            yield from batch


def on_disk() -> IO[bytes]:
    """Open a temporary file without a name. Raises OSError if that is not possible."""
    import tempfile

    return tempfile.TemporaryFile()


@contextlib.contextmanager
def spool_errors() -> Iterator[None]:
    """Turn an OSError of a temporary file into a SpoolError that names the folder of such files."""
    try:
        yield
    except OSError as error:
        import tempfile

        place = tempfile.tempdir or "TMPDIR"
        raise SpoolError(f"cannot use temporary files ({place}): {error.strerror or error}") from error
