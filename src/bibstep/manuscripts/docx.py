"""The citations of a Word document: the fields of Word's own sources, of Zotero and of Mendeley.

Sources: ECMA-376, part 1, 17.16.5.7 (CITATION); the fields ``ADDIN ZOTERO_ITEM CSL_CITATION`` (Zotero 6) and ``ADDIN
CSL_CITATION`` (Mendeley Desktop). A document cannot be rewritten here.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any

from bibstep.errors import InputError
from bibstep.manuscripts.citation import Found, Mark, Unread
from bibstep.manuscripts.latex import Commands
from bibstep.text.patterns import later

_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
#: The most characters of a part: a small file may unpack to a very large one.
_LARGEST = 1 << 28
_FIELD = later(
    r'<w:fldChar\b[^>]*w:fldCharType="(begin|end|separate)"|<w:instrText\b[^>]*>([^<]*)</w:instrText>'
    r'|<w:fldSimple\b[^>]*w:instr="([^"]*)"'
)
_WORD = later(r"(?:^|\\m)\s*(?:CITATION\s+)?([^\s\\]+)")
_CSL = later(r"\bCSL_CITATION\s*(\{.*)", re.DOTALL)


def fields_of(data: bytes, name: str) -> bytes:
    """The instructions of the fields in a document, a line each. Raises InputError if it is not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            lines: list[str] = []
            for part in _PARTS:
                if part in names:
                    with archive.open(part) as stream:
                        lines += _fields(stream.read(_LARGEST).decode("utf-8", "replace"))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{name}: not a Word document: {error}") from None
    return "\n".join(lines).encode()


def _fields(xml: str) -> Iterator[str]:
    """The instructions of fields; one may be in several runs, and inside another one."""
    open_fields: list[list[str]] = []
    for kind, instruction, simple in _FIELD.findall(xml):
        if simple:
            yield _line(simple)
        elif kind == "begin":
            open_fields.append([])
        elif kind == "end" and open_fields:
            yield _line("".join(open_fields.pop()))
        elif instruction and open_fields:
            open_fields[-1].append(instruction)


def _line(instruction: str) -> str:
    return " ".join(unescape(instruction).split())


def parse(text: str, file: str, known: Commands) -> Iterator[Found]:  # noqa: ARG001
    """Yield what the instructions cite. A citation of Zotero without a key is reported with its title."""
    position = 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        if match := _CSL.search(line):
            yield from _items(match[1], start)
        elif line.startswith("CITATION "):
            for tag in _WORD.finditer(line):
                yield Mark(tag[1], start + tag.start(1), start + tag.end(1))


def _items(text: str, start: int) -> Iterator[Found]:
    try:
        items: Any = json.JSONDecoder().raw_decode(text)[0]["citationItems"]
        values: list[dict[str, Any]] = [one.get("itemData") or {} for one in items]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Unread(start, "a citation of Zotero or Mendeley cannot be read")
        return
    for value in values:
        key = next((one for name in ("citation-key", "citekey") if isinstance(one := value.get(name), str) and one), "")
        if key:
            yield Mark(key, start, start)
        else:
            title = str(value.get("title", ""))[:80]
            yield Unread(start, f"the citation of {title!r} has no key (Zotero 8 and Better BibTeX store one)")
