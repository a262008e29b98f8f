"""A fast path for LaTeX text without commands, as nearly all is: escaped characters, ligatures, ties and braces."""

from __future__ import annotations

from bibstep.text.clean import strip_controls
from bibstep.text.patterns import later

#: Characters that need the full decoder, unless they are escaped.
_COMMAND = later(r"[\\$`&]")
_ESCAPED = later(r"\\([%&_#$])")
_BRACE = later(r"([{}])")
_SPACES = later("  +")
#: Text with more groups may nest them too deep, so it is left to ``decode``.
_MOST_GROUPS = 50

Range = tuple[int, int]


def read(tex: str) -> tuple[str, tuple[Range, ...]] | None:
    r"""Decode TeX source from ``folded`` to text and its ranges in braces; None if the full decoder is needed.

    >>> read(r"pages 1--2 of~{DNA \& {RNA} }"), read(r"{\'E}tude")
    (('pages 1–2 of DNA & RNA', ((13, 22),)), None)
    """
    tex = strip_controls(tex)
    unescaped = _ESCAPED.sub("", tex) if "\\" in tex else tex
    if _COMMAND.search(unescaped) or tex.count("{") > _MOST_GROUPS:
        return None
    if unescaped is not tex:
        if "{\\" in tex:  # a "special character", whose braces are not a range
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
            if spaced and piece[:1] == " ":  # white space becomes one space across braces too
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
    """The ranges that were in braces, cut to the length of the text, without a range of the whole text."""
    ranges = [(start, min(end, length)) for start, end in braced if start < min(end, length)]
    return tuple([one for one in ranges if one != (0, length)])


def _ligatured(text: str) -> str:
    """Replace TeX's ligatures for dashes and closing quotes by their characters."""
    if "--" in text:
        text = text.replace("---", "—").replace("--", "–")
    return text.replace("''", "”")
