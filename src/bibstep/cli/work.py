"""The work of ``bibstep convert``: from its inputs to whole files, to standard output, or into a file that is there."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import click

from bibstep.cli import builds
from bibstep.cli.ends import UserError, tell, to_stdout
from bibstep.cli.gaps import told
from bibstep.formats import FORMATS, format_of_name
from bibstep.model import Rejected
from bibstep.readers import READERS, opened, read, same_file, shown
from bibstep.text import shorten

if TYPE_CHECKING:
    from bibstep.comparing import Difference
    from bibstep.library import Library
    from bibstep.model import Record
    from bibstep.pipeline import Options, Target
    from bibstep.reporting import Reporter
    from bibstep.spool import Spool


#: Of what --verify finds, this much is told: a mistake of a writer or a reader is in many records alike.
_GAPS_TOLD = 20
#: Remarks on an entry that other readers than ours may not see the end of.
_UNSOUND = {"syntax-mended", "record-unended"}


class Inputs(NamedTuple):
    """Files, folders and ``-`` for standard input; the format they are in; the most bytes that a record may take."""

    paths: Sequence[str]
    reader: str
    max_record: int

    def check(self, outputs: Sequence[str]) -> None:
        """Raise UserError for an output that is an input."""
        for out in outputs:
            if any(same_file(out, one) for one in self.paths if one != "-" and not os.path.isdir(one)):
                raise UserError(f"{shown(out)} is an input too; choose another name for the output")

    @property
    def sources(self) -> list[str | BinaryIO]:
        """What is to be read: names, and standard input as a stream."""
        return [sys.stdin.buffer if one == "-" else one for one in self.paths]

    def records(self, outputs: Sequence[str]) -> Iterator[Record | Rejected]:
        """The records of all inputs; outputs in a folder are passed over. Raises UserError for one that is an input."""
        self.check(outputs)
        return read(*self.sources, format=self.reader, exclude=outputs, max_record=self.max_record)


class Manner(NamedTuple):
    """How files are written: all or none of them, read back first, not if they would not change, and what else.

    ``jobs`` is the number of processes that was asked for.
    """

    strict: bool = False
    verify: bool = False
    if_changed: bool = False
    depfile: str | None = None
    key_map: str | None = None
    jobs: int | None = None


def library_of(path: str) -> Library:
    """The keys of a bibliography; an entry that cannot be read is told of, for its key cannot be kept.

    Raises UserError where there is no other.
    """
    from bibstep.library import library

    found = list(read(path))
    if found and all(isinstance(one, Rejected) for one in found):
        raise UserError(f"{found[0]} (no key in it can be kept)")
    for one in found:
        if isinstance(one, Rejected):
            tell(f"{one} (its key is not known)")
    return library(one for one in found if not isinstance(one, Rejected))


def targets_of(to: Sequence[str], outputs: Sequence[str], template: Path | None) -> list[Target]:
    """The formats to write: one for standard output, else one for each output."""
    from bibstep.pipeline import Target

    if len(to) > 1 and len(to) != len(outputs):
        raise click.UsageError(f"{len(to)} times --to for {len(outputs)} times -o: give it once, or once for each")
    if "-" in outputs:
        raise click.UsageError("-o - is no file: without -o the export goes to standard output")
    if template is not None and len(outputs) > 1:
        raise click.UsageError("--template is for one output")
    if not outputs:
        return [Target(FORMATS[to[0] if to else "bibtex"], template)]
    if len(to) == len(outputs):
        return [Target(FORMATS[name], template) for name in to]
    targets = []
    for out in outputs:
        name = format_of_name(out)
        if to and (not name or out.lower().endswith(FORMATS[to[0]].suffixes)):
            name = to[0]
        if not name:
            raise click.UsageError(f"the ending of {shown(out)} tells no format: give --to")
        targets.append(Target(FORMATS[name], template))
    return targets


def write(
    inputs: Inputs,
    outputs: Sequence[str],
    targets: Sequence[Target],
    options: Options,
    reporter: Reporter,
    manner: Manner,
) -> int:
    """Read, convert and write; the number of records written, 0 where the outputs stay as they were."""
    from bibstep.output import OutputError, Outputs
    from bibstep.spool import SpoolError

    files = [*outputs, *[name for name in (manner.key_map, manner.depfile) if name]]
    inputs.check(files)
    rule = builds.rule(outputs, inputs.paths, inputs.reader, targets, files) if manner.depfile else b""
    keys: dict[str, str] | None = {} if manner.key_map else None
    try:
        with Outputs(files, if_changed=manner.if_changed) as out, _kept(manner.verify) as kept:
            put = out.write if outputs else to_stdout
            count = 0
            for texts in _entries(inputs, files, targets, options, reporter, manner, keys, kept.add if kept else None):
                if manner.strict and reporter.rejected:
                    return 0
                put([_before(target, count) + text for target, text in zip(targets, texts, strict=True)])
                count += 1
            if count:
                put([target.form.epilogue for target in targets])
                mapping = [] if keys is None else [json.dumps(keys, ensure_ascii=False, indent=2) + "\n"]
                out.write([*mapping, *([rule] if rule else [])], start=len(outputs))
                if kept:
                    _verify_all(out.written()[: len(outputs)], outputs, targets, kept, options)
                out.commit()
            return count
    except (OutputError, SpoolError) as error:
        raise UserError(shorten(str(error), 500)) from error


def _entries(
    inputs: Inputs,
    files: Sequence[str],
    targets: Sequence[Target],
    options: Options,
    reporter: Reporter,
    manner: Manner,
    keys: dict[str, str] | None,
    taken: Callable[[Record], None] | None,
) -> Iterator[tuple[str, ...]]:
    """The entries of all inputs, made by one process or by several, where that is possible and pays."""
    # Records are merged and verified as a whole, and a template of the user's own is run where it can be stopped.
    if manner.jobs != 1 and not (taken or options.duplicates == "merge" or any(one.template for one in targets)):
        from bibstep import jobs

        count = manner.jobs or jobs.fitting([one for one in inputs.paths if one != "-"], inputs.reader)
        if count > 1:
            found = opened(inputs.sources, READERS[inputs.reader], files)
            return jobs.entries(found, inputs.reader, inputs.max_record, targets, options, count, reporter, keys)
    from bibstep.pipeline import entries

    return entries(inputs.records(files), targets, options, reporter, keys, taken)


def _before(target: Target, count: int) -> str:
    return target.form.separator if count else target.form.prologue


def _kept(verify: bool) -> AbstractContextManager[Spool[Record] | None]:
    """Where the records are kept that --verify needs again."""
    if not verify:
        return nullcontext()
    from bibstep.verifying import Kept

    return Kept()


def _verify_all(
    paths: Sequence[str], outputs: Sequence[str], targets: Sequence[Target], meant: Iterable[Record], options: Options
) -> None:
    """Verify what was written to ``paths`` in place of the outputs."""
    from bibstep.verifying import READABLE, read_back, testified

    for path, name, target in zip(paths, outputs, targets, strict=True):
        if not path or target.form.name not in READABLE:
            what = "no file" if not path else f"in {target.form.name}, which is not read"
            raise UserError(f"--verify: {shown(name)} is {what}, so it cannot be read back")
        keys: list[str] = []
        with open(path, "rb") as stream:
            _verify(_with_keys(read_back(stream, target.form.name), keys), meant, target, options, name)
        if READABLE[target.form.name] == "bibtex" and target.template is None:
            with open(path, "rb") as stream:
                _tell_gaps(testified(stream, keys), name)


def _with_keys(found: Iterable[Record | Rejected], keys: list[str]) -> Iterator[Record | Rejected]:
    """What was found, as it comes; ``keys`` takes the key of each record."""
    for one in found:
        if not isinstance(one, Rejected):
            keys.append(one.citation_key)
        yield one


def _verify(
    found: Iterable[Record | Rejected], meant: Iterable[Record], target: Target, options: Options, name: str
) -> None:
    """Raise UserError, and tell the differences, where what was read back is not what was meant."""
    from bibstep.verifying import verify

    _tell_gaps(verify(found, meant, target.form.name, options.hidden, partly=target.template is not None), name)


def _tell_gaps(gaps: Iterable[Difference], name: str) -> None:
    told_of = 0
    for gap in islice(gaps, _GAPS_TOLD):
        tell(told(gap.key, gap.field, ("the record", gap.a), (shown(name), gap.b)))
        told_of += 1
    if told_of:
        raise UserError(f"--verify: {shown(name)} would not say what the records say; nothing was replaced")


def add(
    inputs: Inputs,
    path: str,
    to: str,
    options: Options,
    reporter: Reporter,
    manner: Manner,
    dry_run: bool,
) -> int:
    """Add what is new to a bibliography, or print what would be added; the number of records added."""
    from bibstep import into
    from bibstep.model import Record
    from bibstep.output import OutputError, Outputs
    from bibstep.pipeline import Target, entries
    from bibstep.spool import SpoolError

    try:
        existing = Path(path).read_bytes() if os.path.exists(path) else b""
        joint = into.joint(existing, path, to)
        options = replace(options, known=library_of(path) if existing.strip() else None)
        target, meant = Target(joint.form), list[Record]()
        texts = [text for (text,) in entries(inputs.records([path]), [target], options, reporter, taken=meant.append)]
        if not texts or (manner.strict and reporter.rejected):
            return 0
        whole = joint.with_entries(texts)
        added = _check_added(existing, whole, len(texts), path)
        if manner.verify:
            _verify(added, meant, target, options, path)
        if dry_run:
            to_stdout([joint.addition(texts).strip() + "\n"])
        else:
            with Outputs([path]) as files:
                files.write([whole])
                files.commit()
        return len(texts)
    except (into.AddError, OutputError, SpoolError) as error:
        raise UserError(shorten(str(error), 500)) from error


def _check_added(existing: bytes, whole: bytes, count: int, path: str) -> list[Record | Rejected]:
    """Read a file back before it is replaced: an entry that is not closed would swallow what is put behind it.

    What was added comes back, as it was read. Raises AddError where it cannot be read, or something else changed.
    """
    from bibstep.into import AddError
    from bibstep.model import Record

    before, after = (list(READERS["auto"].read(io.BytesIO(data), path)) for data in (existing, whole))
    if not existing.strip():
        before = []
    if before and (not isinstance(before[-1], Record) or _UNSOUND & {remark.code for remark in before[-1].remarks}):
        raise AddError(f"{before[-1].source}: the last entry is not sound: mend it before anything is put behind it")
    if after[: len(before)] != before or len(after) != len(before) + count:
        raise AddError(f"{path}: what is added could not be read back; nothing was written")
    return after[len(before) :]
