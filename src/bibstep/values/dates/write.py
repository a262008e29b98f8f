"""Dates written in English words, for formats that have one text for a date."""

from __future__ import annotations

from bibstep.model import Date
from bibstep.values.dates.tables import MONTH_ABBREVIATIONS, SEASON_NAMES


def year(value: Date) -> str:
    """The year in four digits, or before Christ as ``44 BC``; reference managers read both (Zotero 7, date.js)."""
    return f"{value.year:04d}" if value.year >= 0 else f"{-value.year} BC"


def words(value: Date) -> str:
    """The date in words that ``parse`` and reference managers read.

    >>> words(Date(2020, 1, end=Date(2020, 2))), words(Date(-44, 3, 15)), words(Date(1850, circa=True))
    ('Jan-Feb 2020', '15 Mar 44 BC', 'c. 1850')
    """
    if value.literal:
        return value.literal
    end = value.end
    if not end:
        return _circa(value) + " ".join([*_within(value), year(value)])
    if value.year == end.year and not end.circa:
        if value.month and end.month and value.day and end.day and value.month == end.month:
            return f"{_circa(value)}{value.day}-{end.day} {_month(end)} {year(end)}"
        if _within(value) and len(_within(value)) == len(_within(end)) and bool(value.season) == bool(end.season):
            return f"{_circa(value)}{' '.join(_within(value))}-{words(end)}"
    if not _within(value) and not _within(end):
        return f"{_circa(value)}{year(value)}-{words(end)}"
    return f"{_circa(value)}{' '.join([*_within(value), year(value)])} - {words(end)}"


def _circa(value: Date) -> str:
    return "c. " if value.circa else ""


def _within(value: Date) -> list[str]:
    """The day and the month, or the season."""
    if value.season:
        return [SEASON_NAMES[value.season]]
    return [part for part in (str(value.day or ""), _month(value)) if part]


def _month(value: Date) -> str:
    return MONTH_ABBREVIATIONS[value.month].capitalize()
