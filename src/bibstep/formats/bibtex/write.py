"""Write values in a .bib file: escapes, names, titles, fields; shared by BibTeX and biblatex."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from bibstep.formats.bibtex import limits
from bibstep.formats.bibtex.custom import PREFIX, field_name, fields_of, is_windows_path
from bibstep.formats.bibtex.people import AND, names, person
from bibstep.formats.bibtex.tables import ROLE_FIELDS, TAKEN
from bibstep.formats.bibtex.write_dates import Bare, date, day, exact_date, literal_year, month, year
from bibstep.formats.filters import marked_up, one_line, then, thesis_word, unless, when
from bibstep.formats.latex.encode import to_ascii
from bibstep.formats.template import NOTHING, Encoded, Encoder, Filter, Format
from bibstep.model import Name, PageRange, Rich, Span
from bibstep.text.patterns import later
from bibstep.values import citation_keys, notes, pages
from bibstep.values.languages import babel_tag
from bibstep.values.titles import casing

Encode = Callable[[str], str]

#: Braces become commands because BibTeX counts every brace, even after a backslash. Each command is in a group: after
#: ``\textbraceleft{}`` pandoc reads a protected word as another argument and loses it (measured), and "\\^{}" and
#: "\\~{}" are misread by five of nine readers.
_COMMANDS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
}
_SPECIAL = later(r"[\\{}~^&%#_$]")
#: Characters that TeX would join to a ligature; an empty group separates them.
_LIGATURE = later(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)")
#: Math is in braces, because a style that lowers the case of titles would turn $O(n)$ into $o(n)$.
_STYLES = {
    "italic": (r"\textit{", "}"),
    "bold": (r"\textbf{", "}"),
    "sub": (r"\textsubscript{", "}"),
    "sup": (r"\textsuperscript{", "}"),
    "smallcaps": (r"\textsc{", "}"),
    "nocase": ("", ""),  # see ``_protect``
    "math": ("{$", "$}"),
}


def escape(text: str) -> str:
    """Escape the characters that are special to TeX or BibTeX.

    >>> escape("R&D: 50% of {x}")
    'R\\\\&D: 50\\\\% of {\\\\textbraceleft}x{\\\\textbraceright}'
    """
    if text.isalnum():
        return text
    # Finding and replacing single characters is much faster than a regular expression, which is used only for the
    # characters that become more than a backslash and themselves.
    if "\\" in text or "{" in text or "}" in text or "~" in text or "^" in text:
        text = _SPECIAL.sub(_command, text)
    else:
        for sign in "&%_$#":
            if sign in text:
                text = text.replace(sign, f"\\{sign}")
    # One character is found ten times as fast as two in a row, so it is looked for first.
    if ("-" in text and "--" in text) or ("'" in text and "''" in text) or "`" in text:
        text = _LIGATURE.sub("{}", text)
    return text


def printed(text: str) -> str:
    """As ``escape``, for what a style may print: OT1, LaTeX's default encoding, prints ¡ and ¿ for < and >.

    >>> printed("p < 0.05")
    'p {\\\\textless} 0.05'
    """
    text = escape(text)
    if "<" in text:
        text = text.replace("<", r"{\textless}")
    return text.replace(">", r"{\textgreater}") if ">" in text else text


def _command(match: re.Match[str]) -> str:
    return _COMMANDS[match[0]]


def escape_ascii(text: str) -> str:
    """As ``escape``, and with commands for all characters outside ASCII that have one (see latex/encode)."""
    return to_ascii(escape(text))[0]


def verbatim(value: str) -> Encoded:
    """A DOI, a link or an identifier without escapes, which most readers would not remove (measured)."""
    return Encoded(limits.percent_encoded(value)) if value else NOTHING


def verbatim_ascii(value: str) -> Encoded:
    """As ``verbatim``, with characters outside ASCII percent-encoded too."""
    return Encoded(limits.percent_encoded(value, ascii_only=True))


def title(value: Rich, language: str = "", *, encode: Encode) -> Encoded:
    """A rich title: markup as commands, words that must keep their case in braces, math in braces and dollars.

    A command is not enclosed in braces: ``{\\textit{X}}`` is a "special character" to BibTeX, which changes the case
    inside it; in ``\\textit{{X}}`` it keeps the case.
    """
    if value.is_plain:
        return Encoded(_protect(value.source, casing.protected(value, language), encode))
    value = _without_idle_case(value)
    source = value.source
    ranges = [
        (start, end)
        for start, end in casing.protected(value, language)
        if source[start:end].lower() != source[start:end].upper()
    ]
    if value.is_plain:
        return Encoded(_protect(source, ranges, encode))

    def write(span: Span, start: int) -> str:
        if "math" in span.styles:
            return span.text
        end = start + len(span.text)
        inner = [(max(a, start) - start, min(b, end) - start) for a, b in ranges if a < end and b > start]
        return _protect(span.text, inner, encode)

    return Encoded(marked_up(value.spans, _STYLES, write))


def _without_idle_case(value: Rich) -> Rich:
    """Remove ``nocase`` from a title that has it everywhere: readers ignore braces around a whole title."""
    if not value or not all("nocase" in span.styles for span in value.spans):
        return value
    kept = [Span(text, tuple([style for style in styles if style != "nocase"])) for text, styles in value.spans]
    return Rich.join(kept)


def _protect(text: str, ranges: Iterable[tuple[int, int]], encode: Encode) -> str:
    parts: list[str] = []
    at = 0
    if encode(text) == text:  # then this is true of its parts too
        encode = str
    for start, end in ranges:
        parts += encode(text[at:start]), "{", encode(text[start:end]), "}"
        at = end
    return "".join(parts) + encode(text[at:])


def unprinted(value: str, encode: Encode) -> Encoded:
    """A text that no style prints: < and > stay in it, because three of nine readers do not know their commands."""
    return Encoded(encode(value)) if value else NOTHING


def whole(value: str, encode: Encode) -> Encoded:
    """A publisher or institution, in extra braces if an " and " in it would make it a list (measured)."""
    if not value:
        return NOTHING
    text = encode(value)
    return Encoded(f"{{{text}}}" if AND.search(value) else text)


def joined(values: Sequence[str], separator: str = ", ", *, encode: Encode) -> Encoded:
    """Several values in one field; a value that contains a separator is enclosed in braces."""
    if not values:
        return NOTHING
    written = [f"{{{encode(value)}}}" if "," in value or ";" in value else encode(value) for value in values]
    return Encoded(separator.join(written))


def keys(values: Iterable[str]) -> Encoded:
    """Other keys of an entry, for biblatex's ``ids``; what cannot be a key is left out."""
    return Encoded(", ".join([value for value in values if citation_keys.nearest(value) == value]))


def note_lines(values: Iterable[object], encode: Encode) -> Encoded:
    """Notes, one a line: text unchanged, metrics and a translation in words; empty notes are skipped."""
    return Encoded("\n    ".join([encode(line) for line in notes.lines(values)]))


def unlinked(value: str, encode: Encode) -> Encoded:
    """A note or a container in extra braces if it begins with a link, or it would be read as the record's link."""
    if not value:
        return NOTHING
    text = encode(value)
    return Encoded(f"{{{text}}}" if value[:4] == "http" else text)


def page_text(ranges: Sequence[PageRange], encode: Encode) -> Encoded:
    """Pages with ``--`` between first and last, as in the BibTeX manual.

    A single page with a hyphen of its own ("C3-31") is written twice, or it would be read as two.
    """
    if not ranges:
        return NOTHING
    if len(ranges) == 1 and not ranges[0].last and "-" in ranges[0].first:
        (first, _), written = ranges[0], pages.text((PageRange(ranges[0].first, ranges[0].first),), "--")
        if pages.parse(first)[0].ranges != tuple(ranges) and pages.parse(written)[0].ranges == tuple(ranges):
            ranges = (PageRange(first, first),)
    return Encoded(pages.text([PageRange(encode(first), encode(last)) for first, last in ranges], "--"))


def fields(
    values: Mapping[str, object],
    roles: Iterable[tuple[str, Sequence[Name]]] = (),
    custom: Iterable[tuple[str, str]] = (),
    *,
    text: Encode,
    encode: Callable[[object], str],
) -> Encoded:
    """The fields of an entry, one a line; fields without a value are skipped.

    ``roles`` and ``custom`` are written after them, under their own names; styles ignore names that they do not know.
    """
    if roles or custom:
        values = {**values, **dict(_more(roles, custom, values, encode))}
    lines: list[str] = []
    for name, value in values.items():
        if not value:
            continue
        kind = type(value)
        if kind is Encoded:
            lines.append(f"  {name} = {{{value}}},")
        elif kind is str:
            lines.append(f"  {name} = {{{text(value)}}},")  # type: ignore[arg-type]
        else:
            lines.append(f"  {name} = {value}," if kind is Bare else f"  {name} = {{{encode(value)}}},")
    return Encoded("\n".join(lines))


def _more(
    roles: Iterable[tuple[str, Sequence[Name]]],
    custom: Iterable[tuple[str, str]],
    taken: Mapping[str, object],
    encode: Encode,
) -> Iterator[tuple[str, object]]:
    """Yield the fields for people in other roles and for custom values."""
    used = {name for name, value in taken.items() if value}
    for role, people in roles:
        word = field_name(ROLE_FIELDS.get(role, role))
        if word in TAKEN or word in used:
            word = PREFIX + word
        used.add(word)
        yield word, names(people, partial(person, encode=encode))
    for name, value in fields_of(custom, used):
        yield name, Encoded(value) if is_windows_path(name, value) else value


def _encoder(entry: Filter, ascii_only: bool) -> Encoder:
    """The filters of a .bib template; ``entry`` is the filter for the entry type, BibTeX's or biblatex's."""
    text: Encode = escape_ascii if ascii_only else printed

    def encode(value: object) -> str:
        if isinstance(value, str):
            return value if isinstance(value, Encoded) else text(value)
        return title(value, encode=text) if isinstance(value, Rich) else text(str(value))

    return Encoder(
        encode,
        {
            "entry": entry,
            "when": when,
            "unless": unless,
            "then": then,
            "names": partial(names, write=partial(person, encode=text)),
            "title": partial(title, encode=text),
            "verbatim": verbatim_ascii if ascii_only else verbatim,
            "whole": partial(whole, encode=text),
            "joined": partial(joined, encode=text),
            "keys": keys,
            "pages": partial(page_text, encode=text),
            "year": year,
            "month": month,
            "day": day,
            "date": date,
            "exact_date": exact_date,
            "literal_year": literal_year,
            "thesis_word": thesis_word,
            **limits.FILTERS,
            "unprinted": partial(unprinted, encode=escape_ascii if ascii_only else escape),
            "one_line": one_line,
            "unlinked": partial(unlinked, encode=text),
            "notes": partial(note_lines, encode=text),
            "fields": partial(fields, text=text, encode=encode),
            "langid": limits.langid,
            "tag_of": babel_tag,
        },
    )


BIBTEX = Format(
    name="bibtex",
    template="bibtex.bib.j2",
    encoder=partial(_encoder, limits.bibtex_entry),
    limits=limits.BIBTEX,
    has_ascii=True,
)
BIBLATEX = Format(
    name="biblatex",
    template="biblatex.bib.j2",
    encoder=partial(_encoder, limits.biblatex_entry),
    limits=limits.BIBLATEX,
)
