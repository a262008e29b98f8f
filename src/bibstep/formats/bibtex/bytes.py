"""The bytes of a .bib file as text: UTF-8, UTF-16, or the 8-bit encoding that the file names or that is likeliest."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, NamedTuple

from bibstep.text.clean import has_han

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
