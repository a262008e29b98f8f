"""Changes to single values of an entry in its own text, which leave every other byte as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from bibstep.model import Remark


class EditError(ValueError):
    """An entry that cannot be changed safely; the message says why."""


class Place(NamedTuple):
    """Where an entry is in the text of a file: its first line, and the span of its fields."""

    line: int
    start: int
    end: int


class Edit(NamedTuple):
    """A part of a text, and the text that replaces it."""

    start: int
    end: int
    text: str


class Editor(NamedTuple):
    """How entries of one format are changed in their own text.

    ``places`` finds the entries of a file. ``fields`` gives the fields of an entry's text by the format's words, as
    they are written. ``edits`` takes an entry's text, the fields as they were and as they shall be, and the newline of
    the file; it raises EditError. ``names`` gives the words by which an entry has a field: itself, and its aliases.
    """

    places: Callable[[str], Iterable[Place]]
    fields: Callable[[str], Mapping[str, str]]
    edits: Callable[[str, Mapping[str, str], Mapping[str, str], str], list[Edit]]
    names: Callable[[str], tuple[str, ...]]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """The fields that differ, with their new texts; "" for one that is gone."""
    names = dict.fromkeys([*after, *before])
    return {name: after.get(name, "") for name in names if before.get(name, "") != after.get(name, "")}


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A text with its edits, which do not overlap."""
    pieces: list[str] = []
    position = 0
    for start, end, new in sorted(edits):
        pieces += [text[position:start], new]
        position = end
    return "".join([*pieces, text[position:]])


class Mended(NamedTuple):
    """A mended file: its bytes, the number of its entries that changed, and the remarks that it no longer causes.

    ``settled`` has them by the number of the entry, counted as ``read`` yields records and rejected entries.
    """

    content: bytes
    entries: int
    settled: Mapping[int, frozenset[Remark]]
