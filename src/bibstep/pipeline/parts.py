"""What becomes of a chunk by itself, in whatever process: drafts, which then need nothing but their order and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from bibstep.formats import FORMATS
from bibstep.keys.assign import Wish
from bibstep.keys.claim import Claim
from bibstep.model import Record, Rejected, Remark, Source
from bibstep.pipeline.chunks import Chunk, Ended, Reading
from bibstep.pipeline.convert import Options, Target, drafter, wanted
from bibstep.pipeline.finish import Draft, Noted, Report
from bibstep.works.duplicates import Works
from bibstep.works.identity import Identity, identity


class Drafted(NamedTuple):
    """A draft, and what tells which work it is of."""

    draft: Draft
    work: Identity


#: What becomes of a record, and what is told where none is written.
Item = Rejected | Noted | Drafted
#: The same as plain tuples, which are sent between processes several times as fast.
Packed = tuple[Any, ...]


class Setup(NamedTuple):
    """All that a process must know to make drafts: formats and the reader by their names."""

    formats: tuple[str, ...]
    options: Options
    reader: str
    max_record: int


class Drafts(NamedTuple):
    """What is in a chunk, packed, and how the chunk ended."""

    items: list[Packed]
    ended: Ended


def preparation(setup: Setup) -> Callable[[Sequence[Chunk | Rejected]], list[Drafts]]:
    """A function from chunks to their drafts; what was rejected already is handed on."""
    write = drafter([Target(FORMATS[name]) for name in setup.formats], setup.options)

    def work(chunks: Sequence[Chunk | Rejected]) -> list[Drafts]:
        return [
            Drafts([packed(one)], Ended(True)) if isinstance(one, Rejected) else drafts_of(one, setup, write)
            for one in chunks
        ]

    return work


def drafts_of(chunk: Chunk, setup: Setup, write: Callable[[Record], Draft]) -> Drafts:
    """The drafts of a chunk, made with ``write``."""
    reading = Reading(chunk, setup.reader, setup.max_record)
    items = [packed(one) for one in drafts(reading.records(), setup.options, write)]
    return Drafts(items, reading.ended())


def drafts(records: Iterable[Record | Rejected], options: Options, write: Callable[[Record], Draft]) -> Iterator[Item]:
    """What was read, each record as it will be written by ``write`` or with the reason why it will not, in order."""
    told: list[Rejected | Noted] = []
    for record in wanted(records, options, told.append):
        yield from told
        told.clear()
        yield Drafted(write(record), identity(record))
    yield from told


def to_write(found: Iterable[Item], options: Options, say: Report) -> Iterator[Draft]:
    """The drafts that are to be written, in the order of their records: what ``duplicates`` says, but for merging."""
    works = Works() if options.duplicates == "first" else None
    for one in found:
        if not isinstance(one, Drafted):
            say(one)
            continue
        (source, wish, remarks, *_), work = one
        if works and (remark := works.dropped(work, source, wish.own)):
            say(Noted(source, wish.own, (*remarks, remark)))
        else:
            yield one.draft


def packed(item: Item) -> Packed:
    """An item as plain tuples."""
    if isinstance(item, Rejected):
        return item.source[:], item.reason, item.raw
    if isinstance(item, Noted):
        return item.source[:], item.key, _plain(item.remarks), ()
    (source, wish, remarks, unsaid, texts), work = item
    return source[:], (wish.claim[:], *wish[1:]), _plain(remarks), _plain(unsaid), texts, work[:]


def unpacked(item: Packed) -> Item:
    """The item that was packed."""
    source = Source._make(item[0])
    if len(item) == 3:
        return Rejected(source, item[1], item[2])
    remarks = _remarks(item[2])
    if len(item) == 4:
        return Noted(source, item[1], remarks)
    claim, pinned, own = item[1]
    wish = Wish(Claim._make(claim), pinned, own)
    return Drafted(Draft(source, wish, remarks, _remarks(item[3]), item[4]), Identity._make(item[5]))


def _plain(remarks: Iterable[Remark]) -> tuple[tuple[str, ...], ...]:
    return tuple([remark[:] for remark in remarks])


def _remarks(plain: Iterable[tuple[str, ...]]) -> tuple[Remark, ...]:
    return tuple([Remark._make(one) for one in plain])
