"""People and pages as lines of RIS."""

from __future__ import annotations

from collections.abc import Sequence

from bibstep.model import OTHERS, Name, PageRange
from bibstep.values import pages


def names(people: Sequence[Name]) -> tuple[str, ...]:
    """``Last, First, Jr.`` with particles in the last name; an institution ends in a comma, or it would be split."""
    return tuple([line(person) for person in people if person != OTHERS])


def line(person: Name) -> str:
    """One person or institution."""
    if person.literal:
        return f"{person.literal},"
    family = f"{person.non_dropping_particle} {person.family}" if person.non_dropping_particle else person.family
    if person.suffix:
        return f"{family}, {person.given}, {person.suffix}"
    return f"{family}, {person.given}" if person.given else f"{family},"


def first(ranges: Sequence[PageRange]) -> str:
    """The first page of a range; the whole list where there are several, which no tag pair can say."""
    if len(ranges) > 1:
        return pages.text(tuple(ranges))
    return ranges[0].first if ranges else ""


def last(ranges: Sequence[PageRange]) -> str:
    """The last page of a single range."""
    return ranges[0].last if len(ranges) == 1 else ""
