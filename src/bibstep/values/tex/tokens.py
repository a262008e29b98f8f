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
#: An HTML entity that another program left in the text: its ampersand has no backslash.
_ENTITY = later(r"(?<!\\)&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,5}|#x[0-9a-fA-F]{2,5});")


def tokens(tex: str) -> list[str]:
    """The tokens of a text from ``folded``, in reverse order; HTML entities are decoded."""
    tex = strip_controls(tex)
    if "&" in tex:
        tex = _ENTITY.sub(lambda match: decode_entities(match[0]), tex)
    found = _TOKEN.findall(tex)
    found.reverse()
    return found


def folded(tex: str) -> str:
    """Replace runs of white space by one space; one at the end is kept, because it may belong to a backslash."""
    if tex.isprintable() and "  " not in tex:
        return tex
    return " ".join(tex.split()) + (" " if tex[-1:].isspace() else "")
