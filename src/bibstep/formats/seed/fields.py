"""The values of a seed record: those of the original record inside it, then the aggregator's own."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from bibstep.formats.fields import Fields, T
from bibstep.input.json_objects import as_text
from bibstep.model import Name, Remark
from bibstep.text.clean import shorten
from bibstep.values import Parsed, Remarks, names, titles

Json = Mapping[str, object]

#: Field of Record -> the keys it is read from, in the order in which they are tried.
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
    "keyword": (("fieldsOfStudy",), ("s2FieldsOfStudy",)),
    "doi": (("doi",), ("externalIds", "DOI")),
    "arxiv": (("externalIds", "ArXiv"),),
    "pmid": (("PMID",), ("pmid",), ("externalIds", "PubMed")),
    "pmcid": (("PMCID",), ("externalIds", "PubMedCentral")),
    "issn": (("publicationVenue", "issn"),),
    "pdf": (("openAccessPdf", "url"), ("openAccessPdf",)),
    "type": (("publicationTypes",),),
}  # fmt: skip
#: Keys that only the seed's family has, one of which says what a record with a title or authors is.
_ALONE = frozenset(
    """paperid PeriodicalId PeriodicalName PeriodicalIF RegionNum RegionCategory JCR JCRName ListUrlMain DOIUrl
    EPubDate PubModel corpusId TitleCN AbstractTextCN publicationTypes publicationVenue externalIds openAccessPdf
    fieldsOfStudy""".split()
)
#: All other keys that such a record has.
_TOO = frozenset("title authors abstract journal venue year doi url pmid PMID PMCID citationCount".split())
#: What says nothing of the work, or is said by another key too.
_ABOUT = frozenset(
    """resultStr platform FirstCategoryId ArticlePicture Score Total isOpenAccess paperId referenceCount
    influentialCitationCount s2FieldsOfStudy citationStyles matchScore citations references embedding tldr
    textAvailability contexts intents isInfluential""".split()
)
_KNOWN = _ALONE | _TOO | _ABOUT | {"publicationDate"}
_NESTED = "$.resultStr"
_EMPTY: tuple[object, ...] = (None, "", [], {})


def is_seed(data: Json) -> bool:
    """Whether an object is a record of the seed's family: by a key that only these have, or because it has no other.

    >>> is_seed({"title": "A", "year": 2001}), is_seed({"title": "A", "version": "1.0"})
    (True, False)
    """
    if "title" not in data and "authors" not in data:
        return False
    if not _ALONE.isdisjoint(data) or _TOO.issuperset(data):
        return True
    date = data.get("publicationDate", "")  # in a list of headings it is "Date published"
    return "publicationDate" in data and (date is None or date == "" or any(map(str.isdecimal, str(date))))


class SeedFields(Fields[object]):
    """The values of a record by key.

    ``outer`` is the record itself, ``nested`` the original record in its ``resultStr``; ``nested`` is empty where that
    is null, empty or invalid JSON (with a remark). A value is the original's, or the outer one where the original's is
    null or empty. For titles, look at both levels. ``agree``: both levels have the same values except for the title.
    """

    __slots__ = ("agree", "nested", "outer")

    def __init__(self, outer: Json) -> None:
        self.outer = outer
        self.remarks = []
        self.nested: Json = self._original(outer.get("resultStr"))
        self.agree = bool(self.nested) and _agree(outer, self.nested)
        values = self.nested if self.agree else outer
        if self.nested and not self.agree:
            # Of what is false, only 0 and False themselves are values (False == 0).
            values = {**outer, **{key: value for key, value in self.nested.items() if value or value == 0}}
        super().__init__(values, self.remarks)

    def string(self, value: object, field: str, name: str) -> str:
        """Return a text, or a number or a list of one text as text; add a remark on anything else."""
        if value is None or isinstance(value, str):  # as nearly all are
            return value or ""
        text = as_text(value)
        if not text and value not in _EMPTY and value is not False:
            message = f"{name} is not text but {shorten(repr(value), 40)}; left out"
            self.remark("value-ignored", field, message, self._path((name,)))
        return text

    def texts(self, field: str, name: str, *others: str) -> list[str]:
        """Return the texts in a list, or in a text with commas between them."""
        value = self.take(name, *others)
        if isinstance(value, list):
            return [text for one in value if (text := as_text(one))]
        return [part for part in self.string(value, field, name).split(",") if part.strip()]

    def plain(self, value: object, field: str, name: str = "") -> str:
        """Return a value as plain text, its markup resolved."""
        text = self.string(value, field, name)
        return self.accept(titles.parse_plain(text, field)) if text else ""

    def parse_people(self, value: object, field: str) -> Parsed[tuple[Name, ...]]:
        """Parse people: one text, a list of names, or a list of objects with a name each."""
        if isinstance(value, str):
            return names.parse_list(value) if value else ((), ())
        if isinstance(value, list):
            found = [as_text(one.get("name")) if isinstance(one, dict) else as_text(one) for one in value]
            people, remarks = names.parse_display_names([name for name in found if name])
            if not all(found):
                remarks = (Remark("names-junk", field, "an author without a name was left out"), *remarks)
            return people, remarks
        if value is None:
            return (), ()
        message = f"authors is not a list of names but {shorten(repr(value), 40)}; left out"
        return (), (Remark("value-ignored", field, message),)

    def _original(self, value: object) -> Json:
        if isinstance(value, str) and value.strip():
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError as error:
                self.remark(
                    "nested-unread", "title", f"resultStr is not valid JSON ({shorten(error.msg)}); left out", _NESTED
                )
                return {}
        elif value is None or value == "" or isinstance(value, str):
            return {}
        if isinstance(value, dict):
            return value
        if value is not None:
            self.remark(
                "nested-unread",
                "title",
                f"resultStr is not an object but {shorten(repr(value), 40)}; left out",
                _NESTED,
            )
        return {}

    def remark(self, code: str, field: str, message: str, path: str = "") -> None:
        """Add a remark; ``path`` is the place of its value in the record."""
        self.remarks.append(Remark(code, field, message, path))

    def accept(self, parsed: Parsed[T], name: str = "") -> T:
        """Return the value that a parser found, and add its remarks, with the path of the value called ``name``."""
        value, remarks = parsed
        if remarks:
            path = self._path((name,)) if name else ""
            self.remarks += [one._replace(path=path) for one in remarks] if path else remarks
        return value

    def placed(self) -> Remarks:
        """Return all remarks, each with the path of the value that its field was read from."""
        return tuple([one if one.path else self._placed(*one) for one in self.remarks])

    def _placed(self, code: str, field: str, message: str, path: str) -> Remark:
        for keys in KEYS_OF.get(field, ()):
            if path := self._path(keys):
                break
        return Remark(code, field, message, path)

    def _path(self, keys: tuple[str, ...]) -> str:
        """Return the path of the value under these keys, in the original if it has one, or ""."""
        for level, start in ((self.nested, _NESTED), (self.outer, "$")):
            value: object = level
            for key in keys:
                value = value.get(key) if isinstance(value, dict) else None
            if value or value not in _EMPTY:
                return ".".join((start, *keys))
        return ""

    def unknown(self) -> tuple[tuple[str, str], ...]:
        """Return the values under keys that no record of the family has, as custom values."""
        if _KNOWN.issuperset(self):
            return ()
        values = [(key, self[key]) for key in self if key not in _KNOWN]
        return tuple([(key, text) for key, value in values if (text := _as_custom(value))])

    def objects(self, name: str) -> tuple[Json, ...]:
        """Return the objects under a key, the original's first, and leave them; only one where both levels agree."""
        value = self.get(name)
        if value is None or value == "":
            return ()
        levels = (self.nested,) if self.agree else (self.nested, self.outer)
        return tuple([value for level in levels if isinstance(value := level.get(name), dict)])


def _as_custom(value: object) -> str:
    if value in _EMPTY or value is False:
        return ""
    texts = [as_text(one) for one in (value if isinstance(value, list) else [value])]
    return "; ".join(texts) if all(texts) else shorten(str(value), 1000)


def _agree(outer: Json, nested: Json) -> bool:
    """Whether an original has a title, and otherwise the values of the outer record; most do."""
    title = nested.get("title")
    try:
        return bool(title) and {**outer, "title": title, "resultStr": nested.get("resultStr")} == nested
    except RecursionError:  # JSON may be nested deeper than Python compares
        return False


def part(objects: tuple[Json, ...], name: str) -> str:
    """Return the first text under a name in these objects: "39 1" under "volume" in {"volume": "39 1"}."""
    for one in objects:
        value = one.get(name)
        text = value if isinstance(value, str) else as_text(value)
        if text and not text.isspace():
            return text
    return ""
