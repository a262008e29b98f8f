"""Find in a large .bib file the entries of some works, and read it again after more were added, decoding few entries.

An entry that plainly is of another work is not decoded: its key is all that is wanted of it. The others are read as
``read`` does, so both find the same works.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

from bibstep.formats.bibtex.entry import Part, raw_entry
from bibstep.formats.bibtex.pieces import Piece, pieces
from bibstep.formats.bibtex.read import records
from bibstep.model import Record, Rejected
from bibstep.storage.digests import fingerprint
from bibstep.text.patterns import later
from bibstep.values.dates import MONTH_ABBREVIATIONS
from bibstep.works.identity import letters

#: Fields that say nothing of the title and of identifiers, or only what ``_names`` sees. An entry with any other field
#: is decoded.
_PLAIN_FIELDS = frozenset(
    "abstract address author booktitle copyright date day doi edition editor file institution isbn issn journal"
    " journaltitle keywords language location month number organization owner pages publisher school series timestamp"
    " title url urldate volume year".split()
)
#: A title without TeX, markup, and entities; it may have braces.
_PLAIN_TITLE = later(r"[A-Za-z0-9 \n,.:;?()/+'{}-]+")
_PLAIN_KEY = later(r"[A-Za-z0-9_.:+/-]{1,100}")
#: What ``identifiers.doi`` returns as it is.
_PLAIN_DOI = later(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9})*/[-A-Za-z0-9._/:]*[A-Za-z0-9]")
#: A preprint server, or one of its numbers, in a field of another name.
_PREPRINT = later(r"arxiv|abs/|pdf/|corr\b|computing research")


@dataclass
class Library:
    """What is known of a .bib file whose entries are of the works looked for or not.

    ``keys`` are those of all its records, ``found`` the records that can be of these works, ``last`` is its last item.
    ``digests`` stand for its pieces.
    """

    keys: list[str] = field(default_factory=list)
    found: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    last: Record | Rejected | None = None
    digests: array[int] = field(default_factory=lambda: array("Q"))


def library(stream: BinaryIO, name: str, wanted: Container[object]) -> Library:
    """Read a .bib file; ``wanted`` are the names of the works looked for (``works.known.names``).

    Raises SpoolError where there is no room for temporary files.
    """
    found = Library()
    last: Piece | Rejected | None = None
    for last in pieces(stream, name):
        found.digests.append(_digest(last))
        if not isinstance(last, Rejected) and (key := _key_of_another(last, wanted)):
            found.keys.append(key)
            continue
        for one in records([last], name):
            if isinstance(one, Rejected):
                found.rejected.append(one)
            else:
                found.found.append(one)
                if one.citation_key:
                    found.keys.append(one.citation_key)
    found.last = next(records([last], name)) if last else None
    return found


def added(before: Library, stream: BinaryIO, name: str) -> list[Record | Rejected] | None:
    """What was added to a .bib file since it was read; None if anything else may have changed in it."""
    more: list[Piece | Rejected] = []
    number = 0
    for number, one in enumerate(pieces(stream, name), 1):
        if number > len(before.digests):
            more.append(one)
        elif _digest(one) != before.digests[number - 1]:
            return None
    return list(records(more, name)) if number >= len(before.digests) else None


def _digest(one: Piece | Rejected) -> int:
    return fingerprint(repr(one))


def _key_of_another(piece: Piece, wanted: Container[object]) -> str:
    """The key of an entry that is plainly of none of the works looked for; "" if it must be decoded to know."""
    block = piece.block
    if piece.entry or not block.closed or block.escaped:
        return ""
    read = raw_entry(block)
    if read.mended or not _PLAIN_KEY.fullmatch(read.key):
        return ""
    names = _names(read.fields, block.body)
    return read.key if names and not any(name in wanted for name in names) else ""


def _names(fields: Iterable[tuple[str, tuple[Part, ...]]], body: str) -> tuple[object, ...]:
    """What a plain entry's work is known by: its DOI and its title; empty if the entry is not plain."""
    values: dict[str, str] = {}
    for name, parts in fields:
        if name not in _PLAIN_FIELDS or name in values or len(parts) != 1:
            return ()
        value, is_string = parts[0]
        if is_string and value.lower() not in MONTH_ABBREVIATIONS:
            return ()
        values[name] = value
    title = values.get("title", "")
    if not _PLAIN_TITLE.fullmatch(title):
        return ()
    plain = letters(title)
    doi = values.get("doi", "")
    lower = body.lower()
    if not plain or _PREPRINT.search(lower):
        return ()
    if doi:
        return (("doi", doi.lower()), plain) if _PLAIN_DOI.fullmatch(doi) else ()
    return () if "doi" in lower else (plain,)
