"""The pipeline, to be read from top to bottom: records in, entries with final keys out, in step in every format."""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, NamedTuple

from bibstep import citekeys, titles
from bibstep.formats import FORMATS
from bibstep.model import FIELDS, Record, Rejected, Remark, Source
from bibstep.rendering import KEY, Format, renderer

#: What ``notes`` can ask for: fields that no format writes by itself.
NOTES = ("metrics", "translation")
#: What can be done with a work that was there before: keep the first record of it only, or all.
DUPLICATES = ("first", "keep")
#: Fields that cannot be left out.
_REQUIRED = ("type", "title")
#: Entries wait in memory for the last key up to this many bytes, then on disk.
_SPOOL_BYTES = 16 * 1024 * 1024
#: Entries that go to the spool at a time.
_BATCH = 256


class SpoolError(OSError):
    """The entries cannot be kept until all keys are known; the message says where and why."""


class Noted(NamedTuple):
    """What is to be said of one record: where it came from, the key it asks for, and the remarks."""

    source: Source
    key: str
    remarks: tuple[Remark, ...]


#: Called with every Rejected, and with a Noted for every record that there is something to say of.
Report = Callable[[Rejected | Noted], None]


class Target(NamedTuple):
    """A format to write, and a template of the user's own in place of the format's."""

    form: Format
    template: Path | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How records are written, the same for all formats.

    ``notes``: of NOTES, which to write. ``omit``: fields of Record to leave out, in CSL's spelling or Python's.
    ``duplicates``: one of DUPLICATES. ``ascii_only``: TeX commands for what is not ASCII, where the format has them.
    ``tidy_titles``: mend titles in capitals and final full stops. Raises ValueError for a word that is none of these.
    """

    notes: Sequence[str] = ()
    omit: Sequence[str] = ()
    duplicates: str = "first"
    ascii_only: bool = False
    tidy_titles: bool = False

    def __post_init__(self) -> None:
        _known("notes", self.notes, NOTES)
        _known("duplicates", [self.duplicates], DUPLICATES)
        _known("omit", self.omitted, [name for name in FIELDS if name not in _REQUIRED])

    @property
    def omitted(self) -> list[str]:
        """The fields to leave out, as Record spells them."""
        return [name.lower().replace("-", "_") for name in self.omit]

    @property
    def hidden(self) -> list[str]:
        """All fields that are not written: those to leave out, and the notes that were not asked for."""
        return self.omitted + [name for name in NOTES if name not in self.notes]


def _known(option: str, words: Iterable[str], choices: Iterable[str]) -> None:
    choices = list(choices)
    for word in words:
        if word not in choices:
            raise ValueError(f"{option}: {word!r} is none of {', '.join(choices)}")


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
    target = Target(FORMATS[to], template)
    before = target.form.prologue
    for (entry,) in entries(records, [target], options, report):
        yield before + entry
        before = target.form.separator
    if before is target.form.prologue:  # no entry: nothing, or an empty list where the format has one
        yield before and before + target.form.epilogue
    else:
        yield target.form.epilogue


def entries(
    records: Iterable[Record | Rejected],
    targets: Sequence[Target],
    options: Options = Options(),
    report: Report | None = None,
) -> Iterator[tuple[str, ...]]:
    """One entry a record for each target, with the same key in all of them, in the order of the records.

    The records are read in one pass and written with a mark in the place of their keys. When the last one is known, the
    few that meet in a key get longer ones, and the marks are replaced: memory holds the claims, not the entries.
    """
    say = report or _say_nothing
    writers = [_writer(target, options) for target in targets]
    places: dict[bytes, Source] = {}
    claims: Counter[str] = Counter()
    with _spool() as spool:
        batch: list[_Entry] = []
        for record in records:
            if isinstance(record, Rejected):
                say(record)
                continue
            if options.tidy_titles:
                record = _tidied(record)
            claim = citekeys.claim(record)
            if options.duplicates == "first" and (dropped := _duplicate(record, places)):
                say(Noted(record.source, claim.base, (*record.remarks, dropped)))
                continue
            texts, remarks = _written(record, writers)
            if remarks:
                say(Noted(record.source, claim.base, remarks))
            claims[claim.base] += 1
            batch.append((claim, record.source, texts))
            if len(batch) == _BATCH:
                _keep(batch, spool)
                batch = []
        _keep(batch, spool)
        _keep(None, spool)
        yield from _with_keys(spool, claims, say)


_Entry = tuple[citekeys.Claim, Source, tuple[str, ...]]
_Write = Callable[[Record], tuple[str, tuple[Remark, ...]]]


def _with_keys(spool: IO[bytes], claims: Mapping[str, int], say: Report) -> Iterator[tuple[str, ...]]:
    """The spooled entries with their keys."""
    contested = {base for base, count in claims.items() if count > 1}
    longer: dict[int, str] = {}
    if contested:
        met = ((number, claim) for number, (claim, _, _) in enumerate(_spooled(spool)) if claim.base in contested)
        longer = citekeys.settle(met)
    for number, (claim, source, texts) in enumerate(_spooled(spool)):
        key = claim.base
        if number in longer:
            key = longer[number]
            message = f"{claims[claim.base]} records claim {claim.base}; this one is {key}"
            say(Noted(source, key, (Remark("key-extended", "key", message),)))
        yield tuple([text.replace(KEY, key) for text in texts])


@contextlib.contextmanager
def _spool() -> Iterator[IO[bytes]]:
    spool = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115  (closed below, come what may)
    try:
        yield spool
    finally:
        with contextlib.suppress(OSError):  # what could not be written is not needed any more
            spool.close()


def _keep(batch: list[_Entry] | None, spool: IO[bytes]) -> None:
    try:
        pickle.dump(batch, spool)
    except OSError as error:
        raise SpoolError(_no_room(error)) from error


def _spooled(spool: IO[bytes]) -> Iterator[_Entry]:
    try:
        spool.seek(0)
        while (batch := pickle.load(spool)) is not None:  # written by this very process
            yield from batch
    except OSError as error:
        raise SpoolError(_no_room(error)) from error


def _no_room(error: OSError) -> str:
    return f"the temporary files ({tempfile.tempdir or 'TMPDIR'}): {error.strerror or error}"


def _written(record: Record, writers: Iterable[_Write]) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    texts: list[str] = []
    remarks = record.remarks
    for write in writers:
        text, more = write(record)
        texts.append(text)
        remarks += more
    return tuple(texts), remarks


def _writer(target: Target, options: Options) -> _Write:
    """A function from a record to its entry, and to the remarks on what the format could not say of it."""
    form, hidden = target.form, options.hidden
    ascii_only = options.ascii_only and form.has_ascii
    render = renderer(form, omit=hidden, ascii_only=ascii_only, template=target.template)
    unsaid = [] if target.template else [(name, why) for name, why in form.unsaid.items() if name not in hidden]

    def write(record: Record) -> tuple[str, tuple[Remark, ...]]:
        text = render(record)
        remarks = [
            Remark("not-sayable", name, f"{form.name} has {why}") for name, why in unsaid if getattr(record, name)
        ]
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


def _duplicate(record: Record, places: dict[bytes, Source]) -> Remark | None:
    """A remark where the same work was there before; else its place is taken down."""
    identity = _identity(record)
    earlier = places.get(identity)
    if earlier is None:
        places[identity] = record.source
        return None
    return Remark("duplicate-dropped", "title", f"the same work was converted from {earlier} already")


def _identity(record: Record) -> bytes:
    """What makes two records the same work: an identifier, or, where there is none, all that is said of it."""
    for kind, value in (("doi", record.doi.lower()), ("pmid", record.pmid), ("arxiv", record.arxiv)):
        if value:
            return hashlib.blake2b(f"{kind}:{value}".encode(), digest_size=12).digest()
    said = (titles.plain(record.title).casefold(), record.author, record.issued, record.container_title.casefold())
    place = (record.type, record.volume, record.issue, record.page, record.number, record.url)
    return hashlib.blake2b(repr((said, place)).encode("utf-8", "replace"), digest_size=12).digest()


def _say_nothing(_: Rejected | Noted) -> None:
    pass
