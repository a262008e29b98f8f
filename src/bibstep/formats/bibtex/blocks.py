"""A .bib file as text, and the text cut into blocks, each with its line: one bad block costs no other."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from bibstep.text.clean import has_han

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
#: The most bytes that one file may take; what is referred to may stand anywhere, so a file is read whole.
MAX_FILE = 512 * 1024 * 1024
#: ``% Encoding: ISO8859_1`` as JabRef writes it, ``% -*- coding: latin-1 -*-`` as Emacs does.
_DECLARED = re.compile(rb"(?:encoding|coding)[:=][ \t]*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
#: Java's names of encodings, as JabRef wrote them, that Python knows by another.
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


class Text(NamedTuple):
    """The text with ``\\n`` line ends, what was not UTF-8, its lines, or why there is no text."""

    text: str
    encoding: str = ""
    lines: tuple[int, ...] = ()
    refused: str = ""


def read_text(stream: BinaryIO) -> Text:
    """The whole of a stream as text; nothing in it raises.

    A line that is not UTF-8 is read in the encoding that the file names, else in Windows-1252 (or, where Chinese
    comes out, in GB18030).
    """
    data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        return Text("", refused=f"the file is larger than {MAX_FILE // 2**20} MB")
    if data.startswith(_BINARY):
        return Text("", refused="this is no text, so no BibTeX")
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or data[:4].count(b"\0") == 2:
        encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else _side(data)
        return Text(_lines(data.decode(encoding, "replace")))
    try:
        return Text(_lines(data.decode("utf-8")))
    except UnicodeDecodeError:
        pass
    encoding = _declared(data) or _likeliest(data)
    decoded: list[str] = []
    strange: list[int] = []
    for number, line in enumerate(re.split(b"\r\n|\r|\n", data), 1):
        try:
            decoded.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            strange.append(number)
            decoded.append(_decoded(line, encoding))
    return Text("\n".join(decoded).replace("\ufeff", ""), encoding, tuple(strange))


def _side(data: bytes) -> str:
    return "utf-16-be" if data[:1] == b"\0" else "utf-16-le"


def _lines(text: str) -> str:
    text = text.replace("\ufeff", "") if "\ufeff" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:2000])
    if not match:
        return ""
    name = match[1].decode("ascii").lower()
    try:
        found = codecs.lookup(_JAVA.get(name, name))
    except LookupError:
        return ""
    # Only an encoding of text whose lines end as those of ASCII do.
    return found.name if found._is_text_encoding and "utf" not in found.name else ""


def _likeliest(data: bytes) -> str:
    try:
        text = data[: 1 << 20].decode("gb18030", "strict" if len(data) <= 1 << 20 else "ignore")
    except UnicodeDecodeError:
        return "cp1252"
    return "gb18030" if re.search("[\u4e00-\u9fa5]{3}", text) and has_han(text) else "cp1252"


def _decoded(line: bytes, encoding: str) -> str:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 has nothing for are control characters in Latin-1.
        return line.decode("latin-1" if encoding == "cp1252" else "cp1252", "replace")
