"""The values of one entry of an input: each is read once, and the rest become custom values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from bibstep.model import Date, Name, Remark
from bibstep.text.clean import clean
from bibstep.values import Parsed, identifiers

T = TypeVar("T")
V = TypeVar("V")


class Fields(dict[str, V]):
    """The values of an entry that are not yet part of the record, by name, and the remarks on those that are.

    It is a dict: ``in`` and ``get`` look at a value and leave it. The methods below remove the values that they return,
    and ``rest`` returns those that remain. ``field`` is always the field of Record that a value is for; remarks refer
    to it. Of several names, the first with a value counts, and the values of the others remain.

    A format has a subclass with its own syntax: ``string``, ``plain``, ``verbatim``, ``parse_people``, ``parse_date``,
    ``as_custom``.
    """

    __slots__ = ("kept", "remarks")

    def __init__(self, values: Mapping[str, V], remarks: Iterable[Remark] = ()) -> None:
        super().__init__(values)
        self.remarks: list[Remark] = [*remarks]
        #: Custom values besides those that remain: (name, text).
        self.kept: list[tuple[str, str]] = []

    def string(self, value: V, field: str, name: str) -> str:  # noqa: ARG002
        """Return a value as the text in the input. ``name`` is the value's name there, for remarks."""
        return value if isinstance(value, str) else ""

    def plain(self, value: V, field: str, name: str = "") -> str:
        """Return a value as plain text: cleaned, its markup resolved."""
        raise NotImplementedError

    def verbatim(self, text: str) -> str:
        """Return a text of the input that cannot contain markup: an identifier or a link."""
        return text

    def parse_people(self, value: V, field: str) -> Parsed[tuple[Name, ...]]:
        """Parse a value that lists people."""
        raise NotImplementedError

    def parse_date(self, value: V, field: str) -> Parsed[Date | None]:
        """Parse a value that is a date."""
        raise NotImplementedError

    def as_custom(self, value: V) -> str:
        """Return a value that remains as the text of a custom value."""
        raise NotImplementedError

    def remark(self, code: str, field: str, message: str) -> None:
        """Add a remark; ``code`` is one of ``remarks.CODES``."""
        self.remarks.append(Remark(code, field, message))

    def accept(self, parsed: Parsed[T]) -> T:
        """Return the value that a parser found, and add its remarks."""
        value, remarks = parsed
        if remarks:
            self.remarks += remarks
        return value

    def has(self, *names: str) -> bool:
        """Whether there is a value of any of these names."""
        return not self.keys().isdisjoint(names)

    def take(self, *names: str) -> V | None:
        """Return a value as it is in the input, or None."""
        for name in names:
            if name in self:
                return self.pop(name)
        return None

    def raw(self, field: str, *names: str) -> str:
        """Return a value as the text in the input."""
        for name in names:
            if name in self and (text := self.string(self.pop(name), field, name)):
                return text
        return ""

    def texts(self, field: str, name: str, *others: str) -> list[str]:
        """Return a value that may be a list as the texts in the input."""
        text = self.raw(field, name, *others)
        return [text] if text else []

    def text(self, field: str, *names: str) -> str:
        """Return a value as plain text."""
        for name in names:
            if name in self and (text := self.plain(self.pop(name), field, name)):
                return text
        return ""

    def people(self, field: str, *names: str) -> tuple[Name, ...]:
        """Return a value as people."""
        for name in names:
            if name in self and (people := self.accept(self.parse_people(self.pop(name), field))):
                return people
        return ()

    def date(self, field: str, *names: str) -> Date | None:
        """Return a value as a date, or None."""
        for name in names:
            if name in self and (date := self.accept(self.parse_date(self.pop(name), field))):
                return date
        return None

    def identifier(self, field: str, *names: str) -> str:
        """Return a value as the identifier or link for ``field``; keep one that cannot be read as a custom value."""
        for name in names:
            if name in self:
                text = self.verbatim(self.string(self.pop(name), field, name))
                if text and (found := self.identified(field, name, text)):
                    return found
        return ""

    def identifiers(self, field: str, name: str) -> tuple[str, ...]:
        """Return the identifiers for ``field`` in a value; keep those that cannot be read as a custom value."""
        if name not in self:
            return ()
        found = [
            self.identified(field, name, part)
            for text in self.texts(field, name)
            for part in identifiers.split(self.verbatim(text), field)
        ]
        return tuple(dict.fromkeys([one for one in found if one]))

    def identified(self, field: str, name: str, text: str) -> str:
        """Parse a text as an identifier for ``field``; keep one that cannot be read under ``name``."""
        found, remarks = identifiers.PARSERS[field](text)
        if remarks and not found:
            self.keep(name, clean(text))
            remarks = tuple(
                [one._replace(message=one.message.replace("; left out", "; kept as a custom value")) for one in remarks]
            )
        self.remarks += remarks
        return found

    def keep(self, name: str, text: str) -> None:
        """Add a custom value."""
        self.kept.append((name, text))

    def rest(self) -> dict[str, str]:
        """Return the values that remain, and those that were kept, as custom values; join texts of one name."""
        found: dict[str, list[str]] = {}
        for name, value in self.items():
            found[name] = [self.as_custom(value)]
        for name, text in self.kept:
            found.setdefault(name, []).append(text)
        return {name: text for name, texts in found.items() if (text := "; ".join(dict.fromkeys(filter(None, texts))))}
