"""TeX math in running text: told from dollars that are money, and read as a formula or as Unicode."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibstep.model import Span
from bibstep.text.patterns import later
from bibstep.values.tex import texmath

_DELIMITER = later(r"(?<!\\)(?:\$\$?|\\[()])")
_CLOSES = {"$": "$", "$$": "$$", "\\(": "\\)"}
_COMMAND = later(r"\\[A-Za-z]")
_PROSE = later(r"(?<![\\A-Za-z{])[A-Za-z]{3,}\s+[A-Za-z]{2,}\s")
_TERM = later(r"[A-Za-z]'*|\d+(?:\.\d+)?[A-Za-z]?|[-=<>+*/(),|:≤≥≠±×∈→]|[^\x00-\x7f]")
_SHORT = later(r"(?![-=+*/,])(?:[A-Za-z]{1,3}(?![A-Za-z])|\d+(?!\d)|[-=<>+*/(),|'!:.]|[^\x00-\x7f\s])+(?<![-=+*/,.:])")
_GREEK = later("[\u0370-\u03ff\u1d6a8-\u1d7cb]")


def split(text: str, styles: tuple[str, ...], flat: bool) -> list[Span]:
    """A run of text as spans, the TeX math in it told from dollars that are money; ``flat`` wants it in Unicode."""
    if "$" not in text and "\\(" not in text:
        return [Span(text, styles)]
    marks = [(match.start(), match[0]) for match in _DELIMITER.finditer(text)]
    spans: list[Span] = []
    done = 0
    index = 0
    while index + 1 < len(marks):
        (start, sign), (end, closing) = marks[index : index + 2]
        index += 1
        if closing != _CLOSES.get(sign):
            continue
        tex = text[start + len(sign) : end]
        after = end + len(closing)
        if sign == "$" and not is_math(tex, text[start - 1 : start] if start else "", text[after : after + 1]):
            continue
        read = formula(tex)
        if read:
            spans.append(Span(text[done:start], styles))
            if flat:
                read = [Span(texmath.to_text(tex))]
            spans += [Span(span.text, styles + span.styles) for span in read]
            done = after
            index += 1
    spans.append(Span(text[done:], styles))
    return spans


def is_math(tex: str, before: str = "", after: str = "") -> bool:
    """True where what stands between two dollars is a formula, not the text between two sums of money.

    ``before`` and ``after`` are the characters outside the dollars. A command, ``^`` or ``_`` makes a formula, if it is
    not prose; without them only a letter, a number or a few signs do, under pandoc's rule that the dollars touch what
    they enclose and no digit follows.

    >>> [is_math(tex) for tex in ("n=3", "δ", "\\\\mu m", "SU(2)", "5 and ", "100-", "hardcover")]
    [True, True, True, True, False, False, False]
    """
    if not tex.strip() or len(tex) > 2000:
        return False
    if "\\" in tex and _COMMAND.search(tex):
        return not _PROSE.search(tex)
    if tex[0].isspace() or tex[-1].isspace() or after.isdigit():
        return False
    if "^" in tex or "_" in tex:
        return not _PROSE.search(tex)
    if len(tex) > 24 or before.isupper():
        return False
    if _GREEK.search(tex) and not re.search("[A-Za-z]{2}", tex):
        return True
    if " " in tex:
        terms = tex.split(" ")
        return all(map(_TERM.fullmatch, terms)) and any(term.isalpha() for term in terms) and len(terms) > 2
    if tex.isalpha() and tex.isascii():
        return len(tex) <= 2 or (len(tex) <= 4 and tex.isupper())
    return tex == "*" or tex.isdigit() or bool(_SHORT.fullmatch(tex) and len(tex) <= 16 and re.search(r"\w", tex))


def formula(tex: str) -> Sequence[Span]:
    """A formula without its dollars as a math span where it is harmless, as Unicode where it is known, else nothing.

    >>> formula(r"\\mathbb{Z}"), formula(r"\\mathfrak{g}"), formula(r"\\input{x}")
    ([Span(text='\\\\mathbb{Z}', styles=('math',))], (Span(text='𝔤', styles=()),), [])
    """
    tex = " ".join(tex.split())
    if texmath.is_harmless(tex):
        return [Span(tex, ("math",))]
    return texmath.to_spans(tex) if texmath.is_known(tex) else []


def formula_of(content: str) -> Sequence[Span]:
    """What a ``tex-math`` element holds, a formula with or without dollars or a whole document round it, as spans."""
    start = content.find(r"\begin{document}")
    end = content.rfind(r"\end{document}")
    tex = (content[start + len(r"\begin{document}") : end] if 0 <= start < end else content).strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        if tex.startswith(opening) and tex.endswith(closing) and len(tex) >= len(opening) + len(closing):
            tex = tex[len(opening) : -len(closing)]
            break
    return formula(tex) or [Span(f"${tex}$" if tex.strip() else "")]
