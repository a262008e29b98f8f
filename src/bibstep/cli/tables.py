"""Text tables that fit the width of a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bibstep.text.clean import shorten
from bibstep.text.patterns import later

#: The minimum width of a column. If the columns still do not fit the terminal, lines are cut.
_LEAST = 6
_GAP = "  "
#: The maximum length of a cell's text; a longer one, such as an abstract, is cut.
_LONGEST = 160
#: The pieces of a cell's text: a line may end after a space, a punctuation mark, a hyphen or an underscore.
_PIECES = later(r"[^ ,.;_-]*[ ,.;_-]?")


def width_of(text: str) -> int:
    """The number of columns that a text takes on a terminal: two for a wide character, none for a combining one.

    Source: Unicode Standard Annex 11 (East Asian Width).

    >>> width_of("abc"), width_of("医学"), width_of("e\\u0301")
    (3, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def table(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The lines of a table, with a rule below its first row. If it is too wide, its widest columns are wrapped."""
    rows = [[shorten(cell, _LONGEST) for cell in row] for row in rows]
    widths = [max([width_of(row[column]) for row in rows]) for column in range(len(rows[0]))]
    room = max(width - len(_GAP) * (len(widths) - 1), 1)
    while sum(widths) > room and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    lines = []
    for number, row in enumerate(rows):
        cells = [wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            parts = [cell[line] if line < len(cell) else "" for cell in cells]
            lines.append(_cut(_GAP.join(map(_padded, parts, widths)).rstrip(), width))
        if not number:
            lines.append(_cut(_GAP.join(["-" * size for size in widths]), width))
    return lines


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most ``width`` columns, broken at spaces and commas where possible.

    >>> wrapped("journal, booktitle", 9)
    ['journal,', 'booktitle']
    """
    lines, line, used = [], "", 0
    for piece in _PIECES.findall(text):
        size = width_of(piece)
        if used and used + width_of(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, used = "", 0
        if size <= width:
            line, used = line + piece, used + size
            continue
        for character in piece:
            if used + _width(character) > width:
                lines.append(line.rstrip())
                line, used = "", 0
            line, used = line + character, used + _width(character)
    return [*lines, line.rstrip()]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _cut(line: str, width: int) -> str:
    while width_of(line) > width:
        line = line[:-1]
    return line
