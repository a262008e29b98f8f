"""A conversion by several processes: the same entries and the same reports, in the same order, as by one."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from bibstep.formats import READERS
from bibstep.input.sources import Opened
from bibstep.model import Record, Rejected
from bibstep.pipeline.chunks import CHUNK, LONGEST, Chunk, Cut, Ended, joined, whole
from bibstep.pipeline.convert import entry_writer, keyed
from bibstep.pipeline.finish import Batch, Entry, Report
from bibstep.pipeline.options import Options, Target
from bibstep.pipeline.parts import Item, Part, Setup, entries, part_of, preparation, to_write, unpacked
from bibstep.pipeline.pool import Workers

#: So many small files are sent to a worker at most.
_FILES = 1000

#: Some chunks that are sent to a worker at once, and what becomes of them.
_Task = Sequence[Chunk | Rejected]
_Pool = Workers[_Task, list[Part]]


class ReadOptions(NamedTuple):
    """How inputs are read: the name of a reader, the most bytes of a record, and the number of processes."""

    reader: str
    max_record: int
    processes: int


def batches(
    inputs: Iterable[Opened | Rejected],
    read_options: ReadOptions,
    targets: Sequence[Target],
    options: Options,
    report: Report,
    key_map: dict[str, str] | None = None,
    counted: Callable[[Iterator[Entry]], Iterator[Entry]] = iter,
) -> Iterator[Batch]:
    """The batches of pipeline.batches, of inputs that are read, converted and rendered by several processes.

    ``counted`` hands the entries on as they come. Works cannot be merged, nor the formats' templates be a user's own.
    Raises what ``sources.opened`` raises.
    """
    setup = Setup(
        tuple([target.form.name for target in targets]), options, read_options.reader, read_options.max_record
    )
    write = entry_writer(targets, options)  # before the processes are started, some of which then have it already
    with Workers(read_options.processes, preparation, setup) as pool:
        found = _found(inputs, setup, pool, write)
        yield from keyed(counted(to_write(found, options, report)), options, report, key_map)


def _found(
    inputs: Iterable[Opened | Rejected], setup: Setup, pool: _Pool, write: Callable[[Record], Entry]
) -> Iterator[Item]:
    """What becomes of all that is in the inputs, in order."""
    parts = map(_whole, inputs)
    large: list[Opened] = []

    def small() -> Iterator[Chunk | Rejected]:
        for one in parts:
            if isinstance(one, Opened):
                large.append(one)
                return
            yield one

    while True:
        for results in pool.map(_batches(small())):
            yield from map(unpacked, chain.from_iterable([done.items for done in results]))
        if not large:
            return
        yield from _of_large(large.pop(), setup, pool, write)


def _whole(one: Opened | Rejected) -> Opened | Chunk | Rejected:
    """All of a small file as one chunk; a larger one as it is."""
    return one if isinstance(one, Rejected) else whole(one) or one


def _batches(small: Iterable[Chunk | Rejected]) -> Iterator[_Task]:
    """Small files together, so that each time a worker has something to do."""
    task: list[Chunk | Rejected] = []
    size = 0
    for one in small:
        task.append(one)
        size += len(one.data) if isinstance(one, Chunk) else 0
        if size > CHUNK // 2 or len(task) == _FILES:
            yield task
            task, size = [], 0
    if task:
        yield task


def _of_large(one: Opened, setup: Setup, pool: _Pool, write: Callable[[Record], Entry]) -> Iterator[Item]:
    """What becomes of what is in one input: of its chunks, and of the rest from where they do not stand by themselves.

    A chunk with an open end is read again together with the next one.
    """
    cut = Cut(one, READERS[setup.reader])
    away: deque[Chunk] = deque()
    before = Ended(True)
    is_open = False

    def handed_out() -> Iterator[_Task]:
        for chunk in cut:
            away.append(chunk)
            yield [chunk]

    with contextlib.closing(pool.map(handed_out())) as results:
        for (done,) in results:
            if is_open:
                chunk = joined(away.popleft(), away.popleft())
                away.appendleft(chunk)
                done = part_of(chunk, setup, write)
            is_open = done.ended.is_open and len(away[0].data) < LONGEST
            if done.ended.is_whole:
                away.popleft()
                before = done.ended
                yield from map(unpacked, done.items)
            elif not is_open:
                break
    yield from entries(cut.rest(away, before, setup.max_record), setup.options, write)
