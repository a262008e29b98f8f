"""Reading: the records of files, folders and streams, in any of the formats."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from bibstep.formats import READERS
from bibstep.input.lines import MAX_RECORD
from bibstep.input.sources import opened
from bibstep.model import Record, Rejected, Source


def read(
    *inputs: str | os.PathLike[str] | BinaryIO,
    format: str = "auto",  # noqa: A002  (the word users know)
    exclude: Iterable[str] = (),
    max_record: int = MAX_RECORD,
    watch: Callable[[BinaryIO], object] | None = None,
) -> Iterator[Record | Rejected]:
    """Read the records of files, folders and binary streams one by one, in order.

    What cannot become a record is a Rejected in its place; so is a file in a folder that cannot be opened, and the rest
    of an input whose reading fails. A record longer than ``max_record`` bytes is rejected. Files named in ``exclude``
    are skipped in folders. ``watch`` is called with each stream before it is read. Raises InputError for a named input
    that cannot be opened, KeyError for a format that is not in READERS, both when the first record is asked for.
    """
    reader = READERS[format]
    for one in opened(inputs, reader.in_folders, exclude, watch):
        if isinstance(one, Rejected):
            yield one
        else:
            yield from to_its_end(reader.read(one.stream, one.name, max_record), one.name)


def to_its_end(found: Iterator[Record | Rejected], name: str) -> Iterator[Record | Rejected]:
    """Yield what is found in the input ``name``, and a Rejected for the rest of it where its reading fails."""
    try:
        yield from found
    except OSError as error:
        yield Rejected(Source(name), f"it cannot be read to the end: {error.strerror or error}")
