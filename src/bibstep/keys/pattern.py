"""Patterns of citation keys, such as the usual ``{family}{year}{title:1}``.

A pattern is text with fields in braces. A number limits the words or names that a field takes: ``{families:3}``,
``{title:2}``, ``{journal:1}``. A field that begins with a capital has its words capitalized: ``{Family}{year}``. The
text between the fields consists of letters, digits and ``: . _ - + /``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from bibstep.text.patterns import later
from bibstep.text.suggest import did_you_mean

#: Field -> the number of words or names that it takes if the pattern gives none (0: it cannot have a number).
FIELDS: Mapping[str, int] = {
    "family": 0,
    "families": 3,
    "year": 0,
    "shortyear": 0,
    "title": 1,
    "journal": 8,
    "volume": 0,
    "page": 0,
    "type": 0,
    "doi": 0,
    "pmid": 0,
    "arxiv": 0,
}
#: Fields that differ between any two works.
IDENTIFIERS = ("doi", "pmid", "arxiv")
DEFAULT = "{family}{year}{title:1}"

_PART = later(r"\{([A-Za-z]+)(?::([0-9]{1,2}))?\}|([A-Za-z0-9:._+/-]+)")


class Part(NamedTuple):
    """A field, with the number of its words and whether they are capitalized, or the ``text`` between two fields."""

    field: str
    words: int = 0
    capitals: bool = False
    text: str = ""


class Pattern(NamedTuple):
    """A parsed pattern. ``unique``: the key contains an identifier, so no two works have the same key.

    ``title_words``: the number of words of the title in a key.
    """

    parts: tuple[Part, ...]
    unique: bool
    title_words: int


def parse(text: str) -> Pattern:
    """Parse a pattern. Raises ValueError, whose message says what is wrong and what is allowed.

    >>> parse("{Family}:{year}").parts
    (Part(field='family', words=0, capitals=True, text=''), Part(field='', words=0, capitals=False, text=':'), \
Part(field='year', words=0, capitals=False, text=''))
    """
    parts: list[Part] = []
    at = 0
    for match in _PART.finditer(text):
        if match.start() != at:
            break
        at = match.end()
        parts.append(_part(match))
    if at != len(text) or not text:
        raise ValueError(f"key pattern {text!r}: syntax error at character {at + 1}; an example is {DEFAULT}")
    if not any(part.field for part in parts):
        raise ValueError(f"key pattern {text!r} has no field; the fields are {', '.join(FIELDS)}")
    title_words = max([part.words for part in parts if part.field == "title"], default=0)
    return Pattern(tuple(parts), any(part.field in IDENTIFIERS for part in parts), title_words)


def _part(match: re.Match[str]) -> Part:
    if match[3]:
        return Part("", text=match[3])
    field = match[1].lower()
    if field not in FIELDS:
        raise ValueError(f"key pattern: {{{match[1]}}} is not a field{did_you_mean(field, FIELDS)}")
    most = FIELDS[field]
    if match[2] and not most:
        raise ValueError(f"key pattern: {{{match[1]}}} takes no number")
    if match[2] and not match[2].strip("0"):
        raise ValueError(f"key pattern: {match[0]}: the number must be at least 1")
    return Part(field, int(match[2] or most), match[1][0].isupper())
