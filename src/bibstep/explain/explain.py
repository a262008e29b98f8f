"""``explain``: where each field of a record was read, the remarks on it, and where each format writes it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from bibstep.explain import mapping, origins
from bibstep.formats import FORMATS, READERS
from bibstep.keys.assign import KeyAssignment, key_requester
from bibstep.model import Metrics, Name, PageRange, Record, Rejected, Remark, Translation
from bibstep.pipeline.convert import batches
from bibstep.pipeline.finish import Noted
from bibstep.pipeline.options import Options, Target

#: Shown for a field that the options leave out.
NOT_ASKED = "not requested"


@dataclass(frozen=True, slots=True)
class Row:
    """A field: its value, the parts of the source that it was read from, and format -> where it is written."""

    field: str
    value: str
    read_from: tuple[str, ...]
    written: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Explained:
    """One record explained. ``number`` is its place in the input, from 1; ``key`` is its key if no other claims it."""

    number: int
    record: Record
    key: str
    remarks: tuple[Remark, ...]
    rows: tuple[Row, ...]


def explain(
    data: bytes,
    name: str,
    *,
    format: str = "auto",  # noqa: A002  (the word users know)
    number: int = 0,
    key: str = "",
    to: Sequence[str] = (),
    options: Options | None = None,
) -> Explained | Rejected | None:
    """Explain one record of an input: the one at ``number``, else the one with ``key``, else the first.

    ``to`` names the formats (by default all). ``key`` may be a key in the source, or the key that a record would get.
    Returns a Rejected if the input at that place could not become a record, None if there is no such record. Raises
    KeyError for an unknown format.
    """
    options = options or Options()
    found = READERS[format].read(io.BytesIO(data), name)
    request = key_requester(options.key)
    with KeyAssignment(own=not options.key) as assignment:
        for place, item in enumerate(found, 1):
            own = assignment.claim(request(item))[0].base if isinstance(item, Record) else ""
            if place == number if number else not key or (isinstance(item, Record) and key in (item.citation_key, own)):
                break
        else:
            return None
    if isinstance(item, Rejected):
        return item
    following = next(found, None)
    places = origins.places(data, READERS[format], item, following.source.line if following else 0)
    names = to or list(FORMATS)
    return Explained(place, item, own, _remarks(item, names, options), _rows(item, places, names, options))


def _remarks(record: Record, to: Sequence[str], options: Options) -> tuple[Remark, ...]:
    """All remarks on a record that is converted to these formats."""
    remarks: list[Remark] = []

    def take(item: Rejected | Noted) -> None:
        if isinstance(item, Noted):
            remarks.extend(item.remarks)

    for _ in batches([record], [Target(FORMATS[name]) for name in to], options, take):
        pass
    return tuple(dict.fromkeys(remarks))


def _rows(record: Record, places: Mapping[str, Sequence[str]], to: Sequence[str], options: Options) -> tuple[Row, ...]:
    """A row for each field that is not empty."""
    names = list(record.fields_present())
    tables = {name: mapping.written(FORMATS[name], record, [one for one in names if one != "type"]) for name in to}
    hidden = {name: options.omission(name).fields for name in to}
    rows = []
    for field in names:
        words = {name: NOT_ASKED if field in hidden[name] else tables[name].get(field, "") for name in to}
        if field == "type":
            words = {name: mapping.entry_of(FORMATS[name], record) for name in to}
        rows.append(Row(field, shown(getattr(record, field)), tuple(places.get(field, ())), words))
    return tuple(rows)


def shown(value: object) -> str:
    """The value of a field as one line of text.

    >>> shown((PageRange("1", "9"), PageRange("11"))), shown((("archive", "ADS"),))
    ('1-9; 11', 'archive: ADS')
    """
    if isinstance(value, PageRange):
        return "-".join([part for part in value if part])
    if isinstance(value, tuple) and not isinstance(value, Name):
        if len(value) == 2 and isinstance(value[0], str) and not isinstance(value[1], str):
            return f"{value[0]}: {shown(value[1])}"
        pairs = all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[1], str) for one in value)
        parts = [": ".join(one) if pairs and not isinstance(one, PageRange) else shown(one) for one in value]
        return "; ".join(parts)
    if isinstance(value, (Metrics, Translation)):
        return "; ".join([f"{one.name} {text}" for one in fields(value) if (text := getattr(value, one.name))])
    return str(value)
