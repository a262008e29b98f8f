"""RIS read: entries of tags as records, with everything in them that could be repaired repaired and said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from bibstep import worktypes
from bibstep.model import Record, Rejected, Source
from bibstep.readers import ris_dialects as dialects
from bibstep.readers import ris_fields as fields
from bibstep.readers import ris_tables as tables
from bibstep.readers.lines import MAX_RECORD, Lines
from bibstep.readers.ris_bag import Bag
from bibstep.readers.ris_entry import Entry
from bibstep.readers.ris_lines import entries


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
    doi, arxiv, url, pdf = fields.identifiers_of(bag)
    title = fields.title(bag, kind)
    container, short, series, event = fields.containers(bag, kind)
    people = fields.people(bag, kind, entry.kind, bool(series))
    page, number, count = fields.pages_of(bag, kind, container)
    volume, issue, number = fields.numbering(bag, kind, number, container)
    issn, isbn, number = fields.serials(bag, kind, number)
    note, metrics, translation = fields.notes(bag)
    issued = fields.issued(bag, kind)
    edition = bag.first("edition", "ET")
    return Record(
        kind,
        title,
        title_short=bag.first("title_short", "ST"),
        author=people["author"],
        editor=people["editor"],
        translator=people["translator"],
        roles=tuple([(role, found) for role, found in people.items() if role not in fields.OWN_ROLES and found]),
        container_title=container,
        container_title_short=short,
        collection_title=series,
        collection_number=bag.first("collection_number", *(("SV", "M1") if kind in ("book", "classic") else ("SV",))),
        event_title=event,
        publisher=bag.first("publisher", "PB"),
        publisher_place=fields.place(bag, kind),
        genre=bag.first("genre", "M3"),
        edition="" if kind in tables.VERSIONED else edition,
        version=edition if kind in tables.VERSIONED else "",
        volume=volume,
        issue=issue,
        page=page,
        number=number,
        chapter_number=bag.first("chapter_number", "SE") if kind == "chapter" else "",
        number_of_pages=count,
        number_of_volumes=bag.first("number_of_volumes", "NV"),
        issued=issued,
        accessed=fields.accessed(bag, kind),
        abstract=bag.first("abstract", "AB", "N2"),
        keyword=fields.keywords(bag),
        language=fields.language(bag),
        doi=doi,
        url=url,
        pdf=pdf,
        arxiv=arxiv,
        pmid=fields.pmid(bag),
        pmcid=fields.pmcid(bag),
        issn=issn,
        isbn=isbn,
        note=note,
        metrics=metrics,
        translation=translation,
        citation_key=fields.citation_key(bag),
        source=source,
        custom=bag.rest(),  # last, for they tell of what was taken above
        remarks=tuple(bag.remarks),
    )


def _kind(entry: Entry, bag: Bag) -> str:
    """The CSL type of the reference type; where that says nothing, the container and the DOI tell it."""
    word = entry.kind.strip().upper().partition(" ")[0]
    if word == "JFULL" and bag.has("AU", "A1") and bag.has("T2", "JF", "JO"):
        return "article-journal"  # databases that mean any work of a journal
    if word in tables.TYPES:
        return tables.TYPES[word]
    container = bag.peek("T2", "JF", "JO", "JA", "BT")
    named = [entry.kind] if entry.kind not in ("", "?") else []
    numbered = bag.has("VL", "SP")
    return bag.noted(worktypes.of(named, container, bag.peek("DO"), "", bag.peek("UR"), numbered))
