"""Whether two records describe the same work: what speaks for it, and what against it."""

from __future__ import annotations

from typing import NamedTuple

from bibstep.model import Record
from bibstep.text.patterns import later
from bibstep.values import titles
from bibstep.works.identity import has_long_title, letters

_WORDS = later(r"\w+")
_DIGITS = later(r"\d+")
#: Words that journals' abbreviations leave out.
_SMALL = frozenset("a an and the of on in for de la le les des du et und der die das y e i & at to".split())


class Facts(NamedTuple):
    """What identifies the work of a record; empty where the record does not say it.

    ``title``, ``people`` (the first author's or editor's family name) and ``publisher`` are letters and digits in lower
    case, ``container`` is the words of the journal's or book's title, ``place`` the first page and the article's
    number.
    """

    identifiers: tuple[tuple[str, str], ...]
    title: str
    year: str
    people: str
    container: tuple[str, ...]
    volume: str
    issue: str
    place: frozenset[str]
    url: str
    publisher: str


def facts(record: Record) -> Facts:
    """What identifies the work of a record."""
    kinds = (("doi", record.doi.lower()), ("pmid", record.pmid), ("pmcid", record.pmcid), ("arxiv", record.arxiv))
    people = record.author or record.editor
    issued = record.issued
    return Facts(
        tuple([pair for pair in kinds if pair[1]]),
        letters(titles.plain(record.title)),
        str(issued.literal or issued.year) if issued else "",
        letters(people[0].literal or people[0].family or people[0].given) if people else "",
        tuple([word for word in _WORDS.findall(record.container_title.casefold()) if word not in _SMALL]),
        _figures(record.volume),
        _figures(record.issue),
        frozenset(filter(None, [_figures(record.page[0].first) if record.page else "", _figures(record.number)])),
        record.url.rstrip("/").lower().partition("://")[2],
        letters(record.publisher),
    )


def same(one: Facts, other: Facts) -> bool:
    """Whether two records describe the same work.

    The strongest identifier that both have decides. Without one, they do if their titles are equal, nothing
    contradicts, and enough agrees: for a long title the year and the first author, for a short one ("Deep learning",
    "Editorial") also where it was published.
    """
    others = dict(other.identifiers)
    shared = [(value, others[kind]) for kind, value in one.identifiers if kind in others]
    if shared:
        mine, its = shared[0]
        # The chapters of a book can all have the book's DOI.
        return mine == its and (one.title == other.title or not _disjoint(one.place, other.place))
    if one.title != other.title or _contradict(one, other):
        return False
    container = bool(one.container and other.container)  # they agree, as nothing contradicts
    people = bool(one.people and other.people)
    if one.year != other.year:
        return not (one.year and other.year) and people and container
    place = bool(one.place & other.place) or bool(one.url and one.url == other.url)
    if has_long_title(one.title):
        return people or not (one.people or other.people) or place or container
    if people:
        return place or container or not (one.container or other.container)
    if one.people or other.people:
        return place
    return not _differ(one.url, other.url) and (
        place or container or (one.container, one.url) == (other.container, other.url)
    )


def _contradict(one: Facts, other: Facts) -> bool:
    """Whether what both records say excludes that they describe the same work."""
    if _differ(one.volume, other.volume) or _disjoint(one.place, other.place):
        return True
    if one.people and other.people and not _are_one_name(one.people, other.people):
        return True
    if not has_long_title(one.title) and (
        _differ(one.issue, other.issue) or (_differ(one.publisher, other.publisher) and not one.container)
    ):
        return True
    is_placed = bool(one.volume and other.volume and one.place and other.place)
    return not is_placed and _other_container(one.container, other.container)


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not one & other


def _are_one_name(one: str, other: str) -> bool:
    """Whether two family names may be one: equal, or one with a particle, a given name or a second family name."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or long.endswith(short)


def _other_container(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two titles of journals or books certainly differ: neither can be an abbreviation of the other."""
    if not (one and other) or one == other:
        return False
    short, long = sorted((one, other), key=lambda words: sum(map(len, words)))
    if len(short) == 1 and len(long) > 1:  # an acronym, or the name of a series of conferences
        return False
    left = iter(long)
    return not all(any(_abbreviates(word, whole) for whole in left) for word in short)


def _abbreviates(word: str, whole: str) -> bool:
    """``mol`` abbreviates ``molecular``, ``natl`` ``national``: the first letter, and the others in their order."""
    left = iter(whole)
    return word[0] == whole[0] and all(letter in left for letter in word)


def _figures(text: str) -> str:
    """The first number in a volume, an issue or a page, without zeros before it; else the text in lower case."""
    match = _DIGITS.search(text)
    return (match[0].lstrip("0") or "0") if match else text.strip().casefold()
