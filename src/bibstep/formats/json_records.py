"""What all readers of JSON share: they look into envelopes, and reject objects in another dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO, NamedTuple

from bibstep.formats.csl_json.tables import KEYS
from bibstep.formats.dialects.signs import SHOWN, recognised
from bibstep.input.json_objects import JsonObject, json_objects
from bibstep.input.json_scan import ENVELOPES
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Record, Rejected, Source
from bibstep.text.clean import shorten

_Json = Mapping[str, object]
#: Reads an object; returns None for one that is a part of another, such as an attachment.
Read = Callable[[_Json, JsonObject, Source], "Record | Rejected | None"]

#: Envelopes in envelopes are opened to this depth; no source nests them deeper.
_DEEPEST = 4
#: Keys of the seed's family alone, and of CSL-JSON and Crossref alone, where people and dates are objects.
_SEED = frozenset(("resultStr", "paperId", "authors"))
_CSL = ("author", "issued", "container-title")


class Member(NamedTuple):
    """An object in an envelope: it with the envelope's line, and its path in the envelope."""

    found: JsonObject
    place: str


#: What an input is cut into: its objects, those in envelopes, and what is rejected before it is read.
Piece = JsonObject | Member | Rejected


def pieces(stream: BinaryIO | Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Piece]:
    """Yield the objects of a stream or of its lines; those in envelopes one by one."""
    for found in json_objects(stream, max_record):
        data = found.data
        if data is None or "resultStr" in data or not is_envelope(data):
            yield found
        else:
            yield from _opened(data, found, Source(name, found.line), "$", 0)


def read_all(read_one: Read, pieces: Iterable[Piece], name: str) -> Iterator[Record | Rejected]:
    """Read each object with ``read_one``."""
    for one in pieces:
        if isinstance(one, Rejected):
            yield one
            continue
        found, place = one if isinstance(one, Member) else (one, "")
        source = Source(name, found.line)
        if found.data is None:
            yield Rejected(source, found.error, found.raw)
        elif read := _attempted(read_one, found.data, found, source):
            if place and isinstance(read, Rejected):
                read = Rejected(source, f"{read.reason} ({place})", read.raw)
            yield read


def is_envelope(data: _Json) -> bool:
    """Whether an object only holds records: under a key that says so, or each under its own id."""
    if "title" in data or "paperId" in data or isinstance(data.get("type"), str) or recognised(data)[0]:
        return False
    if isinstance(data.get("uids"), list):
        return True
    for key in ENVELOPES:
        inside = data.get(key)
        if isinstance(inside, dict) or (
            isinstance(inside, list) and (not inside or inside[0] is None or isinstance(inside[0], dict))
        ):
            return key != "references" or isinstance(inside, list)
    return bool(data) and all(
        isinstance(value, dict) and (not KEYS.isdisjoint(value) or recognised(value)[0]) for value in data.values()
    )


def _opened(data: _Json, found: JsonObject, source: Source, place: str, depth: int) -> Iterator[Member | Rejected]:
    """Yield the objects in an envelope; ``place`` is its path in the input's object."""
    key = next((key for key in ENVELOPES if isinstance(data.get(key), (dict, list))), "")
    reply = data.get("message-type")
    if (
        isinstance(reply, str)
        and (not reply.startswith("work") or reply == "work-agency")
        and data.get("status") == "ok"
    ):
        yield Rejected(
            source, f"this is Crossref's reply of the kind {shorten(reply, 30)!r}, which has no works ({place})"
        )
        return
    if data.get("status") == "failed" or depth > _DEEPEST:
        message = (
            "this is the answer of an API that reports a failure"
            if depth <= _DEEPEST
            else "the objects are nested too deeply"
        )
        yield Rejected(source, f"{message} ({place})", shorten(str(data)[:400]))
        return
    if isinstance(uids := data.get("uids"), list):  # PubMed's summaries, each under its number
        key, data = "", {one: data.get(one) for one in uids if isinstance(one, str)}
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
            yield Rejected(source, f"this is not a record but {shorten(repr(value), 40)} ({where})")
        elif is_envelope(value):
            yield from _opened(value, found, source, where, depth + 1)
        else:
            yield Member(found._replace(data=value, text=()), where)


def _attempted(read_one: Read, data: _Json, found: JsonObject, source: Source) -> Record | Rejected | None:
    try:
        return read_one(data, found, source)
    except RecursionError:  # such a value can be neither compared nor shown
        return Rejected(source, "a value in this record is nested too deeply")


def _with_id(value: object, key: str) -> object:
    return {"id": key, **value} if isinstance(value, dict) else value


def other_dialect(data: Mapping[str, object], wanted: str, source: Source) -> Rejected | None:
    """Return a Rejected for an object whose people the reader ``wanted`` (a name in READERS) would lose, or None.

    Crossref's works and CSL-JSON are so similar that each can be read as the other.

    >>> other_dialect({"title": "Cells", "author": [{"family": "Lee"}]}, "aggregator", Source("in", 1)).reason
    'this is not in the format aggregator; it looks like CSL-JSON; --from auto detects the format'
    """
    if dialect := recognised(data)[0]:
        return _of_other(data, wanted, SHOWN[dialect], source)
    is_seed = not _SEED.isdisjoint(data)
    is_csl = any(isinstance(data.get(key), (list, dict)) for key in _CSL)
    if is_seed is is_csl or is_seed is (wanted == "aggregator"):
        return None
    return _of_other(data, wanted, "an aggregator's record" if is_seed else "CSL-JSON", source)


def _of_other(data: _Json, wanted: str, what: str, source: Source) -> Rejected:
    reason = f"this is not in the format {wanted}; it looks like {what}; --from auto detects the format"
    return Rejected(source, reason, shorten(str(dict(list(data.items())[:4]))))
