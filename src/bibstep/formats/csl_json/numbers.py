"""The identifiers, links, numbers and pages of a CSL-JSON item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bibstep.formats.csl_json.source import Item, texts_of
from bibstep.model import PageRange
from bibstep.values import identifiers, pages, variables

_ARXIV_NUMBER = re.compile(r"arxiv *: *\S.*", re.IGNORECASE)
#: Identifiers of a CSL item, of which there is one or of which there may be several: variable -> (field, parser).
_IDENTIFIERS = {"PMID": ("pmid", identifiers.pmid), "PMCID": ("pmcid", identifiers.pmcid)}
_SERIALS = {"ISSN": ("issn", identifiers.issn), "ISBN": ("isbn", identifiers.isbn)}


def identified(item: Item, custom: dict[str, object]) -> dict[str, Any]:
    """The identifiers and links that an item has, by field; those that our own ``custom`` says are taken out of it."""
    doi = item.identifier("DOI", "doi", identifiers.doi)
    url = item.identifier("URL", "url", identifiers.url)
    if not doi:
        doi = identifiers.doi_in_url(url)
    arxiv = _popped(custom, "arxiv", identifiers.arxiv)
    if not arxiv and item.data.get("arxiv"):
        arxiv = item.identifier("arxiv", "arxiv", identifiers.arxiv)
    if not arxiv and (number := item.data.get("number")) and _ARXIV_NUMBER.fullmatch(text := texts_of(number)):
        arxiv = identifiers.arxiv(text)[0]
    values: dict[str, Any] = {
        "doi": doi,
        "url": "" if url and identifiers.same_work(url, doi, "") else url,
        "arxiv": arxiv or identifiers.arxiv_in_doi(doi),
        "pdf": _popped(custom, "pdf", identifiers.url),
    }
    for key, (name, parse) in _IDENTIFIERS.items():
        if key in item.data:
            values[name] = item.identifier(key, name, parse)
    for key, (name, parse) in _SERIALS.items():
        if key in item.data:
            values[name] = item.identifiers(key, parse)
    return values


def _popped(custom: dict[str, object], key: str, parse: Any) -> str:
    """What our own ``custom`` says under a key, where the parser takes it; anything else stays there."""
    value = custom.get(key)
    if value is None:
        return ""
    read = parse(value)[0] if isinstance(value, str) else ""
    if read:
        del custom[key]
    return str(read)


def paged(item: Item, values: Mapping[str, Any]) -> dict[str, Any]:
    """Pages and number, where ``values`` has the other fields.

    A page that is the article's number is not both, "arXiv:…" is no number.
    """
    number = str(values.get("number", ""))
    if values["arxiv"] and _ARXIV_NUMBER.fullmatch(number):
        number = number if identifiers.arxiv(number)[0] != values["arxiv"] else ""
    text = item.text("page", "page")
    first = item.text("page-first", "page")
    if not (text or first) or (text and text == number):
        return {"page": (), "number": number}
    if item.verbatim:
        return {"page": _as_written(text or first), "number": number}
    page, found, remarks = pages.parse(text or first)
    if found and (number not in ("", found) or texts_of(item.get("type")) not in variables.NUMBERED_PARTS):
        page = page or (PageRange(found),)
        found = ""
    item.remarks.extend(remarks)
    return {"page": page, "number": number or found}


def _as_written(text: str) -> tuple[PageRange, ...]:
    """Pages as ``pages.text`` wrote them, of any shape."""
    read = pages.parse(text)[0]
    if pages.text(read) == text:  # nothing at all, too
        return read
    return tuple([PageRange(*part.split("-", 1)) for part in text.split(", ")])
