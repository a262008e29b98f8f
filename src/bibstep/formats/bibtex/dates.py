"""Read the dates of .bib files: biblatex's ISO 8601-2 dates, and BibTeX's year, month and day in free forms."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from functools import lru_cache

from bibstep.model import Date, Remark
from bibstep.text.clean import clean, shorten
from bibstep.values import Parsed, dates

_PART = re.compile(r"(-?\d{4,6})(?:-(\d\d?)(?:-(\d\d?))?)?(?:T[\d:.Z+-]*)?([~?%]?)", re.ASCII)
#: A year whose last digits are unknown: 199X, 19XX, 199u.
_UNKNOWN = re.compile(r"(-?)(\d{1,3})([Xxu]{1,3})([~?%]?)", re.ASCII)
_YEAR_IN = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)
_YEARS = re.compile(r"(\d{4}) ?(?:--?-?|/|–|—) ?(\d{2}|\d{4})", re.ASCII)
_CIRCA = re.compile(r"(?:ca?\.|circa|about) ?(\d{3,4})|(\d{3,4}) ?\?", re.IGNORECASE | re.ASCII)
_PLAIN_YEAR = re.compile(r"-?\d{1,4}", re.ASCII)
_COPYRIGHT = re.compile(r"[\[(]?(?:c|©)? ?(\d{4})[\])]?", re.ASCII)
_DAY = re.compile(r"(?<!\d)([0-3]?\d)(?!\d)(?:st|nd|rd|th)?", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+")
#: Words for an end of a range that is open or unknown (ISO 8601-2, and EDTF's earlier drafts).
_OPEN = ("", "..", "*", "open", "unknown")
#: The maximum length of a date that is cached.
_SHORT = 60


def edtf(text: str, field: str) -> Parsed[Date | None]:
    """Parse biblatex's form of a date or range (manual, 2.3.8); any other text becomes the literal of the date.

    >>> [str(edtf(text, "issued")[0]) for text in ("1850~", "1988/1992-03", "2020-21", "-0043", "199X", "in press")]
    ['1850~', '1988/1992-03', '2020-21', '-0044', '1990/1999', 'in press']
    """
    value = clean(text)
    if not value:
        return None, ()
    first, slash, last = value.partition("/")
    start, end = _one(first.strip()), _one(last.strip())
    if start and not slash:
        return start, ()
    if start and end:
        return _range(start, end.end or end), ()
    if slash and (start or end) and (last.strip().lower() in _OPEN or first.strip().lower() in _OPEN):
        known = start or end
        return known, (Remark("date-partial", field, f"{shorten(value, 40)!r} is open at one end; {known} was taken"),)
    read, remarks = dates.parse(value)
    if read and not any(remark.code == "date-partial" for remark in remarks):
        return read, tuple([remark._replace(field=field) for remark in remarks])
    return Date(0, literal=value), ()


def _range(start: Date, end: Date) -> Date:
    return Date(start.year, start.month, start.day, start.season, start.circa, _ended(end))


def _ended(end: Date) -> Date:
    return Date(end.year, end.month, end.day, end.season, end.circa)


def _one(text: str) -> Date | None:
    """Parse one date without a range; None if the text is not a date."""
    if unknown := _UNKNOWN.fullmatch(text):
        low, high = (int(unknown[2] + figure * len(unknown[3])) for figure in "09")
        return Date(low, circa=bool(unknown[4]), end=Date(high)) if not unknown[1] else None
    match = _PART.fullmatch(text)
    if not match:
        return None
    year, month, day, circa = int(match[1]), int(match[2] or 0), int(match[3] or 0), bool(match[4])
    if year < 1 and len(match[1]) > 3:  # in ISO 8601 the year 0 is 1 BC; CSL, and so the model, has no year 0
        year -= 1
    if 20 < month < 25 and not day:
        return Date(year, season=month - 20, circa=circa)
    if month > 12 or (match[3] and not 1 <= day <= monthrange(abs(year) or 4, month or 1)[1]):
        return None
    return Date(year, month, day, circa=circa)


def published(year: str, month: str, day: str) -> Parsed[Date | None]:
    """The date in BibTeX's fields ``year``, ``month`` and ``day``, decoded; ``month`` may also have days or a season.

    >>> [str(published(*fields)[0]) for fields in (("2020", "jun", "5"), ("2020", "June~5", ""), ("1999", "3--4", ""))]
    ['2020-06-05', '2020-06-05', '1999-03/1999-04']
    """
    return (_published_cached if len(year) + len(month) + len(day) < _SHORT else _published)(year, month, day)


def _published(year: str, month: str, day: str) -> Parsed[Date | None]:
    value = clean(year)
    if not value:
        if clean(month):
            return None, (Remark("date-unread", "issued", f"{shorten(month, 40)!r} has no year; left out"),)
        return None, ()
    base, remarks = _year(value)
    if base.literal or base.end or base.month:
        lost = clean(f"{month} {day}")
        if lost:
            remarks += (Remark("date-partial", "issued", f"{shorten(lost, 40)!r} was left out beside {base}"),)
        return base, remarks
    months, season, days, unread = _months(clean(month))
    if clean(day).isdecimal() and not days:
        days = [int(clean(day))]
    elif clean(day) and not days:
        unread = True
    if unread:
        remarks += (Remark("date-partial", "issued", f"of {shorten(f'{month} {day}', 40)!r} not all could be read"),)
    return _dated(base, months, season, days), remarks


#: Cached, because the entries of a file share few months.
_published_cached = lru_cache(maxsize=2048)(_published)


def _dated(base: Date, months: list[int], season: int, days: list[int]) -> Date:
    """The year with a month and a day, with a range of months or days, or with a season."""
    if not months:
        return Date(base.year, season=season, circa=base.circa)
    day = days[0] if days and 1 <= days[0] <= monthrange(abs(base.year) or 4, months[0])[1] else 0
    start = Date(base.year, months[0], day, circa=base.circa)
    if len(months) == 2 and months[1] > months[0]:
        last = days[1] if len(days) == 2 and days[1] <= monthrange(abs(base.year) or 4, months[1])[1] else 0
        return _range(start, Date(base.year, months[1], last))
    if len(days) == 2 and day and day < days[1] <= monthrange(abs(base.year) or 4, months[0])[1]:
        return _range(start, Date(base.year, months[0], days[1]))
    return start


def _year(value: str) -> Parsed[Date]:
    if _PLAIN_YEAR.fullmatch(value):
        return Date(int(value)), ()
    if years := _YEARS.fullmatch(value):
        first, last = int(years[1]), int(years[2] if len(years[2]) == 4 else years[1][:2] + years[2])
        if last > first:
            return Date(first, end=Date(last)), ()
    if circa := _CIRCA.fullmatch(value):
        return Date(int(circa[1] or circa[2]), circa=True), ()
    if plain := _COPYRIGHT.fullmatch(value):
        return Date(int(plain[1])), ()
    read, remarks = edtf(value, "issued")
    if read and not read.literal:
        return read, remarks
    if len(_YEAR_IN.findall(value)) == 1 and (read := dates.parse(value)[0]):
        return read, (Remark("date-partial", "issued", f"{shorten(value, 40)!r} was read as {read}"),)
    return Date(0, literal=value), ()


def _months(text: str) -> tuple[list[int], int, list[int], bool]:
    """(months, season, days, whether a part was not understood) of the text of the field ``month``."""
    if not text:
        return [], 0, [], False
    words = [word.lower() for word in _WORD.findall(text)]
    figures = [int(match) for match in _DAY.findall(text)]
    months = [number for word in words if (number := dates.MONTHS.get(word))]
    seasons = [dates.SEASONS[word] for word in words if word in dates.SEASONS]
    known = len(months) + len(seasons) + sum(word in ("st", "nd", "rd", "th", "and", "to", "of") for word in words)
    if months:
        return months[:2], 0, figures[:2], known < len(words)
    if seasons:
        return [], seasons[0], [], known < len(words) or len(seasons) > 1
    if figures and not words and all(1 <= figure <= 12 for figure in figures) and len(figures) < 3:
        return figures, 0, [], False
    return [], 0, [], True


def issued(fields: Mapping[str, str]) -> Parsed[Date | None]:
    """The date of publication from an entry's decoded fields; ``date`` goes before ``year`` if it can be parsed."""
    if clean(fields.get("date", "")):
        read, remarks = edtf(fields["date"], "issued")
        if read and (not read.literal or not fields.get("year")):
            return read, remarks
    return published(fields.get("year", ""), fields.get("month", ""), fields.get("day", ""))
