"""Read EndNote's XML as entries of RIS: each of its elements has a tag there (EndNote's help, "XML export")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO
from xml.etree.ElementTree import Element

from bibstep.formats.ris.endnote import KINDS
from bibstep.formats.ris.entries import Entry, Field
from bibstep.formats.ris.read import record
from bibstep.formats.ris.tables import JOURNALS, TYPES
from bibstep.input.lines import MAX_RECORD
from bibstep.input.xml import elements, inline, plain
from bibstep.model import Record, Rejected, Source

#: Path of an element -> the tag of RIS.
_TAGS: Mapping[str, str] = {
    "contributors/authors/author": "AU",
    "contributors/secondary-authors/author": "ED",
    "contributors/tertiary-authors/author": "A3",
    "contributors/subsidiary-authors/author": "A4",
    "contributors/translated-authors/author": "TA",
    "titles/title": "TI",
    "titles/secondary-title": "T2",
    "titles/tertiary-title": "T3",
    "titles/alt-title": "J2",
    "titles/short-title": "ST",
    "titles/translated-title": "TT",
    "periodical/full-title": "JF",
    "periodical/abbr-1": "J2",
    "pages": "SP",
    "volume": "VL",
    "number": "IS",
    "issue": "IS",
    "edition": "ET",
    "section": "SE",
    "num-vols": "NV",
    "reprint-edition": "RP",
    "keywords/keyword": "KW",
    "dates/year": "PY",
    "dates/pub-dates/date": "DA",
    "pub-location": "CY",
    "publisher": "PB",
    "isbn": "SN",
    "accession-num": "AN",
    "call-num": "CN",
    "label": "LB",
    "abstract": "AB",
    "notes": "N1",
    "research-notes": "RN",
    "urls/related-urls/url": "UR",
    "urls/web-urls/url": "UR",
    "urls/pdf-urls/url": "L1",
    "electronic-resource-num": "DO",
    "custom1": "C1",
    "custom2": "C2",
    "custom3": "C3",
    "custom4": "C4",
    "custom5": "C5",
    "custom6": "C6",
    "custom7": "C7",
    "remote-database-name": "DB",
    "remote-database-provider": "DP",
    "language": "LA",
    "access-date": "Y2",
    "work-type": "M3",
    "reviewed-item": "RI",
    "orig-pub": "OP",
    "auth-address": "AD",
    "caption": "CA",
}
#: Elements that tell of the library, and not of the work.
_ABOUT = frozenset(
    "database source-app rec-number foreign-keys ref-type added-date modified-date last-modified-date image key".split()
)
#: Files on the computer of the library's owner.
_INTERNAL = ("internal-pdf://", "file://")


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the records of a stream; ``name`` is its name in messages, and a record has ``max_record`` bytes at most.

    What cannot become a record is a Rejected in its place, and so is the rest of a broken file. Raises nothing.
    """
    found = False
    for line, element in elements(stream, frozenset(("record",)), max_record):
        found = True
        yield Rejected(Source(name, line), element) if isinstance(element, str) else record(_entry(line, element), name)
    if not found:
        yield Rejected(Source(name, 1), "this has no record of EndNote")


def _entry(line: int, element: Element) -> Entry:
    kind = element.find("ref-type")
    named = (kind.get("name", "") if kind is not None else "").strip().lower()
    entry = Entry(line, KINDS.get(named, "GEN"))
    for path, tag in _TAGS.items():
        for one in element.iterfind(path):
            text = inline(one) if path.startswith(("titles/", "abstract")) else plain(one)
            parts = text.replace("\r", "\n").split("\n") if tag in ("UR", "SN") else [" ".join(text.split())]
            if path == "titles/alt-title" and TYPES[entry.kind] not in JOURNALS:
                tag = "endnote-alt-title"
            if tag in ("UR", "L1"):
                parts = [part for part in parts if not part.strip().startswith(_INTERNAL)]
            if tag in ("AU", "ED", "A3", "A4") and one.get("corp-name"):
                parts = [f"{one.get('corp-name')},"]
            entry.fields += [Field(tag, [part.strip()]) for part in parts if part.strip()]
    for path, one in _leaves(element):
        if path not in _TAGS and path.partition("/")[0] not in _ABOUT and (text := plain(one).strip()):
            entry.fields.append(Field(f"endnote-{path.rpartition('/')[2]}", [text]))
    return entry


def _leaves(element: Element, place: str = "") -> Iterator[tuple[str, Element]]:
    """The innermost elements that say something, with their paths; ``style`` is markup."""
    for one in element:
        path = f"{place}{one.tag}"
        if len(one) and any(inner.tag != "style" for inner in one):
            yield from _leaves(one, f"{path}/")
        else:
            yield path, one
