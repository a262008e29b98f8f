"""The works of an existing bibliography: which keys it has, and which work has which key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bibstep.model import Record
from bibstep.works.identity import identifiers, title_year


@dataclass(frozen=True, slots=True)
class KnownWorks:
    """The keys of a bibliography, and what identifies each of its works.

    ``identifiers`` maps an identifier to a key, ``titles`` a title and year to a key and the work's DOI, if it has one.
    What would lead to two keys leads to "".
    """

    keys: frozenset[str] = frozenset()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def key_of(self, record: Record) -> str:
        """The key of the record's work, or "": found by its identifiers, the strongest first, then by title and year.

        Two works with the same title and year but different DOIs are two.
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
