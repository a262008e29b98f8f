"""Decode a .bib file and cut it into blocks with their line numbers; a broken block does not affect the others."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from bibstep.text.encodings import likeliest
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
#: The maximum size of a file in bytes. A file is read whole, because an entry may refer to any other.
MAX_FILE = 512 * 1024 * 1024
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

    ``escaped``: braces after a backslash are not counted in it, although BibTeX counts them.
    """

    kind: str
    body: str
    line: int
    closed: bool
    last_line: int
    escaped: bool = False


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a file in order; text between them is a comment, and so is a line that begins with ``%``.

    A line that begins with ``@`` and a word but opens no block is yielded as a Block with the kind ``""``.

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
        if escaped:  # some programs assume that BibTeX does not count "\\{"
            other = _end(text, match.end(), match[2], patience, escaped)
            escaped = other[1] and other[2]
            end, closed, sound = other if escaped else (end, closed, sound)
        if not closed:  # limits the time if many entries are not closed
            patience = max(patience * 3 // 4, _LEAST_PATIENCE)
        if kind == "comment" and not closed:  # an unclosed comment is one line, as in BibTeX
            position = text.find("\n", start) + 1 or len(text)
            continue
        yield Block(kind, text[match.end() : end], line_of(start), closed, line_of(end), escaped)
        position = end + 1 if closed else end
    for bare in _BARE.finditer(text, position):
        yield Block("", bare[0], line_of(bare.start()), False, line_of(bare.end()))


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


class Text(NamedTuple):
    """The text with ``\\n`` line ends; the encoding of its lines that were not UTF-8; or why it is ``refused``."""

    text: str
    encoding: str = ""
    lines: tuple[int, ...] = ()
    refused: str = ""


def read_text(stream: BinaryIO) -> Text:
    """Read a whole stream as text; no content raises an error.

    A line that is not UTF-8 is decoded with the encoding that the file names, else with the likeliest one.
    """
    data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        return Text("", refused=f"the file is larger than {MAX_FILE // 2**20} MB")
    if data.startswith(_BINARY):
        return Text("", refused="this is not text, so it is not BibTeX")
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or data[:4].count(b"\0") == 2:
        encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else _side(data)
        return Text(_lines(data.decode(encoding, "replace")))
    try:
        return Text(_lines(data.decode("utf-8")))
    except UnicodeDecodeError:
        pass
    encoding = _declared(data) or likeliest(data)
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
