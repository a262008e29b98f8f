"""The type of a work in CSL's words: what the source says of it, with its container and its DOI as witnesses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bibstep.model import Remark
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed
from bibstep.values.type_tables import KINDS, PREPRINT_DOI, PREPRINT_SERVERS, RANKS, TYPES

_NOT_LETTERS = later(r"[\W\d_]+")
_SEPARATOR = later(r" ?[,;|] ?")
_PREPRINT_DOI = later(PREPRINT_DOI, re.IGNORECASE)
#: A DOI with a book's ISBN in it names the book, and with anything after the ISBN a part of the book.
_ISBN_DOI = later(r"10\.\d{4,9}/(?:[a-z]{1,10}[.:/]?){0,3}97[89](?:-?\d){9}-?[\dx](.*)", re.IGNORECASE)

_EVENT = later(
    r"\b(?:conferences?|conférence|conferencia|conferência|konferenz|symposium|symposia|simpósio|simposio|workshops?"
    r"|congress|congresso|congreso|congrès|colloquium|colloque|colóquio|meeting|summit|convention|tagung|encontro"
    r"|конференци[яи]|seminar)\b",
    re.IGNORECASE,
)
#: An event is a single one where its year or its number stands beside the word; a journal has none of them.
_SINGLE = later(
    r"\b(?:(?:19|20)\d\d|\d{1,3}(?:st|nd|rd|th|º|ª|ème|e)"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|annual)\b"
    r"|\b(?:conference|symposium|workshop) on\b"
    r"|^(?:proceedings|proc\.|abstracts|papers|anais|actas|actes|atti|tagungsband) ",
    re.IGNORECASE,
)
_ACRONYM = later(r"\([^()]{0,20}[A-Z]{2}[^()]{0,20}\)\s*$")
#: Journals and series that carry the word: "Journal of Physics: Conference Series", "E3S Web of Conferences",
#: "Congress & the Presidency", "Library of Congress Bulletin".
_NO_CONFERENCE = later(
    r"\b(?:journal|conference series|web of conferences|transactions|library of congress|congress &|annals"
    r"|review|quarterly|bulletin)\b",
    re.IGNORECASE,
)
_REFERENCE_BOOK = later(
    r"encyclop|enciclop|enzyklop|dictionar|dictionnaire|diccionario|dicion[aá]rio|wörterbuch|woordenboek|lexikon"
    r"|leksikon|lexicon|handbook|handbuch",
    re.IGNORECASE,
)
#: Pages of indexes, where a link tells nothing of the work's own kind.
_INDEX_PAGE = later(
    r"https?://(?:[\w-]{1,40}\.)?(?:semanticscholar\.org|doi\.org|pubmed\.ncbi\.nlm\.nih\.gov|europepmc\.org|elibrary\.ru"
    r"|api\.crossref\.org|openalex\.org)(?:/|$)",
    re.IGNORECASE,
)
#: Sites that hold one kind of work only.
_LINKS = (
    (
        later(
            r"https?://(?:www\.)?(?:patents\.google\.com|patentscope\.wipo\.int|worldwide\.espacenet\.com"
            r"|freepatentsonline\.com)/.",
            re.IGNORECASE,
        ),
        "patent",
    ),
    (
        later(
            r"https?://(?:www\.)?(?:(?:github|gitlab)\.com/[^/?#]{1,100}/[^/?#]{1,100}/?$|pypi\.org/project/|crates\.io/"
            r"|cran\.r-project\.org/(?:web/packages/|package=)|(?:www\.)?bioconductor\.org/packages/|npmjs\.com/package/)",
            re.IGNORECASE,
        ),
        "software",
    ),
)
#: Working papers of the NBER, reports of the OSTI.
_REPORT_DOI = later(r"10\.(?:3386/w\d|2172/\d)")


def split_types(text: str) -> tuple[str, ...]:
    """The types in one comma-joined text.

    >>> split_types("Journal Article, Conference")
    ('Journal Article', 'Conference')
    """
    return _split(text) if len(text) < 80 else _split.__wrapped__(text)


@lru_cache(maxsize=256)
def _split(text: str) -> tuple[str, ...]:
    if text.isalpha():
        return (text,)
    return tuple([part for part in _SEPARATOR.split(clean(text)) if part])


def classify(
    types: Iterable[str],
    container_title: str = "",
    doi: str = "",
    arxiv: str = "",
    url: str = "",
    numbered: bool = False,
) -> Parsed[str]:
    """The CSL type of a work and the remarks on it; ``numbered``: it has a volume, an issue or pages.

    Sources give several types in any order and call nearly everything a journal article, so of several the most
    telling counts (see ``type_tables.RANKS``), and a container that is a preprint server or a single conference
    outweighs "Journal Article". Without any type the container, the DOI and the link tell, with a remark.

    >>> classify(["JournalArticle", "Conference"])[0], classify(["Journal Article"], "ArXiv")[0]
    ('paper-conference', 'article')
    >>> classify([], "Nature")[0]
    'article-journal'
    """
    container_title = container_title[:300]  # what tells it stands in front
    types = tuple(types)
    known, kinds, strange = _sorted_out(types)
    if _is_preprint(known, container_title, doi, arxiv, numbered):
        return "article", ()
    # A book that is an article, too, is the volume that the article is in.
    in_book = known == "book" and (kinds or numbered or "article-journal" in map(_csl, types))
    if known and known != "article-journal" and not (in_book and container_title):
        return known, ()
    if known or (kinds and container_title):
        if container_title and is_conference(container_title):
            return "paper-conference", (_guessed(f"{shorten(container_title, 60)!r} is a conference"),)
        return known or "article-journal", ()
    guess, why = _guess(container_title, doi, url, numbered)
    if strange:
        message = f"{shorten(strange, 40)!r} is not a known type; {guess} was taken"
        return guess, (Remark("type-unknown", "type", message),)
    return guess, (_guessed(why),)


@lru_cache(maxsize=1024)  # a run of records comes from few journals
def is_conference(container_title: str) -> bool:
    """True where the container is the volume of one conference and not a journal of an academy or a society.

    >>> is_conference("2022 8th International Conference on Optimization (ICOA)")
    True
    >>> is_conference("Proceedings of the IEEE")
    False
    """
    if not _EVENT.search(container_title) or _NO_CONFERENCE.search(container_title):
        return False
    return _SINGLE.search(container_title) is not None or _ACRONYM.search(container_title) is not None


def _csl(name: str) -> str:
    return TYPES.get(_key(name[:80]), "")


@lru_cache(maxsize=256)
def _key(name: str) -> str:
    return _NOT_LETTERS.sub("", name).lower()


def _sorted_out(types: Iterable[str]) -> tuple[str, bool, str]:
    """(the CSL type that counts, whether kinds of articles are named, the first name that is not known)."""
    known, kinds, strange = "", False, ""
    for name in types:
        key = _key(name[:80])
        csl = TYPES.get(key, "")
        if csl:
            if not known or RANKS[csl] < RANKS[known]:
                known = csl
        elif key in KINDS:
            kinds = True
        elif key and key not in ("null", "none", "unknown"):
            strange = strange or name
    return known, kinds, strange


def _is_preprint(known: str, container_title: str, doi: str, arxiv: str, numbered: bool) -> bool:
    """Whether a preprint server is all that the record names as its place; a volume elsewhere is a later version."""
    if known not in ("", "article", "article-journal", "paper-conference"):
        return False
    if container_title:
        name = container_title.lower()
        return name in PREPRINT_SERVERS or name.startswith(("arxiv", "biorxiv", "medrxiv"))
    if known == "paper-conference" or numbered:
        return False
    return bool(arxiv) or _PREPRINT_DOI.match(doi) is not None


def _guess(container_title: str, doi: str, url: str, numbered: bool) -> tuple[str, str]:
    """(CSL type, what it was guessed from) of a work that does not say what it is."""
    if container_title and is_conference(container_title):
        return "paper-conference", f"{shorten(container_title, 60)!r} is a conference"
    match = _ISBN_DOI.fullmatch(doi)
    if match:
        return ("chapter", "the DOI is that of a part of a book") if match[1] else ("book", "the DOI is that of a book")
    if container_title:
        if _REFERENCE_BOOK.search(container_title):
            return "chapter", f"{shorten(container_title, 60)!r} is a reference work"
        return "article-journal", f"it appeared in {shorten(container_title, 60)!r}"
    if numbered:
        return "article-journal", "it has a volume or pages"
    if _REPORT_DOI.match(doi):
        return "report", "the DOI is that of a report series"
    for pattern, csl in _LINKS:
        if pattern.match(url):
            return csl, "the link leads to a site with such works"
    if url and not doi and not _INDEX_PAGE.match(url):
        return "webpage", "it has a link, and names no journal or book"
    return "document", "it names no journal or book"


def _guessed(why: str) -> Remark:
    return Remark("type-guessed", "type", f"guessed: {why}")
