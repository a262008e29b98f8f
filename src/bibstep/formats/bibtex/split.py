"""A .bib file cut into its blocks, each with its line: one bad block never costs the ones behind it.

BibTeX looks for the next ``@``, and everything in between is comment; so does this. A block ends with the brace that
closes it. Where that is missing, the next line that begins an entry ends it, so an unclosed entry is the only one that
suffers. bibtexparser's own splitter is not used on whole files: it reads commented-out entries, gives up a block at
the first fault, and counts ``\\{`` otherwise than BibTeX does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

#: The start of a block: ``@`` and a word, then ``{`` or ``(``.
_START = re.compile(r"@[ \t\n]{0,40}([A-Za-z][\w.+*'-]{0,60})[ \t\n]{0,200}([{(])")
#: A line that begins an entry, with its key, inside a block that should have ended before.
_NESTED = (
    r"(?m:^[ \t]{0,40}@(?!comment)[A-Za-z][\w-]{0,40}[ \t]{0,40}[{(][^\S\n]{0,40}[^\s,={}()\"]{1,200}[ \t]{0,40},)"
)
_MARK = re.compile(rf"[{{}}]|{_NESTED}", re.IGNORECASE)
_PAREN_MARK = re.compile(rf"[{{}}()\"]|{_NESTED}", re.IGNORECASE)
#: A line that begins a word with ``@`` and no bracket: an entry that was meant.
_BARE = re.compile(r"^@(?!(?i:comment))[A-Za-z]{3,20}[ \t]+[^\s{(@][^\n]{0,200}$", re.MULTILINE)
#: What stands behind a brace that does not close the entry after all: one brace too many stood before it.
_GOES_ON = re.compile(r"[ \t]*,[ \t]*\n[ \t]*[A-Za-z][\w-]{0,40}[ \t]*=[ \t]*[{\"\d]")
#: A block to its end that is sound and has no ``@`` in it, which nearly all are: text, and groups three deep.
_TEXT = "[^{}@]*"
_GROUP = rf"\{{{_TEXT}\}}{_TEXT}"
_GROUPS = rf"\{{{_TEXT}(?:{_GROUP})*\}}{_TEXT}"
_VALUES = rf"\{{{_TEXT}(?:{_GROUPS})*\}}{_TEXT}"
_SOUND = re.compile(rf"{_TEXT}(?:{_VALUES})*\}}")
_ESCAPED_BRACE = re.compile(r"\\[{}]")
#: How far an unclosed block is searched for its end when an entry began in it already.
_PATIENCE = 20_000
_LEAST_PATIENCE = 100


class Block(NamedTuple):
    """A block: its word in lower case, what is between its brackets, its line, whether it was closed.

    ``escaped``: braces behind a backslash do not count in it, as they do for BibTeX.
    """

    kind: str
    body: str
    line: int
    closed: bool
    last_line: int
    escaped: bool = False


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a file in order; text between them is comment, and so is a line that begins with ``%``.

    A word with ``@`` at the start of a line that opens no block is a Block of its own, with the kind ``""``.

    >>> [(block.kind, block.line) for block in blocks("junk\\n@book{a, title={x}\\n@misc(b, note={y})")]
    [('book', 2), ('misc', 3)]
    """
    lines = [match.end() for match in re.finditer("\n", text)]

    def line_of(position: int) -> int:
        return bisect_right(lines, position) + 1

    position = 0
    patience = _PATIENCE
    while match := _START.search(text, position):
        start = match.start()
        yield from (
            Block("", bare[0], line_of(bare.start()), False, line_of(bare.end()))
            for bare in _BARE.finditer(text, position, start)
        )
        if _is_comment(text, start):
            position = text.find("\n", start) + 1 or len(text)
            continue
        kind = match[1].lower()
        end, closed, sound = _end(text, match.end(), match[2], patience)
        escaped = not sound and _ESCAPED_BRACE.search(text, match.end(), end) is not None
        if escaped:  # some programs write "\\{" as if BibTeX did not count it
            other = _end(text, match.end(), match[2], patience, escaped)
            escaped = other[1] and other[2]
            end, closed, sound = other if escaped else (end, closed, sound)
        if not closed:  # where many entries are not closed, none may cost much
            patience = max(patience * 3 // 4, _LEAST_PATIENCE)
        if kind == "comment" and not closed:  # a comment that ends nowhere is its own line, as in BibTeX
            position = text.find("\n", start) + 1 or len(text)
            continue
        yield Block(kind, text[match.end() : end], line_of(start), closed, line_of(end), escaped)
        position = end + 1 if closed else end
    for bare in _BARE.finditer(text, position):
        yield Block("", bare[0], line_of(bare.start()), False, line_of(bare.end()))


def _is_comment(text: str, start: int) -> bool:
    """True where nothing but white space and a ``%`` stands on the line before."""
    before = text[max(text.rfind("\n", 0, start) + 1, start - 200) : start].lstrip()
    return before[:1] == "%"


def _end(text: str, start: int, opening: str, patience: int, escaped: bool = False) -> tuple[int, bool, bool]:
    """Where the block that begins at ``start`` ends, whether it is closed there, and whether its braces are sound.

    A brace that closes it, but has more fields behind it, is one too many; it is passed over.
    """
    if opening == "{" and not escaped:
        block = _SOUND.match(text, start)
        if block and not _GOES_ON.match(text, block.end()):
            return block.end() - 1, True, True
    depth, nested, quoted, sound = 0, -1, False, True
    for match in (_MARK if opening == "{" else _PAREN_MARK).finditer(text, start):
        mark = match[0]
        at = match.start()
        if nested >= 0 and at > nested + patience:
            return nested, False, False
        if escaped and mark in "{}" and text[at - 1] == "\\":
            continue
        if mark == "{":
            depth += 1
        elif mark == "}":
            if depth:
                depth -= 1
            elif opening == "{":
                if not _GOES_ON.match(text, at + 1):
                    return at, True, sound
                sound = False
        elif mark == '"':
            quoted = quoted != (depth == 0)
        elif mark == ")":
            if not depth and not quoted:
                return at, True, sound
        elif mark != "(":
            if nested < 0:
                nested = at
            if not depth and not quoted:
                return at, False, False
            # The brackets of the entry itself count too.
            depth += mark.count("{")
    return (nested if nested >= 0 else len(text)), False, False
