"""The fields of a .bib entry, with methods that decode their TeX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bibstep.formats.bibtex import case, names
from bibstep.formats.bibtex.tables import ALIASES, LISTS
from bibstep.formats.fields import Fields
from bibstep.model import Date, Name, Remark, Rich, Span
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, dates, identifiers
from bibstep.values.languages import babel_tag
from bibstep.values.tex import decode

#: Characters that people escape in a link or a DOI, although it is verbatim. (Our writer percent-encodes them.)
_ESCAPED = later(
    r"\\([&%#_$~{}])|\{\\([&%#_$])\}|\{\\text(?:asciitilde|underscore)\}|\\(?:textasciitilde|~)\s*(?:\{\})?|\\textunderscore\s*(?:\{\})?|\$\\sim\$"
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
        """TeX source as plain text."""
        plain, unknown = decode.plain(value)
        if unknown:
            self.remarks += decode.remarks_on(unknown, field)
        return plain

    def verbatim(self, text: str) -> str:
        """A text that is not TeX, such as a link; escapes in it are removed all the same."""
        if "\\" in text:
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
        source = self.pop("keywords", "")
        if not source:
            return ()
        parts = list(_cut(source, ";"))
        if len(parts) == 1 or (len(parts) < source.count(",") + 1 and not _NO_SEPARATOR.search(source)):
            parts = list(_cut(source, ","))
        return tuple([word for part in parts if (word := self.plain(part, "keyword"))])

    def title(self, language: str, *names: str) -> Rich:
        """A title and its subtitle, joined by a colon, as CSL wants them."""
        spans: list[Span] = []
        braced: list[tuple[int, int]] = []
        for name in names:
            if name not in self:
                continue
            read = decode.rich(self.pop(name))
            self.remarks += decode.remarks_on(read.unknown, "title")
            if not read.text:
                continue
            if spans:
                spans.append(Span(" " if spans[-1].text[-1] in ":?!" else ": "))
            offset = sum(len(span.text) for span in spans)
            braced += [(start + offset, end + offset) for start, end in read.braced]
            spans += read.text.spans
        return case.protect(Rich.join(spans), tuple(braced), language)

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


def _cut(source: str, mark: str) -> Iterator[str]:
    depth = start = 0
    for match in _BRACE_OR_MARK.finditer(source):
        depth += (match[0] == "{") - (match[0] == "}")
        if match[0] == mark and depth <= 0:
            yield source[start : match.start()]
            start = match.end()
    yield source[start:]
