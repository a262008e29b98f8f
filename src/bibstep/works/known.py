"""The works of an existing bibliography: its keys, and which of its entries are of a record's work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bibstep.model import Record, Source
from bibstep.works.same import Facts, facts, same
from bibstep.works.same import names as _names

#: So many entries with one title ("Editorial") are compared with a record at most; equal ones are always found.
_MOST = 200


class Held(NamedTuple):
    """An entry of the bibliography: its key ("" for none), where it is, and what identifies its work."""

    key: str
    source: Source
    facts: Facts

    def __str__(self) -> str:
        return self.key or str(self.source)


@dataclass(frozen=True, slots=True)
class KnownWorks:
    """The entries of a bibliography, and its keys.

    ``numbers`` leads from what identifies a work (all its facts, an identifier, a title) to the numbers of entries.
    """

    keys: frozenset[str] = frozenset()
    entries: Sequence[Held] = ()
    numbers: Mapping[object, Sequence[int]] = field(default_factory=dict)

    def held(self, record: Record) -> list[Held]:
        """The entries of the record's work, in their order; more than one if the bibliography repeats it."""
        return [self.entries[number] for number in self.numbers_of(record)]

    def numbers_of(self, record: Record) -> list[int]:
        """The numbers of the entries of the record's work, from 0."""
        wanted = facts(record)
        found = set(self.numbers.get(wanted, ()))
        for name in _names(wanted):
            for number in self.numbers.get(name, ())[:_MOST]:
                if number not in found and same(wanted, self.entries[number].facts):
                    found.add(number)
        return sorted(found)

    def keys_of(self, record: Record) -> list[str]:
        """The keys of the record's work, in the order of the entries; only the record's own, if it is one of them."""
        keys = list(dict.fromkeys([one.key for one in self.held(record) if one.key]))
        return [record.citation_key] if record.citation_key in keys else keys


def known_works(records: Iterable[Record], keys: Iterable[str] = ()) -> KnownWorks:
    """The works of the records of a bibliography, and its keys; ``keys`` are those of records left out of these."""
    entries = [Held(record.citation_key, record.source, facts(record)) for record in records]
    numbers: dict[object, list[int]] = {}
    for number, one in enumerate(entries):
        for name in (one.facts, *_names(one.facts)):
            numbers.setdefault(name, []).append(number)
    return KnownWorks(frozenset([*keys, *[one.key for one in entries if one.key]]), entries, numbers)


def names(record: Record) -> tuple[object, ...]:
    """What the work of a record is looked up by. Records of one work have one of these in common."""
    return _names(facts(record))
