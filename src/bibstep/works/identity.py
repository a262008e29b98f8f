"""What makes two records the same work: an identifier in common, else the same title, year and first author."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from bibstep.model import Record
from bibstep.values import titles

#: A title of fewer letters ("Editorial", "Introduction") tells no work by itself.
_TELLING = 20
_NO_LETTERS = bytes([code for code in range(128) if not chr(code).isalnum()])


def identifiers(record: Record) -> tuple[str, ...]:
    """The work's identifiers, each with its kind, those that tell most first: DOI, PubMed's two, arXiv's.

    >>> from bibstep.model import EMPTY
    >>> identifiers(Record("article", EMPTY, doi="10.1000/ABC", pmid="123"))
    ('doi:10.1000/abc', 'pmid:123')
    """
    kinds = (("doi", record.doi.lower()), ("pmid", record.pmid), ("pmcid", record.pmcid), ("arxiv", record.arxiv))
    return tuple([f"{kind}:{value}" for kind, value in kinds if value])


class Identity(NamedTuple):
    """What tells a work: its strongest identifier, if it has one, and what it is called by otherwise."""

    identifier: str
    words: str


def identity(record: Record) -> Identity:
    """What tells the work of a record: never nothing, for a title that tells none stands with all about it."""
    names = identifiers(record) if not record.doi else (f"doi:{record.doi.lower()}",)
    return Identity(names[0] if names else "", title_year_author(record) or _said(record))


def _said(record: Record) -> str:
    """All that tells a record whose title does not."""
    said = (titles.plain(record.title).casefold(), record.author, record.issued, record.container_title.casefold())
    place = (record.type, record.volume, record.issue, record.page, record.number, record.url)
    return repr((said, place))


def title_year(record: Record) -> str:
    """The letters and figures of the title and the year; nothing where the title is too short to tell a work.

    Case, accents, markup and punctuation are passed over: they are what libraries change in a title.
    """
    letters = _letters(titles.plain(record.title))
    if len(letters) < _TELLING and not _has_han(letters):
        return ""
    return f"{letters} {record.issued.year if record.issued else ''}"


def title_year_author(record: Record) -> str:
    """The same with the first author's family name, or the whole name of an institution."""
    told = title_year(record)
    if not told:
        return ""
    first = record.author[0] if record.author else None
    return f"{told} {_letters(first.literal or first.family) if first else ''}"


def _letters(text: str) -> str:
    if text.isascii():
        return text.lower().encode().translate(None, _NO_LETTERS).decode()
    text = text.casefold()
    return "".join([character for character in unicodedata.normalize("NFKD", text) if character.isalnum()])


def _has_han(letters: str) -> bool:
    # A Chinese title says in eight characters what takes an English one forty letters.
    return len(letters) >= _TELLING // 3 and any("\u3400" <= character <= "\u9fff" for character in letters)
