"""Reading: the records of files, folders and streams, in any of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from bibstep.formats import reader_named
from bibstep.formats.names import ReadFormat
from bibstep.input.lines import MAX_RECORD
from bibstep.input.sources import Input, opened
from bibstep.model import Record, Rejected, Source


def read(
    *inputs: Input | Sequence[Input],
    format: ReadFormat | str = "auto",  # noqa: A002  (the word users know)
    exclude: Iterable[str] = (),
    max_record: int = MAX_RECORD,
    watch: Callable[[BinaryIO], object] | None = None,
    report: Callable[[str], object] | None = None,
) -> Iterator[Record | Rejected]:
    """Read the records of files, folders and streams (binary or text), or of lists of these, one by one, in order.

    What cannot become a record is a Rejected in its place; so is a file in a folder that cannot be opened, and the rest
    of an input whose reading fails. A record longer than ``max_record`` bytes is rejected. Files named in ``exclude``
    are skipped in folders. ``watch`` is called with each stream before it is read, ``report`` with a message on
    the files of a folder that are not read. Raises InputError for a named input
    that cannot be opened, UnknownFormatError (a ValueError) for a format that is not in READERS, both when the first
    record is asked for.
    """
    reader = reader_named(format)
    for one in opened(inputs, reader.in_folders, exclude, watch, report):
        if isinstance(one, Rejected):
            yield one
        else:
            yield from to_its_end(reader.read(one.stream, one.name, max_record), one.name)


def to_its_end(found: Iterator[Record | Rejected], name: str) -> Iterator[Record | Rejected]:
    """Yield what is found in the input ``name``, and a Rejected for the rest of it where its reading fails."""
    try:
        yield from found
    except OSError as error:
        yield unreadable(error, name)


def unreadable(error: OSError, name: str) -> Rejected:
    """Return what stands for the rest of the input ``name``, whose reading failed."""
    return Rejected(Source(name), f"it cannot be read to the end: {error.strerror or error}")
