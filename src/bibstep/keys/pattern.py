"""The pattern of citation keys: ``{family}{year}{title:1}`` and what else a user may write in its place.

A pattern is text with fields in braces. A number says how many words or names a field may take: ``{families:3}``,
``{title:2}``, ``{journal:1}``; a field that begins with a capital gives its words capitals: ``{Family}{year}``.
Between the fields stand letters, figures and ``: . _ - + /``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from bibstep.text.patterns import later
from bibstep.text.suggest import did_you_mean

#: Field -> how many words or names it takes where the pattern does not say (0: it takes no number).
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
#: What a key of these alone cannot be another work's; a record without one gets a key of its own all the same.
IDENTIFIERS = ("doi", "pmid", "arxiv")
DEFAULT = "{family}{year}{title:1}"

_PART = later(r"\{([A-Za-z]+)(?::([0-9]{1,2}))?\}|([A-Za-z0-9:._+/-]+)")


class Part(NamedTuple):
    """A field with the number of its words and whether they have capitals, or, without a field, the text between."""

    field: str
    words: int = 0
    capitals: bool = False
    text: str = ""


class Pattern(NamedTuple):
    """A pattern, taken apart. ``unique``: a record's own identifier is in the key, so no two works meet in one.

    ``title_words``: how many words of the title a key takes.
    """

    parts: tuple[Part, ...]
    unique: bool
    title_words: int


def parse(text: str) -> Pattern:
    """A pattern from its text. Raises ValueError, saying what is wrong and what there is.

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
        raise ValueError(f"key pattern {text!r}: not understood at character {at + 1}; an example is {DEFAULT}")
    if not any(part.field for part in parts):
        raise ValueError(f"key pattern {text!r} has no field; it may have {', '.join(FIELDS)}")
    title_words = max([part.words for part in parts if part.field == "title"], default=0)
    return Pattern(tuple(parts), any(part.field in IDENTIFIERS for part in parts), title_words)


def _part(match: re.Match[str]) -> Part:
    if match[3]:
        return Part("", text=match[3])
    field = match[1].lower()
    if field not in FIELDS:
        raise ValueError(f"key pattern: {{{match[1]}}} is no field{did_you_mean(field, FIELDS)}")
    most = FIELDS[field]
    if match[2] and (not most or match[2].strip("0") == ""):
        raise ValueError(f"key pattern: {{{match[1]}}} takes no number" if not most else f"{match[0]} takes nothing")
    return Part(field, int(match[2] or most), match[1][0].isupper())
