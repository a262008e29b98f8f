"""Common English words: a capital on any other word of a title in title case is taken for that of a name.

The words are those of SCOWL, American up to size 70 and British up to 35, in ``common.txt``; a word that another one
gives with an ending is not in the file. Endings and beginnings of learned words are told by their form.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache

from bibstep.text.patterns import later

#: Endings of inflected and derived words, and what stood in their place.
_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"),
    ("er", ""), ("er", "e"), ("ier", "y"), ("est", ""), ("est", "e"), ("ly", ""), ("ly", "le"), ("ily", "y"), ("y", ""),
    ("y", "e"), ("al", ""), ("al", "e"), ("ally", ""), ("ic", ""), ("ic", "y"), ("ic", "e"), ("ful", ""), ("less", ""),
    ("able", ""), ("able", "e"), ("like", ""), ("wise", ""), ("ness", ""), ("ment", ""), ("ize", ""), ("ise", ""),
    ("ist", ""), ("ist", "y"), ("ism", ""), ("ability", "able"), ("ibility", "ible"), ("or", "e"), ("or", ""),
    ("men", "man"), ("ship", ""), ("hood", ""), ("ward", ""), ("a", "um"), ("i", "us"), ("ae", "a"), ("ices", "ex"),
    ("ves", "f"), ("ves", "fe"), ("ses", "sis"), ("age", ""), ("ous", ""), ("ous", "e"), ("ative", "ate"), ("ive", "e"),
)  # fmt: skip
#: Endings that only words of the sciences and abstract nouns have.
_LEARNED = later(
    "(?:[st]ion|ment|ance|ence|ship|ism|ology|ological|graphy|graphic|nomy|metry|metric|ness|[aeiou]ty|ities|acy|ysis"
    "|yses|osis|oses|itis|emia|aemia|genesis|genic|omics?|omes?|lytic|tropic|trophic|philic|phobic|scopy|scopic|pathy"
    "|plasty|ectomy|therap(?:y|ies|eutic)|some|somal|phage|phyte|ceptors?|zation|isation|izing|izer|ylation|ated|ating"
    "|ases?|oses?|oids?|oidal|ides?|ines?|ones?|enes?|anes?|ates?|ites?|yls?|ylic|ium|[a-z]ics|ical|ically|icity|ility"
    "|ivity|ization|izations|ologists?|ographers?|[a-z]{2}(?:ic|al|ar|ous|ive|ary|ory|oma|cyte|blast|gram|mab|nib|statin|cillin|mycin|plasm)|ometers?|ographs?|ographies|graphical|bility)s?$"
)
#: What is written together with a word behind an apostrophe.
_SHORTENED = later("(?:n['’]t|['’](?:s|d|ll|re|ve|m)?)$")
#: Names in titles are shorter than most words of the sciences that no list has.
_LONGEST_NAME = 13
#: Beginnings of such words, before another word.
_BEGINNINGS = later(
    "(?:aero|agro|allo|anti|astro|auto|bi|bio|bronch?o|carcino|cardio|chemo|chloro|chrono|circum|co|counter|cross|cryo"
    "|cyber|cyto|de|deca|dis|down|dys|eco|electro|endo|epi|ethno|exo|extra|ferro|fluoro|fore|gastro|geo|glyco|haemo|hemo"
    "|hepato|hetero|histo|homo|hydro|hyper|hypo|immuno|in|infra|inter|intra|iso|kilo|lipo|litho|macro|magneto|mega|meta"
    "|micro|mid|milli|mini|mis|mono|morpho|multi|myco|nano|nephro|neuro|non|oligo|onco|organo|ortho|osteo|out|over|paleo"
    "|palaeo|pan|para|patho|per|peri|pharmaco|phospho|photo|phyto|piezo|poly|post|pre|pro|proto|pseudo|psycho|pyro"
    "|quasi|radio|re|retro|self|semi|socio|spectro|sub|super|supra|sur|syn|techno|tele|tetra|thermo|trans|tri|ultra|un"
    "|under|uni|up|vaso|video)-?([a-z]{3,})"
)


@lru_cache(maxsize=8192)
def is_common(word: str) -> bool:
    """Whether a word in small letters is a common noun, verb, adjective or the like.

    >>> [is_common(word) for word in ("life", "author's", "studies", "nanoparticles", "tryphena", "katherine")]
    [True, True, True, True, False, False]
    """
    word = _SHORTENED.sub("", word)
    if len(word) > _LONGEST_NAME:
        return True
    if word in _words()[1]:
        return False
    return _is_known(word) or bool(len(word) > 5 and _LEARNED.search(word)) or _is_compound(word)


def _is_compound(word: str) -> bool:
    match = _BEGINNINGS.fullmatch(word)
    return bool(match) and (_is_known(match[1]) or bool(_LEARNED.search(match[1])))  # type: ignore[index]


def _is_known(word: str) -> bool:
    words, _ = _words()
    if word in words:
        return True
    for ending, before in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: len(word) - len(ending)]
            if stem + before in words:
                return True
            if not before and len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in words:  # "running"
                return True
    return False


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """The words of the file, and its names that look like words."""
    # ``importlib.resources`` would import twenty modules more, which takes longer than reading the file.
    with open(os.path.join(os.path.dirname(__file__), "common.txt"), encoding="ascii") as stream:
        _, words, names = stream.read().split("\n\n")
    return frozenset(words.split()), frozenset(names.split())
