"""Citation keys: family name, year and first word of the title; unique, and independent of the order of the records.

Where records claim the same key, each of them gets a longer one from its own content: with further words of its title,
or else with a short hash. No record keeps the bare key, so a record added later can make a citation undefined, which
LaTeX reports, but can never make it point to another paper, which nobody would notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple
from zlib import crc32

from bibstep.keys import pattern as key_patterns
from bibstep.keys.pattern import IDENTIFIERS, Part, Pattern
from bibstep.model import EMPTY, FIELDS, Record
from bibstep.text.patterns import later
from bibstep.values.citation_keys import folded

#: The fields that hold text, and those that _content treats one by one; it takes the repr of all others.
_BLANK = Record("", EMPTY)
_TEXTS = [name for name in FIELDS if name != "abstract" and isinstance(getattr(_BLANK, name), str)]
_ALONE = ("title", "author", "issued", "page", "abstract")
#: Fields that do not describe the work itself.
_BESIDE = ("metrics", "translation", "aliases")
_texts = attrgetter(*_TEXTS)
_rest = attrgetter(*[name for name in FIELDS if name not in (*_TEXTS, *_ALONE, *_BESIDE)])
#: The maximum number of words of the title in a key.
_MAX_WORDS = 8
#: The number of keys that a record can try: one for each number of words, and one with each hash.
_LEVELS = _MAX_WORDS + 2
_MAX_PART = 40
_WORD = later(r"[a-z0-9]+")
#: Two Han characters (about a word), or a run of other characters without white space.
_RUN = later("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]{1,2}|[^\\s\u3400-\u9fff\uf900-\ufaff]+")
#: Characters that BibTeX, biber or pandoc do not accept in a key.
_NOT_IN_KEYS = later(r"[^A-Za-z0-9:./+-]")
#: The pattern of keys if the user gives none.
USUAL = key_patterns.parse(key_patterns.DEFAULT)
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ´`ʹʺ\"")

#: Articles, prepositions and conjunctions in the languages that most titles are written in.
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
    """The key that a record claims, ``base``, and what is added to it if other records claim the same.

    ``title`` gives further words; its first ``used`` words are in the base. ``work`` differs between works (the DOI,
    else title and container), ``content`` between any two records that differ at all. A ``fixed`` key comes from a
    library or the record's source and belongs to this record alone. Longer keys are made only for the few claims that
    clash.
    """

    base: str
    title: str = ""
    used: int = 0
    work: str = ""
    content: str = ""
    fixed: bool = False


class _Rival(NamedTuple):
    """A claim that shares its base with others, and the number of its record; small, as there may be many.

    ``more`` are the further words of its title, joined; ``work`` and ``content`` are hashes.
    """

    number: int
    base: str
    more: str
    work: str
    content: str

    def key(self, level: int) -> str:
        """Its key at a level: the base, then one more word at each level, then a hash of the work, then of the content.

        Bases of the usual pattern contain neither ``-`` nor ``_``, so a longer key of one record is never the base of
        another. A title without further words gives the same key again, so that all keys with a hash are compared at
        the same level.
        """
        if level >= _MAX_WORDS:
            return f"{self.base}_{self.work if level == _MAX_WORDS else self.content}"
        return "-".join((self.base, *self.more.split("-")[:level])) if self.more else self.base


def _rival(number: int, one: Claim) -> _Rival:
    more = [word[:_MAX_PART] for word in _words(one.title, _MAX_WORDS)[one.used :]]
    return _Rival(number, one.base, "-".join(more), _digest(one.work, 3), _digest(one.content, 8))


def claim(record: Record, pattern: Pattern = USUAL) -> Claim:
    """The key that a record claims, from its own content alone: ``viswanathan2025hallmarks``.

    A key of the usual pattern matches ``[a-z][a-z0-9]*``; other scripts are transliterated by anyascii. Without an
    author the editor's name is used, without either the title's first word; a missing year is ``nd``. A record without
    the identifier that a unique pattern needs gets the usual key with a digest of its content.
    """
    title = str(record.title)
    words = _words(title, pattern.title_words + 1) or ["untitled"]
    family = _family(record)
    used = pattern.title_words
    if not family or family[0].isdigit():
        family += words[0]
        words = words[1:]
        used += 1
    if not family[0].isalpha():
        family = "x" + family
    parts = [_text(part, record, family[:_MAX_PART], words) for part in pattern.parts]
    work = record.doi.lower() or f"{title.casefold()}\n{record.container_title.casefold()}"
    if pattern.unique and not all(
        text for text, part in zip(parts, pattern.parts, strict=True) if part.field in IDENTIFIERS
    ):
        usual = claim(record)
        return usual._replace(base=f"{usual.base}_{_digest(usual.content, 8)}")
    return Claim("".join(parts), title, used, work, _content(record))


def _content(record: Record) -> str:
    """The fields that describe the work itself, as text. It is made for every record, so it must be cheap."""
    title = record.title
    people = [name.family or name.literal for name in record.author] + [name.given for name in record.author]
    abstract = str(crc32(record.abstract.encode("utf-8", "surrogatepass")))
    pages = "\1".join(chain.from_iterable(record.page))
    rest = [repr(value) for value in (*_rest(record), not title.is_plain and title) if value]
    return "\0".join((title.source, *_texts(record), str(record.issued), abstract, pages, *people, *rest))


def _family(record: Record) -> str:
    people = record.author or record.editor
    if not people:
        return ""
    first = people[0]
    return _of_institution(first.literal) if first.literal else _squeeze(first.family or first.given)


@lru_cache(4096)
def _of_institution(name: str) -> str:
    return "".join(_words(name, 3))


def _text(part: Part, record: Record, family: str, words: Sequence[str]) -> str:
    """The text of one part of a key."""
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
    """An identifier as part of a key: a character that a key cannot contain is replaced by its code point."""
    return _NOT_IN_KEYS.sub(lambda match: f"_{ord(match[0]):x}_", identifier)


def longer_keys(claims: Iterable[tuple[int, Claim]], taken: Container[str] = ()) -> dict[int, str]:
    """Number of a record -> its key, for records whose base is claimed by others too.

    A key that two records try at any level is given to neither, nor is one in ``taken``, so the result does not depend
    on the order of the records. Keys that differ in capitals only are the same here, and ``taken`` holds them folded.
    Only records that are equal in all fields are numbered, in the order given.
    """
    keys: dict[int, str] = {}
    spoilt: set[str] = set()
    numbers: Counter[str] = Counter()
    waiting = [_rival(number, one) for number, one in claims]
    for level in range(_LEVELS):
        count = Counter(folded(one.key(level)) for one in waiting)
        left = []
        for one in waiting:
            key = one.key(level)
            name = folded(key)
            if count[name] == 1 and name not in spoilt and name not in taken:
                keys[one.number] = key
            else:
                left.append(one)
        spoilt.update(count)
        waiting = left
    for one in waiting:
        keys[one.number] = _numbered(one.key(_LEVELS - 1), numbers, taken)
    return keys


def _numbered(key: str, numbers: Counter[str], taken: Container[str]) -> str:
    while True:
        numbers[folded(key)] += 1
        numbered = f"{key}_{numbers[folded(key)]}"
        if folded(numbered) not in taken:
            return numbered


def _words(text: str, most: int) -> list[str]:
    """The first ``most`` words of a text that are not stop words, in ASCII; if all are, its first words."""
    found: list[str] = []
    passed: list[str] = []
    for word in _ascii_words(text):
        if word not in STOP_WORDS:
            found.append(word)
            if len(found) == most:
                return found
        elif len(passed) < most:
            passed.append(word)
    return found or passed


def _ascii_words(text: str) -> Iterable[str]:
    """The words of a text in ASCII and lower case. Other scripts are transliterated only as far as words are used."""
    if text.isascii():
        return _WORD.findall(_bare(text))
    runs = (run[0] if run[0].isascii() else _to_ascii(run[0]) for run in _RUN.finditer(text))
    return chain.from_iterable(_WORD.findall(_bare(run)) for run in runs)


def _bare(text: str) -> str:
    """An ASCII text in lower case, without the apostrophes in its words."""
    if "'" in text or '"' in text or "`" in text:
        text = text.translate(_APOSTROPHES)
    return text.lower()


@lru_cache(4096)
def _squeeze(text: str) -> str:
    return "".join(_WORD.findall((text if text.isascii() else _to_ascii(text)).lower()))


def _to_ascii(text: str) -> str:
    # Imported only when needed, as hashlib is, for a fast start.
    from anyascii import anyascii

    return anyascii(text)


def _digest(text: str, size: int) -> str:
    import hashlib

    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
