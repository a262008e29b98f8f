"""LaTeX text without commands, which most titles and names are: its characters, its ligatures and its braces."""

from __future__ import annotations

import re

from bibstep.text import strip_controls

#: What makes more of a text than its characters, ligatures and groups.
_COMMAND = re.compile(r"[\\$~`&]")
_BRACE = re.compile(r"([{}])")
#: Text with more groups than this may hold them deeper than is read; it is left to ``tex_text``.
_MOST_GROUPS = 50

Range = tuple[int, int]


def read(tex: str) -> tuple[str, list[Range]] | None:
    """The text of TeX source from ``folded`` and the ranges of it in braces; None where it takes more to read it.

    >>> read("pages 1--2 of {DNA {and} RNA }")
    ('pages 1–2 of DNA and RNA', [(13, 25)])
    """
    if _COMMAND.search(tex) or tex.count("{") > _MOST_GROUPS:
        return None
    tex = strip_controls(tex)
    if not tex.isprintable() or "  " in tex:
        return None
    read: list[str] = []
    braced: list[Range] = []
    length = depth = start = 0
    spaced = True
    for piece in _BRACE.split(tex):
        if piece == "{":
            if not depth:
                start = length
            depth += 1
        elif piece == "}":
            if depth == 1 and length > start:
                braced.append((start, length))
            depth = max(0, depth - 1)
        elif piece:
            text = _ligatured(piece)
            if spaced:  # white space is folded across braces too
                text = text.lstrip(" ")
            if text:
                read.append(text)
                length += len(text)
                spaced = text[-1] == " "
    if depth and length > start:
        braced.append((start, length))
    return "".join(read).rstrip(" "), braced


def _ligatured(text: str) -> str:
    """The text with its dashes and closing quotes as they are set."""
    if "--" in text:
        text = text.replace("---", "—").replace("--", "–")
    return text.replace("''", "”")
