"""Output files, whole or untouched: written under temporary names and renamed when all are complete."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import BinaryIO

from bibstep.output import signals

_BUFFER = 256 * 1024


class OutputError(OSError):
    """An output cannot be written; the message names it and says why."""


class Outputs:
    """Files to be replaced together, as a context manager.

    Entering it creates a temporary file in each output's folder (symbolic links are followed), with the mode of the old
    file, and its owner and group where that is permitted. ``commit`` renames them when all are complete on the disk,
    the first one last, so that after a power cut in between make runs again for its target; if one cannot be renamed,
    the others are restored. Without ``commit`` the temporary files are removed and the old files stay. With
    ``if_changed`` an old file with the same bytes is not replaced, so that its time stamp tells make that nothing is
    new. A FIFO or a device is written directly. Raises OutputError if a file cannot be written or is named twice.
    """

    def __init__(self, paths: Sequence[str], *, if_changed: bool = False) -> None:
        self.streams: list[BinaryIO] = []
        self._names = list(paths)
        self._paths = [_followed(path) for path in paths]
        self._temporary: list[str] = []
        self._if_changed = if_changed
        #: The paths that ``commit`` did not replace, since their content stays the same.
        self.unchanged: list[str] = []

    def __enter__(self) -> Outputs:
        try:
            for path in self._paths:
                self._open(path)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def add(self, paths: Sequence[str]) -> int:
        """Add files that are replaced together with the others; returns the number of the first of them."""
        start = len(self._paths)
        for name in paths:
            self._names.append(name)
            self._paths.append(_followed(name))
            self._open(self._paths[-1])
        return start

    def _open(self, path: str) -> None:
        try:
            old = _status(path)
            mode = old.st_mode if old else None
            if mode is not None and not stat.S_ISREG(mode):
                if stat.S_ISDIR(mode):
                    raise OutputError(f"{path}: it is a folder")
                self._temporary.append("")
                self.streams.append(open(path, "wb", _BUFFER))  # noqa: SIM115  (closed by commit or __exit__)
                return
            place = os.path.realpath(path)
            if place in [os.path.realpath(other) for other in self._paths[: len(self.streams)]]:
                raise OutputError(f"{path}: it is given twice")
            folder, name = os.path.split(path)
            import tempfile  # importing it takes longer than converting a record

            with signals.held():  # until the name of the new file is recorded
                number, temporary = tempfile.mkstemp(prefix=f".{name[:40]}.", suffix=".tmp", dir=folder or ".")
                self._temporary.append(temporary)
                self.streams.append(os.fdopen(number, "wb", _BUFFER))
            if old:
                _keep_owner(number, old)
            os.fchmod(number, stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
        except OutputError:
            raise
        except (OSError, ValueError) as error:
            raise OutputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error

    def write(self, texts: Sequence[str | bytes], start: int = 0) -> None:
        """Write one text to each file in order, from file number ``start`` on; bytes are written unchanged."""
        for path, stream, text in zip(self._paths[start:], self.streams[start:], texts, strict=False):
            try:
                stream.write(text if isinstance(text, bytes) else text.encode())
            except OSError as error:
                raise OutputError(f"{path}: {error.strerror}") from error

    def written(self) -> list[str]:
        """Flush all files and return the path where each can be read: its temporary file, "" for a FIFO or device."""
        for path, stream in zip(self._paths, self.streams, strict=True):
            try:
                stream.flush()
            except OSError as error:
                raise OutputError(f"{path}: {error.strerror}") from error
        return list(self._temporary)

    def commit(self, may: Callable[[], bool] = lambda: True) -> bool:
        """Put all files in place after all of them have reached the disk.

        ``may`` is called just before that; if it says no, nothing is put in place, and False is returned.
        """
        for path, stream, temporary in zip(self._paths, self.streams, self._temporary, strict=True):
            try:
                stream.flush()
                if temporary:
                    os.fsync(stream.fileno())
                stream.close()
            except OSError as error:
                raise OutputError(f"{path}: {error.strerror}") from error
        pairs = []
        for name, path, temporary in zip(self._names, self._paths, self._temporary, strict=True):
            if temporary and self._if_changed and _same(temporary, path):
                self.unchanged.append(name)
            elif temporary:
                pairs.append((temporary, path))
        with signals.held():  # a signal waits until all are in place or none is
            if not may():
                return False
            _put_in_place(pairs[::-1])
        for folder in {os.path.dirname(path) or "." for _, path in pairs}:
            _sync_folder(folder)
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with signals.held():  # a second signal must not interrupt the cleanup
            for stream in self.streams:
                with contextlib.suppress(OSError):  # the file is removed anyway
                    stream.close()
            for temporary in self._temporary:
                _remove(temporary)  # does nothing for those that were renamed


def _put_in_place(pairs: Sequence[tuple[str, str]]) -> None:
    """Rename each temporary file to its path; if one cannot be renamed, restore the others and raise OutputError.

    The system renames one file at a time, so each old file keeps a second name until all are renamed.
    """
    former: list[str] = []
    renamed = 0
    path = ""
    try:
        if len(pairs) > 1:
            for temporary, path in pairs:
                former.append(_kept(path, temporary.removesuffix(".tmp") + ".old"))
        for temporary, path in pairs:
            os.replace(temporary, path)
            renamed += 1
    except OSError as error:
        lost = [pairs[index][1] for index in reversed(range(renamed)) if not _put_back(former[index], pairs[index][1])]
        also = f" (and {', '.join(lost)} could not be restored: the new file is there)" if lost else ""
        raise OutputError(f"{path}: {error.strerror}{also}") from error
    finally:
        for name in former:
            _remove(name)


def _kept(path: str, beside: str) -> str:
    """Give a file that is to be replaced a second name, or copy it if there are no hard links; "" for no file."""
    if not os.path.lexists(path):
        return ""
    try:
        os.link(path, beside)
    except OSError:
        import shutil

        try:
            shutil.copy2(path, beside)
        except OSError:
            _remove(beside)
            raise
    return beside


def _put_back(former: str, path: str) -> bool:
    """Restore the old file of a path, or remove the new one if there was none; return whether that worked."""
    try:
        if former:
            os.replace(former, path)
        else:
            os.unlink(path)
    except OSError:
        return False
    return True


def _remove(name: str) -> None:
    if name:
        with contextlib.suppress(OSError):
            os.unlink(name)


def _same(temporary: str, path: str) -> bool:
    """Whether a file with the same bytes exists already."""
    import filecmp

    try:
        return filecmp.cmp(temporary, path, shallow=False)
    except OSError:  # it does not exist, or cannot be read
        return False


def _followed(path: str) -> str:
    """The target of a symbolic link, if it is a regular file or missing; /dev/stdout leads to a file without a name."""
    if os.path.islink(path) and ((old := _status(path)) is None or stat.S_ISREG(old.st_mode)):
        return os.path.realpath(path)
    return path


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _keep_owner(number: int, old: os.stat_result) -> None:
    """Give a new file the owner and the group of the old one; only root may give files away."""
    new = os.fstat(number)
    if hasattr(os, "fchown"):
        for user, group in ((old.st_uid, -1), (-1, old.st_gid)):
            if (user, group) not in ((new.st_uid, -1), (-1, new.st_gid)):
                with contextlib.suppress(PermissionError):
                    os.fchown(number, user, group)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: str) -> None:
    # So that the new name survives a power cut; not every system can sync a folder.
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
