"""Which entries are written, and in which order: those that manuscripts cite, those that meet conditions, sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bibstep.model import Name, Record
from bibstep.pipeline.cited import Cited
from bibstep.values import titles
from bibstep.values.citation_keys import folded

if TYPE_CHECKING:
    from bibstep.formats.only import Condition

#: The order of the entries: that of the records, by key, by author, by date, or that in which a manuscript cites them.
SORTS = ("input", "key", "author", "year", "cited")
#: A rank is cut to this length: names and dates come first, and of long titles the first words decide.
_LONGEST = 200
#: Added to years, so that texts sort as the numbers do; years BC are negative.
_YEARS = 100_000
#: Sorts after every date.
_UNDATED = "~"


class Candidate(NamedTuple):
    """An entry that may be written: its key in the output and those in its source, and the keys of its relatives there.

    ``is_wanted``: its record meets the conditions; ``rank`` is its place in the order, to be compared as text.
    """

    key: str
    former: Sequence[str]
    relatives: Sequence[str]
    is_wanted: bool
    rank: str


class Selection(NamedTuple):
    """What is written of all entries: what is ``cited``, if it is given, and meets ``conditions``, in an order."""

    cited: Cited | None = None
    conditions: Sequence[Condition] = ()
    sort: str = "input"

    @property
    def has_all(self) -> bool:
        """Whether all entries are written."""
        return self.cited is None and not self.conditions

    def order(self, candidates: Sequence[Candidate], former: Mapping[str, str]) -> list[int]:
        """The numbers of the entries to write, in their order. ``former`` maps keys of sources to keys of the output.

        Entries of equal rank stay in the order of the input. One that others refer to (BibTeX's ``crossref``) comes
        after the last of them, where BibTeX must find it.
        """
        numbers = [
            number
            for number, one in enumerate(candidates)
            if one.is_wanted and all(condition.holds_for_keys((one.key, *one.former)) for condition in self.conditions)
        ]
        if self.cited is not None:
            relatives = {one.key: [former[name] for name in one.relatives if name in former] for one in candidates}
            places = self.cited.order([one.key for one in candidates], former, relatives)
            numbers = [number for number in numbers if candidates[number].key in places]
            if self.sort == "cited":
                return sorted(numbers, key=lambda number: places[candidates[number].key])
        if self.sort in ("input", "cited"):
            return numbers
        if self.sort == "key":
            numbers.sort(key=lambda number: folded(candidates[number].key))
        else:
            numbers.sort(key=lambda number: candidates[number].rank)
        return _parents_last(numbers, candidates, former)


def _parents_last(numbers: list[int], candidates: Sequence[Candidate], former: Mapping[str, str]) -> list[int]:
    """The same numbers; one to which others refer stands after the last of them."""
    if not any(one.relatives for one in candidates):
        return numbers
    number_of = {candidates[number].key: number for number in numbers}
    children: dict[int, set[int]] = {}
    for number in numbers:
        for name in candidates[number].relatives:
            parent = number_of.get(former.get(name, ""), number)
            if parent != number:
                children.setdefault(parent, set()).add(number)
    found: list[int] = []
    waiting: dict[int, set[int]] = {}
    written: set[int] = set()
    for number in numbers:
        left = children.get(number, set()) - written
        if left:
            waiting[number] = left
            continue
        ready = [number]
        for one in ready:  # grows while entries are ready whose last child was written
            found.append(one)
            written.add(one)
            for parent, its in waiting.items():
                its.discard(one)
                if not its and parent not in ready and parent not in written:
                    ready.append(parent)
        for one in ready:
            waiting.pop(one, None)
    return [*found, *waiting]  # those that refer to each other in a circle


def rank(record: Record, sort: str) -> str:
    """A record's place in an order of SORTS that depends on the record, as a text to compare; "" for the others.

    "author": the names of the authors, else of the editors, else the title; then the date. "year": the date alone.
    Accents and capitals do not count, particles (van, de) only where all else is equal, and what has no date is last.
    """
    if sort == "year":
        return _date(record)
    if sort != "author":
        return ""
    people = record.author or record.editor or record.translator
    names = "\2".join(map(_person, people)) or _plain(titles.plain(record.title))
    return f"{names[:_LONGEST]}\0{_date(record)}"


def _person(name: Name) -> str:
    parts = (name.literal or name.family or name.given, name.given, name.suffix, name.non_dropping_particle)
    return "\1".join(map(_plain, parts))


def _date(record: Record) -> str:
    date = record.issued
    if date is None or date.literal:
        return _UNDATED
    # A season stands with its last month in the northern half of the world: as in "Spring 2020" after March.
    return f"{date.year + _YEARS:06d}{date.month or 3 * date.season:02d}{date.day:02d}"


@lru_cache(4096)
def _plain(text: str) -> str:
    """A text as it sorts: in ASCII and lower case."""
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(text)
    return text.casefold()
