"""The values of a RIS entry by tag; a tag may have several."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibstep.formats.fields import Fields
from bibstep.formats.ris import limits, tables, values
from bibstep.formats.ris.entries import Entry, Field
from bibstep.model import Name
from bibstep.text.clean import clean
from bibstep.values import Parsed, titles

#: A line with fewer characters was not wrapped because of its length.
_WRAPPED = 60


class RisFields(Fields[list[str]]):
    """The values of an entry by tag: clean texts, at least one for each tag.

    A tag may have several values, and two tags for the same thing may repeat one. So ``raw`` and ``text`` remove the
    first value of the first tag together with its repetitions under all the tags; other values remain.
    """

    __slots__ = ()

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.values or _by_tag(entry.fields), entry.remarks)

    def raw(self, field: str, *names: str) -> str:  # noqa: ARG002
        """Return the first value of the first tag that has one."""
        for name in names:
            if name in self:
                found = self[name]
                value = found[0]
                if len(found) > 1 or (name != names[-1] and self.has(*names[names.index(name) + 1 :])):
                    self.drop(value, *names)
                else:
                    del self[name]
                return value
        return ""

    def text(self, field: str, *names: str) -> str:
        """Return the same as plain text."""
        value = self.raw(field, *names)
        return self.plain(value, field) if value else ""

    def plain(self, value: list[str] | str, field: str, name: str = "") -> str:  # noqa: ARG002
        """Return a text as plain text."""
        text = value if isinstance(value, str) else value[0]
        return text if titles.is_plain(text) else self.accept(titles.parse_plain(text, field))  # it is clean

    def people(self, field: str, *names: str) -> tuple[Name, ...]:
        """Return the people of all the tags."""
        return self.accept(self.parse_people(self.all(*names), field))

    def parse_people(self, value: list[str], field: str) -> Parsed[tuple[Name, ...]]:
        """Parse people, one or more per line."""
        return values.people(value, field)

    def as_custom(self, value: list[str]) -> str:
        """Return the values of a tag as one text."""
        return "; ".join(value)

    def all(self, *tags: str) -> list[str]:
        """Return all values of all the tags, in the order of the tags."""
        found: list[str] = []
        for tag in tags:
            if tag in self:
                found += self.pop(tag)
        return found

    def peek(self, *tags: str) -> str:
        """Return the first value of the first tag that has one, and leave it."""
        for tag in tags:
            if tag in self:
                return self[tag][0]
        return ""

    def matching(self, pattern: re.Pattern[str], *tags: str) -> str:
        """Return the first value of the tags that matches the pattern; the others remain."""
        for tag in tags:
            if tag not in self:
                continue
            for value in self[tag]:
                if pattern.fullmatch(value):
                    self._without(tag, value)
                    return value
        return ""

    def drop(self, value: str, *tags: str) -> None:
        """Remove the values of the tags that are equal to ``value``, in upper or lower case."""
        for tag in tags:
            if value and tag in self:
                self._without(tag, value)

    def rename(self, tag: str, other: str) -> None:
        """Move the values of a tag to another one that has none."""
        self[other] = self.pop(tag)

    def rest(self) -> dict[str, str]:
        """Return the values that remain, and those that were kept, by CSL variable if there is one, else as ``ris-XX``.

        They are sorted by name, so that writing and reading them again changes nothing.
        """
        found: dict[str, list[str]] = {}
        for tag, text in self.kept:
            found.setdefault(f"ris-{tag}", []).append(text)
        for tag, texts in self.items():
            name = limits.VARIABLES.get(tag, f"ris-{tag}")
            found.setdefault(f"ris-{tag}" if name in found else name, []).extend(texts)
        return {name: "; ".join(found[name]) for name in sorted(found)}

    def _without(self, tag: str, value: str) -> None:
        same = value.casefold()
        left = [one for one in self[tag] if one != value and one.casefold() != same]
        if left:
            self[tag] = left
        else:
            del self[tag]


def _by_tag(fields: Iterable[Field]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    fields = list(fields)
    tags = {field.tag for field in fields}
    both = "A1" in tags and "AU" in tags  # both are for authors, who stand in the order of the lines
    for field in fields:
        tag, parts = field
        if both and tag == "A1":
            tag = "AU"
        for text in (clean(parts[0]),) if len(parts) == 1 else _texts(field):
            if text:
                values.setdefault(tag, []).append(text)
    return values


def _texts(field: Field) -> Iterable[str]:
    """Return the values of several lines: one, or one per line if the tag is for lists and no line is wrapped."""
    if field.tag not in tables.LISTS:
        found = [clean(field.text)]
    elif any(";" in part for part in field.parts):
        found = [clean("".join([part + (" " if len(part) > _WRAPPED else "; ") for part in field.parts])).rstrip("; ")]
    else:
        found = [clean(part) for part in field.parts]
    return found
