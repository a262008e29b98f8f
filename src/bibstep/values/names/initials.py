"""Initials of given names, and names as the model holds them: initials apart, the suffix in its own place."""

from __future__ import annotations

from bibstep.model import Name
from bibstep.text.patterns import later
from bibstep.values.names import tables
from bibstep.values.names.words import is_initials, is_suffix, key

#: Where a full stop after a letter has no space after it ("O.N.", "T.Sh.", "Md.Abdul").
_GLUED = later(r"(?<=[^\W\d_]\.)(?=[^\W\d_])")
#: Where a suffix follows an initial without a space ("H.L.Jr.").
_GLUED_SUFFIX = later(r"(?<=[^\W\d_]\.)(?=(?:[JS]r|I{2,3})\.?\Z)")
#: A sign of initials that stand together: a letter after a full stop, two letters of which neither is small.
_STANDING_TOGETHER = later(r"\.[^\W\d_]|[^\W\d_a-zß-öø-ÿ]{2}")
#: Two initials or more that stand together, some of them Slavic ones of two letters ("JA", "IuV"); one of them.
_TOGETHER = later("(?:[A-Z]|Iu|Yu|Ju|Ia|Ya|Ja|Ye|Zh|Sh|Kh|Ch|Ts){2,4}")
_ONE = later(r"[^\W\d_](?:(?<=[IYJ])[uae]|(?<=[ZSKC])h|(?<=T)s)?")
#: Shortened words of two letters that are no initial.
_NO_INITIALS = tables.SUFFIXES | tables.TITLES | tables.WEAK_TITLES | frozenset(("st", "md", "al", "co"))
_VOWELS = frozenset("AEIOUY")


def is_together(word: str) -> bool:
    """True for initials without full stops that stand together, also where some have two letters ("IuV")."""
    if is_initials(word):
        return True
    if word[-1:] == "." and len(word) == 3:  # "Ch.", "Дж."
        return word.istitle() and key(word) not in _NO_INITIALS
    return not word.isupper() and not word.istitle() and _TOGETHER.fullmatch(word) is not None


def dotted(words: list[str]) -> str:
    """Words that are initials, one by one, each with a full stop.

    >>> dotted(["JA"]), dotted(["J.-P."]), dotted(["J-P", "K"]), dotted(["IuV"])
    ('J. A.', 'J.-P.', 'J.-P. K.', 'Iu. V.')
    """
    parts: list[str] = []
    for word in words:
        letters = word.replace(".", "")
        if len(letters) == 2 and letters[1].islower():
            parts.append(word)
            continue
        halves = [_ONE.findall(half) for half in letters.split("-") if half]
        parts.append("-".join([" ".join([f"{one}." for one in half]) for half in halves]))
    return " ".join(parts)


def apart(given: str, family: str = "") -> str:
    """Given names with a space between initials that stand together, since readers print only the first of them.

    Capitals without full stops are initials where they are no known given name; beside a family name that is in
    capitals too, only where they have no vowel.

    >>> apart("J.A."), apart("T.Sh."), apart("JA", "Smith"), apart("ANN", "SMITH"), apart("J.-P.")
    ('J. A.', 'T. Sh.', 'J. A.', 'ANN', 'J.-P.')
    """
    if not _STANDING_TOGETHER.search(given):
        return given  # as most are
    words = _GLUED.sub(" ", given).split(" ")
    return " ".join([dotted([word]) if _is_run(word, family) else word for word in words])


def _is_run(word: str, family: str) -> bool:
    if not (1 < len(word) < 6 and word.isalpha() and is_initials(word)) or word.lower() in tables.GIVEN:
        return False
    return not family.isupper() or _VOWELS.isdisjoint(word)


def held(name: Name) -> Name:
    """A name of which the source says the parts, as the model holds it: initials apart, a suffix out of the given name.

    >>> held(Name("Falk", "Oscar T 3rd"))[:4]
    ('Falk', 'Oscar T', '', '3rd')
    >>> held(Name("Pratt", "H.L.Jr."))[:4]
    ('Pratt', 'H. L.', '', 'Jr.')
    """
    given, suffix = name.given, name.suffix
    if not suffix and "." in given[:-1]:
        given = _GLUED_SUFFIX.sub(" ", given)
    if not suffix and " " in given:
        rest, _, last = given.rpartition(" ")
        if is_suffix(last) and (len(key(last)) > 1):
            given, suffix = rest.rstrip(", "), last
    family = name.family
    if not suffix and " " in family:
        rest, _, last = family.rpartition(" ")
        if is_suffix(last):
            family, suffix = rest.rstrip(", "), last
    given = apart(given, family)
    return name if given == name.given and suffix == name.suffix else Name(family, given, name[2], suffix, name[4])
