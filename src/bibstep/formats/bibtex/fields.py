"""What several fields of an entry say together: identifiers, the container, the publisher, pages and numbers."""

from __future__ import annotations

import re

from bibstep.formats.bibtex import types as tables
from bibstep.formats.bibtex.source import Values
from bibstep.model import PageRange
from bibstep.values import identifiers
from bibstep.values import pages as page_values

#: Entry types whose ``number`` is the issue.
_ARTICLES = frozenset(("article", "suppperiodical", "periodical", "review", "newspaper", "magazine"))
_LINK = re.compile(r"https?://\S+|\\url\s*\{")
_HREF = re.compile(r"\\href\s*\{(https?://[^{}\s]{1,2000})\}")


def eprint(said: Values) -> tuple[str, str, str]:
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


def url(said: Values) -> str:
    """The link, also from ``howpublished`` or a note that is nothing but one, or from behind a text."""
    if url := said.identifier("url", identifiers.url):
        return url
    for name in ("howpublished", "note"):
        if is_link(said.peek(name)) and (url := identifiers.url(said.verbatim(name))[0]):
            return url
    for name in ("title", "howpublished", "note", "journal"):
        source = said.peek(name)
        if "\\" in source and (link := _HREF.search(source)) and (url := identifiers.url(link[1])[0]):
            return url
    return ""


def is_link(tex: str) -> bool:
    """Whether a field begins as a link."""
    return bool(tex) and _LINK.match(tex.strip()) is not None


def standard_numbers(said: Values) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(ISSN, ISBN), whichever of the two fields they stand in."""
    if "isbn" in said and "issn" not in said and identifiers.issn(said.peek("isbn").strip("{} "))[0]:
        return said.several("isbn", identifiers.issn), ()
    if "issn" in said and "isbn" not in said and identifiers.isbn(said.peek("issn").strip("{} "))[0]:
        return (), said.several("issn", identifiers.isbn)
    return said.several("issn", identifiers.issn), said.several("isbn", identifiers.isbn)


def container(kind: str, said: Values) -> tuple[str, str]:
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


def publisher(said: Values, container: str) -> str:
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


def pages(said: Values) -> tuple[tuple[PageRange, ...], str]:
    """The pages, and the article's number where that stands for them or beside them."""
    eid = said.text("eid", "number")
    source = said.text("pages", "page")
    if eid and source == eid:
        return (), eid
    page, number, remarks = page_values.parse(source)
    said.remarks += remarks
    return page, eid or number


def numbers(kind: str, said: Values, number: str, in_series: bool) -> tuple[str, str, str]:
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
