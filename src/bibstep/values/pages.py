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
    """What a field for pages holds: ranges of pages, or an article number in their place, or both."""

    ranges: tuple[PageRange, ...] = ()
    number: str = ""


_NONE = Pages()

#: The usual case, also padded or with blanks round the hyphen: 525-535, "525 - 535", 525--535.
_COMMON = later(r"\s*([1-9][0-9]{0,5})(\s*)(?:(?:--?|\u2013)\s*([1-9][0-9]{0,5})\s*)?")
_DASH = later(r"(?: |(?<! ))(?:-{1,3}|[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]) ?")
_SPACED_DASH = later(r" (?:-{1,3}|[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]) ?")
#: What sources write where a work has no pages, alone or as both ends of a range (measured at Crossref).
_PLACEHOLDER = later(
    r"(n/?a|n\.a\.|null|none|nan|nil|no|np|n\.? ?p\.?|n\.? ?pag\.?|no\.? pag(?:es?|ination)\.?|undefined"
    r"|unknown|[?*_.]{1,9})?(?:-(?:\1)?)?",
    re.IGNORECASE,
)
_LABEL = later(r"(?:pp?|pgs?|pages?|págs?|pag|seiten?|s)(?:\.:? ?|: ?| |(?<=pp))(?=[0-9ivxlcSeE(])", re.IGNORECASE)
_COUNT_WORD = later(r" (?:pages?|pp\.?|p\.)$", re.IGNORECASE)
#: Elsevier's and others' PII of an article in press: S, ISSN, year, number, check digit (ANSI/NISO, 1995).
_PII = later(r"[SB][0-9]{4}-?[0-9]{3}[0-9X]\([0-9]{2}\)[0-9]{4,5}-[0-9X]", re.IGNORECASE)
#: The American Society for Microbiology's article numbers end in the year ("e00009-15"); no page begins with a zero.
_ASM = later(r"[A-Za-z]?0[0-9]{4}-[0-9]{2}")
_LIST = later(r" ?[,;+&] ?")

_ROMAN = r"[ivxlcdm]{1,12}|[IVXLCDM]{1,12}"
#: A page as it is printed: 12, 12a, S12, xii, (i), 286:1, 604.4, CO2, 17R, 3-1.
_ONE_PAGE = rf"(?:[A-Za-z]{{0,4}}\.?[0-9]{{1,9}}[A-Za-z]{{0,2}}(?:[.:][0-9]{{1,6}}[A-Za-z]?)?|{_ROMAN})"
_PAGE = later(rf"{_ONE_PAGE}|\((?:{_ONE_PAGE})\)|\[(?:{_ONE_PAGE})\]")
#: An end of a range with a hyphen of its own: a page of a chapter (3-22, A-10) or of an article (127861S-12).
_COMPOUND = later(r"(?:[A-Za-z]{0,8}[0-9]{1,9}[A-Za-z]{0,2}|[A-Za-z]{1,2})-[0-9]{1,4}")
#: Covers and other leaves without a number: inside front, outside back, front matter …
_LEAF = later(r"(?:[io]?[fb]c|fm|bm|toc|cover)", re.IGNORECASE)
_NUMBERED = later(r"([A-Za-z]{0,4})([0-9]{1,9})")
_ARTICLE = later(
    r"0[0-9]{2,}|[0-9]{5,}[A-Za-z]?|[eE][0-9]+(?:[A-Za-z]{1,4}[0-9]+)?|[A-Za-z]{1,8}[0-9]{5,}|[A-Za-z]{3,8}[0-9]{3,}"
    r"|[A-Za-z]{2,12}(?:[._][A-Za-z]{0,6}[0-9]+){1,4}|[0-9]{5,}[._][0-9]+|[0-9]{4}[._][0-9]{4,}"
    r"|(?:art(?:icle|ikel|\.)?|paper|id|no\.)(?: (?:no\.?|number|id))?:? ?[A-Za-z]{0,3}[0-9]+",
    re.IGNORECASE,
)


def parse(text: str) -> Parsed[Pages]:
    """The pages and the article number that a field for pages holds.

    A number of five digits or more, or one that begins with ``e``, is an article number and no page. Shortened last
    pages are written in full as the Chicago Manual (9.62) reads them; what is no page is kept as it is, in doubt.

    >>> parse("390-7")[0].ranges, parse("e941209")[0].number
    ((PageRange(first='390', last='397'),), 'e941209')
    >>> parse("e941209-1 - e941209-4")[0]
    Pages(ranges=(PageRange(first='e941209-1', last='e941209-4'),), number='e941209')
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
        return _NONE, (Remark("pages-dropped", "page", f"{shorten(text, 40)!r} stands for no pages; left out"),)
    label = _LABEL.match(value)
    if label:
        value = value[label.end() :]
    if _COUNT_WORD.search(value) and _DASH.search(value):
        value = _COUNT_WORD.sub("", value)
    joined = _DASH.sub("-", value)
    if _PII.fullmatch(joined) or _ASM.fullmatch(joined):
        return Pages(number=joined), ()
    return _range(value) or _list(value) or _as_it_is(value)


def text(ranges: Iterable[PageRange], dash: str = "-", sep: str = ", ") -> str:
    """The ranges as one text, ``dash`` between the ends of a range and ``sep`` between ranges.

    >>> text((PageRange("1", "12"), PageRange("12a")), dash="--")
    '1--12, 12a'
    """
    return sep.join([f"{first}{dash}{last}" if last else first for first, last in ranges])


def _as_it_is(value: str) -> Parsed[Pages]:
    message = f"{shorten(value, 40)!r} does not look like pages; kept as it is"
    return Pages((PageRange(value),)), (Remark("pages-doubt", "page", message),)


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
        return (parts[0], parts[1]) if parts[0] and parts[1] else None
    halves = _SPACED_DASH.split(value)
    if len(halves) == 2:
        return _DASH.sub("-", halves[0]), _DASH.sub("-", halves[1])
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
    # Sources that put blanks round the hyphen join two whole pages, so "20 - 8" is an error and not 20 to 28.
    blank = not start[1] and " " in value
    if blank or int(shared + end[2]) <= int(start[2]):
        return as_said, (_doubt(value),)
    message = f"{shorten(value, 40)!r} was read as {first}-{full}"
    return Pages((PageRange(first, full),)), (Remark("pages-expanded", "page", message),)


def _doubt(value: str) -> Remark:
    return Remark("pages-doubt", "page", f"{shorten(value, 40)!r} ends before it begins; kept as it is")
