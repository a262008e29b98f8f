"""Pages: ranges, lists and article numbers, read from any of the shapes that sources give them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bibstep.model import PageRange, Remark
from bibstep.text.clean import clean, decode_entities, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks


class Pages(NamedTuple):
    """What a field for pages holds: ranges of pages, or an article number in their place, or both, or their count."""

    ranges: tuple[PageRange, ...] = ()
    number: str = ""
    page_count: str = ""


_NONE = Pages()

#: The usual case, also padded or with blanks round the hyphen: 525-535, "525 - 535", 525--535.
_COMMON = later(r"\s*([1-9][0-9]{0,5})(\s*)(?:(?:--?|\u2013)\s*([1-9][0-9]{0,5})\s*)?")
_DASHES = r"(?:-{1,3}|[\u2010-\u2015\u2212\ufe58\ufe63\uff0d])"
_DASH = later(rf"(?: |(?<! )){_DASHES} ?")
#: A dash that parts two ends where there are others within them.
_STRONG_DASH = later(rf" {_DASHES} ?| ?(?:--|[\u2012-\u2015]) ?")
_ANY_DASH = later(_DASHES)
_OPEN_END = later(rf"(.*\w) ?({_DASHES})")
#: A first page with more to come, "43+" (BibTeX's manual), as indexes write it: 43-+ (Web of Science), 43|+.
_MORE_TO_COME = later(rf"(\w[\w.:]{{0,20}}?) ?(?:{_DASHES}|\|)? ?\+")
#: What sources write where a work has no pages, alone or as both ends of a range (measured at Crossref).
_PLACEHOLDER = later(
    r"(n/?a|n\.a\.|null|none|nan|nil|no|np|n\.? ?p\.?|n\.? ?pag\.?|no\.? pag(?:es?|ination)\.?|undefined"
    r"|unknown|no (?:pages?|pagination) (?:specified|given|available)|[?*_.]{1,9})?(?:-(?:\1)?)?",
    re.IGNORECASE,
)
_LABEL = later(r"(?:pp?|ps|pgs?|pages?|págs?|pag|seiten?|s)(?:\.:? ?|: ?| |(?<=pp))(?=[0-9ivxlcSeE(])", re.IGNORECASE)
_COUNT_WORD = later(r" (?:pages?|pp\.?|p\.)$", re.IGNORECASE)
#: How many pages there are, after the pages or an article number: "(10pp)", "(5)".
_COUNT = later(r"(.*\w) ?\(([0-9]{1,4})( ?(?:pages?|pp?\.?|págs?\.?|s\.))?\)", re.IGNORECASE)
#: How many pages there are, in the place of which ones: "350 p.", "xii, 350 Seiten".
_COUNT_ALONE = later(
    r"((?:[ivxlcdm]{1,8}(?:,| \+)? )?[0-9]{1,6})(?: ?(?:pages?|pp?\.?|seiten|páginas)| s\.?)", re.IGNORECASE
)
#: Pages of what was said about an article, which PubMed gives after the article's own.
_AFTERWORD = later(
    r"(.*?\w)[,;.]? ?\b(?:(?:panel )?discussions?|(?:author )?(?:reply|replies|response)|quiz(?:zes)?|comments?"
    r"|commentary|erratum|errata|corrigend(?:um|a)|poster|contd|concl|passim)\b.*",
    re.IGNORECASE,
)
#: Elsevier's and others' PII of an article in press: S, ISSN, year, number, check digit (ANSI/NISO, 1995).
_PII = later(r"[SB][0-9]{4}-?[0-9]{3}[0-9X]\([0-9]{2}\)[0-9]{4,5}-[0-9X]", re.IGNORECASE)
#: Article numbers that end in the year: those of the American Society for Microbiology ("e00009-15"; no page begins
#: with a zero), also with the journal's short name, and of the Society for Neuroscience ("ENEURO.0012-20.2020").
_WITH_YEAR = later(r"[A-Za-z]?0[0-9]{4}-[0-9]{2}|[A-Za-z]{2,12}\.[0-9]{3,6}-[0-9]{2}(?:\.[0-9]{4})?")
_LIST = later(r" ?[,;+&] ?")

_ROMAN = r"[ivxlcdm]{1,12}|[IVXLCDM]{1,12}"
#: A page as it is printed: 12, 12a, S12, xii, (i), 286:1, 604.4, CO2, 17R, 3-1.
#: The pages that an article has on the Web alone, after its last one: 2112.e4, 154.e1-3 (Cell Press, Elsevier).
_E_PART = r"\.?e[0-9]{1,3}(?:-e?[0-9]{1,3})?"
_ONE_PAGE = (
    rf"(?:[A-Za-z]{{0,4}}\.?[0-9]{{1,9}}[A-Za-z]{{0,2}}(?:(?:[.:][0-9]{{1,6}}){{0,3}}[A-Za-z]?|{_E_PART})|{_ROMAN})"
)
_ENDS_IN_E_PART = later(rf"[A-Za-z]{{0,4}}[0-9]{{1,9}}{_E_PART}")
_PAGE = later(rf"{_ONE_PAGE}|\((?:{_ONE_PAGE})\)|\[(?:{_ONE_PAGE})\]")
#: An end of a range with a hyphen of its own: a page of a chapter (3-22, A-10) or of an article (127861S-12).
_COMPOUND = later(r"(?:[A-Za-z]{0,8}[0-9]{1,9}[A-Za-z]{0,2}|[A-Za-z]{1,2})-[0-9]{1,4}")
#: Covers and other leaves without a number: inside front, outside back, front matter …
_LEAF = later(r"(?:[io]?[fb]c|fm|bm|toc|cover)", re.IGNORECASE)
_NUMBERED = later(r"([A-Za-z]{0,4})([0-9]{1,9})")
_ARTICLE = later(
    r"0[0-9]{2,}|[0-9]{5,}[A-Za-z]?|[eE][0-9]+(?:[A-Za-z]{1,4}[0-9]+)?|[A-Za-z]{1,8}[0-9]{5,}|[A-Za-z]{3,8}[0-9]{3,}"
    r"|[A-Za-z]{2,12}(?:[._][A-Za-z]{0,6}[0-9]+){1,4}|[0-9]{5,}[._][0-9]+|[0-9]{4}[._][0-9]{4,}"
    r"|CD[0-9]{6}\.pub[0-9]{1,2}",
    re.IGNORECASE,
)
#: What stands before an article number and says that it is one; styles print a word of their own.
_NUMBER_LABEL = later(
    r"(?:(?:art(?:icle|ikel|ículo|icolo|n)?\b\.?|a?id\b|(?=no\.|number ))"
    r"(?:[- ]?(?:no|nr|number|num|id)\b\.?)?[:#]?|#) ?(?=[A-Za-z]{0,6}[0-9._-]*[0-9])",
    re.IGNORECASE,
)
#: An article number with the pages within the article, or with how many they are: "Article 19, 1-30" (ACM).
_NUMBER_AND_PAGES = later(r"([A-Za-z]{2,8}.{0,12}?[0-9A-Za-z._]*[0-9]) ?[,:;] ?(?:pp?\.? ?)?([0-9].{0,20})")
_NUMBER = later(r"[A-Za-z]{0,12}[0-9][A-Za-z0-9._-]{0,30}")


def parse(text: str) -> Parsed[Pages]:
    """The pages, the article number and the number of pages that a field for pages holds.

    A number of five digits or more, or one that begins with ``e``, is an article number and no page. Shortened last
    pages are written in full as the Chicago Manual (9.62) reads them; what is no page is kept as it is, in doubt.

    >>> parse("390-7")[0].ranges, parse("e941209")[0].number
    ((PageRange(first='390', last='397'),), 'e941209')
    >>> parse("e941209-1 - e941209-4")[0]
    Pages(ranges=(PageRange(first='e941209-1', last='e941209-4'),), number='e941209', page_count='')
    """
    if not text:
        return _NONE, ()
    match = _COMMON.fullmatch(text)
    if match:
        first, last = match[1], match[3]
        if last and (len(last) > len(first) or (len(last) == len(first) and last > first)):
            return Pages((PageRange(first, last),)), ()
        if (not last or last == first) and len(first) < 5:
            return Pages((PageRange(first),)), ()
    value = clean(decode_entities(text))
    if not value:
        return _NONE, ()
    if len(value) > 200:  # nothing that is pages; nothing to look into
        return _as_it_is(value)
    if _PLACEHOLDER.fullmatch(_DASH.sub("-", value)):
        return _NONE, (Remark("pages-dropped", "page", f"{shorten(text, 40)!r} is a placeholder for pages; left out"),)
    label = _LABEL.match(value)
    if label:
        value = value[label.end() :]
    counted = _COUNT_ALONE.fullmatch(value)
    if counted:
        return Pages(page_count=counted[1]), ()
    numbered = number(value)
    if numbered != value:
        return Pages(number=numbered), ()
    within = _NUMBER_AND_PAGES.fullmatch(value)
    if within and (numbered := number(within[1])) != within[1]:
        inner = parse(within[2])
        if not inner[0].number:
            return inner[0]._replace(number=numbered), inner[1]
    if _COUNT_WORD.search(value) and _DASH.search(value):
        value = _COUNT_WORD.sub("", value)
    joined = _DASH.sub("-", value)
    if _PII.fullmatch(joined) or _WITH_YEAR.fullmatch(joined):
        return Pages(number=joined), ()
    return _range(value) or _list(value) or _shortened(value) or _as_it_is(value)


def is_placeholder(text: str) -> bool:
    """Whether a text is what sources write where there is no page."""
    return _PLACEHOLDER.fullmatch(text) is not None


def number(text: str) -> str:
    """An article number without the word that says what it is; anything else as it stands.

    >>> number("Art. no. 12"), number("ARTN 045602"), number("045602"), number("Article in press")
    ('12', '045602', '045602', 'Article in press')
    """
    label = _NUMBER_LABEL.match(text)
    rest = text[label.end() :] if label else ""
    return rest if _NUMBER.fullmatch(rest) else text


def text(ranges: Iterable[PageRange], dash: str = "-", sep: str = ", ") -> str:
    """The ranges as one text, ``dash`` between the ends of a range and ``sep`` between ranges.

    >>> text((PageRange("1", "12"), PageRange("12a")), dash="--")
    '1--12, 12a'
    """
    return sep.join([f"{first}{dash}{last}" if last else first for first, last in ranges])


def _as_it_is(value: str) -> Parsed[Pages]:
    value = _ANY_DASH.sub("-", value)  # one for all, since formats write "-" or "--" between the ends of a range
    message = f"{shorten(value, 40)!r} does not look like pages; kept as it is"
    return Pages((PageRange(value),)), (Remark("pages-doubt", "page", message),)


def _shortened(value: str) -> Parsed[Pages] | None:
    """Pages with more after them that is no page of the work: a count, those of a discussion, a dash without an end."""
    match = _COUNT.fullmatch(value)
    if match:
        found, remarks = _range(number(match[1])) or _list(match[1]) or (_NONE, ())
        if not any(found) or not (match[3] or found.number or match[2] == _length(found.ranges)):
            return None
        return found, (*remarks, _dropped(value, f"({match[2]}{match[3] or ''})"))
    match = _OPEN_END.fullmatch(value)
    if match and (found_first := _range(match[1])):
        return found_first[0], (*found_first[1], _dropped(value, match[2]))
    match = _MORE_TO_COME.fullmatch(value)
    if match and _PAGE.fullmatch(match[1]):
        return Pages((PageRange(f"{match[1]}+"),)), ()
    match = _AFTERWORD.fullmatch(value)
    if match and (read := _range(match[1]) or _list(match[1])):
        found, remarks = read
        return found, (*remarks, _dropped(value, value[match.end(1) :].lstrip(" ,;.")))
    return None


def _length(ranges: tuple[PageRange, ...]) -> str:
    """The number of pages in one range of plain numbers."""
    first, last = ranges[0] if len(ranges) == 1 else ("", "")
    return str(int(last) - int(first) + 1) if first.isdecimal() and last.isdecimal() else ""


def _dropped(value: str, what: str) -> Remark:
    return Remark("pages-dropped", "page", f"{shorten(what, 40)!r} was left out of {shorten(value, 40)!r}")


def _list(value: str) -> Parsed[Pages] | None:
    """Several pages or ranges, or None where one of the parts is neither."""
    parts = _LIST.split(value)
    if len(parts) < 2:
        return None
    ranges: list[PageRange] = []
    remarks: Remarks = ()
    for part in parts:
        parsed = _range(part)
        if not parsed:
            return None
        ranges += parsed[0].ranges or (PageRange(part),)
        remarks += parsed[1]
    return Pages(tuple(ranges)), remarks


def _range(value: str) -> Parsed[Pages] | None:
    """One page, one range or an article number; None where the value is none of them."""
    ends = _ends(value)
    if ends is None:
        return None
    first, last = ends
    if not last or first == last:
        if _ARTICLE.fullmatch(first):
            return Pages(number=first), ()
        if _PAGE.fullmatch(first) or _LEAF.fullmatch(first):
            return Pages((PageRange(first),)), ()
        return _as_it_is(first) if last else None
    if not all(_PAGE.fullmatch(end) or _COMPOUND.fullmatch(end) or _ARTICLE.fullmatch(end) for end in ends):
        return None
    base = first.partition("-")[0]
    if last.startswith(base + "-"):  # a page within an article: e941209-1 to e941209-4
        if _ARTICLE.fullmatch(base):
            return Pages((PageRange(first, last),), base), ()
        return Pages((PageRange(first, last),)), () if "-" in first else (_doubt(value),)
    return _in_full(first, last, value)


def _ends(value: str) -> tuple[str, str] | None:
    """The two ends of a range; the second empty where there is one end; None where they cannot be told apart.

    A dash with a blank before it parts the ends; where all are alike, each end has half of the dashes (3-1-3-22), or
    only the last has one because the first names the whole article (127861S-127861S-12).
    """
    parts = _DASH.split(value)
    if len(parts) == 1:
        return value, ""
    if len(parts) == 2:
        if _ENDS_IN_E_PART.fullmatch(parts[0]) and parts[1].lstrip("eE").isdecimal() and len(parts[1].lstrip("eE")) < 3:
            parts[1] = parts[0].rpartition("e")[0] + "e" + parts[1].lstrip("eE")  # 733.e1-7
        return (parts[0], parts[1]) if parts[0] and parts[1] else None
    halves = _STRONG_DASH.split(value)
    if len(halves) == 2:
        return _DASH.sub("-", halves[0]), _DASH.sub("-", halves[1])
    if len(parts) == 3 and _ENDS_IN_E_PART.fullmatch(last := "-".join(parts[1:])):  # 145-154.e1-3
        return parts[0], last
    middle = len(parts) // 2
    if len(parts) % 2 == 0:
        return "-".join(parts[:middle]), "-".join(parts[middle:])
    if len(parts) == 3 and parts[0] == parts[1]:
        return parts[0], f"{parts[1]}-{parts[2]}"
    return None


def _in_full(first: str, last: str, value: str) -> Parsed[Pages]:
    """The range with its last page in full; in doubt where the last page comes before the first."""
    start, end = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    as_said = Pages((PageRange(first, last),))
    if not start or not end or (end[1] and end[1] != start[1]):
        return as_said, ()
    shared = start[2][: max(0, len(start[2]) - len(end[2]))]
    full = start[1] + shared + end[2]
    if full == last:
        return as_said, () if int(end[2]) >= int(start[2]) else (_doubt(value),)
    if int(shared + end[2]) <= int(start[2]):
        return as_said, (_doubt(value),)
    message = f"{shorten(value, 40)!r} was read as {first}-{full}"
    return Pages((PageRange(first, full),)), (Remark("pages-expanded", "page", message),)


def _doubt(value: str) -> Remark:
    return Remark("pages-doubt", "page", f"{shorten(value, 40)!r} ends before it begins; kept as it is")
