"""Write people and institutions in a .bib file, so that BibTeX finds the right parts of each name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bibstep.formats.template import NOTHING, Encoded
from bibstep.model import OTHERS, Name
from bibstep.text.patterns import later
from bibstep.values.names.junk import is_et_al, is_placeholder

Encode = Callable[[str], str]
#: The word that splits a value into a list.
AND = later(r"\band\b", re.IGNORECASE)
#: What may be taken for a sign between names, or between the parts of one.
_BETWEEN_NAMES = later(r"[,;&]|\band\b", re.IGNORECASE)


def names(people: Sequence[Name], write: Callable[[Name], str]) -> Encoded:
    """A list of names: ``Last, First``, ``von Last, Jr., First``, ``{Institution}``, joined by " and ".

    Every name has a comma: without one, a name that begins with a brace is read as an institution (measured).
    """
    return Encoded(" and ".join([write(name) for name in people])) if people else NOTHING


def person(name: Name, encode: Encode) -> str:
    """One person in BibTeX's syntax of names, an institution in braces, or "others".

    Without a given name all is one word, in braces if it is not a plain one: of ``King, Jr.,`` many readers lose the
    name or the whole entry.
    """
    if name == OTHERS:
        return "others"
    if name.literal:
        return f"{{{encode(name.literal)}}}"
    if not name.given:
        if name[2:] == ("", "", "") and name.family.isalpha() and not _is_read_otherwise(name.family):
            return encode(name.family)
        whole = " ".join([part for part in (name.non_dropping_particle, name.family, name.suffix) if part])
        return f"{{{encode(whole)}}}"
    family = _family(name.family, encode)
    if name.non_dropping_particle:
        family = f"{_part(name.non_dropping_particle, encode)} {family}"
    if name.suffix:
        return f"{family}, {_part(name.suffix, encode)}, {_part(name.given, encode)}"
    return f"{family}, {_part(name.given, encode)}"


def _is_read_otherwise(word: str) -> bool:
    """Whether a word alone would not be read as a family name."""
    return not word[0].isupper() or len(word) < 4 or is_placeholder(word) or is_et_al(word)


def _family(text: str, encode: Encode) -> str:
    # BibTeX takes all words up to the last one in lower case for the particle: "Garcia y" of "Garcia y Vega".
    if " " in text and any(_begins_lower(word) for word in text.split()[:-1]):
        return f"{{{encode(text)}}}"
    return _part(text, encode)


def _begins_lower(word: str) -> bool:
    return next((char.islower() for char in word if char.isalpha()), False)


def _part(text: str, encode: Encode) -> str:
    if text.isalpha() and len(text) != 3:  # as most are: neither a sign nor "and"
        return encode(text)
    if _BETWEEN_NAMES.search(text):
        return f"{{{encode(text)}}}"
    return encode(text)
