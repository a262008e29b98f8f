"""A journal's name as the journal writes it itself, taken from the blurb about it in a record's own text lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibstep.text.patterns import later

#: What may stand in front of the name at the beginning of a blurb.
_ARTICLE = later(r"\s*(?:The |About |\"|“|《)?", re.IGNORECASE)


def own_casing(name: str, text: Iterable[str]) -> str:
    """The journal's name in the casing that a text line shows, or as it is.

    Libraries write "Cell stem cell"; the blurb begins "Cell Stem Cell is a …". The line must begin with the name, or
    hold it in capitals at the head of every word of some length, so that "nature" in a sentence is not "Nature".

    >>> own_casing("Cell stem cell", ["Cell Stem Cell is a comprehensive journal."])
    'Cell Stem Cell'
    """
    if len(name) < 3:
        return name
    folded = name.casefold()
    for line in text:
        lowered = line.casefold()
        if len(lowered) != len(line):  # a letter that folds to two would shift the places
            continue
        at = lowered.find(folded)
        while at >= 0:
            end = at + len(name)
            found = line[at:end]
            if found != name and _is_word(line, at, end) and (_is_head(line, at) or " " in name) and _is_name(found):
                return found
            at = lowered.find(folded, end)
    return name


def _is_word(line: str, start: int, end: int) -> bool:
    return not (line[start - 1 : start].isalnum() if start else False) and not line[end : end + 1].isalnum()


def _is_head(line: str, start: int) -> bool:
    match = _ARTICLE.match(line)
    return match is not None and match.end() == start


def _is_name(found: str) -> bool:
    """Whether a text is cased like a name: no word of four letters or more in lower case, and not all capitals."""
    words = [word for word in found.split() if len(word) > 3]
    return not found.isupper() and bool(words) and not any(word[:1].islower() for word in words)
