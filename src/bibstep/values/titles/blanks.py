"""Blanks between a text and its tags that belong to the layout of a file and not to the text.

Crossref's deposits put each tag on a line of its own ("CO\\n <sub>2</sub>\\n -rich"), and aggregators make one blank of
each line end ("Cd <sub>4</sub> Sb <sub>2</sub>"). No subscript stands alone, so a blank before one is layout; whether
one after it is, the text that follows decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bibstep.model import Rich, Span
from bibstep.text.patterns import later
from bibstep.values.titles.tables import ELEMENTS, FUNCTION_WORDS

#: Elements whose names are words too: they are read as elements only before another figure.
_WORDS_TOO = frozenset(("As", "At", "Be", "He", "I", "In", "No", "Am", "Os"))
_FORMULA = later(r"[(\[{]*(?:[A-Z][a-z]?[(\[{)\]}]*|[xyzn]|\d+|[·.−+-])+")
_ELEMENT = later(r"[A-Z][a-z]?")
#: What stands without a blank before it, or after it.
_CLOSING = later(r"\s*(?:[-‐‑–−](?=[^\s\d])|[,;:!?)\]}’”]|\.(?!\s*$))")
_OPENING = later(r".*[(\[{‘“/]\s*|.*\w[-‐‑–−]\s*", re.DOTALL)
#: What can carry an index: an element, a variable, a bracket, a figure.
_BASE = later(r"(?:.*[^A-Za-z])?(?:[A-Za-zα-ωΑ-Ω]'?|[A-Za-z]*[A-Z][a-z]?|[^\W_a-z]+|[\d)\]}])\s*", re.DOTALL)
_CHARGE = later(r"\d*[+−–-]+|[−–-]\d+")
#: An isotope's element: a letter or two, and no more.
_ISOTOPE = later(r"\s*([A-Z][a-z]?)(?![a-z])")


def are_loose(spans: Sequence[Span]) -> bool:
    """Whether there is a blank before an index, or a line end in the text."""
    return any(
        (_is_index(spans, at) and spans[at - 1].text[-1:].isspace()) or "\n" in spans[at].text
        for at in range(len(spans))
    )


def tightened(runs: Iterable[Span]) -> list[Span]:
    """The spans of a text, white space as it was, with the blanks removed that are layout.

    >>> spans = [Span("Cd "), Span("4", ("sub",)), Span(" Sb "), Span("2", ("sub",)), Span(" crystals")]
    >>> "".join([span.text for span in tightened(spans)])
    'Cd4Sb2 crystals'
    """
    spans = list(Rich.join(runs).spans)
    if len(spans) < 2 or not are_loose(spans):
        return spans
    for at in range(len(spans)):
        if _is_index(spans, at):
            _tighten(spans, at)
        elif at and "math" not in spans[at].styles:
            before, text = spans[at - 1].text, spans[at].text
            between = before[len(before.rstrip()) :] + text[: len(text) - len(text.lstrip())]
            if "\n" not in between or _is_index(spans, at - 1):
                continue
            if _OPENING.fullmatch(before):
                _cut(spans, at - 1, before.rstrip())
            if _CLOSING.match(text):
                _cut(spans, at - 1, spans[at - 1].text.rstrip())
                _cut(spans, at, text.lstrip())
    return spans


def _is_index(spans: Sequence[Span], at: int) -> bool:
    """Whether a span is lowered or raised, and the one before it is not so in the same way."""
    styles = spans[at].styles
    return bool(at and styles and styles[-1] in ("sub", "sup") and styles[-1] not in spans[at - 1].styles[-1:])


def _tighten(spans: list[Span], at: int) -> None:
    """Remove the blanks around an index."""
    style = spans[at].styles[-1]
    before, text, after = _text(spans, at - 1), spans[at].text, _text(spans, at + 1)
    if not before[-1:].isspace():
        return
    if _belongs(style, before, text, after) and (before.strip() or _is_index(spans, at - 1)):
        _cut(spans, at - 1, before.rstrip())
        if after[:1].isspace() and _continues(spans, at + 1, after):
            _cut(spans, at + 1, after.lstrip())
    elif style == "sup" and after[:1].isspace() and _is_isotope(text, after):
        _cut(spans, at + 1, after.lstrip())


def _text(spans: Sequence[Span], at: int) -> str:
    span = spans[at] if 0 <= at < len(spans) else None
    return span.text if span and "math" not in span.styles else ""


def _cut(spans: list[Span], at: int, text: str) -> None:
    spans[at] = Span(text, spans[at].styles)


def _belongs(style: str, before: str, text: str, after: str) -> bool:
    """Whether the index belongs to what stands before it, and not to what follows."""
    if style == "sub":
        return bool(before.strip()) and before.split()[-1] not in FUNCTION_WORDS
    if _is_isotope(text, after):
        last = before.split()[-1:] if before.strip() else []
        return bool(last) and last[0] in ELEMENTS and after[:1].isspace()
    return bool(_CHARGE.fullmatch(text.strip()) or (_BASE.fullmatch(before) and after[:1] in ("", " ", "\n")))


def _is_isotope(text: str, after: str) -> bool:
    match = _ISOTOPE.match(after)
    return text.strip().isdecimal() and bool(match) and match[1] in ELEMENTS  # type: ignore[index]


def _continues(spans: Sequence[Span], at: int, after: str) -> bool:
    """Whether the text after an index goes on with the same formula or word."""
    if _CLOSING.match(after):
        return True
    rest = after.strip()
    is_index = at + 1 < len(spans) and _is_index(spans, at + 1)
    if not rest:  # nothing but blanks before another index of the same base
        return is_index
    match = _FORMULA.match(rest)
    names = _ELEMENT.findall(match[0]) if match else []
    if not match or not all(name in ELEMENTS for name in names):
        return False
    if match.end() == len(rest):
        return is_index or rest not in _WORDS_TOO
    follows = rest[match.end()]
    return (
        bool(names)
        and (follows.isspace() or follows in ",.;:)-–/")
        and match[0] not in _WORDS_TOO
        and match[0][:1] not in "·.−+-("
    )
