"""A JSON object's values as text, asked for key by key, with the remarks made on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import orjson

from bibstep.formats.csl_json import values
from bibstep.input.json_objects import as_text
from bibstep.model import Date, Name, Remark, Rich
from bibstep.text.clean import clean, shorten
from bibstep.values import Parsed, titles
from bibstep.values.titles import nocase

T = TypeVar("T")
_EMPTY: tuple[object, ...] = (None, "", [], {})
_Parse = Callable[[str], Parsed[str]]


class Item:
    """One object; ``asked`` has the keys that were read, so that what is left can be carried along.

    With ``verbatim`` all texts are as they stand, and nothing in them is markup, an entity or math.
    """

    __slots__ = ("asked", "data", "remarks", "unread", "verbatim")

    def __init__(self, data: Mapping[str, object], verbatim: bool = False) -> None:
        self.data = data
        self.verbatim = verbatim
        self.asked: set[str] = set()
        self.remarks: list[Remark] = []
        #: What stood for an identifier and is none: (key, text).
        self.unread: list[tuple[str, str]] = []

    def remark(self, code: str, field: str, message: str) -> None:
        """Take a remark down."""
        self.remarks.append(Remark(code, field, message))

    def noted(self, parsed: Parsed[T]) -> T:
        """The value of what a parser returned; its remarks are taken down."""
        self.remarks.extend(parsed[1])
        return parsed[0]

    def get(self, key: str) -> object:
        """The value under a key, None where it is empty."""
        value = self.data.get(key)
        if value is None:
            return None
        self.asked.add(key)
        return value if value or value not in _EMPTY else None

    def raw(self, key: str, field: str) -> str:
        """The text under a key as it stands: of a list the texts in it, joined; a remark on what is no text."""
        value = self.get(key)
        if value is None or isinstance(value, str):
            return value or ""
        text = texts_of(value)
        if not text and value is not False and any(one not in _EMPTY for one in flat(value)):
            self.remark("value-ignored", field, f"{key} holds no text but {shorten(repr(value), 40)}; left out")
        return text

    def text(self, key: str, field: str) -> str:
        """The text under a key, clean, with what markup it has resolved."""
        value = self.data.get(key)
        if value is None:  # as most are
            return ""
        if type(value) is not str:
            return self.plain(self.raw(key, field), field)
        self.asked.add(key)
        return self.plain(value, field)

    def plain(self, text: str, field: str) -> str:
        """A text of this object, clean, with what markup it has resolved."""
        if self.verbatim or not text:
            return clean(text)
        value, remarks = titles.parse_plain(text, field)
        if remarks:
            self.remarks.extend(remarks)
        return value

    def rich(self, text: str) -> Rich:
        """A title of this object."""
        title = values.parse_title(text) if self.verbatim else self.noted(titles.parse(text))
        return nocase.unmarked(title)

    def people(self, key: str, field: str) -> tuple[Name, ...]:
        """The names under a key."""
        value = self.get(key)
        return self.noted(values.people(value, field)) if value is not None else ()

    def date(self, key: str, field: str) -> Date | None:
        """The date under a key."""
        value = self.get(key)
        return self.noted(values.date(value, field)) if value is not None else None

    def identifier(self, key: str, field: str, parse: _Parse) -> str:
        """What the parser makes of the text under a key; what it cannot read is kept in ``unread``."""
        text = self.raw(key, field)
        return self.identified(key, text, parse) if text else ""

    def identified(self, key: str, text: str, parse: _Parse) -> str:
        """What the parser makes of a text that stood under a key; what it cannot read is kept in ``unread``."""
        value, remarks = parse(text)
        if remarks and not value:
            remarks = tuple([_carried(remark) for remark in remarks])
            self.unread.append((key, clean(text)))
        self.remarks.extend(remarks)
        return value

    def identifiers(self, key: str, parse: _Parse) -> tuple[str, ...]:
        """The identifiers in a list, or in a text that holds one or several."""
        value = self.get(key)
        if value is None:
            return ()
        found: list[str] = []
        for one in flat(value) if isinstance(value, list) else [value]:
            text = as_text(one).strip()
            parts = [text]
            # "0-306-40615-2 978-0-306-40615-7", but also "978 0 306 40615 7"
            if text and not parse(text)[0]:
                parts = text.replace(";", ",").split(",")
                words = text.split()
                if len(parts) == 1 and len(words) > 1 and any(parse(word)[0] for word in words):
                    parts = words
            found += [self.identified(key, part.strip(), parse) for part in parts if part.strip()]
        return tuple(dict.fromkeys([value for value in found if value]))

    def left(self, passed: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
        """What was not asked for and is not ``passed``, as text: what holds objects, as JSON."""
        if self.asked.issuperset(self.data):  # as of most objects
            return
        known = self.asked.union(passed)
        for key, value in self.data.items():
            if key not in known and value not in _EMPTY and value is not False:
                yield clean(key), clean(texts_of(value)) or shorten(orjson.dumps(value, default=str).decode(), 1000)


def _carried(remark: Remark) -> Remark:
    return remark._replace(message=remark.message.replace("; left out", "; kept aside"))


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
