"""The case of titles: which words must keep theirs, whatever a style does to the others."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from bibstep.model import Rich
from bibstep.text.patterns import later
from bibstep.values.titles import proper
from bibstep.values.titles.tables import (
    ABBREVIATIONS,
    ACRONYMS,
    BEFORE_LETTER,
    FUNCTION_WORDS,
    GERMAN_LIKELY,
    GERMAN_SURE,
    NAMES,
    VOWELLESS,
)

#: Letters and digits of scripts that have case (or could): no Han, no kana, no Hangul.
_LETTER = r"[^\W_\u1100-\u11ff\u2e80-\u312f\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
#: Letters and digits with apostrophes inside, and the points of "U.S".
TOKEN = later(rf"{_LETTER}+(?:['’]{_LETTER}+|\.[A-Z](?!{_LETTER}))*")
#: The same, with the hyphen before it.
_HYPHENED = later(rf"(-?)({TOKEN.pattern})")
#: Endings of common nouns and adjectives in English.
_COMMON = later(
    "(?:(?:tion|sion|ment|ance|ence|ing|ship|or|er|ent|ant|age|ure|ive|al|ism|ase|ode)s?|ology|graphy|nomy|metry|ness|ics"
    "|ty|ties|cy|cies|ysis|yses|th|ies)$"
)
_GENUS = later(r"[A-Z][a-z]{2,}(?= [a-z]{4,}(?: |$))")
_LOWER_WORD = later("[a-z]{4}")
_OPENERS = " \"'“”„‘‚«»‹›([{¿¡"
_ENDERS = ":?!—–"
#: An acronym in brackets.
_BRACKETED = later(r"\(([A-Z]{2,7})\)")
_ORDINAL = later(r"\d+(?:ST|ND|RD|TH|S)")
_VOWEL = later(r"[AEIOUY]|[^A-Z]")
#: Languages that write every noun with a capital.
_NOUN_CAPITALS = ("de", "lb", "gsw", "nds")
#: How much of the words that count must have a capital for a title to be in title case.
_TITLE_CASE = 0.8


def protected(title: Rich, language: str = "") -> tuple[tuple[int, int], ...]:
    """The words that must keep their case, as half-open ranges over ``title.source``, in order, apart from each other.

    Always: a capital after the first letter, a capital with a digit, a single capital that is no article; part by part
    where there are hyphens ("Anti-EGFR": EGFR). The first capital of a second sentence or a subtitle too, which styles
    of BibTeX make small but after a colon, and others after a colon as well. In a title in sentence case each other
    word with a capital is a proper noun and is protected; in one in title case only names are (see ``proper``), for a
    style may lower the others; where the language writes nouns with capitals all are. One word alone does not tell the
    two cases apart, and is protected unless its ending is that of a common noun ("Molecular Imaging"). Of a title in
    capitals only what ``keeps_capitals`` is sure of. Math is left out. Source of the rule: BibTeX's ``change.case$``,
    the biblatex manual on case protection.

    >>> title = Rich.of("Hallmarks of MSCs: Key quality attributes in Japan")
    >>> [title.source[start:end] for start, end in protected(title)]
    ['MSCs', 'Key', 'Japan']
    """
    text = caseable(title)
    words = _HYPHENED.findall(text)
    always: list[tuple[int, int]] = []
    maybe: list[tuple[int, int]] = []
    large = small = caps = stop = 0
    for index, (hyphen, word) in enumerate(words):
        if word.islower() or word == word.lower():
            # Words that count and have no capital: no first word, no function word, none after a hyphen.
            small += bool(index) and not hyphen and word not in FUNCTION_WORDS
            continue
        # No word between this one and the last with a capital has one, so none of them can be found in its place.
        start = text.index(word, stop)
        stop = start + len(word)
        here = start, stop
        tail = word[1:]
        if tail != tail.lower() or (not tail.isalpha() and any(map(str.isdigit, tail))):
            caps += tail == tail.upper()
            always.append(here)
            continue
        previous = words[index - 1][1] if index else ""
        end = text.rindex(previous, 0, start) + len(previous) if index else 0
        first = not end or ((start - end > 1 or text[end] == "—") and begins_sentence(text, start, end, previous))
        if first and start:  # BibTeX keeps the first character of a title, which may be a quote
            always.append(here)
        elif not tail:
            if word not in "AI" or not first:
                (maybe if word == "A" and not _is_label(text, stop, previous) else always).append(here)
        elif not first:
            low = word.lower()
            if low in NAMES:
                always.append(here)
            else:
                maybe.append(here)
                large += low not in FUNCTION_WORDS or len(low) > 3
    if maybe or caps > large:
        if caps > large + small and is_capitals(text):
            always, maybe = _sure_of(text), []
        elif (
            maybe
            and large >= _TITLE_CASE * (large + small)
            and (large > 1 or (large and _COMMON.search(text, *maybe[-1])))
            and not nouns_have_capitals(text, language)
        ):
            maybe = proper.names(text, maybe)
    whole = _whole(title)
    if not maybe and not whole:
        return tuple(always)
    return _apart([*always, *maybe, *whole])


def is_capitals(text: str) -> bool:
    """True where a text is in capitals throughout, and is more than an acronym or two.

    >>> is_capitals("VISIT TO NATIONAL CASH REGISTER CORPORATION"), is_capitals("SARS-CoV-2 RNA"), is_capitals("NATO")
    (True, False, False)
    """
    if _LOWER_WORD.search(text):
        return False
    upper = sum(map(str.isupper, text))
    if upper < 7 or upper < 9 * sum(map(str.islower, text)):
        return False
    words = [len(word) for word in TOKEN.findall(text) if word.isupper() and not keeps_capitals(word)]
    return any(length > 6 for length in words) or sum(length > 3 for length in words) > 1


def keeps_capitals(word: str) -> bool:
    """True where a word of a title in capitals would surely have them anywhere: acronyms, numerals, formulas.

    >>> [word for word in "THE H1N1 RNA OF ATPase XIV 19TH U.S BY TGF".split() if keeps_capitals(word)]
    ['H1N1', 'RNA', 'ATPase', 'XIV', 'U.S', 'TGF']
    """
    if word == word.lower():
        return False
    word = word.replace("’", "'")
    if word[-2:] == "'S":
        word = word[:-2]
    if len(word) == 1:
        return word not in "AEIOUWYZ" or word == "I"  # conjunctions and prepositions somewhere in Europe
    if not word.isupper() or "." in word:
        return True
    if any(map(str.isdigit, word)):
        return not _ORDINAL.fullmatch(word)
    return word in ACRONYMS or (word not in VOWELLESS and not _VOWEL.search(word))


def begins_sentence(text: str, start: int, end: int, previous: str) -> bool:
    """True where the word at ``start`` is the first one or the first after ``: ? ! —`` or a full stop.

    ``previous`` is the word before it, which ends at ``end``: after an abbreviation or an initial, a full stop ends no
    sentence.
    """
    gap = text[end:start]
    if not end:
        return True
    mark = gap.rstrip(_OPENERS)
    if len(mark) == len(gap) or not mark:
        return False
    if mark[-1] in _ENDERS or mark[-2:] in (" -", "--"):
        return True
    known = previous.lower() in ABBREVIATIONS or (len(previous) < 4 and not previous.islower() and previous.isalpha())
    return mark[-1] == "." and not known and "." not in previous


def caseable(title: Rich) -> str:
    """The title's source with math, which has no case to change, blanked out."""
    if title.is_plain:
        return title.source
    return "".join(["\0" * len(text) if "math" in styles else text for text, styles in title.spans])


def _whole(title: Rich) -> tuple[tuple[int, int], ...]:
    """The ranges whose case the markup tells to keep: that marked so, and the genus in the name of a species."""
    if title.is_plain:
        return ()
    ranges, start = [], 0
    for text, styles in title.spans:
        if "nocase" in styles and "math" not in styles:
            ranges.append((start, start + len(text)))
        elif "italic" in styles and (genus := _GENUS.match(text)):
            ranges.append((start, start + genus.end()))
        start += len(text)
    return tuple(ranges)


def _apart(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _is_label(text: str, end: int, previous: str) -> bool:
    """True where a single A is a label ("vitamin A", "hepatitis A virus", "A-type"), no article."""
    return text[end : end + 1] != " " or previous.lower() in BEFORE_LETTER


def nouns_have_capitals(text: str, language: str) -> bool:
    """True where the language, named or told by its function words, writes every noun with a capital."""
    if language:
        return language.lower().split("-")[0] in _NOUN_CAPITALS
    words = {word.lower() for word in text.split()}
    if not words.isdisjoint(("the", "of", "and")):
        return False
    return not words.isdisjoint(GERMAN_SURE) or len(words & GERMAN_LIKELY) > 1


def _sure_of(text: str) -> list[tuple[int, int]]:
    """The ranges of those words of a title in capitals that keep them anywhere."""
    acronyms = explained(text)
    return [
        match.span()
        for match in TOKEN.finditer(text)
        if (len(match[0]) > 1 or match.end() < len(text)) and (keeps_capitals(match[0]) or match[0] in acronyms)
    ]


def explained(text: str) -> set[str]:
    """The acronyms in brackets that the initials before them spell out: "CHRONIC … PULMONARY DISEASE (COPD)"."""
    found = set()
    for match in islice(_BRACKETED.finditer(text), 50):
        before = TOKEN.findall(text[max(0, match.start() - 200) : match.start()])
        initials = iter([word[0] for word in before[-len(match[1]) - 3 :]])
        if all(letter in initials for letter in match[1]):
            found.add(match[1])
    return found
