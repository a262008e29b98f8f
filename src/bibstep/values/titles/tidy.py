"""Titles put right on request: capitals throughout into sentence case, a final full stop removed."""

from __future__ import annotations

from bibstep.model import Remark, Rich, Span
from bibstep.text.clean import shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks
from bibstep.values.titles.casing import (
    TOKEN,
    begins_sentence,
    caseable,
    explained,
    is_capitals,
    keeps_capitals,
    nouns_have_capitals,
)
from bibstep.values.titles.tables import ABBREVIATIONS, NAMES

#: A person's name, family first, as encyclopaedias and authority files have it.
_PERSON = later(r"[^\W\d_]+, [^\W\d_]+(?: [^\W\d_]+){0,2}")
_BEFORE_WORD = later(r"[\s(\[“\"]")
#: Capitals in Turkish and Azerbaijani, whose I has no dot in lower case.
_TURKIC = later("[İĞŞƏ]")
_ADDRESSES = frozenset(("MR", "MRS", "MS", "DR", "ST", "PROF"))


def doubts(title: Rich) -> Remarks:
    """Remarks on a title in capitals (``title-caps``) and on one with a final full stop (``title-stop``)."""
    text = title.source
    found: Remarks = ()
    if text[1:2].upper() == text[1:2] and is_capitals(caseable(title)):
        found = (Remark("title-caps", "title", f'kept in capitals: "{shorten(text, 60)}"'),)
    if text[-1:] in (".", "。") and _has_stop(text):
        found += (Remark("title-stop", "title", f'kept its final full stop: "{shorten(text[-40:], 40)}"'),)
    return found


def tidy(title: Rich, language: str = "") -> Parsed[Rich]:
    """The title without its final full stop, and in sentence case if it was in capitals throughout.

    Acronyms, numerals and formulas keep their capitals where that is certain, names of countries, months and the like
    get one. German and Turkish titles keep their capitals: nouns, and the dot on the i, could not be known again. What
    could not be mended is remarked on as ``doubts`` does.

    >>> tidy(Rich.of("THE RNA OF A CELL IN JAPAN."))[0].source
    'The RNA of a cell in Japan'
    """
    done: list[str] = []
    text = shown = title.source
    if text[-1:] in (".", "。") and _has_stop(text) and "math" not in title.spans[-1].styles:
        title = _without_stop(title)
        done.append("final full stop removed")
    text = caseable(title)
    capitals = text[1:2].upper() == text[1:2] and is_capitals(text)
    if capitals and not nouns_have_capitals(text, language) and not _is_turkic(text, language):
        title = _lowered(title, text)
        done.append("capitals changed to sentence case")
    if not done:
        return title, doubts(title)
    message = f'{" and ".join(done)}: "{shorten(shown, 60)}"'
    return title, (Remark("title-tidied", "title", message), *doubts(title))


def _is_turkic(text: str, language: str) -> bool:
    return language[:2] in ("tr", "az") or bool(_TURKIC.search(text))


def _has_stop(text: str) -> bool:
    """True where a text ends in a full stop that belongs to no abbreviation and is no ellipsis."""
    before = text[:-1].rstrip()
    if not before or before[-1] in ".…":
        return False
    word = _BEFORE_WORD.split(before[-60:])[-1][-40:].lower()
    return not (word in ABBREVIATIONS or "." in word or (len(word) == 1 and word.isalpha()))


def _without_stop(title: Rich) -> Rich:
    spans = list(title.spans)
    spans[-1] = Span(spans[-1].text[:-1], spans[-1].styles)
    while spans and not (kept := spans[-1].text.rstrip()):
        spans.pop()
    if spans and "math" not in spans[-1].styles:
        spans[-1] = Span(kept, spans[-1].styles)
    return Rich.join(spans)


def _lowered(title: Rich, text: str) -> Rich:
    """A title in capitals, ``text`` being its source without math, in sentence case."""
    acronyms = explained(text)
    species = _species(title)
    person = bool(_PERSON.fullmatch(text))
    characters = list(title.source)
    previous, end = "", 0
    for match in TOKEN.finditer(text):
        word = match[0]
        new = word
        if not (keeps_capitals(word) or word in acronyms):
            new = word.lower()
            first = begins_sentence(text, match.start(), end, previous)
            base = new[:-2] if new[-2:] in ("'s", "’s") else new
            if first or person or base in NAMES or word in _ADDRESSES or match.start() in species:
                new = new[:1].upper() + new[1:]
            if word[:2] in ("O'", "O’") and len(word) > 4:
                new = word[:3] + new[3:]
            if len(new) == len(word):
                characters[match.start() : match.end()] = new
        previous, end = word, match.end()
    start = 0
    spans = []
    for span in title.spans:
        spans.append(Span("".join(characters[start : start + len(span.text)]), span.styles))
        start += len(span.text)
    return Rich.join(spans)


def _species(title: Rich) -> set[int]:
    """Where two words in italics begin, the second as long as an epithet: such is the name of a species."""
    found, start = set(), 0
    for text, styles in title.spans:
        words = text.split()
        if "italic" in styles and len(words) == 2 and len(words[1]) > 3 and text[:1].isalpha():
            found.add(start)
        start += len(text)
    return found
