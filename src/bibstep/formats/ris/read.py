"""RIS read: entries of tags as records, with everything in them that could be repaired repaired and said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from bibstep.formats.ris import dialects, fields, identifiers, limits, tables
from bibstep.formats.ris.entry import Entry
from bibstep.formats.ris.lines import entries
from bibstep.formats.ris.source import Bag
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Record, Rejected, Source
from bibstep.values.types import classify


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """The records of a RIS file, one by one; ``name`` is the file's, for remarks and rejections.

    UTF-8 (or UTF-16 with its mark, or line by line GB18030 or Windows-1252), with line ends of any kind. PubMed's and
    Web of Science's own files, which are tagged likewise, are read, too. Nothing in the input raises; what cannot
    become a record comes as a Rejected in its place, with its line.
    """
    lines = Lines(stream, max_record)
    if lines.refused:
        yield Rejected(Source(name), lines.refused)
        return
    found = False
    dialect = dialects.dialect(lines)
    for entry in dialects.entries(lines, dialect) if dialect else entries(lines, name, max_record):
        found = True
        yield entry if isinstance(entry, Rejected) else _record(entry, name)
    if not found and lines.number:
        yield Rejected(Source(name, 1), "no line has a RIS tag")


def _record(entry: Entry, name: str) -> Record | Rejected:
    """One entry as a record; Rejected where it says nothing at all."""
    source = Source(name, entry.line)
    bag = Bag(entry)
    if not bag:
        return Rejected(source, "the record has no tag with a value", f"TY - {entry.kind}")
    kind = _kind(entry, bag)
    doi, arxiv, url, pdf = identifiers.identifiers_of(bag)
    title = fields.title(bag, kind)
    container, short, series, event = fields.containers(bag, kind)
    people = fields.people(bag, kind, entry.kind, bool(series))
    page, number, count = fields.pages_of(bag, kind, container)
    volume, issue, number = fields.numbering(bag, kind, number, container)
    issn, isbn, number = identifiers.serials(bag, kind, number)
    note, metrics, translation = fields.notes(bag)
    said: dict[str, object] = {
        "type": kind,
        "title": title,
        "container_title": container,
        "container_title_short": short,
        "collection_title": series,
        "event_title": event,
        "volume": volume,
        "issue": issue,
        "page": page,
        "number": number,
        "number_of_pages": count,
        "issued": fields.issued(bag, kind),
        "doi": doi,
        "url": url,
        "pdf": pdf,
        "arxiv": arxiv,
        "issn": issn,
        "isbn": isbn,
        "note": note,
        "metrics": metrics,
        "translation": translation,
        "source": source,
    }
    for role in fields.OWN_ROLES:
        if role in people:
            said[role] = people[role]
    if len(people) > 1:
        said["roles"] = tuple([part for part in people.items() if part[0] not in fields.OWN_ROLES and part[1]])
    if bag:
        if bag.has(*_SELDOM):
            said |= _seldom(bag, kind)
        said["accessed"] = fields.accessed(bag, kind)
        said["abstract"] = bag.first("abstract", "AB", "N2")
        said["keyword"] = fields.keywords(bag)
        said["language"] = fields.language(bag)
        said["pmid"] = identifiers.pmid(bag)
        said["pmcid"] = identifiers.pmcid(bag)
        said["citation_key"] = identifiers.citation_key(bag)
    said["custom"] = bag.rest()  # last, for they tell of what was taken above
    said["remarks"] = tuple(bag.remarks)
    return Record.of(said)


#: Tags that most articles have none of, so that it pays to ask for all of them at once.
_SELDOM = ("ET", "ST", "SV", "M1", "PB", "CY", "PP", "CP", "C1", "M3", "SE", "NV")


def _seldom(bag: Bag, kind: str) -> dict[str, str]:
    """The fields that are in these tags alone."""
    edition = bag.first("edition", "ET")
    return {
        "version" if limits.kind(kind) in limits.VERSIONED else "edition": edition,
        "title_short": bag.first("title_short", "ST"),
        "collection_number": bag.first(
            "collection_number", *(("SV", "M1") if kind in ("book", "classic") else ("SV",))
        ),
        "publisher": bag.first("publisher", "PB"),
        "publisher_place": fields.place(bag, kind),
        "genre": bag.first("genre", "M3"),
        "chapter_number": bag.first("chapter_number", "SE") if kind == "chapter" else "",
        "number_of_volumes": bag.first("number_of_volumes", "NV"),
    }


def _kind(entry: Entry, bag: Bag) -> str:
    """The CSL type of the reference type; where that says nothing, the container and the DOI tell it."""
    word = entry.kind
    if word not in tables.TYPES:
        word = word.strip().upper().partition(" ")[0]
    if word == "JFULL" and bag.has("AU", "A1") and bag.has("T2", "JF", "JO"):
        return "article-journal"  # databases that mean any work of a journal
    if word in tables.TYPES:
        return tables.TYPES[word]
    container = bag.peek("T2", "JF", "JO", "JA", "BT")
    named = [entry.kind] if entry.kind not in ("", "?") else []
    numbered = bag.has("VL", "SP")
    return bag.noted(classify(named, container, bag.peek("DO"), "", bag.peek("UR"), numbered))
