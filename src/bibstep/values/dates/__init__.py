"""Dates: whatever text says one, read in one place; and written in words."""

from __future__ import annotations

from functools import lru_cache

from bibstep.model import Date
from bibstep.text.clean import clean
from bibstep.text.patterns import later
from bibstep.values import Parsed
from bibstep.values.dates import figures, phrases
from bibstep.values.dates.figures import calendar, ranged, remark
from bibstep.values.dates.tables import MONTH_ABBREVIATIONS, MONTHS, NOTHING, SEASON_NAMES, SEASONS, UNKNOWN
from bibstep.values.dates.write import words, year

__all__ = [
    "MONTHS",
    "MONTH_ABBREVIATIONS",
    "SEASONS",
    "SEASON_NAMES",
    "calendar",
    "doubt",
    "parse",
    "ranged",
    "words",
    "year",
]

#: A text in brackets, which libraries set around what is not on the title page; one of the two may be missing.
_BRACKETED = later(r"\A[\[(<]?([^\[\](){}<>]*)[\])>]?\Z")
#: No longer text than this can be a date, or stand for one.
_LONGEST = 200


def parse(text: str, field: str = "issued") -> Parsed[Date | None]:
    """The date that a text says, as exact as the text and never more, and what was doubted or left out of it.

    ISO 8601 and EDTF, figures, and words in the languages of ``tables``; ranges, seasons and quarters, doubts and eras.
    What names no year is kept literally ("in press"); nothing is returned for what stands for no date ("n.d."). Of an
    impossible date the part that is possible is kept, with a remark. ``field`` is the field of Record in remarks.

    ISO 8601 counts a year 0, which is 1 BC; every other count, and so Date, has none.

    >>> [str(parse(text)[0]) for text in ("2020-06-05T12:30:00Z", "Jan/Feb 2020", "44 BC", "c. 1850", "2021-13-05")]
    ['2020-06-05', '2020-01/2020-02', '-0043', '1850~', '2021']
    """
    found, remarks = _remembered(text) if len(text) < 40 else _read(text)
    if remarks and field != "issued":
        remarks = tuple([one._replace(field=field) for one in remarks])
    return found, remarks


def _read(text: str) -> Parsed[Date | None]:
    value = clean(text[: 2 * _LONGEST])
    bare = _BRACKETED.sub(r"\1", value.strip(" .,;©"))
    if bare.lower() in NOTHING or value.lower() in NOTHING:
        return None, ()
    if bare.lower() in UNKNOWN or figures.is_nothing(bare):
        return None, (remark("date-unread", text, "stands for an unknown date; left out"),)
    found = figures.read(bare) or phrases.read(bare)
    if found:
        return found
    if len(value) > _LONGEST or (len(bare) > 2 and not any(map(str.isalpha, bare))):
        return None, (remark("date-unread", text, "could not be parsed; left out"),)
    named = any(map(str.isalpha, bare))
    return Date(0, literal=value), () if named else (remark("date-unread", text, "has no year; kept as it is"),)


_remembered = lru_cache(maxsize=4096)(_read)  # ten years have fewer days


def doubt(date: Date | None, text: str) -> Parsed[Date | None]:
    """The date with a remark where it is the first of a month in figures, which may only fill a gap.

    For the records of indexes: of 1,057 of Semantic Scholar 257 had such a day (measured), 35 were to be expected.
    """
    if not date or date.day != 1 or date.end or any(map(str.isalpha, text.partition("T")[0])):
        return date, ()
    what = "year" if date.month == 1 else "month"
    return date, (remark("date-doubt", text, f"may mean the whole {what}; kept as it is"),)
