"""Citation keys: family name, year and first word of the title; unique, and the same in whatever order records come.

Where records meet in one key, each of them gets what tells it from the others out of its own content: further words of
its title, then a short hash. No record keeps the bare key, so a record added later can make a citation undefined, which
LaTeX reports, but can never make it point to another paper, which nobody would notice.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from anyascii import anyascii

from bibstep import key_patterns
from bibstep.key_patterns import Part, Pattern
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
#: What BibTeX, biber or pandoc would not have in a key.
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9:./+-]")
#: The pattern of keys where the user gives none.
USUAL = key_patterns.parse(key_patterns.DEFAULT)
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
    """What a record asks for as its key: ``base``, and what it can add where others ask for the same.

    ``more`` are further words of its title; ``digest`` tells works apart (by DOI, else by title), ``content`` any
    two records that differ at all. A ``fixed`` key is nobody else's: a library or the record's source has given it.
    """

    base: str
    more: tuple[str, ...] = ()
    digest: str = ""
    content: str = ""
    fixed: bool = False

    def at(self, level: int) -> str:
        """The key at a level: 0 the bare one, then a word more each, then with ``digest``, then with ``content``.

        Bare keys of the usual pattern hold neither ``-`` nor ``_``, so no longer key of one record is ever the bare key
        of another. A short title has no more words to add and waits, so that keys of one form are all asked for at one
        level.
        """
        if level < _MAX_WORDS:
            return "-".join((self.base, *self.more[:level]))
        return f"{self.base}_{self.digest if level == _MAX_WORDS else self.content}"


def claim(record: Record, pattern: Pattern = USUAL) -> Claim:
    """The key that a record asks for, from its own content alone: ``viswanathan2025hallmarks``.

    By the usual pattern all lower case and ``[a-z][a-z0-9]*``, whatever the script (transliterated by anyascii).
    Without an author the editor's name is taken, without either the title's first word; a missing year is ``nd``. A
    record that lacks the identifier of a unique pattern gets the usual key with its content's digest.
    """
    words = _words(str(record.title), _MAX_WORDS) or ["untitled"]
    family = _family(record)
    if not family or family[0].isdigit():
        family += words[0]
        words = words[1:] or [""]
    if not family[0].isalpha():
        family = "x" + family
    parts = [_text(part, record, family[:_MAX_PART], words) for part in pattern.parts]
    taken = next((part.words for part in pattern.parts if part.field == "title"), 0)
    identity = record.doi.lower() or f"{str(record.title).casefold()}\n{record.container_title.casefold()}"
    made = Claim(
        "".join(parts),
        tuple([word[:_MAX_PART] for word in words[taken:]]),
        _digest(identity, 3),
        _digest(repr(_values(record)), 8),
    )
    if pattern is not USUAL and not all(text for text, part in zip(parts, pattern.parts, strict=True) if _must(part)):
        usual = claim(record)
        return usual._replace(base=f"{usual.base}_{usual.content}")
    return made


def _must(part: Part) -> bool:
    return part.field in ("doi", "pmid", "arxiv")


def _family(record: Record) -> str:
    people = record.author or record.editor
    if not people:
        return ""
    first = people[0]
    return "".join(_words(first.literal, 3)) if first.literal else _squeeze(first.family or first.given)


def _text(part: Part, record: Record, family: str, words: Sequence[str]) -> str:
    """One part of a key."""
    match part.field:
        case "":
            return part.text
        case "family":
            found = [family]
        case "families":
            people = record.author or record.editor
            found = [_squeeze(one.literal or one.family or one.given)[:_MAX_PART] for one in people[: part.words]]
            found = found or [family]
        case "year" | "shortyear":
            year = f"{record.issued.year}" if record.issued and not record.issued.literal else "nd"
            return year[-2:] if part.field == "shortyear" else year
        case "title":
            found = [word[:_MAX_PART] for word in words[: part.words]]
        case "journal":
            found = [word[:_MAX_PART] for word in _words(record.container_title, part.words)]
        case "page":
            found = [_squeeze(record.page[0].first if record.page else record.number)]
        case "doi" | "arxiv":
            return _verbatim(getattr(record, part.field).lower())
        case name:
            found = [_squeeze(getattr(record, name))]
    return "".join([word.capitalize() for word in found] if part.capitals else found)


def _verbatim(identifier: str) -> str:
    """An identifier as a part of a key: what no key may hold is written as its code, so that keys stay apart."""
    return _NOT_IN_KEYS.sub(lambda match: f"_{ord(match[0]):x}_", identifier)


def settle(claims: Iterable[tuple[int, Claim]], taken: Container[str] = ()) -> dict[int, str]:
    """Keys for records that meet others in their bare key, by the numbers given with their claims.

    A key that two records have claimed belongs to neither, at any level, nor does one in ``taken``, so the outcome is
    the same for any order of the records. Records that are alike in everything are told apart by a number in the order
    given, the one thing left.
    """
    keys: dict[int, str] = {}
    spoilt: set[str] = set()
    numbers: Counter[str] = Counter()
    waiting = list(claims)
    level = 0
    while waiting:
        asked = [(number, one, one.at(level)) for number, one in waiting]
        count = Counter(key for _, _, key in asked)
        waiting = []
        for number, one, key in asked:
            if count[key] == 1 and key not in spoilt and key not in taken:
                keys[number] = key
            elif level + 1 < _LEVELS:
                waiting.append((number, one))
            else:
                keys[number] = _numbered(key, numbers, taken)
        spoilt.update(count)
        level += 1
    return keys


def _numbered(key: str, numbers: Counter[str], taken: Container[str]) -> str:
    while True:
        numbers[key] += 1
        numbered = f"{key}_{numbers[key]}"
        if numbered not in taken:
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
