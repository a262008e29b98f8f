"""Mend in a .bib file what is certain, and change no other byte.

Each rule of ``_RULES`` sees one value. The file is read before and after: an entry whose record would change, or get a
new remark, keeps all its bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from bibstep.formats.bibtex import tables
from bibstep.formats.bibtex.blocks import blocks
from bibstep.formats.bibtex.entry import PlacedField, placed_fields
from bibstep.formats.bibtex.read import read
from bibstep.formats.edits import Edit, Mended, applied
from bibstep.model import Record, Rejected, Remark
from bibstep.text.patterns import later
from bibstep.values import identifiers
from bibstep.values.dates import MONTH_ABBREVIATIONS

#: What is mended, in words for the documentation.
MENDED = (
    "a DOI with a link or a label before it becomes the DOI alone",
    "an ISSN or ISBN gets plain hyphens and loses its label, if its check digit is right",
    "a range of pages gets two hyphens: 12-18 becomes 12--18",
    "an English month becomes its macro: {January} becomes jan",
    "blanks at the beginning and end of a value are removed",
    "a field that an entry has twice, with the same value, is written once",
    "a comma that is missing after a field is added",
)

_ENGLISH = "january february march april may june july august september october november december sept".split()
_MACROS = {name: name[:3] for name in (*_ENGLISH, *MONTH_ABBREVIATIONS[1:])}
_BLANKS_BEFORE = later(r"[ \t]+(?=\S)")
#: Blanks at the end, but for the one of TeX's ``\ ``.
_BLANKS_AFTER = later(r"(?<=[^\s\\])[ \t]+\Z")
_RANGE = r"[A-Za-z]{0,3}[0-9]{1,9}"
_DASH = r"[ \t]*(?:-{1,3}|[\u2010-\u2013])[ \t]*"
_RANGES = later(rf"{_RANGE}{_DASH}{_RANGE}(?:,[ \t]?{_RANGE}(?:{_DASH}{_RANGE})?)*")
_ONE_RANGE = later(rf"([A-Za-z]{{0,3}})([0-9]{{1,9}}){_DASH}([A-Za-z]{{0,3}})([0-9]{{1,9}})")
#: A number as it is printed; other words before or after it ("print", "e-ISSN") say something.
_NUMBER = later(r"(?:ISSN|ISBN(?:-1[03])?)?[: ]*[0-9][0-9 \u2010-\u2014-]{6,18}[0-9Xx]")


def mended(content: bytes) -> Mended:
    """Mend a .bib file. Nothing changes where a record would not stay the same, or the file cannot be read."""
    text = content.decode("utf-8", "surrogateescape")
    edits = _edits(text)
    if not edits:
        return Mended(content, 0, {})
    before = _items(content)
    for _ in range(2):
        after = applied(text, [edit for found in edits.values() for edit in found]).encode("utf-8", "surrogateescape")
        settled = _settled(before, _items(after))
        if settled is None:
            break
        safe = {number: found for number, found in edits.items() if number in settled}
        if len(safe) < len(edits):
            edits = safe
            continue
        if len(settled) == len(before):
            return Mended(after, len(edits), {number: gone for number, gone in settled.items() if gone})
        break
    return Mended(content, 0, {})


def _items(content: bytes) -> list[Record | Rejected]:
    return list(read(io.BytesIO(content), ""))


def _settled(
    before: Sequence[Record | Rejected], after: Sequence[Record | Rejected]
) -> dict[int, frozenset[Remark]] | None:
    """The remarks that are gone, for each entry that has stayed the same otherwise; None if the entries changed."""
    if len(before) != len(after):
        return None
    found: dict[int, frozenset[Remark]] = {}
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if not (isinstance(old, Record) and isinstance(new, Record)):
            if isinstance(old, Rejected) and isinstance(new, Rejected) and old.reason == new.reason:
                found[number] = frozenset()
            continue
        is_same = (old, old.citation_key, old.relatives) == (new, new.citation_key, new.relatives)
        if is_same and set(map(_without_lines, new.remarks)) <= set(map(_without_lines, old.remarks)):
            left = set(map(_without_lines, new.remarks))
            found[number] = frozenset([one for one in old.remarks if _without_lines(one) not in left])
    return found


def _without_lines(remark: Remark) -> Remark:
    """The remark, if it does not name a line: lines move where a field is removed."""
    return remark._replace(message="") if remark.code == "key-repeated" else remark


def _edits(text: str) -> dict[int, list[Edit]]:
    """Number of an entry -> its edits, for each entry that has any."""
    # The reader's line ends, at the same places.
    even = text.replace("\r\n", " \n").replace("\r", "\n").replace("\ufeff", " ")
    edits: dict[int, list[Edit]] = {}
    number = 0
    for block in blocks([even]):
        if block.kind in tables.SETTINGS:
            continue
        fields = placed_fields(block) if block.kind else ()
        found = _edits_of(block.body, fields) if fields else ()
        if placed := [Edit(block.start + start, block.start + end, new) for start, end, new in found]:
            edits[number] = placed
        number += 1
    return edits


def _edits_of(body: str, fields: Sequence[PlacedField]) -> Iterable[tuple[int, int, str]]:
    """The edits of one entry, as places in its body and new text."""
    values: dict[str, str] = {}
    repeated: set[PlacedField] = set()
    for field in fields:
        changed = _mended_value(field, body)
        value = changed[2] if changed else body[field.start : field.end]
        name = field.name.lower()
        if values.get(name) == value:
            repeated.add(field)
            yield _end_before(body, field.name_start), field.after, ""
        elif changed:
            yield changed
        values.setdefault(name, value)
    for one, following in pairwise(fields):
        has_comma = "," in body[one.end : one.after]
        if one not in repeated and not has_comma and body[one.end : following.name_start].isspace():
            yield one.end, one.end, ","


def _end_before(body: str, position: int) -> int:
    """The end of what stands before the white space in front of a field."""
    return len(body[:position].rstrip())


def _mended_value(field: PlacedField, body: str) -> tuple[int, int, str] | None:
    """The edit of one value, with its braces or quotes; None if there is nothing to mend."""
    if not field.is_text:
        return None
    inner = body[field.start + 1 : field.end - 1]
    left = _BLANKS_BEFORE.match(inner)
    right = _BLANKS_AFTER.search(inner)
    value = inner[left.end() if left else 0 : right.start() if right else len(inner)]
    name = field.name.lower()
    if name == "month" and (macro := _MACROS.get(value.lower().rstrip("."))):
        return field.start, field.end, macro
    new = _RULES.get(name, str)(value)
    if new == inner:
        return None
    return field.start, field.end, body[field.start] + new + body[field.end - 1]


def _doi(value: str) -> str:
    """The DOI alone, if it is the rest of the value; one with percent escapes or after other words is left."""
    found = identifiers.doi(value)[0]
    return found if found and value.endswith(found) else value


def _number(parse: Callable[[str], tuple[str, object]]) -> Callable[[str], str]:
    def mend(value: str) -> str:
        return (parse(value)[0] if _NUMBER.fullmatch(value) else "") or value

    return mend


def _pages(value: str) -> str:
    """Two hyphens in each range, if every one goes up; ``390-7`` could be meant in two ways."""
    if not _RANGES.fullmatch(value):
        return value
    for first_label, first, last_label, last in _ONE_RANGE.findall(value):
        if first_label != last_label or int(first) >= int(last):
            return value
    return _ONE_RANGE.sub(r"\1\2--\3\4", value)


_RULES: Mapping[str, Callable[[str], str]] = {
    "doi": _doi,
    "issn": _number(identifiers.issn),
    "isbn": _number(identifiers.isbn),
    "pages": _pages,
}
