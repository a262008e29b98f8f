"""Blanks between a text and its tags that belong to the layout of a file and not to the text.

Crossref's deposits put each tag on a line of its own ("CO\\n <sub>2</sub>\\n -rich"), and aggregators make one blank of
each line end ("Cd <sub>4</sub> Sb <sub>2</sub>"). No subscript stands alone, so a blank before one is layout; whether
one after it is, the text that follows decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibstep.model import Span
from bibstep.text.patterns import later
from bibstep.values.titles.markup import Tag
from bibstep.values.titles.tables import ELEMENTS, FUNCTION_WORDS, STYLE

#: Elements whose names are words too: they are read as elements only before another figure.
_WORDS_TOO = frozenset(("As", "At", "Be", "He", "I", "In", "No", "Am", "Os"))
_FORMULA = later(r"[(\[{]*(?:[A-Z][a-z]?[(\[{)\]}]*|[xyzn]|\d+|[·.−+-])+")
_ELEMENT = later(r"[A-Z][a-z]?")
#: What stands without a blank before it, or after it.
_CLOSING = later(r"\s*(?:[-‐‑–−](?=[^\s\d])|[,.;:!?)\]}’”])")
_OPENING = later(r".*[(\[{‘“/]\s*|.*\w[-‐‑–−]\s*", re.DOTALL)
#: What can carry an index: an element, a variable, a bracket, a figure.
_BASE = later(r"(?:.*[^A-Za-z])?(?:[A-Za-zα-ωΑ-Ω]'?|[A-Za-z]*[A-Z][a-z]?|[^\W_a-z]+|[\d)\]}])\s*", re.DOTALL)
_CHARGE = later(r"\d*[+−–-]+|[−–-]\d+")
#: An isotope's element: a letter or two, and no more.
_ISOTOPE = later(r"\s*([A-Z][a-z]?)(?![a-z])")


def tightened(found: list[Span | Tag]) -> list[Span | Tag]:
    """The pieces of a text with the blanks removed that are layout.

    >>> from bibstep.values.titles.markup import pieces
    >>> "".join([p.text for p in tightened(pieces("Cd <sub>4</sub> Sb <sub>2</sub> crystals")) if isinstance(p, Span)])
    'Cd4Sb2 crystals'
    """
    places = [
        index
        for index, piece in enumerate(found)
        if isinstance(piece, Tag) and STYLE.get(piece.name) and not piece.alone and not piece.closing
    ]
    if not places or not any(_is_apart(found, index) for index in places):
        return found
    found = [*found]
    layout = any(isinstance(piece, Span) and "\n" in piece.text for piece in found)
    for index in places:
        if index + 2 < len(found) and isinstance(found[index + 1], Span) and isinstance(found[index + 2], Tag):
            _tighten(found, index, layout)
    return found


def _is_apart(found: Sequence[Span | Tag], index: int) -> bool:
    before = found[index - 1] if index else None
    return isinstance(before, Span) and before.text[-1:].isspace()


def _tighten(found: list[Span | Tag], index: int, layout: bool) -> None:
    """Remove the blanks around the element that opens at ``index``, has one text in it and closes."""
    style = STYLE.get(found[index][0], "")
    before, text, after = _text(found, index - 1), _text(found, index + 1), _text(found, index + 3)
    blank = before[-1:].isspace()
    if style in ("sub", "sup"):
        if blank and _belongs(style, before, text, after):
            _cut(found, index - 1, before.rstrip())
            if after[:1].isspace() and _continues(found, index + 3, after):
                _cut(found, index + 3, after.lstrip())
        elif style == "sup" and blank and after[:1].isspace() and _is_isotope(text, after):
            _cut(found, index + 3, after.lstrip())
    elif layout:
        if "\n" in before[len(before.rstrip()) :] and _OPENING.fullmatch(before):
            _cut(found, index - 1, before.rstrip())
        if "\n" in after[: len(after) - len(after.lstrip())] and _CLOSING.match(after):
            _cut(found, index + 3, after.lstrip())


def _text(found: Sequence[Span | Tag], index: int) -> str:
    piece = found[index] if 0 <= index < len(found) else None
    return piece.text if isinstance(piece, Span) and "math" not in piece.styles else ""


def _cut(found: list[Span | Tag], index: int, text: str) -> None:
    piece = found[index]
    if isinstance(piece, Span):
        found[index] = Span(text, piece.styles)


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


def _continues(found: Sequence[Span | Tag], index: int, after: str) -> bool:
    """Whether the text after an index goes on with the same formula or word."""
    if _CLOSING.match(after):
        return True
    rest = after.strip()
    if not rest:  # nothing but blanks before the next tag: another index of the same base
        tag = found[index + 1] if index + 1 < len(found) else None
        return isinstance(tag, Tag) and STYLE.get(tag.name) in ("sub", "sup")
    match = _FORMULA.match(rest)
    names = _ELEMENT.findall(match[0]) if match else []
    if not match or not all(name in ELEMENTS for name in names):
        return False
    if match.end() == len(rest):
        tag = found[index + 1] if index + 1 < len(found) else None
        if isinstance(tag, Tag) and STYLE.get(tag.name) in ("sub", "sup"):
            return True
        return rest not in _WORDS_TOO
    follows = rest[match.end()]
    return (
        bool(names)
        and (follows.isspace() or follows in ",.;:)-–/")
        and match[0] not in _WORDS_TOO
        and match[0][:1] not in "·.−+-("
    )
