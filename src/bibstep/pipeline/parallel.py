"""A conversion by the workers of an executor: the same entries and reports, in the same order, as in one process.

Any ``concurrent.futures.Executor`` will do: processes, threads, a Dask cluster. Workers read and render chunks of the
input; the main process drops duplicates and assigns the keys. A task holds all that it needs: a worker opens no file,
and keeps nothing but the compiled templates.
"""

from __future__ import annotations

import os
import pickle
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from functools import lru_cache, partial
from itertools import chain, groupby
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from bibstep.formats import FORMATS, reader_named, writer_named
from bibstep.formats.names import ReadFormat, WriteFormat
from bibstep.formats.reading import read
from bibstep.input.lines import MAX_RECORD
from bibstep.input.sources import Opened, opened
from bibstep.model import Record, Rejected
from bibstep.pipeline.chunks import CHUNK, Chunk, Cut, Ended, Pieces, Reading, records_in, whole
from bibstep.pipeline.convert import as_file, convert, entry_writer, ignore, keyed, wanted
from bibstep.pipeline.finish import Batch, Entry, KeyMap, Noted, Report
from bibstep.pipeline.options import Options, ReadOptions, Target
from bibstep.pipeline.workers import Workers, in_order
from bibstep.works.duplicates import Works
from bibstep.works.same import Facts, facts

#: So many small files are one task at most.
_FILES = 1000


class Converted(NamedTuple):
    """An entry, what identifies its work where duplicates are left out, and its record if that was asked for."""

    entry: Entry
    work: Facts | None
    record: Record | None


#: What is made from a record: an entry, or the report why there is none; the record itself if nothing is written.
Item = Rejected | Noted | Converted | Record


class Part(NamedTuple):
    """The items made from a chunk, in order, and how the chunk ended."""

    items: list[Item]
    ended: Ended


class _Setup(NamedTuple):
    """The settings that every task of a conversion needs, with formats by their names.

    Without ``formats`` inputs are only read. ``with_records``: the records are wanted beside their entries.
    """

    formats: tuple[str, ...] | None
    options: Options
    read_options: ReadOptions
    with_records: bool


_Write = Callable[[Record], Entry]
#: The chunks of one task. What stands for an input that could not be opened or read takes its place among them.
_Task = Sequence[Chunk | Pieces | Rejected]


def convert_files(
    inputs: Iterable[str | os.PathLike[str] | BinaryIO],
    to: WriteFormat | str,
    executor: Executor,
    options: Options = Options(),
    *,
    workers: int = 0,
    format: ReadFormat | str = "auto",  # noqa: A002  (as with read)
    report: Report | None = None,
) -> Iterator[str]:
    """Convert files, folders and binary streams to text in one format, with the workers of an executor.

    Joined, the pieces are what ``convert(read(*inputs), to, options)`` returns, byte for byte, with the same reports.
    This process reads the files and sends chunks of them to the workers, which must have the same version of bibstep.
    ``workers`` is the number of tasks that the executor runs at once (by default the number of processors of this
    machine): three times as many chunks of half a megabyte are in memory at most. If a worker fails, its chunks are
    converted in this process, with a RuntimeWarning. With ``duplicates="merge"`` this process does all the work.

    Raises InputError for an input that cannot be opened, UnknownFormatError (a KeyError) for an unknown format,
    TypeError for a single input that is not in a list, ValueError for fewer than no workers.
    """
    if isinstance(inputs, (str, os.PathLike)) or hasattr(inputs, "read"):
        raise TypeError(f"inputs must be a list, not the single input {inputs!r}")
    if workers < 0:
        raise ValueError(f"workers must not be negative: {workers}")
    report = report or ignore
    if options.duplicates == "merge":
        return convert(read(*inputs, format=format), to, options, report=report)
    form, reader = writer_named(to), reader_named(format)
    some = Workers(executor, workers or os.cpu_count() or 1)
    found = opened(inputs, reader.in_folders)
    made = batches(found, ReadOptions(reader.name, MAX_RECORD), [Target(form)], options, some, report, _warn)
    return as_file(form, (batch.texts[0] for batch in made))


def _warn(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=2)


def batches(
    inputs: Iterable[Opened | Rejected],
    read_options: ReadOptions,
    targets: Sequence[Target],
    options: Options,
    workers: Workers,
    report: Report,
    warn: Callable[[str], None],
    key_map: KeyMap | None = None,
    counted: Callable[[Iterator[Entry]], Iterator[Entry]] = iter,
    taken: Callable[[Record], None] | None = None,
) -> Iterator[Batch]:
    """The batches of ``convert.batches`` for these inputs, read and rendered by the workers.

    Works cannot be merged, nor can a target have a template of the user's own. ``warn`` is called once if workers fail.
    ``counted`` wraps the stream of entries, ``taken`` is called with every record that has one, in order. Raises what
    ``sources.opened`` raises.
    """
    if options.selects and key_map is None:
        key_map = KeyMap()
    formats = tuple([target.form.name for target in targets])
    job = _job(_Setup(formats, options, read_options, taken is not None), workers, warn)
    found = counted(_without_duplicates(_items(inputs, job), options, report, key_map, taken))
    return keyed(found, targets, options, report, key_map)


def records(
    inputs: Iterable[Opened | Rejected], read_options: ReadOptions, workers: Workers, warn: Callable[[str], None]
) -> Iterator[Record | Rejected]:
    """The records of these inputs, read by the workers, in order; as ``batches`` otherwise."""
    for one in _items(inputs, _job(_Setup(None, Options(), read_options, True), workers, warn)):
        if isinstance(one, Record | Rejected):  # nothing else is made where nothing is written
            yield one


def _job(setup: _Setup, workers: Workers, warn: Callable[[str], None]) -> _Job:
    return _Job(setup, pickle.dumps(setup, pickle.HIGHEST_PROTOCOL), workers, _once(warn))


def _once(warn: Callable[[str], None]) -> Callable[[str], None]:
    """The same function, but only the first call has an effect: a broken executor fails at every task."""
    left = [warn]

    def first(message: str) -> None:
        if left:
            left.pop()(message)

    return first


class _Job(NamedTuple):
    """One conversion: its settings, also pickled for the tasks, its workers, and who is warned when they fail."""

    setup: _Setup
    pickled: bytes
    workers: Workers
    warn: Callable[[str], None]

    def results(self, tasks: Iterable[_Task]) -> Generator[list[Part]]:
        """The results of some tasks, in order."""
        return in_order(self.workers, partial(convert_chunks, self.pickled), tasks, self.warn)

    def scanned(self, cut: Cut) -> Iterator[Item]:
        """The items of the rest of an input, which this process scans."""
        for parts in self.results([one] for one in cut.scanned()):
            for part in parts:
                yield from part.items


def _items(inputs: Iterable[Opened | Rejected], job: _Job) -> Iterator[Item]:
    """Everything in the inputs, converted, in order."""
    left = iter(inputs)
    while True:
        cuts: deque[Cut | None] = deque()
        unread: list[Cut] = []
        results = ((cuts.popleft(), parts) for parts in job.results(_tasks(left, job, cuts, unread)))
        for cut, group in groupby(results, itemgetter(0)):
            made = chain.from_iterable(parts for _, parts in group)
            yield from _items_of(cut, made, job) if cut else chain.from_iterable([part.items for part in made])
        if not unread:
            return
        if not unread[0].is_read:
            yield from job.scanned(unread[0])


def _tasks(
    inputs: Iterator[Opened | Rejected], job: _Job, cuts: deque[Cut | None], unread: list[Cut]
) -> Iterator[_Task]:
    """The inputs as tasks: a chunk of a large file, or as many small files as keep a worker busy for a while.

    ``cuts`` takes for each task the large input that it is of, if that was cut unseen. Where such an input cannot be
    cut any further, the tasks end, and ``unread`` takes it: it must be read to its end before the next one.
    """
    small: list[Chunk | Rejected] = []
    size = 0
    for one in chain(inputs, [None]):
        part = whole(one) or one if isinstance(one, Opened) else one
        if small and (not isinstance(part, Chunk | Rejected) or size > CHUNK // 2 or len(small) == _FILES):
            cuts.append(None)
            yield small
            small, size = [], 0
        if isinstance(part, Opened):
            cut = Cut(part, *job.setup.read_options)
            if not cut.is_lines:
                for piece in cut.scanned():
                    cuts.append(None)
                    yield [piece]
                continue
            for chunk in cut:
                cuts.append(cut)
                yield [chunk]
            if not cut.is_read:
                unread.append(cut)
                return
        elif part:
            small.append(part)
            size += len(part.data) if isinstance(part, Chunk) else 0


def _items_of(cut: Cut, parts: Iterable[Part], job: _Job) -> Iterator[Item]:
    """The items of one large input. A chunk with an open end is converted again together with the next one.

    If chunks depend on one another, the rest of the input is scanned in order.
    """
    is_open = False
    for part in parts:
        if is_open:
            (part,) = convert_chunks(job.pickled, [cut.joined()])
        is_open = part.ended.is_open and cut.may_join()
        if part.ended.is_whole:
            cut.done(part.ended)
            yield from part.items
        elif not is_open:
            break
    else:
        if not (is_open and cut.is_read):
            return
    yield from job.scanned(cut)


def _without_duplicates(
    found: Iterable[Item],
    options: Options,
    report: Report,
    key_map: KeyMap | None,
    taken: Callable[[Record], None] | None,
) -> Iterator[Entry]:
    """The entries to write, in order: of each work the first, or all of them with ``duplicates="keep"``."""
    with Works() if options.duplicates == "first" else nullcontext() as works:
        for one in found:
            if isinstance(one, Record):
                continue
            if not isinstance(one, Converted):
                report(one)
                continue
            (source, request, remarks, *_), work, record = one
            earlier = works.earlier(work, source, request.own) if works and work else -1
            if works and earlier >= 0:
                if key_map is not None and request.own:
                    key_map.dropped += [(key, earlier) for key in (request.own, *request.aliases)]
                report(Noted(source, request.own, (*remarks, works.dropped(earlier)), is_left_out=True))
            else:
                yield one.entry
                if taken and record:
                    taken(record)


# What workers do ------------------------------------------------------------------------------------------------------


def convert_chunks(setup: bytes, chunks: _Task) -> list[Part]:
    """Convert each chunk by itself; ``setup`` is a pickled _Setup. This function is the task that workers run."""
    made, write = _prepared(setup)
    return [_part(one, made, write) if isinstance(one, Chunk) else _scanned_part(one, made, write) for one in chunks]


@lru_cache(4)
def _prepared(setup: bytes) -> tuple[_Setup, _Write]:
    """The settings, and a function that renders with them; kept in each process, for all tasks of a conversion."""
    made: _Setup = pickle.loads(setup)
    return made, entry_writer([Target(FORMATS[name]) for name in made.formats or ()], made.options)


def _part(chunk: Chunk, setup: _Setup, write: _Write) -> Part:
    reading = Reading(chunk, *setup.read_options)
    items = list(_converted(reading.records(), setup, write))
    return Part(items, reading.ended())


def _scanned_part(one: Pieces | Rejected, setup: _Setup, write: _Write) -> Part:
    found = [one] if isinstance(one, Rejected) else records_in(one)
    return Part(list(_converted(found, setup, write)), Ended(True))


def _converted(records: Iterable[Record | Rejected], setup: _Setup, write: _Write) -> Iterator[Item]:
    """Convert records, in order."""
    if setup.formats is None:
        yield from records
        return
    reports: list[Rejected | Noted] = []
    for record in wanted(records, setup.options, reports.append):
        yield from reports
        reports.clear()
        work = facts(record) if setup.options.duplicates == "first" else None
        yield Converted(write(record), work, record if setup.with_records else None)
    yield from reports
