"""RIS: reference types and how a value becomes tag lines, one physical line a tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bibstep import notes, pages, titles
from bibstep.formats.words import unless, when, year
from bibstep.model import Date, Name, PageRange, Rich
from bibstep.rendering import Dialect, Format, Written
from bibstep.text import clean

#: CSL type -> reference type, those that readers share (measured); what is not listed is ``GEN``. No type gives Zotero
#: a preprint; UNPB keeps the archive's name there and is unpublished work everywhere else.
_KINDS: Mapping[str, str] = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "classic": "BOOK",
    "collection": "BOOK",
    "dataset": "DATA",
    "entry": "CHAP",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "paper-conference": "CONF",
    "patent": "PAT",
    "periodical": "JFULL",
    "post": "BLOG",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}


_SEASONS = ("", "Spring", "Summer", "Autumn", "Winter")


def encode(value: object) -> str:
    """A value as the text of one line; RIS knows no markup and no escapes, so rich text becomes plain."""
    if isinstance(value, Written):
        return value
    return clean(titles.plain(value) if isinstance(value, Rich) else str(value))


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
        return f"{value.year:04d}///{_SEASONS[value.season]}"
    return str(Date(value.year, value.month, value.day)).replace("-", "/") if value.month else ""


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


def lines(values: Mapping[str, object]) -> Written:
    """Tags and their values as lines; a value of several parts has a line for each, an empty one has none."""
    written: list[str] = []
    for tag, value in values.items():
        if not value:
            continue
        for part in value if isinstance(value, (tuple, list)) else (value,):
            written.append(f"{tag}  - {encode(part)}")
    return Written("\n".join(written))


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
            "arxiv_number": arxiv_number,
            "arxiv_link": arxiv_link,
            "notes": notes.lines,
            "lines": lines,
        },
    )


FORMAT = Format(
    name="ris",
    description="RIS, for import into Zotero, EndNote, Mendeley and JabRef",
    suffixes=(".ris",),
    template="ris.ris.j2",
    dialect=_dialect,
    unsaid={
        "event_title": "no tag for the event that is not the proceedings' title somewhere",
        "event_place": "no tag for the event's place",
        "roles": "no tags for people in other parts that readers agree on",
        "custom": "no tags of one's own",
        "collection_number": "no tag for a number in a series that readers agree on",
        "chapter_number": "no tag for a chapter that readers agree on",
        "version": "no tag for a version that readers agree on",
        "original_date": "no tag for the date of the original",
    },
    separator="\r\n\r\n",
    epilogue="\r\n",
    newline="\r\n",
)
