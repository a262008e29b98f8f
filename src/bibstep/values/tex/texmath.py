"""TeX math: whether a formula may stand in a BibTeX field as it is, and what it says in Unicode."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from bibstep.model import Rich, Span
from bibstep.text.clean import clean
from bibstep.text.patterns import later
from bibstep.values.tex import math_tables as tables
from bibstep.values.tex.mathtext import accented, fraction, grouped, letters, styled

_TOKEN = later(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
#: What no formula in a title has: more levels of braces than this, more characters than this.
_DEEPEST, _LONGEST = 40, 4000
#: Notes of the reader beside the commands it met: the formula is broken; it is sound, but not fit for a BibTeX field.
_BROKEN, _UNFIT = "*broken", "*unfit"
_KNOWN = (
    frozenset(tables.LETTERS)
    | frozenset(tables.OPERATORS)
    | tables.FUNCTIONS
    | tables.SILENT
    | tables.SPACES
    | tables.WORDS
    | tables.PASSED
    | frozenset(tables.ALPHABETS)
    | frozenset(tables.ACCENTS)
    | {"frac", "dfrac", "tfrac", "sqrt", "binom", "pmod", "substack"}
)


class _Reading(NamedTuple):
    """A formula read: its spans, and the commands met with the reader's notes among them."""

    spans: tuple[Span, ...]
    met: frozenset[str]


def is_harmless(tex: str) -> bool:
    """True where the formula (without its dollars) may stand in a BibTeX field: it compiles and can do no harm.

    Every command is in ``math_tables.HARMLESS`` and has its arguments, braces are balanced, no base has two
    superscripts, all is ASCII, and none of ``$ % # & ~ \\\\ ^^`` is there.

    >>> is_harmless(r"\\mathbb{Z}_{3}"), is_harmless(r"\\input{x}"), is_harmless(r"\\frac{a}"), is_harmless("n^2^3")
    (True, False, False, False)
    """
    if not tex.isascii() or not tex.strip() or len(tex) > _LONGEST:
        return False
    if not any(sign in tex for sign in "\\^_{}$%#&~'"):
        return tex.isprintable()
    return tex.isprintable() and _read(tex).met <= tables.HARMLESS


def is_known(tex: str) -> bool:
    """True where the formula is sound and every command in it has a meaning in Unicode.

    >>> is_known(r"\\mathfrak{g}"), is_known(r"\\newcommand{x}{y}")
    (True, False)
    """
    return bool(tex.strip()) and len(tex) <= _LONGEST and _read(tex).met - {_UNFIT} <= _KNOWN


def to_spans(tex: str) -> tuple[Span, ...]:
    """The formula (without its dollars) in Unicode with subscripts and superscripts; unknown commands by their name.

    >>> [tuple(span) for span in to_spans(r"O(\\log^{3} n)")]
    [('O(log', ()), ('3', ('sup',)), (' n)', ())]
    """
    return _read(tex).spans


def to_text(tex: str) -> str:
    """The formula in Unicode alone, as ``flat`` writes it.

    >>> to_text(r"\\alpha_1 \\leq \\frac{a+b}{2}"), to_text("10^{-3}"), to_text("L^{2k}")
    ('α₁ ≤ (a+b)/2', '10⁻³', 'L^(2k)')
    """
    return flat(to_spans(tex))


def flat(spans: Iterable[Span]) -> str:
    """A formula's spans, TeX source or Unicode, as text: characters raised and lowered where Unicode has such; else a
    subscript just follows its base, and a superscript is marked with ``^``.
    """
    return "".join([_flat(span) for span in spans])


#: The endings of ordinals as formulas, as in "1$^o$" and "n$^o$" -> what prints them.
_ORDINALS = {"^o": "º", "^a": "ª", **{f"^{ending}": ending for ending in ("th", "st", "nd", "rd", "er", "e", "re")}}
_NO_BRACES = str.maketrans("", "", "{} ")


def on_a_line(spans: Iterable[Span], powers: bool = False) -> str:
    """Spans of any styles as a text without styles: math in Unicode, what is raised raised where Unicode has it.

    What is lowered stays on the line, as everybody writes H2O; a power on the line would be another number. With
    ``powers`` only what follows a figure is raised. A formula that is an ordinal's ending is written as one.

    >>> on_a_line([Span("CO"), Span("2", ("sub",)), Span(" at 10"), Span("−3", ("sup",)), Span("x_1", ("math",))])
    'CO2 at 10⁻³x₁'
    """
    parts: list[str] = []
    for text, styles in spans:
        if "math" in styles:
            text = _ORDINALS.get(text.translate(_NO_BRACES)) or to_text(text)
        elif (
            "sup" in styles
            and all(char in tables.RAISED for char in text)
            and not (powers and not (parts and parts[-1][-1:].isdigit()))
        ):
            text = "".join([tables.RAISED[char] for char in text])
        parts.append(text)
    return clean("".join(parts))


def _flat(span: Span) -> str:
    text, styles = span
    style = styles[-1] if styles else ""
    if style == "math":
        return to_text(text)
    if style == "sup" and text:
        if all(char in tables.RAISED for char in text):
            return "".join([tables.RAISED[char] for char in text])
        if text in "*∗†‡′″":
            return text
        return f"^{text}" if len(text) == 1 else f"^({text})"
    if style == "sub" and all(char in tables.LOWERED for char in text):
        return "".join([tables.LOWERED[char] for char in text])
    return text


@lru_cache(maxsize=512)
def _read(tex: str) -> _Reading:
    met: set[str] = set()
    if "^^" in tex:
        met.add(_UNFIT)
    stack = _TOKEN.findall(" ".join(tex.split()))
    stack.reverse()
    spans: list[Span] = []
    spaced = True  # at the start, and where the text so far ends in a space
    for text, styles in Rich.join(_sequence(stack, met, 0, "")).spans:
        text = re.sub(" {2,}", " ", text.lstrip(" ") if spaced else text)
        if text:
            spaced = text[-1] == " "
            spans.append(Span(text, styles))
    if spans:
        spans[-1] = Span(spans[-1].text.rstrip(), spans[-1].styles)
    return _Reading(Rich.join(spans).spans, frozenset(met))


def _sequence(stack: list[str], met: set[str], depth: int, closing: str, words: bool = False) -> list[Span]:
    """Read tokens off the stack up to the closing one; in ``words`` spaces and hyphens are text."""
    spans: list[Span] = []
    if depth > _DEEPEST:
        met.add(_BROKEN)
        closing, words = "", True
    scripts = ""  # the scripts that the base has by now: a second one of a kind is an error to TeX
    apart = False  # a function's name was written, and a letter after it must be kept apart
    while stack:
        token = stack.pop()
        if token == closing:
            return spans
        if depth > _DEEPEST:
            spans.append(Span(token))
            continue
        if token in "^_'" and not words:
            if token in scripts or (token == "'" and "^" in scripts):
                met.add(_BROKEN)
            scripts += token if token != "'" else ""
            spans += [Span("′")] if token == "'" else _script(token, stack, met, depth)
            continue
        if token == " ":
            if not (spans and spans[-1].text.endswith(" ")):
                spans.append(Span(" "))
            apart = False
            continue
        if words and token in "{^_-":
            if token in "^_":
                met.add(_UNFIT)
            spans += _sequence(stack, met, depth + 1, "}", words) if token == "{" else [Span(token)]
            continue
        scripts = ""
        name = token[1:] if len(token) > 1 else ""
        piece = _atom(token, stack, met, depth)
        text = "".join([span.text for span in piece])
        if (apart and text[:1].isalnum()) or (name in tables.FUNCTIONS and spans and spans[-1].text[-1:].isalnum()):
            spans.append(Span(" "))
        if text:
            apart = name in tables.FUNCTIONS
        spans += piece
    if closing:
        met.add(_BROKEN)
    return spans


def _script(token: str, stack: list[str], met: set[str], depth: int) -> list[Span]:
    argument = _argument(stack, met, depth)
    if token == "_":
        return styled(argument, "sub")
    text = "".join([span.text for span in argument])
    if text == "∘":
        return [Span("°")]
    return argument if text and not text.strip("′") else styled(argument, "sup")


def _argument(stack: list[str], met: set[str], depth: int, words: bool = False) -> list[Span]:
    while stack and stack[-1] == " ":
        stack.pop()
    if not stack or stack[-1] in "}^_]'":
        met.add(_BROKEN)
        return []
    token = stack.pop()
    if token == "{":
        return _sequence(stack, met, depth + 1, "}", words)
    if len(token) > 2 and token[1:] not in tables.LETTERS:  # TeX wants braces round most other commands here
        met.add(_UNFIT)
    return _atom(token, stack, met, depth + 1)


def _atom(token: str, stack: list[str], met: set[str], depth: int) -> list[Span]:
    """One token that is no script, with the arguments it takes."""
    if depth > _DEEPEST:
        met.add(_BROKEN)
        return [Span(token)]
    if token == "{":
        return _sequence(stack, met, depth + 1, "}")
    if token in "}\\":
        met.add(_BROKEN)
        return [] if token == "}" else [Span(token)]
    if token[0] != "\\":
        if token in "$%#&~":
            met.add(_UNFIT if token == "~" else _BROKEN)
        return [Span({"-": "−", "~": " "}.get(token, token))]
    if not token[1].isalpha():
        if token not in tables.HARMLESS_SYMBOLS:
            met.add(_UNFIT if token in tables.SYMBOLS else _BROKEN)
        return [Span(tables.SYMBOLS.get(token, " " if token == "\\\\" else token[1:]))]
    return _command(token[1:], stack, met, depth)


def _command(name: str, stack: list[str], met: set[str], depth: int) -> list[Span]:
    if name.endswith("*") and name not in tables.PASSED:
        stack.append("*")
        name = name[:-1]
    met.add(name)
    if name in tables.OPERATORS:
        return [Span(tables.OPERATORS[name])]
    if name in tables.FUNCTIONS:
        return [Span(name)]
    if name in tables.ALPHABETS:
        alphabet = tables.ALPHABETS[name]
        return [Span(letters(span.text, alphabet), span.styles) for span in _argument(stack, met, depth)]
    if name in tables.WORDS or name in tables.PASSED:
        return _argument(stack, met, depth, words=name in tables.WORDS or name.startswith("operatorname"))
    if name in tables.ACCENTS:
        spans = _argument(stack, met, depth)
        accent = tables.ACCENTS[name]
        if len(spans) != 1 and accent not in "\u0305\u0332":
            return [
                Span(accented(span.text, accent) if not i else span.text, span.styles) for i, span in enumerate(spans)
            ]
        return [Span(accented(span.text, accent), span.styles) for span in spans]
    if name in ("frac", "dfrac", "tfrac"):
        over = _argument(stack, met, depth)
        return fraction(over, _argument(stack, met, depth))
    if name == "sqrt":
        return _root(stack, met, depth)
    if name == "binom":
        over = _argument(stack, met, depth)
        return [Span("("), *over, Span(" "), *_argument(stack, met, depth), Span(")")]
    if name == "pmod":
        return [Span(" (mod "), *_argument(stack, met, depth), Span(")")]
    if stack and stack[-1] == " ":  # it only ended the name
        stack.pop()
    if name in ("left", "right", "middle") and stack and stack[-1] == ".":
        stack.pop()
    if name in tables.SILENT:
        return []
    return [Span(" " if name in tables.SPACES else tables.LETTERS.get(name, name))]


def _root(stack: list[str], met: set[str], depth: int) -> list[Span]:
    index: list[Span] = []
    if stack and stack[-1] == "[":
        stack.pop()
        index = styled(_sequence(stack, met, depth + 1, "]"), "sup")
    return [*index, Span("√"), *grouped(_argument(stack, met, depth))]
