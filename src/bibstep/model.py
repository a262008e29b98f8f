"""The record that every reader returns and every format writes: frozen values, named after the variables of CSL.

Field names are CSL variables with ``_`` for ``-`` (``container_title`` is CSL's ``container-title``); DOI, ISSN and the
like are in lower case. An empty field is ``""`` or ``()``, never None, except for a missing date. Every record is clean
by construction: its texts have no control characters, single spaces only, and composed characters (NFC).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, field, fields, replace
from importlib import import_module
from itertools import chain
from operator import attrgetter
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from bibstep.rich import EMPTY as EMPTY
from bibstep.rich import STYLES as STYLES
from bibstep.rich import Rich as Rich
from bibstep.rich import RichOrText, clean_rich
from bibstep.rich import Span as Span
from bibstep.text.clean import are_clean, clean, shorten


class Name(NamedTuple):
    """A person (``family`` and the other parts), or an institution or a name that must not be split (``literal``)."""

    family: str = ""
    given: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""

    def __str__(self) -> str:
        parts = (self.given, self.non_dropping_particle, self.family, self.suffix)
        return self.literal or " ".join([part for part in parts if part])


#: Stands last among people where there are more than are named ("et al."), as in CSL-JSON that pandoc writes.
OTHERS = Name(literal="others")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as exact as its source: ``month`` and ``day`` are 0 if the source does not give them.

    Years BC are negative, from -1, as in CSL. ``season`` is CSL's number from 1 (spring) to 4 (winter), in place of a
    month. ``end`` is the end of a range and has no ``end`` itself. ``literal`` is the source's text if it is not a date
    ("in press"); then ``year`` is 0.
    """

    year: int
    month: int = 0
    day: int = 0
    season: int = 0
    circa: bool = False
    end: Date | None = None
    literal: str = ""

    def __str__(self) -> str:
        """The date in ISO 8601-2, as biblatex reads it: ``2025-06-05``, ``1988/1992``, ``2020-21``, ``1850~``.

        ISO 8601 has a year 0, so 44 BC is ``-0043``.
        """
        if self.literal:
            return self.literal
        if self.month and self.day and self.year >= 0 and not self.circa and not self.end:
            return "%04d-%02d-%02d" % (self.year, self.month, self.day)  # the usual case, in one step  # noqa: UP031
        text = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year - 1:04d}" if self.year < -1 else "0000"
        if self.month:
            text += f"-{self.month:02d}"
            if self.day:
                text += f"-{self.day:02d}"
        elif self.season:
            text += f"-{20 + self.season}"
        if self.circa:
            text += "~"
        return f"{text}/{self.end}" if self.end else text


class PageRange(NamedTuple):
    """Pages from ``first`` to ``last``, both as printed ("S12", "xii"); ``last`` is empty for a single page."""

    first: str
    last: str = ""


@dataclass(frozen=True, slots=True)
class Metrics:
    """The journal's metrics in an index, as text. They are not part of a reference and written only on request."""

    impact_factor: str = ""
    jcr_quartile: str = ""
    jcr_category: str = ""
    cas_zone: str = ""
    cas_category: str = ""

    def __bool__(self) -> bool:
        return bool(self.impact_factor or self.jcr_quartile or self.jcr_category or self.cas_zone or self.cas_category)


@dataclass(frozen=True, slots=True)
class Translation:
    """The title and abstract in a language other than the work's own, with the BCP 47 tag of that language."""

    title: str = ""
    abstract: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.title or self.abstract)


class Source(NamedTuple):
    """Where a record was read: the input's name, and the line (from 1) where the record begins."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Remark(NamedTuple):
    """A decision or a doubt about a record: ``code`` is from ``remarks.CODES``, ``field`` is a field of Record.

    ``path`` is the place of the value in a JSON record ($.journal.volume), if the remark is about one value.
    """

    code: str
    field: str
    message: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One bibliographic record. The fields up to ``note`` are the reference itself.

    Every field except ``type`` and ``title`` is given by its name. A title given as ``str`` becomes ``Rich``. Texts are
    cleaned (see ``text.clean``), also by ``dataclasses.replace``; only ``note`` may have several lines. Values that are
    empty then are removed from their tuples. ``metrics`` and ``translation`` are written only on request.
    ``citation_key``, ``relatives``, ``source`` and ``remarks`` describe where the record was read and what was decided;
    they do not count when records are compared. Raises TypeError, with the name of the field, for a value
    of the wrong type.

    >>> Record("book", " Stem\\tcells\\x00", keyword=("a", "\\x00")).keyword
    ('a',)
    """

    type: str
    title: RichOrText = RichOrText()  # noqa: RUF009  (empty, and immutable)
    _: KW_ONLY
    title_short: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    translator: tuple[Name, ...] = ()
    #: Other people by their role, a CSL name variable: (("container-author", (Name, ...)), ...).
    roles: tuple[tuple[str, tuple[Name, ...]], ...] = ()
    container_title: str = ""
    container_title_short: str = ""
    collection_title: str = ""
    #: A book's number in its series.
    collection_number: str = ""
    event_title: str = ""
    event_place: str = ""
    publisher: str = ""
    publisher_place: str = ""
    genre: str = ""
    edition: str = ""
    version: str = ""
    volume: str = ""
    issue: str = ""
    page: tuple[PageRange, ...] = ()
    #: An article's number in its volume ("e941209"); a report's, a patent's or a standard's own number.
    number: str = ""
    chapter_number: str = ""
    number_of_pages: str = ""
    number_of_volumes: str = ""
    issued: Date | None = None
    original_date: Date | None = None
    accessed: Date | None = None
    abstract: str = ""
    keyword: tuple[str, ...] = ()
    #: BCP 47 tag of the work's language, empty if it is not known.
    language: str = ""
    doi: str = ""
    url: str = ""
    #: A link to the full text as a PDF.
    pdf: str = ""
    arxiv: str = ""
    pmid: str = ""
    pmcid: str = ""
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    note: str = ""
    #: Values of the source that no other field takes: (name, text), in order, each name once. The name is a CSL
    #: variable if there is one, else the source's own name.
    custom: tuple[tuple[str, str], ...] = ()
    metrics: Metrics = Metrics()
    translation: Translation = Translation()
    #: Other keys by which the record may be cited, too.
    aliases: tuple[str, ...] = ()
    #: The record's citation key in its source, if it has one.
    citation_key: str = field(default="", compare=False)
    #: The keys in the source of entries that belong to this one: its parents, the members of a set.
    relatives: tuple[str, ...] = field(default=(), compare=False)
    source: Source = field(default=Source(), compare=False)
    remarks: tuple[Remark, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if isinstance(self.title, str):
            object.__setattr__(self, "title", Rich.of(self.title))
        try:
            is_clean = _is_clean(self)
        except (TypeError, AttributeError, ValueError):
            _check_types(self)
            raise
        if not is_clean:
            for name in (*FIELDS, "citation_key", "relatives", "remarks"):
                value = getattr(self, name)
                object.__setattr__(self, name, _cleaned_lines(value) if name == "note" else _cleaned(value))

    def fields_present(self) -> Iterator[str]:
        """Yield the names in ``FIELDS`` whose fields are not empty, in order."""
        for name in FIELDS:
            if getattr(self, name):
                yield name

    def to_csl(self) -> dict[str, Any]:
        """Return the record as an item of CSL-JSON: ``bibstep.to_csl``, for those who have the record at hand."""
        item: dict[str, Any] = import_module("bibstep").to_csl(self)
        return item

    def _repr_html_(self) -> str:
        """The record as a table for notebooks: each field that has a value."""
        import html

        values = [(name, getattr(self, name)) for name in FIELDS]
        rows = [(name, value) for name, value in [("citation_key", self.citation_key), *values] if value]
        cells = [f"<tr><th>{name}</th><td>{html.escape(_shown(value))}</td></tr>" for name, value in rows]
        return f"<table>{''.join(cells)}</table>"

    @staticmethod
    def from_csl(item: dict[str, Any]) -> Record:
        """Return an item of CSL-JSON as a record: ``bibstep.from_csl``. Raises ValueError if it is not one."""
        record: Record = import_module("bibstep").from_csl(item)
        return record


@dataclass(frozen=True, slots=True)
class Rejected:
    """A part of an input that could not become a record: its place, the reason, and its first characters."""

    source: Source
    reason: str
    raw: str = ""

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


#: The fields that count when records are compared. A format writes each of them, or declares that it cannot.
FIELDS = tuple(f.name for f in fields(Record) if f.compare)


def _shown(value: object) -> str:
    """A value of a field as one text; several values are separated by semicolons."""
    return "; ".join(map(_shown, value)) if type(value) is tuple else str(value)


def _of_type(annotation: str) -> list[str]:
    return [f.name for f in fields(Record) if f.type == annotation]


# Getters by the type of the field, to check all texts of a record together: that is fast, and nearly all are clean.
_texts = attrgetter(
    *[name for name in _of_type("str") if name != "note"],
    "title.source",
    *[f"metrics.{f.name}" for f in fields(Metrics)],
    *[f"translation.{f.name}" for f in fields(Translation)],
)
_lists = attrgetter(*_of_type("tuple[str, ...]"))
_rows = attrgetter(*_of_type("tuple[Name, ...]"), *_of_type("tuple[PageRange, ...]"), *_of_type("tuple[Remark, ...]"))
_dates = attrgetter(*_of_type("Date | None"))
_ROW_TYPES = frozenset((Name, PageRange, Remark))


def _is_clean(record: Record) -> bool:
    """A fast test whether ``_cleaned`` would change no field; it is False for some clean records too.

    Raises TypeError, AttributeError or ValueError for most values of a wrong type.
    """
    parts: tuple[str, ...] = sum(_lists(record), ())
    rows: tuple[tuple[str, ...], ...] = sum(_rows(record), ())
    texts = [*_texts(record), *parts]
    pairs: tuple[Any, ...] = record.custom + record.roles
    for pair in pairs:
        name, value = pair
        texts.append(name)
        parts += pair
        if isinstance(value, str):
            texts.append(value)
        else:
            rows += value
    if not _ROW_TYPES.issuperset(map(type, rows)):
        raise TypeError("names of a Record must be of type Name, and pages of type PageRange")
    texts += chain.from_iterable(rows)
    if record.note != "":
        lines = record.note.split("\n")
        texts += lines
        parts += tuple(lines)
    for date in _dates(record):
        if date is not None and (date.literal or date.end):
            texts += (date.literal, date.end.literal if date.end else "")
    return all(parts) and all(map(any, rows)) and are_clean(texts)


def _cleaned(value: Any) -> Any:
    """Clean all texts in the value of a field; values that are empty then are removed from a tuple."""
    if isinstance(value, tuple):
        return tuple([part for part in map(_cleaned_part, value) if _is_filled(part)])
    if isinstance(value, Rich):
        return clean_rich(value)
    if isinstance(value, Date):
        return replace(value, literal=clean(value.literal), end=_cleaned(value.end))
    if isinstance(value, (Metrics, Translation)):
        return type(value)(*[clean(getattr(value, f.name)) for f in fields(value)])
    return clean(value) if value else value


def _cleaned_part(value: Any) -> Any:
    """Clean a value in a tuple: a text, a named tuple of texts, or a pair of a text and a text or names."""
    if isinstance(value, str):
        return clean(value)
    if type(value) is tuple:
        return tuple(map(_cleaned, value))
    return type(value)(*map(clean, value))


def _is_filled(value: Any) -> bool:
    """Whether a value in a tuple is not empty: a pair must have both halves, a name any part."""
    return all(value) if type(value) is tuple else any(value)


def _cleaned_lines(text: str) -> str:
    return "\n".join(filter(None, map(clean, text.split("\n"))))


def _check_types(record: Record) -> None:
    """Raise TypeError for the first field whose value has the wrong type."""
    hints = get_type_hints(Record)
    for one in fields(Record):
        value = getattr(record, one.name)
        if not _fits(value, hints[one.name]):
            wanted = str(one.type).replace("RichOrText", "Rich or str")
            raise TypeError(f"{one.name} of a Record must be of type {wanted}, not {shorten(repr(value))}")


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value and all its parts are of an annotated type."""
    if get_origin(hint) is tuple:
        first, *others = get_args(hint)
        kinds = [first] * len(value) if others == [...] and isinstance(value, tuple) else [first, *others]
        return isinstance(value, tuple) and len(value) == len(kinds) and all(map(_fits, value, kinds))
    if get_origin(hint) is UnionType:
        return any(_fits(value, one) for one in get_args(hint))
    return isinstance(value, hint) and all(
        _fits(getattr(value, name), kind) for name, kind in get_type_hints(hint).items()
    )


def approximate_size(record: Record) -> int:
    """An estimate of the number of characters in a record; most are in its abstract and authors."""
    return 1000 + len(record.abstract) + len(record.translation.abstract) + 100 * len(record.author)
