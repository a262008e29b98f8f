"""What identifies a work: its strongest identifier, else its title, year and first author."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple
from zlib import crc32

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


class Identity(NamedTuple):
    """What identifies a work: its strongest identifier ("" for none), and its title or other words.

    ``place`` is its volume, first page, issue and link, to tell apart two works with the same words (see ``apart``).
    """

    identifier: str
    words: str
    place: int = 0


def identity(record: Record) -> Identity:
    """What identifies the work of a record. ``words`` is never empty: other fields join a short title."""
    names = identifiers(record) if not record.doi else (f"doi:{record.doi.lower()}",)
    words = title_year_author(record)
    place = _place(record, is_short=not words)
    return Identity(names[0] if names else "", words or _short_title(record) or _description(record), place)


def apart(one: int, other: int) -> bool:
    """Whether two works with the same words are two, by their places.

    For a long title, the volume and the first page must differ: a preprint has neither, and one of them can be wrong.
    With a short title ("Editorial"), any of the numbers and links does.
    """
    differ = [bool(a and b) and a != b for a, b in zip(_unpacked(one), _unpacked(other), strict=True)]
    return differ[0] and differ[1] if (one | other) >> 63 == 0 else any(differ)


#: The place of a work with a short title has this bit.
_SHORT = 1 << 63
_PART = (1 << 15) - 1


def _place(record: Record, *, is_short: bool) -> int:
    """The volume, the first page or number, the issue and the link, each as 15 bits, 0 for none."""
    page = record.page[0].first if record.page else record.number
    packed = _digest(figures(record.volume)) | _digest(figures(page)) << 15
    if is_short:
        packed |= _digest(figures(record.issue)) << 30 | _digest(record.url) << 45 | _SHORT
    return packed


def _unpacked(place: int) -> tuple[int, int, int, int]:
    return place & _PART, place >> 15 & _PART, place >> 30 & _PART, place >> 45 & _PART


def _digest(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) % _PART + 1 if text else 0


def figures(text: str) -> str:
    """The first number in a volume, an issue or a page, without zeros before it; else the text in lower case."""
    if text.isdecimal():
        return text.lstrip("0") or "0"
    match = _DIGITS.search(text)
    return (match[0].lstrip("0") or "0") if match else text.strip().casefold()


def _short_title(record: Record) -> str:
    """The title with the year, the first author and the container, where a record has all of them; else ""."""
    title = letters(titles.plain(record.title))
    container = letters(record.container_title)
    if not (title and container and record.author and record.issued and record.issued.year):
        return ""
    first = record.author[0]
    return repr((title, record.issued.year, letters(first.literal or first.family), container))


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
