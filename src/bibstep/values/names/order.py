"""The order of the parts of names, as the list tells it in which they stand.

"Roberts MA" has the initials last, "Ken ONO" the family name; which is meant, the other names of the list tell. The
shape "Family II" is that of PubMed's AU and of many databases (NLM, "Author Name", AU: family name, a space, initials
without full stops).
"""

from __future__ import annotations

from collections.abc import Iterable

from bibstep.text.patterns import later
from bibstep.values.names import tables
from bibstep.values.names.initials import is_together
from bibstep.values.names.words import (
    has_korean_order,
    is_body,
    is_capitals,
    is_cjk,
    is_degree,
    is_east_asian,
    is_initials,
    is_known_given,
    is_suffix,
)

#: Family names of any number of words, then initials: "Ruiz de la Torre J".
INITIALS = "initials"
#: Family name, given name in full, initial: "Groumpos Peter P".
FAMILY_GIVEN = "family given"
#: Family names in capitals, before the given name or after it: "Taro ITO, Jiro TANAKA".
CAPITALS = "capitals"
#: Names in Han, kana or Hangul with a space, the family name first or last: "伊藤 拓海", "謙一 大井".
HAN_FIRST, HAN_LAST = "han first", "han last"
#: Korean names, the family name first: "Kim Min-Su, Jung Hye Jin".
KOREAN = "korean"

#: Short family names that are not taken for initials where they stand in capitals after a given name.
_CAPITALS = tables.SHORT_FAMILIES | tables.SHORT_FAMILIES_WEST | tables.SHORT_FAMILIES_MORE
#: Letters with which no Chinese given name's syllable begins, so that they are no initial of one.
_NO_INITIALS = frozenset("iuv")
_VOWELS = frozenset("AEIOUY")
_EAST_ASIAN = tables.EAST_ASIAN | tables.KOREAN_FAMILIES
#: A Japanese word in Latin letters.
_ROMAJI = later("(?:(?:[kgsztdnhbpmyrwj]|sh|ch|ts|ky|gy|ry|ny|hy)?[aeiou]|n(?![aeiou]))+")


def initials_from(words: list[str], *, of_list: bool = False) -> int:
    """Where the initials at the end of a name begin; the number of its words where there are none.

    In a list of such names (``of_list``) four capitals or five are initials too ("Koomen JAGM").

    >>> initials_from(["Poe", "Sample", "M"]), initials_from(["LEE", "J", "A"]), initials_from(["Ann", "Lee"])
    (2, 1, 2)
    """
    head = len(words)
    if of_list and head > 1 and 3 < len(words[-1]) < 6 and words[-1].isupper() and not words[0].isupper():
        head -= 1
    while head > 1 and is_together(words[head - 1]):
        head -= 1
    return head


def ends_in_family(words: list[str], lows: list[str]) -> bool:
    """True where the capitals at the end are a short family name after a given one ("Sun Jung KIM", "Peter FOX").

    Two letters are initials unless the given name is known or Chinese and they can be no Chinese initials ("Wei LI").
    """
    last, low = words[-1], lows[-1]
    if "." not in last and len(words) > 2 and all(map(str.isupper, words)) and len(last) > 1:
        return low in _CAPITALS
    if "." in last or len(last) < 2 or initials_from(words) < len(words) - 1:
        return "." not in last and len(last) > 1 and "." in words[-2] and low in _CAPITALS
    if all(map(str.isupper, words)):
        return low in _CAPITALS and (len(words) > 2 or is_known_given(lows[0]) or len(low) > 2)
    is_known = is_known_given(lows[0])
    if len(last) == 2:
        chinese = all(map(is_east_asian, words[:-1])) and not _NO_INITIALS.isdisjoint(low)
        chinese = chinese and lows[0] not in tables.KOREAN_FIRST
        return low in _CAPITALS and (is_known or chinese)
    if low in _CAPITALS or is_known:
        return True
    return _ROMAJI.fullmatch(lows[0]) is not None and _ROMAJI.fullmatch(low) is not None


def of(names: Iterable[list[str]], others: int = 0) -> str:
    """The order of the parts of names that stand in one list, each as its words; empty where the list tells none.

    ``others`` counts the names of the list that are plainly given name first.

    >>> of([["Roberts", "MA"], ["Carter", "HO"]]), of([["Taro", "ITO"], ["Jiro", "TANAKA"]]), of([["Ann", "Lee"]])
    ('initials', 'capitals', '')
    """
    last: list[list[str]] = []  # names with initials last
    given = shouted = certain = han = korean = 0
    for words in names:
        if len(words) > 2 and is_suffix(words[-1]):
            words = words[:-1]
        if len(words) < 2:
            continue
        first, end = words[0], words[-1]
        if first.istitle() and end.istitle() and end.isascii() and len(end) > 3 and first.lower() not in _EAST_ASIAN:
            others += 1  # as most are
            continue
        if is_body(words, lows := [word.lower() for word in words]):
            continue
        if not end.isascii() and is_cjk(end):
            if len(words) == 2 and (first in tables.CJK_FAMILIES) != (end in tables.CJK_FAMILIES):
                han += 1 if first in tables.CJK_FAMILIES else -1
            continue
        if has_korean_order(words, lows):
            korean += 1
        elif lows[-1] in tables.KOREAN_FIRST and lows[0] not in tables.KOREAN_FIRST:
            korean -= len(words) < 4 and all(map(is_east_asian, words[:-1]))
        if not is_together(end):
            others += not (3 < len(end) < 6 and is_capitals(end) and first.istitle())  # "KATO", or "JAGM"
            shouted += is_capitals(end) != (is_capitals(first) and not is_initials(first))
        elif is_initials(first) and ("." in first or len(first) < len(end)):
            others += 1
        elif is_initials(first) and len(first) == len(end):
            continue
        elif not (len(words) > 2 and is_degree(end) and _may_be_degree(words)):
            last.append(words)
            certain += "." in end or len(end) == 1 or (len(end) == 2 and not _VOWELS.intersection(end))
            head = initials_from(words)
            given += head > 1 and is_known_given(lows[head - 1]) and words[0] not in tables.PARTICLES
    if korean > 0 and 3 * korean >= len(last):
        return KOREAN
    if han and not last:
        return HAN_FIRST if han > 0 else HAN_LAST
    if certain == 0 and shouted and 2 * shouted >= len(last):
        return CAPITALS
    if len(last) < 2 or len(last) < others:
        return ""
    if not others and all(words[-1].lower() in _CAPITALS for words in last):
        found = sum(ends_in_family(words, [word.lower() for word in words]) for words in last)
        if 2 * found >= len(last) and all(is_known_given(w[0].lower()) or is_east_asian(w[0]) for w in last):
            return CAPITALS
    return FAMILY_GIVEN if 2 * given > len(last) else INITIALS


def _may_be_degree(words: list[str]) -> bool:
    return sum(word not in tables.PARTICLES for word in words) > 2
