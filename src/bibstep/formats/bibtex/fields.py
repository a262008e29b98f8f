"""The fields of a .bib entry, with methods that decode their TeX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from bibstep.formats.bibtex import names
from bibstep.formats.bibtex.tables import ALIASES, LISTS
from bibstep.formats.fields import Fields
from bibstep.model import EMPTY, Date, Name, Remark, Rich, Span
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, dates, identifiers, titles
from bibstep.values.languages import babel_tag
from bibstep.values.tex import decode
from bibstep.values.tex.tokens import strict_entities
from bibstep.values.titles import braces

#: Characters that people escape in a link or a DOI, although it is verbatim. (Our writer percent-encodes them.)
_ESCAPED = later(
    r"\\([&%#_$~{}])|\{\\?([&%#_$~])\}|\{\\text(?:asciitilde|underscore)\}|\\(?:textasciitilde|~)\s*(?:\{\})?|\\textunderscore\s*(?:\{\})?|\$\\sim\$"
)
_URL_COMMAND = later(r"\\(?:url|path|nolinkurl|href)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?")
#: A comma that does not separate words as Better BibTeX's do, or a semicolon without a space after it.
_NO_SEPARATOR = later(r",(?:\s|\Z)|(?<=\d),(?=\d)|;\S")
_BRACE_OR_MARK = later(r"[{},;]")


class BibFields(Fields[str]):
    """The fields of an entry as TeX source, under the names that ``ALIASES`` gives them; none is blank."""

    __slots__ = ()

    def __init__(self, source: Mapping[str, str], remarks: Iterable[Remark] = ()) -> None:
        values: dict[str, str] = {}
        repeated: list[Remark] = []
        if source.get("address", "").strip() and source.get("location", "").strip():
            # In the ACM's style, address is the publisher's place and location is the meeting's.
            source = {"venue": source["location"], **source, "location": source["address"]}
        if source.get("archiveprefix", "").strip() and source.get("eprinttype", "").strip():
            # Which of the two is right shows in the identifier.
            is_arxiv = identifiers.arxiv(source.get("eprint", "").strip("{} "))[0]
            source = {**source, "archiveprefix" if not is_arxiv else "eprinttype": ""}
        for name, value in source.items():
            if not value or value.isspace():
                continue
            name = ALIASES.get(name, name)
            if name not in values:
                values[name] = value
            elif clean(value) != clean(values[name]):
                if name in LISTS:
                    values[name] += f"; {value}"
                else:
                    message = f"{name} occurs twice; {shorten(value, 40)!r} was left out"
                    repeated.append(Remark("field-repeated", "custom", message))
        super().__init__(values, [*remarks, *repeated])

    def plain(self, value: str, field: str, name: str = "") -> str:  # noqa: ARG002
        """TeX source as plain text; in what is only kept, no other markup is resolved."""
        if value.isalnum() and value.isascii():  # a number or a word, as half of all values are
            return value
        if field == "custom":
            plain, unknown = decode.plain(value)
            self.remarks += decode.remarks_on(unknown, field)
            return plain
        return self.accept(_parsed(value, field) if len(value) > _LONG else _remembered(value, field))

    def verbatim(self, text: str) -> str:
        """A text that is not TeX, such as a link; escapes in it are removed all the same."""
        if "\\" in text or "{" in text:
            if command := _URL_COMMAND.search(text):
                text = command[1]
            text = _ESCAPED.sub(lambda match: match[1] or match[2] or ("_" if "under" in match[0] else "~"), text)
        text = clean(text)
        return text.strip("{}") if text[:1] == "{" and text[-1:] == "}" else text

    def parse_people(self, value: str, field: str) -> Parsed[tuple[Name, ...]]:
        """A list of names, joined by "and"."""
        return names.names(value, field)

    def parse_date(self, value: str, field: str) -> Parsed[Date | None]:
        """A date in biblatex's form, in which "~" is not a space."""
        return dates.parse(self.verbatim(value), field)

    def as_custom(self, value: str) -> str:
        """A value as plain text."""
        return self.plain(value, "custom")

    def keywords(self) -> tuple[str, ...]:
        """The keywords, split at semicolons or, if there are none, at commas, outside braces.

        Better BibTeX joins keywords with bare commas, and writes a comma inside a keyword as a semicolon.
        """
        source = strict_entities(self.pop("keywords", ""))
        if not source:
            return ()
        parts = list(_cut(source, ";"))
        if len(parts) == 1 or (len(parts) < source.count(",") + 1 and not _NO_SEPARATOR.search(source)):
            parts = list(_cut(source, ","))
        return tuple([word for part in parts if (word := self.plain(part, "keyword"))])

    def title(self, language: str, *names: str) -> Rich:
        """A title and its subtitle, joined by a colon, as CSL wants them."""
        spans: list[Span] = []
        for name in names:
            if name not in self:
                continue
            read = decode.rich(self.pop(name))
            self.remarks += decode.remarks_on(read.unknown, "title")
            if not read.text:
                continue
            if spans:
                spans.append(Span(" " if spans[-1].text[-1] in ":?!" else ": "))
            spans += braces.marked(read.text.spans, read.braced)
        return self.accept(titles.parse_runs(spans, "title", language)) if spans else EMPTY

    def joined(self, field: str, *names: str) -> str:
        """Plain texts joined by a colon, such as a booktitle and its subtitle."""
        return ": ".join([part for name in names if (part := self.text(field, name))])

    def language(self) -> str:
        """The BCP 47 tag of ``language`` or ``langid``; a language that is not known stays in its field."""
        for name in ("language", "langid"):
            source = self.get(name)
            if source and (tag := babel_tag(clean(source.strip("{} ")))):
                del self[name]
                if name == "language":
                    self.pop("langid", None)
                return tag
        return ""


#: Longer texts are not remembered.
_LONG = 1000


def _parsed(tex: str, field: str) -> Parsed[str]:
    return titles.parse_tex(tex, field)


#: Remembered, because journals, publishers and places come again in a file.
_remembered = lru_cache(maxsize=2048)(_parsed)


def _cut(source: str, mark: str) -> Iterator[str]:
    depth = start = 0
    for match in _BRACE_OR_MARK.finditer(source):
        depth += (match[0] == "{") - (match[0] == "}")
        if match[0] == mark and depth <= 0:
            yield source[start : match.start()]
            start = match.end()
    yield source[start:]
