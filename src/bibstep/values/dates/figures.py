"""Dates in figures: ISO 8601 and its extension EDTF (ISO 8601-2), and the numeric forms of different countries."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace

from bibstep.model import Date, Remark
from bibstep.text.clean import shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed

#: No later year is believed: it is a placeholder (9999) or a counter.
LAST_YEAR = 2999

#: ISO 8601 (also with ``/``, ``.`` or blanks), with or without a time and a zone.
_ISO = later(
    r"(\d{4})(?:([-/.]| (?=\d\d?(?: |\Z)))(\d{1,2})(?:\2(\d{1,2}))?)?"
    r"(?:[T ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)? ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)
_COMPACT = later(r"(\d{4})(\d\d)(\d\d)(?:T\d{4,6}Z?)?", re.ASCII)
_EAST_ASIAN = later(r"(\d{3,4}) ?[年년]() ?(?:(\d{1,2}) ?[月월] ?(?:(\d{1,2}) ?[日일号])?)?", re.ASCII)
#: A year of three figures is one where a month or a day in two figures follows.
_EARLY = later(r"(\d{3})([-/])(\d\d)(?:\2(\d\d))?", re.ASCII)
#: A year before Christ that is too short for ISO 8601.
_BEFORE_CHRIST = later(r"-(?!0)\d{1,3}", re.ASCII)
_DAY_FIRST = later(r"(?:(\d{1,2})([-/.]))?(\d{1,2})[-/.](\d{4})", re.ASCII)
#: One date of EDTF: a year, a month (or a season, 21 to 24), a day, a time, each with a qualifier after it.
_EDTF = later(
    r"([?~%]?)(-?\d{4})([?~%]?)(?:-(\d\d|XX|xx)([?~%]?)(?:-(\d\d|XX|xx)(?:T[0-9:.+Z-]{2,20})?([?~%]?))?)?", re.ASCII
)
#: A year whose last figures are not known: 199X, 19XX, and the library's 199u, 199-, 19--, 1990s.
_UNKNOWN = later(r"(\d{3})[Xxu-]([~?%]?)|(\d\d)(?:[Xxu]{2}|--)([~?%]?)|(\d{3})0'?s", re.ASCII)
#: What stands for an end of a range that is open or not known (EDTF, and its drafts).
_OPEN = ("", "..", "*", "open", "unknown")
_ZERO = later(r"0000([-/.])00(?:\1 ?00(?:[T ][0-9:.Z]*)?)?", re.ASCII)


def read(text: str) -> Parsed[Date | None] | None:
    """The date that a text in figures says, with remarks; None where the text is not in figures alone."""
    match = _ISO.fullmatch(text)
    if match:
        return _iso(match, text)
    match = _COMPACT.fullmatch(text) or _EAST_ASIAN.fullmatch(text) or _EARLY.fullmatch(text)
    if match:
        groups = match.groups()
        return calendar(int(groups[0]), int(groups[-2] or 0), int(groups[-1] or 0), text)
    if _BEFORE_CHRIST.fullmatch(text):
        return Date(int(text)), ()
    match = _DAY_FIRST.fullmatch(text)
    return _year_last(match, text) if match else edtf(text)


def is_nothing(text: str) -> bool:
    """Whether the text is the date without a year that databases have: 0000-00-00."""
    return text.startswith("0000") and len(text) > 4 and _ZERO.fullmatch(text) is not None


def edtf(text: str) -> Parsed[Date | None] | None:
    """The date or the range that a text in EDTF says (levels 0 and 1); None where it is no such text.

    ``~``, ``?`` and ``%`` all make a date uncertain. Of an interval with an open end, the end that is known is kept.
    """
    first, slash, last = text.partition("/")
    start = _single(first.strip())
    if not slash:
        return (start, ()) if start else None
    end = _single(last.strip())
    if start and end:
        found = ranged(start, replace(end.end or end, end=None))
        return (found, ()) if found else None
    if (start or end) and (last.strip().lower() if start else first.strip().lower()) in _OPEN:
        known = start or end
        return known, (remark("date-partial", text, f"is open at one end; {known} was kept"),)
    return None


def _single(text: str) -> Date | None:
    match = _EDTF.fullmatch(text)
    if not match:
        return _unknown(text)
    *_, year, _, month, _, day, _ = match.groups()
    circa = any(match[group] for group in (1, 3, 5, 7))
    number = int(year) if int(year) > 0 else int(year) - 1  # ISO 8601 has a year 0, which is 1 BC; the model has none
    if not -9999 <= number <= LAST_YEAR:
        return None
    month, day = (int(part) if part and part.isdigit() else 0 for part in (month, day))
    if 20 < month < 25 and not day:
        return Date(number, season=month - 20, circa=circa)
    if (match[4] == "00") or (match[6] == "00") or month > 12 or (day and not is_day(number, month, day)):
        return None
    return Date(number, month, day, circa=circa)


def _unknown(text: str) -> Date | None:
    match = _UNKNOWN.fullmatch(text)
    if not match:
        return None
    known = match[1] or match[3] or match[5]
    low, high = (int(known + figure * (4 - len(known))) for figure in "09")
    return Date(low, circa=bool(match[2] or match[4]), end=Date(high)) if low > 0 and high <= LAST_YEAR else None


def _iso(match: re.Match[str], text: str) -> Parsed[Date | None]:
    year, mark, month, day = int(match[1]), match[2], int(match[3] or 0), int(match[4] or 0)
    if month > 12 and not day:
        if mark == "-" and 20 < month < 25:
            return Date(year or -1, season=month - 20), ()
        if month > year % 100 and len(match[3]) == 2 and year <= LAST_YEAR:  # 1998/99
            return Date(year, end=Date(year - year % 100 + month)), ()
    return calendar(year, month, day, text)


def calendar(year: int, month: int, day: int, text: str) -> Parsed[Date | None]:
    """The date as far as the calendar has it, with a remark on what was impossible in ``text``."""
    year = year or -1  # ISO 8601 counts a year 0
    if year > LAST_YEAR:
        return None, (remark("date-unread", text, "has a year outside our calendar; left out"),)
    if month > 12 or (day and not month):
        return Date(year), (remark("date-partial", text, "has an impossible month; only the year was kept"),)
    if day > 28 and not is_day(year, month, day):
        return Date(year, month), (
            remark("date-partial", text, "has an impossible day; only year and month were kept"),
        )
    return Date(year, month, day), ()


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the day; years before the first count like the year 2000, which has a 29 February."""
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= 28 or 1 <= day <= monthrange(year if 1 <= year <= 9999 else 2000, month)[1]


def ranged(start: Date, end: Date) -> Date | None:
    """The range from ``start`` to ``end``, which is one date where they are the same; None where it ends too early."""
    start = replace(start, end=None)
    if replace(end, circa=start.circa) == start:
        return start
    return replace(start, end=end) if in_order(start, end) else None


def in_order(start: Date, end: Date) -> bool:
    """Whether a range does not end before it begins, as far as both ends say; winter comes before spring, too."""
    if start.year == end.year and start.season and end.season:
        return start.season < end.season or start.season == 4
    for one, other in ((start.year, end.year), (start.month, end.month), (start.day, end.day)):
        if not one or not other:
            return True
        if one != other:
            return one < other
    return True


def _year_last(match: re.Match[str], text: str) -> Parsed[Date | None]:
    """05/06/2020 is May or June: with ``.`` the day comes first, else only a number over 12 tells which is the day."""
    one, mark, two, last = match.groups()
    day, month, year = int(one or 0), int(two), int(last)
    if mark and mark != "." and day != month:
        if day <= 12 and month <= 12:
            date, remarks = calendar(year, 0, 0, text)
            return date, remarks or (
                remark("date-partial", text, "may have the day or the month first; only the year was kept"),
            )
        if month > 12:
            day, month = month, day
    return calendar(year, month, day, text)


def remark(code: str, text: str, message: str) -> Remark:
    """A remark on a date; the field that has the date may be another one than ``issued``."""
    seen = text if len(text) < 40 and text.isprintable() else shorten(text, 40)
    return Remark(code, "issued", f"{seen!r} {message}")
