"""Open inputs one by one: files, the files in folders, and streams."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from bibstep.errors import InputError
from bibstep.model import Rejected, Source

if TYPE_CHECKING:
    from pathlib import Path

#: The endings of the files to read in a folder: those of the first group, or of the next if no file has one of them.
Endings = Sequence[tuple[str, ...]]

#: Bytes to read at once. Python's default buffer is filled anew for each record, which has about 5 kB.
_BUFFER = 256 * 1024


class Opened(NamedTuple):
    """An opened input, and its name in messages."""

    name: str
    stream: BinaryIO


def opened(
    inputs: Iterable[str | os.PathLike[str] | BinaryIO],
    endings: Endings,
    exclude: Iterable[str] = (),
    watch: Callable[[BinaryIO], object] | None = None,
) -> Iterator[Opened | Rejected]:
    """Open files, the files in folders, and streams one by one; a file is closed when the next input is requested.

    ``exclude`` names files to skip in folders. ``watch`` is called with each stream. A file in a folder that cannot be
    opened is yielded as a Rejected. Raises InputError for a named input that cannot be opened.
    """
    inputs, excluded = list(inputs), list(exclude)
    check_readable([one for one in inputs if isinstance(one, (str, os.PathLike))])
    for one in inputs:
        if not isinstance(one, (str, os.PathLike)):
            name = getattr(one, "name", None)
            if watch:
                watch(one)
            yield Opened(name if isinstance(name, str) else "<stream>", one)
        elif os.path.isdir(one):
            for path in files_of(one, endings):
                if not any(same_file(path, other) for other in excluded):
                    yield from _opened_file(path, watch)
        else:
            yield from _opened_file(one, watch)


def _opened_file(
    path: str | os.PathLike[str], watch: Callable[[BinaryIO], object] | None
) -> Iterator[Opened | Rejected]:
    try:
        stream = open(path, "rb", buffering=_BUFFER)  # noqa: SIM115  (closed below; only its opening is tried here)
    except OSError as error:
        yield Rejected(Source(shown(path)), f"the file cannot be read: {error.strerror}")
        return
    with stream:
        if watch:
            watch(stream)
        yield Opened(shown(path), stream)


def files_of(folder: str | os.PathLike[str], endings: Endings) -> Iterator[Path]:
    """Yield the files in a folder and its subfolders with one of the endings; hidden files and folders are skipped.

    They are sorted by the bytes of their names, so that the order is the same on every file system. Raises InputError
    for a folder that cannot be listed.
    """
    for suffixes in endings:
        found = False
        for path in _files(folder, suffixes):
            found = True
            yield path
        if found:
            return


def _files(folder: str | os.PathLike[str], suffixes: tuple[str, ...]) -> Iterator[Path]:
    from pathlib import Path  # importing it takes longer than reading a file

    for here, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=os.fsencode)
        for name in sorted(files, key=os.fsencode):
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield Path(here, name)


def _raise(error: OSError) -> None:
    raise InputError(f"{shown(error.filename)}: {error.strerror}")


def check_readable(paths: Iterable[str | os.PathLike[str]]) -> None:
    """Raise InputError for the first of the paths that cannot be opened; this is called before anything is read."""
    for path in paths:
        try:
            # A pipe is not opened, because that would take its data from the reader.
            if stat.S_ISREG(os.stat(path).st_mode):
                with open(path, "rb"):
                    pass
        except (OSError, ValueError) as error:
            raise InputError(f"{shown(path)}: {getattr(error, 'strerror', None) or error}") from None


def shown(path: str | bytes | os.PathLike[str] | None) -> str:
    """A file's name for messages, in UTF-8 even if its bytes are not."""
    return os.fsencode(path or "").decode("utf-8", "replace")


def same_file(path: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Whether two names refer to the same file, also through a symbolic or hard link."""
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):
        return False
