"""``convert --verify``: read the written files back, and report how they differ from the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from bibstep.cli.exits import UserError
from bibstep.input.lines import MAX_RECORD
from bibstep.input.sources import Opened, shown
from bibstep.model import Rejected

if TYPE_CHECKING:
    from bibstep.cli.progress import Progress
    from bibstep.compare.records import Difference
    from bibstep.formats import FormatInfo
    from bibstep.model import Record
    from bibstep.pipeline.options import Options, Target
    from bibstep.pipeline.workers import Workers
    from bibstep.storage.spool import Spool

T = TypeVar("T")
R = TypeVar("R")
#: The maximum number of differences reported: a mistake in a writer or reader affects many records alike.
_MOST = 20


def kept(wanted: bool) -> AbstractContextManager[Spool[Record] | None]:
    """A store for the records to compare with the written files, as a context; None if it is not ``wanted``."""
    if not wanted:
        return nullcontext()
    from bibstep.compare.read_back import Kept

    return Kept()


def chosen(records: Iterable[Record], numbers: Sequence[int]) -> list[Record]:
    """The records with these numbers, in this order."""
    wanted = set(numbers)
    found = {number: record for number, record in enumerate(records) if number in wanted}
    return [found[number] for number in numbers]


def verify(
    paths: Sequence[str],
    outputs: Sequence[str],
    targets: Sequence[Target],
    records: Iterable[Record],
    options: Options,
    progress: Progress,
    warn: bool = False,
    workers: Workers | None = None,
) -> None:
    """Read back ``paths``, the temporary files of the outputs, and compare them with the records.

    ``workers`` read them, if there are any. Raises UserError if one cannot be read back or, unless ``warn``, differs.
    """
    from bibstep.compare.read_back import parsed_otherwise
    from bibstep.formats import reader_of

    for path, name, target in zip(paths, outputs, targets, strict=True):
        reader = reader_of(target.form.name)
        if not path or not reader:
            what = "not a file" if not path else f"in {target.form.name}, which bibstep does not read"
            raise UserError(f"--verify: {shown(name)} is {what}, so it cannot be read back")
        keys: list[str] = []
        with open(path, "rb") as stream:
            found = progress.counting(_records(reader, stream, target.form.name, workers, progress), "read back")
            compare(_with_keys(found, keys), records, target, options, name, progress, warn)
        if reader.name == "bibtex" and target.template is None:
            with open(path, "rb") as stream:
                _report(parsed_otherwise(stream, keys, _several(workers, progress)), name, progress, warn)


def _records(
    reader: FormatInfo, stream: BinaryIO, name: str, workers: Workers | None, progress: Progress
) -> Iterator[Record | Rejected]:
    if not workers:
        return reader.read(stream, name)
    from bibstep.pipeline import parallel
    from bibstep.pipeline.options import ReadOptions

    return parallel.records([Opened(name, stream)], ReadOptions(reader.name, MAX_RECORD), workers, progress.warn)


def _several(workers: Workers | None, progress: Progress) -> Callable[[Callable[[T], R], Iterable[T]], Iterator[R]]:
    """A function as ``map``, by the workers if there are any."""
    if not workers:
        return map
    from bibstep.pipeline.workers import in_order

    return lambda work, tasks: in_order(workers, work, tasks, progress.warn)


def _with_keys(found: Iterable[Record | Rejected], keys: list[str]) -> Iterator[Record | Rejected]:
    """Yield the items unchanged; append the key of each record to ``keys``."""
    for one in found:
        if not isinstance(one, Rejected):
            keys.append(one.citation_key)
        yield one


def compare(
    found: Iterable[Record | Rejected],
    records: Iterable[Record],
    target: Target,
    options: Options,
    name: str,
    progress: Progress,
    warn: bool = False,
) -> None:
    """Report the differences between what was read back and the records. Unless ``warn``, they raise UserError."""
    from bibstep.compare import read_back

    own_template = target.template is not None
    form = target.form.name
    differences = read_back.verify(found, records, form, options.omission(form), partly=own_template)
    _report(differences, name, progress, warn)


def _report(differences: Iterable[Difference], name: str, progress: Progress, warn: bool) -> None:
    from bibstep.compare.records import difference_line

    found = list(islice(differences, _MOST))
    for one in found:
        progress.tell(difference_line(one.key, one.field, ("the record", one.a), (shown(name), one.b)))
    if found and warn:
        progress.tell(f"--verify: {shown(name)} differs from the records; it is written all the same")
    elif found:
        raise UserError(
            f"--verify: {shown(name)} would differ from the records; nothing was replaced. Correct the values above in "
            "the input, or write the files as they are with --verify=warn"
        )
