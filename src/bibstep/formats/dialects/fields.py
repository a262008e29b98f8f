"""The values of an object of a dialect, by field."""

from __future__ import annotations

import re
from collections.abc import Mapping

import orjson

from bibstep.formats.dialects.table import EMPTY
from bibstep.formats.fields import Fields
from bibstep.input.json_objects import as_text
from bibstep.model import Date, Name, Remark, Rich
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, dates, languages, names, titles
from bibstep.values.titles import nocase

_LANGUAGE = later(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}", re.ASCII)


class DialectFields(Fields[object]):
    """The values of a record that are not parsed yet, by field (see ``table.Values``)."""

    __slots__ = ()

    def string(self, value: object, field: str, name: str) -> str:
        """Return a text or a number as text, several texts joined with semicolons; add a remark on anything else."""
        if isinstance(value, str):
            return value
        text = as_text(value)
        if not text and isinstance(value, list):
            text = "; ".join([part for part in map(as_text, value) if part])
        if not text and value not in EMPTY and value is not False:
            self.remark("value-ignored", field, f"{name} is not text but {shorten(repr(value), 40)}; left out")
        return text

    def texts(self, field: str, name: str, *others: str) -> list[str]:
        """Return the texts in a list, or a text as a list of one."""
        value = self.take(name, *others)
        members = value if isinstance(value, list) else [value]
        return [text for one in members if (text := self.string(one, field, name)).strip()]

    def plain(self, value: object, field: str, name: str = "") -> str:
        """Return a value as plain text, its markup resolved."""
        text = self.string(value, field, name)
        return self.accept(titles.parse_plain(text, field)) if text else ""

    def title(self) -> Rich:
        """Return the title, with the subtitle if it does not contain it; a remark names any other title."""
        found = self.texts("title", "title")
        subtitle = "; ".join(map(clean, self.texts("title", "subtitle")))
        if not found:
            return Rich()
        whole = clean(found[0])
        if len(found) > 1:
            self.remark(
                "value-ignored", "title", f"it is also called {shorten('; '.join(found[1:]), 60)!r}, which was left out"
            )
        if subtitle.casefold() not in whole.casefold():
            whole = f"{whole}{'' if whole[-1:] in '?!:.' else ':'} {subtitle}"
        title = nocase.unmarked(self.accept(titles.parse(whole)))
        self.remarks += titles.doubts(title)
        return title

    def parse_people(self, value: object, field: str) -> Parsed[tuple[Name, ...]]:
        """Parse people: one text that lists them, or a list of texts and Names."""
        if isinstance(value, str):
            found, remarks = names.parse_list(value)
            return found, tuple([one._replace(field=field) for one in remarks])
        parts: list[str | Name] = []
        strange: tuple[Remark, ...] = ()
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Name):
                parts.append(one)
            elif text := as_text(one):
                parts.append(text)
            elif one not in EMPTY:
                strange += (Remark("names-junk", field, f"{shorten(repr(one), 60)} is not a name; left out"),)
        found, remarks = names.parse_names(parts, field)
        return found, (*remarks, *strange)

    def parse_date(self, value: object, field: str) -> Parsed[Date | None]:
        """Parse a date, which is a text or a number."""
        return dates.parse(self.string(value, field, field), field)

    def language(self) -> str:
        """Return the BCP 47 tag of the language; what is no tag and no name of a language stays as it is."""
        text = self.text("language", "language").removesuffix(".")
        return languages.tag(text) or (text.replace("_", "-") if _LANGUAGE.fullmatch(text) else text)

    def as_custom(self, value: object) -> str:
        """Return a value as text: texts with semicolons between them, anything else as JSON."""
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, list) and all(isinstance(one, (str, int, float)) for one in value):
            return clean("; ".join(map(str, value)))
        if value is True or isinstance(value, (int, float)):
            return str(value).lower()
        return shorten(_as_json(value), 1000)

    def placed(self, paths: Mapping[str, str]) -> tuple[Remark, ...]:
        """Return all remarks, each with the path of the value that its field was read from."""
        return tuple(
            [one if one.path or one.field not in paths else one._replace(path=f"$.{paths[one.field]}")
             for one in self.remarks]
        )  # fmt: skip


def _as_json(value: object) -> str:
    try:
        return orjson.dumps(value, default=str).decode()
    except orjson.JSONEncodeError:  # an integer of more than 64 bits
        return str(value)
