"""What ``--verify`` does: the files just written are read back, and told of where they do not say what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING

from bibstep.cli.differences import told
from bibstep.cli.exits import UserError
from bibstep.input.sources import shown
from bibstep.model import Rejected

if TYPE_CHECKING:
    from bibstep.cli.progress import Progress
    from bibstep.compare.records import Difference
    from bibstep.model import Record
    from bibstep.pipeline.options import Options, Target
    from bibstep.storage.spool import Spool

#: Of what --verify finds, this much is told: a mistake of a writer or a reader is in many records alike.
_GAPS_TOLD = 20


def kept(wanted: bool) -> AbstractContextManager[Spool[Record] | None]:
    """Where the records are kept that --verify needs again."""
    if not wanted:
        return nullcontext()
    from bibstep.compare.read_back import Kept

    return Kept()


def verify(
    paths: Sequence[str],
    outputs: Sequence[str],
    targets: Sequence[Target],
    meant: Iterable[Record],
    options: Options,
    progress: Progress,
) -> None:
    """Verify what was written to ``paths`` in place of the outputs."""
    from bibstep.compare.read_back import read_back, testified
    from bibstep.formats import reader_of

    for path, name, target in zip(paths, outputs, targets, strict=True):
        reader = reader_of(target.form.name)
        if not path or not reader:
            what = "no file" if not path else f"in {target.form.name}, which is not read"
            raise UserError(f"--verify: {shown(name)} is {what}, so it cannot be read back")
        keys: list[str] = []
        with open(path, "rb") as stream:
            found = progress.counting(read_back(stream, target.form.name), "read back")
            compare(_with_keys(found, keys), meant, target, options, name, progress)
        if reader.name == "bibtex" and target.template is None:
            with open(path, "rb") as stream:
                _tell_gaps(testified(stream, keys), name, progress)


def _with_keys(found: Iterable[Record | Rejected], keys: list[str]) -> Iterator[Record | Rejected]:
    """What was found, as it comes; ``keys`` takes the key of each record."""
    for one in found:
        if not isinstance(one, Rejected):
            keys.append(one.citation_key)
        yield one


def compare(
    found: Iterable[Record | Rejected],
    meant: Iterable[Record],
    target: Target,
    options: Options,
    name: str,
    progress: Progress,
) -> None:
    """Raise UserError, and tell the differences, where what was read back is not what was meant."""
    from bibstep.compare import read_back as verifying

    gaps = verifying.verify(found, meant, target.form.name, options.hidden, partly=target.template is not None)
    _tell_gaps(gaps, name, progress)


def _tell_gaps(gaps: Iterable[Difference], name: str, progress: Progress) -> None:
    told_of = 0
    for gap in islice(gaps, _GAPS_TOLD):
        progress.tell(told(gap.key, gap.field, ("the record", gap.a), (shown(name), gap.b)))
        told_of += 1
    if told_of:
        raise UserError(f"--verify: {shown(name)} would not say what the records say; nothing was replaced")
