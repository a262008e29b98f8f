"""LaTeX text without commands, which nearly all is: characters, some of them escaped, ligatures, ties and braces."""

from __future__ import annotations

import re

from bibstep.text.clean import strip_controls

#: What makes more of a text than that, where it is not escaped.
_COMMAND = re.compile(r"[\\$`&]")
_ESCAPED = re.compile(r"\\([%&_#$])")
_BRACE = re.compile(r"([{}])")
_SPACES = re.compile("  +")
#: Text with more groups than this may hold them deeper than is read; it is left to ``tex_text``.
_MOST_GROUPS = 50

Range = tuple[int, int]


def read(tex: str) -> tuple[str, tuple[Range, ...]] | None:
    r"""The text of TeX source from ``folded`` and the ranges of it in braces; None where it takes more to read it.

    >>> read(r"pages 1--2 of~{DNA \& {RNA} }"), read(r"{\'E}tude")
    (('pages 1–2 of DNA & RNA', ((13, 22),)), None)
    """
    tex = strip_controls(tex)
    unescaped = _ESCAPED.sub("", tex) if "\\" in tex else tex
    if _COMMAND.search(unescaped) or tex.count("{") > _MOST_GROUPS:
        return None
    if unescaped is not tex:
        if "{\\" in tex:  # a "special character", whose braces are no range
            return None
        tex = _ESCAPED.sub(r"\1", tex)
    if not tex.isprintable() or "  " in tex:
        return None
    if "~" in tex:
        tex = _SPACES.sub(" ", tex.replace("~", " "))
    tex = _ligatured(tex)
    if "{" not in tex and "}" not in tex:
        return tex.strip(" "), ()
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
        else:
            if spaced and piece[:1] == " ":  # white space is folded across braces too
                piece = piece[1:]
            if piece:
                read.append(piece)
                length += len(piece)
                spaced = piece[-1] == " "
    if depth and length > start:
        braced.append((start, length))
    text = "".join(read).rstrip(" ")
    return text, within(braced, len(text))


def within(braced: list[Range], length: int) -> tuple[Range, ...]:
    """The ranges that stood in braces, as far as the text goes, without one that is all of it."""
    ranges = [(start, min(end, length)) for start, end in braced if start < min(end, length)]
    return tuple([one for one in ranges if one != (0, length)])


def _ligatured(text: str) -> str:
    """The text with its dashes and closing quotes as they are set."""
    if "--" in text:
        text = text.replace("---", "—").replace("--", "–")
    return text.replace("''", "”")
