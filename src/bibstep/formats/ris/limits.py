"""What RIS cannot express: which reference type has a tag for which field, which fields share one, what has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from bibstep.formats.limits import Limits, pages_or, without_others
from bibstep.formats.template import Filter
from bibstep.model import OTHERS, Record, Rich
from bibstep.text.patterns import later
from bibstep.values import titles

T = TypeVar("T")

#: CSL type -> reference type, those that readers share (measured); what is not listed is ``GEN``. No type gives Zotero
#: a preprint; UNPB keeps the archive's name there and is unpublished work everywhere else.
KINDS: Mapping[str, str] = {
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

#: Reference types of which T2 names the series (the field mappings of EndNote, Zotero and citation-js).
SERIES = ("BOOK", "COMP", "MAP", "RPRT")
#: Those of which a lone SP counts the pages (the same).
COUNTED = ("BOOK", "THES")
#: Those whose T2 is the event where the proceedings have a tag of their own.
EVENTS = ("CONF", "SLIDE")
#: Those that can have an article number, C7, beside the pages.
ARTICLES = ("JOUR", "CONF", "CHAP")
#: Those with a version in the place of an edition (Zotero, EndNote, citation-js).
VERSIONED = ("COMP", "DATA")
#: Those with a tag for the editors of the series, for the number in the series (and which), for the chapter.
SERIES_EDITED = ("CHAP", "CONF")
SERIES_NUMBERS = {"BOOK": "M1", "CHAP": "SV"}
CHAPTERED = ("CHAP",)
#: Those of which readers take SE for the first page where there is no SP.
PAGED_BY_SECTION = ("JOUR", "MGZN", "NEWS", "JFULL")
#: What the reader keeps in ``custom`` by its tag; the tags of the record's frame are never given back.
CARRIED = later("ris-(?!TY|ER|ID)[A-Z][A-Z0-9]")
#: Tag -> the CSL variable under which Record.custom keeps it.
VARIABLES: Mapping[str, str] = {
    "AN": "archive_location",
    "AV": "archive_location",
    "CN": "call-number",
    "DB": "archive",
    "DP": "source",
    "LB": "citation-label",
    "OP": "original-title",
    "RI": "reviewed-title",
    "SE": "section",
}
_TAGGED = frozenset(VARIABLES.values())

#: Where ``apart`` keeps what has no tag.
_KEPT = "; kept in U5"


def kind(record_type: str) -> str:
    """The reference type."""
    return KINDS.get(record_type, "GEN")


# Filters of the template -------------------------------------------------------------------------------------------


def event(title: str, kind: str) -> str:
    """The event where it has a tag of its own."""
    return title if kind in EVENTS else ""


def within(container: str, event: str, kind: str) -> str:
    """The proceedings, or the event in their place where it has a tag and they have no name."""
    return container or (event if kind in EVENTS else "")


def series(title: str, kind: str) -> str:
    """The series where T2 names it."""
    return title if kind in SERIES else ""


def unless_series(title: str, container: str, kind: str) -> str:
    """The series, unless T2 has it: of a book and its like T2 is the series for readers, not the container."""
    return "" if kind in SERIES and not container else title


def series_editors(people: T, kind: str) -> T | str:
    """The editors of the series where they have a tag."""
    return people if kind in SERIES_EDITED else ""


def series_number(number: str, kind: str, tag: str) -> str:
    """The number in the series where this is its tag."""
    return number if SERIES_NUMBERS.get(kind) == tag else ""


def article_number(number: str, kind: str) -> str:
    """The number of an article in its volume; the tag is read only with a digit in it."""
    return number if kind in ARTICLES and any(map(str.isdigit, number)) else ""


def own_number(number: str, kind: str) -> str:
    """The number of a work that is no article: it has the tag of the issue."""
    return "" if kind in ARTICLES else number


def chapter(number: str, kind: str) -> str:
    """The number of a chapter where it has a tag."""
    return number if kind in CHAPTERED else ""


def page_count(number: str, kind: str) -> str:
    """The number of pages where SP has it."""
    return number if kind in COUNTED else ""


def version(version: str, kind: str) -> str:
    """The version where it has the tag of the edition."""
    return version if kind in VERSIONED else ""


def has_section(custom: Mapping[str, str], kind: str, page: object, number: str) -> bool:
    """Whether SE is read as the section: not as the number of a chapter nor, for want of SP, as the first page."""
    paged = page or article_number(number, kind) or kind not in PAGED_BY_SECTION
    return kind not in CHAPTERED and bool(paged or not any(map(str.isdigit, custom.get("section", ""))))


#: The filters, each of which keeps or drops its first value by the others.
FILTERS: Mapping[str, Filter] = {
    one.__name__: one
    for one in (
        event,
        series,
        unless_series,
        series_editors,
        series_number,
        article_number,
        own_number,
        chapter,
        page_count,
        version,
    )
}


# Remarks and comparison --------------------------------------------------------------------------------------------

#: The fields that RIS has for some types of works only, or not beside each other.
_of_some_types = attrgetter(
    *(
        "number_of_pages",
        "number",
        "event_title",
        "collection_number",
        "chapter_number",
        "version",
        "roles",
        "custom",
        "aliases",
    )
)


def partly(record: Record) -> Iterator[tuple[str, str]]:
    """The fields of a record that have no tag, wholly or in part, each with what RIS has in their place."""
    for name, reason in without_tag(record):
        yield name, reason + _KEPT


def without_tag(record: Record) -> Iterator[tuple[str, str]]:
    """The same, with the bare reason."""
    if not record.title.is_plain and any(set(span.styles) - {"nocase"} for span in record.title.spans):
        yield "title", "no markup; the title was written as plain text"
    if record.accessed and record.accessed.literal:
        yield "accessed", f"no place for the date {record.accessed}"
    for name, people in (("author", record.author), ("editor", record.editor), ("translator", record.translator)):
        if people and people[-1] == OTHERS:
            yield name, 'no place for "and others"'
    if not any(_of_some_types(record)):  # as nearly always
        return
    type_ = kind(record.type)
    if record.number_of_pages and (record.page or type_ not in COUNTED):
        yield "number_of_pages", "no tag for the number of pages of this record"
    if record.number and record.issue and type_ not in ARTICLES:
        yield "number", "only one tag for issue and number; the issue was written"
    if record.event_title and type_ not in EVENTS:
        yield "event_title", "no tag for the event of this type of work"
    if record.collection_number and type_ not in SERIES_NUMBERS:
        yield "collection_number", "no tag for a number in a series of this type of work"
    if record.chapter_number and type_ not in CHAPTERED:
        yield "chapter_number", "no tag for a chapter of this type of work"
    if record.version and type_ not in VERSIONED:
        yield "version", "no tag for a version of this type of work"
    if record.edition and record.version and type_ in VERSIONED:
        yield "edition", "only one tag for version and edition of this type of work; the version was written"
    for part, _ in record.roles:
        if part != "collection-editor" or type_ not in SERIES_EDITED:
            yield "roles", f"no tag for a {part} that most programs read"
    if record.aliases:
        yield "aliases", "no tag for other keys"
    for name, _ in record.custom:
        if name not in _TAGGED and not CARRIED.fullmatch(name):
            yield "custom", f"no tag for {name}"
        elif name == "section" and not has_section(dict(record.custom), type_, record.page, record.number):
            yield (
                "custom",
                "only one tag for section, chapter and first page; the section would be read as one of the others",
            )


def project(record: Record) -> Record:
    """The record as RIS can express it."""
    type_ = kind(record.type)
    container = within(record.container_title, record.event_title, type_)
    # T2 and T3 of a book and its like are its series; T2 is read as the container only where both are there.
    one_series = type_ in SERIES and not record.collection_title
    number = article_number(record.number, type_)
    versioned = type_ in VERSIONED
    return replace(
        record,
        title=Rich.of(titles.plain(record.title)),
        author=without_others(record.author),
        editor=without_others(record.editor),
        translator=without_others(record.translator),
        collection_title=container if one_series else record.collection_title,
        container_title="" if one_series else container,
        event_title=event(record.event_title, type_) if record.container_title else "",
        edition="" if versioned else record.edition,
        version=record.version or (record.edition if versioned else ""),
        issue=record.issue or own_number(record.number, type_),
        number=number,
        page=pages_or(record.page, number or record.number_of_pages),
        number_of_pages="",
        accessed=None if record.accessed and record.accessed.literal else record.accessed,
    )


LIMITS = Limits(partly=partly, word=lambda record_type, _: kind(record_type), project=project, rank=2, formulas="plain")
