"""The work of ``bibstep convert``: its inputs are written to files, to standard output, or into an existing file."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from bibstep.cli import manuscripts as manuscripts_step
from bibstep.cli import verify
from bibstep.cli.exits import UserError, counted, print_diff, tell, to_stdout
from bibstep.cli.parts import Part, next_part, report_leftover
from bibstep.formats import READERS, format_of_name
from bibstep.formats.reading import read
from bibstep.input import remote
from bibstep.input.sources import opened, same_file, shown
from bibstep.model import Rejected
from bibstep.output.parts import parts_on_disk
from bibstep.text.clean import shorten

if TYPE_CHECKING:
    from bibstep.cli.progress import Progress
    from bibstep.cli.report import Reporter
    from bibstep.formats.template import Format
    from bibstep.manuscripts.read import Cited
    from bibstep.model import Record
    from bibstep.pipeline.finish import Batch, KeyMap
    from bibstep.pipeline.options import Options, Target
    from bibstep.pipeline.update import Update
    from bibstep.pipeline.workers import Workers
    from bibstep.works.known import KnownWorks

#: So many outputs are named in the line that says where the records went.
_MOST = 6


class Inputs(NamedTuple):
    """Files, folders and ``-`` for standard input; their format; the maximum size of a record in bytes."""

    paths: Sequence[str]
    reader: str
    max_record: int

    def check(self, outputs: Sequence[str], *, may_be_input: bool = False) -> None:
        """Raise UserError for an output that is also an input or has no folder, and for an input meant as output.

        With ``may_be_input``, an output that is also an input is no error.
        """
        for out in outputs:
            folder = os.path.dirname(out)
            if folder and not os.path.isdir(folder):
                raise UserError(f"there is no folder {shown(folder)} for {shown(out)}; to make it: mkdir -p {folder}")
        for one in self.paths[1:] if not outputs else ():
            if not os.path.exists(one) and format_of_name(one):
                raise UserError(f"{shown(one)} does not exist; to write it, put -o before its name: -o {shown(one)}")
        for out in () if may_be_input else outputs:
            if any(same_file(out, one) for one in self.paths if one != "-" and not os.path.isdir(one)):
                raise UserError(f"{shown(out)} is also an input; choose another name for the output")

    @property
    def sources(self) -> list[str | BinaryIO]:
        """The inputs as a reader takes them: names, and streams for standard input and for URLs."""
        return [
            sys.stdin.buffer if one == "-" else (remote.is_url(one) and remote.opened_url(one)) or one
            for one in self.paths
        ]

    def check_manuscripts(self, outputs: Sequence[str], cited: Cited | None) -> None:
        """Raise UserError for an output that is also a manuscript."""
        for out in outputs if cited else ():
            if cited and any(same_file(out, one) for one in cited.files):
                raise UserError(f"{shown(out)} is also a manuscript; choose another name for the output")

    def records(
        self, outputs: Sequence[str], progress: Progress, *, may_be_input: bool = False
    ) -> Iterator[Record | Rejected]:
        """The records of all inputs; outputs in a folder are skipped. Raises UserError as ``check`` does."""
        self.check(outputs, may_be_input=may_be_input)
        found = read(
            *self.sources,
            format=self.reader,
            exclude=outputs,
            max_record=self.max_record,
            watch=progress.watch,
            report=progress.note,
        )
        return progress.reading(found, self.paths, self.reader, outputs)


class Outcome(NamedTuple):
    """What a conversion did: the number of records written, and a sentence about them for the summary.

    ``is_told`` says that the sentence is worth a line even if there is nothing else to report.
    """

    records: int
    done: str = ""
    is_told: bool = False


class WriteOptions(NamedTuple):
    """How files are written: only if no record was rejected, only if they were read back, only if they change.

    With ``diff`` nothing is written: what would change is printed. ``depfile`` and ``key_map`` are further files to
    write. ``cited`` is what manuscripts cite. ``jobs`` is the number of processes, ``dask`` the address of a cluster to
    use in their place. ``split`` is the number of entries in each file, 0 for a single file.
    ``update`` is what is renewed in a library.
    """

    strict: bool = False
    verify: str | None = None
    if_changed: bool = False
    depfile: str | None = None
    diff: bool = False
    key_map: str | None = None
    cited: Cited | None = None
    jobs: int | None = None
    dask: str | None = None
    split: int = 0
    update: Update | None = None


def library_of(path: str) -> KnownWorks:
    """Read the works of a bibliography; print a message for each entry that cannot be read: its key is not kept.

    Raises UserError if no entry can be read.
    """
    return works_of(read(path))


def works_of(found: Iterable[Record | Rejected], keys: Sequence[str] = ()) -> KnownWorks:
    """The works among what was read from a bibliography, as ``library_of``; ``keys`` are those of the other records."""
    from bibstep.works.known import known_works

    rejected: list[Rejected] = []

    def records() -> Iterator[Record]:
        for one in found:
            if isinstance(one, Rejected):
                rejected.append(one)
            else:
                yield one

    known = known_works(records(), keys)  # only what identifies a work is kept of a record
    if rejected and not known.entries and not keys:
        raise UserError(f"{rejected[0]} (its keys cannot be kept)")
    for one in rejected:
        tell(f"{one} (its key cannot be kept)")
    return known


def write(
    inputs: Inputs,
    outputs: Sequence[str],
    targets: Sequence[Target],
    options: Options,
    reporter: Reporter,
    write_options: WriteOptions,
    progress: Progress,
) -> Outcome:
    """Read, convert and write. With ``strict``, records that were not written are counted, too.

    Raises UserError for a file that cannot be written.
    """
    from bibstep.output.files import OutputError, Outputs
    from bibstep.pipeline.finish import KeyMap, divided
    from bibstep.storage.spool import SpoolError

    size = write_options.split
    more = [name for name in (write_options.key_map, write_options.depfile) if name]
    files = [*([] if size else outputs), *more]
    cited = write_options.cited

    def check(names: Sequence[str]) -> None:
        inputs.check(names)
        inputs.check_manuscripts(names, cited)

    check(files or outputs)
    earlier = [part for name in outputs for part in parts_on_disk(name)] if size else []
    manuscripts = cited.files if cited else []
    rule = _make_rule(outputs, inputs, targets, files, manuscripts) if write_options.depfile else b""
    keys = KeyMap() if write_options.key_map or options.selects else None

    def put(texts: Sequence[str | bytes]) -> None:
        if outputs:
            out.write(texts, parts[-1].start)
        else:
            to_stdout(texts)

    def is_refused() -> bool:
        return write_options.strict and reporter.rejected > 0

    try:
        with (
            Outputs(files, if_changed=write_options.if_changed) as out,
            verify.kept(bool(write_options.verify)) as kept,
        ):
            count = in_file = 0
            ends = [target.form.epilogue for target in targets]
            parts = [Part(outputs, 0)] if outputs and not size else []
            take = kept.add if kept else None
            found = _batches(
                inputs, [*files, *earlier], targets, options, reporter, progress, write_options, keys, take
            )
            # No progress for standard output: it may be the same terminal.
            items = progress.counting(found, "written", attrgetter("size")) if outputs else found
            for number, batch in divided(items, size):
                count += batch.size
                if is_refused():
                    continue
                if size and number == len(parts):
                    if parts:
                        put(ends)
                    parts.append(next_part(outputs, number + 1, check, out))
                    in_file = 0
                texts = [
                    _appended(target.form, text, in_file) for target, text in zip(targets, batch.texts, strict=True)
                ]
                put(texts)
                in_file += batch.size
            if is_refused():
                return Outcome(count)
            if count:
                put(ends)
                key_map = [mapping(keys)] if write_options.key_map and keys is not None else []
                out.write([*key_map, *([rule] if rule else [])], start=len(files) - len(more))
                written = out.written()
                if kept:
                    records: Iterable[Record] = kept
                    if options.selects and keys is not None:
                        records = verify.chosen(kept, keys.numbers)
                    left = iter(records)
                    warn = write_options.verify == "warn"
                    with _workers(inputs, targets, options, write_options, progress) as workers:
                        for part in parts:
                            paths = written[part.start : part.start + len(outputs)]
                            these = list(islice(left, size)) if size else records
                            verify.verify(paths, part.names, targets, these, options, progress, warn, workers)
                if write_options.diff:
                    for part in parts:
                        for path, name in zip(written[part.start :], part.names, strict=False):
                            print_diff(content(name), content(path), name)
                else:
                    out.commit()
                    report_leftover(earlier, parts)
            if cited and keys is not None:
                manuscripts_step.report(cited, keys, progress.tell)
            done = f"{counted(count, 'record')} converted"
            if not outputs or not count or write_options.diff:
                return Outcome(count, done)
            names = [name for part in parts for name in part.names]
            return Outcome(count, done + _places(names, out.unchanged), is_told=True)
    except (OutputError, SpoolError) as error:
        raise UserError(shorten(str(error), 500)) from error


def _places(outputs: Sequence[str], unchanged: Sequence[str]) -> str:
    """Where the records went, as the end of a sentence."""
    written = _listed([shown(name) for name in outputs if name not in unchanged])
    same = _listed([shown(name) for name in outputs if name in unchanged])
    return (f" and written to {written}" if written else "") + (f"; unchanged: {same}" if same else "")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _MOST else f"{names[0]} … {names[-1]} ({len(names)} files)"


def content(path: str) -> bytes:
    """The bytes of a file; none for one that does not exist."""
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return b""


def _batches(
    inputs: Inputs,
    files: Sequence[str],
    targets: Sequence[Target],
    options: Options,
    reporter: Reporter,
    progress: Progress,
    write_options: WriteOptions,
    keys: KeyMap | None,
    taken: Callable[[Record], None] | None,
) -> Iterator[Batch]:
    """Yield the entries of all inputs in batches, made by workers if there are any, else by this process."""
    with _workers(inputs, targets, options, write_options, progress) as workers:
        if workers:
            from bibstep.pipeline import parallel
            from bibstep.pipeline.options import ReadOptions

            found = opened(inputs.sources, READERS[inputs.reader].in_folders, files, progress.watch, progress.note)
            how = ReadOptions(inputs.reader, inputs.max_record)
            watched = partial(progress.reading, inputs=inputs.paths, reader=inputs.reader, outputs=files)
            told = (reporter, progress.warn, keys, watched, taken)
            yield from parallel.batches(found, how, targets, options, workers, *told)
            return
    from bibstep.pipeline.convert import batches

    if options.duplicates == "merge":  # no record is converted before the last one is read
        taken = progress.counter("converted", taken)
    yield from batches(inputs.records(files, progress), targets, options, reporter, keys, taken)


@contextlib.contextmanager
def _workers(
    inputs: Inputs, targets: Sequence[Target], options: Options, write_options: WriteOptions, progress: Progress
) -> Iterator[Workers | None]:
    """The workers of ``--dask`` or ``--jobs``; None if this process does all the work."""
    # Merging needs all records in one process; a user's template runs where it can be stopped.
    if options.duplicates == "merge" or any(one.template for one in targets):
        yield None
        return
    if write_options.dask:
        from bibstep.cli.cluster import cluster

        with cluster(write_options.dask) as workers:
            yield workers
        return
    from bibstep.pipeline.processes import job_count, processes

    count = write_options.jobs or job_count([one for one in inputs.paths if one != "-"], inputs.reader)
    with contextlib.ExitStack() as stack:
        started: Workers | None = None
        if count > 1:
            try:
                started = stack.enter_context(processes(count))
            except (OSError, ImportError, NotImplementedError) as error:
                progress.warn(f"no other processes can be started ({error}); this one does all the work")
        yield started


def mapping(keys: dict[str, str]) -> str:
    """The file of ``--key-map``."""
    import json

    return json.dumps(keys, ensure_ascii=False, indent=2) + "\n"


def _appended(form: Format, text: bytes, count: int) -> bytes:
    """The entries of a batch as they are written to a file after ``count`` others."""
    from bibstep.pipeline.convert import joined

    return (form.separator if count else form.prologue).encode() + joined(form, text)


def _make_rule(
    outputs: Sequence[str],
    inputs: Inputs,
    targets: Sequence[Target],
    written: Sequence[str],
    manuscripts: Sequence[str],
) -> bytes:
    """The rule for make: the outputs, and the files, templates and manuscripts they are made from, without ``written``.

    An input whose name make cannot express is left out with a message. Raises UserError for such an output.
    """
    from bibstep.output import depfile

    templates = [str(target.template) for target in targets if target.template]
    names = [*depfile.sources(inputs.paths, inputs.reader, written), *templates, *manuscripts]
    for name in outputs:
        if not depfile.expressible(name):
            raise UserError(f"--depfile: a rule for make cannot contain the name {shown(name)!r}; choose another")
    for name in names:
        if not depfile.expressible(name):
            tell(f"bibstep: --depfile: a rule for make cannot contain the name {shown(name)!r}; it was left out")
    return depfile.rule(outputs, [name for name in names if depfile.expressible(name)])
