"""The pipeline, to be read from top to bottom: records in, entries with final keys out, in step in every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from bibstep.formats import FORMATS
from bibstep.formats.template import KEY, Format, renderer
from bibstep.keys import pattern as key_patterns
from bibstep.keys.assign import Keyring, wisher
from bibstep.model import FIELDS, Record, Rejected, Remark
from bibstep.pipeline.ahead import ahead
from bibstep.pipeline.finish import BETWEEN, Batch, Draft, Noted, Report, settled
from bibstep.text.suggest import did_you_mean
from bibstep.values.titles import parse as titles
from bibstep.works import duplicates
from bibstep.works.known import Library

if TYPE_CHECKING:
    from pathlib import Path

#: What ``notes`` can ask for: fields that no format writes by itself.
NOTES = ("metrics", "translation")
#: What can be done with a work that was there before: the first record of it is kept alone, or filled up from the
#: others, or all are kept.
DUPLICATES = ("first", "merge", "keep")
#: Fields that cannot be left out.
_REQUIRED = ("type", "title")
#: Fields that can.
OMISSIBLE = tuple([name for name in FIELDS if name not in _REQUIRED])


class Target(NamedTuple):
    """A format to write, and a template of the user's own in place of the format's."""

    form: Format
    template: Path | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How records are written, the same for all formats.

    ``notes``: of NOTES, which to write. ``omit``: fields of Record to leave out, in CSL's spelling or Python's.
    ``duplicates``: one of DUPLICATES. ``ascii_only``: TeX commands for what is not ASCII, where the format has them.
    ``tidy_titles``: mend titles in capitals and final full stops. ``key``: the pattern of keys (see key_patterns);
    without one a record keeps the key of its source. ``pins``: a library whose works have its keys here too. ``known``:
    a library whose works are left out, and whose keys are. Raises ValueError for a word that is none of these.
    """

    notes: Sequence[str] = ()
    omit: Sequence[str] = ()
    duplicates: str = "first"
    ascii_only: bool = False
    tidy_titles: bool = False
    key: str = ""
    pins: Library | None = None
    known: Library | None = None

    def __post_init__(self) -> None:
        for option, words in (("notes", self.notes), ("omit", self.omit)):
            if isinstance(words, str):  # its letters would be taken for words
                raise ValueError(f"{option}: {words!r} is one text, not a list of them")
        _known("notes", self.notes, NOTES)
        _known("duplicates", [self.duplicates], DUPLICATES)
        if self.key:
            key_patterns.parse(self.key)
        _known("omit", self.omitted, OMISSIBLE)

    @property
    def omitted(self) -> list[str]:
        """The fields to leave out, as Record spells them."""
        return [name.lower().replace("-", "_") for name in self.omit]

    @property
    def hidden(self) -> list[str]:
        """All fields that are not written: those to leave out, and the notes that were not asked for."""
        return self.omitted + [name for name in NOTES if name not in self.notes]

    @property
    def kept(self) -> frozenset[str]:
        """The keys of libraries, which no other work may have."""
        return frozenset().union(*[library.keys for library in (self.pins, self.known) if library])


def _known(option: str, words: Iterable[str], choices: Iterable[str]) -> None:
    choices = list(choices)
    for word in words:
        if word not in choices:
            raise ValueError(f"{option}: {word!r} is not known{did_you_mean(word, choices)}")


def convert(
    records: Iterable[Record | Rejected],
    to: str,
    options: Options = Options(),
    *,
    template: Path | None = None,
    report: Report | None = None,
) -> Iterator[str]:
    """Records as text in one format, piece by piece: joined, the pieces are the file.

    ``to`` is a name from FORMATS. Nothing comes before the last record has been read, since any
    record can contest a key. Raises KeyError for an unknown format, TemplateError for a template that cannot be used.
    """
    form = FORMATS[to]
    before = form.prologue
    for batch in batches(records, [Target(form, template)], options, report):
        yield before + joined(form, batch.texts[0]).decode()
        before = form.separator
    if before is form.prologue:  # no entry: nothing, or an empty list where the format has one
        yield before and before + form.epilogue
    else:
        yield form.epilogue


def joined(form: Format, text: bytes) -> bytes:
    """The entries of a batch as they stand in a file."""
    return text.replace(BETWEEN, form.separator.encode())


def batches(
    records: Iterable[Record | Rejected],
    targets: Sequence[Target],
    options: Options = Options(),
    report: Report | None = None,
    key_map: dict[str, str] | None = None,
    taken: Callable[[Record], None] | None = None,
) -> Iterator[Batch]:
    """One entry a record for each target, with the same key in all of them, in the order of the records.

    They come in batches, which takes less time than one by one; ``settling.apart`` has them one by one.

    The records are read in one pass and written with a mark in the place of their keys. When the last one is known, the
    few that meet in a key get longer ones, and the marks are replaced: memory holds the claims, not the entries.
    ``key_map`` takes the key of every record that had one in its source, by that one. ``taken`` is called with every
    record that has an entry, in their order.
    """
    say = report or _say_nothing
    write = drafter(targets, options)

    def drafts() -> Iterator[Draft]:
        for record in _works(records, options, say):
            yield write(record)
            if taken:
                taken(record)

    return keyed(drafts(), options, say, key_map)


def keyed(
    drafts: Iterable[Draft], options: Options, report: Report | None = None, key_map: dict[str, str] | None = None
) -> Iterator[Batch]:
    """The batches of drafts in the order of their records, whoever made them."""
    return settled(drafts, Keyring(own=not options.key, kept=options.kept), report or _say_nothing, key_map)


def _works(records: Iterable[Record | Rejected], options: Options, say: Report) -> Iterator[Record]:
    """The records that are to be written, each work as often as it is wanted."""
    found = wanted(records, options, say)
    if options.duplicates == "keep":
        return found

    def dropped(record: Record, remark: Remark) -> None:
        say(Noted(record.source, record.citation_key, (*record.remarks, remark)))

    return duplicates.first(found, dropped) if options.duplicates == "first" else duplicates.merged(found, dropped)


def wanted(records: Iterable[Record | Rejected], options: Options, say: Report) -> Iterator[Record]:
    """The records among what was read, tidied where that is asked for, without those that are there already."""
    for record in ahead(records):
        if isinstance(record, Rejected):
            say(record)
        elif options.known and (key := options.known.key_of(record)):
            message = f"the bibliography has the work already, as {key}"
            say(Noted(record.source, key, (*record.remarks, Remark("work-known", "title", message))))
        else:
            yield _tidied(record) if options.tidy_titles else record


def drafter(targets: Sequence[Target], options: Options) -> Callable[[Record], Draft]:
    """A function from a record to its draft, by the record alone and so anywhere, in whatever order."""
    writers = [_writer(target, options) for target in targets]
    wish = wisher(options.key, options.pins)

    def draft(record: Record) -> Draft:
        written = [write(record) for write in writers]
        unsaid = tuple([remark for _, remarks in written for remark in remarks])
        return Draft(record.source, wish(record), record.remarks, unsaid, tuple([text.encode() for text, _ in written]))

    return draft


_Write = Callable[[Record], tuple[str, tuple[Remark, ...]]]


def _writer(target: Target, options: Options) -> _Write:
    """A function from a record to its entry, and to the remarks on what the format could not say of it."""
    form, hidden = target.form, options.hidden
    ascii_only = options.ascii_only and form.has_ascii
    render = renderer(form, omit=hidden, ascii_only=options.ascii_only, template=target.template)
    unsaid = {} if target.template else {name: why for name, why in form.unsaid.items() if name not in hidden}
    partly = None if target.template else form.partly

    def write(record: Record) -> tuple[str, tuple[Remark, ...]]:
        text = render(record)
        gaps = [(name, why) for name, why in unsaid.items() if getattr(record, name)]
        if partly:
            gaps += [(name, why) for name, why in partly(record) if name not in hidden]
        remarks = [Remark("not-sayable", name, f"{form.name} has {why}") for name, why in gaps]
        if ascii_only and not text.isascii():
            characters = dict.fromkeys(c for c in text if not c.isascii() and c != KEY)
            remarks += [
                Remark("character-unknown", "title", f"U+{ord(c):04X} {c} has no TeX command") for c in characters
            ]
        return text, tuple(remarks)

    return write


def _tidied(record: Record) -> Record:
    title, remarks = titles.tidy(record.title)
    return replace(record, title=title, remarks=record.remarks + remarks) if remarks else record


def _say_nothing(_: Rejected | Noted) -> None:
    pass
