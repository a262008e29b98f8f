"""The values of one entry, taken out one by one, so that what nobody takes is known and carried along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from bibstep.formats.bibtex import names as tex_names
from bibstep.formats.bibtex.tables import ALIASES
from bibstep.formats.latex import case as tex_case
from bibstep.formats.latex import decode as tex_text
from bibstep.model import Name, Remark, Rich, Span
from bibstep.text.clean import clean, shorten
from bibstep.values import Parsed
from bibstep.values.languages import babel_tag

T = TypeVar("T")
#: What people escape in a link or a DOI although it is verbatim; our own writer percent-encodes what it must.
_ESCAPED = re.compile(
    r"\\([&%#_$~{}])|\{\\([&%#_$])\}|\{\\text(?:asciitilde|underscore)\}|\\(?:textasciitilde|~)\s*(?:\{\})?|\\textunderscore\s*(?:\{\})?|\$\\sim\$"
)
_URL_COMMAND = re.compile(r"\\(?:url|path|nolinkurl|href)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?")
_PARTS = re.compile(r"[,;]|\s+(?=[0-9]{4}-[0-9]{3}[0-9Xx]|97[89])|\s+and\s+")
_BRACE_OR_MARK = re.compile(r"[{},;]")


class Values:
    """The values of an entry as TeX source, and the remarks on them; a value that was taken is gone."""

    def __init__(self, source: dict[str, str], remarks: Iterable[Remark]) -> None:
        self.remarks = list(remarks)
        self._source: dict[str, str] = {}
        self.carried: dict[str, str] = {}
        if source.get("address", "").strip() and source.get("location", "").strip():
            # The ACM's own: where the publisher is, and where the meeting was.
            source = {"venue": source["location"], **source, "location": source["address"]}
        for name, value in source.items():
            if not value or value.isspace():
                continue
            name = ALIASES.get(name, name)
            if name not in self._source:
                self._source[name] = value
            elif clean(value) != clean(self._source[name]):
                self._source[name] += f"; {value}" if name in ("annote", "keywords") else ""
                if name not in ("annote", "keywords"):
                    self.remarks.append(
                        Remark("field-repeated", "custom", f"{name} stands twice; {shorten(value, 40)!r} left out")
                    )

    def __contains__(self, name: str) -> bool:
        return name in self._source

    def has_any(self, names: Mapping[str, str]) -> bool:
        """Whether the entry has any of the named fields."""
        return not names.keys().isdisjoint(self._source)

    def raw(self, name: str) -> str:
        """The TeX source of a field, taken."""
        return self._source.pop(name, "")

    def peek(self, name: str) -> str:
        """The TeX source of a field, left where it is."""
        return self._source.get(name, "")

    def text(self, name: str, field: str) -> str:
        """A field as plain text, taken."""
        source = self._source.pop(name, "")
        return self.decoded(source, field) if source else ""

    def decoded(self, source: str, field: str) -> str:
        """TeX source as plain text."""
        text, unknown = tex_text.plain(source)
        if unknown:
            self.remarks += tex_text.remarks_on(unknown, field)
        return text

    def noted(self, read: Parsed[T]) -> T:
        """The value of what was read; its remarks are kept."""
        self.remarks += read[1]
        return read[0]

    def people(self, name: str, field: str) -> tuple[Name, ...]:
        """A field as a list of names, taken."""
        source = self.raw(name)
        return self.noted(tex_names.names(source, field)) if source else ()

    def verbatim(self, name: str) -> str:
        """A field that TeX does not set, taken; what was escaped in it all the same is itself again."""
        source = self.raw(name)
        if not source:
            return ""
        if "\\" in source:
            if command := _URL_COMMAND.search(source):
                source = command[1]
            source = _ESCAPED.sub(lambda match: match[1] or match[2] or ("_" if "under" in match[0] else "~"), source)
        source = clean(source)
        if source[:1] == "{" and source[-1:] == "}":
            source = source.strip("{}")
        return source

    def identifier(self, name: str, parse: Callable[[str], Parsed[str]]) -> str:
        """A field as an identifier; what is none is carried along as it is."""
        if name not in self._source:
            return ""
        source = self.verbatim(name)
        value = self.noted(parse(source)) if source else ""
        if source and not value and any(char.isalnum() for char in source):
            self.carried.setdefault(name, source)
        return value

    def several(self, name: str, parse: Callable[[str], Parsed[str]]) -> tuple[str, ...]:
        """A field of several identifiers; if one of them is none, the field is carried along besides."""
        if name not in self._source:
            return ()
        source = self.verbatim(name)
        parts = [part.strip() for part in _PARTS.split(source) if part.strip()]
        found = [self.noted(parse(part)) for part in parts]
        if not all(found):
            self.carried.setdefault(name, source)
        return tuple(dict.fromkeys([value for value in found if value]))

    def keywords(self) -> tuple[str, ...]:
        """The keywords, cut at semicolons, or at commas where there are none, outside of braces."""
        source = self.raw("keywords")
        if not source:
            return ()
        parts = list(_cut(source, ";"))
        if len(parts) == 1:
            parts = list(_cut(source, ","))
        return tuple([word for part in parts if (word := self.decoded(part, "keyword"))])

    def title(self, names: tuple[str, ...], language: str) -> Rich:
        """A title and its subtitle as one, with a colon between, as CSL wants them."""
        spans: list[Span] = []
        braced: list[tuple[int, int]] = []
        for name in names:
            source = self.raw(name)
            if not source:
                continue
            read = tex_text.rich(source)
            self.remarks += tex_text.remarks_on(read.unknown, "title")
            if not read.text:
                continue
            if spans:
                spans.append(Span(" " if spans[-1].text[-1] in ":?!" else ": "))
            offset = sum(len(span.text) for span in spans)
            braced += [(start + offset, end + offset) for start, end in read.braced]
            spans += read.text.spans
        return tex_case.protect(Rich.join(spans), tuple(braced), language)

    def joined(self, names: tuple[str, ...], field: str) -> str:
        """Plain texts with a colon between: a booktitle and its subtitle."""
        parts = [part for name in names if (part := self.text(name, field))]
        return ": ".join(parts)

    def language(self) -> str:
        """The BCP 47 tag of ``langid`` or ``language``; a language that is not known is carried along."""
        for name in ("language", "langid"):
            source = self.peek(name)
            if source and (tag := babel_tag(clean(source.strip("{} ")))):
                self.raw(name)
                if name == "language":
                    self.raw("langid")
                return tag
        return ""

    def left(self) -> Iterator[tuple[str, str]]:
        """What nobody has taken, decoded, and what was carried along."""
        for name, source in list(self._source.items()):
            if value := self.decoded(source, "custom"):
                yield name, value
        yield from self.carried.items()


def _cut(source: str, mark: str) -> Iterator[str]:
    depth = start = 0
    for match in _BRACE_OR_MARK.finditer(source):
        depth += (match[0] == "{") - (match[0] == "}")
        if match[0] == mark and depth <= 0:
            yield source[start : match.start()]
            start = match.end()
    yield source[start:]
