"""Input in any format that can be read: its first bytes, or its name, say which."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import BinaryIO

from bibstep.input.detect import detect, foreign, peeked
from bibstep.input.lines import MAX_RECORD
from bibstep.model import Record, Rejected, Source

#: Format -> the module that reads it.
MODULES = {
    "json": "bibstep.formats.any_json",
    "bibtex": "bibstep.formats.bibtex.read",
    "ris": "bibstep.formats.ris.read",
}


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """The records of a stream, whatever its format; one Rejected where it is in a format that is not read."""
    head, stream = peeked(stream)
    if what := foreign(head):
        yield Rejected(Source(name, 1), f"this is {what}")
    else:
        yield from import_module(MODULES[detect(head, name)]).read(stream, name, max_record)
