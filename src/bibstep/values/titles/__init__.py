"""Titles as rich text: markup, entities and TeX math as they come, read into styles and said in plain text again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bibstep.model import Remark, Rich, Span
from bibstep.text.clean import clean, decode_entities, strip_controls
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks
from bibstep.values.tex import inline_math, texmath
from bibstep.values.titles import mathml
from bibstep.values.titles.markup import Tag, pairs, pieces
from bibstep.values.titles.tables import (
    ABSTRACT_HEADINGS,
    ATTRIBUTE_STYLES,
    BLOCKS,
    FORMULAS,
    MEANINGFUL,
    STYLE,
    STYLED_BY_ATTRIBUTE,
)
from bibstep.values.titles.tidy import doubts, tidy

__all__ = ["doubts", "parse", "parse_plain", "plain", "tidy", "unmath"]

_HEADING = later(
    r"\s*(?:<(?:\w+:)?(?:abstract|trans-abstract|sec|section|div|p)(?:\s[^<>]*)?>\s*)*"
    r"(<(?:\w+:)?(title|h[1-6]|b|bold|strong|p|label|italic|i)(?:\s[^<>]*)?>([^<>]{1,40})</(?:\w+:)?\2\s*>)",
    re.IGNORECASE,
)


def parse(text: str, field: str = "title") -> Parsed[Rich]:
    """A title as it came, with HTML, JATS, MathML, entities or TeX math, as rich text.

    White space is folded across the borders of styles; what only looks like a tag ("p < 0.05", "List<T>") is text; no
    tag, however unbalanced, costs a letter of the text. Remarks (``markup-dropped``) say what had no counterpart.

    >>> parse("Ca&lt;sup&gt;2+&lt;/sup&gt; in <jats:italic>E. coli</jats:italic> at $9")[0].spans[1:4]
    (Span(text='2+', styles=('sup',)), Span(text=' in ', styles=()), Span(text='E. coli', styles=('italic',)))
    """
    if _is_plain(text) and "&" not in text:
        return Rich.of(clean(text)), ()
    text = decode_entities(text)
    if _is_plain(text):
        return Rich.of(clean(text)), ()
    dropped: list[str] = []
    title = _folded(_spans(strip_controls(text), dropped))
    return title, _remarks(dropped, field)


def parse_plain(text: str, field: str) -> Parsed[str]:
    """A text that holds no styles (an abstract, a journal's name), all markup in it resolved.

    The ends of blocks become spaces, math becomes Unicode; a heading of an abstract that says no more than "Abstract"
    is left out. Only what had no text at all (an image) is remarked on.

    >>> parse_plain("<jats:title>Abstract</jats:title><jats:p>H<sub>2</sub>O &amp;amp; ice.</jats:p>", "abstract")
    ('H2O & ice.', ())
    """
    if _is_plain(text) and "&" not in text:
        return clean(text), ()
    text = decode_entities(text)
    if _is_plain(text):
        return clean(text), ()
    if field == "abstract" and "<" in text[:400]:
        heading = _HEADING.match(text)
        if heading and heading[3].strip(" \t\r\n:.").casefold() in ABSTRACT_HEADINGS:
            text = text[: heading.start(1)] + text[heading.end(1) :]
    dropped: list[str] = []
    spans = _spans(strip_controls(text), dropped, flat=True)
    images = [name for name in dropped if name == "image"]
    return clean("".join([span.text for span in spans])), _remarks(images, field)


def unmath(title: Rich) -> Rich:
    """The title with its math in Unicode, subscripts and superscripts as styles: for formats that know no TeX.

    >>> unmath(parse(r"Bounds for $\\mathbb{Z}_3$")[0]).spans
    (Span(text='Bounds for ℤ', styles=()), Span(text='3', styles=('sub',)))
    """
    if not any("math" in span.styles for span in title.spans):
        return title
    spans: list[Span] = []
    for text, styles in title.spans:
        if "math" in styles:
            outer = tuple([style for style in styles if style != "math"])
            spans += [Span(span.text, outer + span.styles) for span in texmath.to_spans(text)]
        else:
            spans.append(Span(text, styles))
    return _folded(spans)


def plain(title: Rich) -> str:
    """The title as text without styles, its math in Unicode.

    >>> plain(parse(r"CO<sub>2</sub> and $O(n^2)$")[0])
    'CO2 and O(n²)'
    """
    spans = title.spans
    if len(spans) == 1 and not spans[0].styles:
        return spans[0].text
    return clean("".join([texmath.to_text(text) if "math" in styles else text for text, styles in spans]))


def _is_plain(text: str) -> bool:
    """True where nothing in a text could be markup or math."""
    # Looking for one character is ten times as fast as for two.
    return not ("<" in text or "$" in text or ("\\" in text and "\\(" in text))


def _remarks(dropped: Iterable[str], field: str) -> Remarks:
    names = ", ".join(dict.fromkeys(dropped))
    return (Remark("markup-dropped", field, f"{names}: removed; the text was kept"),) if names else ()


def _folded(spans: Iterable[Span]) -> Rich:
    """Spans as rich text: one space for each run of white space, none at either end, all composed (NFC)."""
    kept: list[Span] = []
    spaced = True  # what was written last ends in a space, or nothing was written yet
    for text, styles in spans:
        folded = " ".join(text.split())
        if "math" not in styles and text:
            if text[0].isspace() and not spaced:
                folded = f" {folded}"
            if text[-1].isspace() and folded and not folded.isspace():
                folded = f"{folded} "
        if folded:
            spaced = folded[-1] == " "
            kept.append(Span(folded, styles))
    if kept and kept[-1].text[-1] == " ":
        last = kept.pop()
        kept.append(Span(last.text.rstrip(), last.styles))
    title = Rich.join(kept)
    if all(unicodedata.is_normalized("NFC", span.text) for span in title.spans):
        return title
    return Rich.join(Span(unicodedata.normalize("NFC", span.text), span.styles) for span in title.spans)


def _spans(text: str, dropped: list[str], flat: bool = False) -> list[Span]:
    """Text with tags and math as spans, white space as it was; ``dropped`` gets the names of what was left out."""
    if "<" not in text:
        return inline_math.split(text, (), flat)
    found = pieces(text)
    ends = pairs(found)
    twice = _said_in_mathml(found)
    styles: dict[str, int] = {}  # the styles in force, in the order in which they began
    meant: dict[str, list[str]] = {}  # for elements whose attributes say their style: those of the open ones
    ended = set(ends.values())
    formula = False  # a formula was read whose picture may follow
    spans: list[Span] = []
    index = -1
    while (index := index + 1) < len(found):
        piece = found[index]
        if isinstance(piece, str):
            spans += inline_math.split(piece, tuple(styles), flat)
            continue
        name = piece.name
        if name in BLOCKS:
            spans.append(Span(" ", tuple(styles)))
        elif name in ("math", "tex-math") and index in ends:
            if index not in twice:
                content = found[index + 1 : ends[index]]
                formula = True
                read = (
                    mathml.to_spans(content)
                    if name == "math"
                    else inline_math.formula_of("".join([text for text in content if isinstance(text, str)]))
                )
                outer = tuple(styles)
                if flat:
                    spans.append(Span(texmath.flat(read)))
                else:
                    spans += [Span(span.text, outer + span.styles) for span in read]
            index = ends[index]
        elif name in FORMULAS:
            formula = formula and piece.closing and name == "alternatives"
        elif name in MEANINGFUL:
            if not piece.closing and not (formula and MEANINGFUL[name] == "image"):
                dropped.append(MEANINGFUL[name])
        elif name in STYLE or name in STYLED_BY_ATTRIBUTE:
            if index in ends:
                style = _style(piece)
                meant.setdefault(name, []).append(style)
                if style:
                    styles[style] = styles.get(style, 0) + 1
            elif index in ended:
                style = meant[name].pop() if meant.get(name) else ""
                if style:
                    styles[style] -= 1
                    if not styles[style]:
                        del styles[style]
            elif name in STYLE and not piece.alone:
                dropped.append(f"an unpaired <{'/' * piece.closing}{name}>")
    return spans


def _style(tag: Tag) -> str:
    """The style that an opening tag means; an element's attributes come before its name."""
    if tag.name in STYLED_BY_ATTRIBUTE and tag.attributes:
        attributes = tag.attributes.lower()
        for sign, style in ATTRIBUTE_STYLES:
            if sign in attributes:
                return style
    return STYLE.get(tag.name, "")


def _said_in_mathml(found: Sequence[str | Tag]) -> frozenset[int]:
    """The indexes of the ``tex-math`` tags whose formula stands beside them in MathML too."""
    depth = 0
    has_mathml = False
    inside: list[int] = []
    twice: list[int] = []
    for index, piece in enumerate(found):
        if isinstance(piece, str) or piece.alone:
            continue
        if piece.name in FORMULAS:
            depth = max(0, depth + (-1 if piece.closing else 1))
            if not depth:
                twice += inside if has_mathml else []
                has_mathml, inside = False, []
        elif depth and not piece.closing:
            has_mathml = has_mathml or piece.name == "math"
            if piece.name == "tex-math":
                inside.append(index)
    return frozenset(twice)
