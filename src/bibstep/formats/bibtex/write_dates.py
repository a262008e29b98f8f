"""How dates are written in a .bib file: BibTeX's year, month and day, biblatex's ISO 8601-2."""

from __future__ import annotations

from dataclasses import replace

from bibstep.formats.template import Encoded
from bibstep.model import Date
from bibstep.values.dates import MONTH_ABBREVIATIONS, SEASON_NAMES


class Bare(Encoded):
    """A value written without braces around it: a macro such as ``jun``."""

    __slots__ = ()


def exact_date(value: Date | None) -> str:
    """The date, where year, month and day cannot say it: a range, or one that is not certain."""
    return date(value) if value and (value.end or value.circa) else ""


def literal_year(value: Date | None) -> str:
    """What stands for a year and is none ("in press")."""
    return value.literal if value else ""


def month(value: Date | None) -> str:
    """The month as the macro (``jun``), the one form that every reader takes (measured), or the season in words."""
    if not value:
        return ""
    return SEASON_NAMES[value.season] if value.season else Bare(MONTH_ABBREVIATIONS[value.month])


def date(value: Date | None) -> str:
    """An ISO 8601-2 date, as exact as it is known (biblatex manual, 2.3.8)."""
    return _iso(value) if value and not value.literal else ""  # verbatim: its "~" is no space


def _iso(value: Date) -> Encoded:
    """The date with years before Christ counted as ISO 8601 does, with a year 0; CSL, and so the model, has none."""
    if value.year >= 0 and not value.end:
        return Encoded(value)
    end = value.end and replace(value.end, year=value.end.year + (value.end.year < 0))
    return Encoded(replace(value, year=value.year + (value.year < 0), end=end))


def day(value: Date | None) -> str:
    """The day of the month, where the date is that exact."""
    return str(value.day) if value and value.day else ""
