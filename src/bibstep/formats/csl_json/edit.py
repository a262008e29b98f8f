"""Change values of an item in the text of a CSL-JSON file, in the layout that the item has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bibstep.formats.edits import Edit, EditError, Editor, Place, changes

_DECODER = json.JSONDecoder()
_BLANK = " \t\r\n"
#: The member with values that CSL has no variable for: only its own members change.
_NESTED = "custom"


class _Member(NamedTuple):
    """A member of an object: its name, where it begins, where its value begins and ends."""

    name: str
    start: int
    value: int
    end: int


def places(text: str) -> Iterator[Place]:
    """The items of a list."""
    position = _past(text, 0, "\ufeff" + _BLANK)
    if text[position : position + 1] != "[":
        return
    position = _past(text, position + 1, _BLANK + ",")
    line, counted = 1, 0
    while position < len(text) and text[position] != "]":
        _, end = _DECODER.raw_decode(text, position)
        line += text.count("\n", counted, position)
        counted = position
        yield Place(line, position, end)
        position = _past(text, end, _BLANK + ",")


def fields(text: str) -> dict[str, str]:
    """The members of an item, as they are written."""
    return {one.name: text[one.value : one.end] for one in _members(text) if one.name != "id"}


def names(name: str) -> tuple[str, ...]:
    """The name by which an item has a member."""
    return (name,)


def edits(text: str, before: Mapping[str, str], after: Mapping[str, str], newline: str) -> list[Edit]:
    """The edits that change an item's members. New members come last, written as the last one is."""
    found = _members(text)
    index = {one.name: number for number, one in enumerate(found)}
    if len(index) < len(found):
        raise EditError("a member occurs twice in it")
    made: list[Edit] = []
    added = ""
    for name, value in changes(before, after).items():
        if name in index:
            number = index[name]
            one = found[number]
            if name == _NESTED:
                value = _nested(text[one.value : one.end], before.get(name, "{}"), value or "{}")
            if value:
                made.append(Edit(one.value, one.end, value))
            elif number:
                made.append(Edit(found[number - 1].end, one.end, ""))
            else:
                made.append(Edit(one.start, found[1].start if len(found) > 1 else one.end, ""))
        elif value:
            added += _added(text, found, name, value, newline)
    if added:
        made.append(Edit(found[-1].end, found[-1].end, added))
    return made


def _nested(own: str, before: str, after: str) -> str:
    """An object with the members changed that differ; those that only the file has stay."""
    values, old, new = json.loads(own), json.loads(before), json.loads(after)
    if not isinstance(values, dict):
        raise EditError(f"its {_NESTED} is not an object")
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            if name in new:
                values[name] = new[name]
            else:
                values.pop(name, None)
    return json.dumps(values, ensure_ascii=False) if values != json.loads(own) else own


def _members(text: str) -> list[_Member]:
    """The members of an object that is sound JSON, in their order."""
    found: list[_Member] = []
    position = _past(text, 1, _BLANK)
    while text[position] != "}":
        start = position
        name, position = _DECODER.raw_decode(text, position)
        position = _past(text, _past(text, position, _BLANK) + 1, _BLANK)
        _, end = _DECODER.raw_decode(text, position)
        found.append(_Member(name, start, position, end))
        position = _past(text, end, _BLANK + ",")
    if not found:
        raise EditError("it has no member")
    return found


def _added(text: str, found: Sequence[_Member], name: str, value: str, newline: str) -> str:
    last = found[-1]
    separator = (
        text[found[-2].end : last.start] if len(found) > 1 else f",{newline}{text[1 : last.start].strip(newline)}"
    )
    colon = text[last.start : last.value].removeprefix(json.dumps(last.name, ensure_ascii=False))
    return f"{separator}{json.dumps(name)}{colon if ':' in colon and len(colon) < 9 else ': '}{value}"


def _past(text: str, position: int, characters: str) -> int:
    while position < len(text) and text[position] in characters:
        position += 1
    return position


EDITOR = Editor(places, fields, edits, names)
