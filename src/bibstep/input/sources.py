"""Open inputs one by one: files, the files in folders, and streams."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TextIO, cast

from bibstep.errors import InputError
from bibstep.model import Rejected, Source
from bibstep.text.clean import shorten

if TYPE_CHECKING:
    from pathlib import Path

#: The endings of the files to read in a folder: those of the first group, or of the next if no file has one of them.
Endings = Sequence[tuple[str, ...]]

#: Bytes to read at once. Python's default buffer is filled anew for each record, which has about 5 kB.
_BUFFER = 256 * 1024


#: What a reader takes: the name of a file or folder, or a stream.
Input = str | os.PathLike[str] | BinaryIO | TextIO


class Opened(NamedTuple):
    """An opened input, and its name in messages."""

    name: str
    stream: BinaryIO


def opened(
    inputs: Iterable[Input | Sequence[Input]],
    endings: Endings,
    exclude: Iterable[str] = (),
    watch: Callable[[BinaryIO], object] | None = None,
) -> Iterator[Opened | Rejected]:
    """Open files, the files in folders, and streams one by one; a file is closed when the next input is requested.

    A list of inputs counts as its members. The text of a text stream is read as UTF-8.

    ``exclude`` names files to skip in folders. ``watch`` is called with each stream. A file in a folder that cannot be
    opened is yielded as a Rejected. Raises InputError for a named input that cannot be opened.
    """
    single, excluded = list(_single(inputs)), list(exclude)
    check_readable([one for one in single if isinstance(one, (str, os.PathLike))])
    for one in single:
        if not isinstance(one, (str, os.PathLike)):
            name = getattr(one, "name", None)
            stream = cast("BinaryIO", io.BufferedReader(_Utf8(one)) if isinstance(one, io.TextIOBase) else one)
            if watch:
                watch(stream)
            yield Opened(name if isinstance(name, str) else "<stream>", stream)
        elif os.path.isdir(one):
            for path in files_of(one, endings):
                if not any(same_file(path, other) for other in excluded):
                    yield from _opened_file(path, watch)
        else:
            yield from _opened_file(one, watch)


def _single(inputs: Iterable[Input | Sequence[Input]]) -> Iterator[Input]:
    """Yield each input, and those in a list or tuple one by one."""
    for one in inputs:
        if isinstance(one, (list, tuple)):
            yield from one
        else:
            yield cast("Input", one)


class _Utf8(io.RawIOBase):
    """The text of a stream, encoded in UTF-8."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._left or self._text.read(len(buffer)).encode("utf-8", "replace")
        self._left = data[len(buffer) :]
        data = data[: len(buffer)]
        buffer[: len(data)] = data
        return len(data)


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
            text = shown(path)
            if "\n" in text or text.lstrip().startswith(("@", "{", "[", "TY  -")):
                raise InputError(f"{shorten(text)!r} is no file but looks like records: use reads(text)") from None
            raise InputError(f"{text}: {getattr(error, 'strerror', None) or error}") from None


def shown(path: str | bytes | os.PathLike[str] | None) -> str:
    """A file's name for messages, in UTF-8 even if its bytes are not."""
    return os.fsencode(path or "").decode("utf-8", "replace")


def same_file(path: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Whether two names refer to the same file, also through a symbolic or hard link."""
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):
        return False
