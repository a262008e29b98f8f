"""What EndNote's tagged format (.enw) cannot express: what RIS cannot, and what has no tag, since U5 is RIS's alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bibstep.formats.limits import Limits
from bibstep.formats.ris import apart, custom, endnote, limits, tables, values
from bibstep.formats.ris.write import date
from bibstep.model import FIELDS, PageRange, Record, Rich, Span
from bibstep.values import pages

#: Reference type of RIS -> EndNote's name of it, or of the nearest that it has.
NAMES: Mapping[str, str] = {
    "ART": "Artwork",
    "BILL": "Bill",
    "BLOG": "Blog",
    "BOOK": "Book",
    "CASE": "Case",
    "CHAP": "Book Section",
    "COMP": "Computer Program",
    "CONF": "Conference Proceedings",
    "DATA": "Dataset",
    "DICT": "Dictionary",
    "ELEC": "Web Page",
    "ENCYC": "Encyclopedia",
    "FIGURE": "Figure",
    "GEN": "Generic",
    "HEAR": "Hearing",
    "JFULL": "Serial",
    "JOUR": "Journal Article",
    "MANSCPT": "Manuscript",
    "MAP": "Map",
    "MGZN": "Magazine Article",
    "MPCT": "Film or Broadcast",
    "MUSIC": "Music",
    "NEWS": "Newspaper Article",
    "PAMP": "Pamphlet",
    "PAT": "Patent",
    "PCOMM": "Personal Communication",
    "RPRT": "Report",
    "SLIDE": "Conference Paper",
    "SOUND": "Audiovisual Material",
    "STAND": "Standard",
    "STAT": "Statute",
    "THES": "Thesis",
    "UNPB": "Unpublished Work",
}
#: Reference types with a tag for the abbreviated title of the journal.
ABBREVIATED = ("JOUR", "MGZN", "NEWS", "JFULL")
#: Custom value -> the tag from which it was read: those that are read as no field, whatever stands beside them.
TAGS: Mapping[str, str] = {
    "ris-endnote-R": "R",
    **{f"ris-{other}": tag for tag, other in endnote.TAGS.items() if other in custom.UNREAD},
}
#: CSL variable -> tag.
VARIABLES: Mapping[str, str] = {
    limits.VARIABLES[other]: tag for tag, other in endnote.TAGS.items() if other in limits.VARIABLES
}
_NO_TAG = "no tag for it"
_UNSAID = dict.fromkeys(("aliases", "collection_number", "event_place", "original_date"), _NO_TAG)
#: Fields of which RIS's U5 has what its tags do not say exactly, and that share no tag with another.
_INEXACT = frozenset(("title", "author", "editor", "translator", "issued"))


def reference_type(record_type: str) -> str:
    """EndNote's name of the type.

    >>> reference_type("article-journal"), reference_type("speech")
    ('Journal Article', 'Conference Paper')
    """
    return NAMES[limits.kind(record_type)]


def type_read(record_type: str) -> str:
    """The CSL type that the name of the reference type stands for."""
    return tables.TYPES[endnote.KINDS[reference_type(record_type).lower()]]


def kind(record_type: str) -> str:
    """The reference type of RIS that has the same tags as EndNote's."""
    return limits.kind(type_read(record_type))


def partly(record: Record) -> Iterator[tuple[str, str]]:
    """The fields of a record that have no tag, wholly or in part, each with what the format has in their place."""
    read = replace(record, type=type_read(record.type))
    if read.type != record.type:
        yield "type", f"no type for {record.type}; {reference_type(record.type)} was written"
    told = {*_UNSAID, "custom"}
    for name, reason in limits.without_tag(read):
        if name not in told:
            told.add(name)
            yield name, reason
    type_ = kind(record.type)
    if record.container_title_short and type_ not in ABBREVIATED:
        yield "container_title_short", "no tag for an abbreviation of this type of work"
    if any(";" in one for one in record.keyword):
        yield "keyword", "no place for a semicolon in a keyword; readers take it for the end of one"
    for name in _custom_without_tag(read, type_):
        yield "custom", f"no tag for {name}"
    if record.number and type_ in limits.ARTICLES and not limits.article_number(record.number, type_):
        yield "number", "no tag for the number of an article without a digit in it"
    if record.event_title and record.event_title == record.container_title and type_ in limits.EVENTS:
        yield "event_title", "no place for an event of the same name as its proceedings"
    if record.page and not _has_pages(record, type_):
        yield "page", "a tag that readers take for other pages, or for their number"
    if not record.title and (record.container_title or record.collection_title):
        yield "title", "no sign for a work without a title; readers take the title of its container"
    if record.container_title and not record.collection_title and type_ in limits.SERIES:
        yield "collection_title", "one tag for both container and series; readers take this container for a series"
    if record.event_title and not record.container_title and type_ in limits.EVENTS:
        yield "container_title", "one tag for both container and event; readers take this event for a container"
    fields = {name: getattr(read, name) for name in FIELDS} | {"title": _without_nocase(read.title)}
    for name in apart.apart(fields, type_, date):
        if name in _INEXACT and name not in told and getattr(record, name):
            yield name, "tags that readers take for something else in this record"


def _without_nocase(title: Rich) -> Rich:
    """A title without the marks for words that keep their case, which change no letter of it."""
    return Rich.join(Span(text, tuple([one for one in styles if one != "nocase"])) for text, styles in title.spans)


def _has_pages(record: Record, type_: str) -> bool:
    """Whether the pages are read as what they are."""
    text = pages.text(record.page)
    if text.isdecimal():
        return type_ not in limits.COUNTED
    return not values.page_count(text, False) and pages.text(pages.parse(text)[0].ranges) == text


def _custom_without_tag(record: Record, type_: str) -> Iterator[str]:
    values = dict(record.custom)
    for name in values:
        if name == "archive_location":
            lost = not custom.accession(record.pmid, record.custom) or bool(record.pmid)
        elif name == "section":
            lost = not limits.has_section(values, type_, record.page, record.number)
        else:
            lost = name not in VARIABLES and name not in TAGS
        if lost:
            yield name


def project(record: Record) -> Record:
    """The record as the format can express it."""
    found = limits.project(replace(record, type=type_read(record.type)))
    if not found.title:
        found = replace(found, title=Rich.of(found.container_title or found.collection_title), container_title="")
    keyword = tuple([part.strip() for one in record.keyword for part in one.split(";") if part.strip()])
    text = pages.text(found.page)
    return replace(found, type=record.type, keyword=keyword, page=(PageRange(text),) if text else ())


LIMITS = Limits(
    partly=partly,
    unsaid=_UNSAID,
    word=lambda record_type, _: reference_type(record_type),
    project=project,
    rank=2,
    formulas="plain",
)
