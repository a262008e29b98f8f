"""``check``: read files back, pair their records work by work, and compare each pair."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import BinaryIO, NamedTuple

from bibstep.compare.records import COMPARED, differences
from bibstep.errors import InputError
from bibstep.formats import READERS, format_of_file
from bibstep.formats.reading import read
from bibstep.input.sources import shown
from bibstep.model import Record, Rejected
from bibstep.pipeline.convert import batches
from bibstep.pipeline.options import Options
from bibstep.text.suggest import did_you_mean
from bibstep.values import titles
from bibstep.works import identity

Input = str | os.PathLike[str] | BinaryIO

_AS_CONVERT = Options()


class FileValue(NamedTuple):
    """A value in a file, as text; ``text`` is empty if the file has none."""

    file: str
    text: str


class Disagreement(NamedTuple):
    """A difference between two files: the work's key, a field of Record, and its value in each file.

    The field may be ``citation_key``, or ``record`` if one file does not have the record at all.
    """

    key: str
    field: str
    a: FileValue
    b: FileValue

    @property
    def kind(self) -> str:
        """``contradiction`` if both files have a value, ``gap`` if only one has."""
        return "contradiction" if self.a.text and self.b.text else "gap"


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check, true if the files agree.

    ``files`` and ``works`` are their numbers; ``paired`` is the number of works that at least two files have.
    """

    files: int
    works: int
    disagreements: tuple[Disagreement, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    paired: int = 0

    def __bool__(self) -> bool:
        return not self.disagreements and not self.rejected


class _File(NamedTuple):
    """A file that was read back; ``form`` is a name in FORMATS, or "" for a source."""

    name: str
    form: str
    records: list[Record]
    rejected: list[Rejected]


#: A work: its record in each file, in the order of the files.
_Row = list["Record | None"]


def check(
    *files: Input, against: Sequence[Input] = (), options: Options = _AS_CONVERT, fields: Collection[str] = ()
) -> Checked:
    """Compare files of any format with each other, in the fields that the formats of both can express.

    Records are paired by key, then by identifier (the DOI first), then by title and year. ``against`` are the sources
    that the files were converted from. Their records are selected as ``convert`` does with the same options; their keys
    are not compared, because a conversion makes new ones. With ``fields``, names in ``COMPARED``, only these are
    compared, and a record that a file lacks is still reported. The result has one disagreement in each field of a work:
    the first contradiction, else the first gap. Raises InputError for a file that cannot be opened or has no record,
    ValueError if there is nothing to compare with, or for an unknown field.
    """
    if unknown := sorted(set(fields) - set(COMPARED)):
        raise ValueError(f"{unknown[0]!r} is not a field that is compared{did_you_mean(unknown[0], COMPARED)}")
    if len(files) + bool(against) < 2:
        raise ValueError("nothing to compare: give two files, or one file and its source")
    found = [_read_back(one) for one in files]
    if against:
        found.append(
            _source(against, options, [os.fspath(one) for one in files if isinstance(one, (str, os.PathLike))])
        )
    for one in found:
        if not one.records:
            reason = f": {one.rejected[0].reason}" if one.rejected else ""
            raise InputError(f"{one.name}: it has no record{reason}")
    works = _paired(found)
    disagreements = [one for work in works for one in _disagreements(work, found, fields or COMPARED)]
    rejected = [one for file in found[: len(files)] for one in file.rejected]
    paired = sum(1 for work in works if sum(1 for record in work if record) > 1)
    return Checked(len(files), len(works), tuple(disagreements), tuple(rejected), paired)


def _read_back(one: Input) -> _File:
    name, data = _content(one)
    records: list[Record] = []
    rejected: list[Rejected] = []
    for item in READERS["auto"].read(io.BytesIO(data), name):
        if isinstance(item, Record):
            records.append(item)
        else:
            rejected.append(item)
    return _File(name, format_of_file(data, name), records, rejected)


def _content(one: Input) -> tuple[str, bytes]:
    if not isinstance(one, (str, os.PathLike)):
        return _name(one), one.read()
    try:
        with open(one, "rb") as stream:
            return shown(one), stream.read()
    except (OSError, ValueError) as error:
        raise InputError(f"{shown(one)}: {getattr(error, 'strerror', None) or error}") from None


def _name(one: Input) -> str:
    if isinstance(one, (str, os.PathLike)):
        return shown(one)
    name = getattr(one, "name", None)
    return name if isinstance(name, str) else "<stream>"


def _source(inputs: Sequence[Input], options: Options, files: Sequence[str]) -> _File:
    """The records that a conversion would write, reduced to the fields that it would write.

    As in a conversion, the compared files are skipped if they are in a folder of the source.
    """
    taken: list[Record] = []
    for _ in batches(read(*inputs, exclude=files), (), options, taken=taken.append):
        pass
    omission = options.omission()
    records = [omission.applied(one) for one in taken]
    name = _name(inputs[0])
    return _File(name if len(inputs) == 1 else f"{name} and others", "", records, [])


# Pairing -----------------------------------------------------------------------------------------------------------


def _paired(files: Sequence[_File]) -> list[_Row]:
    """Pair the records of all files: a row for each work, with its record in every file that has it."""
    works: list[_Row] = []
    for place, one in enumerate(files):
        left = one.records
        for facts in (_keys, identity.identifiers, _title):
            left = _matched(left, works, place, facts)
        works += [[None] * place + [record] + [None] * (len(files) - place - 1) for record in left]
    return works


def _matched(
    records: Iterable[Record], works: Sequence[_Row], place: int, facts: Callable[[Record], Iterable[str]]
) -> list[Record]:
    """Add each record to the first work that shares one of its facts and has no record of this file yet.

    ``place`` is the file's place in a row; ``facts`` returns keys, identifiers or the title. Returns the other records.
    """
    by_fact: dict[str, list[int]] = {}
    for number in reversed(range(len(works))):
        if works[number][place] is None:
            for fact in {fact for record in works[number] if record for fact in facts(record)}:
                by_fact.setdefault(fact, []).append(number)
    left: list[Record] = []
    for record in records:
        found = _first(facts(record), by_fact, works, place)
        if found is None:
            left.append(record)
        else:
            works[found][place] = record
    return left


def _first(facts: Iterable[str], by_fact: dict[str, list[int]], works: Sequence[_Row], place: int) -> int | None:
    for fact in facts:
        numbers = by_fact.get(fact, [])
        while numbers and works[numbers[-1]][place]:
            numbers.pop()
        if numbers:
            return numbers.pop()
    return None


def _keys(record: Record) -> tuple[str, ...]:
    return (record.citation_key,) if record.citation_key else ()


def _title(record: Record) -> tuple[str, ...]:
    year = record.issued.year if record.issued else ""
    return (identity.title_year(record) or f"{titles.plain(record.title).casefold()} {year}",)


# Comparing ---------------------------------------------------------------------------------------------------------


def _disagreements(work: _Row, files: Sequence[_File], fields: Collection[str]) -> Iterator[Disagreement]:
    """Yield where files lack a work, and one disagreement in each field: the first contradiction, else the first gap.

    A gap between two files must not hide that a third contradicts.
    """
    name = next((record.citation_key for record in work if record and record.citation_key), "") or _title_of(work)
    having = [place for place, record in enumerate(work) if record]
    for place, record in enumerate(work):
        if record is None:
            yield Disagreement(
                name, "record", FileValue(files[having[0]].name, _title_of(work)), FileValue(files[place].name, "")
            )
    found: dict[str, Disagreement] = {}
    for i, j in combinations(having, 2):
        for field, a, b in _values_apart(work, i, j, files):
            one = Disagreement(name, field, FileValue(files[i].name, a), FileValue(files[j].name, b))
            if field in fields and (field not in found or (found[field].kind == "gap" and one.kind != "gap")):
                found[field] = one
    yield from found.values()


def _values_apart(work: _Row, i: int, j: int, files: Sequence[_File]) -> Iterator[tuple[str, str, str]]:
    """Yield the fields in which a work differs between the files ``i`` and ``j``, with both values."""
    a, b = work[i], work[j]
    if a is None or b is None:
        return
    # A source has no keys of its own to compare.
    if files[j].form and a.citation_key and b.citation_key and a.citation_key != b.citation_key:
        yield "citation_key", a.citation_key, b.citation_key
    for one in differences(a, b, files[i].form, files[j].form):
        yield one.field, one.a, one.b


def _title_of(work: _Row) -> str:
    """The title of a work, which stands for a missing key in messages."""
    return next((titles.plain(record.title) for record in work if record), "")
