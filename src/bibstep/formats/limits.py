"""What a format cannot express: the fields it drops, and a record reduced to what is left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from bibstep.model import EMPTY, FIELDS, OTHERS, Name, PageRange, Record
from bibstep.values import pages

#: What each field of Record holds when it is empty.
BLANK: Mapping[str, Any] = dict(zip(FIELDS, attrgetter(*FIELDS)(Record("", EMPTY)), strict=True))


def _nothing(_: Record) -> Iterable[tuple[str, str]]:
    return ()


def _type_itself(record_type: str, _: str) -> str:
    return record_type


def _unchanged(record: Record) -> Record:
    return record


@dataclass(frozen=True, slots=True)
class Limits:
    """What a format cannot express. Its template's filters, the remarks and the comparison of files all go by this.

    ``unsaid`` names the fields of Record that no record can have in the format, each with the reason. ``partly`` yields
    for one record the other fields that are dropped, wholly or in part, each with the reason. A reason goes on after
    "the format has". ``word`` gives the format's word for a CSL type and a genre.

    ``project`` reduces a record to what the format can express: two fields that share a place become one, values are
    as coarse as the format has them. It follows the template's rules, not the reader's, whose mistakes a comparison is
    to find. A projection that copies a value must come before one that moves it away, so those of two formats are
    applied in the order of ``rank``. ``formulas`` is how formulas in titles are written: as "TeX", as "scripts" (sub-
    and superscripts) or as "plain" text.
    """

    unsaid: Mapping[str, str] = field(default_factory=dict)
    partly: Callable[[Record], Iterable[tuple[str, str]]] = _nothing
    word: Callable[[str, str], str] = _type_itself
    project: Callable[[Record], Record] = _unchanged
    rank: int = 0
    formulas: str = "TeX"

    def dropped(self, record: Record) -> list[tuple[str, str]]:
        """The fields of a record that the format drops, wholly or in part, each with the reason."""
        found = [(name, why) for name, why in self.unsaid.items() if getattr(record, name)]
        return [*found, *self.partly(record)]

    def without_dropped(self, record: Record) -> Record:
        """The record without what the format drops: whole texts, and people and custom values one by one.

        What is dropped of a title, a date or a number beside another is left to ``project``.
        """
        record = without(record, self.unsaid)
        names = {name for name, _ in self.partly(record)}
        record = without(record, [name for name in names if isinstance(getattr(record, name), str)])
        for name in sorted(names & {"roles", "custom"}):
            values: Any = {name: tuple([one for one in getattr(record, name) if self._has(record, name, one)])}
            record = replace(record, **values)
        return record

    def _has(self, record: Record, name: str, value: object) -> bool:
        """Whether the format has a place for one of the values of a field."""
        alone: Any = {name: (value,)}
        return name not in {name for name, _ in self.partly(replace(record, **alone))}


#: Those of a format that can express everything, and of a source.
NO_LIMITS = Limits()


def without(record: Record, names: Collection[str]) -> Record:
    """The record with the named fields empty."""
    values = {name: BLANK[name] for name in names if getattr(record, name)}
    return replace(record, **values) if values else record


# What several formats have in common -------------------------------------------------------------------------------


def pages_or(page: tuple[PageRange, ...], number: str) -> tuple[PageRange, ...]:
    """The pages, or the number that stands in their place, by their text alone."""
    text = pages.text(page) or number
    return (PageRange(text),) if text else ()


def without_others(people: tuple[Name, ...]) -> tuple[Name, ...]:
    """People without the sign that there are more."""
    return people[:-1] if people and people[-1] == OTHERS else people
