"""BibTeX and biblatex: the entries of a .bib file as records, with what they inherit; no fault costs more than one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from bibstep.formats.bibtex import dates as bib_dates
from bibstep.formats.bibtex import tables
from bibstep.formats.bibtex.blocks import Block, Text, blocks, read_text
from bibstep.formats.bibtex.custom import PREFIX
from bibstep.formats.bibtex.fields import Values
from bibstep.formats.bibtex.inherit import References, define, entry_of, references
from bibstep.formats.bibtex.tables import CUSTOM_FIELDS
from bibstep.input.lines import MAX_RECORD, size
from bibstep.model import Date, Metrics, Name, PageRange, Record, Rejected, Remark, Source, Translation
from bibstep.text.clean import clean, shorten
from bibstep.values import dates, identifiers, notes, pages, variables, volumes

#: Fields that say where else to look or how to sort, and nothing of the work.
_MACHINERY = ("crossref", "xref", "xdata", "ids")
#: Field -> CSL name variable, which may also be the field's own name.
_PEOPLE = {**tables.PEOPLE, **{name: name for name in sorted(variables.NAMES)}}
_CUSTOM_NAMES = {name: variable for variable, name in CUSTOM_FIELDS.items()}
#: Entry types whose ``number`` is the issue.
_ARTICLES = frozenset(("article", "suppperiodical", "periodical", "review", "newspaper", "magazine"))
_LINK = re.compile(r"https?://\S+|\\url\s*\{")
_HREF = re.compile(r"\\href\s*\{(https?://[^{}\s]{1,2000})\}")


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """The records of a stream, one by one; what cannot become a record is a Rejected in its place.

    ``name`` is what the input is called in messages; a record has ``max_record`` characters at most. Nothing in the
    stream raises. The text is held whole, since an
    entry may inherit from one at the other end; the records are not.
    """
    text = read_text(stream)
    if text.refused:
        yield Rejected(Source(name), text.refused)
        return
    cut = list(blocks(text.text))
    known = references(cut)
    keys: dict[str, int] = {}
    for block in cut:
        if block.kind == "string":
            define(block, known)
        elif len(block.body) > max_record:
            yield Rejected(Source(name, block.line), f"the entry is longer than {size(max_record)}", block.body[:80])
        elif block.kind not in tables.SETTINGS:
            yield _record(block, known, Source(name, block.line), keys, text)


def _record(block: Block, known: References, source: Source, keys: dict[str, int], text: Text) -> Record | Rejected:
    if not block.kind:
        return Rejected(source, "an entry without a bracket behind its type", shorten(block.body, 120))
    entry = entry_of(block, known)
    if not any(value.strip() for value in entry.values.values()) and not (entry.key and block.closed):
        return Rejected(
            source, "an entry with no fields that could be read", shorten(f"@{block.kind}{{{block.body[:500]}", 120)
        )
    remarks = entry.remarks
    if text.lines and any(block.line <= line <= block.last_line for line in text.lines):
        remarks.append(
            Remark("encoding-guessed", "title", f"the text was not in UTF-8; it was read as {text.encoding}")
        )
    if entry.key:
        earlier = keys.setdefault(entry.key, source.line)
        if earlier != source.line:
            remarks.append(Remark("key-repeated", "citation_key", f"the entry of line {earlier} has the same key"))
    return _mapped(entry.kind, entry.key, Values(entry.values, remarks), source)


def _mapped(kind: str, key: str, said: Values, source: Source) -> Record:
    """The record of one entry; each value is taken from ``said``, what is left is carried along."""
    language = said.language()
    for name in _MACHINERY:
        said.raw(name)
    arxiv, pmid, pmcid = _eprint(said)
    doi = said.identifier("doi", identifiers.doi)
    linked = _is_link(said.peek("howpublished"))
    url = _url(said)
    if not doi and url:
        doi = identifiers.doi_in_url(url)
    work = _type(kind, said, arxiv, linked)
    container, series = _container(kind, said)
    note, metrics, translation, annote = _notes(said)
    roles = _roles(said)
    editors = dict(roles).pop("editor", ())
    page, number, page_count = _pages(said)
    volume = said.text("volume", "volume")
    issue, collection_number, number = _numbers(kind, said, number, bool(series))
    volume, issue, arxiv = said.noted(volumes.in_fields(volume, issue, arxiv, work))
    publisher = _publisher(said, container)
    issn, isbn = _standard_numbers(said)
    title_names = ("title", "subtitle")
    if "title" not in said and "maintitle" in said:
        title_names = ("maintitle", "mainsubtitle")
    issued = said.noted(bib_dates.issued(_dates_of(said)))
    values: dict[str, object] = {
        "title": said.title(title_names, language),
        "title_short": said.text("shorttitle", "title_short"),
        "author": said.people("author", "author"),
        "editor": said.people("editor", "editor") + editors,
        "translator": said.people("translator", "translator"),
        "roles": tuple([(role, people) for role, people in roles if role != "editor"]),
        "container_title_short": said.text("journalshort", "container_title_short"),
        "event_title": said.joined(("eventtitle", "eventtitleaddon"), "event_title"),
        "event_place": said.text("venue", "event_place"),
        "publisher_place": said.text("location", "publisher_place"),
        "edition": said.text("edition", "edition"),
        "version": said.text("version", "version"),
        "genre": _genre(kind, said),
        "chapter_number": said.text("chapter", "chapter_number"),
        "number_of_pages": said.text("pagetotal", "number_of_pages") or page_count,
        "number_of_volumes": said.text("volumes", "number_of_volumes"),
        "original_date": _date(said, "origdate", "original_date") or _date(said, "origyear", "original_date"),
        "accessed": _date(said, "urldate", "accessed"),
        "abstract": said.text("abstract", "abstract"),
        "keyword": said.keywords(),
        "issn": issn,
        "isbn": isbn,
        "custom": _custom(said, annote),
    }
    return Record(
        type=work,
        container_title=container,
        collection_title=series,
        collection_number=collection_number,
        publisher=publisher,
        volume=volume,
        issue=issue,
        page=page,
        number=number,
        issued=issued,
        language=language,
        doi=doi,
        url=url,
        arxiv=arxiv,
        pmid=pmid,
        pmcid=pmcid,
        note=note,
        metrics=metrics,
        translation=translation,
        citation_key=clean(key),
        source=source,
        remarks=tuple(said.remarks),
        **values,  # type: ignore[arg-type]
    )


def _type(kind: str, said: Values, arxiv: str, linked: bool) -> str:
    """The CSL type: that of the entry's type, made more exact by other fields.

    ``linked``: it is published as a link, which is how a web page is said in BibTeX. A link in ``url`` says nothing.
    """
    subtype = said.peek("entrysubtype").strip().lower()
    if kind in ("article", "suppperiodical") and subtype in ("magazine", "newspaper"):
        said.raw("entrysubtype")
        return f"article-{subtype}"
    known = tables.TYPES.get(kind, "")
    if kind in ("misc", "unpublished", "online") and arxiv and "journal" not in said:
        return "article"
    if kind == "unpublished" and "eventtitle" in said:
        return "speech"
    if kind == "misc" and linked:
        return "webpage"
    if not known and kind != "misc":
        said.remarks.append(Remark("type-unknown", "type", f"@{shorten(kind, 30)} is not known; read as a document"))
    return known or "document"


def _genre(kind: str, said: Values) -> str:
    genre = said.text("type", "genre")
    if genre == "Thesis" and tables.TYPES.get(kind) == "thesis":  # as it is written where the kind is not known
        return ""
    return tables.TYPE_WORDS.get(genre.lower(), genre) or tables.GENRES.get(kind, "")


def _roles(said: Values) -> tuple[tuple[str, tuple[Name, ...]], ...]:
    """People in other parts: fields that are CSL's names, biblatex's bookauthor, editors that are no editors."""
    found: dict[str, tuple[Name, ...]] = {}
    for field, kind in (("editor", "editortype"), ("editora", "editoratype"), ("editorb", "editorbtype")):
        role = tables.EDITOR_TYPES.get(said.peek(kind).strip().lower(), "")
        if role and field in said and (role != "editor" or field != "editor"):
            said.raw(kind)
            found[role] = found.get(role, ()) + said.people(
                field, role if role in ("editor", "translator") else "roles"
            )
    if said.has_any(_PEOPLE):
        for field, role in _PEOPLE.items():
            if field in said:
                found[role] = found.get(role, ()) + said.people(field, "roles")
    return tuple(found.items())


def _dates_of(said: Values) -> dict[str, str]:
    """The fields of the date of publication; ``date`` is verbatim, since its ``~`` is no space."""
    return {"date": said.verbatim("date"), **{name: said.text(name, "issued") for name in ("year", "month", "day")}}


def _date(said: Values, name: str, field: str) -> Date | None:
    source = said.verbatim(name)
    return said.noted(dates.parse(source, field)) if source else None


def _notes(said: Values) -> tuple[str, Metrics, Translation, str]:
    """(note, metrics, translation, annotation): our own notes are taken out of the annotation again."""
    note = said.text("note", "note")
    if "addendum" in said:
        note = "; ".join([part for part in (note, said.text("addendum", "note")) if part])
    if "annote" not in said:
        return note, Metrics(), Translation(), ""
    rest, metrics, translation = notes.parse(said.text("annote", "custom"))
    return note, metrics, translation, clean(rest)


def _custom(said: Values, annote: str) -> tuple[tuple[str, str], ...]:
    """What no field of Record holds, under CSL's name for it where there is one."""
    found = {"annote": annote} if annote else {}
    for name, value in said.left():
        name = _CUSTOM_NAMES.get(name, name.removeprefix(PREFIX))
        found.setdefault(name, value)
    return tuple(found.items())


def _eprint(said: Values) -> tuple[str, str, str]:
    """(arXiv, PubMed, PubMed Central) identifiers of an eprint and of fields of their own."""
    pmid, pmcid = said.identifier("pmid", identifiers.pmid), said.identifier("pmcid", identifiers.pmcid)
    arxiv = said.identifier("arxiv", identifiers.arxiv) or said.identifier("arxivid", identifiers.arxiv)
    archive = said.peek("eprinttype").strip("{} ").lower()
    source = said.peek("eprint")
    if not source:
        if archive in ("arxiv", "pubmed", "pmc"):
            said.raw("eprinttype")
        return arxiv, pmid, pmcid
    if archive in ("pubmed", "medline", "pmid") and not pmid:
        said.raw("eprinttype")
        pmid = said.identifier("eprint", identifiers.pmid)
    elif archive in ("pmc", "pubmedcentral", "pmcid") and not pmcid:
        said.raw("eprinttype")
        pmcid = said.identifier("eprint", identifiers.pmcid)
    elif archive == "arxiv" or (not archive and identifiers.arxiv(source.strip())[0]):
        found = said.noted(identifiers.arxiv(source.strip()))
        if found:
            said.raw("eprint")
            said.raw("eprinttype")
            arxiv = found
    return arxiv, pmid, pmcid


def _url(said: Values) -> str:
    """The link, also from ``howpublished`` or a note that is nothing but one, or from behind a text."""
    if url := said.identifier("url", identifiers.url):
        return url
    for name in ("howpublished", "note"):
        if _is_link(said.peek(name)) and (url := identifiers.url(said.verbatim(name))[0]):
            return url
    for name in ("title", "howpublished", "note", "journal"):
        source = said.peek(name)
        if "\\" in source and (link := _HREF.search(source)) and (url := identifiers.url(link[1])[0]):
            return url
    return ""


def _is_link(tex: str) -> bool:
    """Whether a field begins as a link."""
    return bool(tex) and _LINK.match(tex.strip()) is not None


def _standard_numbers(said: Values) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(ISSN, ISBN), whichever of the two fields they stand in."""
    if "isbn" in said and "issn" not in said and identifiers.issn(said.peek("isbn").strip("{} "))[0]:
        return said.several("isbn", identifiers.issn), ()
    if "issn" in said and "isbn" not in said and identifiers.isbn(said.peek("issn").strip("{} "))[0]:
        return (), said.several("issn", identifiers.isbn)
    return said.several("issn", identifiers.issn), said.several("isbn", identifiers.isbn)


def _container(kind: str, said: Values) -> tuple[str, str]:
    """The container's title and the series'."""
    journal = said.joined(("journal", "journalsubtitle"), "container_title")
    book = said.joined(("booktitle", "booksubtitle"), "container_title")
    main = said.joined(("maintitle", "mainsubtitle"), "container_title") if "title" in said else ""
    series = said.text("series", "collection_title")
    if kind in tables.BOOKS or not (journal or book):
        book = book or main
    elif main:
        said.carried.setdefault("volume-title", book)
        book = main
    container = journal or book
    if journal and book and journal != book:
        said.carried.setdefault("booktitle", book)
    # A book in a book: the container is said over again as the series, which styles print.
    again = series == container and (kind in tables.BOOKS or tables.TYPES.get(kind) in ("thesis", "report"))
    return container, "" if again else series


def _publisher(said: Values, container: str) -> str:
    """The publisher, or who stands for one; where there are two, both with a semicolon, as pandoc has them.

    A container that is said over again, for the styles that know no other place for it, is no publisher.
    """
    found: list[str] = []
    for name in ("publisher", "institution", "school", "organization", "howpublished"):
        value = said.text(name, "publisher")
        again = name in ("organization", "howpublished") and value == container
        if value and value not in found and not again:
            found.append(value)
    return "; ".join(found)


def _pages(said: Values) -> pages.Pages:
    """The pages, and the article's number where that stands for them or beside them."""
    eid = pages.number(said.text("eid", "number"))
    source = said.text("pages", "page")
    if eid and source == eid:
        return pages.Pages(number=eid)
    page, number, count = said.noted(pages.parse(source))
    if number and eid and number != eid and not page:
        page = (PageRange(number),)
    return pages.Pages(page, eid or number, count)


def _numbers(kind: str, said: Values, number: str, in_series: bool) -> tuple[str, str, str]:
    """(issue, number in the series, own number) out of ``number`` and ``issue``."""
    value, issue = said.text("number", "number"), said.text("issue", "issue")
    in_collection = said.text("collection-number", "collection_number")
    if not value:
        return issue, in_collection, number
    if kind in _ARTICLES or (kind in ("inproceedings", "conference") and not in_series and not issue):
        return f"{value}, {issue}" if issue and issue != value else value, in_collection, number
    if kind in tables.BOOKS or kind in tables.INSIDE:
        return issue, value, number
    if number:
        said.carried.setdefault("eid", number)
    return issue, in_collection, value
