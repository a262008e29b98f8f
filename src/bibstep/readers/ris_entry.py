"""An entry of a RIS file: its tags with their values, in its usual form read at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from bibstep.model import Remark
from bibstep.text import clean, shorten

#: The specification of 2001 lets a value be cut after this many characters, within a word, too.
_HARD_WRAP = 70
#: A line that has the form to the letter; the second group is empty where nothing follows the hyphen.
_LINE = re.compile(r"^([A-Z][A-Z0-9])  -(?: (.*)|$)", re.MULTILINE)
_ANOTHER = "\nTY  -"
#: What is printed in ASCII, with the ends of lines; and whatever is no ASCII in UTF-8.
_PRINTED = bytes([*range(0x20, 0x7F), 0x0A])
_HIGH = bytes(range(0x80, 0x100))


class Field(NamedTuple):
    """A tag and its value, a text for each line that the value takes."""

    tag: str
    parts: list[str]

    @property
    def text(self) -> str:
        """The value on one line: a blank where it was wrapped, nothing where it was cut after 70 characters."""
        if len(self.parts) == 1:
            return self.parts[0]
        if all(len(part) == _HARD_WRAP for part in self.parts[:-1]):
            return "".join(self.parts)
        return " ".join(self.parts)


@dataclass(slots=True)
class Entry:
    """The tags between TY and ER: ``kind`` is the reference type as written, empty where no TY said one."""

    line: int
    kind: str = ""
    fields: list[Field] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    #: In place of ``fields`` where the entry was read at once: the values by their tags, cleaned, none empty.
    values: dict[str, list[str]] = field(default_factory=dict)
    #: What the tags of this entry lack, as its first one has shown: a blank before the hyphen, capitals.
    tight: bool = False
    small: bool = False
    size: int = 0

    @property
    def raw(self) -> str:
        """The first of the entry, for messages."""
        return shorten("; ".join([f"{one.tag} - {one.parts[0]}" for one in self.fields[:4]]))


def usual(text: str, line: int) -> Entry | None:
    """The entry that a text is, which begins on ``line`` and has no ER but its last line; None where it is not usual.

    Usual is: TY first, ER last, and each line between them a tag, to the letter, with its whole value. Such an entry,
    of which line by line nothing else would be said, is read in a third of the time that its lines would take.
    """
    body = text.lstrip("\n")
    if not body.startswith("TY  -") or _ANOTHER in body:
        return None
    found = _LINE.findall(body)
    if len(found) != body.count("\n") + 1 or found[-1][0] != "ER":
        return None
    values: dict[str, list[str]] = {}
    for tag, value in _cleaned(body, found)[1:-1]:
        if value:
            if tag in values:
                values[tag].append(value)
            else:
                values[tag] = [value]
    return Entry(line + len(text) - len(body), found[0][1].strip() or "?", values=values)


def _cleaned(body: str, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The tags and values of these lines, each value as ``clean`` has it, which is asked only where it must be."""
    # Each line has two blanks in front of its hyphen; where there are no more, none are in a value or begin it.
    single = body.count("  ") == len(found) and " \n" not in body
    rest = body.encode().translate(None, _PRINTED)
    if single and not rest:
        return found
    if single and not rest.translate(None, _HIGH):
        return [(tag, value if value.isascii() else clean(value)) for tag, value in found]
    return [(tag, clean(value)) for tag, value in found]
