"""Open inputs one by one: files, the files in folders, and streams."""

from __future__ import annotations

import io
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TextIO, cast

from bibstep.errors import InputError
from bibstep.input import remote
from bibstep.input.compressed import decompressed
from bibstep.model import Rejected, Source
from bibstep.text.clean import shorten
from bibstep.text.patterns import later

if TYPE_CHECKING:
    from pathlib import Path

#: The endings of the files to read in a folder: first the files of the first group, then those of the next.
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
    report: Callable[[str], object] | None = None,
) -> Iterator[Opened | Rejected]:
    """Open files, the files in folders, and streams one by one; a file is closed when the next input is requested.

    A list of inputs counts as its members. The text of a text stream is read as UTF-8.

    ``exclude`` names files to skip in folders. ``watch`` is called with each stream, and ``report`` with a message on
    the files of a folder that are not read. A file in a folder that cannot be opened is yielded as a Rejected. Raises
    InputError for a named input that cannot be opened.
    """
    single, excluded = list(_single(inputs)), list(exclude)
    check_readable([one for one in single if isinstance(one, (str, os.PathLike))])
    for one in single:
        if not isinstance(one, (str, os.PathLike)):
            name = getattr(one, "name", None)
            stream = cast("BinaryIO", io.BufferedReader(_Utf8(one)) if isinstance(one, io.TextIOBase) else one)
            if watch:
                watch(stream)
            yield Opened(name if isinstance(name, str) else "<stream>", decompressed(stream))
        elif os.path.isdir(one):
            passed_over = Counter[str]()
            for path in files_of(one, endings, passed_over):
                if not any(same_file(path, other) for other in excluded):
                    yield from _opened_file(path, watch)
            if report and passed_over:
                report(f"{shown(one)}: not read: {_counted(passed_over)}")
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
        yield Opened(shown(path), decompressed(stream))


def files_of(
    folder: str | os.PathLike[str], endings: Endings, passed_over: Counter[str] | None = None
) -> Iterator[Path]:
    """Yield the files in a folder and its subfolders with one of the endings; hidden files and folders are skipped.

    Those of the first group of endings come first. They are sorted by the bytes of their names, so that the order is
    the same on every file system. Other files are counted in ``passed_over`` by their endings; so are pipes and
    devices, which may never end. Raises InputError for a folder that cannot be listed.
    """
    from pathlib import Path  # importing it takes longer than reading a file

    groups: list[list[Path]] = [[] for _ in endings]
    for here, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=os.fsencode)
        for name in sorted(files, key=os.fsencode):
            if name.startswith("."):
                continue
            lower = name.lower()
            group = next((place for place, suffixes in enumerate(endings) if lower.endswith(suffixes)), -1)
            path = Path(here, name)
            if group >= 0 and _may_be_read(path):
                if group == 0:
                    yield path
                else:
                    groups[group].append(path)
            elif passed_over is not None:
                passed_over["a pipe or a device" if group >= 0 else path.suffix.lower() or "without an ending"] += 1
    for group_files in groups:
        yield from group_files


def _may_be_read(path: Path) -> bool:
    """Whether a file is a regular one, or cannot be looked at, which its reader will report."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True


#: The most endings to list in a message.
_MOST_ENDINGS = 8


def _counted(endings: Counter[str]) -> str:
    """The number of files by ending: ``12 .pdf, 1 .docx``."""
    by_number = sorted(endings.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{number} {ending}" for ending, number in by_number[:_MOST_ENDINGS]]
    rest = sum(number for _, number in by_number[_MOST_ENDINGS:])
    return ", ".join([*parts, *([f"{rest} others"] if rest else [])])


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
            command = fetching(text) if isinstance(error, FileNotFoundError) else ""
            if ways := [*([command] if command else []), *([remote.INSTALL] if remote.is_url(text) else [])]:
                raise InputError(f"{text} is no file, and bibstep fetches nothing; {'; '.join(ways)}") from None
            if "\n" in text or text.lstrip().startswith(("@", "{", "[", "TY  -")):
                raise InputError(f"{shorten(text)!r} is no file but looks like records: use reads(text)") from None
            raise InputError(f"{text}: {getattr(error, 'strerror', None) or error}") from None


_DOI = later(r"(?:(?:https?:/*)?(?:dx\.)?doi\.org/|doi: ?)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = later(r"(?:(?:https?:/*)?arxiv\.org/(?:abs|pdf)/|arxiv: ?)(\S+?)(?:\.pdf)?", re.IGNORECASE)
_LINK = later(r"(?:https?|ftp):/+(\S+)", re.IGNORECASE)


def fetching(text: str) -> str:
    """Return the command that fetches what a text names and converts it, or "" if it is no DOI and no link.

    >>> fetching("10.1000/xyz")
    "try: curl -sLH 'Accept: application/vnd.citationstyles.csl+json' 'https://doi.org/10.1000/xyz' | bibstep convert -"
    """
    if match := _DOI.fullmatch(text):
        link = f"-sLH 'Accept: application/vnd.citationstyles.csl+json' {_quoted(f'https://doi.org/{match[1]}')}"
    elif match := _ARXIV.fullmatch(text):
        link = f"-sL {_quoted(f'https://arxiv.org/bibtex/{match[1]}')}"
    elif match := _LINK.fullmatch(text):
        link = f"-sL {_quoted(text)}"
    else:
        return ""
    return f"try: curl {link} | bibstep convert -"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "%27") + "'"


def shown(path: str | bytes | os.PathLike[str] | None) -> str:
    """A file's name for messages, in UTF-8 even if its bytes are not."""
    return os.fsencode(path or "").decode("utf-8", "replace")


def same_file(path: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Whether two names refer to the same file, also through a symbolic or hard link."""
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):
        return False
