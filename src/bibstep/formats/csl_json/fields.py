"""The values of a JSON object in CSL-JSON or from Crossref, by their names."""

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
    """The values of one object, which are JSON; ``order`` has their names as they came.

    In a ``plainly`` written object nothing is markup, an entity or math: all texts are as they stand.
    """

    __slots__ = ("order", "plainly")

    def __init__(self, data: Mapping[str, object], plainly: bool = False) -> None:
        super().__init__(data)
        self.order = [*data]
        self.plainly = plainly

    def string(self, value: object, field: str, name: str) -> str:
        """A text or a number; of a list the texts in it, joined; a remark on what is no text."""
        if isinstance(value, str):
            return value
        text = texts_of(value)
        if not text and value is not False and any(one not in _EMPTY for one in flat(value)):
            self.remark("value-ignored", field, f"{name} holds no text but {shorten(repr(value), 40)}; left out")
        return text

    def texts(self, field: str, name: str, *others: str) -> list[str]:
        """The texts of a list, or a text as a list of one; blank ones left out."""
        if name in self:
            value = self.pop(name)
            members = value if isinstance(value, list) else [value]
            if found := [text for one in members if (text := texts_of(one)).strip()]:
                return found
            self.string(value, field, name)  # which remarks on what is no text
        return self.texts(field, *others) if others else []

    def plain(self, value: object, field: str, name: str = "") -> str:
        """A value, or any text of the object, clean, with what markup it has resolved."""
        text = value if isinstance(value, str) else self.string(value, field, name)
        if not text:
            return ""
        return clean(text) if self.plainly else self.accept(titles.parse_plain(text, field))

    def rich(self, text: str) -> Rich:
        """A title of the object."""
        title = values.parse_title(text) if self.plainly else self.accept(titles.parse(text))
        return nocase.unmarked(title)

    def parse_people(self, value: object, field: str) -> Parsed[tuple[Name, ...]]:
        """A list of names, which are objects or texts."""
        return values.people(value, field)

    def parse_date(self, value: object, field: str) -> Parsed[Date | None]:
        """A date, which is an object or a text."""
        return values.date(value, field)

    def as_custom(self, value: object) -> str:
        """A value as text; one that holds objects as JSON."""
        if value in _EMPTY or value is False:
            return ""
        return clean(texts_of(value)) or shorten(orjson.dumps(value, default=str).decode(), 1000)

    def rest(self) -> dict[str, str]:
        """What no field took, and what was kept, as custom values."""
        return {clean(name): text for name, text in super().rest().items()}


def flat(value: object) -> list[object]:
    """The members of a list, those of lists in it included, however deep; anything else as a list of one."""
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
    """A text, a number or a list of them as one text; nothing for an object or a list with one in it."""
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
