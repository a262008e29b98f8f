"""The texts that a page offers to copy: each entry in other formats, without repeating its abstract.

The page already shows the abstract, and each of the texts would contain it again, with its own escapes. So the abstract
is split at the characters that a format may escape, and each piece is replaced by a mark in the texts. The page's
script puts the pieces back; a text in which a piece is not found is left unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibstep.formats.template import Encoded

#: Stands for the next piece of the abstract; no value of a record contains a tab.
MARK = "\t"
#: Characters that are escaped in TeX or JSON. The page's script splits the abstract at the same characters.
_CUTS = re.compile(r'[\\{}~^&%#_$"]+')


def block(texts: Iterable[str], abstract: str) -> Encoded:
    """The texts of an entry, separated by blank lines, in an element that a page neither shows nor runs.

    Line ends are those of the page; the script restores those of each format.
    """
    pieces = [piece for piece in _CUTS.split(abstract) if piece]
    joined = "\n\n".join([_marked(text, pieces).replace("\r\n", "\n") for text in texts])
    return Encoded(f'<script type="text/plain">{_inert(joined)}</script>')


def _marked(text: str, pieces: list[str]) -> str:
    parts: list[str] = []
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return text
        parts += [text[at:found], MARK]
        at = found + len(piece)
    return "".join([*parts, text[at:]])


def _inert(text: str) -> str:
    """Escape a text so that nothing in it ends or opens a script element (HTML, 4.12.1.3)."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
