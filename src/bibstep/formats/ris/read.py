"""Read RIS: entries as records. What is wrong in an entry is corrected, with a remark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from bibstep.formats.ris import apart, dialects, identifiers, limits, tables, values
from bibstep.formats.ris.entries import Entry
from bibstep.formats.ris.fields import RisFields
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import EMPTY, OTHERS, Date, Metrics, Name, PageRange, Record, Rejected, Rich, Source, Translation
from bibstep.text.clean import decode_entities
from bibstep.text.patterns import later
from bibstep.values import notes, pages, preprints, titles, volumes
from bibstep.values.types import classify

#: The roles with a field of their own.
_OWN_ROLES = ("author", "editor", "translator")

_DIGIT = later(r".*\d.*", re.DOTALL)
_ISSUE = later(r"(?=.{0,29}\d).{1,30}")
_YEAR = later(r"\d{4}")
_COUNT_TWICE = later(r"(.{1,40}pp?\.) ?- ?\1")
_MEETING = later(
    r"conference|symposi|workshop|congress|meeting|seminar|colloqui|convention|summit|forum|course|school|assembly"
    r"|proceedings|(?:1st|2nd|3rd|\dth)\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_A_DATE = later(r"\d{4}[-/]\d{1,2}(?:[-/]\d{0,2}/?)?|(?:\d{4} )?[A-Za-z]{3,9}\.? \d{1,2}(?:,? \d{4})?")
_SEARCHED = later(r"Query date: .*|\d+ cites: .*")
_DEGREE = later(r"\b(?:ph\. ?d|phd|d\. ?phil|m\. ?s|m\. ?a|thesis|diss|master|doctor|bachelor)", re.IGNORECASE)


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the records of a RIS file one by one; ``name`` is its name in messages.

    The text is UTF-8, UTF-16 with a byte order mark or, line by line, another encoding, with line ends of any kind.
    Also reads the tagged files of PubMed, ERIC, Web of Science and EndNote. Raises nothing; what cannot become a record
    is a Rejected in its place, with its line.
    """
    return records(pieces(stream, name, max_record), name)


def pieces(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Entry | Rejected]:
    """Yield the entries of a file, and a Rejected for what is none, in order."""
    lines = Lines(stream, max_record)
    if lines.refused:
        yield Rejected(Source(name), lines.refused)
        return
    found = False
    for entry in dialects.all_entries(lines, name, max_record):
        found = True
        yield entry
    if not found and lines.number:
        yield Rejected(Source(name, 1), "no line has a RIS tag")


def records(pieces: Iterable[Entry | Rejected], name: str) -> Iterator[Record | Rejected]:
    """Read each entry as a record."""
    return (one if isinstance(one, Rejected) else record(one, name) for one in pieces)


def record(entry: Entry, name: str) -> Record | Rejected:
    """Read one entry as a record, or as a Rejected if it has no values."""
    source = Source(name, entry.line)
    fields = RisFields(entry)
    if not fields:
        return Rejected(source, "the record has no tag with a value", f"TY - {entry.kind}")
    stated, tags = _stated(fields, entry.kind)
    if "M1" in fields:
        _set_searches_apart(fields)
    # The value of a tag may be for one of several fields, so the order of these calls matters.
    kind = _kind(entry, fields)
    doi, arxiv, url, pdf = identifiers.identifiers_of(fields)
    title = EMPTY if stated.get("title") == EMPTY else _title(fields, kind)
    container, short, series, event = _containers(fields, kind)
    people = _people(fields, kind, entry.kind, bool(series))
    page, number, count = _pages_of(fields, kind, container)
    volume, issue, number = _numbering(fields, kind, number, container)
    volume, issue, arxiv = fields.accept(volumes.in_fields(volume, issue, arxiv, kind))
    kind, container, arxiv = fields.accept(preprints.in_container(kind, container, arxiv))
    issn, isbn, number = identifiers.serials(fields, kind, number)
    note, metrics, translation = _notes(fields)
    issued = _issued(fields, kind)
    edition = fields.text("edition", "ET")
    versioned = limits.kind(kind) in limits.VERSIONED
    record = Record(
        type=kind,
        title=title,
        author=people.pop("author", ()),
        editor=people.pop("editor", ()),
        translator=people.pop("translator", ()),
        roles=tuple([part for part in people.items() if part[1]]),
        container_title=container,
        container_title_short=short,
        collection_title=series,
        event_title=event,
        volume=volume,
        issue=issue,
        page=page,
        number=number,
        number_of_pages=count,
        issued=issued,
        doi=doi,
        url=url,
        pdf=pdf,
        arxiv=arxiv,
        issn=issn,
        isbn=isbn,
        note=note,
        metrics=metrics,
        translation=translation,
        edition="" if versioned else edition,
        version=edition if versioned else "",
        title_short=fields.text("title_short", "ST"),
        collection_number=fields.text("collection_number", "SV", *(("M1",) if kind in ("book", "classic") else ())),
        publisher=fields.text("publisher", "PB"),
        publisher_place=_place(fields, kind),
        genre=fields.text("genre", "M3"),
        chapter_number=fields.text("chapter_number", "SE") if kind == "chapter" else "",
        number_of_volumes=fields.text("number_of_volumes", "NV"),
        accessed=_accessed(fields, kind),
        abstract=fields.text("abstract", "AB", "N2"),
        keyword=_keywords(fields),
        language=_language(fields),
        pmid=identifiers.pmid(fields),
        pmcid=identifiers.pmcid(fields),
        citation_key=identifiers.citation_key(fields),
        custom=tuple(fields.rest().items()),
        source=source,
        remarks=tuple(fields.remarks),
    )
    return apart.restored(record, stated, tags) if stated else record


def _stated(fields: RisFields, kind: str) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The fields that our own U5 states, and the entry's values before any of them is taken."""
    if apart.TAG not in fields or not (text := next((one for one in fields[apart.TAG] if one[:2] == apart.MARK), "")):
        return {}, {}
    stated = apart.stated_in(text)
    if stated:
        fields.drop(text, apart.TAG)
    return stated, {**fields, "TY": [kind]}


def _set_searches_apart(fields: RisFields) -> None:
    """Keep what Publish or Perish writes into M1, the day of the search and the citations, as custom values."""
    while text := fields.matching(_SEARCHED, "M1"):
        fields.keep("M1", text)


def _kind(entry: Entry, fields: RisFields) -> str:
    """Return the CSL type of the reference type; of an unknown one, guess it from the container and the DOI."""
    word = entry.kind
    if word not in tables.TYPES:
        word = word.strip().upper().partition(" ")[0]
    if word == "JFULL" and fields.has("AU", "A1") and fields.has("T2", "JF", "JO"):
        return "article-journal"  # databases that mean any work of a journal
    if word in tables.TYPES:
        return tables.TYPES[word]
    container = fields.peek("T2", "JF", "JO", "JA", "BT")
    named = [entry.kind] if entry.kind not in ("", "?") else []
    numbered = fields.has("VL", "SP")
    return fields.accept(classify(named, container, fields.peek("DO"), "", fields.peek("UR"), numbered))


def _title(fields: RisFields, kind: str) -> Rich:
    """Return the title. That of a book may be in BT; if there is none, use the tag that comes nearest."""
    value = fields.raw("title", "TI", "T1", "CT") or (fields.raw("title", "BT") if kind in tables.WHOLE else "")
    if not value:
        others = ("JF", "JO", "T2") if kind == "periodical" else ("T2", "BT", "JF", "JO", "T3", "ST", "TT")
        value = fields.raw("title", *others)
        if kind != "periodical" or not value:
            fields.remark(
                "title-missing", "title", "the record has no TI" + ("; another tag was taken" if value else "")
            )
    if not value:
        return EMPTY
    found = fields.accept(titles.parse(value))
    fields.remarks += titles.doubts(found)
    return found


def _containers(fields: RisFields, kind: str) -> tuple[str, str, str, str]:
    """Return (container's title, its abbreviation, series, event) from T2, T3, JF and similar tags, by type.

    Web of Science has the name of the conference in CP, even for papers in a journal.
    """
    short = fields.text("container_title_short", "J2") if "J2" in fields else ""
    container, event, series = "", "", ""
    if limits.kind(kind) in limits.EVENTS:
        container = fields.text("container_title", *(("C3", "BT") if kind == "paper-conference" else ("BT",)))
        if container:
            fields.drop(container, "C3", "BT", "T2", "JF")
            event = fields.text("event_title", "T2")
    elif limits.kind(kind) in limits.SERIES and not fields.has("T3"):
        series = fields.text("collection_title", "T2")
    order = ("JF", "T2", "JO") if kind in tables.JOURNALS else ("BT", "T2", "JF", "JO")
    container = container or fields.text("container_title", *order, "BT", "J1", "JA")
    if fields.has("T2", "JF", "JO", "BT", "J1", "JA"):
        fields.drop(container, "T2", "JF", "JO", "BT", "J1", "JA")
        short = short or fields.text("container_title_short", "JA", "J1", "JO")
    if "CP" in fields and not event and _MEETING.search(fields.peek("CP")):
        event = fields.text("event_title", "CP")
    if "T3" in fields:
        series = series or fields.text("collection_title", "T3")
    return container, short, series, event


def _people(fields: RisFields, kind: str, word: str, in_series: bool) -> dict[str, tuple[Name, ...]]:
    """Return the people by role; ``word`` is the reference type as written."""
    found: dict[str, tuple[Name, ...]] = {}
    first = "editor" if word.strip().upper() == "EDBOOK" and "ED" not in fields else "author"
    parts: list[tuple[str, tuple[str, ...]]] = [(first, ("AU", "A1"))]
    if fields.has("ED", "A2", "A3", "A4"):
        second = tables.SECOND.get(kind, "editor")
        if limits.kind(kind) in limits.SERIES and (in_series or "A3" in fields):
            second = "collection-editor"
        third = tables.THIRD.get(kind, "collection-editor")
        parts += [("editor", ("ED",)), (second, ("A2",)), (third, ("A3",)), ("translator", ("A4",))]
    for role, tags in parts:
        if len(tags) > 1 and "A1" in fields:  # the tag that stands first names the first author
            tags = tuple([tag for tag in fields if tag in tags])
        names = fields.people(role if role in _OWN_ROLES else "roles", *tags)
        before = found.get(role, ())
        if before:
            names = (*before, *[name for name in names if name not in before])
            if OTHERS in names[:-1]:
                names = (*[name for name in names if name != OTHERS], OTHERS)
        found[role] = names
    return found


def _pages_of(fields: RisFields, kind: str, container: str) -> tuple[tuple[PageRange, ...], str, str]:
    """Return (pages, article number, number of pages) from SP, EP and C7."""
    start = fields.text("page", "SP") if "SP" in fields else ""
    end = fields.text("page", "EP") if "EP" in fields else ""
    if not start and kind in tables.JOURNALS:
        start = fields.matching(_DIGIT, "SE", "M2")
    number = pages.number(fields.matching(_DIGIT, "C7")) if "C7" in fields and kind in tables.ARTICLES else ""
    twice = _COUNT_TWICE.fullmatch(start) if "p" in start else None
    start, end = twice[1] if twice else start, "" if end == start else end
    alone = limits.kind(kind) in limits.COUNTED and not (container and fields.has("VL"))
    if start and not end and (count := values.page_count(start, alone)):
        return (), number, count
    if pages.number(start) == number and not end:
        return (), number, ""
    (ranges, found, _), remarks = values.page_range(start, end)
    if found and kind not in tables.ARTICLES:
        return ranges or (PageRange(start or end),), "", ""
    fields.remarks += remarks
    return ranges, number or found, ""


def _numbering(fields: RisFields, kind: str, number: str, container: str) -> tuple[str, str, str]:
    """Return (volume, issue, number) from VL, IS, CP and M1. IS is the work's own number if its type has no issues.

    A thesis has an issue if it has a volume: PsycINFO gives those of Dissertation Abstracts.
    """
    if kind == "thesis" and _DEGREE.search(fields.peek("VL")) and not fields.has("M3"):
        fields.rename("VL", "M3")
    volume = fields.text("volume", "VL", "VO")
    issue = fields.text("issue", "IS", "NO") or (fields.matching(_ISSUE, "CP") if "CP" in fields else "")
    if kind not in tables.IN_ISSUES and not (kind == "thesis" and volume and container):
        return volume, "" if not number else issue, number or issue or fields.text("number", "M1")
    if not issue and kind not in ("book", "classic", "chapter"):
        issue = fields.matching(_ISSUE, "M1")
    return volume, issue, number


def _place(fields: RisFields, kind: str) -> str:
    """Return the publisher's place, also from CP if that is not a meeting, and from C1 for a paper in proceedings."""
    tags = ["CY", "PP"]
    if "CP" in fields and not _MEETING.search(fields.peek("CP")):
        tags.append("CP")
    if kind == "paper-conference":
        tags.append("C1")
    return fields.text("publisher_place", *tags)


_NO_METRICS, _NO_TRANSLATION = Metrics(), Translation()


def _notes(fields: RisFields) -> tuple[str, Metrics, Translation]:
    """Return (note, metrics, translation) from the notes, which may be of our own making.

    A translated title in TT is no machine's; it stays as a custom value, which is written without being asked for.
    """
    metrics, translation = _NO_METRICS, _NO_TRANSLATION
    if not fields.has("N1", "RN"):
        return "", metrics, translation
    kept: list[str] = []
    for text in fields.all("N1", "RN"):
        rest = text
        if "Journal metrics" in text or "Translated title" in text:
            rest, found, translated = notes.parse(text)
            metrics, translation = metrics or found, translation or translated
        if rest:
            kept.append(fields.plain(rest, "note"))
    return "; ".join(dict.fromkeys(kept)), metrics, translation


def _issued(fields: RisFields, kind: str) -> Date | None:
    """Return the date of publication. For an article without one, use the electronic date that EndNote has in ET."""
    found = fields.accept(values.issued(tuple(fields.all("PY", "Y1", "YR", "DA"))))
    # In older files Y2 completes the year; without a year of its own it is no day on which the work was seen.
    if "Y2" in fields and found and found == Date(found.year) and not _YEAR.search(fields.peek("Y2")):
        finer = values.date(f"{fields.peek('Y2')} {found.year}", "issued")[0]
        if finer and finer.month:
            fields.take("Y2")
            found = finer
    if "ET" in fields and kind in tables.JOURNALS and _A_DATE.fullmatch(fields.peek("ET")):
        text = fields.raw("issued", "ET")
        fields.keep("ET", text)
        if not found:
            fields.remark("date-electronic", "issued", f"no publication date; the electronic one, {text}, was taken")
            return fields.accept(values.issued((text,)))
    return found


def _accessed(fields: RisFields, kind: str) -> Date | None:
    """Return the date of access, from Y2, from RD of RefWorks and, for a web page of EndNote, from M1."""
    text = fields.raw("accessed", "Y2", "RD") or (fields.raw("accessed", "M1") if kind == "webpage" else "")
    if not text:
        return None
    found = fields.accept(values.date(text, "accessed"))
    if not found or found.literal:
        fields.keep("Y2", text)
        return None
    return found


def _keywords(fields: RisFields) -> tuple[str, ...]:
    """Return the keywords: one per line, or all on one line with semicolons between them."""
    if not fields.has("KW", "K1"):
        return ()
    found = fields.all("KW", "K1")
    if len(found) == 1 and ";" in found[0]:
        found = [text.strip() for text in decode_entities(found[0]).split(";")]
    plain = [fields.plain(text, "keyword") for text in found]
    return tuple([text for text in plain if text])


def _language(fields: RisFields) -> str:
    """Return the tag of the language; keep an unknown name as a custom value."""
    text = fields.raw("language", "LA")
    if not text:
        return ""
    found = values.language(text)
    if not found:
        fields.keep("LA", text)
    return found
