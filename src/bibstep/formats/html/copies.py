"""The texts that a page copies: each entry in other formats, with its abstract said once.

An abstract stands in the page as text and would stand in each of the texts again, in the escapes of each. So it is cut
at the characters that a format may escape, and where the pieces stand in a text, a mark takes the place of each. The
page's script puts them back; what cannot be put back to the same text is left in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibstep.formats.template import Encoded

#: Stands for the next piece of the abstract: no value of a record has a tab.
MARK = "\t"
#: What TeX and JSON have escapes for. The script cuts at the same; a format with other escapes is left in full.
_CUTS = re.compile(r'[\\{}~^&%#_$"]+')


def block(texts: Iterable[str], abstract: str) -> Encoded:
    """The texts of an entry, a blank line between them, as a block that is inert in a page.

    Line ends are those of the page; the script puts back those of each format.
    """
    pieces = [piece for piece in _CUTS.split(abstract) if piece]
    said = "\n\n".join([_marked(text, pieces).replace("\r\n", "\n") for text in texts])
    return Encoded(f'<script type="text/plain">{_inert(said)}</script>')


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
    """Text in which nothing ends or opens a script element (HTML, 4.12.1.3)."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
