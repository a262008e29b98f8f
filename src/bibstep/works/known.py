"""A bibliography that is there already: its keys, and under which of them it has a work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bibstep.model import Record
from bibstep.works.identity import identifiers, title_year


@dataclass(frozen=True, slots=True)
class Library:
    """The keys of a bibliography, and what tells each work: its identifiers, its title and year.

    ``works`` leads from an identifier to a key, ``titles`` from a title and year to a key and the DOI, if there is
    one. What would lead to two keys leads to none.
    """

    keys: frozenset[str] = frozenset()
    works: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def key_of(self, record: Record) -> str:
        """The key the library has a work under, or nothing: by its identifiers, the strongest first, then by title.

        A title and year do not tell two works with DOIs of their own.
        """
        for name in identifiers(record):
            if key := self.works.get(name):
                return key
        key, doi = self.titles.get(title_year(record), ("", ""))
        return "" if doi and record.doi and doi != record.doi.lower() else key


def library(records: Iterable[Record]) -> Library:
    """What records with citation keys say of which work has which key."""
    keys: set[str] = set()
    works: dict[str, str] = {}
    titles: dict[str, tuple[str, str]] = {}
    for record in records:
        key = record.citation_key
        if not key:
            continue
        keys.add(key)
        for name in identifiers(record):
            works[name] = key if works.get(name, key) == key else ""
        if told := title_year(record):
            titles[told] = (key, record.doi.lower()) if titles.get(told, (key, ""))[0] == key else ("", "")
    return Library(frozenset(keys), works, titles)
