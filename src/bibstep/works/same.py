"""Whether two records describe the same work: what speaks for it, and what against it."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from bibstep.model import Name, Record
from bibstep.text.patterns import later
from bibstep.values import titles
from bibstep.works.identity import figures, has_long_title, letters

_WORDS = later(r"\w+")
_NO_WORDS: frozenset[str] = frozenset()
_NOBODY = ("", _NO_WORDS)
#: Words that journals' abbreviations leave out.
_SMALL = frozenset("a an and the of on in for de la le les des du et und der die das y e i & at to".split())


#: Identifiers as pairs of a kind and a value, the strongest first.
Identifiers = tuple[tuple[str, str], ...]


class Facts(NamedTuple):
    """What identifies the work of a record; empty where the record does not say it.

    ``title`` and ``publisher`` are letters and digits in lower case. ``people`` is the first author's or editor's
    family name and all words of the name, because formats differ in what they take for the family name. ``containers``
    are the words of the journal's, book's, series' and meeting's titles, of which a format may have one only.
    ``place`` is the first page and the article's number.
    """

    identifiers: Identifiers
    title: str
    year: str
    people: tuple[str, frozenset[str]]
    containers: tuple[tuple[str, ...], ...]
    volume: str
    issue: str
    place: frozenset[str]
    url: str
    publisher: str


def facts(record: Record) -> Facts:
    """What identifies the work of a record."""
    # A DOI from .bib files may have TeX's backslash before "_", also escaped as in a link.
    doi = record.doi.lower().replace("%5c", "").replace("\\", "")
    kinds = (("doi", doi), ("pmid", record.pmid), ("pmcid", record.pmcid), ("arxiv", record.arxiv))
    people = record.author or record.editor
    issued = record.issued
    return Facts(
        tuple([pair for pair in kinds if pair[1]]),
        letters(titles.plain(record.title) or record.container_title),  # which RIS readers take for a missing title
        str(issued.literal or issued.year) if issued else "",
        _person(people[0]) if people else _NOBODY,
        tuple(dict.fromkeys(filter(None, map(_container_words, _containers(record))))),
        figures(record.volume),
        figures(record.issue),
        frozenset(filter(None, [figures(record.page[0].first) if record.page else "", figures(record.number)])),
        record.url.rstrip("/").lower().partition("://")[2],
        letters(record.publisher),
    )


_containers = attrgetter("container_title", "container_title_short", "collection_title", "event_title")


@lru_cache(maxsize=2048)  # journals come again
def _container_words(title: str) -> tuple[str, ...]:
    words = map(letters, _WORDS.findall(title)) if title else ()
    return tuple([word for word in words if word and word not in _SMALL])


def _person(name: Name) -> tuple[str, frozenset[str]]:
    words = map(letters, _WORDS.findall(f"{name.literal} {name.family} {name.given}"))
    return letters(name.literal or name.family or name.given), frozenset([word for word in words if len(word) > 1])


def names(wanted: Facts) -> tuple[object, ...]:
    """What one of leads to the records that may be of the same work: identifiers, all facts, and last the title."""
    last = wanted.title or ("untitled", wanted.people[0], wanted.year)
    is_short = not has_long_title(wanted.title)
    whole = wanted._replace(people=(wanted.people[0], _NO_WORDS), place=_NO_WORDS), sorted(wanted.place)
    return (*wanted.identifiers, *([str(whole)] if is_short else []), last)


def identified_apart(one: Identifiers, other: Identifiers) -> bool:
    """Whether two works have different identifiers: the strongest that both have decides."""
    others = dict(other)
    return next((value != others[kind] for kind, value in one if kind in others), False)


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
        # The chapters of a book can all have the book's DOI, and libraries have wrong ones.
        is_other = _disjoint(one.place, other.place) or _other_person(one.people, other.people)
        return mine == its and (one.title == other.title or not is_other)
    if one.title != other.title or _contradict(one, other):
        return False
    container = bool(one.containers and other.containers)  # they agree, as nothing contradicts
    people = bool(one.people[0] and other.people[0])
    nobody = not (one.people[0] or other.people[0])
    if one.year != other.year:
        return not (one.year and other.year) and people and container
    place = (
        bool(one.place & other.place)
        or bool(one.url and one.url == other.url)
        or bool(one.volume and one.issue and (one.volume, one.issue) == (other.volume, other.issue))
    )
    if has_long_title(one.title):
        return people or nobody or place or container
    if people:
        return place or container or not (one.containers or other.containers)
    if not nobody:
        return place
    return not _differ(one.url, other.url) and (
        place or container or (one.containers, one.url) == (other.containers, other.url)
    )


def _contradict(one: Facts, other: Facts) -> bool:
    """Whether what both records say excludes that they describe the same work."""
    is_long = has_long_title(one.title)
    # The number of a preprint is no page: it has no volume.
    may_be_preprint = is_long and bool(one.volume) != bool(other.volume)
    if _differ(one.volume, other.volume) or (_disjoint(one.place, other.place) and not may_be_preprint):
        return True
    if _other_person(one.people, other.people):
        return True
    is_placed = bool(one.volume and other.volume and one.place and other.place)
    if not is_long and (
        _differ(one.issue, other.issue)
        or (_differ(one.url, other.url) and not is_placed)
        or (_differ(one.publisher, other.publisher) and not one.containers)
    ):
        return True
    return (
        not is_placed
        and bool(one.containers and other.containers)
        and all(_other_container(mine, its, is_long) for mine in one.containers for its in other.containers)
    )


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not one & other


def _other_person(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> bool:
    """Whether two names are not one, not even with a particle, a second family name, or the same words split apart."""
    if not (one[0] and other[0]):
        return False
    short, long = sorted((one[0], other[0]), key=len)
    fewer, more = sorted((one[1], other[1]), key=len)
    return not (long.startswith(short) or long.endswith(short) or (len(fewer) > 1 and fewer <= more))


def _other_container(one: tuple[str, ...], other: tuple[str, ...], is_long: bool) -> bool:
    """Whether two titles of journals or books certainly differ: neither can be an abbreviation of the other.

    ``is_long``: the work has a long title, so that less must agree.
    """
    if one == other:
        return False
    short, long = sorted((one, other), key=lambda words: sum(map(len, words)))
    if len(short) == 1 and len(long) > 1:  # an acronym, or the name of a series of conferences
        return not is_long and short[0][0] != long[0][0]
    left = iter(long)
    return not all(any(_abbreviates(word, whole) for whole in left) for word in short)


def _abbreviates(word: str, whole: str) -> bool:
    """``mol`` abbreviates ``molecular``, ``natl`` ``national``: the first letter, and the others in their order."""
    left = iter(whole)
    return word[0] == whole[0] and all(letter in left for letter in word)
