"""What a word or a run of words in a name is: initials, a title, an institution, a full name, a Spanish family name."""

from __future__ import annotations

import re

from bibstep.text.patterns import later
from bibstep.values.names import tables

#: Scripts whose names are written without a space, or in an order that only a reader can tell.
_CJK = later("[\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af]")
#: What capitals that are initials may lack, and a family name never does.
_VOWELS = frozenset("AEIOUY")
_SMALL_START = later("(?:Ma?c|De|Di|La|Le|Van|[dO]['’])(?=[A-Z])")
#: Single letters, each with a full stop.
_LETTERS = later(r"(?:[^\W\d_]\.-?)+")
#: A syllable of a Chinese or Korean given name in Latin letters, and one or two of them.
_SOUND = "(?:ch|sh|zh|ts|tz|hs|kk|tt|pp|ss|jj|[bcdfghjklmnpqrstwxyz])?[yw]?[aeiou]{1,3}h?(?:ng|[nmlkgbptd])?"
_SYLLABLE = later(_SOUND, re.IGNORECASE)
_SYLLABLES = later(f"(?:{_SOUND}){{1,2}}", re.IGNORECASE)


def is_cjk(word: str) -> bool:
    """True where every character of the word is Han, kana or Hangul."""
    return not word.isascii() and all(map(_CJK.match, word))


def has_cjk(text: str) -> bool:
    """True where the text has a Han, kana or Hangul character."""
    return not text.isascii() and _CJK.search(text) is not None


def key(word: str) -> str:
    """The word as the tables hold it: in lower case, without a final full stop."""
    return word.rstrip(".").lower()


def as_degree(word: str) -> str:
    """The word as the tables hold degrees: in lower case, without full stops and hyphens ("Ph.D." is "phd")."""
    return word.replace(".", "").replace("-", "").lower()


def is_initials(word: str) -> bool:
    """True for initials, with or without full stops: "J.", "J.-P.", "JA"; up to five letters, if none is a vowel.

    >>> [is_initials(word) for word in ("J", "J.-P.", "JAB", "VTHBM", "LEUNG", "Jo")]
    [True, True, True, True, False, False]
    """
    if not word.isupper():
        return False
    letters = word.replace(".", "").replace("-", "")
    if len(letters) < 4:
        return letters.isalpha()
    return len(letters) < 6 and letters.isalpha() and _VOWELS.isdisjoint(letters)


def is_title(word: str) -> bool:
    """True for a form of address or a post, as it stands before a name; "MS" and "D.R." may be initials."""
    title = as_degree(word)
    if title not in tables.TITLES or not word[:1].isupper():
        return False
    if _LETTERS.fullmatch(word) or (len(word) < 4 and word.isupper() and word.isalpha()):
        return False
    return "." in word or title not in tables.WEAK_TITLES


def is_degree(word: str, *, weak: bool = False) -> bool:
    """True for a degree or a membership as it stands after a name; ``weak``: also for those that may be initials.

    >>> [is_degree(word) for word in ("MD", "Ph.D.", "MEng", "Meng", "md")]
    [True, True, True, False, False]
    """
    degree = as_degree(word)
    if degree not in tables.DEGREES and not (weak and degree in tables.WEAK_DEGREES):
        return False
    return not word.islower() and (not word.istitle() or "." in word[:-1] or degree in tables.MIXED_DEGREES)


def is_suffix(word: str) -> bool:
    """True for "Jr.", "3rd" or "III"; "JR" and "SR" in capitals may be initials, so are none."""
    return key(word) in tables.SUFFIXES and not (word.isupper() and word[0] in "JS" and word.isalpha())


def is_capitals(word: str) -> bool:
    """True for a word of two letters or more in capitals, also where small letters begin it as in "McCONNOR"."""
    if len(word) > 4 and word[-1].isupper() and not word.isupper():
        word = _SMALL_START.sub("", word)
    return len(word) > 1 and word.isupper() and word[1] != "."


def is_dotted_given(text: str) -> bool:
    """True for given names each closed by a full stop ("Ming. Chuan."), as some registers write them."""
    if text[-1:] != ".":
        return False
    words = text.split()
    return key(words[0]) not in tables.NOT_GIVEN and all(
        len(word) > 2 and word[-1] == "." and word[1:-1].islower() for word in words
    )


def is_body(words: list[str], lows: list[str]) -> bool:
    """True where the words (``lows``: in lower case) are an institution's or a group's name."""
    if len(words) < 2:
        return False
    if tables.BODY_SIGNS.isdisjoint(lows):  # as of most names
        text = "".join(words)
        return "/" in text or ":" in text or "_" in text
    if not (tables.CAPITAL_FUNCTIONS.isdisjoint(lows) and tables.FUNCTION_WORDS.isdisjoint(words)):
        return "zu" not in lows  # "von und zu"
    if "in" in words[1:-1] and words[-1].istitle() and "van" not in lows:  # "van in 't Veld"
        return True
    if not tables.PLURALS.isdisjoint(lows[1:]):
        return True
    last = key(words[-1])
    if last in tables.LEGAL_FORMS and len(last) > 2:
        return True
    if lows[0] in tables.SHORT_NATIONS:
        return True
    if not tables.INSTITUTION.isdisjoint(lows) or (
        lows[0] in tables.BODY_OPENINGS and lows[-1] not in tables.VIETNAMESE  # "The Anh Nguyen"
    ):
        if len(words) < 5 and lows[-1] in tables.ALSO_FAMILIES and is_initials(words[-2]):
            return False  # "Jane M. Center"
        return not all(map(is_initials, words[:-1])) or len(words) > 4
    if len(words) > 2 and not tables.WEAK_INSTITUTION.isdisjoint(lows) and not any(map(is_initials, words)):
        return True
    if len(words) == 2 and lows[1] in tables.WEAK_INSTITUTION and len(words[0]) > 2 and words[0].isupper():
        return not words[1].isupper() and words[0].isalpha()  # "BBC News"
    return any("/" in word or ":" in word or "_" in word for word in words)


def is_known_given(low: str) -> bool:
    """True where the word in lower case is a common given name, or the first half of one ("anna-lena")."""
    return low.partition("-")[0] in tables.GIVEN


def is_east_asian(word: str) -> bool:
    """True where the word may be a Chinese or Korean given name in Latin letters: one to three syllables."""
    return all(map(_SYLLABLE.fullmatch, word.split("-"))) or _SYLLABLES.fullmatch(word) is not None


def has_korean_order(words: list[str], lows: list[str]) -> bool:
    """True for a family name of Korea or China before its given name ("Kim Min-Su", "Park Tae Young", "Chen Wei-Ting").

    Given names of two syllables have a hyphen, which their family names never have, or are two words.
    """
    first, last = lows[0], lows[-1]
    if len(words) == 2:
        parts = last.split("-")
        known = first in tables.KOREAN_FAMILIES or first in tables.EAST_ASIAN
        return known and len(parts) == 2 and tables.HEBREW.isdisjoint(parts) and all(map(_SYLLABLE.fullmatch, parts))
    if len(words) != 3 or first not in tables.KOREAN_FIRST or words[2].islower():
        return False
    if not all(map(_SYLLABLE.fullmatch, words[1:])):
        return False
    if is_initials(words[1]) and not is_capitals(words[0]):
        return False
    return last not in tables.KOREAN_FIRST and lows[1] not in tables.GIVEN


def may_have_korean_order(words: list[str], lows: list[str]) -> bool:
    """True for what a list of such names makes one too: "Kim Minsu", "Jung Hye Jin"."""
    if lows[0] not in tables.KOREAN_FAMILIES or (is_initials(words[-1]) and not is_capitals(words[0])):
        return False
    if len(words) == 2:
        return is_east_asian(words[1]) and len(words[1]) > 3
    return len(words) == 3 and all(map(_SYLLABLE.fullmatch, words[1:])) and lows[-1] not in tables.KOREAN_FIRST


def is_full_name(text: str) -> bool:
    """True where the text looks like one person's name in full: two to six words, all as names are written."""
    words = text.split(None, 6)
    if not 1 < len(words) < 7 or is_initials(words[-1]):
        return False
    return all(word[:1].isupper() or word in tables.PARTICLES for word in words) and (
        not is_body(words, [word.lower() for word in words])
    )


def is_spanish(low: str) -> bool:
    """True for a Spanish family name in lower case, by the table or its ending ("lópez-ríos": by its first half)."""
    low = low.partition("-")[0]
    return low in tables.SPANISH_FAMILIES or (len(low) > 4 and low.endswith(("ez", "éz")))


def is_double_family(words: list[str], lows: list[str]) -> bool:
    """True where the last two of three words or more are a Spanish double family name, by the words in and beside it.

    Measured on real records with their truth: of 25 names so found, 22 are such.
    """
    first, second = lows[-2:]
    if len(first) < 3 or first in tables.SPANISH_GIVEN or not tables.PORTUGUESE.isdisjoint(lows):
        return False
    if len(words) > 3 and is_initials(words[-3]) and not is_initials(words[0]) and not is_initials(words[-2]):
        return True  # "Luis E. Zapata Orduz": after a middle initial no further given name is spelt out
    given = lows[0].partition("-")[0] in tables.SPANISH_GIVEN
    if is_spanish(first):
        return given or is_spanish(second) or is_initials(words[0])
    return given and is_spanish(second)


def split_particle(family: str) -> tuple[str, str]:
    """The small words before a family name and the name itself, which keeps its last word ("van", "Gogh")."""
    words = family.split()
    small = 0
    while small < len(words) - 1 and is_particle(words[small : small + 1]):
        small += 1
    return " ".join(words[:small]), " ".join(words[small:])


def is_particle(words: list[str]) -> bool:
    """True where all words are particles: written small, as BibTeX tells them, or known as such ("'t")."""
    return all(word[0].islower() or word in tables.PARTICLES for word in words)
