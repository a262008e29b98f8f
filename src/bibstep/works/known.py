"""The works of an existing bibliography: its keys, and the key of each work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bibstep.model import Record
from bibstep.works.identity import identifiers, title_year


@dataclass(frozen=True, slots=True)
class KnownWorks:
    """The keys of a bibliography, and what identifies each of its works.

    ``identifiers`` maps an identifier to a key, ``titles`` a title and year to a key and the work's DOI, if it has one.
    The key is "" if it would be ambiguous.
    """

    keys: frozenset[str] = frozenset()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def key_of(self, record: Record) -> str:
        """The key of the record's work, or "" if it is not known.

        It is found by the identifiers, the strongest first, then by title and year, unless the DOIs differ.
        """
        for name in identifiers(record):
            if key := self.identifiers.get(name):
                return key
        key, doi = self.titles.get(title_year(record), ("", ""))
        return "" if doi and record.doi and doi != record.doi.lower() else key


def known_works(records: Iterable[Record]) -> KnownWorks:
    """The works of the records that have a citation key."""
    keys: set[str] = set()
    by_identifier: dict[str, str] = {}
    titles: dict[str, tuple[str, str]] = {}
    for record in records:
        key = record.citation_key
        if not key:
            continue
        keys.add(key)
        for name in identifiers(record):
            by_identifier[name] = key if by_identifier.get(name, key) == key else ""
        if title := title_year(record):
            titles[title] = (key, record.doi.lower()) if titles.get(title, (key, ""))[0] == key else ("", "")
    return KnownWorks(frozenset(keys), by_identifier, titles)
