"""Change values of an entry in the text of a .bib file, in the layout that the entry has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bibstep.formats.bibtex.blocks import Block, blocks
from bibstep.formats.bibtex.entry import PlacedField, placed_fields, raw_entry
from bibstep.formats.bibtex.tables import ALIASES
from bibstep.formats.edits import Edit, EditError, Editor, Place, changes

#: Blocks that are no entries.
_OTHERS = frozenset(("string", "comment", "preamble"))


def places(text: str) -> Iterator[Place]:
    """The entries of a file: what stands between their brackets."""
    for block in blocks([text]):
        if block.kind not in _OTHERS:
            yield Place(block.line, block.start, block.start + len(block.body))


def fields(body: str) -> dict[str, str]:
    """The fields of an entry as they are written, with their brackets; of a repeated one, the first."""
    found: dict[str, str] = {}
    for place in _places(body):
        value = body[place.start : place.end]
        found.setdefault(place.name.lower(), "" if value in ("{}", '""') else value)
    return found


def names(name: str) -> tuple[str, ...]:
    """The names by which an entry may have a field."""
    canonical = ALIASES.get(name, name)
    aliases = [alias for alias, its in ALIASES.items() if its == canonical]
    return tuple(dict.fromkeys([name, canonical, *aliases]))


def edits(body: str, before: Mapping[str, str], after: Mapping[str, str], newline: str) -> list[Edit]:
    """The edits that change an entry's fields. New fields come last, written as the last one is."""
    found = _places(body)
    index: dict[str, int] = {}
    for number, place in enumerate(found):
        index.setdefault(place.name.lower(), number)
    made: list[Edit] = []
    new: list[tuple[str, str]] = []
    taken: set[int] = set()
    for name, value in changes(before, after).items():
        number = next((index[one] for one in names(name) if one in index), -1)
        if number in taken:  # two words for one field
            continue
        if number < 0:
            if value:
                new.append((name, value))
            continue
        taken.add(number)
        place = found[number]
        if value:
            made.append(Edit(place.start, place.end, value))
        elif number:
            made.append(Edit(found[number - 1].end, place.end, ""))
        else:
            made.append(Edit(place.name_start, found[1].name_start if len(found) > 1 else place.end, ""))
    if new:
        end = found[-1].end if found else _key_end(body)
        made.append(Edit(end, end, "".join([_added(body, found, name, value, newline) for name, value in new])))
    return made


def _places(body: str) -> Sequence[PlacedField]:
    block = Block("", body, 1, True, 1)
    read = raw_entry(block)
    if read.mended:
        raise EditError(f"its syntax is broken: {read.mended[0]}")
    found = placed_fields(block)
    if len(found) != len(read.fields):
        raise EditError("its fields could not be told apart")
    return found


def _key_end(body: str) -> int:
    return len(body.partition(",")[0].rstrip())


def _added(body: str, found: Sequence[PlacedField], name: str, value: str, newline: str) -> str:
    """A field to add after the last one, with the separator, the capitals and the signs that it has."""
    if not found:
        return f",{newline}  {name} = {value}"
    last = found[-1]
    separator = body[found[-2].end if len(found) > 1 else _key_end(body) : last.name_start]
    if separator.strip() != ",":
        separator = f",{newline}  "
    if all(one.name.isupper() for one in found):
        name = name.upper()
    before, sign, after = body[last.name_start + len(last.name) : last.start].partition("=")
    widths = {body.index("=", one.name_start) - one.name_start for one in found}
    is_aligned = len(widths) == 1 and len({len(one.name) for one in found}) > 1
    name = f"{name} ".ljust(widths.pop()) if is_aligned else name + before
    return f"{separator}{name}{sign}{after}{value}"


EDITOR = Editor(places, fields, edits, names)
