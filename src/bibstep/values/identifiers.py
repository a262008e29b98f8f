"""Parse identifiers and links (DOI, arXiv, PMID, PMCID, ISSN, ISBN, URL) into one safe form each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from bibstep.model import Remark
from bibstep.text.clean import clean, decode_entities, shorten, strip_controls
from bibstep.text.patterns import later
from bibstep.values import Parsed

#: What sources write where there is no identifier, beside the empty text.
_PLACEHOLDERS = frozenset(("null", "none", "nan", "n/a", "na", "undefined", "-"))

# DOI ------------------------------------------------------------------------------------------------------------

_PLAIN_DOI = later(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9})*/[-A-Za-z0-9._/:]*[A-Za-z0-9]")
#: DOI Handbook 2.2: prefix ``10.`` and digits, a slash, then any characters that are printed; no white space here.
_DOI = later(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9})*/\S+")
#: A short DOI (shortdoi.org), which doi.org resolves like the DOI that it stands for; Zotero's add-ons write them.
_SHORT_DOI = later(r"10/[a-z][a-z0-9]{2,9}")
_DOI_HOST = r"(?:https?:/{0,3}|//)?(?:dx\.|www\.)?(?:doi\.org|doi-org\.[\w.-]{1,80})(?::\d{1,5})?/"
_DOI_PREFIX = later(
    rf"(?P<link>{_DOI_HOST}(?:doi:)?)|info:doi/|urn:doi:|doi(?: *[:=]+ *| +|/|(?=10[./]))|[\s\"'“‘<(\[{{]+",
    re.IGNORECASE,
)
#: A publisher's page of a work: /doi/10.1002/x, /doi/full/10.1002/x, /article/10.1007/x, with what may follow the DOI.
_PUBLISHER_PAGE = later(r"https?://[^/\s]{1,200}/(?:[^\s?#]{0,200}?/)??(?=10\.\d{4,9}/)", re.IGNORECASE)
_PAGE_ENDING = later(r"/(?:full|abstract|abs|pdf|epdf|pdfdirect|html|meta|fulltext)(?:\.pdf)?$", re.IGNORECASE)
_PLAIN_DOI_LINK = later(f"https?://(?:dx\\.)?doi\\.org/({_PLAIN_DOI.pattern})")
_DOI_LINK = later(rf"{_DOI_HOST}(?:doi:)?10(?:(?:\.|%2E)\d|/[a-z][a-z0-9]{{2,9}}$)", re.IGNORECASE)
#: A text that is nothing but a DOI, as notes have it where a type has no field for one.
DOI_ALONE = later(rf"\s*(?:doi\b[^0-9]{{0,30}}|{_DOI_HOST})?10\.[0-9]{{4,9}}/\S+\s*", re.IGNORECASE)
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}
_PERCENT = later("%[0-9A-Fa-f]{2}")


def doi(text: str) -> Parsed[str]:
    """The bare DOI in the text, in the case it is written in, or ``""`` where there is none.

    Prefixes, links and entities are undone; what follows white space is cut; closing punctuation and brackets that
    were never opened are no part of it. A DOI from here holds neither white space nor control characters. The
    characters of a SICI (``<>()[]#;``) are kept.

    >>> doi("https://doi.org/10.1002/%28SICI%291097%3C1661::AID%3E3.0.CO;2-2.")[0]
    '10.1002/(SICI)1097<1661::AID>3.0.CO;2-2'
    """
    if _PLAIN_DOI.fullmatch(text):
        return text, ()
    if not text or text.isspace():
        return "", ()
    value = strip_controls(decode_entities(text.strip()))
    linked = False
    for _ in range(6):  # dresses are worn one over the other: "doi: https://doi.org/10.…"
        prefix = _DOI_PREFIX.match(value)
        if not prefix:
            break
        linked = linked or prefix["link"] is not None
        value = value[prefix.end() :]
    page = _PUBLISHER_PAGE.match(value)
    if page:
        value, linked = value[page.end() :], True
    value = _first_word(value)
    if linked:
        value = value.partition("?")[0].partition("#")[0]
    if "%" in value and (linked or "/" not in value) and _PERCENT.search(value):
        value = _first_word(strip_controls(unquote(value, errors="ignore")))
    if page:
        value = _PAGE_ENDING.sub("", value)
    value = _without_closing_marks(value)
    if not _DOI.fullmatch(value) and not _SHORT_DOI.fullmatch(value):
        return "", (Remark("doi-unread", "doi", f"{shorten(text, 60)!r} is not a DOI; left out"),)
    if value == text:
        return value, ()
    return value, (Remark("doi-cleaned", "doi", f"{shorten(text, 60)!r} was read as {shorten(value)}"),)


def doi_in_url(url: str) -> str:
    """The DOI where the link is nothing but one to doi.org, else ``""``."""
    plain = _PLAIN_DOI_LINK.fullmatch(url)  # as most are
    if plain:
        return plain[1]
    return doi(url)[0] if _DOI_LINK.match(url) else ""


def _first_word(text: str) -> str:
    words = text.split(None, 1)
    return words[0] if words else ""


def _without_closing_marks(text: str) -> str:
    """The text without the punctuation, quotes and unopened brackets that a sentence left at its end."""
    surplus = {closing: text.count(closing) - text.count(opening) for closing, opening in _BRACKETS.items()}
    end = len(text)
    while end:
        last = text[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in ".,;:'\"”’»…":
            break
        end -= 1
    return text[:end]


# arXiv ----------------------------------------------------------------------------------------------------------

#: arXiv's identifier scheme: YYMM.NNNN (from April 2007) or YYMM.NNNNN (from 2015), before that archive/YYMMNNN.
_ARXIV_ID = r"(?:\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]{2,10}(?:-[a-z]{2,4})?(?:\.[A-Z]{2})?/\d\d(?:0[1-9]|1[0-2])\d{3})"
_ARXIV_HOST = r"(?:https?://)?(?:www\.|export\.|[a-z]{2}\.)?arxiv\.org/"
_ARXIV = later(
    rf"(?:(?:{_ARXIV_HOST})?(?:abs|pdf|html|format)/|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\."
    rf"|10\.48550/arxiv\.|arxiv *[:. ] *(?:abs/)?)?({_ARXIV_ID}(?:v\d{{1,3}})?)(?:\.pdf)?(?: *\[[\w. -]{{1,20}}\])?",
    re.IGNORECASE | re.ASCII,
)
_ARXIV_DOI = later(rf"10\.48550/arxiv\.({_ARXIV_ID})", re.IGNORECASE | re.ASCII)
_ARXIV_PAGE = later(rf"{_ARXIV_HOST}abs/({_ARXIV_ID})(?:v\d{{1,3}})?/?", re.IGNORECASE | re.ASCII)
_VERSION = later(r"v[0-9]{1,3}$")


def arxiv(text: str) -> Parsed[str]:
    """The arXiv identifier, with the version where one is said, of an identifier, a link or an arXiv DOI.

    >>> arxiv("arXiv:2404.13957v2 [cs.CL]")[0], arxiv("https://arxiv.org/pdf/hep-th/9901001.pdf")[0]
    ('2404.13957v2', 'hep-th/9901001')
    """
    return _identifier(_ARXIV, text, "arxiv", "arXiv identifier")


def arxiv_in_doi(doi_text: str) -> str:
    """The arXiv identifier in one of arXiv's own DOIs (10.48550/arXiv.…), else ``""``."""
    if not doi_text.startswith("10.48550/"):
        return ""
    match = _ARXIV_DOI.fullmatch(doi_text)
    return match[1] if match else ""


# PubMed, ISSN, ISBN ---------------------------------------------------------------------------------------------

_PMID = later(
    r"(?:(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/(?:m/)?pubmed)/"
    r"|(?:pmid|pubmed|medline|med)\b[: ]*)?0*([1-9]\d{0,7})/?",
    re.IGNORECASE | re.ASCII,
)
_PMCID = later(
    r"(?:(?:https?://)?(?:www\.ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov|europepmc\.org)/articles?/"
    r"|pmcid[: ]*)?(?:pmc *)?0*([1-9]\d{0,8})(?:\.\d{1,3})?/?(?:\?.{0,80})?",
    re.IGNORECASE | re.ASCII,
)
_ISSN = later(
    r"(?:e-?|p-?)?(?:issn)?(?:-l)?[-: ]*([0-9]{4})[-‐‑–— ]?([0-9]{3}[0-9X])(?: *\([^()]{1,30}\))?", re.IGNORECASE
)
#: Crossref's older answers give ISBNs as links (http://id.crossref.org/isbn/…).
_ISBN = later(
    r"(?:https?://\S{1,80}/)?(?:isbn)?(?:-1[03])?[: ]*([0-9][-0-9‐‑–— ]{7,18}[0-9X])(?: *\([^()]{1,60}\))?",
    re.IGNORECASE,
)
_DASHES = later("[-‐‑–— ]+")


def pmid(text: str) -> Parsed[str]:
    """The PubMed number: one to eight digits without leading zeros, from itself, "PMID: 1" or a link."""
    return _identifier(_PMID, text, "pmid", "PubMed number")


def pmcid(text: str) -> Parsed[str]:
    """The PubMed Central number with ``PMC`` in front ("PMC123"), from itself or a link; no version."""
    value, remarks = _identifier(_PMCID, text, "pmcid", "PMC number")
    return (f"PMC{value}" if value else ""), remarks


def issn(text: str) -> Parsed[str]:
    """The ISSN as ``1234-567X`` with its check digit verified (ISO 3297: weights 8 to 2, modulo 11)."""
    match = _ISSN.fullmatch(clean(text))
    if match:
        value = f"{match[1]}-{match[2].upper()}"
        digits = value.replace("-", "")
        if sum(_digit(digit) * weight for digit, weight in zip(digits, range(8, 0, -1), strict=True)) % 11 == 0:
            return value, ()
    return _unread(text, "issn", "ISSN")


def isbn(text: str) -> Parsed[str]:
    """The ISBN, its hyphens where they were (as plain hyphens), its check digit verified (ISO 2108; 10 or 13 digits).

    >>> isbn("ISBN: 978–0–306–40615–7 (pbk.)")[0], isbn("978-0-306-40615-8")[0]
    ('978-0-306-40615-7', '')
    """
    match = _ISBN.fullmatch(clean(text))
    if match:
        value = _DASHES.sub("-", match[1].upper())
        digits = value.replace("-", "")
        if len(digits) == 10:
            good = sum(_digit(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0
        else:
            good = len(digits) == 13 and digits.isdecimal() and digits[:3] in ("978", "979")
            good = good and sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
        if good:
            return value, ()
    return _unread(text, "isbn", "ISBN")


def _digit(character: str) -> int:
    return 10 if character == "X" else int(character)


def _identifier(pattern: re.Pattern[str], text: str, field: str, what: str) -> Parsed[str]:
    match = pattern.fullmatch(clean(text))
    return (match[1], ()) if match else _unread(text, field, what)


def _unread(text: str, field: str, what: str) -> Parsed[str]:
    if not text.strip() or text.strip().lower() in _PLACEHOLDERS:
        return "", ()
    return "", (Remark("identifier-unread", field, f"{shorten(text, 60)!r} is not a valid {what}; left out"),)


# Links ----------------------------------------------------------------------------------------------------------

_PLAIN_URL = later(r"https?://[A-Za-z0-9.-]+\.[A-Za-z]{2,63}(?:[/?#][-\w.~:/?#@!$'()*+,;=\[\]]*)?", re.ASCII)
_URL = later(r"(https?)://((?:[^\s/?#@]{1,200}@)?)([^\s/?#@]{1,255})((?:[/?#].*)?)", re.IGNORECASE)
#: A host as links have them: labels of letters (of any script), digits and hyphens, a dot between two, maybe a port.
_HOST = later(r"(?:[\w-]{1,63}\.){1,20}[\w-]{1,63}\.?(?::\d{1,5})?")
#: The name of a machine that only its own network knows: http://localhost:8080/.
_OWN_HOST = later(r"[\w-]{1,63}(?::\d{1,5})?")
_SCHEMELESS = later(r"//(?=\w)|(?=www\.\w)|(?=(?:dx\.)?doi\.org/10\.)", re.IGNORECASE)
#: ASCII that RFC 3986 has no place for in a link, and a per cent sign that begins no escape.
_UNSAFE = later(r"[\s<>\"`{}|\\^]|%(?![0-9A-Fa-f]{2})")
_NEXT_LINE = later(r"[\r\n\t\v\f\x85\u2028\u2029]|\s?[;,]?\s(?=https?:)")
#: Schemes of addresses that no program runs: only http and https become links on a page. The second ones have no host.
_OTHER_HOSTS = later(r"(ftps?|sftp|gopher|rsync|git|svn|ipfs|nntp)://([^\s/?#@]{1,255})([/?#]\S*)?", re.IGNORECASE)
_NAMES = later(r"(?:urn:[a-z0-9][a-z0-9-]{1,31}:|info:[a-z0-9-]{2,20}/|hdl:(?:/+)?[0-9])\S+", re.IGNORECASE)


def url(text: str) -> Parsed[str]:
    """A link without white space or control characters, or ``""`` for whatever is none.

    It is http or https, or of another scheme that no program runs (ftp, git, urn, hdl …), which is kept as it is. ASCII
    characters with no place in a link are percent-encoded (RFC 3986), other scripts kept; a second line or a second
    link is cut; "www.…" gets the ``http://`` that it is spoken with.

    >>> url("www.example.org/a b|c")[0], url("javascript:alert(1)")[0]
    ('http://www.example.org/a%20b%7Cc', '')
    """
    if _PLAIN_URL.fullmatch(text):
        return text, ()
    value = text.strip()
    if not value or value.lower() in _PLACEHOLDERS:
        return "", ()
    first, *others = _NEXT_LINE.split(value, maxsplit=1)
    value = strip_controls(decode_entities(first)).strip("<>\"' ")
    if _SCHEMELESS.match(value):
        value = ("https://" if _DOI_LINK.match(value) else "http://") + value.lstrip("/")
    match = _URL.fullmatch(value)
    if not match or not _HOST.fullmatch(match[3]):
        other = _OTHER_HOSTS.fullmatch(value)
        if (other and _HOST.fullmatch(other[2])) or _NAMES.fullmatch(value):
            return _UNSAFE.sub(_escaped, value), ()
        what = "leads nowhere outside its own network" if match and _OWN_HOST.fullmatch(match[3]) else "is not a link"
        return "", (Remark("link-dropped", "url", f"{shorten(text, 60)!r} {what}; left out"),)
    # No reader of a reference has a use for a name and a password in front of the host.
    remarks = [Remark("link-dropped", "url", f"{shorten(one, 60)!r} is a second link; left out") for one in others]
    if "://" not in "".join(others):
        remarks = []
    return f"{match[1].lower()}://{match[3]}{_UNSAFE.sub(_escaped, match[4])}", tuple(remarks)


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def same_work(url_text: str, doi_text: str, arxiv_text: str) -> bool:
    """True where the link only says the DOI, or leads to the arXiv page, that the record has already."""
    linked = doi_in_url(url_text)
    if linked:
        return linked.lower() == doi_text.lower()
    page = _ARXIV_PAGE.fullmatch(url_text)
    if not page:
        return False
    return page[1].lower() in (_VERSION.sub("", arxiv_text).lower(), arxiv_in_doi(doi_text).lower())


# Lists ----------------------------------------------------------------------------------------------------------

#: Field of Record -> the parser of what it holds.
PARSERS: Mapping[str, Callable[[str], Parsed[str]]] = {
    "doi": doi,
    "arxiv": arxiv,
    "pmid": pmid,
    "pmcid": pmcid,
    "issn": issn,
    "isbn": isbn,
    "url": url,
    "pdf": url,
}
#: What separates two identifiers: a mark, "and", or a space before the beginning of an ISSN or ISBN.
_BETWEEN = later(r"[,;/|]|(?<!\s)\s+(?:and\s+|(?=[0-9]{4}-[0-9]{3}[0-9Xx]|97[89]))")


def split(text: str, field: str) -> list[str]:
    """Split a text that lists identifiers for ``field``; return the whole text if it is one, or contains none.

    >>> split("0028-0836 (print); 1476-4687", "issn"), split("0-306-40615-2 0-8044-2957-X", "isbn")
    (['0028-0836 (print)', '1476-4687'], ['0-306-40615-2', '0-8044-2957-X'])
    >>> split("978 0 306 40615 7", "isbn"), split("in print, two volumes", "isbn")
    (['978 0 306 40615 7'], ['in print, two volumes'])
    """
    if text.replace("-", "").isalnum():  # as most are
        return [text]
    parse = PARSERS[field]
    if not parse(text)[0]:
        for parts in (_BETWEEN.split(text), text.split()):
            parts = [part for part in map(str.strip, parts) if part]
            if any(parse(part)[0] for part in parts):
                return parts
    return [text]
