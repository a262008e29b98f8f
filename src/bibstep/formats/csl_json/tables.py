"""What CSL-JSON files call the types of works and the variables, and the older and foreign words for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

#: Words that sources write in place of a CSL type, in lower-case letters alone -> the CSL type. They go before
#: ``values.types``, which knows the words of indexes. Sources: Crossref's list of types, Zotero's item types (its CSL
#: mapping), CSL-M, BibTeX's and RIS's words as converters leave them in CSL-JSON.
OTHER_TYPES: Mapping[str, str] = {
    # Crossref
    "component": "document",
    "grant": "document",
    "journal": "periodical",
    "journalvolume": "periodical",
    "journalissue": "periodical",
    "proceedings": "book",
    "proceedingsseries": "book",
    "reportcomponent": "chapter",
    "reportseries": "report",
    "bookseries": "book",
    "bookset": "book",
    "booktrack": "chapter",
    "referenceentry": "entry-encyclopedia",
    "peerreview": "review",
    "database": "dataset",
    "other": "document",
    # Zotero
    "artwork": "graphic",
    "audiorecording": "song",
    "case": "legal_case",
    "dictionaryentry": "entry-dictionary",
    "email": "personal_communication",
    "encyclopediaarticle": "entry-encyclopedia",
    "film": "motion_picture",
    "hearing": "hearing",
    "instantmessage": "personal_communication",
    "interview": "interview",
    "letter": "personal_communication",
    "podcast": "song",
    "preprint": "article",
    "radiobroadcast": "broadcast",
    "statute": "legislation",
    "tvbroadcast": "broadcast",
    "videorecording": "motion_picture",
    # BibTeX's and others
    "misc": "document",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "unpublished": "manuscript",
    "periodical": "periodical",
    "review": "review",
    "music": "song",
    "gazette": "legislation",
    "legalcommentary": "article-journal",
    "video": "motion_picture",
    "personal": "personal_communication",
}

#: Older and other programs' names of variables -> today's. Sources: CSL 1.0.2 and its input schema (``shortTitle``,
#: ``journalAbbreviation``, ``event``), CSL 1.0 (``publisher-place``), Mendeley's and Zotero's own field names as they
#: turn up in CSL-JSON.
ALIASES: Mapping[str, str] = {
    "shortTitle": "title-short",
    "short-title": "title-short",
    "journalAbbreviation": "container-title-short",
    "short-container-title": "container-title-short",
    "event": "event-title",
    "event-location": "event-place",
    "publisher-location": "publisher-place",
    "doi": "DOI",
    "url": "URL",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "keywords": "keyword",
    "subject": "keyword",
    "article-number": "number",
    "number-of-page": "number-of-pages",
}

#: Keys of CSL-JSON that the seed's family does not have.
KEYS = frozenset(
    """id type author editor issued container-title citation-key title-short collection-title event-title publisher
    publisher-place volume issue page DOI URL ISBN ISSN note accessed genre number""".split()
)

#: Names in an item's object ``custom`` with a meaning of our own: a record's custom value of that name is written as
#: ``custom-arxiv``, so that it does not come back as a field.
OWN_NAMES = ("arxiv", "pdf", "url", "keyword", "ids", "markup")
_PREFIX = "custom-"

#: Keys that only deposits at Crossref have, whatever they are wrapped in.
CROSSREF = frozenset(
    "indexed deposited reference-count references-count is-referenced-by-count content-domain issn-type".split()
)

#: What the Crossref API says of a deposit and not of the work, or says again: no part of a reference.
NOT_BIBLIOGRAPHIC = frozenset(
    """indexed deposited created reference-count references-count is-referenced-by-count content-domain prefix member
    score relation reference references assertion license funder update-policy update-to updated-by alternative-id
    resource link content-created content-updated clinical-trial-number issn-type isbn-type institution-ids intended
    posted accepted approved published published-print published-online issue-title journal-issue
    published-other free-to-read aliases _id ROR source archive original-source contributors review
    suffix short-title original-title subtitle special_numbering""".split()
)


def apart(name: str, taken: Collection[str] = OWN_NAMES) -> str:
    """The name under which ``custom`` holds a record's custom value: one with a meaning of our own gets a prefix.

    >>> apart("arxiv"), apart("custom-arxiv"), apart("shelf")
    ('custom-arxiv', 'custom-custom-arxiv', 'shelf')
    """
    return _PREFIX + name if _unprefixed(name) in taken else name


def together(name: str, taken: Collection[str] = OWN_NAMES) -> str:
    """The reverse of ``apart``."""
    return name.removeprefix(_PREFIX) if _unprefixed(name) in taken else name


def _unprefixed(name: str) -> str:
    while name.startswith(_PREFIX):
        name = name.removeprefix(_PREFIX)
    return name
