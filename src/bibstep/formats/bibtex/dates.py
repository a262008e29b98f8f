"""Read the dates of .bib files: biblatex's ``date``, and BibTeX's ``year``, ``month`` and ``day``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from bibstep.model import Date, Remark
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks, dates
from bibstep.values.dates import MONTH_ABBREVIATIONS

#: A year before Christ, which BibTeX's field counts without a year 0; biblatex's ``date`` is ISO 8601.
_BEFORE_CHRIST = later(r"-0*([1-9]\d{0,3})", re.ASCII)
#: Two years: what follows the first one is no month, since that has a field of its own.
_YEARS = later(r"(\d\d)(\d\d) ?(?:-{1,3}|/|–|—) ?(\d\d)", re.ASCII)
_NUMBERS = later(r"\d{1,2}", re.ASCII)
#: The maximum length of a date that is cached.
_SHORT = 60


def issued(fields: Mapping[str, str]) -> Parsed[Date | None]:
    """The date of publication from an entry's decoded fields; ``date`` goes before ``year`` if it can be parsed."""
    unread: Remarks = ()
    if clean(fields.get("date", "")):
        read, unread = dates.parse(fields["date"])
        if read and (not read.literal or not fields.get("year")):
            return read, unread
    found, remarks = published(fields.get("year", ""), fields.get("month", ""), fields.get("day", ""))
    return found, remarks if found else (*unread, *remarks)


def published(year: str, month: str, day: str) -> Parsed[Date | None]:
    """The date of BibTeX's fields ``year``, ``month`` and ``day``, decoded; ``month`` may hold more than a month.

    >>> [str(published(*said)[0]) for said in (("2020", "jun", "5"), ("2020", "June~5", ""), ("1999", "3--4", ""))]
    ['2020-06-05', '2020-06-05', '1999-03/1999-04']
    """
    return (_published_cached if len(year) + len(month) + len(day) < _SHORT else _published)(year, month, day)


def _published(year: str, month: str, day: str) -> Parsed[Date | None]:
    value, within = clean(year), clean(f"{day} {_named(clean(month))}".replace("~", " "))
    if not value:
        if not within:
            return None, ()
        return None, (Remark("date-unread", "issued", f"{shorten(within, 40)!r} has no year; left out"),)
    base, remarks = _year(value)
    if not base or not within:
        return base, remarks
    if base.literal or base.end or base.month or base.season:
        lost = Remark("date-partial", "issued", f"{shorten(within, 40)!r} was left out; {base} was kept")
        return base, (*remarks, lost)
    read, more = dates.parse(f"{within} {dates.year(base)}")
    return replace(read, circa=base.circa or read.circa) if read else base, (*remarks, *more)


#: Cached, because the entries of a file share few months.
_published_cached = lru_cache(maxsize=2048)(_published)


def _named(month: str) -> str:
    """The month in words where it is in figures: 6, 06, 3--4."""
    numbers = [int(number) for number in _NUMBERS.findall(month)]
    if not numbers or any(map(str.isalpha, month)) or not all(1 <= number <= 12 for number in numbers):
        return month
    return _NUMBERS.sub(lambda match: MONTH_ABBREVIATIONS[int(match[0])], month)


def _year(value: str) -> Parsed[Date | None]:
    if match := _BEFORE_CHRIST.fullmatch(value):
        return Date(-int(match[1])), ()
    if (match := _YEARS.fullmatch(value)) and match[3] > match[2]:
        return Date(int(match[1] + match[2]), end=Date(int(match[1] + match[3]))), ()
    return dates.parse(value)
