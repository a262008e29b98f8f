"""Find records of the same work; keep only the first of them, or fill its empty fields from the others."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bibstep.model import FIELDS, Record, Remark, Source, approximate_size
from bibstep.storage.digests import DigestMap, fingerprint
from bibstep.storage.spool import Spool
from bibstep.works.identity import Identity, apart, identity

#: Called with a record that is dropped, the remark on it, and the number of the record kept in its place.
Dropped = Callable[[Record, Remark, int], None]

_KINDS = {"doi": 1, "pmid": 2, "pmcid": 3, "arxiv": 4}
_NUMBER = (1 << 32) - 1


class Works:
    """The works of the records so far; ``earlier`` finds an earlier record of the same work.

    Two records describe the same work if their strongest identifiers are equal, or else title, year and first author,
    unless they have different identifiers of the same kind, or other volumes and pages. A short title must also have
    the same container. Two entries of one file with different keys are two works, because both may be cited.
    """

    def __init__(self) -> None:
        self._register = DigestMap()
        self._files: dict[str, int] = {}
        self._places = array("Q")
        self._keys = array("L")
        self._parts = array("Q")

    def earlier(self, work: Identity, source: Source, own_key: str) -> int:
        """Return the number (from 0) of the earlier record of the same work; without one, add this one and return -1.

        ``source`` is where the record was read, ``own_key`` its key there.
        """
        file = self._files.setdefault(source.file, len(self._files))
        key = fingerprint(own_key) & _NUMBER if own_key else 0
        short = 0
        words = fingerprint(work.words)
        fingerprints = [words]
        if work.identifier:
            fingerprints.insert(0, fingerprint(work.identifier))
            short = _short_identifier(work.identifier, fingerprints[0])
        new = []
        # The upper half of a stored number is the record's identifier in short, the lower half the record's number.
        this = short << 32 | len(self._places)
        for one in fingerprints:
            found = self._register.setdefault(one, this)
            if found >= 0 and one == words and apart(self._parts[found & _NUMBER], work.place):
                # Another work with these words, which may have been there before, too.
                one = fingerprint(f"{work.words} {work.place}")
                found = self._register.setdefault(one, this)
            if found < 0:
                new.append(one)
            elif not _differ(found >> 32, short) and not self._are_two(found & _NUMBER, file, key):
                # From now on, the new fingerprint stands for the earlier record too.
                for other in new:
                    self._register.put(other, short << 32 | found & _NUMBER)
                return found & _NUMBER
        self._places.append(file << 40 | source.line)
        self._keys.append(key)
        self._parts.append(work.place)
        return -1

    def dropped(self, earlier: int) -> Remark:
        """The remark on a record of the same work as the record with the number ``earlier``."""
        return Remark("duplicate-dropped", "title", f"the same work was already converted from {self.place(earlier)}")

    def _are_two(self, number: int, file: int, key: int) -> bool:
        """Whether an earlier record and one with this key are entries of one file with different keys."""
        return bool(key and self._keys[number]) and self._keys[number] != key and self._places[number] >> 40 == file

    def place(self, number: int) -> Source:
        """Where the record with this number was read."""
        packed = self._places[number]
        file = next(name for name, index in self._files.items() if index == packed >> 40)
        return Source(file, packed & ((1 << 40) - 1))


def _short_identifier(name: str, digest: int) -> int:
    """An identifier as a number of 32 bits, never 0: three bits for its kind, the others from its digest."""
    return _KINDS[name.partition(":")[0]] << 29 | digest >> 35


def _differ(one: int, other: int) -> bool:
    return bool(one and other) and one >> 29 == other >> 29 and one != other


def first(records: Iterable[Record], dropped: Dropped) -> Iterator[Record]:
    """Yield the first record of each work in order; ``dropped`` is called for the others."""
    works = Works()
    for record in records:
        earlier = works.earlier(identity(record), record.source, record.citation_key)
        if earlier >= 0:
            dropped(record, works.dropped(earlier), earlier)
        else:
            yield record


def merged(records: Iterable[Record], dropped: Dropped) -> Iterator[Record]:
    """Yield one record of each work: the first, with its empty fields filled from the others in their order.

    All records are read before the first is yielded; only the duplicates are kept in memory.
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
