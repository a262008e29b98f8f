"""Citation keys: family name, year and first word of the title; unique, and the same in whatever order records come.

Where records meet in one key, each of them gets what tells it from the others out of its own content: further words of
its title, then a short hash. No record keeps the bare key, so a record added later can make a citation undefined, which
LaTeX reports, but can never make it point to another paper, which nobody would notice.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from anyascii import anyascii

from bibstep.model import FIELDS, Record

_values = attrgetter(*FIELDS)
#: How many words of the title a key can take.
_MAX_WORDS = 8
#: The keys a record can offer: one for each number of words, one with each hash.
_LEVELS = _MAX_WORDS + 2
_MAX_PART = 40
_WORD = re.compile(r"[a-z0-9]+")
#: Runs of Han characters (split in pairs, about a word each), and everything else that is no white space.
_RUN = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]{1,2}|[^\\s\u3400-\u9fff\uf900-\ufaff]+"
)
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ´`ʹʺ\"")

#: Articles, prepositions and conjunctions that begin titles in the languages most used there.
STOP_WORDS = frozenset(
    word
    for words in (
        "a an and are as at be but by can do does for from has have how in into is it its not of on or s so than that",
        "the their this to toward towards under upon use using via was we were what when where which who why will with",
        "within without",
        "das dem den der des die ein eine einer eines fur im in mit und uber von vom zu zum zur",
        "au aux ce ces d dans de des du en et l la le les par pour sur un une",
        "al con como da das del dos e el em entre las lo los na nas no nos o os para por si su sus um uma un una uno y",
        "degli dei della delle di gli i il nel nella per sul sulla",
        "een het met naar op te uit van voor",
        "av den det ett fran och om pa till i k na o po s u v w z ze",
    )
    for word in words.split()
)


class Claim(NamedTuple):
    """What a record asks for as its key: ``stem`` and the first of ``words``; and what it can add.

    ``digest`` tells works apart (from the DOI, else the title), ``content`` any two records that differ at all.
    """

    stem: str
    words: tuple[str, ...]
    digest: str
    content: str

    @property
    def base(self) -> str:
        """The key where nobody else claims it."""
        return self.stem + self.words[0]

    def at(self, level: int) -> str:
        """The key at a level: 0 the bare one, then a word more each, then with ``digest``, then with ``content``.

        Bare keys hold neither ``-`` nor ``_``, so no longer key of one record is ever the bare key of another. A short
        title has no more words to add and waits, so that keys of one form are all asked for at one level.
        """
        if level < _MAX_WORDS:
            return self.stem + "-".join(self.words[: level + 1])
        return f"{self.base}_{self.digest if level == _MAX_WORDS else self.content}"


def claim(record: Record) -> Claim:
    """The key that a record asks for, from its own content alone: ``viswanathan2025hallmarks``.

    All lower case and ``[a-z][a-z0-9]*``, whatever the script (transliterated by anyascii). Without an author the
    editor's name is taken, without either the title's first word; a missing year is ``nd``.
    """
    title = str(record.title)
    words = _words(title, _MAX_WORDS) or ["untitled"]
    people = record.author or record.editor
    family = ""
    if people:
        first = people[0]
        family = _squeeze(first.family or first.given) if not first.literal else "".join(_words(first.literal, 3))
    year = f"{record.issued.year}" if record.issued else "nd"
    if not family or family[0].isdigit():
        family += words[0]
        words = words[1:] or [""]
    if not family[0].isalpha():
        family = "x" + family
    identity = record.doi.lower() or f"{title.casefold()}\n{record.container_title.casefold()}"
    return Claim(
        family[:_MAX_PART] + year,
        tuple([word[:_MAX_PART] for word in words]),
        _digest(identity, 3),
        _digest(repr(_values(record)), 8),
    )


def settle(claims: Iterable[tuple[int, Claim]]) -> dict[int, str]:
    """Keys for records that meet others in their bare key, by the numbers given with their claims.

    A key that two records have claimed belongs to neither, at any level, so the outcome is the same for any order of
    the records. Records that are alike in everything are told apart by a number in the order given, the one thing left.
    """
    keys: dict[int, str] = {}
    spoilt: set[str] = set()
    waiting = list(claims)
    level = 0
    while waiting:
        asked = [(number, one, one.at(level)) for number, one in waiting]
        count = Counter(key for _, _, key in asked)
        waiting = []
        for number, one, key in asked:
            if count[key] == 1 and key not in spoilt:
                keys[number] = key
            elif level + 1 < _LEVELS:
                waiting.append((number, one))
            else:
                keys[number] = _numbered(key, spoilt)
        spoilt.update(count)
        level += 1
    return keys


def _numbered(key: str, spoilt: set[str]) -> str:
    number = 1
    while (numbered := f"{key}_{number}") in spoilt:
        number += 1
    spoilt.add(numbered)
    return numbered


def _words(text: str, most: int) -> list[str]:
    """The first words of a text that are no stop words, in ASCII; if all are, the first words as they are."""
    found: list[str] = []
    passed: list[str] = []
    for run in _RUN.finditer(text):
        ascii_run = run[0] if run[0].isascii() else anyascii(run[0])
        for word in _WORD.findall(ascii_run.translate(_APOSTROPHES).lower()):
            if word not in STOP_WORDS:
                found.append(word)
                if len(found) == most:
                    return found
            elif len(passed) < most:
                passed.append(word)
    return found or passed


def _squeeze(text: str) -> str:
    return "".join(_WORD.findall((text if text.isascii() else anyascii(text)).lower()))


def _digest(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
