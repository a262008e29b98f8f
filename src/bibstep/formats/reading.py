"""The formats that can be read, as one table, and the inputs they are read from."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from bibstep.errors import InputError
from bibstep.input.detect import other_than, peeked
from bibstep.input.lines import MAX_RECORD
from bibstep.model import Record, Rejected, Source

if TYPE_CHECKING:
    from pathlib import Path

Found = Iterator["Record | Rejected"]


class Reader(NamedTuple):
    """An input format: its name, the endings its files have in a folder, and the module whose ``read`` reads a stream.

    ``sign`` names the format that ``detect`` can tell it by, empty where any will do. A module is imported when it is
    used: start-up counts in a command that runs in every build.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    module: str
    sign: str = "json"

    def read(self, stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Found:
        """The records of a stream, called ``name`` in messages; one Rejected where it is in another format.

        A record has ``max_record`` bytes at most.
        """
        if self.sign:
            head, stream = peeked(stream)
            if what := other_than(self.sign, head):
                hint = f"it was to be read as {self.name}; --from auto tells formats by themselves"
                yield Rejected(Source(name, 1), f"this looks like {what}; {hint}")
                return
        yield from import_module(self.module).read(stream, name, max_record)


_JSON = (".json", ".jsonl", ".ndjson", ".txt")

#: Every input format by name. "auto" tells them apart, JSON record by record.
READERS: Mapping[str, Reader] = {
    one.name: one
    for one in (
        Reader("auto", "any of these, told from the content", _JSON, "bibstep.formats.auto", ""),
        Reader(
            "seed",
            "records of an aggregator: JSON with text lines, JSON Lines, a JSON array; Semantic Scholar's API records",
            _JSON,
            "bibstep.formats.seed.read",
        ),
        Reader("crossref", "works of Crossref's API", _JSON, "bibstep.formats.csl_json.crossref"),
        Reader(
            "csl-json", "CSL-JSON of Zotero, pandoc, citeproc", (".json", ".csljson"), "bibstep.formats.csl_json.read"
        ),
        Reader("bibtex", "BibTeX and biblatex", (".bib", ".bibtex"), "bibstep.formats.bibtex.read", "bibtex"),
        Reader(
            "ris",
            "RIS of reference managers, databases and publishers; PubMed's and Web of Science's own tags",
            (".ris",),
            "bibstep.formats.ris.read",
            "ris",
        ),
    )
}
#: A folder without a file of records is taken for one of libraries.
LIBRARIES = (".bib", ".bibtex", ".ris", ".csljson")


def files_of(folder: str | os.PathLike[str], reader: Reader) -> Iterator[Path]:
    """The files in a folder, however deep, whose ending the reader knows; hidden ones are passed over.

    Where none are and the format is to be told, its .bib and .ris files are taken: beside records, they are as often
    what these were converted to. The files come in the order of their names' bytes, so that nothing hangs on the file
    system. Raises InputError for a folder that cannot be listed.
    """
    found = False
    for path in _files(folder, reader.suffixes):
        found = True
        yield path
    if not found and reader.name == "auto":
        yield from _files(folder, LIBRARIES)


def _files(folder: str | os.PathLike[str], suffixes: tuple[str, ...]) -> Iterator[Path]:
    from pathlib import Path  # it takes longer to import than a file takes to be read

    for here, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=os.fsencode)
        for name in sorted(files, key=os.fsencode):
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield Path(here, name)


def _raise(error: OSError) -> None:
    raise InputError(f"{shown(error.filename)}: {error.strerror}")


def check_readable(paths: Iterable[str | os.PathLike[str]]) -> None:
    """Raise InputError, naming the first of the paths that cannot be opened, before anything is read."""
    for path in paths:
        try:
            # Opening a pipe would take its data away from the reader; that it is there must do.
            if stat.S_ISREG(os.stat(path).st_mode):
                with open(path, "rb"):
                    pass
        except (OSError, ValueError) as error:
            raise InputError(f"{shown(path)}: {getattr(error, 'strerror', None) or error}") from None


def shown(path: str | bytes | os.PathLike[str] | None) -> str:
    """A file's name for messages: UTF-8 whatever its bytes are."""
    return os.fsencode(path or "").decode("utf-8", "replace")


def read(
    *inputs: str | os.PathLike[str] | BinaryIO,
    format: str = "auto",  # noqa: A002  (the word users know)
    exclude: Iterable[str] = (),
    max_record: int = MAX_RECORD,
    watch: Callable[[BinaryIO], object] | None = None,
) -> Iterator[Record | Rejected]:
    """The records of files, folders and binary streams, one by one and in order, as they are read.

    What cannot become a record comes as a Rejected in its place; so does a file in a folder that cannot be opened, and
    what is left of an input that fails in the middle. A record longer than ``max_record`` bytes is rejected. Files
    named in ``exclude`` are passed over in folders. ``watch`` is called with each stream before it is read. Raises
    InputError for a named input that cannot be opened, KeyError for a format that is not in READERS, both when the
    first record is asked for.
    """
    reader = READERS[format]
    for one in opened(inputs, reader, exclude, watch):
        if isinstance(one, Rejected):
            yield one
        else:
            yield from to_its_end(reader.read(one.stream, one.name, max_record), one.name)


class Opened(NamedTuple):
    """An input that can be read, and what it is called in messages."""

    name: str
    stream: BinaryIO


def opened(
    inputs: Iterable[str | os.PathLike[str] | BinaryIO],
    reader: Reader,
    exclude: Iterable[str] = (),
    watch: Callable[[BinaryIO], object] | None = None,
) -> Iterator[Opened | Rejected]:
    """The inputs of ``read`` one by one, files closed when the next is asked for; a Rejected for one that is not there.

    ``watch`` is called with each stream. Raises InputError for a named input that cannot be opened.
    """
    inputs, passed = list(inputs), list(exclude)
    check_readable([one for one in inputs if isinstance(one, (str, os.PathLike))])
    for one in inputs:
        if not isinstance(one, (str, os.PathLike)):
            name = getattr(one, "name", None)
            if watch:
                watch(one)
            yield Opened(name if isinstance(name, str) else "<stream>", one)
        elif os.path.isdir(one):
            for path in files_of(one, reader):
                if not any(same_file(path, other) for other in passed):
                    yield from _opened_file(path, watch)
        else:
            yield from _opened_file(one, watch)


#: Bytes read at a time. A record is about 5 kB, and Python's own buffer would be filled anew for each.
_BUFFER = 256 * 1024


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


def to_its_end(found: Found, name: str) -> Found:
    """What is found in an input, and a Rejected in the place of the rest where it cannot be read to its end."""
    try:
        yield from found
    except OSError as error:
        yield Rejected(Source(name), f"it cannot be read to its end: {error.strerror or error}")


def same_file(path: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Whether two names lead to one file, also by a symbolic or a hard link."""
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):
        return False
