"""Titles and other texts: markup, entities, TeX and math as they come, read into styles or into plain text.

All readers come here, so that one text is one text whatever format it came in. A .bib file's TeX is decoded first; what
is in it then is read as any other text is, for people paste HTML into .bib files and TeX into JSON.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bibstep.model import Remark, Rich, Span
from bibstep.text.clean import clean, strip_controls
from bibstep.text.mojibake import mended
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks
from bibstep.values.spelling import doubts as encoding_doubts
from bibstep.values.spelling import entities
from bibstep.values.tex import decode, inline_math, texmath
from bibstep.values.tex.signs import has_tex, strict
from bibstep.values.titles import blanks, braces
from bibstep.values.titles.tables import ABSTRACT_HEADINGS
from bibstep.values.titles.tags import resolved
from bibstep.values.titles.tidy import doubts, tidy

__all__ = ["doubts", "is_plain", "parse", "parse_plain", "parse_runs", "parse_tex", "plain", "tidy", "unmath"]

#: How often a text is read at most, whose markup gives markup: "$\\alpha<$i$>$", TeX that was exported as text.
_PASSES = 3
_HEADING = later(
    r"\s*(?:<(?:\w+:)?(?:abstract|trans-abstract|sec|section|div|p)(?:\s[^<>]*)?>\s*)*"
    r"(<(?:\w+:)?(title|h[1-6]|b|bold|strong|p|label|italic|i)(?:\s[^<>]*)?>([^<>]{1,40})</(?:\w+:)?\2\s*>)",
    re.IGNORECASE,
)


def parse(text: str, field: str = "title") -> Parsed[Rich]:
    """A title from JSON or RIS, with HTML, JATS, MathML, entities, TeX or TeX math, as rich text.

    White space is folded across the borders of styles; what only looks like a tag ("p < 0.05", "List<T>") is text; no
    tag, however unbalanced, costs a letter of the text. Remarks say what had no counterpart (``markup-dropped``) and
    what was mended (``encoding-mended``).

    >>> parse("Ca&lt;sup&gt;2+&lt;/sup&gt; in <jats:italic>E. coli</jats:italic> at $9")[0].spans[1:4]
    (Span(text='2+', styles=('sup',)), Span(text=' in ', styles=()), Span(text='E. coli', styles=('italic',)))
    """
    if is_plain(text):
        return Rich.of(clean(text)), ()
    return parse_runs((Span(text),), field)


def parse_plain(text: str, field: str) -> Parsed[str]:
    """A text from JSON or RIS for a field without styles (an abstract, a journal's name), all markup in it resolved.

    The ends of blocks become spaces, math becomes Unicode; a heading of an abstract that says no more than "Abstract"
    is left out. Only what had no text at all (an image) is remarked on.

    >>> parse_plain("<jats:title>Abstract</jats:title><jats:p>H<sub>2</sub>O &amp;amp; ice.</jats:p>", "abstract")
    ('H2O & ice.', ())
    """
    if is_plain(text):
        return clean(text), ()
    return plain_runs((Span(text),), field)


def parse_tex(tex: str, field: str) -> Parsed[str]:
    """TeX source for a field without styles; markup of other kinds in it is resolved as ``parse_plain`` does.

    >>> parse_tex(r"CO{\\textless}sub{\\textgreater}2{\\textless}/sub{\\textgreater} \\&amp; {\\$}n^2{\\$}", "abstract")
    ('CO2 & n²', ())
    """
    read = decode.rich(tex)
    text = read.text
    if text.is_plain and is_plain(text.source):
        return clean(text.source), decode.remarks_on(read.unknown, field)
    found, remarks = plain_runs(text.spans, field)
    return found, (*decode.remarks_on(read.unknown, field), *remarks)


def parse_runs(runs: Iterable[Span], field: str = "title", language: str = "") -> Parsed[Rich]:
    """Runs of text in styles as a title. The markup in them is resolved; ``braced`` is the style of what was in braces.

    Braces keep the case of what is in them, as ``nocase`` does where the writer of .bib files would not protect it.
    """
    title = Rich.join(braces.outside_tags(runs))
    dropped: list[str] = []
    remarks: Remarks = ()
    for number in range(_PASSES):
        if all("math" in styles or is_plain(text) for text, styles in title.spans):
            break
        before = title
        spans, more = _read(title.spans, dropped, field, number > 0)
        title = _folded(spans)
        remarks += more
        if title == before:
            break
    title = _folded(blanks.tightened(title.spans)) if blanks.are_loose(title.spans) else title
    if any("braced" in span.styles for span in title.spans):
        title = braces.protect(*braces.ranges(title), language)
    return title, (*remarks, *_remarks(dropped, field))


def plain_runs(runs: Iterable[Span], field: str) -> Parsed[str]:
    """The same for a field without styles."""
    dropped: list[str] = []
    remarks: Remarks = ()
    before, text = runs, ""
    for number in range(_PASSES):
        spans, more = _read(before, dropped, field, number > 0)
        remarks += more
        text = texmath.on_a_line(spans)
        before = (Span(text),)
        if is_plain(text) or spans == list(before):
            break
    images = [name for name in dropped if name == "image"]
    return text, (*remarks, *_remarks(images, field))


def _read(runs: Iterable[Span], dropped: list[str], field: str, again: bool) -> Parsed[list[Span]]:
    """Runs with everything in them resolved: entities, bytes shown as characters, TeX, tags, math.

    ``again``: they were resolved once, so that braces in them are meant.
    """
    kept: list[Span] = []
    remarks: Remarks = ()
    for text, styles in runs:
        if "math" not in styles:
            remarks = remarks or encoding_doubts((text,), field)
            text = entities(inline_math.signs_as_text(text))
            if "tex-math" not in text:
                text = inline_math.without_documents(text)
            text = strip_controls(mended(text))
        kept.append(Span(text, styles))
    for _ in range(3):  # TeX may be written in TeX, as programs export it that take it for text
        if not _has_tex(kept, again):
            break
        again = True
        kept = list(Rich.join(braces.outside_tags([span for run in kept for span in _decoded(run)])).spans)
    if field == "abstract" and kept and "<" in kept[0].text[:400]:
        kept[0] = Span(_without_heading(kept[0].text), kept[0].styles)
    return blanks.tightened(resolved(kept, dropped, _with_math)), remarks


def _has_tex(runs: Iterable[Span], commands_only: bool) -> bool:
    text = "".join([text for text, styles in runs if "math" not in styles])
    return ("\\" in text or ("{" in text and not commands_only)) and "tex-math" not in text and has_tex(text)


def _decoded(run: Span) -> list[Span]:
    """A run that is TeX in styles, with the blanks at its ends, which the decoder removes, but not its remarks."""
    text, styles = run
    if "math" in styles:
        return [run]
    read = decode.rich(strict(text))
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    spans = [Span(start), *braces.marked(read.text.spans, read.braced), Span(end)]
    return [Span(one, (*styles, *inner)) for one, inner in spans if one]


def _with_math(span: Span) -> Iterable[Span]:
    return (span,) if "math" in span.styles else inline_math.split(*span)


def _without_heading(text: str) -> str:
    heading = _HEADING.match(text)
    if heading and heading[3].strip(" \t\r\n:.").casefold() in ABSTRACT_HEADINGS:
        return text[: heading.start(1)] + text[heading.end(1) :]
    return text


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
    """The title as text without styles, its math in Unicode; a power of a number is raised.

    >>> plain(parse(r"CO<sub>2</sub> and $O(n^2)$ of 10<sup>6</sup> Ca<sup>2+</sup>")[0])
    'CO2 and O(n²) of 10⁶ Ca2+'
    """
    spans = title.spans
    if len(spans) == 1 and not spans[0].styles:
        return spans[0].text
    return texmath.on_a_line(spans, powers=True)


def is_plain(text: str) -> bool:
    """Whether nothing in a text could be markup or math, or is in a wrong encoding.

    >>> is_plain("Study & research"), is_plain("R&amp;D"), is_plain("LÃ³pez")
    (True, False, False)
    """
    # Looking for one character is ten times as fast as for two.
    if "<" in text or "$" in text or "\\" in text or "{" in text or ("&" in text and entities(text) != text):
        return False
    return text.isascii() or mended(text) == text


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
