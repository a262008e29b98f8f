"""Find records of the same work; keep only the first of them, or fill its empty fields from the others."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bibstep.model import FIELDS, Record, Remark, Source, approximate_size
from bibstep.storage.digests import DigestMap, fingerprint
from bibstep.storage.packed import PackedTuples
from bibstep.storage.spool import Spool
from bibstep.works.same import Facts, Identifiers, facts, identified_apart, names, same

#: Called with a record that is dropped, the remark on it, and the number of the record kept in its place.
Dropped = Callable[[Record, Remark, int], None]

_NUMBER = (1 << 32) - 1
_YEARS = (1 << 16) - 1
#: Of the last so many records with its title ("Editorial"), a record is compared with so many that have its year, or
#: none. Equal ones are always found.
_SOUGHT = 2000
_MOST = 200


class Works:
    """The works of the records so far, as a context manager; ``earlier`` finds an earlier record of the same work.

    ``works.same`` decides which records describe the same work. Two entries of one file with different keys are two
    works, because both may be cited. What identifies the records is on disk, but for the first of them.
    """

    def __init__(self) -> None:
        self._register = DigestMap()
        #: What identifies each record; the number of its work; the record before it with the same title, plus one; a
        #: number for its year, 0 for none, to pass over other years quickly.
        self._facts = PackedTuples()
        self._works = array("I")
        self._before = array("I")
        self._years = array("H")
        #: Of each work: the file and line of its first record, the key there; identifiers from its other records.
        self._files: dict[str, int] = {}
        self._places = array("Q")
        self._keys = array("I")
        self._identifiers: dict[int, Identifiers] = {}

    def __enter__(self) -> Works:
        return self

    def __exit__(self, *_: object) -> None:
        self._facts.__exit__()

    def earlier(self, wanted: Facts, source: Source, own_key: str) -> int:
        """Return the number (from 0) of the earlier record of the same work; without one, add this one and return -1.

        ``source`` is where the record was read, ``own_key`` its key there.
        """
        file = self._files.setdefault(source.file, len(self._files))
        key = fingerprint(own_key) & _NUMBER if own_key else 0
        this = len(self._works)
        work = next((one for one in self._candidates(wanted, this) if self._is(one, wanted, file, key)), -1)
        number = self._works[work] if work >= 0 else len(self._places)
        self._facts.add(wanted)
        self._works.append(number)
        if work < 0:
            self._places.append(file << 40 | source.line)
            self._keys.append(key)
            return -1
        known = self._identifiers.get(number) or Facts._make(self._facts[work]).identifiers
        self._identifiers[number] = tuple(dict([*wanted.identifiers, *known]).items())
        return number

    def _candidates(self, wanted: Facts, this: int) -> Iterator[int]:
        """Earlier records that may be of the same work, the likeliest first; ``this`` record is registered."""
        *marks, title = [fingerprint(str(name)) for name in names(wanted)]
        found = [self._register.setdefault(mark, this) for mark in marks]
        last = self._register.setdefault(title, this)
        if last >= 0:
            self._register.put(title, this)
        self._before.append(last + 1)
        year = fingerprint(wanted.year) % _YEARS + 1 if wanted.year else 0
        self._years.append(year)
        yield from [one for one in found if one >= 0]
        chain: list[int] = []
        for _ in range(_SOUGHT):
            if last < 0 or len(chain) == _MOST:
                break
            if not year or self._years[last] in (0, year):
                chain.append(last)
            last = self._before[last] - 1
        yield from reversed(chain)

    def _is(self, candidate: int, wanted: Facts, file: int, key: int) -> bool:
        work = self._works[candidate]
        if key and self._keys[work] and self._keys[work] != key and self._places[work] >> 40 == file:
            return False
        known = self._identifiers.get(work)
        return same(Facts._make(self._facts[candidate]), wanted) and not (
            known and identified_apart(known, wanted.identifiers)
        )

    def dropped(self, earlier: int) -> Remark:
        """The remark on a record of the same work as the record with the number ``earlier``."""
        return Remark("duplicate-dropped", "title", f"the same work was already converted from {self.place(earlier)}")

    def place(self, number: int) -> Source:
        """Where the record with this number was read."""
        packed = self._places[number]
        file = next(name for name, index in self._files.items() if index == packed >> 40)
        return Source(file, packed & ((1 << 40) - 1))


def first(records: Iterable[Record], dropped: Dropped) -> Iterator[Record]:
    """Yield the first record of each work in order; ``dropped`` is called for the others."""
    with Works() as works:
        for record in records:
            earlier = works.earlier(facts(record), record.source, record.citation_key)
            if earlier >= 0:
                dropped(record, works.dropped(earlier), earlier)
            else:
                yield record


def merged(records: Iterable[Record], dropped: Dropped) -> Iterator[Record]:
    """Yield one record of each work: the first, with its empty fields filled from the others in their order.

    All records are read before the first is yielded; only the duplicates are kept in memory.
    """
    others: dict[int, list[Record]] = {}
    with Spool[Record](approximate_size) as spool, Works() as works:
        for record in records:
            earlier = works.earlier(facts(record), record.source, record.citation_key)
            if earlier < 0:
                spool.add(record)
            else:
                others.setdefault(earlier, []).append(record)
        for number, record in enumerate(spool):
            for other in others.pop(number, ()):
                record, gaps = _filled(record, other)
                taken = f"; {', '.join(gaps)} taken from here" if gaps else ""
                dropped(other, Remark("duplicate-merged", "title", f"the same work as {record.source}{taken}"), number)
            yield record


def _filled(record: Record, other: Record) -> tuple[Record, list[str]]:
    """The record with its empty fields filled from another one, and the names of these fields."""
    gaps = [name for name in FIELDS if not getattr(record, name) and getattr(other, name)]
    if not gaps:
        return record, gaps
    remark = Remark("duplicate-merged", gaps[0], f"{', '.join(gaps)} taken from {other.source}")
    values = {name: getattr(other, name) for name in gaps}
    return replace(record, **values, remarks=(*record.remarks, remark)), gaps
