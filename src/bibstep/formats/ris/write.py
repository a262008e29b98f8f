"""RIS: reference types and how a value becomes tag lines, one physical line a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bibstep.formats.filters import cleaned, unless, when, year
from bibstep.formats.template import Dialect, Format, Written
from bibstep.model import Date, Name, PageRange, Record, Rich
from bibstep.values import notes, pages
from bibstep.values.titles import parse as titles

#: CSL type -> reference type, those that readers share (measured); what is not listed is ``GEN``. No type gives Zotero
#: a preprint; UNPB keeps the archive's name there and is unpublished work everywhere else.
_KINDS: Mapping[str, str] = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "MPCT",
    "chapter": "CHAP",
    "classic": "BOOK",
    "collection": "BOOK",
    "dataset": "DATA",
    "entry": "CHAP",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "interview": "PCOMM",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CONF",
    "patent": "PAT",
    "periodical": "JFULL",
    "personal_communication": "PCOMM",
    "post": "BLOG",
    "post-weblog": "BLOG",
    "regulation": "STAT",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}


#: Types of which T2 names the series (Zotero, EndNote, citation-js).
_SERIES = ("BOOK", "COMP", "MAP", "RPRT")
#: Types of which a lone SP counts the pages, and those whose event has a tag beside the proceedings.
_COUNTED = ("BOOK", "THES")
_EVENTS = ("CONF", "SLIDE")
#: Types whose own number has C7, an article number, beside SP.
_ARTICLES = ("JOUR", "CONF", "CHAP")
#: Types whose version has the tag of the edition.
_VERSIONED = ("COMP", "DATA")
#: What the RIS reader keeps in custom by its tag; the tags of the record's frame are never given back.
_CARRIED = re.compile("ris-(?!TY|ER|ID)[A-Z][A-Z0-9]")
#: CSL variables that have a tag, those of the template.
_VARIABLES = frozenset(
    (
        "archive",
        "archive_location",
        "call-number",
        "citation-label",
        "original-title",
        "reviewed-title",
        "section",
        "source",
    )
)
_SEASONS = ("", "Spring", "Summer", "Autumn", "Winter")


def encode(value: object) -> str:
    """A value as the text of one line; RIS knows no markup and no escapes, so rich text becomes plain."""
    if isinstance(value, str):
        return value if isinstance(value, Written) else cleaned(value)
    return cleaned(titles.plain(value) if isinstance(value, Rich) else str(value))


def kind(record_type: str) -> str:
    """The reference type."""
    return _KINDS.get(record_type, "GEN")


def names(people: Sequence[Name]) -> tuple[str, ...]:
    """``Last, First, Jr.`` with particles in the last name; an institution ends in a comma, or it would be split."""
    return tuple([_name(person) for person in people])


def _name(person: Name) -> str:
    if person.literal:
        return f"{person.literal},"
    family = f"{person.non_dropping_particle} {person.family}" if person.non_dropping_particle else person.family
    if person.suffix:
        return f"{family}, {person.given}, {person.suffix}"
    return f"{family}, {person.given}" if person.given else f"{family},"


def date(value: Date | None) -> str:
    """``2025/06/05``, ``2025/06`` or ``2025///Spring``; nothing where only the year is known, which ``PY`` says."""
    if not value or value.literal:
        return ""
    if value.season:
        return f"{year(value)}///{_SEASONS[value.season]}"
    if not value.month:
        return ""
    return f"{year(value)}/{value.month:02d}/{value.day:02d}" if value.day else f"{year(value)}/{value.month:02d}"


def within(container: str, event: str, kind: str) -> str:
    """The proceedings, or the event that stands for them where it has a tag and they have no name."""
    return container or (event if kind in _EVENTS else "")


def unless_series(collection: str, container: str, kind: str) -> str:
    """The series, unless T2 says it: of a book and its like T2 is the series for readers, not the container."""
    return "" if kind in _SERIES and not container else collection


def role(people: Sequence[tuple[str, Sequence[Name]]], part: str) -> tuple[str, ...]:
    """The people with one part in the work."""
    return next((names(found) for name, found in people if name == part), ())


def variable(custom: Sequence[tuple[str, str]], name: str) -> str:
    """The value of one variable of those that no field holds."""
    return dict(custom).get(name, "") if custom else ""


def first(ranges: Sequence[PageRange]) -> str:
    """The first page of a range; the whole list where there are several, which no tag pair can say."""
    if len(ranges) > 1:
        return pages.text(tuple(ranges))
    return ranges[0].first if ranges else ""


def last(ranges: Sequence[PageRange]) -> str:
    """The last page of a single range."""
    return ranges[0].last if len(ranges) == 1 else ""


def arxiv_number(arxiv: str) -> str:
    """An arXiv identifier with its name before it; RIS has no tag for one, so it goes to a custom field."""
    return f"arXiv:{arxiv}" if arxiv else ""


def arxiv_link(arxiv: str) -> str:
    """The page of a preprint."""
    return f"https://arxiv.org/abs/{arxiv}" if arxiv else ""


def lines(values: Mapping[str, object], custom: Sequence[tuple[str, str]]) -> Written:
    """Tags and their values as lines; a value of several parts has a line for each, an empty one has none.

    What was read from RIS and has no field ("ris-AD" in ``custom``) goes back to its tag.
    """
    written: list[str] = []
    for tag, value in (*values.items(), *_carried(custom)) if custom else values.items():
        if isinstance(value, (tuple, list)):
            written += [f"{tag}  - {encode(part)}" for part in value]
        elif value:
            written.append(f"{tag}  - {encode(value)}")
    return Written("\n".join(written))


def _carried(custom: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted([(name[4:], text) for name, text in custom if _CARRIED.fullmatch(name)])


def _dialect(ascii_only: bool) -> Dialect:  # noqa: ARG001  (RIS has no commands for what is not ASCII)
    return Dialect(
        encode,
        {
            "kind": kind,
            "names": names,
            "when": when,
            "unless": unless,
            "year": year,
            "date": date,
            "first": first,
            "last": last,
            "within": within,
            "unless_series": unless_series,
            "role": role,
            "variable": variable,
            "arxiv_number": arxiv_number,
            "arxiv_link": arxiv_link,
            "notes": notes.lines,
            "lines": lines,
        },
        gates=("when", "unless", "unless_series"),
    )


#: The other fields that RIS says for some types of works only, or not beside each other.
_IN_PART = frozenset(
    (
        "number_of_pages",
        "number",
        "event_title",
        "collection_number",
        "chapter_number",
        "version",
        "roles",
        "custom",
    )
)


def partly(record: Record) -> Iterator[tuple[str, str]]:
    """The fields of which RIS says only a part, each with what it has no place for."""
    if not record.title.is_plain and any(set(span.styles) - {"nocase"} for span in record.title.spans):
        yield "title", "no markup; the title is plain text there"
    for name, value in (("issued", record.issued), ("accessed", record.accessed)):
        if value and (value.end or value.circa or (value.literal and name == "accessed")):
            yield name, f"no place for all of the date {value}"
    if _IN_PART.isdisjoint(vars(record)):  # as nearly always
        return
    said = kind(record.type)
    if record.number_of_pages and (record.page or said not in _COUNTED):
        yield "number_of_pages", "no tag for the number of pages beside the pages themselves"
    if record.number and record.issue and said not in _ARTICLES:
        yield "number", "one tag for issue and number; the issue was written"
    if record.event_title and said not in _EVENTS:
        yield "event_title", "no tag for the event of this type of work"
    if record.collection_number and said not in ("BOOK", "CHAP"):
        yield "collection_number", "no tag for a number in a series of this type of work"
    if record.chapter_number and said != "CHAP":
        yield "chapter_number", "no tag for a chapter of this type of work"
    if record.version and said not in _VERSIONED:
        yield "version", "no tag for a version of this type of work"
    if record.edition and record.version and said in _VERSIONED:
        yield "edition", "no tag for an edition beside the version of this type of work"
    for part, _ in record.roles:
        if part != "collection-editor" or said not in ("CHAP", "CONF"):
            yield "roles", f"no tag for a {part} that readers agree on"
    for name, _ in record.custom:
        if name not in _VARIABLES and not _CARRIED.fullmatch(name):
            yield "custom", f"no tag for {name}"
        elif name == "archive_location" and record.pmid:
            yield "custom", "one tag for the PubMed number and archive_location; the number was written"
        elif name == "section" and record.chapter_number and said == "CHAP":
            yield "custom", "one tag for chapter and section; the chapter was written"


FORMAT = Format(
    name="ris",
    template="ris.ris.j2",
    dialect=_dialect,
    partly=partly,
    unsaid={
        "event_place": "no tag for the event's place that readers agree on",
        "original_date": "no tag for the date of the original",
    },
    separator="\r\n\r\n",
    epilogue="\r\n",
    newline="\r\n",
)
