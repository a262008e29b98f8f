"""Dates in words: "5 June 2020", "Jan/Feb 2020", "1998 Dec-1999 Jan", "Winter 2019/20", "c. 1850", "44 BC"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bibstep.model import Date
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks
from bibstep.values.dates.figures import LAST_YEAR, calendar, is_day, ranged, remark
from bibstep.values.dates.tables import AND, CIRCA, FILLERS, MONTH_ABBREVIATIONS, MONTHS, SEASONS, TO

_CLOCK = later(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[+-]\d{4})?")
#: Figures within a text, which are written out first so that their hyphens part nothing.
_ISO_DAY = later(r"(?<![\w-])(\d{4})[-–/.](\d\d)[-–/.](\d\d)(?!\w)", re.ASCII)
_ISO_MONTH = later(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])(?![\w-])", re.ASCII)
_DOTTED = later(r"(?<!\d)(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4})(?!\d)|(?= ?[-–]))", re.ASCII)
_SHORT_YEARS = later(
    r"(?<!\d)(\d\d)(\d\d) ?(-{1,3}|[–—/]) ?(\d\d|(?<=[–—] )\d|(?<=[–—])\d)(?!\d)(?!\.? ?[^\W\d])", re.ASCII
)
_YEARS_OF_WINTER = later(r"(\d{4}) ?(?:-|–|/) ?(\d{4}) ([^\W\d_]+)")
_BEFORE_CHRIST = later(
    r"(?:(\d{1,4}) ?(?:-{1,3}|[–—/]) ?)?(\d{1,4}) ?"
    r"(?:b\.? ?c\.?(?: ?e\.?)?|v\. ?(?:chr|u\. ?z)\.?|av(?:ant)?\.? ?j(?:\.|ésus)?[ -]*c\w*\.?|a\. ?c\.?"
    r"|до н\. ?э\.?)(?!\w)|(?:公元)?前 ?(\d{1,4}) ?年"
)
_OF_OUR_ERA = later(
    r"(?<!\w)(?:a\.? ?d\.?|公元) ?(\d{1,4})(?!\d)"
    r"|(\d{1,4}) ?(?:a\.? ?d\.?|c\.? ?e\.?|n\. ?(?:chr|u\. ?z)\.?|d\. ?c\.?|н\. ?э\.?)(?!\w)"
)
_COPYRIGHT = later(r"(?<!\w)[cp](?=\d{4})")
_QUARTER = later(
    r"(?<!\w)(?:q|quarter ?)([1-4])(?!\w)|(?<!\w)([1-4])(?:st|nd|rd|th)? ?(?:q|quarter|quart|qtr)(?![a-z])"
)
_QUARTER_WORD = later(r"(?<![^\W\d_])(first|second|third|fourth) ?quarter(?![a-z])")
_QUARTER_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
#: A letter after the year, as author-date styles add it; 1990s is a decade.
_LETTERED = later(r"(?<!\d)(\d{4})(?:[a-rt-z]|[_/-][a-z]| ?\[[a-z]\])(?!\w)", re.ASCII)
#: A year that was found, a number, a word, dashes, and signs that mean something.
_TOKEN = later(r"y(-?\d+)y|(\d+)|([^\W\d_]+)|( -{1,3} |-{1,3}|[–—]|/|_)|([&+,;~≈?%©])")


@dataclass(slots=True)
class _End:
    """One end of a range, or a whole date, as it is read; 0 is what the text does not say."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: int = 0
    circa: bool = False

    def parts(self) -> set[str]:
        return {name for name in ("year", "month", "day", "season") if getattr(self, name)}


@dataclass(slots=True)
class _Reading:
    """The ends that a text names; ``strange``: it says something else, too; ``listed``: not all of it is a range;
    ``open``: it is the range's first end alone.
    """

    ends: list[_End]
    strange: bool = False
    listed: bool = False
    open: bool = False


def read(text: str) -> Parsed[Date | None] | None:
    """The date that a text in words says, with remarks; None where it names no year.

    Of what is no single date and no range, the year is kept, and the month where only one is named.
    """
    lower = text.lower()
    if _LETTERED.search(lower) and (found := _found(_LETTERED.sub(r"\1", lower), text)):
        what = "has a letter after the year, which styles add where they need one; it was left out"
        return found[0], (*found[1], remark("date-partial", text, what))
    return _found(lower, text)


def _found(lower: str, text: str) -> Parsed[Date | None] | None:
    """What ``read`` returns for a text in lower case; remarks show ``text``."""
    reading = _ends_of(_written_out(lower))
    years = list(dict.fromkeys([end.year for end in reading.ends if end.year]))
    if not years:
        return None
    if years[0] > LAST_YEAR:
        return calendar(years[0], 0, 0, text)
    start, *others = reading.ends
    if not others and not reading.listed:
        return _single(start, reading, text)
    if not reading.listed and not reading.strange and (found := _range(start, others)):
        return found, ()
    months = {end.month for end in reading.ends if end.month}
    if len(years) == len(months) == 1 and not any(end.season for end in reading.ends):
        return Date(years[0], months.pop()), (
            remark("date-partial", text, "is not a single day; only the month was kept"),
        )
    what = "is not a single month or day; only the year was kept"
    if len(years) > 1:
        what = "has more than one year; only the first was kept"
    return Date(years[0]), (remark("date-partial", text, what),)


def _written_out(text: str) -> str:
    """The text with eras, quarters and dates in figures in forms that have no signs in them."""
    text = _CLOCK.sub(" ", text)
    if _BEFORE_CHRIST.search(text):
        text = _BEFORE_CHRIST.sub(_before_christ, text)
    text = _OF_OUR_ERA.sub(lambda match: f" y{match[1] or match[2]}y ", text)
    text = _ISO_DAY.sub(_day_in_words, text)
    text = _ISO_MONTH.sub(lambda match: f"{MONTH_ABBREVIATIONS[int(match[2])]} {match[1]}", text)
    text = _DOTTED.sub(_dotted_in_words, text)
    text = _SHORT_YEARS.sub(_years_in_full, text)
    text = _YEARS_OF_WINTER.sub(_winter_first, text)
    text = _QUARTER_WORD.sub(lambda match: f"q{_QUARTER_NUMBERS[match[1]]}", text)
    text = _QUARTER.sub(_quarter_in_months, text)
    return _COPYRIGHT.sub("", text)


def _before_christ(match: re.Match[str]) -> str:
    first, last = match[1], match[2] or match[3]
    return f" y-{first}y–y-{last}y " if first else f" y-{last}y "


def _day_in_words(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    if not is_day(int(year), int(month), int(day)):
        return match[0]
    return f"{day} {MONTH_ABBREVIATIONS[int(month)]} {year}"


def _dotted_in_words(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    if not 1 <= int(month) <= 12:
        return match[0]
    return f"{day} {MONTH_ABBREVIATIONS[int(month)]} {year or ''}"


def _years_in_full(match: re.Match[str]) -> str:
    """1998/99 and 1998–9 as 1998–1999; what is no later year stays as it is."""
    century, first, _, last = match.groups()
    full = first[: 2 - len(last)] + last
    return f"{century}{first}–{century}{full}" if full > first else match[0]


def _winter_first(match: re.Match[str]) -> str:
    """1976-1977 Winter as Winter 1976–1977: it is one winter."""
    first, last, season = match.groups()
    return f"{season} {first}–{last}" if SEASONS.get(season) == 4 else match[0]


def _quarter_in_months(match: re.Match[str]) -> str:
    last = 3 * int(match[1] or match[2])
    return f"{MONTH_ABBREVIATIONS[last - 2]}–{MONTH_ABBREVIATIONS[last]}"


def _ends_of(text: str) -> _Reading:
    """What the words say, one after another; what is named twice begins the other end of a range."""
    tokens = list(_TOKEN.finditer(text))
    has_year = any(match[1] or (match[2] and len(match[2]) == 4) for match in tokens)
    reading = _Reading([_End()])
    joined = ""  # what stands between the last value and this one
    for match in tokens:
        word = match[3] or match[4] or match[5] or ""
        kind, number = ("year", int(match[1])) if match[1] else _valued(match[2] or word, has_year)
        if not kind:
            if word in CIRCA:
                joined = _doubt(reading, word, joined)
            elif word in TO or word[:1] == " ":
                joined = "to"
            elif word in AND or word in ("-", "_"):
                joined = joined if joined == "to" else word
            elif word not in FILLERS:
                reading.strange = True
            continue
        end = reading.ends[-1]
        value = getattr(end, kind)
        if value == number and joined in ("", ",", ";"):
            continue
        if value or (joined == "to" and end.parts()) or (kind in ("month", "season") and (end.month or end.season)):
            if value and not joined and not (kind in ("month", "season") and number == value + 1):
                reading.listed = True
            if joined in AND and (joined in ",;" or number != value + 1 or kind == "year"):
                reading.listed = reading.listed or joined != "/"
            reading.ends.append(_End())
        setattr(reading.ends[-1], kind, number)
        joined = ""
    if joined in ("to", "-", "_") and reading.ends[-1].parts():
        reading.open = True
    _together(reading)
    return reading


def _valued(token: str, has_year: bool) -> tuple[str, int]:
    """What a number or a word is, and its value; ("", 0) for anything else."""
    if not token.isdecimal():
        word = token.rstrip(".")
        if word in MONTHS:
            return "month", MONTHS[word]
        return ("season", SEASONS[word]) if word in SEASONS else ("", 0)
    number = int(token)
    if len(token) == 4 or (len(token) == 3 and not has_year):
        return ("year", number) if number else ("", 0)
    return ("day", number) if len(token) <= 2 and 1 <= number <= 31 else ("", 0)


def _doubt(reading: _Reading, word: str, joined: str) -> str:
    """Take a doubt down for the date before it where it is a sign, else for the one after it."""
    if (joined or not reading.ends[-1].parts()) and word not in "?%":
        if reading.ends[-1].parts():
            reading.ends.append(_End())
        reading.ends[-1].circa = True
        return ""
    reading.ends[-1].circa = True
    return joined


def _together(reading: _Reading) -> None:
    """Join ends that have nothing in common: 5 - June - 2020 is one date."""
    names = [name for end in reading.ends for name in end.parts()]
    if len(reading.ends) > 1 and len(names) == len(set(names)) and not {"month", "season"} <= set(names):
        whole = _End(circa=any(end.circa for end in reading.ends))
        for end in reading.ends:
            for name in end.parts():
                setattr(whole, name, getattr(end, name))
        reading.ends = [whole]


def _single(end: _End, reading: _Reading, text: str) -> Parsed[Date | None]:
    date: Date | None = Date(end.year, season=end.season)
    remarks: Remarks = ()
    if end.month:
        date, remarks = calendar(end.year, end.month, end.day, text)
    elif end.day:
        remarks = (remark("date-partial", text, "has no month; only the year was kept"),)
    if not date or remarks:
        return date and replace(date, circa=end.circa), remarks
    kept = "month" if date.month else "season" if date.season else "year"
    if reading.open:
        remarks = (remark("date-partial", text, f"is open at one end; {date} was kept"),)
    elif reading.strange and not date.day:
        remarks = (remark("date-partial", text, f"has more than a date; only the {kept} was kept"),)
    return replace(date, circa=end.circa), remarks


def _range(start: _End, others: list[_End]) -> Date | None:
    """A range from what its two ends say, either of which may leave out what the other says; None where it is none."""
    end = others[-1]
    if len(others) > 1:  # Jan-Feb-Mar 2020
        months = [one.month for one in (start, *others)]
        if months != list(range(start.month, start.month + len(months))) or any(one.day for one in (start, *others)):
            return None
    start.year, end.year = start.year or end.year, end.year or start.year
    if start.day and not start.month:
        start.month = end.month
    if end.day and not end.month:
        end.month = start.month
    first, last = _checked(start), _checked(end)
    # "Dec-Jan 2000" may begin in 2000 or in the year before, so it is no range either.
    return ranged(first, last) if first and last else None


def _checked(end: _End) -> Date | None:
    if end.day and (end.season or not is_day(end.year, end.month, end.day)):
        return None
    return Date(end.year, end.month, end.day, end.season, end.circa) if 0 != end.year <= LAST_YEAR else None
