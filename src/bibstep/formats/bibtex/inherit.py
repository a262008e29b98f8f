"""Resolve ``@string``s, ``crossref`` and ``xdata``, by which an entry gets values from other blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bibstep.formats.bibtex.blocks import Block
from bibstep.formats.bibtex.entry import Part, raw_entry, string_of
from bibstep.formats.bibtex.tables import BOOKS, INSIDE, LISTS, NOT_INHERITED, kind_of
from bibstep.model import Remark
from bibstep.text.clean import shorten
from bibstep.text.patterns import later
from bibstep.values.dates import MONTH_ABBREVIATIONS

_REFERRED = later(r"\b(?:crossref|xdata)\s*=\s*[{\"]?\s*([^{}\"\n]{1,300})", re.IGNORECASE)
#: Where the name of a string may stand: after a field's name, or between the parts of a value.
_NAMED = later(r"[=#]\s*([^\s,{}\"#=]+)")
#: Limits for a value made of strings, which may contain each other: its length, and the depth of nesting.
_LONGEST = 100_000
_DEEPEST = 8


@dataclass
class References:
    """The strings and parents that entries may refer to.

    ``parents`` maps keys to blocks, ``later`` the names of all ``@string``s to their parts; ``strings`` are those
    defined so far. ``read`` caches parsed parents, since many entries may refer to each.
    """

    parents: Mapping[str, Block]
    later: Mapping[str, tuple[Part, ...]]
    strings: dict[str, str] = field(default_factory=dict)
    read: dict[str, Entry] = field(default_factory=dict)


def references(blocks: Iterable[Block]) -> References:
    """Collect the strings of a file, and its entries that others refer to; ``blocks`` are gone through twice."""
    wanted = {
        key.strip().lower()
        for block in blocks
        if _may_refer(block.body)
        for found in _REFERRED.findall(block.body)
        for key in found.split(",")
    }
    parents: dict[str, Block] = {}
    later: dict[str, tuple[Part, ...]] = {}
    for block in blocks:
        if block.kind == "string":
            name, parts = string_of(block)
            if name:
                later.setdefault(name, parts)
        elif wanted:
            key = block.body.partition(",")[0].strip().lower()
            if key in wanted:
                parents.setdefault(key, block)
    return References(parents, later)


def stands_alone(block: Block, known: References) -> bool:
    """Whether an entry refers to no ``@string`` of its file and to no parent: then any process can parse it."""
    if _may_refer(block.body):
        return False
    return not known.later or known.later.keys().isdisjoint([one.lower() for one in _NAMED.findall(block.body)])


def _may_refer(body: str) -> bool:
    """A fast test before ``_REFERRED``, which takes as long as parsing the fields."""
    lower = body.lower()
    return "crossref" in lower or "xdata" in lower


def define(block: Block, known: References) -> None:
    """Add a ``@string`` to the strings defined so far."""
    name, parts = string_of(block)
    if name:
        known.strings[name] = joined(parts, known, [])


def joined(parts: Iterable[Part], known: References, undefined: list[str], depth: int = 0) -> str:
    """Join the parts of a value; names that no ``@string`` defines are appended to ``undefined``."""
    values: list[str] = []
    length = 0
    parts = tuple(parts)
    for text, is_name in parts:
        if is_name:
            name = text.lower()
            if name in known.strings:
                text = known.strings[name]
            elif name in MONTH_ABBREVIATIONS:
                text = name
            elif name in known.later and depth < _DEEPEST:
                text = joined(known.later[name], known, undefined, depth + 1)
            else:
                undefined.append(text)
        length += len(text)
        if length > _LONGEST and len(parts) > 1:
            break
        values.append(text)
    return "".join(values)


@dataclass
class Entry:
    """An entry with joined and inherited values (field -> TeX source), and the remarks so far."""

    kind: str
    key: str
    values: dict[str, str]
    remarks: list[Remark]


def entry_of(block: Block, known: References, seen: tuple[str, ...] = ()) -> Entry:
    """Parse an entry and add the fields that it inherits; its own fields go before inherited ones.

    Both rules apply: BibTeX's (a missing field is the parent's) and biblatex's (the parent's title becomes the
    booktitle; manual, appendix B).
    """
    read = raw_entry(block)
    remarks = [Remark("syntax-mended", "citation_key", message) for message in read.mended]
    undefined: list[str] = []
    values: dict[str, str] = {}
    for name, parts in read.fields:
        # A fast path: nearly every value is one text in braces.
        value = parts[0][0] if len(parts) == 1 and not parts[0][1] else joined(parts, known, undefined)
        if name not in values or not values[name].strip():
            values[name] = value
        elif value.strip() == values[name].strip():
            continue
        elif name in LISTS:
            values[name] += f"; {value}"
        else:
            remarks.append(
                Remark("field-repeated", "custom", f"{name} occurs twice; {shorten(value, 40)!r} was left out")
            )
    for name in dict.fromkeys(undefined):
        remarks.append(
            Remark(
                "string-undefined",
                "custom",
                f"the string {shorten(name, 40)} is not defined; its name was kept as text",
            )
        )
    entry = Entry(kind_of(block.kind), read.key, values, remarks)
    key = read.key.lower()
    for reference in ("xdata", "crossref"):
        for parent_key in [one.strip() for one in values.get(reference, "").split(",") if one.strip()]:
            _inherit(entry, parent_key, reference, known, (*seen, key))
    return entry


def _inherit(entry: Entry, parent_key: str, reference: str, known: References, seen: tuple[str, ...]) -> None:
    lower = parent_key.lower()
    block = known.parents.get(lower)
    if block is None or lower in seen or len(seen) > _DEEPEST:
        why = "refers back to the entry itself" if lower in seen else "does not exist"
        entry.remarks.append(Remark("parent-missing", "custom", f"{reference} {shorten(parent_key, 40)} {why}"))
        return
    parent = known.read.get(lower)
    if parent is None:
        parent = known.read[lower] = entry_of(block, known, seen)
    given = parent.values if reference == "xdata" else _passed_on(parent, entry)
    for name, value in given.items():
        if name not in NOT_INHERITED and not entry.values.get(name, "").strip():
            entry.values[name] = value


def _passed_on(parent: Entry, child: Entry) -> dict[str, str]:
    """The parent's fields under the names that they get in the child."""
    values = dict(parent.values)
    has_title = bool(child.values.get("title", "").strip())
    if child.kind in INSIDE and has_title:
        to = "main" if parent.kind.startswith("mv") else "book"
        _renamed(values, to)
        if parent.kind in BOOKS and child.kind in ("inbook", "bookinbook", "suppbook") and "author" in values:
            values.setdefault("bookauthor", values["author"])
    elif child.kind in BOOKS and parent.kind.startswith("mv") and has_title:
        _renamed(values, "main")
    elif parent.kind == "periodical" and has_title:
        _renamed(values, "journal")
    return values


def _renamed(values: dict[str, str], prefix: str) -> None:
    for name in ("title", "subtitle", "titleaddon"):
        if name in values:
            values.setdefault(prefix + name, values.pop(name))
    values.pop("shorttitle", None)
