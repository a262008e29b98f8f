"""Write the dates of a .bib file: BibTeX's year, month and day, and biblatex's ISO 8601-2."""

from __future__ import annotations

from bibstep.formats.template import Encoded
from bibstep.model import Date
from bibstep.values.dates import MONTH_ABBREVIATIONS, SEASON_NAMES


class Bare(Encoded):
    """A value written without braces around it: a macro such as ``jun``."""

    __slots__ = ()


def year(value: Date | None) -> str:
    """The year in four digits, a year BC as a negative number (pandoc, JabRef), or the text in its place."""
    if not value:
        return ""
    return value.literal or (f"{value.year:04d}" if value.year >= 0 else str(value.year))


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
    return Encoded(value) if value and not value.literal else ""  # not escaped: its "~" is not a space


def day(value: Date | None) -> str:
    """The day of the month, if it is known."""
    return str(value.day) if value and value.day else ""
