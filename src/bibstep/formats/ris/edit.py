"""Change values of an entry in the text of a RIS file, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bibstep.formats.edits import Edit, Editor, Place, changes
from bibstep.text.patterns import later

_LINE = later(r"[^\n]*\n|[^\n]+")
_TAG = later(r"[ \t]*([A-Za-z][A-Za-z0-9])([ \t]*-[ \t]?)")
#: Tag -> other tags by which programs write the same, in the order in which they are looked for.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "TI": ("T1", "CT"),
    "AU": ("A1",),
    "PY": ("Y1",),
    "AB": ("N2",),
    "T2": ("JO", "JF", "JA"),
    "JF": ("JO", "T2"),
    "BT": ("T2",),
    "J2": ("JA",),
    "ED": ("A2",),
    "SN": (),
}


class _Lines(NamedTuple):
    """A tag and the span of its value's lines, with the sign between the tag and the value."""

    tag: str
    sign: str
    start: int
    end: int


def places(text: str) -> Iterator[Place]:
    """The entries of a file: from the line of TY to that of ER."""
    begin = None
    for number, match in enumerate(_LINE.finditer(text), 1):
        tag = _TAG.match(match[0].removeprefix("\ufeff"))
        name = tag[1].upper() if tag else ""
        if name == "TY":
            begin = (number, match.start())
        elif name == "ER" and begin:
            yield Place(*begin, match.start())
            begin = None


def fields(text: str) -> dict[str, str]:
    """The values by their tags, a line each."""
    found: dict[str, list[str]] = {}
    for one in _tagged(text):
        value = text[one.start : one.end].strip().partition("-")[2].strip()
        found.setdefault(one.tag, []).append(value)
    return {tag: "\n".join(filter(None, values)) for tag, values in found.items() if tag not in ("TY", "ID")}


def names(tag: str) -> tuple[str, ...]:
    """The tags by which an entry may have a value."""
    return (tag, *_ALIASES.get(tag, ()))


def edits(text: str, before: Mapping[str, str], after: Mapping[str, str], newline: str) -> list[Edit]:
    """The edits that change an entry's values. New lines come last, before ER."""
    found: dict[str, list[_Lines]] = {}
    for one in _tagged(text):
        found.setdefault(one.tag, []).append(one)
    made: list[Edit] = []
    taken: set[str] = set()
    added = ""
    for name, value in changes(before, after).items():
        tag = next((one for one in names(name) if one in found), "")
        if tag in taken:
            continue
        if not tag:
            added += _lines(name, "  - ", value, newline)
            continue
        taken.add(tag)
        first, *others = found[tag]
        made.append(Edit(first.start, first.end, _lines(tag, first.sign, value, newline)))
        made += [Edit(one.start, one.end, "") for one in others]
    if added:
        made.append(Edit(len(text), len(text), added))
    return made


def _lines(tag: str, sign: str, values: str, newline: str) -> str:
    return "".join([f"{tag}{sign}{value}{newline}" for value in values.split("\n") if value])


def _tagged(text: str) -> list[_Lines]:
    """The tags with all lines of their values: a line without a tag goes on with the value before it."""
    found: list[_Lines] = []
    for match in _LINE.finditer(text):
        tag = _TAG.match(match[0])
        if tag:
            found.append(_Lines(tag[1].upper(), tag[2], match.start(), match.end()))
        elif found and match[0].strip():
            found[-1] = found[-1]._replace(end=match.end())
    return found


EDITOR = Editor(places, fields, edits, names)
