"""Write the dates of a .bib file: BibTeX's year, month and day, and biblatex's ISO 8601-2."""

from __future__ import annotations

from dataclasses import replace

from bibstep.formats.template import Encoded
from bibstep.model import Date
from bibstep.values.dates import MONTH_ABBREVIATIONS, SEASON_NAMES


class Bare(Encoded):
    """A value written without braces around it: a macro such as ``jun``."""

    __slots__ = ()


def exact_date(value: Date | None) -> str:
    """The ISO 8601-2 date if year, month and day cannot express it: a range, or an uncertain date."""
    return date(value) if value and (value.end or value.circa) else ""


def literal_year(value: Date | None) -> str:
    """A text in place of a year ("in press")."""
    return value.literal if value else ""


def month(value: Date | None) -> str:
    """The month as a macro (``jun``), the only form that every reader accepts (measured), or the season in words."""
    if not value:
        return ""
    return SEASON_NAMES[value.season] if value.season else Bare(MONTH_ABBREVIATIONS[value.month])


def date(value: Date | None) -> str:
    """An ISO 8601-2 date, as exact as the date is known (biblatex manual, 2.3.8)."""
    return _iso(value) if value and not value.literal else ""  # not escaped: its "~" is not a space


def _iso(value: Date) -> Encoded:
    """The date with years BC counted as in ISO 8601, which has a year 0; CSL, and so the model, has none."""
    if value.year >= 0 and not value.end:
        return Encoded(value)
    end = value.end and replace(value.end, year=value.end.year + (value.end.year < 0))
    return Encoded(replace(value, year=value.year + (value.year < 0), end=end))


def day(value: Date | None) -> str:
    """The day of the month, if it is known."""
    return str(value.day) if value and value.day else ""
