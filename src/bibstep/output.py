"""Output files, whole or untouched: written beside their place and put there when all of them are complete."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import BinaryIO

_BUFFER = 256 * 1024


class OutputError(OSError):
    """An output that cannot be written; the message names it and says why."""


class Outputs:
    """Files to be replaced together, as a context manager.

    On entering, a temporary file is made in each output's own folder (a symbolic link is followed first). ``commit``
    puts them in place, one after the other, when all of them are complete on the disk, keeping the mode that an old
    file had; leaving without it removes them, so that the old files stay as they were. A FIFO or a device is
    written directly, for it can be neither kept nor replaced.
    Raises OutputError, naming the file, when one cannot be written.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self.streams: list[BinaryIO] = []
        self._paths = [_followed(path) for path in paths]
        self._temporary: list[str] = []

    def __enter__(self) -> Outputs:
        try:
            for path in self._paths:
                self.streams.append(self._open(path))
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _open(self, path: str) -> BinaryIO:
        try:
            mode = _mode(path)
            if mode is not None and not stat.S_ISREG(mode):
                if stat.S_ISDIR(mode):
                    raise OutputError(f"{path}: it is a folder")
                self._temporary.append("")
                return open(path, "wb", _BUFFER)
            folder, name = os.path.split(path)
            number, temporary = tempfile.mkstemp(prefix=f".{name[:100]}.", suffix=".tmp", dir=folder or ".")
            self._temporary.append(temporary)
            os.fchmod(number, stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
            return os.fdopen(number, "wb", _BUFFER)
        except OutputError:
            raise
        except (OSError, ValueError) as error:
            raise OutputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error

    def write(self, texts: Iterable[str | bytes]) -> None:
        """Write one text to each file, in their order; bytes as they are."""
        for path, stream, text in zip(self._paths, self.streams, texts, strict=True):
            try:
                stream.write(text if isinstance(text, bytes) else text.encode())
            except OSError as error:
                raise OutputError(f"{path}: {error.strerror}") from error

    def written(self) -> list[str]:
        """Where what was written so far can be read, one path for each file; empty for a FIFO or a device."""
        for path, stream in zip(self._paths, self.streams, strict=True):
            try:
                stream.flush()
            except OSError as error:
                raise OutputError(f"{path}: {error.strerror}") from error
        return list(self._temporary)

    def commit(self) -> None:
        """Put all files in place, once everything of each has reached the disk."""
        for path, stream, temporary in zip(self._paths, self.streams, self._temporary, strict=True):
            try:
                stream.flush()
                if temporary:
                    os.fsync(stream.fileno())
                stream.close()
            except OSError as error:
                raise OutputError(f"{path}: {error.strerror}") from error
        for index, path in enumerate(self._paths):
            if self._temporary[index]:
                try:
                    os.replace(self._temporary[index], path)
                except OSError as error:
                    raise OutputError(f"{path}: {error.strerror}") from error
                self._temporary[index] = ""
        for folder in {os.path.dirname(path) or "." for path in self._paths}:
            _sync_folder(folder)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream in self.streams:
            with contextlib.suppress(OSError):  # what could not be written is thrown away anyhow
                stream.close()
        for temporary in self._temporary:
            if temporary:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)


def _followed(path: str) -> str:
    """What a symbolic link leads to; /dev/stdout and the like lead to what has no name, so they stay."""
    if os.path.islink(path) and ((mode := _mode(path)) is None or stat.S_ISREG(mode)):
        return os.path.realpath(path)
    return path


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: str) -> None:
    # So that the new name survives a power cut; not every system can do it for a folder.
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
