"""Works that come more than once: only the first record of each is kept, or it is filled up from the others."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bibstep.model import FIELDS, Record, Remark, Source, approximate_size
from bibstep.storage.digests import DigestMap, fingerprint
from bibstep.storage.spool import Spool
from bibstep.works.identity import Identity, identity

#: Called with a record that is dropped and the remark on it.
Dropped = Callable[[Record, Remark], None]

_KINDS = {"doi": 1, "pmid": 2, "pmcid": 3, "arxiv": 4}
_NUMBER = (1 << 32) - 1


class Works:
    """Which works there were: asked for a record's work, it gives the number of the earlier one that is the same work.

    Two records are the same work where their strongest identifiers are alike, or else the title, the year and the first
    author, unless their identifiers are of one kind and differ. A short title tells nothing by itself. Two entries of
    one bibliography that have keys of their own are two: somebody may cite both.
    """

    def __init__(self) -> None:
        self._register = DigestMap()
        self._files: dict[str, int] = {}
        self._places = array("Q")
        self._keys = array("L")

    def earlier(self, work: Identity, source: Source, own_key: str) -> int:
        """The number (from 0) of the earlier record of the same work, or -1, and then the record is taken down.

        ``source`` is where the record was read, ``own_key`` the key that it has there.
        """
        file = self._files.setdefault(source.file, len(self._files))
        key = fingerprint(own_key) & _NUMBER if own_key else 0
        told = 0
        fingerprints = [fingerprint(work.words)]
        if work.identifier:
            fingerprints.insert(0, fingerprint(work.identifier))
            told = _told(work.identifier, fingerprints[0])
        new = []
        # A number has two halves: which record it was, and what tells it.
        this = told << 32 | len(self._places)
        for one in fingerprints:
            found = self._register.setdefault(one, this)
            if found < 0:
                new.append(one)
            elif not _differ(found >> 32, told) and not self._are_two(found & _NUMBER, file, key):
                # What else tells a work that was there tells it from now on.
                for other in new:
                    self._register.put(other, told << 32 | found & _NUMBER)
                return found & _NUMBER
        self._places.append(file << 40 | source.line)
        self._keys.append(key)
        return -1

    def dropped(self, work: Identity, source: Source, own_key: str) -> Remark | None:
        """The remark on a record whose work was there before; None for the first, which is taken down."""
        earlier = self.earlier(work, source, own_key)
        if earlier < 0:
            return None
        return Remark("duplicate-dropped", "title", f"the same work was converted from {self.place(earlier)} already")

    def _are_two(self, number: int, file: int, key: int) -> bool:
        """Whether an earlier record and one with this key are entries of one file, each with a key of its own."""
        return bool(key and self._keys[number]) and self._keys[number] != key and self._places[number] >> 40 == file

    def place(self, number: int) -> Source:
        """Where the record of that number was read."""
        packed = self._places[number]
        file = next(name for name, index in self._files.items() if index == packed >> 40)
        return Source(file, packed & ((1 << 40) - 1))


def _told(name: str, of_name: int) -> int:
    """An identifier in 32 bits, never 0: three for its kind, the rest of its digest."""
    return _KINDS[name.partition(":")[0]] << 29 | of_name >> 35


def _differ(one: int, other: int) -> bool:
    return bool(one and other) and one >> 29 == other >> 29 and one != other


def first(records: Iterable[Record], dropped: Dropped) -> Iterator[Record]:
    """The first record of each work, as they come."""
    works = Works()
    for record in records:
        remark = works.dropped(identity(record), record.source, record.citation_key)
        if remark:
            dropped(record, remark)
        else:
            yield record


def merged(records: Iterable[Record], dropped: Dropped) -> Iterator[Record]:
    """One record of each work: the first, with what it does not say taken from the others in their order.

    All records are read before the first one comes; memory holds those that come again.
    """
    works = Works()
    others: dict[int, list[Record]] = {}
    with Spool[Record](approximate_size) as spool:
        for record in records:
            earlier = works.earlier(identity(record), record.source, record.citation_key)
            if earlier < 0:
                spool.add(record)
            else:
                others.setdefault(earlier, []).append(record)
        for number, record in enumerate(spool):
            for other in others.pop(number, ()):
                record, gaps = _filled(record, other)
                taken = f"; {', '.join(gaps)} taken from here" if gaps else ""
                dropped(other, Remark("duplicate-merged", "title", f"the same work as {record.source}{taken}"))
            yield record


def _filled(record: Record, other: Record) -> tuple[Record, list[str]]:
    """A record with what only another one says, and which fields that were."""
    gaps = [name for name in FIELDS if not getattr(record, name) and getattr(other, name)]
    if not gaps:
        return record, gaps
    remark = Remark("duplicate-merged", gaps[0], f"{', '.join(gaps)} taken from {other.source}")
    values = {name: getattr(other, name) for name in gaps}
    return replace(record, **values, remarks=(*record.remarks, remark)), gaps
