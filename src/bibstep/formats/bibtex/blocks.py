"""Decode a .bib file and cut it into blocks with their line numbers; a broken block does not affect the others."""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from bibstep.text.encodings import LOOKED_AT, likeliest
from bibstep.text.patterns import later

#: The start of a block: ``@`` and a word, then ``{`` or ``(``. Semantic Scholar's API has lists of words.
_START = later(
    r"@[ \t\n]{0,40}([A-Za-z][\w.+*'-]{0,60}|\['[A-Za-z]{1,40}'(?:, ?'[A-Za-z]{1,40}'){0,9}\])[ \t\n]{0,200}([{(])"
)
#: A line that begins an entry with its key, inside a block that was not closed before it.
_NESTED = (
    r"(?m:^[ \t]{0,40}@(?!comment)[A-Za-z][\w-]{0,40}[ \t]{0,40}[{(][^\S\n]{0,40}[^\s,={}()\"]{1,200}[ \t]{0,40},)"
)
_MARK = later(rf"[{{}}]|{_NESTED}", re.IGNORECASE)
_PAREN_MARK = later(rf"[{{}}()\"]|{_NESTED}", re.IGNORECASE)
#: A line that begins with ``@`` and a word but has no bracket: a broken entry.
_BARE = later(r"^@(?!(?i:comment))[A-Za-z]{3,20}[ \t]+[^\s{(@][^\n]{0,200}$", re.MULTILINE)
#: A further field after a brace, which therefore does not close the entry: there is one brace too many.
_GOES_ON = later(r"[ \t]*,[ \t]*\n[ \t]*[A-Za-z][\w-]{0,40}[ \t]*=[ \t]*[{\"\d]")
#: The rest of a well-formed block without ``@``, as nearly all are: text, and groups nested three deep.
_TEXT = "[^{}@]*"
_GROUP = rf"\{{{_TEXT}\}}{_TEXT}"
_GROUPS = rf"\{{{_TEXT}(?:{_GROUP})*\}}{_TEXT}"
_VALUES = rf"\{{{_TEXT}(?:{_GROUPS})*\}}{_TEXT}"
_SOUND = later(rf"{_TEXT}(?:{_VALUES})*\}}")
_ESCAPED_BRACE = later(r"\\[{}]")
#: How many characters of an unclosed block are searched for its end after another entry has begun in it.
_PATIENCE = 20_000
_LEAST_PATIENCE = 100
#: How many characters of a file are in memory, unless a block is longer; the text of a longer one than ``_LONGEST`` is
#: cut there.
_WINDOW = 1 << 20
_LONGEST = 1 << 29
#: How many characters after a block can change where it ends, and how many before it say whether it is in a comment.
_AHEAD = _PATIENCE + 1000
_BEHIND = 300
#: ``% Encoding: ISO8859_1`` as JabRef writes it, ``% -*- coding: latin-1 -*-`` as Emacs does, and macOS's names for
#: encodings as BibDesk does.
_DECLARED = later(
    rb"(?:encoding|coding)[:=][ \t]*([A-Za-z0-9_-]{3,20})|Saved with string encoding ([^\r\n]{3,60})", re.IGNORECASE
)
_MACOS = {
    "western (mac os roman)": "mac-roman",
    "western (iso latin 1)": "latin-1",
    "western (iso latin 9)": "iso8859-15",
    "western (windows latin 1)": "cp1252",
    "western (ascii)": "cp1252",
    "western (dos latin 1)": "cp850",
    "western (dos latin us)": "cp437",
    "central european (iso latin 2)": "iso8859-2",
    "central european (windows latin 2)": "cp1250",
    "central european (mac os)": "mac-latin2",
    "cyrillic (windows)": "cp1251",
    "cyrillic (iso 8859-5)": "iso8859-5",
    "cyrillic (mac os)": "mac-cyrillic",
    "cyrillic (koi8-r)": "koi8-r",
    "greek (windows)": "cp1253",
    "greek (iso 8859-7)": "iso8859-7",
    "turkish (windows latin 5)": "cp1254",
    "japanese (shift jis)": "cp932",
    "japanese (windows, dos)": "cp932",
    "japanese (mac os)": "cp932",
    "japanese (euc)": "euc_jp",
    "chinese (gb 18030)": "gb18030",
    "simplified chinese (gb 2312)": "gb18030",
    "simplified chinese (gb 18030)": "gb18030",
    "simplified chinese (mac os)": "gb18030",
    "traditional chinese (big 5)": "big5",
    "traditional chinese (mac os)": "big5",
    "korean (euc)": "euc_kr",
    "korean (mac os)": "euc_kr",
}
#: Java's names for encodings, which JabRef wrote, where Python's name is another.
_JAVA = {"iso8859_1": "latin-1", "iso8859_15": "iso8859-15", "macroman": "mac-roman", "windows-31j": "cp932"}
_BINARY = (
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"\xfd7zXZ",
    b"PK\x03\x04",
    b"%PDF",
    b"\x89PNG",
    b"\xd0\xcf\x11\xe0",
)


class Block(NamedTuple):
    """A block: its type in lower case, the text between its brackets, its first line, whether it was closed.

    ``escaped``: braces after a backslash are not counted in it, although BibTeX counts them. ``start`` is where its
    ``body`` begins in the whole text.
    """

    kind: str
    body: str
    line: int
    closed: bool
    last_line: int
    escaped: bool = False
    start: int = 0


def blocks(pieces: Iterable[str]) -> Iterator[Block]:
    """Yield the blocks of a file in order; text between them is a comment, and so is a line that begins with ``%``.

    ``pieces`` are its text, of which about a megabyte is in memory, or the longest block. A line that begins with ``@``
    and a word but opens no block is yielded as a Block with the kind ``""``.

    >>> found = blocks(["junk\\n@book{a, title={", "x}\\n@misc(b, note={y})"])
    >>> [(block.kind, block.line) for block in found]
    [('book', 2), ('misc', 3)]
    """
    left = iter(pieces)
    text, is_last = "", False
    position = counted = cut = 0
    line = 1

    def line_of(at: int) -> int:  # never one before the last
        nonlocal line, counted
        line += text.count("\n", counted, at)
        counted = at
        return line

    patience = _PATIENCE
    while True:
        match = _START.search(text, position)
        start = match.start() if match else len(text)
        is_comment = match is not None and _is_comment(text, start)
        end, closed, sound, escaped, seen = start, False, True, False, start
        if match and is_comment:
            seen = end = text.find("\n", start) + 1 or len(text)
        elif match:
            end, closed, sound = _end(text, match.end(), match[2], patience)
            seen = end
            escaped = not sound and _ESCAPED_BRACE.search(text, match.end(), end) is not None
            if escaped:  # some programs assume that BibTeX does not count "\\{"
                other = _end(text, match.end(), match[2], patience, escaped)
                seen = max(end, other[0])
                escaped = other[1] and other[2]
                end, closed, sound = other if escaped else (end, closed, sound)
        if not is_last and seen + _AHEAD > len(text) and len(text) - position < _LONGEST:
            # What follows can change what was found.
            kept = max(0, position - _BEHIND)
            line_of(position)
            text, is_last = _more(text[kept:], left)
            position -= kept
            counted -= kept
            cut += kept
            continue
        for bare in _BARE.finditer(text, position, start):
            yield Block("", bare[0], line_of(bare.start()), False, line_of(bare.end()))
        if not match:
            if is_last:
                return
            position = len(text)
            continue
        kind = match[1].lower()
        if not is_comment and not closed:  # limits the time if many entries are not closed
            patience = max(patience * 3 // 4, _LEAST_PATIENCE)
        if kind == "comment" and not closed:  # an unclosed comment is one line, as in BibTeX
            position = text.find("\n", start) + 1 or len(text)
        elif is_comment:
            position = end
        else:
            yield Block(kind, text[match.end() : end], line_of(start), closed, line_of(end), escaped, cut + match.end())
            position = end + 1 if closed else end


def _more(text: str, left: Iterator[str]) -> tuple[str, bool]:
    """A text with the pieces that follow it, so long that it has twice its length, and whether it is the last of it."""
    pieces = [text]
    size = 0
    for piece in left:
        pieces.append(piece)
        size += len(piece)
        if size >= max(len(text), _WINDOW):
            return "".join(pieces), False
    return "".join(pieces), True


def _is_comment(text: str, start: int) -> bool:
    """Whether the line begins with white space and a ``%``."""
    before = text[max(text.rfind("\n", 0, start) + 1, start - 200) : start].lstrip()
    return before[:1] == "%"


def _end(text: str, start: int, opening: str, patience: int, escaped: bool = False) -> tuple[int, bool, bool]:
    """The end of the block that begins at ``start``, whether it is closed there, and whether its braces match.

    A closing brace that is followed by more fields is one too many and is skipped.
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
            # The bracket of the nested entry counts too.
            depth += mark.count("{")
    return (nested if nested >= 0 else len(text)), False, False


@dataclass
class Text:
    """What is known of a text that was read: why it is ``refused``, or the encoding of its ``lines`` not in UTF-8."""

    refused: str = ""
    encoding: str = ""
    lines: array[int] = field(default_factory=lambda: array("Q"))

    def is_guessed(self, block: Block) -> bool:
        """Whether a line of the block is not in UTF-8."""
        at = bisect_left(self.lines, block.line)
        return at < len(self.lines) and self.lines[at] <= block.last_line


def texts(stream: BinaryIO, text: Text) -> Iterator[str]:
    """Read a stream as text with ``\\n`` line ends, piece by piece; ``text`` takes what is known of it meanwhile.

    A line that is not UTF-8 is decoded with the encoding that the file names, else with the likeliest one. No content
    raises an error.
    """
    data = _read(stream, LOOKED_AT)
    if data.startswith(_BINARY):
        text.refused = "this is not text, so it is not BibTeX"
    elif data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or data[:4].count(b"\0") == 2:
        encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else _side(data)
        yield from _utf16(data, stream, encoding)
    else:
        head, number = data, 1
        for lines in _whole_lines(data, stream):
            try:
                piece = _lines(lines.decode("utf-8"))
            except UnicodeDecodeError:
                text.encoding = text.encoding or _declared(head) or likeliest(head)
                piece = _lines_apart(lines, number, text)
            number += piece.count("\n")
            yield piece


def _read(stream: BinaryIO, size: int) -> bytes:
    """The next bytes of a stream; fewer than ``size`` only at its end."""
    data = stream.read(size)
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data


def _whole_lines(data: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The first bytes of a stream and the others, in parts that end where a line does."""
    while more := _read(stream, max(_WINDOW, len(data))):
        end = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
        if end:
            yield data[:end]
        data = data[end:] + more
    yield data


def _lines_apart(lines: bytes, first: int, text: Text) -> str:
    """Decode lines one by one; ``first`` is the number of the first, and ``text`` takes those not in UTF-8."""
    decoded: list[str] = []
    for number, line in enumerate(re.split(b"\r\n|\r|\n", lines), first):
        try:
            decoded.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            text.lines.append(number)
            decoded.append(_decoded(line, text.encoding))
    return "\n".join(decoded).replace("\ufeff", "")


def _utf16(data: bytes, stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    held = ""
    while data:
        piece = held + decoder.decode(data)
        held = "\r" if piece.endswith("\r") else ""  # the "\n" after it may be the next character
        yield _lines(piece.removesuffix("\r"))
        data = stream.read(_WINDOW)
    yield _lines(held + decoder.decode(b"", True))


def _side(data: bytes) -> str:
    return "utf-16-be" if data[:1] == b"\0" else "utf-16-le"


def _lines(text: str) -> str:
    text = text.replace("\ufeff", "") if "\ufeff" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:2000])
    if not match:
        return ""
    name = (match[1] or match[2]).decode("ascii", "replace").strip().lower()
    try:
        found = codecs.lookup(_JAVA.get(name) or _MACOS.get(name, name))
    except LookupError:
        return ""
    # Only an encoding of text in which lines end as in ASCII.
    return found.name if found._is_text_encoding and "utf" not in found.name else ""


def _decoded(line: bytes, encoding: str) -> str:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        # Five bytes are undefined in Windows-1252; in Latin-1 they are control characters.
        return line.decode("latin-1" if encoding == "cp1252" else "cp1252", "replace")
