"""Read EndNote's tagged format (.enw, "refer") as entries of RIS: each of its tags has one there.

Sources: EndNote's help ("Refer/BibIX"), refer(1), and files of EndNote, Google Scholar, Zotero and publishers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bibstep.formats.ris.entries import Entry, Field, numbered, remark_encoding
from bibstep.formats.ris.tables import JOURNALS, TYPES
from bibstep.input.lines import Lines
from bibstep.model import Remark
from bibstep.text.clean import shorten
from bibstep.text.patterns import later

_TAG = later(r"\s{0,8}%([0-9A-Z!#$&()*+<=>?@\[\]^~])(?:[ \t](.*)|\Z)")
_DOI = later(r"10\.\d{4,9}/")
#: Tag -> the tag of RIS; "" for what says nothing of the work.
TAGS: Mapping[str, str] = {
    "A": "AU",
    "B": "T2",
    "C": "CY",
    "D": "PY",
    "E": "ED",
    "F": "ID",
    "G": "LA",
    "H": "TA",
    "I": "PB",
    "J": "JF",
    "K": "KW",
    "L": "CN",
    "M": "AN",
    "N": "IS",
    "O": "N1",
    "P": "SP",
    "Q": "AU",
    "R": "DO",
    "S": "T3",
    "T": "TI",
    "U": "UR",
    "V": "VL",
    "W": "DP",
    "X": "AB",
    "Y": "A3",
    "Z": "N1",
    "1": "C1",
    "2": "C2",
    "3": "C3",
    "4": "C4",
    "6": "NV",
    "7": "ET",
    "8": "DA",
    "9": "M3",
    "?": "A4",
    "@": "SN",
    "!": "ST",
    "#": "C5",
    "$": "C6",
    "]": "C7",
    "&": "SE",
    "(": "OP",
    ")": "RP",
    "*": "RI",
    "+": "AD",
    "^": "CA",
    ">": "L1",
    "<": "RN",
    "[": "Y2",
    "=": "",
    "~": "DB",
}
#: EndNote's name of a reference type, in lower case -> that of RIS.
KINDS: Mapping[str, str] = {
    "aggregated database": "AGGR",
    "ancient text": "ANCIENT",
    "artwork": "ART",
    "audio": "SOUND",
    "audiovisual material": "ADVS",
    "bill": "BILL",
    "blog": "BLOG",
    "book": "BOOK",
    "book section": "CHAP",
    "case": "CASE",
    "catalog": "CTLG",
    "chart or table": "CHART",
    "classical work": "CLSWK",
    "computer program": "COMP",
    "conference paper": "CPAPER",
    "conference proceedings": "CONF",
    "dataset": "DATA",
    "dictionary": "DICT",
    "edited book": "EDBOOK",
    "electronic article": "EJOUR",
    "electronic book": "EBOOK",
    "electronic book section": "ECHAP",
    "electronic source": "ELEC",
    "encyclopedia": "ENCYC",
    "equation": "EQUA",
    "figure": "FIGURE",
    "film or broadcast": "MPCT",
    "generic": "GEN",
    "government document": "GOVDOC",
    "grant": "GRANT",
    "hearing": "HEAR",
    "journal article": "JOUR",
    "legal rule or regulation": "LEGAL",
    "magazine article": "MGZN",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "music": "MUSIC",
    "newspaper article": "NEWS",
    "online database": "DBASE",
    "online multimedia": "MULTI",
    "pamphlet": "PAMP",
    "patent": "PAT",
    "personal communication": "PCOMM",
    "report": "RPRT",
    "serial": "SER",
    "standard": "STAND",
    "statute": "STAT",
    "thesis": "THES",
    "unpublished work": "UNPB",
    "web page": "ELEC",
}
#: Tags under which each line is a value of its own.
_LISTS = frozenset(("AU", "ED", "A3", "A4", "KW", "UR"))


def entries(lines: Lines) -> Iterator[Entry]:
    """Yield the records of a file, each with its line; a line without a tag continues the value before it.

    A record begins with %0 or, in files without it, after a blank line.
    """
    start, tagged = 0, list[tuple[str, list[str]]]()
    remarks: list[Remark] = []
    ended = False
    has_types = False
    for number, text, encoding in numbered(lines):
        match = _TAG.match(text)
        if match:
            begins = match[1] == "0" if has_types else ended or match[1] == "0"
            has_types = has_types or match[1] == "0"
            if begins and tagged and (ended or any(tag == match[1] for tag, _ in tagged)):
                yield _entry(start, tagged, remarks)
                tagged, remarks = [], []
            start = start if tagged else number
            tagged.append((match[1], [(match[2] or "").strip()]))
            ended = False
        elif not text.strip():
            ended = bool(tagged)
        elif tagged:
            tagged[-1][1].append(text.strip())
            ended = False
        if encoding:
            remark_encoding(remarks, encoding, number)
    if tagged:
        yield _entry(start, tagged, remarks)


def _entry(line: int, tagged: list[tuple[str, list[str]]], remarks: list[Remark]) -> Entry:
    named = next((" ".join(parts) for tag, parts in tagged if tag == "0"), "")
    kind = KINDS.get(named.strip().lower(), "") or _likeliest({tag for tag, _ in tagged})
    if named and named.strip().lower() not in KINDS:
        message = f"{shorten(named, 40)!r} is not a known type; {TYPES[kind]} was taken"
        remarks.append(Remark("type-unknown", "type", message))
    entry = Entry(line, kind, remarks=remarks)
    for tag, parts in tagged:
        other = TAGS.get(tag, "")
        if tag == "O" and named and TYPES[kind] in JOURNALS:
            other = "J2"  # EndNote's alternate title, where refer has notes
        if tag == "R" and not _DOI.search(parts[0]):
            other = "endnote-R"  # the number of a report, or of a library
        if not other:
            continue
        for value in parts if other in _LISTS else [" ".join(parts)]:
            entry.fields += [Field(other, [one]) for one in _values(tag, other, value)]
    return entry


def _values(tag: str, other: str, value: str) -> list[str]:
    """Return one line as values of RIS; an institution, which has a tag of its own in refer, ends in a comma there."""
    if other == "KW" and ";" in value:
        return [part.strip() for part in value.split(";")]
    return [f"{value.rstrip(',')}," if tag == "Q" else value]


def _likeliest(tags: set[str]) -> str:
    """The reference type that refer(1) takes for a record without one, by its tags."""
    if "J" in tags:
        return "JOUR"
    if "B" in tags:
        return "CHAP"
    if "R" in tags and "I" not in tags:
        return "RPRT"
    return "BOOK" if "I" in tags else "GEN"
