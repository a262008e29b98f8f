"""What a line of Unicode can do for math: letters of its alphabets, accents, and fractions and roots on one line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from bibstep.model import Span


def letters(text: str, alphabet: str) -> str:
    """Letters and digits in a mathematical alphabet ("DOUBLE-STRUCK", "SCRIPT", "FRAKTUR") where Unicode has them.

    >>> letters("Zx", "DOUBLE-STRUCK")
    'ℤ𝕩'
    """
    return "".join([_letter(char, alphabet) for char in text])


@lru_cache(maxsize=1024)
def _letter(char: str, alphabet: str) -> str:
    if not (char.isascii() and char.isalpha()):
        return char
    name = f"{alphabet} {'CAPITAL' if char.isupper() else 'SMALL'} {char.upper()}"
    black_letter = name.replace("FRAKTUR", "BLACK-LETTER")  # the older ones, such as ℜ, are called so
    for candidate in (black_letter, f"MATHEMATICAL {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return char


def accented(text: str, accent: str) -> str:
    """The text with a combining accent: on every character for a line, else on the first.

    >>> accented("x", "\u0304"), accented("AB", "\u0305") == "A\u0305B\u0305"
    ('x̄', True)
    """
    if accent in "\u0305\u0332" and len(text) > 1:
        marked = "".join([char + accent for char in text])
    else:
        marked = text[:1] + ("\u0304" if accent == "\u0305" else accent) + text[1:]
    return unicodedata.normalize("NFC", marked) if text else ""


def fraction(over: Iterable[Span], under: Iterable[Span]) -> list[Span]:
    """A fraction on one line, either side in parentheses where it is more than one term."""
    return [*grouped(over), Span("/"), *grouped(under)]


def grouped(spans: Iterable[Span]) -> list[Span]:
    """The spans, in parentheses if they are more than one term."""
    spans = list(spans)
    text = "".join([span.text for span in spans])
    if all(char.isalnum() or char in ".∞′" for char in text) or (text[:1] == "(" and text.find(")") == len(text) - 1):
        return spans
    return [Span("("), *spans, Span(")")]


def styled(spans: Iterable[Span], style: str) -> list[Span]:
    """The spans with one more style around them."""
    return [Span(span.text, (style, *span.styles)) for span in spans]
