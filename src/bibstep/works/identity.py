"""What identifies a work, in the form in which records are compared: identifiers, letters of titles, numbers."""

from __future__ import annotations

import unicodedata

from bibstep.model import Record
from bibstep.text.patterns import later
from bibstep.values import titles

#: A title of fewer letters ("Editorial", "Introduction") does not identify a work.
_MIN_LETTERS = 20
_DIGITS = later(r"\d+")
_NO_LETTERS = bytes([code for code in range(128) if not chr(code).isalnum()])


def identifiers(record: Record) -> tuple[str, ...]:
    """The work's identifiers, each with its kind, the strongest first: DOI, PMID, PMCID, arXiv.

    >>> from bibstep.model import EMPTY
    >>> identifiers(Record("article", EMPTY, doi="10.1000/ABC", pmid="123"))
    ('doi:10.1000/abc', 'pmid:123')
    """
    kinds = (("doi", record.doi.lower()), ("pmid", record.pmid), ("pmcid", record.pmcid), ("arxiv", record.arxiv))
    return tuple([f"{kind}:{value}" for kind, value in kinds if value])


def figures(text: str) -> str:
    """The first number in a volume, an issue or a page, without zeros before it; else the text in lower case."""
    if text.isdecimal():
        return text.lstrip("0") or "0"
    match = _DIGITS.search(text)
    return (match[0].lstrip("0") or "0") if match else text.strip().casefold()


def title_year(record: Record) -> str:
    """The letters and digits of the title, and the year; "" if the title is too short to identify a work.

    Case, accents, markup and punctuation are ignored, because libraries change them in a title.
    """
    title = letters(titles.plain(record.title))
    return f"{title} {record.issued.year if record.issued else ''}" if has_long_title(title) else ""


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
