"""Dates of publication: read from any of the spellings that sources use, as exact as the source and never more."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from bibstep.model import Date, Remark
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed

#: The twelve months in the languages of most references, each with its abbreviations, in lower case without full
#: stops: English, German, French, Spanish, Italian, Portuguese, Dutch (Unicode CLDR 46, calendars/gregorian/months).
_MONTH_NAMES = (
    "jan january januar jänner janvier janv enero ene gennaio gen janeiro januari",
    "feb february februar feber février fevrier févr fév fevr febrero febbraio fevereiro fev februari",
    "mar march märz maerz mär mrz mars marzo março marco maart mrt",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "jun june juni juin junio giugno giu junho",
    "jul july juli juillet juil julio luglio lug julho",
    "aug august août aout aoû agosto ago augustus",
    "sep sept september septembre septiembre settembre set setembro",
    "oct october oktober okt octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
#: A month's name or abbreviation in lower case -> its number.
MONTHS: Mapping[str, int] = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
#: The English abbreviations, each at its month's number; BibTeX's macros have these names.
MONTH_ABBREVIATIONS = ("", *[names[:3] for names in _MONTH_NAMES])

#: The seasons, from CSL's 1 to 4: English, German, French, Spanish, with English abbreviations (RIS files have them).
_SEASON_NAMES = (
    "spring spr frühling frühjahr printemps primavera",
    "summer sum sommer été verano",
    "autumn aut fall fal herbst automne otoño",
    "winter win hiver invierno",
)
#: A season's name in lower case -> CSL's number of it.
SEASONS: Mapping[str, int] = {name: number for number, names in enumerate(_SEASON_NAMES, 1) for name in names.split()}
#: The English names, each at its season's number.
SEASON_NAMES = ("", "Spring", "Summer", "Autumn", "Winter")

#: What sources write where there is no date.
_NOTHING = frozenset(("", "null", "none", "nan", "n.d.", "n.d", "nd", "s.d.", "s.d", "n/a", "na", "-", "undefined"))
#: No date is believed outside of these years: before them stands a counter or an era, after them a placeholder (9999).
_FIRST_YEAR, _LAST_YEAR = 1000, 2999

#: ISO 8601 (also with ``/`` or ``.``), with or without a time and a zone.
_ISO = later(
    r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?"
    r"(?:[T ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)? ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_COMPACT = later(r"(\d{4})(\d\d)(\d\d)(?:T\d{4,6}Z?)?")
_EAST_ASIAN = later(r"(\d{4}) ?[年년]() ?(?:(\d{1,2}) ?[月월] ?(?:(\d{1,2}) ?[日일])?)?")
_DAY_FIRST = later(r"(?:(\d{1,2})([-/.]))?(\d{1,2})[-/.](\d{4})")
_ERA = later(r"\b(?:BCE?\b|B\.C\b|v\. ?Chr|av\. J|a\. ?C\.)", re.IGNORECASE)
_CLOCK = later(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[+-]\d{4})?")
_WORD = later(r"\d+|[^\W\d_]+")
#: Words beside a date that take nothing from it: articles and prepositions, ordinal endings, days of the week, zones.
_FILLER_WORDS = (
    "de del of the den der le la am di d st nd rd th er o º gmt utc z on published date "
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday"
)
_FILLERS = frozenset(_FILLER_WORDS.split())


def parse(text: str) -> Parsed[Date | None]:
    """The date that the text tells (None where it tells none) and what was doubted or left out.

    An impossible part is left out with what depends on it; of a range or a season the year is kept. The first of a
    month, in figures, is kept as said but remarked on: of 1,057 records of Semantic Scholar 257 had such a day
    (measured), where 35 were to be expected, so most of them only fill a gap.

    >>> [str(parse(text)[0]) for text in ("2020-06-05T12:30:00Z", "June 2020", "2021-13-05")]
    ['2020-06-05', '2020-06', '2021']
    """
    return _remembered(text) if len(text) < 40 else _read(text)


def _read(text: str) -> Parsed[Date | None]:
    match = _ISO.fullmatch(text)
    if match:
        return _in_figures(match, text)
    text = clean(text[:400]).strip(" .,;[]()©")
    if text.lower() in _NOTHING:
        return None, ()
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _EAST_ASIAN.fullmatch(text)
    if match:
        return _in_figures(match, text)
    match = _DAY_FIRST.fullmatch(text)
    if match:
        return _year_last(match, text)
    return _in_words(text)


_remembered = lru_cache(maxsize=4096)(_read)  # ten years have fewer days


def _in_figures(match: re.Match[str], text: str) -> Parsed[Date | None]:
    groups = match.groups()
    year, month, day = groups[0], groups[-2], groups[-1]
    return _checked(int(year), int(month or 0), int(day or 0), text, padded=True)


def _checked(year: int, month: int, day: int, text: str, padded: bool) -> Parsed[Date | None]:
    """The date, as far as the calendar has it; ``padded``: its day may be there only to fill a gap."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None, (_remark("date-unread", text, "has no year of our calendar; left out"),)
    if month > 12 or (day and not month):
        return Date(year), (_remark("date-partial", text, "has no such month; only the year was kept"),)
    if day > 28 and day > monthrange(year, month)[1]:
        return Date(year, month), (_remark("date-partial", text, "has no such day; year and month were kept"),)
    if padded and day == 1:
        what = "year" if month == 1 else "month"
        return Date(year, month, day), (_remark("date-doubt", text, f"may stand for the whole {what}; kept"),)
    return Date(year, month, day), ()


def _year_last(match: re.Match[str], text: str) -> Parsed[Date | None]:
    """05/06/2020 is May or June: with ``.`` the day comes first, else only a number over 12 tells which is the day."""
    one, mark, two, last = match.groups()
    day, month, year = int(one or 0), int(two), int(last)
    if mark and mark != "." and day != month:
        if day <= 12 and month <= 12:
            date, remarks = _checked(year, 0, 0, text, padded=False)
            return date, remarks or (_remark("date-partial", text, "may be day or month first; the year was kept"),)
        if month > 12:
            day, month = month, day
    return _checked(year, month, day, text, padded=True)


def _in_words(text: str) -> Parsed[Date | None]:
    """A date with the month's name in it; failing that, the first year that is named."""
    years: list[int] = []
    months: list[int] = []
    days: list[int] = []
    strange = False
    for word in _WORD.findall(_CLOCK.sub(" ", text)):
        lower = word.lower()
        if word.isdecimal():
            if len(word) == 4 and _FIRST_YEAR <= int(word) <= _LAST_YEAR:
                years.append(int(word))
            elif len(word) <= 2:
                days.append(int(word))
            else:
                strange = True
        elif lower in MONTHS:
            months.append(MONTHS[lower])
        elif lower not in _FILLERS:
            strange = True
    if not years or _ERA.search(text):
        return None, (_remark("date-unread", text, "could not be read; left out"),)
    if len(set(years)) > 1 or len(months) != 1:
        return Date(years[0]), (_remark("date-partial", text, "is no single month or day; the year was kept"),)
    if len(days) == 1 and 1 <= days[0] <= 31:
        return _checked(years[0], months[0], days[0], text, padded=False)
    if days or strange:
        return Date(years[0], months[0]), (_remark("date-partial", text, "is no single day; the month was kept"),)
    return Date(years[0], months[0]), ()


def _remark(code: str, text: str, message: str) -> Remark:
    seen = text if len(text) < 40 and text.isprintable() else shorten(text, 40)
    return Remark(code, "issued", f"{seen!r} {message}")


# EDTF (Extended Date/Time Format, ISO 8601-2), as CSL 1.0.2 and biblatex have it --------------------------------------

#: A year with an optional month (or season, 21 to 24), day, time and qualifier.
_EDTF = re.compile(r"(-?\d{4}|Y-?\d{4,6})(?:-(\d\d)(?:-(\d\d)(?:T[0-9:.+Z-]{2,20})?)?)?([?~%]?)", re.ASCII)


def edtf(text: str) -> Date | None:
    """The date or the range that a text in EDTF tells (levels 0 and 1); None for whatever is no such text.

    ``~``, ``?`` and ``%`` all make a date uncertain (``circa``). An interval with an open end has no counterpart and is
    None, and so is one that ends before it begins.

    >>> edtf("2020-21"), edtf("1850~") == Date(1850, circa=True)
    (Date(year=2020, month=0, day=0, season=1, circa=False, end=None, literal=''), True)
    >>> str(edtf("1988-03/1992"))
    '1988-03/1992'
    """
    first, slash, last = text.partition("/")
    start = _edtf_date(first)
    if not start or not slash:
        return start
    end = _edtf_date(last)
    if not end or (end.year, end.month, end.day) < (start.year, start.month if end.month else 0, 0):
        return None
    return replace(start, end=end)


def _edtf_date(text: str) -> Date | None:
    match = _EDTF.fullmatch(text)
    if not match:
        return None
    year, month, day = int(match[1].lstrip("Y")), int(match[2] or 0), int(match[3] or 0)
    circa = bool(match[4])
    if 21 <= month <= 24 and not day:
        return Date(year, season=month - 20, circa=circa)
    if month > 12 or (match[2] == "00") or (match[3] == "00") or (day and not is_day(year, month, day)):
        return None
    return Date(year, month, day, circa=circa)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the day; years before the first count like the year 2000, which has a 29 February."""
    last = 28 if day <= 28 else monthrange(year, month)[1] if 1 <= year <= 9999 and 1 <= month <= 12 else 31
    return 1 <= month <= 12 and 1 <= day <= last
