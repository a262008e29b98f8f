"""Read the tagged files of PubMed, ERIC and Web of Science as entries of RIS; find the format of a tagged file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bibstep.formats.ris import endnote
from bibstep.formats.ris.entries import Entry, Field, numbered, remark_encoding
from bibstep.formats.ris.entries import entries as ris_entries
from bibstep.formats.ris.tables import (
    ERIC,
    ERIC_ABOUT,
    ERIC_TYPES,
    PUBMED,
    PUBMED_ABOUT,
    WOS,
    WOS_ABOUT,
    WOS_TYPES,
)
from bibstep.input.lines import Lines
from bibstep.model import Rejected, Remark
from bibstep.text.patterns import later
from bibstep.values.names.order import INITIALS
from bibstep.values.names.person import read_name

#: The tags of one record in order, with the lines of their values.
_Tagged = list[tuple[str, list[str]]]


class Dialect(NamedTuple):
    """Another tagged format: its syntax, and its tags in RIS.

    ``tag`` matches a line with a tag. ``first`` is the tag that begins a record, ``end`` has those that end one.
    ``fuller``: tags that are ignored if the record has another tag with more. ``about``: tags about the database, not
    about the work.
    """

    name: str
    tag: re.Pattern[str]
    first: str
    end: tuple[str, ...]
    tags: Mapping[str, str]
    fuller: Mapping[str, str]
    about: frozenset[str]


_PUBMED = Dialect(
    "pubmed",
    later(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)", re.DOTALL),
    "PMID",
    (),
    PUBMED,
    {"AU": "FAU", "ED": "FED", "LID": "AID"},
    PUBMED_ABOUT,
)
_ERIC = Dialect("eric", _PUBMED.tag, "OWN", (), ERIC, {}, ERIC_ABOUT)
_WOS = Dialect(
    "wos",
    later(r"([A-Z][A-Z0-9])(?: (.*))?", re.DOTALL),
    "PT",
    ("ER", "EF", "FN", "VR"),
    WOS,
    {"AU": "AF", "BA": "BF"},
    WOS_ABOUT,
)
_ENDNOTE = later(rb"(?:\xef\xbb\xbf)?\s*%[0-9A-Z] ")
_SIGNS = (
    (later(rb"(?:\xef\xbb\xbf)?\s*PMID {0,2}- ?\d"), _PUBMED),
    (later(rb"(?:\xef\xbb\xbf)?\s*OWN {1,2}- ERIC"), _ERIC),
    (later(rb"(?:\xef\xbb\xbf)?\s*(?:FN [A-Z]|PT [A-Z]\s)"), _WOS),
)
#: Tags whose lines are one value each. These are people only, since PubMed repeats the tags of all other lists.
_LINES = frozenset(("AU", "ED"))
#: Tags of groups. In RIS their names end in a comma, so that they are not split like names of people.
_GROUPS = frozenset(("CA", "GP", "CN"))
_DOI = later(r"(10\.\S+) \[doi\]")
#: An identifier of another kind: "NBK1234 [bookaccession]".
_OTHER_ID = later(r" \[(?!doi\])\w+\]$")
#: ERIC's dates may have an article's number before them ("Article 10 2019").
_ERIC_DATE = later(r"Article \S{1,20} (.+)")


def all_entries(lines: Lines, name: str, max_record: int) -> Iterator[Entry | Rejected]:
    """Yield the entries of a file in RIS or in any other tagged format."""
    head = lines.block()
    lines.unread(head, 1)
    if _ENDNOTE.match(head):
        return endnote.entries(lines)
    found = next((found for sign, found in _SIGNS if sign.match(head)), None)
    return entries(lines, found) if found else ris_entries(lines, name, max_record)


def entries(lines: Lines, written: Dialect) -> Iterator[Entry]:
    """Yield the records of a file in another tagged format as entries of RIS, each with its line.

    A value without a tag in RIS keeps its own ("pubmed-XYZ"), unless it is about the database and not about the work.
    A record gets one remark on lines that are not UTF-8.
    """
    start, tagged = 0, _Tagged()
    remarks: list[Remark] = []
    for number, text, encoding in numbered(lines):
        if encoding:
            remark_encoding(remarks, encoding, number)
        match = written.tag.fullmatch(text)
        if not match:
            if tagged and text.strip():
                tagged[-1][1].append(text.strip())
            continue
        if match[1] == written.first or match[1] in written.end:
            if tagged:
                yield _entry(start, tagged, written, remarks)
            start, tagged, remarks = number, [], []
        if match[1] not in written.end:
            tagged.append((match[1], [match[2] or ""]))
    if tagged:
        yield _entry(start, tagged, written, remarks)


def _entry(line: int, tagged: _Tagged, written: Dialect, remarks: list[Remark]) -> Entry:
    has: Counter[str] = Counter()
    for tag, parts in tagged:
        has[tag] += len(parts)
    # Of the short and the full form of names, the one that names more people.
    passed_over = {
        short if has[full] >= (has[short] if written.tags[short] in _LINES else 1) else full
        for short, full in written.fuller.items()
    }
    entry = Entry(line, _type(tagged, written), remarks=remarks)
    for tag, parts in tagged:
        if written is _PUBMED and tag == "PT" and parts[0].startswith("Retracted"):
            entry.fields.append(Field(f"{written.name}-{tag}", [" ".join(parts)]))
        if tag in passed_over or tag in written.about or (written is _PUBMED and _is_about(tag, parts)):
            continue
        other = written.tags.get(tag) or f"{written.name}-{tag}"
        if written is _ERIC and tag == "JT" and entry.kind != "JOUR":
            other = "PB"
        elif other == "DO" and written is _PUBMED and _OTHER_ID.search(parts[-1]):
            other = f"{written.name}-{tag}"
        for text in parts if other in _LINES else [" ".join(parts)]:
            entry.fields += [Field(other, [value]) for value in _values(written, tag, other, text)]
    return entry


def _is_about(tag: str, parts: list[str]) -> bool:
    """Whether a value of PubMed is the publisher's own number, or says where an abstract can be had."""
    return (tag in ("AID", "LID") and parts[-1].endswith(("[pii]", "[mid]"))) or (
        tag == "OAB" and parts[0].startswith("Publisher: Abstract available")
    )


def _values(written: Dialect, tag: str, other: str, text: str) -> list[str]:
    """Return a value as values of RIS: keywords one by one, a DOI without its label, groups marked as such.

    PubMed ends every title with a full stop.
    """
    if other == "KW":
        return [text] if written is _ERIC else [part.strip(" *") for part in text.split(";")]
    if written is _ERIC:
        return [_eric_value(tag, text)]
    if tag in ("AID", "LID"):
        match = _DOI.fullmatch(text)
        return [match[1] if match else text]
    if tag in ("PMID", "PM"):
        return [f"PMID:{text}"]
    if tag in ("TI", "TT") and written is _PUBMED:
        return [text.removesuffix(".")]
    if tag in _LINES and written is _PUBMED and "," not in text:
        return [_family_first(text)]
    return [f"{text}," if tag in _GROUPS else text]


def _eric_value(tag: str, text: str) -> str:
    """A value of ERIC without its label: "ISSN-ISSN-1234-5679", "EISSN-1234-5679"; a link without its scheme."""
    if tag in ("ISSN", "ISBN"):
        return text.rpartition("SSN-" if tag == "ISSN" else "SBN-")[2]
    if tag == "DP" and (match := _ERIC_DATE.fullmatch(text)):
        return match[1]
    if tag == "AID" and "://" not in text:
        return f"http://{text}"
    return text


def _family_first(text: str) -> str:
    """A name as PubMed writes it in short ("Roberts MA Jr"), with RIS's commas."""
    name, remarks = read_name(text, INITIALS)
    if not name or not name.given or remarks:
        return text
    family = f"{name.non_dropping_particle} {name.family}".strip()
    return ", ".join([part for part in (family, name.given, name.suffix) if part])


def _type(tagged: _Tagged, written: Dialect) -> str:
    """Return the reference type. PubMed has articles and books, Web of Science tags for the work and its carrier.

    ERIC numbers articles of journals apart from documents (EJ, ED), and lists several kinds.
    """
    if written is _ERIC:
        if any(tag == "OID" and parts[0].startswith("EJ") for tag, parts in tagged):
            return "JOUR"
        kinds = [" ".join(parts).partition(" - ")[0] for tag, parts in tagged if tag == "PT"]
        return next((ERIC_TYPES[kind] for kind in ERIC_TYPES if kind in kinds), "GEN")
    values = dict(reversed(tagged))
    if written is _PUBMED:
        return "CHAP" if "BTI" in values and "TI" in values else "BOOK" if "BTI" in values else "JOUR"
    carrier, kind = values["PT"][0].strip() if "PT" in values else "", " ".join(values.get("DT", []))
    if carrier != "J" and "Proceedings Paper" in kind:
        return "CONF"
    if carrier != "J" and "Chapter" in kind:
        return "CHAP"
    return WOS_TYPES.get(carrier, "GEN")
