"""Any JSON of bibliographic records: each object is read by the dialect it is in, and envelopes are opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

from bibstep.model import Record, Rejected, Source
from bibstep.readers import crossref, csl_json, seed
from bibstep.readers.container import Piece, pieces
from bibstep.text import shorten

_Json = Mapping[str, object]
Read = Callable[[_Json, Piece, Source], "Record | Rejected"]

#: Keys that only records of the seed's family have, looked for one by one because nearly every record has the first.
_SEED = ("resultStr", "paperId", "authors")
#: Keys that only deposits at Crossref have, whatever they are wrapped in.
_CROSSREF = frozenset(
    "indexed deposited reference-count references-count is-referenced-by-count content-domain issn-type".split()
)
#: Keys of CSL-JSON that the seed's family does not have.
_CSL = frozenset(
    """id type author editor issued container-title citation-key title-short collection-title event-title publisher
    publisher-place volume issue page DOI URL ISBN ISSN note accessed genre number""".split()
)
#: Where an envelope has its records. Sources: Crossref (message, items), Semantic Scholar (data, citingPaper …),
#: pandoc's metadata (references), Zotero's API and word-processor fields (items, csljson, itemData).
_INSIDE = (
    "message items references data citingPaper citedPaper recommendedPapers papers csljson itemData citationItems"
    " records bibliography results"
).split()
#: An envelope in an envelope is opened, but no deeper than any source nests them.
_DEEPEST = 4


def read(stream: BinaryIO, name: str) -> Iterator[Record | Rejected]:
    """The records of a stream in whatever dialect each is; what cannot become a record is a Rejected in its place.

    ``name`` is what the input is called in messages. Nothing in the stream raises.
    """
    return read_as(record, pieces(stream), name)


def read_as(read_one: Read, found: Iterable[Piece], name: str) -> Iterator[Record | Rejected]:
    """The records of all pieces, each object in them read with ``read_one``; envelopes are opened."""
    for piece in found:
        source = Source(name, piece.line)
        data = piece.data
        if data is None:
            yield Rejected(source, piece.error, piece.raw)
        elif "resultStr" in data or not _is_envelope(data):
            yield read_one(data, piece, source)
        else:
            yield from _opened(data, read_one, piece, source, "$", 0)


def record(data: _Json, piece: Piece, source: Source) -> Record | Rejected:
    """One JSON object as a record, read by the dialect its keys tell: the seed's family, Crossref's or CSL-JSON."""
    for key in _SEED:
        if key in data:
            return seed.record(data, piece, source)
    if not _CROSSREF.isdisjoint(data):
        return crossref.record(data, piece, source)
    if not _CSL.isdisjoint(data):
        return csl_json.record(data, piece, source)
    return seed.record(data, piece, source)


def _is_envelope(data: _Json) -> bool:
    """Whether an object only holds records: under a key that says so, or each under its own id."""
    if "title" in data or "paperId" in data:
        return False
    for key in _INSIDE:
        inside = data.get(key)
        if isinstance(inside, dict) or (
            isinstance(inside, list) and (not inside or inside[0] is None or isinstance(inside[0], dict))
        ):
            return key != "references" or isinstance(inside, list)
    return bool(data) and all(isinstance(value, dict) and not _CSL.isdisjoint(value) for value in data.values())


def _opened(
    data: _Json, read_one: Read, piece: Piece, source: Source, place: str, depth: int
) -> Iterator[Record | Rejected]:
    """The records in an envelope; ``place`` is where it stands in the input's object."""
    key = next((key for key in _INSIDE if isinstance(data.get(key), (dict, list))), "")
    if data.get("status") == "failed" or depth > _DEEPEST:
        message = "the answer of an API says that it failed" if depth <= _DEEPEST else "too many objects in objects"
        yield Rejected(source, f"{message} ({place})", shorten(str(data)[:400]))
        return
    inside = data[key] if key else data
    place = f"{place}.{key}" if key else place
    if isinstance(inside, dict) and not key:
        members = [(f"{place}.{one}", _with_id(value, one)) for one, value in inside.items()]
    elif isinstance(inside, list):
        members = [(f"{place}[{index}]", value) for index, value in enumerate(inside)]
    else:
        members = [(place, inside)]
    for where, value in members:
        if not isinstance(value, dict):
            yield Rejected(source, f"this is no record but {shorten(repr(value), 40)} ({where})")
        elif _is_envelope(value):
            yield from _opened(value, read_one, piece, source, where, depth + 1)
        else:
            read = read_one(value, piece._replace(text=()), source)
            yield read if isinstance(read, Record) else Rejected(source, f"{read.reason} ({where})", read.raw)


def _with_id(value: object, key: str) -> object:
    return {"id": key, **value} if isinstance(value, dict) else value
