"""What is out of step between manuscripts and a bibliography: undefined keys, unused entries, two keys for one work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bibstep.input.sources import shown
from bibstep.manuscripts.read import Cited
from bibstep.model import Record
from bibstep.works.known import known_works


class Finding(NamedTuple):
    """A difference: ``kind`` is "undefined", "unused" or "same-work"; ``file`` and ``line`` are where it shows.

    ``other`` is the nearest key for an undefined one, and the key cited before for the same work.
    """

    kind: str
    key: str
    file: str
    line: int
    other: str = ""

    @property
    def message(self) -> str:
        """The finding in words."""
        if self.kind == "undefined":
            return f"no entry has the key {self.key}" + (f"; did you mean {self.other}?" if self.other else "")
        if self.kind == "unused":
            return f"nothing cites the entry {self.key}"
        return f"{self.key} is the same work as {self.other}, which is cited, too"


def findings(cited: Cited, records: Sequence[Record]) -> Iterator[Finding]:
    """Yield every undefined citation, each further key of a work, then every entry that is not cited, in order.

    An entry that a cited one refers to (its parent, the member of a set) is used.
    """
    defined = {key for record in records for key in (record.citation_key, *record.aliases)}
    named = set(cited.keys)
    same = _same_works(record for record in records if record.citation_key in named)
    nearest: dict[str, str] = {}
    reported: set[str] = set()
    for one in cited.citations:
        if not one.is_used or one.key in cited.labels:
            continue
        place = shown(one.file), one.line
        if one.key not in defined and not one.is_label:
            if one.key not in nearest:
                nearest[one.key] = nearest_key(one.key, defined)
            yield Finding("undefined", one.key, *place, nearest[one.key])
        elif one.key in same and one.key not in reported:
            reported.add(one.key)
            yield Finding("same-work", one.key, *place, same[one.key])
    if not cited.everything:
        used = _with_relatives(named, records)
        for record in records:
            if record.citation_key and used.isdisjoint((record.citation_key, *record.aliases)):
                yield Finding("unused", record.citation_key, *record.source)


def nearest_key(key: str, keys: Iterable[str]) -> str:
    """The most similar of some keys, "" if none is similar.

    >>> nearest_key("Smith20", ["smith2020", "other"])
    'smith2020'
    """
    from difflib import get_close_matches

    folded = {one.lower(): one for one in keys}
    near = get_close_matches(key[:100].lower(), folded, 1, 0.75)
    return folded[near[0]] if near else ""


def _with_relatives(named: Iterable[str], records: Iterable[Record]) -> set[str]:
    relatives = {record.citation_key: record.relatives for record in records if record.relatives}
    waiting = list(named)
    used = set(waiting)
    for key in waiting:  # grows while relatives have relatives
        more = [one for one in relatives.get(key, ()) if one not in used]
        used.update(more)
        waiting += more
    return used


def _same_works(records: Iterable[Record]) -> dict[str, str]:
    """The key of a record -> the key of an earlier one of the same work."""
    found = list(records)
    library = known_works(found)
    firsts = [(record.citation_key, library.held(record)[0].key) for record in found]
    return {key: first for key, first in reversed(firsts) if key != first}
