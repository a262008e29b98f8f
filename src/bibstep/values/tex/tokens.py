"""Split LaTeX source into tokens: commands, braces, ligatures, and the runs of text between them."""

from __future__ import annotations

import re

from bibstep.text.clean import decode_entities, strip_controls
from bibstep.text.patterns import later

#: A command with the white space after it, a brace, a ligature, or a run of text up to the next of these.
_TOKEN = later(
    r"\\[A-Za-z]+\*?\s*|\\.|\\\Z|[{}$~]|---?|``|''|[?!]`|<<|>>"
    r"|(?:[^\\{}$~`'?!<>-]+|-(?!-)|'(?!')|[?!](?!`)|<(?!<)|>(?!>))+|.",
    re.DOTALL,
)
#: An HTML entity, its ampersand and its "#" escaped for TeX or not.
_ENTITY = later(r"(?:\{\\&\}|\\?&)(?:(?:\{\\#\}|\\?#)([xX]?[0-9a-fA-F]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));")
_SPECIAL = later(r"[&%#_$]")


def tokens(tex: str) -> list[str]:
    """The tokens of a text from ``folded``, in reverse order."""
    found = _TOKEN.findall(strict_entities(strip_controls(tex)))
    found.reverse()
    return found


def strict_entities(tex: str) -> str:
    """TeX source with the HTML entities in it as the characters that they stand for, escaped where TeX needs it.

    >>> strict_entities(r"Jos\\&eacute; of R{\\&}amp;D \\&\\#38; co.")
    'José of R\\\\&D \\\\& co.'
    """
    if r"$\mathsemicolon$" in tex:  # as Crossref's .bib files have it
        tex = tex.replace(r"$\mathsemicolon$", ";")
    while "&" in tex and ";" in tex:
        found = _ENTITY.sub(_entity, tex)
        if found == tex:
            break
        tex = found
    return tex


def _entity(match: re.Match[str]) -> str:
    entity = f"&#{match[1]};" if match[1] else f"&{match[2]};"
    text = decode_entities(entity)
    return match[0] if text == entity else _SPECIAL.sub(r"\\\g<0>", text)


def folded(tex: str) -> str:
    """Replace runs of white space by one space; one at the end is kept, because it may belong to a backslash."""
    if tex.isprintable() and "  " not in tex:
        return tex
    return " ".join(tex.split()) + (" " if tex[-1:].isspace() else "")
