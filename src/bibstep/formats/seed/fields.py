"""A seed record's two levels as one: the original inside first, the aggregator's own fields where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import orjson

from bibstep.input.json_objects import as_text
from bibstep.model import Remark
from bibstep.text.clean import clean, shorten
from bibstep.values import Parsed, Remarks

T = TypeVar("T")
Json = Mapping[str, object]

#: Field of Record -> the keys it is read from, the first that holds something before the others.
KEYS_OF: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "title": (("title",),),
    "author": (("authors",),),
    "container_title": (
        ("journal", "name"), ("journal",), ("PeriodicalName",), ("venue",), ("publicationVenue", "name"),
    ),
    "volume": (("journal", "volume"),),
    "issue": (("journal", "volume"),),
    "page": (("journal", "pages"),),
    "number": (("journal", "pages"),),
    "issued": (("publicationDate",), ("EPubDate",), ("year",)),
    "abstract": (("abstract",),),
    "keyword": (("fieldsOfStudy",),),
    "doi": (("doi",), ("externalIds", "DOI")),
    "arxiv": (("externalIds", "ArXiv"),),
    "pmid": (("PMID",), ("pmid",), ("externalIds", "PubMed")),
    "pmcid": (("PMCID",), ("externalIds", "PubMedCentral")),
    "issn": (("publicationVenue", "issn"),),
    "pdf": (("openAccessPdf", "url"), ("openAccessPdf",)),
    "type": (("publicationTypes",),),
}  # fmt: skip
_NESTED = "$.resultStr"
_EMPTY: tuple[object, ...] = (None, "", [], {})


class Levels:
    """The values of a record by their keys, and the remarks made on the way.

    ``outer`` is the record as it came, ``nested`` the original in its ``resultStr``: empty where that is null, empty,
    or no JSON (which is remarked on). ``said`` has of each key the original's value, or the outer one where that is
    null or empty; of the title, ``outer`` and ``nested`` tell. ``agree`` is true where the two levels are known to say
    the same in all else.
    """

    __slots__ = ("agree", "nested", "outer", "remarks", "said")

    def __init__(self, outer: Json) -> None:
        self.outer = outer
        self.remarks: list[Remark] = []
        self.nested: Json = self._original(outer.get("resultStr"))
        self.agree = bool(self.nested) and _agree(outer, self.nested)
        self.said: Json = self.nested if self.agree else outer
        if self.nested and not self.agree:
            # Of what is false, only 0 and False themselves are values (False == 0).
            self.said = {**outer, **{key: value for key, value in self.nested.items() if value or value == 0}}

    def _original(self, value: object) -> Json:
        if isinstance(value, str) and value.strip():
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError as error:
                self.remark(
                    "nested-unread", "title", f"resultStr is no valid JSON ({shorten(error.msg)}); left out", _NESTED
                )
                return {}
        elif value is None or value == "" or isinstance(value, str):
            return {}
        if isinstance(value, dict):
            return value
        if value is not None:
            self.remark(
                "nested-unread", "title", f"resultStr is no object but {shorten(repr(value), 40)}; left out", _NESTED
            )
        return {}

    def remark(self, code: str, field: str, message: str, path: str = "") -> None:
        """Take a remark down."""
        self.remarks.append(Remark(code, field, message, path))

    def noted(self, parsed: Parsed[T], key: str = "") -> T:
        """The value of what a parser returned; its remarks are taken down, as said of ``key`` where that is given."""
        if parsed[1]:
            path = self._path((key,)) if key else ""
            self.remarks.extend([one._replace(path=path) for one in parsed[1]] if path else parsed[1])
        return parsed[0]

    def placed(self) -> Remarks:
        """All remarks, each with the path of the value that its field was read from."""
        return tuple([one if one.path else self._placed(*one) for one in self.remarks])

    def _placed(self, code: str, field: str, message: str, path: str) -> Remark:
        for keys in KEYS_OF.get(field, ()):
            if path := self._path(keys):
                break
        return Remark(code, field, message, path)

    def _path(self, keys: tuple[str, ...]) -> str:
        """Where the value under these keys stands, the original first; nothing where there is none."""
        for level, start in ((self.nested, _NESTED), (self.outer, "$")):
            value: object = level
            for key in keys:
                value = value.get(key) if isinstance(value, dict) else None
            if value or value not in _EMPTY:
                return ".".join((start, *keys))
        return ""

    def text(self, field: str, *keys: str) -> str:
        """The first of the keys that holds text; ``field`` is named in a remark where a value is something else.

        A number counts as text; a list of one, as the one in it.
        """
        for key in keys:
            value = self.said.get(key)
            if value is None or value == "":
                continue
            text = value if isinstance(value, str) else as_text(value)
            if text:
                return text
            if value not in _EMPTY and value is not False:
                message = f"{key} holds no text but {shorten(repr(value), 40)}; left out"
                self.remark("value-ignored", field, message, self._path((key,)))
        return ""

    def cleaned(self, key: str) -> str:
        """The text under a key, cleaned; nothing where there is none."""
        value = self.said.get(key)
        return "" if value is None or value == "" else clean(as_text(value))

    def parts(self, key: str) -> tuple[Json, ...]:
        """The objects under a key, the original's first; one of them, where the levels say the same."""
        value = self.said.get(key)
        if value is None or value == "":
            return ()
        levels = (self.nested,) if self.agree else (self.nested, self.outer)
        return tuple([value for level in levels if isinstance(value := level.get(key), dict)])

    def listed(self, key: str) -> list[str]:
        """The texts of a list, or of one comma-joined text."""
        value = self.said.get(key)
        if not value:
            return []
        if isinstance(value, str):
            return [part for part in value.split(",") if part.strip()]
        return [text for item in value if (text := as_text(item))] if isinstance(value, list) else []


def _agree(outer: Json, nested: Json) -> bool:
    """Whether an original with a title says what the outer record says, save for the title; most do."""
    title = nested.get("title")
    try:
        return bool(title) and {**outer, "title": title, "resultStr": nested.get("resultStr")} == nested
    except RecursionError:  # JSON may be nested deeper than Python compares
        return False


def part(objects: tuple[Json, ...], name: str) -> str:
    """The first text under a name in one of the objects: "39 1" under "volume" in {"volume": "39 1"}."""
    for one in objects:
        value = one.get(name)
        text = value if isinstance(value, str) else as_text(value)
        if text and not text.isspace():
            return text
    return ""
