"""Read a .bib file: its entries become records, with inherited fields; a broken entry does not affect the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from bibstep.formats.bibtex import dates, tables
from bibstep.formats.bibtex.custom import PREFIX, is_windows_path
from bibstep.formats.bibtex.fields import BibFields
from bibstep.formats.bibtex.inherit import References, entry_of
from bibstep.formats.bibtex.limits import biblatex_entry, bibtex_entry
from bibstep.formats.bibtex.links import is_link, take_link
from bibstep.formats.bibtex.pieces import SHOWN, Piece, pieces, says_anything
from bibstep.formats.bibtex.tables import CUSTOM_FIELDS
from bibstep.input.lines import MAX_RECORD
from bibstep.model import Metrics, Name, PageRange, Record, Rejected, Remark, Source, Translation
from bibstep.text.clean import clean, shorten
from bibstep.text.encodings import guess
from bibstep.text.patterns import later
from bibstep.values import citation_keys, identifiers, notes, pages, preprints, variables, volumes

#: Fields that refer to other entries and do not describe the work.
_MACHINERY = ("crossref", "xref", "xdata", "ids")
#: Fields with the keys of entries that an entry needs in a bibliography.
_RELATIVES = ("crossref", "xdata", "xref", "entryset", "related")
#: Field -> CSL name variable, which may also be the field's own name.
_PEOPLE = {**tables.PEOPLE, **{name: name for name in sorted(variables.NAMES)}}
_CUSTOM_NAMES = {name: variable for variable, name in CUSTOM_FIELDS.items()}
#: Entry types whose ``number`` is the issue.
_ARTICLES = frozenset(("article", "suppperiodical", "periodical", "review", "newspaper", "magazine"))
#: The name of a custom value that was read from a tag of RIS.
_RIS_NAME = later(r"ris-[a-z][a-z0-9]")
_HREF = later(r"\\href\s*\{(https?://[^{}\s]{1,2000})\}")


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Yield the records of a stream, and a Rejected for each entry that cannot become a record.

    ``name`` is the input's name in messages; an entry longer than ``max_record`` characters is rejected. No content
    raises an error. The entries wait on disk until all are cut apart, because an entry may inherit from any other.
    Raises SpoolError where there is no room for that.
    """
    return records(pieces(stream, name, max_record), name)


def records(pieces: Iterable[Piece | Rejected], name: str) -> Iterator[Record | Rejected]:
    """Make a record of each entry."""
    return (one if isinstance(one, Rejected) else _record(one, name) for one in pieces)


def _record(piece: Piece, name: str) -> Record | Rejected:
    block, entry, encoding, earlier = piece
    source = Source(name, block.line)
    entry = entry or entry_of(block, References({}, {}))
    if not says_anything(entry, block):
        raw = shorten(f"@{block.kind}{{{block.body[:SHOWN]}", 120)
        return Rejected(source, "an entry without a field that could be read", raw)
    remarks = entry.remarks
    if encoding:
        remarks.append(Remark("encoding-guessed", "title", guess("the text", encoding)))
    if earlier:
        remarks.append(Remark("key-repeated", "citation_key", f"the entry on line {earlier} has the same key"))
    return _mapped(entry.kind, entry.key, BibFields(entry.values, remarks), source)


def _mapped(kind: str, key: str, fields: BibFields, source: Source) -> Record:
    """The record of one entry. Values that no field of Record takes become custom values."""
    language = fields.language()
    relatives = [fields.get(name, "") for name in _RELATIVES]
    aliases = fields.accept(citation_keys.aliases(fields.get("ids", "").split(","), key))
    for name in _MACHINERY:
        fields.take(name)
    arxiv, pmid, pmcid = _eprint(fields)
    doi = _noted_doi(fields, fields.identifier("doi", "doi"))
    linked = is_link(fields.get("howpublished", ""))
    url = _url(fields)
    pdf = _pdf(fields)
    if not doi and url:
        doi = identifiers.doi_in_url(url)
    arxiv = arxiv or identifiers.arxiv_in_doi(doi)
    work = _type(kind, fields, arxiv, linked)
    container, series = _container(kind, fields)
    note, metrics, translation, annote = _notes(fields)
    roles = _roles(fields)
    editors = dict(roles).pop("editor", ())
    page, number, page_count = _pages(fields)
    volume = fields.text("volume", "volume")
    issue, collection_number, number = _numbers(kind, fields, number, bool(series))
    volume, issue, arxiv = fields.accept(volumes.in_fields(volume, issue, arxiv, work))
    work, container, arxiv = fields.accept(preprints.in_container(work, container, arxiv))
    publisher = _publisher(fields, container)
    issn, isbn = _standard_numbers(fields)
    title_names = ("title", "subtitle")
    if "title" not in fields and "maintitle" in fields:
        title_names = ("maintitle", "mainsubtitle")
    issued = fields.accept(dates.issued(_dates_of(fields)))
    values: dict[str, object] = {
        "title": fields.title(language, *title_names),
        "title_short": fields.text("title_short", "shorttitle"),
        "author": fields.people("author", "author"),
        "editor": fields.people("editor", "editor") + editors,
        "translator": fields.people("translator", "translator"),
        "roles": tuple([(role, people) for role, people in roles if role != "editor"]),
        "container_title_short": fields.text("container_title_short", "journalshort"),
        "event_title": fields.joined("event_title", "eventtitle", "eventtitleaddon"),
        "event_place": fields.text("event_place", "venue"),
        "publisher_place": fields.text("publisher_place", "location"),
        "edition": fields.text("edition", "edition"),
        "version": fields.text("version", "version"),
        "genre": _genre(kind, fields),
        "chapter_number": fields.text("chapter_number", "chapter"),
        "number_of_pages": fields.text("number_of_pages", "pagetotal") or page_count,
        "number_of_volumes": fields.text("number_of_volumes", "volumes"),
        "original_date": fields.date("original_date", "origdate", "origyear"),
        "accessed": fields.date("accessed", "urldate"),
        "abstract": fields.text("abstract", "abstract"),
        "keyword": fields.keywords(),
        "issn": issn,
        "isbn": isbn,
        "custom": _custom(fields, annote),
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
        pdf=pdf,
        arxiv=arxiv,
        pmid=pmid,
        pmcid=pmcid,
        note=note,
        metrics=metrics,
        translation=translation,
        citation_key=key,
        aliases=aliases,
        relatives=tuple([one.strip() for value in relatives if value for one in value.split(",")]),
        source=source,
        remarks=tuple(fields.remarks),
        **values,  # type: ignore[arg-type]
    )


def _type(kind: str, fields: BibFields, arxiv: str, linked: bool) -> str:
    """The CSL type that corresponds to the entry's type, made more exact by other fields.

    ``linked``: ``howpublished`` is a link, as BibTeX writes a web page. A link in ``url`` does not make a web page.
    """
    subtype = fields.get("entrysubtype", "").strip().lower()
    if kind in ("article", "suppperiodical") and subtype in ("magazine", "newspaper"):
        fields.take("entrysubtype")
        return f"article-{subtype}"
    known = tables.TYPES.get(kind, "")
    if "csl-type" in fields and (stated := _stated(kind, fields)):
        return stated
    if kind in ("misc", "unpublished", "online") and arxiv and "journal" not in fields:
        return "article"
    if kind == "unpublished" and "eventtitle" in fields:
        return "speech"
    if kind == "misc" and linked:
        return "webpage"
    if not known and kind != "misc":
        fields.remark("type-unknown", "type", f"@{shorten(kind, 30)} is unknown; read as a document")
    return known or "document"


def _stated(kind: str, fields: BibFields) -> str:
    """The type in ``csl-type``, if the entry's type can mean it."""
    stated = fields.verbatim(fields.get("csl-type", ""))
    if stated not in variables.TYPES or kind.replace("inbook", "incollection") not in (
        bibtex_entry(stated, ""),
        biblatex_entry(stated, ""),
    ):
        return ""
    fields.take("csl-type")
    return stated


def _genre(kind: str, fields: BibFields) -> str:
    genre = fields.text("genre", "type")
    if genre == "Thesis" and tables.TYPES.get(kind) == "thesis":  # as the writer has it for a thesis without a genre
        return ""
    return tables.TYPE_WORDS.get(genre.lower(), genre) or tables.GENRES.get(kind, "")


def _roles(fields: BibFields) -> tuple[tuple[str, tuple[Name, ...]], ...]:
    """People in other roles: fields named as in CSL, biblatex's bookauthor, and editors with another ``editortype``."""
    found: dict[str, tuple[Name, ...]] = {}
    for field, kind in (("editor", "editortype"), ("editora", "editoratype"), ("editorb", "editorbtype")):
        role = tables.EDITOR_TYPES.get(fields.get(kind, "").strip().lower(), "")
        if role and field in fields and (role != "editor" or field != "editor"):
            fields.take(kind)
            found[role] = found.get(role, ()) + fields.people(
                role if role in ("editor", "translator") else "roles", field
            )
    if not _PEOPLE.keys().isdisjoint(fields):
        for field, role in _PEOPLE.items():
            if field in fields:
                found[role] = found.get(role, ()) + fields.people("roles", field)
    return tuple(found.items())


def _dates_of(fields: BibFields) -> dict[str, str]:
    """The fields of the date of publication; ``date`` is verbatim, because its ``~`` is not a space."""
    return {
        "date": fields.verbatim(fields.pop("date", "")),
        **{name: fields.text("issued", name) for name in ("year", "month", "day")},
    }


def _noted_doi(fields: BibFields, doi: str) -> str:
    """The DOI, also from a note that has nothing else, as Zotero writes for types that have no field for it."""
    noted = fields.verbatim(fields.get("note", ""))
    if not identifiers.DOI_ALONE.fullmatch(noted):
        return doi
    found = identifiers.doi(noted)[0]
    if found and found.lower() == (doi or found).lower():
        fields.take("note")
        return doi or found
    return doi


def _notes(fields: BibFields) -> tuple[str, Metrics, Translation, str]:
    """(note, metrics, translation, annotation). The notes that bibstep writes are parsed out of the annotation."""
    note = fields.text("note", "note")
    if "addendum" in fields:
        note = "; ".join([part for part in (note, fields.text("note", "addendum")) if part])
    if "annote" not in fields:
        return note, Metrics(), Translation(), ""
    rest, metrics, translation = notes.parse(fields.text("custom", "annote"))
    return note, metrics, translation, rest


def _custom(fields: BibFields, annote: str) -> tuple[tuple[str, str], ...]:
    """The values that no field of Record takes, under their CSL names if they have one."""
    found = {"annote": annote} if annote else {}
    if is_windows_path("file", path := fields.get("file", "")):
        del fields["file"]
        fields.keep("file", clean(path))
    for name, value in fields.rest().items():
        name = _CUSTOM_NAMES.get(name, name.removeprefix(PREFIX))
        if _RIS_NAME.fullmatch(name):
            name = f"ris-{name[4:].upper()}"
        found.setdefault(name, value)
    return tuple(found.items())


def _eprint(fields: BibFields) -> tuple[str, str, str]:
    """(arXiv, PMID, PMCID) from the eprint and from fields with these names."""
    pmid, pmcid = fields.identifier("pmid", "pmid"), fields.identifier("pmcid", "pmcid")
    arxiv = fields.identifier("arxiv", "arxiv", "arxivid")
    archive = fields.get("eprinttype", "").strip("{} ").lower()
    source = fields.get("eprint", "")
    if not source:
        if archive in ("arxiv", "pubmed", "pmc"):
            fields.take("eprinttype")
        return arxiv, pmid, pmcid
    if archive in ("pubmed", "medline", "pmid") and not pmid:
        fields.take("eprinttype")
        pmid = fields.identifier("pmid", "eprint")
    elif archive in ("pmc", "pubmedcentral", "pmcid") and not pmcid:
        fields.take("eprinttype")
        pmcid = fields.identifier("pmcid", "eprint")
    elif (archive == "arxiv" or (not archive and identifiers.arxiv(source.strip())[0])) and (
        found := fields.identifier("arxiv", "eprint")
    ):
        fields.take("eprinttype")
        arxiv = found
    return arxiv, pmid, pmcid


def _url(fields: BibFields) -> str:
    """The link from ``url``, from a ``howpublished`` or note that begins with one, or from an ``\\href``."""
    if url := fields.identifier("url", "url"):
        return url
    if url := take_link(fields):
        return url
    for name in ("title", "howpublished", "note", "journal"):
        source = fields.get(name, "")
        if "\\" in source and (link := _HREF.search(source)) and (url := identifiers.url(link[1])[0]):
            return url
    return ""


def _pdf(fields: BibFields) -> str:
    """The link in ``pdf``; a path there stays a custom value."""
    if "pdf" not in fields:
        return ""
    link = identifiers.url(fields.verbatim(fields.get("pdf", "")))[0]
    if link:
        fields.take("pdf")
    return link


def _standard_numbers(fields: BibFields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(ISSN, ISBN), whichever of the two fields they are in."""
    if "isbn" in fields and "issn" not in fields and identifiers.issn(fields.get("isbn", "").strip("{} "))[0]:
        return fields.identifiers("issn", "isbn"), ()
    if "issn" in fields and "isbn" not in fields and identifiers.isbn(fields.get("issn", "").strip("{} "))[0]:
        return (), fields.identifiers("isbn", "issn")
    return fields.identifiers("issn", "issn"), fields.identifiers("isbn", "isbn")


def _container(kind: str, fields: BibFields) -> tuple[str, str]:
    """The titles of the container and of the series."""
    journal = fields.joined("container_title", "journal", "journalsubtitle")
    book = fields.joined("container_title", "booktitle", "booksubtitle")
    main = fields.joined("container_title", "maintitle", "mainsubtitle") if "title" in fields else ""
    series = fields.text("collection_title", "series")
    if kind in tables.BOOKS or not (journal or book):
        book = book or main
    elif main:
        fields.keep("volume-title", book)
        book = main
    container = journal or book
    if journal and book and journal != book:
        fields.keep("booktitle", book)
    # The writer repeats a book's container as its series, because styles print the series.
    again = series == container and (kind in tables.BOOKS or tables.TYPES.get(kind) in ("thesis", "report"))
    return container, "" if again else series


def _publisher(fields: BibFields, container: str) -> str:
    """The publisher, or an institution or the like; several are joined by a semicolon, as in pandoc.

    A container that the writer repeats in such a field, because styles print it there, is not a publisher.
    """
    found: list[str] = []
    for name in ("publisher", "institution", "school", "organization", "howpublished"):
        value = fields.text("publisher", name)
        again = name in ("organization", "howpublished") and value == container
        if value and value not in found and not again:
            found.append(value)
    return "; ".join(found)


def _pages(fields: BibFields) -> pages.Pages:
    """The pages, and an article's number in place of them or in addition to them."""
    eid = pages.number(fields.text("number", "eid"))
    source = fields.text("page", "pages")
    if eid and source == eid:
        return pages.Pages(number=eid)
    page, number, count = fields.accept(pages.parse(source))
    if number and eid and number != eid and not page:
        page = (PageRange(number),)
    return pages.Pages(page, eid or number, count)


def _numbers(kind: str, fields: BibFields, number: str, in_series: bool) -> tuple[str, str, str]:
    """(issue, number in the series, own number) from ``number``, ``issue`` and ``collection-number``."""
    value, issue = fields.text("number", "number"), fields.text("issue", "issue")
    in_collection = fields.text("collection_number", "collection-number")
    if not value:
        return issue, in_collection, number
    if kind in _ARTICLES or (kind in ("inproceedings", "conference") and not in_series and not issue):
        return f"{value}, {issue}" if issue and issue != value else value, in_collection, number
    if kind in tables.BOOKS or kind in tables.INSIDE:
        return issue, value, number
    if number:
        fields.keep("eid", number)
    return issue, in_collection, value
