"""Read the identifiers and links of a RIS entry."""

from __future__ import annotations

import re

from bibstep.formats.ris import tables, values
from bibstep.formats.ris.fields import RisFields
from bibstep.text.clean import shorten
from bibstep.text.patterns import later
from bibstep.values import identifiers

_ARXIV = later(r"arxiv ?:.+", re.IGNORECASE)
_PMCID = later(r"PMC\d+", re.IGNORECASE)
_PMID = later(r"(?:pmid|medline|pubmed)[ :]*\d{1,8}|\d{1,8}", re.IGNORECASE)
#: PMC's own marks.
_MARKED_PMID = later(r"\d{1,8}\[pmid\]", re.IGNORECASE)
_MARKED_PMCID = later(r"PMC\d{1,9}\[pmcid\]", re.IGNORECASE)
_PUBMED = later(r"pub ?med|medline|\bnlm\b|national library of medicine", re.IGNORECASE)
_NEXT_LINK = later(r"[,;]? (?=[a-z][a-z-]{2,15}://)")


def identifiers_of(fields: RisFields) -> tuple[str, str, str, str]:
    """Return (DOI, arXiv identifier, link, link to the PDF). M3, N1, L3 and links may contain the DOI, too."""
    doi = ""
    for text in fields.all("DO", "DI"):
        found = fields.identified("doi", "DO", text)
        doi = doi or found
        if found and found.lower() != doi.lower():
            fields.keep("DO", found)
    for tag in ("M3", "N1", "L3"):
        if tag in fields and (text := fields.matching(identifiers.DOI_ALONE, tag)):
            found = identifiers.doi(text)[0]
            doi = doi or found
            if found.lower() != doi.lower():
                fields.keep(tag, text)
    arxiv = ""
    for tag in ("C1", "AN", "M1", "M3", "VL"):
        if tag in fields and not arxiv and (text := fields.matching(_ARXIV, tag)):
            arxiv = identifiers.arxiv(text)[0]
            if not arxiv:
                fields.keep(tag, text)
    if not fields.has("UR", "LK", "L1", "L2"):
        return doi, arxiv or identifiers.arxiv_in_doi(doi), "", ""
    # A text of one link has no blank.
    texts = [
        (tag, part)
        for tag in ("UR", "LK", "L2")
        for text in fields.all(tag)
        for part in (_NEXT_LINK.split(text) if " " in text else (text,))
    ]
    links = [link for tag, text in texts if (link := _link(fields, tag, text))]
    doi = doi or next((found for link in links if (found := identifiers.doi_in_url(link))), "")
    links = [link for link in dict.fromkeys(links) if not identifiers.same_work(link, doi, arxiv)]
    files = [link for text in fields.all("L1") if (link := _link(fields, "L1", text))]
    if not files and len(links) > 1:
        files = [link for link in links[1:] if link.lower().endswith(".pdf")][:1]
    url, pdf = links[0] if links else "", files[0] if files else ""
    for tag, others in (("UR", links[1:]), ("L1", files[1:])):
        for link in others:
            if link not in (url, pdf):
                fields.keep(tag, link)
    return doi, arxiv or identifiers.arxiv_in_doi(doi), url, pdf


def _link(fields: RisFields, tag: str, text: str) -> str:
    """A link; "" for anything else, which is kept as a custom value. L1 and L2 may have the path of a file."""
    found, remarks = identifiers.url(text)
    if found or not remarks or tag not in ("L1", "L2"):
        return fields.identified("url", tag, text)
    fields.keep(tag, text)
    return ""


def serials(fields: RisFields, kind: str, number: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Return (ISSNs, ISBNs, number) of SN, which contains the own number of reports and patents."""
    if "SN" not in fields:
        return (), (), number
    issn, isbn, (*unread,) = values.serials(tuple(fields.all("SN")))
    if unread and kind in tables.NUMBER_IN_SN and not number:
        number, *unread = unread
    for text in unread:
        fields.remark(
            "identifier-unread", "issn", f"{shorten(text, 60)!r} is not only an ISSN or ISBN; kept as a custom value"
        )
        fields.keep("SN", text)
    return issn, isbn, number


def pmid(fields: RisFields) -> str:
    """The PubMed number in AN, where it says so or DB or DP names PubMed; else AN is another database's own number.

    PMC marks the number in U1, and Scopus writes it in C2.
    """
    if not fields.has("AN", "C2", "U1"):
        return ""
    if fields.peek("DB") == "Scopus" and fields.peek("C2").isdecimal():
        return fields.accept(identifiers.pmid(fields.raw("pmid", "C2")))
    if marked := fields.matching(_MARKED_PMID, "U1"):
        return fields.accept(identifiers.pmid(marked.partition("[")[0]))
    if not is_pubmed(fields.peek("DB") + " " + fields.peek("DP")) and fields.peek("AN").isdecimal():
        return ""
    text = fields.matching(_PMID, "AN")
    return fields.accept(identifiers.pmid(text)) if text else ""


def is_accession(text: str, named: str) -> bool:
    """Whether AN with this text is read as the number of a database; ``named`` is what DB and DP say.

    It is not where it is an identifier: of arXiv, PubMed Central, or PubMed.
    """
    if _ARXIV.fullmatch(text) or _PMCID.fullmatch(text):
        return False
    return not _PMID.fullmatch(text) or (text.isdecimal() and not is_pubmed(named))


def is_pubmed(named: str) -> bool:
    """Whether what DB and DP say is PubMed, so that a mere number in AN is PubMed's."""
    return _PUBMED.search(named) is not None


def pmcid(fields: RisFields) -> str:
    """Return the PubMed Central number, which has no tag of its own and is recognised by its form."""
    if text := fields.matching(_PMCID, "C2", "C3", "C7", "U2", "AN"):
        return fields.accept(identifiers.pmcid(text))
    marked = fields.matching(_MARKED_PMCID, "U2")
    return fields.accept(identifiers.pmcid(marked.partition("[")[0])) if marked else ""


def citation_key(fields: RisFields) -> str:
    """Return ID, the citation key."""
    return fields.raw("citation_key", "ID")
