"""The values of one entry of an input by their names: each is taken once, and what is left becomes custom values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from bibstep.model import Date, Name, Remark
from bibstep.text.clean import clean
from bibstep.values import Parsed, identifiers

T = TypeVar("T")
V = TypeVar("V")


class Fields(dict[str, V]):
    """The values of an entry that no field of the record has taken yet, and the remarks made while reading them.

    It is a dict: ``in`` and ``get`` look at a value and leave it. The methods below take what they return, so that
    ``rest`` knows what is left. ``field`` is always the field of Record that a value is for, which remarks name; of
    several names the first one counts that holds something, and the others are left.

    A format has a subclass that says how its values are written: ``string``, ``plain`` and ``verbatim``,
    ``parse_people`` and ``parse_date``, ``as_custom``.
    """

    __slots__ = ("kept", "remarks")

    def __init__(self, values: Mapping[str, V], remarks: Iterable[Remark] = ()) -> None:
        super().__init__(values)
        self.remarks: list[Remark] = [*remarks]
        #: Texts that were taken and become custom values all the same, with their names.
        self.kept: list[tuple[str, str]] = []

    def string(self, value: V, field: str, name: str) -> str:  # noqa: ARG002
        """A value as the text that stands in the input; ``name`` is its name there, for remarks."""
        return value if isinstance(value, str) else ""

    def plain(self, value: V, field: str, name: str = "") -> str:
        """A value as plain text: clean, and its markup resolved."""
        raise NotImplementedError

    def verbatim(self, text: str) -> str:
        """A text of the input that has no markup in it: an identifier, a link."""
        return text

    def parse_people(self, value: V, field: str) -> Parsed[tuple[Name, ...]]:
        """A value that is a list of people."""
        raise NotImplementedError

    def parse_date(self, value: V, field: str) -> Parsed[Date | None]:
        """A value that is a date."""
        raise NotImplementedError

    def as_custom(self, value: V) -> str:
        """A value that no field took, as the text of a custom value."""
        raise NotImplementedError

    def remark(self, code: str, field: str, message: str) -> None:
        """Record a remark; ``code`` is one of ``remarks.CODES``."""
        self.remarks.append(Remark(code, field, message))

    def accept(self, parsed: Parsed[T]) -> T:
        """The value of what a parser returned; its remarks are recorded."""
        value, remarks = parsed
        if remarks:
            self.remarks += remarks
        return value

    def has(self, *names: str) -> bool:
        """Whether any of the named values is there."""
        return not self.keys().isdisjoint(names)

    def take(self, name: str, *others: str) -> V | None:
        """A value as the input has it; None where there is none."""
        if name in self:
            return self.pop(name)
        return self.take(*others) if others else None

    def raw(self, field: str, name: str, *others: str) -> str:
        """A value as the text that stands in the input."""
        if name in self and (text := self.string(self.pop(name), field, name)):
            return text
        return self.raw(field, *others) if others else ""

    def texts(self, field: str, name: str, *others: str) -> list[str]:
        """A value that may be a list, as the texts that stand in the input."""
        text = self.raw(field, name, *others)
        return [text] if text else []

    def text(self, field: str, name: str, *others: str) -> str:
        """A value as plain text."""
        if name in self and (text := self.plain(self.pop(name), field, name)):
            return text
        return self.text(field, *others) if others else ""

    def people(self, field: str, name: str, *others: str) -> tuple[Name, ...]:
        """A value as a list of people."""
        if name in self and (people := self.accept(self.parse_people(self.pop(name), field))):
            return people
        return self.people(field, *others) if others else ()

    def date(self, field: str, name: str, *others: str) -> Date | None:
        """A value as a date."""
        if name in self and (date := self.accept(self.parse_date(self.pop(name), field))):
            return date
        return self.date(field, *others) if others else None

    def identifier(self, field: str, name: str, *others: str) -> str:
        """A value as the identifier or the link that ``field`` holds; one that cannot be read is kept."""
        if name in self:
            text = self.verbatim(self.string(self.pop(name), field, name))
            if text and (found := self.identified(field, name, text)):
                return found
        return self.identifier(field, *others) if others else ""

    def identifiers(self, field: str, name: str) -> tuple[str, ...]:
        """The identifiers that ``field`` holds in a value, which may list several; what cannot be read is kept."""
        if name not in self:
            return ()
        found = [
            self.identified(field, name, part)
            for text in self.texts(field, name)
            for part in identifiers.split(self.verbatim(text), field)
        ]
        return tuple(dict.fromkeys([one for one in found if one]))

    def identified(self, field: str, name: str, text: str) -> str:
        """A text as an identifier for ``field``; one that cannot be read is kept under ``name``."""
        found, remarks = identifiers.PARSERS[field](text)
        if remarks and not found:
            self.keep(name, clean(text))
            remarks = tuple(
                [one._replace(message=one.message.replace("; left out", "; kept aside")) for one in remarks]
            )
        self.remarks += remarks
        return found

    def keep(self, name: str, text: str) -> None:
        """Make a custom value of a text."""
        self.kept.append((name, text))

    def rest(self) -> dict[str, str]:
        """What no field took, and what was kept, as custom values; texts of one name are joined."""
        found: dict[str, list[str]] = {}
        for name, value in self.items():
            found[name] = [self.as_custom(value)]
        for name, text in self.kept:
            found.setdefault(name, []).append(text)
        return {name: text for name, texts in found.items() if (text := "; ".join(dict.fromkeys(filter(None, texts))))}
