"""TeX in texts that need not be TeX, as JSON and RIS have them: told from plain text, and made strict TeX."""

from __future__ import annotations

import re

from bibstep.text.patterns import later
from bibstep.values.tex import commands as tables
from bibstep.values.tex import inline_math

#: A command, an accent or an escape; the letter after a name of one letter, and the brace.
_SIGN = later(
    r"""\\(?:["'`^~=.](?=\s?\{?\\?[A-Za-z])|[&%#_$](?![A-Za-z]*\\)|(?P<name>[A-Za-z]+)\*?(?P<after>\s*\{|\s+\S)?)"""
)
#: Paths of Windows, in which a backslash begins no command.
_PATH = later(r"(?<![A-Za-z])[A-Za-z]:\\|^\\\\[A-Za-z]")
#: Letters in braces, as BibTeX protects them: with a capital, and nothing that a formula or a set would have.
_BRACED = later(r"\{([A-Z][A-Za-z]*|[a-z]+[A-Z][A-Za-z]*|[A-Z][A-Za-z]+(?:[ -][A-Za-z]+)*)\}")
_BRACE = later(r"[{}]")
_ELEMENT = later(r"\{(?:[A-Z][a-z]?)+\}$")
_FORMULA = later(r"[\[\]|=\\$]")
#: A dollar, or a tilde that does not tie two words.
_LOOSE = later(r"(?<!\\)\$|(?<!\S)~|~(?!\S)")
_NAMES = (
    frozenset(tables.SYMBOLS)
    | frozenset(tables.STYLES)
    | frozenset(tables.DECLARATIONS)
    | frozenset(tables.AROUND)
    | frozenset(tables.AFTER)
    | tables.SPACES
    | tables.LENGTHS
    | {name for name in tables.SILENT if len(name) > 3}
    | {"ensuremath", "ce", "cite", "ifmmode", "mathrm", "mathbf", "mathcal", "mathbb", "mathit"}
)


def has_tex(text: str) -> bool:
    """Whether a text of any source is TeX: it has a command that we know, an accent, an escape or protected letters.

    >>> [has_tex(text) for text in ('Schr\\\\"odinger', "100\\\\% of {GANs}", "a {DNA} test", "C:\\\\text", "{a, b}")]
    [True, True, True, False, False]
    """
    if "\\" in text:
        if _PATH.search(text):
            return False
        if "$" in text or "\\(" in text:  # what stands in a formula makes no text of what stands outside
            text = inline_math.without_formulas(text)
        return any(map(_is_command, _SIGN.finditer(text)))
    return "{" in text and _is_protected(text)


def _is_command(match: re.Match[str]) -> bool:
    name = match["name"]
    if not name:
        return True
    if name in _NAMES:
        return len(name) > 1 or not match.string[match.end("name") : match.end("name") + 1].isalnum()
    # The name of an accent is a letter, which must not run into a word.
    return name in tables.ACCENTS and bool(match["after"])


def _is_protected(text: str) -> bool:
    """Whether all braces of a text without commands are those of BibTeX, which keep capitals."""
    if _FORMULA.search(text):
        return False
    found = list(_BRACED.finditer(text))
    if not found or len(_BRACE.findall(text)) != 2 * len(found):
        return False
    return not all(_ELEMENT.match(match[0]) and len(match[0]) < 5 for match in found) or any(
        match.string[match.end() : match.end() + 1].isalpha() for match in found
    )


def strict(text: str) -> str:
    """The text as the decoder of TeX wants it: dollars of money and tildes that are no ties are escaped.

    >>> strict("at $5, ~3 and $$n^2$$ of A~study")
    'at \\\\$5, {\\\\textasciitilde}3 and $n^2$ of A~study'
    """
    if "$" not in text and "~" not in text:
        return text
    parts: list[str] = []
    done = 0
    for start, end, tex, after in inline_math.formulas(text):
        parts += _LOOSE.sub(_escaped, text[done:start]), f"${tex}$" if text[start] == "$" else text[start:end]
        done = after
    return "".join(parts) + _LOOSE.sub(_escaped, text[done:])


def _escaped(match: re.Match[str]) -> str:
    return r"\$" if match[0] == "$" else r"{\textasciitilde}"
