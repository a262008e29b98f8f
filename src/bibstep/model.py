"""The record that every reader makes and every format writes: frozen values in the words of CSL.

Field names are CSL variables with ``_`` for ``-`` (``container_title`` is CSL's ``container-title``); DOI, ISSN and
their like are in lower case. Empty is ``""`` or ``()``, never None, save for a missing date. Beside the record proper
stand the translated title (``translation``) and the journal's ``metrics``, which no format writes unless asked to;
``source`` and ``remarks`` tell where a record came from and what was decided about it, and take no part in equality.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import KW_ONLY, dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dataclasses import dataclass as _own_init
else:
    from functools import partial

    # A dataclass whose __init__ is its own; type checkers are to see the one that it would have otherwise.
    _own_init = partial(dataclass, init=False)

#: The styles a span of rich text can have. ``math`` marks TeX math source without its dollars, ``nocase`` text whose
#: case no style may change.
STYLES = ("italic", "bold", "sub", "sup", "smallcaps", "nocase", "math")


class Span(NamedTuple):
    """A run of text in one style; ``styles`` is ordered from the outermost to the innermost."""

    text: str
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rich:
    """Rich text: spans in order, neighbours of equal style joined, no span empty.

    Make one with ``Rich.of`` or ``Rich.join``; both hold to that form, so equal texts compare equal.
    """

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, text: str) -> Rich:
        """Plain text as rich text."""
        return cls((Span(text),)) if text else EMPTY

    @classmethod
    def join(cls, spans: Iterable[Span]) -> Rich:
        """Spans as rich text: empty ones dropped, neighbours of equal style joined (math is never joined)."""
        merged: list[Span] = []
        for span in spans:
            if not span.text:
                continue
            if merged and merged[-1].styles == span.styles and "math" not in span.styles:
                merged[-1] = Span(merged[-1].text + span.text, span.styles)
            else:
                merged.append(span)
        return cls(tuple(merged))

    @property
    def source(self) -> str:
        """The text of all spans without their styles; math as its TeX source."""
        if len(self.spans) == 1:
            return self.spans[0].text
        return "".join([span.text for span in self.spans])

    @property
    def is_plain(self) -> bool:
        """True where no span has a style."""
        return len(self.spans) < 2 and not (self.spans and self.spans[0].styles)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __str__(self) -> str:
        return self.source


EMPTY = Rich()


class Name(NamedTuple):
    """A person (``family`` and the rest) or, whole, an institution or a name that must not be split (``literal``)."""

    family: str = ""
    given: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""

    def __str__(self) -> str:
        parts = (self.given, self.non_dropping_particle, self.family, self.suffix)
        return self.literal or " ".join([part for part in parts if part])


@dataclass(frozen=True, slots=True)
class Date:
    """A date as exact as its source: ``month`` and ``day`` are 0 where the source does not say them.

    Years before Christ count from -1, as CSL counts them. ``season`` is CSL's, 1 (spring) to 4 (winter), and stands in
    place of a month; ``end`` is the last day of a range, itself without an end. ``literal`` is what the source says
    where that is no date ("in press"); ``year`` is 0 then.
    """

    year: int
    month: int = 0
    day: int = 0
    season: int = 0
    circa: bool = False
    end: Date | None = None
    literal: str = ""

    def __str__(self) -> str:
        """The date in ISO 8601-2, as biblatex takes it: ``2025-06-05``, ``1988/1992``, ``2020-21``, ``1850~``.

        ISO 8601 counts a year 0, so 44 BC is ``-0043`` there.
        """
        if self.literal:
            return self.literal
        if self.month and self.day and self.year >= 0 and not self.circa and not self.end:
            return "%04d-%02d-%02d" % (self.year, self.month, self.day)  # most are such: in one step  # noqa: UP031
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
    """What an index says of the journal, as text; never part of a reference, written only when asked for."""

    impact_factor: str = ""
    jcr_quartile: str = ""
    jcr_category: str = ""
    cas_zone: str = ""
    cas_category: str = ""

    def __bool__(self) -> bool:
        return bool(self.impact_factor or self.jcr_quartile or self.jcr_category or self.cas_zone or self.cas_category)


@dataclass(frozen=True, slots=True)
class Translation:
    """The title and abstract in another language than the work's own, with that language's BCP 47 tag."""

    title: str = ""
    abstract: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.title or self.abstract)


class Source(NamedTuple):
    """Where a record was read: the input's name and the line (from 1) on which the record begins."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Remark(NamedTuple):
    """What was decided or doubted about a record: ``code`` is from ``remarks.CODES``, ``field`` a field of Record.

    ``path`` says where in a record of JSON the value stands ($.journal.volume), if one value is meant.
    """

    code: str
    field: str
    message: str
    path: str = ""


@_own_init(frozen=True)
class Record:
    """One bibliographic record. The fields up to ``note`` are the reference itself.

    Every field but ``type`` and ``title`` is given by its name.
    """

    type: str
    title: Rich
    _: KW_ONLY
    title_short: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    translator: tuple[Name, ...] = ()
    #: Other people by their part in the work, in CSL's words: (("container-author", (Name, ...)), ...).
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
    #: BCP 47 tag of the work's language, empty where it is not known.
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
    #: What the record's source says and no other field holds: (name, text), in order, no name twice. The name is a CSL
    #: variable where there is one for it, else the source's own.
    custom: tuple[tuple[str, str], ...] = ()
    metrics: Metrics = Metrics()
    translation: Translation = Translation()
    #: The citation key that the record has in its source, where it has one.
    citation_key: str = field(default="", compare=False)
    source: Source = field(default=Source(), compare=False)
    remarks: tuple[Remark, ...] = field(default=(), compare=False)

    if not TYPE_CHECKING:

        def __init__(self, type, title, **said) -> None:  # noqa: A002
            # A dataclass's own sets every field for itself, which takes longer than to read half of a record. Here,
            # what is not said or empty is read off the class; what is said tells the kind of the record.
            if not _NAMES.issuperset(said):
                raise TypeError(f"a Record has no field {', '.join(sorted(said.keys() - _NAMES))}")
            values = {name: value for name, value in said.items() if value}
            values["type"] = type
            values["title"] = title
            object.__setattr__(self, "__dict__", values)

    @classmethod
    def of(cls, said: dict[str, Any]) -> Record:
        """A record of those of these fields that hold something, which are not checked: quicker for a reader."""
        record = object.__new__(cls)
        values = {name: value for name, value in said.items() if value}
        values.setdefault("title", EMPTY)
        object.__setattr__(record, "__dict__", values)
        return record

    def said(self) -> Iterator[str]:
        """The names of the fields that hold something, in the model's order; not ``source`` and ``remarks``."""
        for name in FIELDS:
            if getattr(self, name):
                yield name


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that could not become a record: where it stands, why, and the first of it as it was."""

    source: Source
    reason: str
    raw: str = ""

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


_NAMES = frozenset([f.name for f in fields(Record)])
#: Every field that a format must say or declare that it cannot.
FIELDS = tuple(f.name for f in fields(Record) if f.compare)


def size_of(record: Record) -> int:
    """About how many characters a record holds: nearly all are in its abstract and in its authors."""
    return 1000 + len(record.abstract) + len(record.translation.abstract) + 100 * len(record.author)
