"""Dates in the Extended Date/Time Format (EDTF, ISO 8601-2), as CSL 1.0.2 and biblatex have them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace

from bibstep.model import Date

#: A year with an optional month (or season, 21 to 24), day, time and qualifier.
_ONE = re.compile(r"(-?\d{4}|Y-?\d{4,6})(?:-(\d\d)(?:-(\d\d)(?:T[0-9:.+Z-]{2,20})?)?)?([?~%]?)", re.ASCII)


def parse(text: str) -> Date | None:
    """The date or the range that a text in EDTF tells (levels 0 and 1); None for whatever is no such text.

    ``~``, ``?`` and ``%`` all make a date uncertain (``circa``). An interval with an open end has no counterpart and is
    None, and so is one that ends before it begins.

    >>> parse("2020-21"), parse("1850~") == Date(1850, circa=True)
    (Date(year=2020, month=0, day=0, season=1, circa=False, end=None, literal=''), True)
    >>> str(parse("1988-03/1992"))
    '1988-03/1992'
    """
    first, slash, last = text.partition("/")
    start = _single(first)
    if not start or not slash:
        return start
    end = _single(last)
    if not end or (end.year, end.month, end.day) < (start.year, start.month if end.month else 0, 0):
        return None
    return replace(start, end=end)


def _single(text: str) -> Date | None:
    match = _ONE.fullmatch(text)
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
