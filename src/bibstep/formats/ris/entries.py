"""Split a RIS file into entries: tags in any spelling, wrapped lines joined, each entry with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from string import ascii_uppercase, digits
from typing import NamedTuple

from bibstep.formats.ris import tables
from bibstep.input.lines import MAX_RECORD, Lines, size
from bibstep.model import Rejected, Remark, Source
from bibstep.text.clean import are_clean, shorten
from bibstep.text.encodings import guess, likeliest
from bibstep.text.patterns import later

#: By the specification of 2001, a value may be broken after this many characters, even inside a word.
_HARD_WRAP = 70
#: All possible tags of a line in the exact form ``TI  - text``.
EXACT = frozenset(first + second for first in ascii_uppercase for second in ascii_uppercase + digits)
#: Tags of values.
_TAGS = EXACT - {"TY", "ER"}
#: ``TY  - JOUR`` in any spelling: tabs, one space or none, lower case, spaces before it, another dash.
_LOOSE = later(
    r"(\s{0,16})([A-Za-z][A-Za-z0-9])([ \t\u00a0\u3000]{0,8})[-\u2010-\u2015\u2212]([ \t\u00a0\u3000]{0,8})(.*)",
    re.DOTALL,
)
#: What databases write before their records, also inside a file that joins two exports.
_HEADING = later(
    r"\s{0,8}(?:Provider|Database|Content|Export(?:ed)?(?: \w{1,12})?|Source|Date|Vendor|Link to the Ovid [\w ]{1,40})"
    r"\s{0,4}:",
    re.IGNORECASE,
)
#: After its records, Ovid describes the search in C1 and in lines without a tag, up to the next record.
_SEARCH = later(r"Database: ?\S")
#: As many lines without a tag between two records are more than a heading ("2.", "Record #2 of 9").
_MOST_JUNK = 3
#: Encodings with a remark code of their own.
_ENCODING_CODES = {"gb18030": "encoding-gb18030", "cp1252": "encoding-cp1252"}
#: The usual beginning of the line that ends an entry.
_END = b"\nER  -"
#: The tags that begin and end an entry, and "" for a line without a tag.
_FRAME = ("TY", "ER", "")


class Field(NamedTuple):
    """A tag and its value, with one text for each line of the value."""

    tag: str
    parts: list[str]

    @property
    def text(self) -> str:
        """The value on one line: with a space where it was wrapped, without where it was broken after 70 characters."""
        if len(self.parts) == 1:
            return self.parts[0]
        if all(len(part) == _HARD_WRAP for part in self.parts[:-1]):
            return "".join(self.parts)
        return " ".join(self.parts)


@dataclass(slots=True)
class Entry:
    """The tags between TY and ER. ``kind`` is the reference type as written, or "" without a TY."""

    line: int
    kind: str = ""
    fields: list[Field] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    #: In place of ``fields`` for a usual entry: the values by tag, clean and not empty.
    values: dict[str, list[str]] = field(default_factory=dict)
    #: Whether the first tag of the entry has no space before the hyphen; whether it is in lower case.
    tight: bool = False
    small: bool = False
    size: int = 0

    @property
    def raw(self) -> str:
        """The beginning of the entry, for messages."""
        return shorten("; ".join([f"{one.tag} - {one.parts[0]}" for one in self.fields[:4]]))


def usual(text: str, line: int) -> Entry | None:
    """Return the entry in a text that begins on ``line`` and ends with its only ER; None if it is not a usual one.

    In a usual entry, TY is first and ER last, and each line between has a tag in the exact form and a whole value.
    Reading line by line would give the same entry and no remarks, in three times the time.
    """
    body = text.lstrip("\n")
    head, _, last = body.rpartition("\n")
    if not head.startswith("TY  - ") or not last.startswith("ER  -"):
        return None
    first, *lines = head.split("\n")
    entry = Entry(line + len(text) - len(body), first[6:].strip() or "?")
    values: dict[str, list[str]] = {}
    texts: list[str] = []
    for one in lines:
        tag, hyphen, value = one.partition("  - ")
        if not hyphen or tag not in _TAGS:
            return None
        texts.append(value)
        if value:
            if tag in values:
                values[tag].append(value)
            else:
                values[tag] = [value]
    if "A1" in values and "AU" in values:
        return None  # their order counts
    if are_clean(texts):
        entry.values = values
    else:
        entry.fields = [Field(one[:2], [one[6:]]) for one in lines]
    return entry


def entries(lines: Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Entry | Rejected]:
    """Yield the entries in order. Text outside of them is a Rejected, except for the headings that databases write.

    One or two lines before an entry give a remark. An entry ends with ER; one that ends with the next TY or the end of
    the input gets a remark.
    """
    entry: Entry | None = None
    ended = False  # what stands in front of the first entry is a heading
    searched = False  # a database describes the search, and not a record
    junk: list[tuple[int, str]] = []
    for first, stretch, encoding in _texts(_stretches(lines)):
        # What one line could say of another (a wrapped value, a missing end, an encoding) is looked for line by line.
        if entry is None and not junk and not encoding and len(stretch) <= max_record:
            whole = usual(stretch, first)
            if whole:
                yield whole
                ended = True
                continue
        for number, text in enumerate(stretch.split("\n"), first):
            if text[2:6] == "  - " and text[:2] in EXACT:
                tag, value = text[:2], text[6:]
            elif not text or text.isspace():
                continue
            else:
                tag, value = _tag(text, entry)
            if tag not in _FRAME and entry is not None:
                entry.fields.append(Field(tag, [value]))
            elif not tag:
                if entry is None:
                    if ended and not searched and not _HEADING.match(text):
                        junk.append((number, shorten(text)))
                        if len(junk) == _MOST_JUNK:
                            yield Rejected(Source(name, junk[0][0]), "text outside a record", junk[0][1])
                            ended = False
                    continue
                _continue(entry, text)
            elif tag == "ER":
                if entry is not None:
                    yield entry
                entry, ended = None, True
                continue
            elif tag == "TY" and entry is not None and _is_numbered_only(entry):
                entry.kind = value.strip() or "?"
            elif entry is None and tag == "C1" and _SEARCH.match(value):
                searched = True
                continue
            else:
                if entry is not None:
                    yield _ended_by(entry, number, name)
                searched = False
                entry = Entry(number)
                if ended:
                    entry.remarks += [_between(*line) for line in junk]
                junk, ended = [], True
                if tag == "TY":
                    entry.kind = value.strip() or "?"
                    bare = text.lstrip()
                    entry.tight, entry.small = bare[2:3] not in " \t\u00a0", bare[:2].islower()
                else:
                    entry.fields.append(Field(tag, [value]))
            entry.size += len(text)
            if encoding:
                remark_encoding(entry.remarks, encoding, number)
            if entry.size > max_record:
                yield Rejected(Source(name, entry.line), f"the record is longer than {size(max_record)}", entry.raw)
                entry, ended = None, True
    if entry is not None:
        yield (
            _unended(entry, "it ends at the end of the file")
            if entry.kind or _has_title(entry)
            else _stray(entry, name)
        )
    elif junk and ended:
        yield Rejected(Source(name, junk[0][0]), "text outside a record", junk[0][1])


def decode(line: bytes, otherwise: str) -> tuple[str, str]:
    """Decode a line: UTF-8, else the encoding of its neighbours, if it can be. Return the encoding, "" for UTF-8."""
    try:
        return line.decode(), ""
    except UnicodeDecodeError:
        pass
    try:
        return line.decode(otherwise), otherwise
    except UnicodeDecodeError:
        encoding = likeliest(line)
        return line.decode(encoding, "replace"), encoding


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def remark_encoding(remarks: list[Remark], encoding: str, number: int) -> None:
    """Add a remark on a line that is not UTF-8, once per entry and encoding."""
    code = _ENCODING_CODES.get(encoding, "encoding-guessed")
    if not any(remark.code == code for remark in remarks):
        remarks.append(Remark(code, "title", guess(f"line {number}", encoding)))


def numbered(lines: Lines) -> Iterator[tuple[int, str, str]]:
    """Yield each line as (number, text, its encoding or "" for UTF-8)."""
    for first, text, encoding in _texts(iter(lines.block, b"")):
        for number, line in enumerate(text.split("\n"), first):
            yield number, line, encoding


def _texts(blocks: Iterable[bytes]) -> Iterator[tuple[int, str, str]]:
    """Yield the same for several lines of one encoding at once, with LF between them and the number of the first."""
    number = 1
    for block in blocks:
        try:
            decoded = [(block.decode(), "")]
        except UnicodeDecodeError:
            lines = block.removesuffix(b"\n").split(b"\n")
            encoding = likeliest(b"\n".join([line for line in lines if not _is_utf8(line)]))
            decoded = [decode(line, encoding) for line in lines]
        for text, encoding in decoded:
            text = _ended(text)
            yield number, text, encoding
            number += text.count("\n") + 1


def _ended(text: str) -> str:
    """Return a text with LF between its lines. They end in LF, in CR LF or, inside values of EndNote, in CR."""
    returns = "\r" in text
    if returns:
        text = text.replace("\r\n", "\n")
    text = text.removesuffix("\n")
    if returns and "\r" in text:
        text = "\n".join([line.rstrip("\r").replace("\r", "\n") for line in text.split("\n")])
    if "\ufeff" in text:  # a byte order mark also stands where files were joined
        text = "\n".join([line.removeprefix("\ufeff") for line in text.split("\n")])
    return text


def _stretches(lines: Lines) -> Iterator[bytes]:
    """Yield several lines at once, up to each ER in the exact form."""
    while block := lines.block():
        start = 0
        while (found := block.find(_END, start)) >= 0:
            end = block.find(b"\n", found + 1) + 1 or len(block)
            yield block[start:end]
            start = end
        if start < len(block):
            yield block[start:]


def _tag(text: str, entry: Entry | None) -> tuple[str, str]:
    """Return the tag of a line in capitals, or "" if the line is text, and the value.

    A line in the exact form can have any tag. In any other form the tag must be a known one, in capitals and with a
    space before its hyphen ("T2-weighted" is text), unless the TY of the entry is in lower case or has no space, too.
    """
    if text[2:] == "  -" and text[:2] in EXACT:
        return text[:2], ""
    match = _LOOSE.match(text)
    if not match:
        return "", ""
    _, tag, before, after, value = match.groups()
    known = tag.upper()
    if known not in tables.TAGS:
        return "", ""
    if known == "TY" and (not value or value.strip().upper() in tables.TYPES):
        return known, value
    if known == "ER" and not value.strip():
        return known, ""
    if not tag.isupper() and not (len(before) > 1 and (after or not value)) and not (entry and entry.small):
        return "", ""
    if before or (entry and entry.tight):
        return (known, value) if after or not value or len(before) > 1 or (entry and entry.tight) else ("", "")
    return "", ""


def _continue(entry: Entry, text: str) -> None:
    """Add a line without a tag to the value before it, or leave it out with a remark if it cannot belong there."""
    if not entry.fields:
        entry.remarks.append(Remark("line-untagged", "title", f"{shorten(text, 60)!r} has no tag; left out"))
        return
    last = entry.fields[-1]
    if last.tag in tables.SHORT:
        message = f"{shorten(text, 60)!r} has no tag and does not continue {last.tag}; left out"
        entry.remarks.append(Remark("line-untagged", "title", message))
    elif last.tag in tables.PEOPLE and "," in text and not text[0].isspace():
        entry.fields.append(Field(last.tag, [text]))
    else:
        last.parts.append(text)


def _between(number: int, text: str) -> Remark:
    return Remark("line-untagged", "title", f"{text!r} on line {number}, before the record, was left out")


def _has_title(entry: Entry) -> bool:
    return any(one.tag in ("TI", "T1", "CT", "BT") for one in entry.fields)


def _is_numbered_only(entry: Entry) -> bool:
    """Whether an entry without a TY has nothing but its ID, which some programs write before TY."""
    return not entry.kind and all(one.tag == "ID" for one in entry.fields)


def _ended_by(entry: Entry, number: int, name: str) -> Entry | Rejected:
    """An entry that is ended by the TY on line ``number``: without a type and a title it is none."""
    if entry.kind or _has_title(entry):
        return _unended(entry, f"it ends at the next TY, on line {number}")
    return _stray(entry, name)


def _stray(entry: Entry, name: str) -> Rejected:
    return Rejected(
        Source(name, entry.line), "these tags belong to no record: no TY, title or ER is with them", entry.raw
    )


def _unended(entry: Entry, how: str) -> Entry:
    entry.remarks.append(Remark("record-unended", "title", f"the record has no ER; {how}"))
    return entry
