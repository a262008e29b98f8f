"""Encode TeX text in ASCII: characters become TeX commands if they have one, for pdflatex and classic bibtex.

What a document needs for the characters in its bibliography (measured with TeX Live 2022):

- nothing for most accented letters (é ç ő š å ế), ß æ œ ø ł ı, dashes, “ ” ‘ ’, currency and other symbols of text,
  Greek (as mathematics), symbols of mathematics, sub- and superscripts;
- ``\\usepackage[T1]{fontenc}`` for letters with an ogonek (ą ę), đ ð þ ŋ, and the quotation marks „ ‚ « » ‹ ›;
- ``\\usepackage{amssymb}`` for ≲ ⩽ ∴ □ and the rest of ``MATH_AMSSYMB``, ℝ, 𝔤;
- for Vietnamese letters with a hook or a horn (ả ơ ứ; not ế ộ ã)::

      \\usepackage[T5,T1]{fontenc}
      \\DeclareTextAccentDefault{\\h}{T5}
      \\DeclareTextCommandDefault{\\horn}[1]{\\UseTextSymbol{T5}{\\horn{#1}}}

- T2A for Cyrillic letters, for which LaTeX has no default encoding: either with T2A as the main encoding,
  ``\\usepackage[T1,T2A]{fontenc}`` (then đ ð þ ŋ ‚ ‹ › are missing, and ogoneks are printed next to their letters), or
  with T1 as the main encoding and T2A's letters as defaults::

      \\usepackage[T2A,T1]{fontenc}
      \\makeatletter
      \\let\\declaresymbol\\DeclareTextSymbol
      \\renewcommand\\DeclareTextSymbol[3]{\\DeclareTextSymbolDefault{#1}{#2}}
      \\input{t2aenc.def}
      \\let\\DeclareTextSymbol\\declaresymbol
      \\makeatother

  With Vietnamese letters too, load fontenc only once, ``[T5,T2A,T1]``: loading it again makes LaTeX loop forever.

Each character becomes one group that begins with a backslash, ``{\\'e}`` or ``{\\ensuremath{\\alpha}}``. For BibTeX,
such a "special character" is one letter: no style cuts it when it shortens a name to initials or a label to three
letters (``{$\\alpha$}`` is cut), or changes the case of a command in it. Source: "special characters" in BibTeX's
manual, btxdoc; measured with plain, abbrv, alpha, apalike, IEEEtran and plainnat.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from bibstep.text.patterns import later
from bibstep.values.tex import characters as tables


class _Form(NamedTuple):
    """How a character is written in text and in mathematics, and its characters that have no command."""

    text: str
    math: str
    unknown: str = ""


_MARKS = "\u0300-\u036f"
_MARK = later(f"[{_MARKS}]")
_SUPER, _SUB = "".join(tables.SUPERSCRIPT), "".join(tables.SUBSCRIPT)
_CLUSTER = rf"\\(?:[A-Za-z]+|[\x00-\x7f])|[$<>|]|[{_SUPER}]+|[{_SUB}]+|[^\x00-\x7f][{_MARKS}]*"
#: A command, a dollar, a character that OT1 prints as another one, a run of super- or subscript characters, or any
#: other character with the marks that follow it.
_TOKEN = later(_CLUSTER)
#: The same with marks after an ASCII letter, which are rare in composed text; this pattern is slower.
_TOKEN_WITH_MARKS = later(rf"[A-Za-z0-9][{_MARKS}]+|{_CLUSTER}")
#: Relations that a stroke can negate.
_RELATIONS = {"<": "<", ">": ">", "=": "=", **tables.MATH, **tables.MATH_AMSSYMB}


def to_ascii(text: str) -> tuple[str, str]:
    """Encode characters outside ASCII as TeX commands; the second text has each character without a command once.

    ``text`` is escaped for TeX already: its braces, commands and ``$mathematics$`` do not change. ``<``, ``>`` and
    ``|`` outside mathematics become commands too, because OT1, LaTeX's default encoding, prints ¡ ¿ — for them.
    Characters without a command stay in the text.

    >>> to_ascii("Élodie Nguyễn: α ≥ 10⁻³ in $x < β$, p < 0.05")[0]
    "{\\\\'E}lodie Nguy{\\\\~{\\\\^e}}n: {\\\\ensuremath{\\\\alpha}} {\\\\ensuremath{\\\\geq}} \
10{\\\\textsuperscript{\\\\ensuremath{-}3}} in $x < \\\\beta $, p {\\\\textless} 0.05"
    >>> to_ascii("漢字 é 漢")
    ("漢字 {\\\\'e} 漢", '漢字')
    """
    if text.isascii() and not ("<" in text or ">" in text or "|" in text):
        return text, ""
    pattern = _TOKEN_WITH_MARKS if _MARK.search(text) else _TOKEN
    # If a dollar has no partner, none of them begins mathematics.
    paired = (text.count("$") - text.count("\\$")) % 2 == 0
    in_math = False
    unknown: dict[str, None] = {}

    def write(match: re.Match[str]) -> str:
        nonlocal in_math
        token = match[0]
        if token[0] == "\\":
            return token
        if token == "$":
            in_math = paired and not in_math
            return token
        form = _form(token)
        if form.unknown:
            unknown.update(dict.fromkeys(form.unknown))
        return form.math if in_math else form.text

    return pattern.sub(write, text), "".join(unknown)


@lru_cache(maxsize=4096)
def _form(token: str) -> _Form:
    """The form of a character with its marks, or of a run of super- or subscript characters."""
    first, marks = token[0], token[1:]
    if first in tables.SUPERSCRIPT:
        return _raised("textsuperscript", tables.SUPERSCRIPT, token)
    if first in tables.SUBSCRIPT:
        return _raised("textsubscript", tables.SUBSCRIPT, token)
    known = "".join([mark for mark in marks if mark in tables.ACCENTS_ABOVE or mark in tables.ACCENTS_BELOW])
    form = _accented(first + known)
    if form is None:  # not a letter, so its marks stay unchanged
        form, known = _symbol(first), ""
    if form is None:
        return _Form(token, token, "".join([char for char in token if not char.isascii()]))
    rest = "".join([mark for mark in marks if mark not in known])
    return _Form(form.text + rest, form.math + rest, rest) if rest else form


def _symbol(char: str) -> _Form | None:
    """The form of a character that is not a letter, or None if it has no command."""
    if body := tables.TEXT.get(char):
        return _Form(f"{{{body}}}", char) if char.isascii() else _text(body)
    if body := tables.MATH.get(char) or tables.MATH_AMSSYMB.get(char):
        return _math(body)
    if body := tables.LITERAL.get(char):
        return _Form(body, body if len(body) == 1 else f"\\mbox{{{body}}}")
    if char in tables.ACCENTS_ABOVE:  # without a letter
        return _text(f"\\{tables.ACCENTS_ABOVE[char]}{{}}")
    relation = unicodedata.normalize("NFD", char)
    if relation[1:] == "\u0338" and (relation := relation[0]) in _RELATIONS:  # ⊄ is ⊂ and a stroke
        return _math(f"\\not{_RELATIONS[relation]}")
    return _compatible(char)


def _accented(cluster: str) -> _Form | None:
    """The form of a letter with its accents, or None if it is not a letter or an accent has no command."""
    base, marks = cluster[0], cluster[1:]
    letter = _letter(base)
    if letter is None:
        decomposed = unicodedata.normalize("NFD", cluster)
        base, marks = decomposed[0], decomposed[1:]
        letter = _letter(base)
    if base in tables.GREEK:
        return _accented_greek(base, marks)
    if letter is None:
        return None
    if not marks:
        if base.isascii():
            return _Form(letter, letter)
        return _text(letter) if letter[0] == "\\" else _Form(f"{{{letter}}}", f"\\mathrm{{{letter}}}")
    for mark in sorted(marks, key=tables.ACCENTS_BELOW.__contains__):
        command = tables.ACCENTS_ABOVE.get(mark) or tables.ACCENTS_BELOW.get(mark)
        if command is None:
            return None
        # \c{c} and \'{\ae}, but \'e: the shortest forms that every reader knows.
        braced = command.isalpha() or len(letter) > 1
        letter = f"\\{command}{{{letter}}}" if braced else f"\\{command}{letter}"
    return _text(letter)


def _letter(char: str) -> str | None:
    """The TeX source of a letter without accents; None if it is not a letter or has no command."""
    if char.isascii():
        return char if char.isalnum() else None
    if letter := tables.LATIN.get(char) or tables.GREEK_AS_LATIN.get(char):
        return letter
    if name := tables.CYRILLIC.get(char):
        return f"\\cyr{name}"
    if name := tables.CYRILLIC.get(char.lower()):
        return f"\\CYR{name.upper()}"
    return None


def _accented_greek(base: str, marks: str) -> _Form | None:
    body = tables.GREEK[base]
    for mark in marks:
        if mark not in tables.ACCENTS_MATH:
            return None
        body = f"\\{tables.ACCENTS_MATH[mark]}{{{body}}}"
    return _math(body)


def _raised(command: str, table: dict[str, str], run: str) -> _Form:
    """The form of a run of super- or subscript characters: one command."""
    plain = "".join([table[char] for char in run])
    script = "^" if command == "textsuperscript" else "_"
    body = plain.replace("−", "\\ensuremath{-}")
    return _Form(f"{{\\{command}{{{body}}}}}", f"{script}{{{plain.replace('−', '-')}}}")


#: Kinds of compatibility decomposition that lose only the shape of a character; ``circle`` loses more.
_SHAPES = frozenset(("<compat>", "<wide>", "<narrow>", "<square>", "<small>", "<noBreak>", "<super>", "<sub>"))


def _compatible(char: str) -> _Form | None:
    """The form of a character that Unicode defines as a variant of others (full width, ⅓, Ⅳ, 𝑝), or None."""
    kind, _, _ = unicodedata.decomposition(char).partition(" ")
    plain = unicodedata.normalize("NFKC", char)
    if plain == " ":
        return _Form(" ", " ")
    if " " in plain or plain == char:  # with a space, it is an accent without a letter
        return None
    if kind == "<fraction>":
        above, _, below = plain.partition("\u2044")
        return _math(f"\\frac{{{above}}}{{{below}}}") if above and below else None
    if kind == "<font>":
        return _math_letter(char, plain)
    if kind not in _SHAPES:
        return None
    forms = [_plain(part) for part in plain]
    if any(form.unknown for form in forms):
        return None
    text, math = "".join([form.text for form in forms]), "".join([form.math for form in forms])
    if kind in ("<super>", "<sub>"):
        command, script = ("textsuperscript", "^") if kind == "<super>" else ("textsubscript", "_")
        return _Form(f"{{\\{command}{{{text}}}}}", f"{script}{{{math}}}")
    if len(plain) > 1 and text.isalpha() and text != text.lower():
        return _Form(f"{{{text}}}", f"\\mathrm{{{text}}}")  # a numeral or a unit keeps its case
    return _Form(text, math)


def _plain(char: str) -> _Form:
    if not char.isascii() or char in "<>|":
        return _form(char)
    special = tables.SPECIAL.get(char, char)
    return _Form(special, f"\\mbox{{{special}}}" if special[0] == "{" else special)


def _math_letter(char: str, plain: str) -> _Form | None:
    """The form of a mathematical letter or digit, with its font; None if it has no command."""
    base = plain if plain.isascii() and plain.isalnum() else tables.GREEK.get(plain) or tables.GREEK_AS_LATIN.get(plain)
    if base is None:
        return None
    name = unicodedata.name(char)
    for word, font, capitals_only in tables.MATH_FONTS:
        if word in name and (not capitals_only or (base.isupper() and base.isalpha())):
            base = f"\\{font}{{{base}}}"
            break
    # The extra braces keep styles from changing the letter's case, which would make it another symbol.
    text, math, _ = _math(base)
    return _Form(f"{{{text}}}", math)


def _text(body: str) -> _Form:
    return _Form(f"{{{body}}}", f"\\mbox{{{body}}}")


def _math(body: str) -> _Form:
    # The space separates the command from a letter that follows.
    return _Form(f"{{\\ensuremath{{{body}}}}}", f"{body} " if body[-1].isalpha() and body[0] == "\\" else body)
