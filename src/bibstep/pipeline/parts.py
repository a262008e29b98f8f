"""What becomes of a chunk by itself, in whatever process: entries, which then need nothing but their order and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from bibstep.formats import FORMATS
from bibstep.keys.assign import KeyRequest
from bibstep.keys.claim import Claim
from bibstep.model import Record, Rejected, Remark, Source
from bibstep.pipeline.chunks import Chunk, Ended, Reading
from bibstep.pipeline.convert import entry_writer, wanted
from bibstep.pipeline.finish import Entry, Noted, Report
from bibstep.pipeline.options import Options, Target
from bibstep.works.duplicates import Works
from bibstep.works.identity import Identity, identity


class Converted(NamedTuple):
    """An entry, and what tells which work it is of."""

    entry: Entry
    work: Identity


#: What becomes of a record, and what is told where none is written.
Item = Rejected | Noted | Converted
#: The same as plain tuples, which are sent between processes several times as fast.
Packed = tuple[Any, ...]


class Setup(NamedTuple):
    """All that a process must know to make entries: formats and the reader by their names."""

    formats: tuple[str, ...]
    options: Options
    reader: str
    max_record: int


class Part(NamedTuple):
    """What is in a chunk, packed, and how the chunk ended."""

    items: list[Packed]
    ended: Ended


def preparation(setup: Setup) -> Callable[[Sequence[Chunk | Rejected]], list[Part]]:
    """A function from chunks to their entries; what was rejected already is handed on."""
    write = entry_writer([Target(FORMATS[name]) for name in setup.formats], setup.options)

    def work(chunks: Sequence[Chunk | Rejected]) -> list[Part]:
        return [
            Part([packed(one)], Ended(True)) if isinstance(one, Rejected) else part_of(one, setup, write)
            for one in chunks
        ]

    return work


def part_of(chunk: Chunk, setup: Setup, write: Callable[[Record], Entry]) -> Part:
    """The entries of a chunk, made with ``write``."""
    reading = Reading(chunk, setup.reader, setup.max_record)
    items = [packed(one) for one in entries(reading.records(), setup.options, write)]
    return Part(items, reading.ended())


def entries(records: Iterable[Record | Rejected], options: Options, write: Callable[[Record], Entry]) -> Iterator[Item]:
    """What was read, each record as it will be written by ``write`` or with the reason why it will not, in order."""
    told: list[Rejected | Noted] = []
    for record in wanted(records, options, told.append):
        yield from told
        told.clear()
        yield Converted(write(record), identity(record))
    yield from told


def to_write(found: Iterable[Item], options: Options, report: Report) -> Iterator[Entry]:
    """The entries that are to be written, in the order of their records: what ``duplicates`` says, but for merging."""
    works = Works() if options.duplicates == "first" else None
    for one in found:
        if not isinstance(one, Converted):
            report(one)
            continue
        (source, request, remarks, *_), work = one
        if works and (remark := works.dropped(work, source, request.own)):
            report(Noted(source, request.own, (*remarks, remark)))
        else:
            yield one.entry


def packed(item: Item) -> Packed:
    """An item as plain tuples."""
    if isinstance(item, Rejected):
        return item.source[:], item.reason, item.raw
    if isinstance(item, Noted):
        return item.source[:], item.key, _plain(item.remarks), ()
    (source, request, remarks, unsaid, texts), work = item
    return source[:], (request.claim[:], *request[1:]), _plain(remarks), _plain(unsaid), texts, work[:]


def unpacked(item: Packed) -> Item:
    """The item that was packed."""
    source = Source._make(item[0])
    if len(item) == 3:
        return Rejected(source, item[1], item[2])
    remarks = _remarks(item[2])
    if len(item) == 4:
        return Noted(source, item[1], remarks)
    claim, pinned, own = item[1]
    request = KeyRequest(Claim._make(claim), pinned, own)
    return Converted(Entry(source, request, remarks, _remarks(item[3]), item[4]), Identity._make(item[5]))


def _plain(remarks: Iterable[Remark]) -> tuple[tuple[str, ...], ...]:
    return tuple([remark[:] for remark in remarks])


def _remarks(plain: Iterable[tuple[str, ...]]) -> tuple[Remark, ...]:
    return tuple([Remark._make(one) for one in plain])
