"""The conversion, to be read from top to bottom: records in, entries with final keys out, the same in every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bibstep.formats import writer_named
from bibstep.formats.names import WriteFormat
from bibstep.formats.omission import is_local
from bibstep.formats.template import KEY_PLACEHOLDER, Format, renderer
from bibstep.keys.assign import KeyAssignment, key_requester
from bibstep.model import Record, Rejected, Remark, approximate_size
from bibstep.pipeline.finish import ENTRY_BOUNDARY, Batch, Entry, KeyMap, Noted, Report, finished
from bibstep.pipeline.options import Options, Target
from bibstep.pipeline.selection import rank
from bibstep.values import titles
from bibstep.works import duplicates

if TYPE_CHECKING:
    from pathlib import Path

#: Records are read so many characters ahead.
_AHEAD = 512 * 1024


def convert(
    records: Iterable[Record | Rejected],
    to: WriteFormat | str,
    options: Options = Options(),
    *,
    template: Path | None = None,
    report: Report | None = None,
) -> Iterator[str]:
    """Records as text in one format, piece by piece: joined, the pieces are the file.

    ``to`` is a name from FORMATS. ``report`` is called with every Rejected, and with a Noted for each record that there
    are remarks on. Nothing is yielded before the last record has been read, since any record can ask for the key of
    another. Raises UnknownFormatError (a ValueError) for a format that is not in FORMATS, TemplateError for a template
    that cannot be used.
    """
    form = writer_named(to)
    return as_file(form, (batch.texts[0] for batch in batches(records, [Target(form, template)], options, report)))


def as_file(form: Format, texts: Iterable[bytes]) -> Iterator[str]:
    """The batches of one format as a file, piece by piece."""
    before = form.prologue
    for text in texts:
        yield before + joined(form, text).decode()
        before = form.separator
    if before is form.prologue:  # no entry: nothing, or an empty list where the format has one
        yield before and before + form.epilogue
    else:
        yield form.epilogue


def joined(form: Format, text: bytes) -> bytes:
    """The text of a batch with the format's separator between its entries."""
    return text.replace(ENTRY_BOUNDARY, form.separator.encode())


def batches(
    records: Iterable[Record | Rejected],
    targets: Sequence[Target],
    options: Options = Options(),
    report: Report | None = None,
    key_map: KeyMap | None = None,
    taken: Callable[[Record], None] | None = None,
) -> Iterator[Batch]:
    """An entry of each record for each target, with the same key in all of them, in the order of the records.

    They come in batches, which takes less time than one by one; ``finish.apart`` separates them.

    The records are read in one pass and rendered with a placeholder for their keys. After the last one, records that
    ask for the same key get longer ones, and the placeholders are replaced. Meanwhile the entries wait on disk.
    ``key_map`` is filled. ``taken`` is called with every record that
    has an entry, in their order.
    """
    report = report or ignore
    if options.selects and key_map is None:
        key_map = KeyMap()
    write = entry_writer(targets, options)

    def entries() -> Iterator[Entry]:
        for record in _works(records, options, report, key_map):
            yield write(record)
            if taken:
                taken(record)

    return keyed(entries(), targets, options, report, key_map)


def keyed(
    entries: Iterable[Entry],
    targets: Sequence[Target],
    options: Options,
    report: Report,
    key_map: KeyMap | None = None,
) -> Iterator[Batch]:
    """The same entries, in batches, with their final keys."""
    assignment = KeyAssignment(own=not options.key, kept=options.kept)
    forms = [target.form for target in targets]
    if not options.selects:
        return finished(entries, assignment, report, forms, key_map)
    selection = options.selection()
    return finished(entries, assignment, report, forms, KeyMap() if key_map is None else key_map, selection)


def _works(
    records: Iterable[Record | Rejected], options: Options, report: Report, key_map: KeyMap | None
) -> Iterator[Record]:
    """The records that are to be written, those of one work treated as ``duplicates`` says."""
    found = wanted(records, options, report)
    if options.duplicates == "keep":
        return found

    def dropped(record: Record, remark: Remark, kept: int) -> None:
        if key_map is not None and record.citation_key:
            key_map.dropped += [(key, kept) for key in (record.citation_key, *record.aliases)]
        report(Noted(record.source, record.citation_key, (*record.remarks, remark), is_left_out=True))

    return duplicates.first(found, dropped) if options.duplicates == "first" else duplicates.merged(found, dropped)


def wanted(records: Iterable[Record | Rejected], options: Options, report: Report) -> Iterator[Record]:
    """The records among what was read, without the works of the known library; titles are tidied on demand."""
    for record in read_ahead(records):
        if isinstance(record, Rejected):
            report(record)
        elif options.known and (held := options.known.held(record)):
            message = f"the bibliography already has the work, as {' and '.join(map(str, held))}"
            remark = Remark("work-known", "title", message)
            report(Noted(record.source, held[0].key, (*record.remarks, remark), is_left_out=True))
        else:
            yield tidied(record) if options.tidy_titles else record


def read_ahead(records: Iterable[Record | Rejected]) -> Iterator[Record | Rejected]:
    """The same, read some at a time: without changes between reading and rendering both take a sixth less (measured).

    Where reading fails, what was read before comes first.
    """
    left = iter(records)
    while True:
        batch, failure = _next(left)
        yield from batch
        if failure:
            raise failure
        if not batch:
            return


def _next(left: Iterator[Record | Rejected]) -> tuple[list[Record | Rejected], Exception | None]:
    batch: list[Record | Rejected] = []
    size = 0
    try:
        for record in left:
            batch.append(record)
            size += approximate_size(record) if isinstance(record, Record) else 1
            if size > _AHEAD:
                break
    except Exception as failure:  # whatever a reader of records may raise
        return batch, failure
    return batch, None


def entry_writer(targets: Sequence[Target], options: Options) -> Callable[[Record], Entry]:
    """A function from a record to its entry. It depends on that record alone, so it can run in any process."""
    writers = [_writer(target, options) for target in targets]
    request = key_requester(options.key, options.pins)

    is_wanted = _wanted_by(options)

    def entry(record: Record) -> Entry:
        if not is_wanted(record):
            blank = tuple([b"" for _ in writers])
            return Entry(record.source, request(record), record.remarks, (), blank, is_wanted=False)
        written = [write(record) for write in writers]
        unsaid = tuple([remark for _, remarks in written for remark in remarks])
        texts = tuple([text.encode() for text, _ in written])
        place = rank(record, options.sort)
        return Entry(record.source, request(record), record.remarks, unsaid, texts, rank=place)

    return entry


def _wanted_by(options: Options) -> Callable[[Record], bool]:
    """A function that says whether a record meets the conditions of ``options.only``; those on keys come later."""
    if not options.only:
        return lambda _: True
    from bibstep.formats.only import condition_on_records

    return condition_on_records(options.conditions())


_Write = Callable[[Record], tuple[str, tuple[Remark, ...]]]


def _writer(target: Target, options: Options) -> _Write:
    """A function from a record to its text, and to remarks on what the format cannot express."""
    form, omission = target.form, options.omission(target.form.name)
    ascii_only = options.ascii_only and form.has_ascii
    render = renderer(
        form, omit=omission.fields, ascii_only=options.ascii_only, template=target.template, remarks=options.remarks
    )

    def write(record: Record) -> tuple[str, tuple[Remark, ...]]:
        remarks: list[Remark] = []
        if omission.local and any(map(is_local, record.custom)):
            why = "no place for paths of your own disk; --local-paths shows them"
            remarks.append(Remark("not-sayable", "custom", f"{form.name} has {why}"))
        record = omission.without_custom(record)
        text = render(record)
        if not target.template:
            dropped = [one for one in form.limits.dropped(record) if one[0] not in omission.fields]
            remarks += [Remark("not-sayable", name, f"{form.name} has {why}") for name, why in dropped]
        if ascii_only and not text.isascii():
            characters = dict.fromkeys(c for c in text if not c.isascii() and c != KEY_PLACEHOLDER)
            remarks += [
                Remark("character-unknown", "title", f"U+{ord(c):04X} {c} has no TeX command") for c in characters
            ]
        return text, tuple(remarks)

    return write


def tidied(record: Record) -> Record:
    """A record with its title corrected as ``tidy_titles`` asks for."""
    title, remarks = titles.tidy(record.title)
    return replace(record, title=title, remarks=record.remarks + remarks) if remarks else record


def ignore(_: Rejected | Noted) -> None:
    """A report that nobody asked for."""
