"""``convert --into``: add new works to a library that other programs, and other runs, may be changing."""

from __future__ import annotations

import contextlib
import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from bibstep.cli import manuscripts, verify
from bibstep.cli.exits import UserError, counted, print_diff, to_stdout
from bibstep.cli.run import Inputs, Outcome, WriteOptions, content, mapping, works_of
from bibstep.cli.update import Match, renew, without_known
from bibstep.formats import READERS, light_reader
from bibstep.input.sources import shown
from bibstep.model import Record, Rejected, approximate_size
from bibstep.output import append
from bibstep.output.append import AddError, Joint
from bibstep.output.files import OutputError, Outputs
from bibstep.output.lock import LockedError, locked
from bibstep.pipeline.convert import batches
from bibstep.pipeline.finish import KeyMap, Noted, apart
from bibstep.pipeline.options import Options, Target
from bibstep.pipeline.update import UpdateError
from bibstep.storage.spool import Spool, SpoolError
from bibstep.text.clean import shorten
from bibstep.works.known import names

if TYPE_CHECKING:
    from bibstep.cli.progress import Progress
    from bibstep.cli.report import Reporter
    from bibstep.works.known import KnownWorks

#: Codes of remarks on an entry whose end other programs may not find.
_UNSOUND = {"syntax-mended", "record-unended"}
#: The bytes of a file that are compared at once.
_PART = 1 << 20
#: How often the records are merged anew where a program that heeds no lock changes the library meanwhile.
_TRIES = 5


class _Merged(NamedTuple):
    """A library with the new works: their place in it and their texts, its bytes before and after.

    ``keys`` and ``known`` are their keys and the works that the library had. ``map`` leads from the key of each record
    in its source to its key in the library.
    """

    joint: Joint
    texts: list[str]
    before: bytes
    after: tuple[bytes, ...]
    keys: KeyMap
    known: KnownWorks | None
    map: dict[str, str]


def add(
    inputs: Inputs,
    path: str,
    to: str,
    options: Options,
    reporter: Reporter,
    write_options: WriteOptions,
    dry_run: bool,
    progress: Progress,
) -> Outcome:
    """Add new works to a bibliography, or with ``dry_run`` print what would be added.

    First all inputs are read, which can take long, and merged with the library as it is. It is replaced under a lock,
    and only if it is still the same; if not, the records are merged with what it is by then. Raises UserError if they
    cannot be added safely.
    """
    told: list[Rejected | Noted] = []
    merged: _Merged | None = None
    key_map = [write_options.key_map] if write_options.key_map else []
    inputs.check(key_map or [path], may_be_input=not key_map)
    if key_map and os.path.realpath(key_map[0]) == os.path.realpath(path):
        raise UserError(f"{shown(path)} is also the file of --key-map; choose another name")
    is_new = not os.path.exists(path)
    try:
        with Spool[Record | Rejected](_size) as records, contextlib.ExitStack() as lock:
            for one in inputs.records([path], progress, may_be_input=True):
                records.add(one)
            for number in range(_TRIES + 1):
                told.clear()
                merged = _merged(records, path, to, options, told, write_options, progress)
                is_refused = write_options.strict and any(isinstance(one, Rejected) for one in told)
                count = len(merged.texts)
                if is_refused:
                    return Outcome(count)
                is_same = not count and b"".join(merged.after) == merged.before
                if is_same and (not key_map or write_options.diff or dry_run):
                    return Outcome(0, _sentence(0, path, told, is_new=False), is_told=True)
                if write_options.diff or dry_run:
                    if write_options.diff or write_options.update:
                        print_diff(merged.before, b"".join(merged.after), path)
                    else:
                        to_stdout([merged.joint.addition(merged.texts).strip() + "\n"])
                    return Outcome(count, f"{counted(count, 'record')} converted")
                if not number:
                    lock.enter_context(locked(path))
                with Outputs([*([] if is_same else [path]), *key_map]) as files:
                    for part in () if is_same else merged.after:
                        files.write([part])
                    if key_map:
                        files.write([mapping(merged.map)], start=0 if is_same else 1)
                    if files.commit(partial(_has, path, merged.before)):
                        return Outcome(count, _sentence(count, path, told, is_new and not is_same), is_told=True)
            raise AddError(f"{path}: another program changed it {_TRIES + 1} times meanwhile; nothing was added")
    except (AddError, LockedError, OutputError, SpoolError, UpdateError) as error:
        raise UserError(shorten(str(error), 500)) from error
    except OSError as error:
        raise UserError(shorten(f"{error.filename or path}: {error.strerror or error}", 500)) from error
    finally:
        for report in told:
            reporter(report)
        if merged and write_options.cited:
            manuscripts.report(write_options.cited, merged.keys, progress.tell, merged.known)


def _sentence(count: int, path: str, told: Sequence[Rejected | Noted], is_new: bool) -> str:
    """How many records were added, known, and left out as another record of a work that was added."""
    codes = Counter([remark.code for one in told if isinstance(one, Noted) for remark in one.remarks])
    created = f"{shown(path)} (created{_meant(path)})" if is_new else shown(path)
    parts = [f"{counted(count, 'record')} added to {created}"]
    if updated := codes["work-updated"]:
        parts.append(f"{updated} updated")
    if known := codes["work-known"]:
        parts.append(f"{known} known before")
    if left := codes["duplicate-dropped"] + codes["duplicate-merged"]:
        parts.append(f"{left} left out as duplicates")
    return "; ".join(parts)


def _meant(path: str) -> str:
    """A question after the name of a new file, if its folder has one with a similar name."""
    from bibstep.text.suggest import is_near

    folder, name = os.path.split(path)
    others = [one for one in os.listdir(folder or ".") if one != name and one.endswith(os.path.splitext(name)[1])]
    near = [one for one in sorted(others) if is_near(name, [one])]
    return f"; did you mean {shown(os.path.join(folder, near[0]))}?" if near else ""


def _size(one: Record | Rejected) -> int:
    return approximate_size(one) if isinstance(one, Record) else 1000


def _has(path: str, expected: bytes) -> bool:
    """Whether a file has these bytes still; they are read in parts."""
    place = 0
    try:
        with open(path, "rb") as stream:
            while part := stream.read(_PART):
                if part != expected[place : place + len(part)]:
                    return False
                place += len(part)
    except FileNotFoundError:
        pass
    return place == len(expected)


def _merged(
    records: Spool[Record | Rejected],
    path: str,
    to: str,
    options: Options,
    told: list[Rejected | Noted],
    write_options: WriteOptions,
    progress: Progress,
) -> _Merged:
    """Merge the records with the library as it is now. Raises AddError if the result cannot be read back."""
    before = content(path)
    joint = append.joint(before, path, to)
    update, matches, rest = write_options.update, list[Match](), iter(records)
    library = _library(before, path, joint.form.name, records, is_whole=update is not None)
    options = replace(options, known=library.known if library else None)
    entries = library.items if library else None
    if update and entries:
        rest = without_known(records, options, entries, matches)
    target, new = Target(joint.form), list[Record]()
    keys = KeyMap()
    found = batches(
        rest, [target], options, told.append, keys if options.selects or write_options.key_map else None, new.append
    )
    texts = [text for (text,) in apart(found)]
    if options.selects:
        new = [new[number] for number in keys.numbers]
    base = before
    if update and matches and library and entries:
        base, entries = renew(before, path, entries, matches, update, joint.form, options, told.append)
        library = _Library(library.known, entries[-1], entries)
        joint = append.joint(base, path, to)
    after = joint.with_entries(texts)
    if texts:
        added = _check_added(library, base, after, len(texts), path)
        if write_options.verify:
            verify.compare(added, new, target, options, path, progress, write_options.verify == "warn")
    known = _keys_in_library(records, options.known, keys) if write_options.key_map else {}
    return _Merged(joint, texts, before, after, keys, options.known, known)


def _keys_in_library(
    records: Iterable[Record | Rejected], known: KnownWorks | None, keys: Mapping[str, str]
) -> dict[str, str]:
    """The key of each record in its source -> its key in the library, where its work was ``known`` or is new.

    ``keys`` are those of the new works. Of several records with one key, the first counts.
    """
    found: dict[str, str] = {}
    for record in records:
        if isinstance(record, Record) and record.citation_key:
            held = known.keys_of(record) if known else []
            for key in (record.citation_key, *record.aliases):
                if new := held[0] if held else keys.get(key, ""):
                    found.setdefault(key, new)
    return found


class _Library(NamedTuple):
    """The works of a library, its last item, and all of them unless there is a light reader.

    ``added`` returns what was added to it since, or None if that is not certain.
    """

    known: KnownWorks
    last: Record | Rejected
    items: list[Record | Rejected] | None
    added: Callable[[BinaryIO, str], list[Record | Rejected] | None] = lambda *_: None


def _library(
    before: bytes, path: str, form: str, records: Iterable[Record | Rejected], *, is_whole: bool = False
) -> _Library | None:
    """Read a library as far as is needed to find the works of the records, or ``is_whole``; None for an empty one."""
    if append.is_blank(before):
        return None
    light = None if is_whole else light_reader(form)
    if not light:
        items = list(READERS["auto"].read(io.BytesIO(before), path))
        return _Library(works_of(items), items[-1], items) if items else None
    wanted = {name for one in records if isinstance(one, Record) for name in names(one)}
    found = light.library(io.BytesIO(before), path, wanted)
    if not found.last:
        return None
    return _Library(
        works_of([*found.rejected, *found.found], found.keys), found.last, None, partial(light.added, found)
    )


def _check_added(
    library: _Library | None, before: bytes, whole: Sequence[bytes], count: int, path: str
) -> list[Record | Rejected]:
    """Read a file back before it is replaced, and return the added records.

    An entry that is not closed would swallow the entries added after it. Raises AddError if an added entry cannot be
    read back, or anything else has changed.
    """
    last = library.last if library else None
    if last and (not isinstance(last, Record) or _UNSOUND & {remark.code for remark in last.remarks}):
        raise AddError(f"{last.source}: the last entry is broken: repair it before you add others")
    added = library.added(io.BufferedReader(append.Joined(whole)), path) if library else None
    if added and len(added) == count:
        return added
    items = library.items if library else []
    if items is None:
        items = list(READERS["auto"].read(io.BytesIO(before), path))
    after = list(READERS["auto"].read(io.BytesIO(b"".join(whole)), path))
    if after[: len(items)] != items or len(after) != len(items) + count:
        raise AddError(f"{path}: the added entries could not be read back; nothing was written")
    return after[len(items) :]
