"""Parse the values of RIS tags: people, dates, pages, serial numbers, languages."""

from __future__ import annotations

import re
from functools import lru_cache

from bibstep.model import OTHERS, Date, Name, PageRange, Remark
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, dates, identifiers, languages, names, pages
from bibstep.values.names import commas
from bibstep.values.names.initials import held
from bibstep.values.names.junk import whole, without_affiliations
from bibstep.values.names.tables import LEGAL_FORMS
from bibstep.values.names.words import is_body, key
from bibstep.values.spelling import doubts, letters

# People ---------------------------------------------------------------------------------------------------------------

_AND = later(" (?:and|&) ")


def people(values: list[str], field: str) -> Parsed[tuple[Name, ...]]:
    """Parse people, one per line: ``Last, First, Suffix``; an institution ends in a comma.

    Of lines without a comma the list decides which words are the family's. Several names on a line are taken apart at
    semicolons. Small words in front of a family name are its particle.

    >>> people(["van der Berg, Jan, Jr.", "World Health Organization,"], "author")[0][0].non_dropping_particle
    'van der'
    """
    usual = _usual_lines(values) if len(values) < _MANY else None
    if usual is not None:
        return usual, ()
    parts: list[str | Name] = []
    remarks: list[Remark] = []
    for value in values:
        remarks += doubts((value,), field)
        text, junk = without_affiliations(clean(letters(value)), field)
        remarks += junk
        pieces = _several(text)
        if len(pieces) > 1 and ";" not in text and "；" not in text:
            message = f"{shorten(text, 60)!r} was taken for several names"
            remarks.append(Remark("names-doubt", field, message))
        for part in pieces:
            if part[-1:] == ",":
                name, new_remarks = _closed(part)
                parts += [name] if name else []
                remarks += [remark._replace(field=field) for remark in new_remarks]
            else:
                parts.append(part)
    found, new_remarks = names.parse_names(parts, field)
    if found and found[-1] != OTHERS and any(remark.code == "names-truncated" for remark in remarks):
        found = (*found, OTHERS)
    return found, (*remarks, *new_remarks)


#: More lines than these are not looked at one by one for the usual form first.
_MANY = 2000


def _usual_lines(values: list[str]) -> tuple[Name, ...] | None:
    """The people of lines that all have the usual form "Family, Given"; None where one has not."""
    found = []
    for value in values:
        name = _usual_line(value)
        if not name:
            return None
        found.append(name)
    return tuple(found)


@lru_cache(8192)
def _usual_line(value: str) -> Name | None:
    """The person of one line, where it is a plain "Family, Given": people come again in other records."""
    before, comma, given = value.partition(", ")
    if " " in before and " " in given and commas.several(value):
        return None  # "Smith JA, Brown SR"
    usual = commas.usual_inverted(value)
    if usual and value.isascii():
        return usual
    if not comma or not given or "," in given or "&" in value or ";" in value or "；" in value or "\\" in value:
        return None
    name, new_remarks = commas.parse_inverted(value)
    return None if new_remarks or doubts((value,), "") or any(map(str.isdigit, value)) else name


def _several(text: str) -> list[str]:
    if text[-1:] == ",":
        return [text]
    if ";" in text or "；" in text:
        return [part for part in re.split(" ?[;；] ?", text) if part]
    if "," in text and (found := commas.several(text)):
        return [text[start:end] for start, end in found]
    if " and " in text or " & " in text:
        last = text.rfind(",")
        *first, end = _AND.split(text[: max(last, 0)])
        parts = [*first, end + text[last:]]
        if len(parts) > 1 and all(part.count(",") == 1 for part in parts):
            return parts
    return [text]


def _closed(text: str) -> Parsed[Name | None]:
    """A name that ends in a comma: an institution, unless there is a given name before it ("Marx, Karl,")."""
    parts = [part.strip() for part in text.split(",")][:-1]
    inside = ", ".join(parts)
    if not inside.strip(", "):
        return None, ()
    words = inside.replace(",", " ").split()
    if len(parts) != 2 or not parts[0] or not parts[1] or len(words) > 4 or not all(w[0].isupper() for w in words):
        return whole(text[:-1].rstrip(), "author")
    if is_body(words, [word.lower() for word in words]) or key(parts[1]) in LEGAL_FORMS:
        return Name(literal=text[:-1].rstrip()), ()
    remark = Remark(
        "names-doubt", "author", f"{shorten(text, 60)!r} was read as a person although it ends with a comma"
    )
    return held(Name(parts[0], parts[1])), (remark,)


# Dates ----------------------------------------------------------------------------------------------------------------

#: Year, month, day and whatever else was said, with slashes between them (RIS, 2001: "YYYY/MM/DD/other info").
_PARTS = later(r"(\d{3,4})/([^/]*)(?:/([^/]*)(?:/(.*))?)?", re.ASCII)


def date(text: str, field: str) -> Parsed[Date | None]:
    """The date of ``2020/06/05/``, ``2020///Spring``, ``2020-06-05``, ``5 June 2020`` and their like.

    Between the slashes stand year, month, day and whatever else was said: a season, a month or a month and day in
    words. Words that are no date are kept.

    >>> str(date("2020/06/05/", "issued")[0]), str(date("2020///Spring", "issued")[0])
    ('2020-06-05', '2020-21')
    """
    value = clean(text)
    match = _PARTS.fullmatch(value)
    if not match or (match[2].isdecimal() and int(match[2]) > 12 and not match[3]):
        return dates.parse(value, field)  # 1988/1992
    month, day, other = (
        part if part.strip("0 ") and part.lower() != "undefined" else ""  # as JavaScript writes what is missing
        for part in (match[2], match[3] or "", match[4] or "")
    )
    if month.isdecimal() and (day.isdecimal() or not (day or other)):
        found, remarks = dates.calendar(int(match[1]), int(month), int(day or 0), text)
        return found, tuple([remark._replace(field=field) for remark in remarks])
    if month.isdecimal() and 1 <= int(month) <= 12:
        month = dates.MONTH_ABBREVIATIONS[int(month)]
    return dates.parse(" ".join([part for part in (day, month, other, match[1]) if part]), field)


def issued(candidates: tuple[str, ...]) -> Parsed[Date | None]:
    """The date of publication from all tags that say one, the year's first: as exact as any that agrees with it.

    DA may say the month and day only. What is no date at all ("in press") is kept as it is where nothing else is said.
    """
    return _remembered(candidates) if sum(map(len, candidates)) < 40 else _issued(candidates)


def _issued(candidates: tuple[str, ...]) -> Parsed[Date | None]:
    found: Date | None = None
    remarks: list[Remark] = []
    words: Date | None = None
    for text in candidates:
        read, more = date(text, "issued")
        if read and read.literal and found:
            read, more = dates.parse(f"{text} {dates.year(found)}")
            if more:  # the year alone is a date in it
                remarks.append(_left_out(text))
                continue
        if read is None or read.literal:
            if words and read and read != words:
                more = (*more, _left_out(text))
            words = words or read
            remarks += more
        elif found is None:
            found, remarks = read, [*remarks, *more]
        elif read.year != found.year:
            message = f"{shorten(text, 40)!r} disagrees with the year {dates.year(found)}, which was taken"
            remarks.append(Remark("dates-disagree", "issued", message))
        elif _exactness(read) > _exactness(found):
            found, remarks = read, [*remarks, *more]
    if found and words:
        remarks.append(_left_out(words.literal))
    return found or words, tuple(remarks)


def _left_out(text: str) -> Remark:
    return Remark("date-unread", "issued", f"{shorten(text, 40)!r} is not a date; another tag's was taken")


_remembered = lru_cache(maxsize=4096)(_issued)  # ten years have fewer days


def _exactness(value: Date) -> int:
    return 3 if value.day else 2 if value.month else 1 if value.season or value.end or value.circa else 0


# Pages ----------------------------------------------------------------------------------------------------------------

_HAS_DASH = later("[-\u2010-\u2015\u2212]")


def page_range(start: str, end: str) -> Parsed[pages.Pages]:
    """Parse the pages and the article number of SP and EP, each of which may contain the whole range."""
    if not end or end == start:
        return pages.parse(start)
    if not end.isdigit():
        if start and not any(map(str.isalnum, end)):  # a sign that the pages go on: "+"
            return pages.parse(start + end)
        if end.lower() == "specified" and start.lower().startswith("no"):  # "No Pagination Specified", divided by Ovid
            return pages.parse("no pagination specified")
        if pages.is_placeholder(end):
            return pages.parse(start)
    if not (start.isdigit() and end.isdigit()):
        if not any(map(str.isdigit, start)) and _HAS_DASH.search(end):  # a label ("pp.") and the whole range
            return pages.parse(end)
        if not start:
            return pages.parse(end)
        if _HAS_DASH.search(start) and start.endswith(end):
            return pages.parse(start)
        if _HAS_DASH.search(end):  # pages with a hyphen of their own (e941209-4)
            return pages.Pages((PageRange(start, end),)), ()
    parsed = pages.parse(f"{start}-{end}")
    if len(parsed[0].ranges) == 1 and parsed[0].ranges[0].last:
        return parsed
    return pages.Pages((PageRange(start, end),)), ()


def page_count(text: str, alone: bool) -> str:
    """The number of pages that "350 p." says, also a bare number where that is what the tag is for (``alone``)."""
    if text.isdecimal():
        return text if alone and len(text) < 7 else ""
    return pages.parse(text)[0].page_count


# Serial numbers and languages -----------------------------------------------------------------------------------------

_SPLIT = later(r"[;,|\\]|/(?=\s)|\s+")
_TAG = later(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def serials(values: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return (ISSNs, ISBNs, anything else) in the values of SN, each of which may contain several."""
    issns: list[str] = []
    isbns: list[str] = []
    neither: list[str] = []
    for value in values:
        if _serial(value, issns, isbns):
            continue
        parts = [part for part in _SPLIT.split(re.sub(r"\([^()]{0,60}\)", " ", value)) if part]
        rest = [part for part in parts if not _serial(part, issns, isbns)]
        has_digit = any(character.isdigit() for part in rest for character in part)
        # Words beside a number say what it is ("print"); a value of words alone is kept, if it is no placeholder.
        if has_digit or (len(rest) == len(parts) and identifiers.issn(value)[1]):
            neither.append(value)
    return tuple(dict.fromkeys(issns)), tuple(dict.fromkeys(isbns)), tuple(neither)


def _serial(text: str, issns: list[str], isbns: list[str]) -> bool:
    issn = identifiers.issn(text)[0]
    isbn = "" if issn else identifiers.isbn(text)[0]
    issns += [issn] if issn else []
    isbns += [isbn] if isbn else []
    return bool(issn or isbn)


def language(text: str) -> str:
    """Return the BCP 47 tag of a language's name or code, or "" for an unknown one."""
    known = languages.tag(text.strip(" .;"))
    return known or (text.replace("_", "-") if _TAG.fullmatch(text) else "")
