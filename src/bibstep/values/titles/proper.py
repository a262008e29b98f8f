"""Names in titles in title case, in which every word has a capital: of people, of places, of genera."""

from __future__ import annotations

from collections.abc import Iterable

from bibstep.text.patterns import later
from bibstep.values.names.words import is_known_given
from bibstep.values.titles.common import is_common
from bibstep.values.titles.tables import EPITHETS, GENERA, NAMES, PHRASES

#: Words before a name, whatever that is besides.
_BEFORE = frozenset("saint st san santa sao são los las mount mt sir mr mrs ms dr".split())
#: The endings of Latin epithets.
_LATIN = later("[a-z]{3,}(?:is|us|um|ae|ensis|ense|oides|ans|ens|ii|i|a|e|ax|ix|or|x)")
_PHRASE = later(rf"\b(?:{PHRASES})\b")
#: The first words of these phrases.
_OPENINGS = frozenset(
    """New United South North East West Central Hong Sri Costa Puerto El Saudi Los San Great Middle Far Near Cold First
    Second World European Soviet Old Persian Gulf Black Red Dead Baltic Caspian Yellow Mediterranean Silk Ivory Gold
    Cape Salt Rocky Rio Milky Big Czech Latin Burkina Holy Sierra Papua Isle White Wall""".split()
)

Range = tuple[int, int]


def names(text: str, capitals: Iterable[Range]) -> list[Range]:
    """Those of the words with a capital that are names, or parts of one; ``capitals`` are their ranges, in order.

    The second word in the name of a species has a small letter anywhere but in such a title, so it is not among them.

    >>> title = "Leontios Markos in New York and Bacillus Subtilis"
    >>> capitals = [(0, 8), (9, 15), (19, 22), (23, 27), (32, 40), (41, 49)]
    >>> [title[slice(*one)] for one in names(title, capitals)]
    ['Leontios', 'Markos', 'New York', 'Bacillus']
    """
    phrases: list[Range] = []
    if not _OPENINGS.isdisjoint(text.split()):  # the pattern is slow, and few have one
        phrases = [match.span() for match in _PHRASE.finditer(text)]
    found = [*phrases]
    for start, end in capitals:
        while phrases and phrases[0][1] < start:
            del phrases[0]
        if phrases and phrases[0][0] <= start:
            continue
        word, before = text[start:end].lower(), _before(text, start)
        if len(word) == 1:  # an article
            continue
        if before in GENERA and (word in EPITHETS or _LATIN.fullmatch(word)):
            continue
        if (
            word in NAMES
            or word in GENERA
            or before in _BEFORE
            or not is_common(word)
            or (is_known_given(before) and not is_common(before))
        ):
            found.append((start, end))
    return sorted(found)


def _before(text: str, start: int) -> str:
    """The word before a place where nothing but a blank stands between, in small letters; "" for an acronym."""
    if text[start - 1 : start] != " ":
        return ""
    word = text[max(0, start - 40) : start - 1].rpartition(" ")[2].strip("“\"'(")
    return "" if word.isupper() else word.lower()
