"""The values of an object of CSL-JSON or of Crossref."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from bibstep.formats.csl_json import values
from bibstep.formats.fields import Fields
from bibstep.input.json_objects import as_text
from bibstep.model import Date, Name, Rich
from bibstep.text.clean import clean, shorten
from bibstep.values import Parsed, titles
from bibstep.values.titles import nocase

_EMPTY: tuple[object, ...] = (None, "", [], {})


class CslFields(Fields[object]):
    """The values of one object by name; ``order`` has the names in the order of the input.

    ``plainly``: the texts contain no markup, entities or math; nothing in them is resolved.
    """

    __slots__ = ("order", "plainly")

    def __init__(self, data: Mapping[str, object], plainly: bool = False) -> None:
        super().__init__(data)
        self.order = [*data]
        self.plainly = plainly

    def string(self, value: object, field: str, name: str) -> str:
        """Return a text, a number as text, or a list of texts as one; add a remark on anything else."""
        if isinstance(value, str):
            return value
        text = texts_of(value)
        if not text and value is not False and any(one not in _EMPTY for one in flat(value)):
            self.remark("value-ignored", field, f"{name} is not text but {shorten(repr(value), 40)}; left out")
        return text

    def texts(self, field: str, name: str, *others: str) -> list[str]:
        """Return the texts in a list, or a text as a list of one, without blank ones."""
        if name in self:
            value = self.pop(name)
            members = value if isinstance(value, list) else [value]
            if found := [text for one in members if (text := texts_of(one)).strip()]:
                return found
            self.string(value, field, name)  # which remarks on what is no text
        return self.texts(field, *others) if others else []

    def plain(self, value: object, field: str, name: str = "") -> str:
        """Return a value, or any text of the object, cleaned, its markup resolved."""
        text = value if isinstance(value, str) else self.string(value, field, name)
        if not text:
            return ""
        return clean(text) if self.plainly else self.accept(titles.parse_plain(text, field))

    def rich(self, text: str) -> Rich:
        """Return a title as rich text."""
        title = values.parse_title(text) if self.plainly else self.accept(titles.parse(text))
        return nocase.unmarked(title)

    def parse_people(self, value: object, field: str) -> Parsed[tuple[Name, ...]]:
        """Parse a list of names, which are objects or texts."""
        return values.people(value, field, self.plainly)

    def parse_date(self, value: object, field: str) -> Parsed[Date | None]:
        """Parse a date, which is an object or a text."""
        return values.date(value, field)

    def as_custom(self, value: object) -> str:
        """Return a value as text; as JSON where it contains objects."""
        if value in _EMPTY or value is False:
            return ""
        return clean(texts_of(value)) or shorten(_as_json(value), 1000)

    def rest(self) -> dict[str, str]:
        """Return the values that remain, and those that were kept, as custom values."""
        return {clean(name): text for name, text in super().rest().items()}


def _as_json(value: object) -> str:
    try:
        return orjson.dumps(value, default=str).decode()
    except (
        orjson.JSONEncodeError
    ):  # an integer of more than 64 bits, of a caller who parsed the JSON with another library
        return str(value)


def flat(value: object) -> list[object]:
    """Return the members of a list and of all lists in it, or any other value as a list of one."""
    found: list[object] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        else:
            found.append(one)
    return found


def texts_of(value: object, separator: str = "; ") -> str:
    """Return a text, a number or a list of them as one text; "" for an object and for a list with an object."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "true" if value else ""
    if not isinstance(value, list):
        return as_text(value)
    members = flat(value)
    if any(isinstance(member, dict) for member in members):
        return ""
    return separator.join([text for member in members if (text := texts_of(member).strip())])
