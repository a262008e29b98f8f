"""The values of one RIS entry by their tags: each is taken once, and what nobody takes is carried along."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from bibstep.formats.ris import limits, tables
from bibstep.formats.ris.entries import Entry, Field
from bibstep.model import Remark
from bibstep.text.clean import clean
from bibstep.values import Parsed, titles

T = TypeVar("T")

#: A line with less than this many characters was not wrapped for its length.
_WRAPPED = 60


class Bag(dict[str, list[str]]):
    """The values of an entry that have not been taken yet, cleaned, by their tags; and the remarks made on the way.

    No tag is in it without a value. Most tags are not there at all, which ``in`` tells sooner than a question for one.
    """

    __slots__ = ("_kept", "remarks")

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.values or _by_tag(entry.fields))
        self.remarks: list[Remark] = list(entry.remarks)
        self._kept: list[tuple[str, str]] = []

    def remark(self, code: str, field: str, message: str) -> None:
        """Take a remark down."""
        self.remarks.append(Remark(code, field, message))

    def noted(self, parsed: Parsed[T]) -> T:
        """The value of what a parser returned; its remarks are taken down."""
        if parsed[1]:
            self.remarks.extend(parsed[1])
        return parsed[0]

    def has(self, *tags: str) -> bool:
        """True where one of the tags still has a value."""
        return not self.keys().isdisjoint(tags)

    def peek(self, *tags: str) -> str:
        """The first value of the first of the tags that has one; it stays."""
        for tag in tags:
            if tag in self:
                return self[tag][0]
        return ""

    def all(self, *tags: str) -> list[str]:
        """All values of the tags, in the order of the tags, taken."""
        found: list[str] = []
        for tag in tags:
            if tag in self:
                found += self.pop(tag)
        return found

    def take(self, *tags: str) -> str:
        """The first value of the first of the tags that has one, as it is.

        Another value that says the same is taken with it; one that says something else stays.
        """
        held = [tag for tag in tags if tag in self] if len(tags) > 1 else tags
        if not held or held[0] not in self:
            return ""
        found = self[held[0]]
        value = found[0]
        if len(held) == len(found) == 1:
            del self[held[0]]
        else:
            self.drop(value, *held)
        return value

    def first(self, field: str, *tags: str) -> str:
        """What ``take`` gives, as plain text: markup and entities, where there are any, resolved."""
        value = self.take(*tags)
        return self.plain(value, field) if value else ""

    def plain(self, value: str, field: str) -> str:
        """A value as plain text. Values are clean from the start, so one without a sign of markup is that already."""
        if "<" in value or "&" in value or "$" in value or "\\" in value:
            return self.noted(titles.parse_plain(value, field))
        return value

    def matching(self, pattern: re.Pattern[str], *tags: str) -> str:
        """The first value of the tags that has the form, taken; values of other forms stay."""
        for tag in tags:
            if tag not in self:
                continue
            for value in self[tag]:
                if pattern.fullmatch(value):
                    self._without(tag, value)
                    return value
        return ""

    def drop(self, value: str, *tags: str) -> None:
        """Take the values of the tags that say no more than ``value``, in whatever case."""
        for tag in tags:
            if value and tag in self:
                self._without(tag, value)

    def rename(self, tag: str, other: str) -> None:
        """Give the values of a tag to another one that has none."""
        self[other] = self.pop(tag)

    def keep(self, name: str, value: str) -> None:
        """Carry a value along under a name."""
        self._kept.append((name, value))

    def rest(self) -> tuple[tuple[str, str], ...]:
        """What nobody took, as Record.custom has it: under a CSL variable where there is one, else as ``ris-XX``.

        They are sorted by name, so that what is written again comes out the same.
        """
        if not self and not self._kept:
            return ()
        named: dict[str, list[str]] = {}
        for name, value in self._kept:
            named.setdefault(name, []).append(value)
        for tag, found in self.items():
            name = limits.VARIABLES.get(tag, f"ris-{tag}")
            named.setdefault(f"ris-{tag}" if name in named else name, []).extend(found)
        return tuple(sorted([(name, "; ".join(found)) for name, found in named.items()]))

    def _without(self, tag: str, value: str) -> None:
        same = value.casefold()
        left = [one for one in self[tag] if one != value and one.casefold() != same]
        if left:
            self[tag] = left
        else:
            del self[tag]


def _by_tag(fields: Iterable[Field]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for field in fields:
        tag, parts = field
        for text in (clean(parts[0]),) if len(parts) == 1 else _texts(field):
            if text:
                values.setdefault(tag, []).append(text)
    return values


def _texts(field: Field) -> Iterable[str]:
    """The values of several lines: one, or one a line where the tag lists things and the lines are not wrapped."""
    if field.tag not in tables.LISTS:
        found = [clean(field.text)]
    elif any(";" in part for part in field.parts):
        found = [clean("".join([part + (" " if len(part) > _WRAPPED else "; ") for part in field.parts])).rstrip("; ")]
    else:
        found = [clean(part) for part in field.parts]
    return found
