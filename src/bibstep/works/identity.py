"""What identifies a work: its strongest identifier, else its title, year and first author."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from bibstep.model import Record
from bibstep.values import titles

#: A title of fewer letters ("Editorial", "Introduction") does not identify a work.
_MIN_LETTERS = 20
_NO_LETTERS = bytes([code for code in range(128) if not chr(code).isalnum()])


def identifiers(record: Record) -> tuple[str, ...]:
    """The work's identifiers, each with its kind, the strongest first: DOI, PMID, PMCID, arXiv.

    >>> from bibstep.model import EMPTY
    >>> identifiers(Record("article", EMPTY, doi="10.1000/ABC", pmid="123"))
    ('doi:10.1000/abc', 'pmid:123')
    """
    kinds = (("doi", record.doi.lower()), ("pmid", record.pmid), ("pmcid", record.pmcid), ("arxiv", record.arxiv))
    return tuple([f"{kind}:{value}" for kind, value in kinds if value])


class Identity(NamedTuple):
    """What identifies a work: its strongest identifier ("" for none), and its title or other words."""

    identifier: str
    words: str


def identity(record: Record) -> Identity:
    """What identifies the work of a record. ``words`` is never empty: other fields join a short title."""
    names = identifiers(record) if not record.doi else (f"doi:{record.doi.lower()}",)
    return Identity(names[0] if names else "", title_year_author(record) or _description(record))


def _description(record: Record) -> str:
    """The fields that together identify a record whose title is too short."""
    names = (titles.plain(record.title).casefold(), record.author, record.issued, record.container_title.casefold())
    place = (record.type, record.volume, record.issue, record.page, record.number, record.url)
    return repr((names, place))


def title_year(record: Record) -> str:
    """The letters and digits of the title, and the year; "" if the title is too short to identify a work.

    Case, accents, markup and punctuation are ignored, because libraries change them in a title.
    """
    title = letters(titles.plain(record.title))
    return f"{title} {record.issued.year if record.issued else ''}" if has_long_title(title) else ""


def title_year_author(record: Record) -> str:
    """``title_year`` with the first author's family name, or with the whole name of an institution."""
    words = title_year(record)
    if not words:
        return ""
    first = record.author[0] if record.author else None
    return f"{words} {letters(first.literal or first.family) if first else ''}"


def has_long_title(title: str) -> bool:
    """Whether a title, given by its letters, is so long that hardly another work has it."""
    return len(title) >= _MIN_LETTERS or _has_han(title)


def letters(text: str) -> str:
    """The letters and digits of a text in lower case, without accents."""
    if text.isascii():
        return text.lower().encode().translate(None, _NO_LETTERS).decode()
    text = text.casefold()
    return "".join([character for character in unicodedata.normalize("NFKD", text) if character.isalnum()])


def _has_han(letters: str) -> bool:
    # Eight Chinese characters say as much as forty English letters.
    return len(letters) >= _MIN_LETTERS // 3 and any("\u3400" <= character <= "\u9fff" for character in letters)
