"""The values of RIS tags read: people, dates, pages, serial numbers, languages."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from bibstep.model import Date, Name, PageRange, Remark
from bibstep.text.clean import clean, decode_entities, shorten
from bibstep.values import Parsed, dates, identifiers, languages, names, pages
from bibstep.values.names import tables as name_tables
from bibstep.values.names.words import is_body, key

# People ---------------------------------------------------------------------------------------------------------------

_ET_AL = re.compile(r",? *\b(?:et ?al|and others)\.?$", re.IGNORECASE)
_BOTH_INVERTED = re.compile(r" (?:and|&) (?=[^,]+,)")


def people(values: list[str], field: str) -> Parsed[tuple[Name, ...]]:
    """The people of tag lines, one a line: ``Last, First, Suffix``; an institution ends in a comma.

    A line without a comma is read as it is displayed, given name first. Several names on a line are taken apart at
    semicolons. Small words in front of a family name are its particle.

    >>> people(["van der Berg, Jan, Jr.", "World Health Organization,"], "author")[0][0].non_dropping_particle
    'van der'
    """
    found: list[Name] = []
    remarks: list[Remark] = []
    for value in values:
        read, said = _known_line(value) if len(value) < _LONG else _line(value)
        found += read
        if said:
            remarks += [remark._replace(field=field) for remark in said]
    return tuple(found), tuple(remarks)


#: Lines that are as long name many people and hardly come again.
_LONG = 100


def _line(value: str) -> Parsed[tuple[Name, ...]]:
    """The people of one line, and the remarks on them, of which the field is still to be said."""
    text = clean(decode_entities(value)) if "&" in value else value
    read = [_person(part) for part in _several(text)]
    names = tuple([name for name, _ in read if name])
    return names, tuple([remark for _, said in read for remark in said])


#: Most lines name one person, who comes again in other records.
_known_line = lru_cache(8192)(_line)


def _several(text: str) -> list[str]:
    if text[-1:] == ",":
        return [text]
    if ";" in text or "；" in text:
        return [part for part in re.split(" ?[;；] ?", text) if part]
    parts = _BOTH_INVERTED.split(text) if " and " in text or " & " in text else [text]
    if len(parts) > 1 and all(part.count(",") == 1 for part in parts):
        return parts
    return [text]


def _person(text: str) -> Parsed[Name | None]:
    cut = _ET_AL.sub("", text) if text.rstrip(".")[-2:].lower() in ("al", "rs") else text
    if cut != text:
        name, said = _person(cut) if cut else (None, ())
        return name, (*said, Remark("names-truncated", "author", f"{shorten(text, 60)!r} says that there are more"))
    family, comma, given = text.partition(", ")
    if comma and given and "," not in given and " " not in family and not _is_legal_form(given):
        return Name(family, given), ()  # the usual case
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        found, said = names.parse_display_names([text])
        return (found[0] if found else None), said
    if not parts[-1]:
        return _closed(text, parts[:-1])
    family, given, *rest = parts
    if rest and key(given) in name_tables.SUFFIXES:
        given, rest = ", ".join(rest), [given]
    if _is_legal_form(given) or len(rest) > 1 or (rest and len(rest[0]) > 10):
        return Name(literal=text), ()
    if not family:
        return names.parse_name(given), ()
    start, words = 0, family.split(" ")
    while start < len(words) - 1 and words[start] in name_tables.PARTICLES:
        start += 1
    # A particle behind the given name ("Beethoven, Ludwig van") stays there: that is where it is sorted and printed.
    return Name(" ".join(words[start:]), given, " ".join(words[:start]), rest[0] if rest else ""), ()


def _is_legal_form(word: str) -> bool:
    """True for "Inc." or "GmbH"; forms of two letters ("AG", "SA") are taken for initials."""
    form = key(word)
    return form in name_tables.LEGAL_FORMS and len(form) > 2


def _closed(text: str, parts: list[str]) -> Parsed[Name | None]:
    """A name that ends in a comma: an institution, unless there is a given name before it ("Marx, Karl,")."""
    whole = ", ".join(parts)
    if not whole.strip(", "):
        return None, ()
    words = whole.replace(",", " ").split()
    if len(parts) != 2 or not parts[0] or not parts[1] or len(words) > 4 or not all(w[0].isupper() for w in words):
        return Name(literal=text[:-1].rstrip()), ()
    if is_body(words, [word.lower() for word in words]) or _is_legal_form(parts[1]):
        return Name(literal=text[:-1].rstrip()), ()
    remark = Remark("names-doubt", "author", f"{shorten(text, 60)!r} was read as a person in spite of its last comma")
    return Name(parts[0], parts[1]), (remark,)


# Dates ----------------------------------------------------------------------------------------------------------------

_YEAR = re.compile(r"-?\d{4}")
_ANY_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_RANGE = re.compile(r"(\d{4}) ?[-–—/] ?(\d{4})")
_CIRCA = re.compile(r"(?:c|ca|circa|approx)[. ]{0,2}(\d{4})|\[?(\d{4}) ?\?\]?", re.IGNORECASE)
_MONTHS = re.compile(r"([A-Za-z]{3,9})\.? ?[-–/] ?([A-Za-z]{3,9})\.?,? (\d{4})")
_SEASON = re.compile(r"([A-Za-z]{3,6}),? (\d{4})|(\d{4}),? ([A-Za-z]{3,6})")


def date(text: str, field: str) -> Parsed[Date | None]:
    """The date of ``2020/06/05/``, ``2020///Spring``, ``2020-06-05``, ``5 June 2020`` and their like.

    Between the slashes stand year, month, day and whatever else was said: a season, a month or a month and day in
    words. None where there is no year.

    >>> str(date("2020/06/05/", "issued")[0]), str(date("2020///Spring", "issued")[0])
    ('2020-06-05', '2020-21')
    """
    value = clean(text).strip(" ;.")
    parts = [part.strip() for part in value.split("/", 3)]
    if not _YEAR.fullmatch(parts[0]) or _RANGE.fullmatch(value):
        return _in_words(value, field)
    year = int(parts[0])
    month, day, other = (*["" if part in ("0", "00") else part for part in parts[1:]], "", "", "")[:3]
    number = int(month) if month.isdecimal() else dates.MONTHS.get(month.lower().rstrip("."), 0)
    if not number and not day:
        words = other or month
        if words.lower() in dates.SEASONS:
            return Date(year, season=dates.SEASONS[words.lower()]), ()
        return _in_words(f"{words} {parts[0]}", field) if words else (Date(year), ())
    if not 1 <= number <= 12:
        return Date(year), (
            Remark("date-partial", field, f"{shorten(text, 40)!r} has no such month; the year was kept"),
        )
    if not day:
        return Date(year, number), ()
    if not day.isdecimal() or not 1 <= int(day) <= monthrange(max(year, 1), number)[1]:
        return Date(year, number), (Remark("date-partial", field, f"{shorten(text, 40)!r} has no such day; left out"),)
    return Date(year, number, int(day)), ()


def _in_words(value: str, field: str) -> Parsed[Date | None]:
    match = _RANGE.fullmatch(value)
    if match and int(match[1]) < int(match[2]):
        return Date(int(match[1]), end=Date(int(match[2]))), ()
    match = _CIRCA.fullmatch(value)
    if match:
        return Date(int(match[1] or match[2]), circa=True), ()
    match = _SEASON.fullmatch(value)
    if match and (season := dates.SEASONS.get((match[1] or match[4]).lower())):
        return Date(int(match[2] or match[3]), season=season), ()
    if _YEAR.fullmatch(value):
        return Date(int(value)), ()
    match = _MONTHS.fullmatch(value)
    if match:
        months = [dates.MONTHS.get(word.lower(), 0) for word in (match[1], match[2])]
        if 0 < months[0] < months[1]:
            return Date(int(match[3]), months[0], end=Date(int(match[3]), months[1])), ()
    found, remarks = dates.parse(value)
    return found, tuple([remark._replace(field=field) for remark in remarks])


def issued(candidates: tuple[str, ...]) -> Parsed[Date | None]:
    """The date of publication from all tags that say one, the year's first: as exact as any that agrees with it.

    DA may say the month and day only. What is no date at all ("in press") is kept as it is where nothing else is said.
    """
    found: Date | None = None
    remarks: list[Remark] = []
    words = ""
    for text in candidates:
        value = text if not found or found.year < 1 or _ANY_YEAR.search(text) else f"{text} {found.year}"
        read, said = date(value, "issued")
        if read is None:
            words = words or clean(text)
            remarks += said
        elif found is None:
            found, remarks = read, [*remarks, *said]
        elif read.year != found.year:
            message = f"{shorten(text, 40)!r} is another year than {found.year}, which was taken"
            remarks.append(Remark("dates-disagree", "issued", message))
        elif _exactness(read) > _exactness(found):
            found, remarks = read, [*remarks, *said]
    if found is None and words and remarks:
        return Date(0, literal=words), ()
    return found, tuple(remarks)


def _exactness(value: Date) -> int:
    return 3 if value.day else 2 if value.month else 1 if value.season or value.end or value.circa else 0


# Pages ----------------------------------------------------------------------------------------------------------------

_COUNT = re.compile(
    r"((?:[ivxlcdm]{1,8}(?:,| \+)? )?\d{1,6})(?: ?(?:pages?|pp?\.?|seiten|páginas)| s\.?)|(\d{1,6})", re.I
)
_HAS_DASH = re.compile("[-\u2010-\u2015\u2212]")


def page_range(start: str, end: str) -> Parsed[pages.Pages]:
    """The pages and the article number of SP and EP, either of which may hold the whole range."""
    if not end or end == start:
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
    match = _COUNT.fullmatch(text)
    return (match[1] or (match[2] if alone else "") or "") if match else ""


# Serial numbers and languages -----------------------------------------------------------------------------------------

_SPLIT = re.compile(r"[;,|\\]|/(?=\s)|\s+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def serials(values: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(ISSNs, ISBNs, what is neither) of the values of SN, each of which may hold several."""
    issns: list[str] = []
    isbns: list[str] = []
    neither: list[str] = []
    for value in values:
        rest = [value]
        if not _serial(value, issns, isbns):
            bare = re.sub(r"\([^()]{0,60}\)", " ", value)
            rest = [part for part in _SPLIT.split(bare) if part and not _serial(part, issns, isbns)]
            if any(character.isdigit() for part in rest for character in part):
                neither.append(value)
    return tuple(dict.fromkeys(issns)), tuple(dict.fromkeys(isbns)), tuple(neither)


def _serial(text: str, issns: list[str], isbns: list[str]) -> bool:
    issn = identifiers.issn(text)[0]
    isbn = "" if issn else identifiers.isbn(text)[0]
    issns += [issn] if issn else []
    isbns += [isbn] if isbn else []
    return bool(issn or isbn)


def language(text: str) -> str:
    """The BCP 47 tag of a language's name or code, or nothing where it is not known."""
    known = languages.tag(text.strip(" .;"))
    return known or (text.replace("_", "-") if _TAG.fullmatch(text) else "")
