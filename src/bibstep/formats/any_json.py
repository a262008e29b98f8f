"""Read JSON whose dialect is not given: the keys of each object show which reader it is for.

An object that has the keys of no dialect is rejected. None is the default, because any JSON file has a name, a version
or a title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from bibstep.formats import json_records
from bibstep.formats.csl_json.signs import is_crossref, is_csl
from bibstep.formats.dialects.signs import recognised
from bibstep.formats.json_records import Piece, pieces
from bibstep.formats.seed import read as seed
from bibstep.formats.seed.fields import is_seed
from bibstep.input.json_objects import JsonObject
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Record, Rejected, Source


def read(stream: BinaryIO | Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the records of a stream or of its lines, each in its own dialect.

    What cannot become a record is a Rejected in its place. ``name`` is the name of the input in messages, and a record
    has ``max_record`` bytes at most. Raises nothing.
    """
    return records(pieces(stream, name, max_record), name)


def records(pieces: Iterable[Piece], name: str) -> Iterator[Record | Rejected]:
    """Read each object as a record."""
    return json_records.read_all(record, pieces, name)


def record(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected | None:
    """Read one JSON object by its dialect; an object of none is a Rejected that says what it looks like.

    Returns None for an object that is only a part of another one.
    """
    # Looked for one by one, because nearly every record has the first.
    if "resultStr" in data or "paperId" in data:
        return seed.record(data, found, source)
    # What most inputs have none of is imported when it turns up: start-up counts in a command that runs in every build.
    dialect, inner = recognised(data)
    if dialect:
        from bibstep.formats.dialects import read as dialects

        return dialects.record(dialect, inner, found, source)
    if is_crossref(data):
        from bibstep.formats.csl_json import crossref

        return crossref.record(data, found, source)
    if is_csl(data):
        from bibstep.formats.csl_json import read as csl_json

        return csl_json.record(data, found, source)
    if is_seed(data):
        return seed.record(data, found, source)
    from bibstep.formats.dialects.bibtex_json import is_bibtex_json

    if is_bibtex_json(data):
        from bibstep.formats.dialects import read as dialects

        return dialects.record("bibtex_json", data, found, source)
    from bibstep.formats.unknown_json import refused

    return refused(data, source)
